# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The first process of a daemon that has several workers: it keeps them running and passes signals on.

The process that loaded the daemon forks the workers, which share what is loaded, and then goes on as this program: the
same process with the same children, without the twenty megabytes of its own that the daemon would cost it. It knows the
standard library only. A worker that ends by itself is followed by another, which loads the daemon anew and serves the
same socket; one that cannot start ends the daemon; workers whose supervisor was killed are killed by the kernel.

On the command line: the name that ps shows, the socket that all workers serve (-1: none), the ids of the workers, "--",
and the command that makes a worker. Whoever starts it by that command line, as ps shows it, starts the daemon.
"""

import importlib
import os
import signal
import sys
import time
from collections.abc import Sequence

# A worker ends with this when it cannot start.
CANNOT_START = 78
# Variables of a worker's environment: the id of its supervisor, its socket.
SUPERVISED, SOCKET = "NOVA_LITE_SUPERVISED", "NOVA_LITE_SOCKET"
SIGNALS = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD}
SHORT_LIFE_S = 1.0
NAME = "/proc/self/comm"
_PR_SET_PDEATHSIG = 1


def is_supervised() -> bool:
    """True in a worker. Whoever only got a worker's environment is none."""
    return os.environ.get(SUPERVISED) == str(os.getppid())


def inherited_socket() -> int | None:
    """The descriptor of the socket that the workers serve, in a worker that follows one."""
    number = os.environ.get(SOCKET)
    return None if number is None or not is_supervised() else int(number)


def fork(workers: int, descriptor: int | None = None) -> None:
    """Fork workers, and return in each of them; the calling process goes on as their supervisor and never returns.

    descriptor: of a listening socket, for workers that are made later.
    """
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    supervisor, pids = os.getpid(), []
    for _ in range(workers):
        pid = os.fork()
        if not pid:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            _obey(supervisor)
            return
        pids.append(str(pid))
    if descriptor is not None:
        os.set_inheritable(descriptor, True)
    shared = str(-1 if descriptor is None else descriptor)
    with open(NAME) as file:
        name = file.read().strip()
    program = [sys.executable, "-I", "-S", __file__, name, shared, *pids, "--"]
    os.execv(sys.executable, [*program, sys.executable, *sys.orig_argv[1:]])


def _obey(supervisor: int) -> None:
    """End with the supervisor, even if that is killed."""
    importlib.import_module("ctypes").CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != supervisor:
        os._exit(1)
    os.environ[SUPERVISED] = str(supervisor)


class Supervisor:
    """Keeps workers running until it is told to stop, or until one cannot start."""

    def __init__(self, workers: Sequence[int], descriptor: int, command: list[str]) -> None:
        self._began_at = dict.fromkeys(workers, time.monotonic())
        self._descriptor = descriptor
        self._command = command
        self._stops = self._failed = False

    def run(self) -> int:
        """Serve until the last worker has ended; returns the daemon's exit code. SIGNALS must be blocked."""
        self._reap()
        while self._began_at:
            number = signal.sigwait(SIGNALS)
            if number == signal.SIGCHLD:
                self._reap()
            elif number == signal.SIGHUP:
                self._tell(signal.SIGHUP)
            else:
                self._stop()
        return int(self._failed)

    def _stop(self) -> None:
        """Tell the workers to end, once: a second SIGTERM would break off what they end with."""
        if not self._stops:
            self._stops = True
            self._tell(signal.SIGTERM)

    def _tell(self, number: int) -> None:
        for pid in self._began_at:
            os.kill(pid, number)  # one that has ended is there until it is reaped

    def _reap(self) -> None:
        """See which workers have ended, and follow them by others."""
        while self._began_at:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            began_at = self._began_at.pop(pid, None)
            if began_at is None or self._stops:
                continue
            code = os.waitstatus_to_exitcode(status)
            if code == CANNOT_START:
                self._failed = True
                self._stop()
                continue
            sys.stderr.write(f"worker {pid} ended with {code}, another follows\n")
            sys.stderr.flush()
            if time.monotonic() - began_at < SHORT_LIFE_S:
                time.sleep(SHORT_LIFE_S)
            self._began_at[self._spawn()] = time.monotonic()

    def _spawn(self) -> int:
        """Start a worker; returns its id."""
        supervisor = os.getpid()
        pid = os.fork()
        if pid:
            return pid
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        _obey(supervisor)
        if self._descriptor >= 0:
            os.environ[SOCKET] = str(self._descriptor)
        os.execv(self._command[0], self._command)


def main(arguments: list[str]) -> int:
    """The program; returns its exit code."""
    end = arguments.index("--")
    workers, command = [int(pid) for pid in arguments[2:end]], arguments[end + 1 :]
    if not _has_children():
        os.execv(command[0], command)
    with open(NAME, "w") as file:
        file.write(arguments[0])
    return Supervisor(workers, int(arguments[1]), command).run()


def _has_children() -> bool:
    """False if the workers are those of another process: of one whose command line was used again."""
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
