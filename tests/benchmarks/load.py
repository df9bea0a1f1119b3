# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A client that costs little: keep-alive connections, no parsing of answers beyond their length.

Runs in a process of its own (`python -m tests.benchmarks.load`), so that the interpreter that runs fixture services
does not slow it down: a JSON order on stdin, a JSON result on stdout.
"""

import json
import socket
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Order:
    """What to ask, how many times and from how many connections. `paths` are asked in turn, below `url`."""

    url: str
    headers: dict[str, str]
    paths: list[str]
    requests: int
    concurrency: int = 1
    limit_s: float = 60.0


@dataclass(frozen=True, slots=True)
class Result:
    """Seconds of every request in ascending order, of the whole run, and bytes of the last answer."""

    latencies_s: list[float]
    elapsed_s: float
    size: int


def run(order: Order) -> Result:
    """Measure in a process of its own; raises RuntimeError with what it said when a request fails."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.load"],
        input=json.dumps(asdict(order)),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{order.paths[0]}: {done.stderr[-2000:]}")
    return Result(**json.loads(done.stdout))


class _Connection:
    """One keep-alive connection; opened again when the server closed it."""

    def __init__(self, url: str, headers: dict[str, str]) -> None:
        split = urlsplit(url)
        self._address = (split.hostname or "127.0.0.1", split.port or 80)
        self._prefix = split.path
        self._headers = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._headers += f"Host: {split.netloc}\r\nConnection: keep-alive\r\n\r\n"
        self._socket: socket.socket | None = None

    def get(self, path: str) -> int:
        """Bytes of the answer's body, which must be a 200."""
        if self._socket is None:
            self._socket = socket.create_connection(self._address)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(f"GET {self._prefix}{path} HTTP/1.1\r\n{self._headers}".encode())
        head, size, closes = self._read(self._socket)
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"{path}: {head[:500].decode(errors='replace')}")
        if closes:
            self._socket.close()
            self._socket = None
        return size

    @staticmethod
    def _read(sock: socket.socket) -> tuple[bytes, int, bool]:
        data = b""
        while b"\r\n\r\n" not in data:
            chunk = sock.recv(CHUNK)
            if not chunk:
                raise RuntimeError("the server closed the connection")
            data += chunk
        head, _, rest = data.partition(b"\r\n\r\n")
        lines = head.lower().split(b"\r\n")
        length = next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), None)
        if length is None:
            raise RuntimeError(f"no Content-Length: {head.decode(errors='replace')}")
        seen = len(rest)
        while seen < length:
            chunk = sock.recv(CHUNK)
            if not chunk:
                raise RuntimeError("the server closed the connection within an answer")
            seen += len(chunk)
        return head, length, b"connection: close" in lines


def _measure(order: Order) -> Result:
    latencies: list[float] = []
    failures: list[Exception] = []
    sizes = [0]
    numbers = iter(range(order.requests))
    end = time.perf_counter() + order.limit_s

    def work() -> None:
        connection = _Connection(order.url, order.headers)
        try:
            for number in numbers:
                begin = time.perf_counter()
                sizes[0] = connection.get(order.paths[number % len(order.paths)])
                now = time.perf_counter()
                latencies.append(now - begin)
                if now > end:
                    return
        except (OSError, RuntimeError) as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(order.concurrency)]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - begin
    if failures:
        raise failures[0]
    return Result(sorted(latencies), elapsed, sizes[0])


def main() -> None:
    """Read an order, print a result."""
    values: dict[str, Any] = json.load(sys.stdin)
    json.dump(asdict(_measure(Order(**values))), sys.stdout)


if __name__ == "__main__":
    main()
