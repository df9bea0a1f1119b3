# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What processes of this machine use: CPU seconds and memory, read from /proc. Processes are named by their ids."""

import os
from pathlib import Path

TICKS_S = os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """The process and all that it started."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            found.extend(int(child) for child in task.read_text().split())
    return found


def named(word: str) -> list[int]:
    """Processes whose command line has a word (a script's name) among its arguments, or ends an argument's path."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            arguments = (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue  # it ended while we looked
        # In a supervisor's, its own program and the ids of its workers come before that of the workers.
        marked = arguments.index("--") + 1 if "--" in arguments else len(arguments)
        command = arguments[:3] + arguments[marked : marked + 3]
        # Some servers write a title over their arguments: a name, and what the process is.
        if any(Path(argument.split()[0].rstrip(":")).name == word for argument in command if argument.strip()):
            found.append(int(entry.name))
    return found


def cpu_s(pids: list[int]) -> float:
    """User and system time of processes that run; those that ended count nothing."""
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / TICKS_S


def memory_mb(pids: list[int]) -> float:
    """Proportional set size in MB (10^6 bytes)."""
    total = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total * 1024 / 1e6
