"""`python -m tests.bench.load_generator CONNECTIONS URL [PATHS]`: requests per second, and latencies, as JSON.

Each connection sends its next request as soon as it has its answer. PATHS is a file of paths, each requested once;
without it, `URL` is requested again and again for SECONDS. It runs in a process of its own, apart from the server.
"""

import asyncio
import gc
import json
import statistics
import sys
import time
from collections.abc import Iterator
from itertools import repeat, takewhile
from pathlib import Path
from urllib.parse import urlsplit

import uvloop

SECONDS = 1.5


class Connection(asyncio.Protocol):
    """One connection: sends a request, measures the time to its answer, and sends the next until there is none."""

    def __init__(self, requests: Iterator[bytes], seconds: list[float], done: asyncio.Future):
        self._requests, self._seconds, self._done = requests, seconds, done
        self._parts: list[bytes] = []
        self._missing = 0

    def connection_made(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._send()

    def data_received(self, data: bytes) -> None:
        """Does as little as possible: it shares the machine with the server."""
        if not self._missing:
            data = b"".join([*self._parts, data])
            end = data.find(b"\r\n\r\n")
            if end < 0:
                self._parts = [data]
                return
            self._parts = []
            if not data.startswith(b"HTTP/1.1 200"):
                self._done.set_exception(RuntimeError(data[:end].decode()))
                return self._transport.close()
            length = data.index(b"content-length: ") + len(b"content-length: ")
            self._missing = end + 4 + int(data[length : data.index(b"\r", length)])
        self._missing -= len(data)
        if not self._missing:
            self._seconds.append(time.perf_counter() - self._sent)
            self._send()

    def _send(self) -> None:
        request = next(self._requests, None)
        if request is None:
            self._transport.close()
            self._done.set_result(None)
        else:
            self._sent = time.perf_counter()
            self._transport.write(request)


async def measure(url: str, connections: int, paths: list[str] | None = None) -> dict[str, float]:
    """Request each of the paths once, or `url` again and again for SECONDS, over so many connections."""
    parts = urlsplit(url)
    loop, taken = asyncio.get_running_loop(), []
    start = time.perf_counter()
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    targets = takewhile(lambda _: time.perf_counter() - start < SECONDS, repeat(target)) if paths is None else paths
    rest = f" HTTP/1.1\r\nHost: {parts.netloc}\r\nAccept: application/json\r\n\r\n".encode()
    requests = (b"GET " + target.encode() + rest for target in targets)
    dones = [loop.create_future() for _ in range(connections)]
    for done in dones:
        await loop.create_connection(lambda done=done: Connection(requests, taken, done), parts.hostname, parts.port)
    await asyncio.gather(*dones)
    return {
        "requests_per_second": len(taken) / (time.perf_counter() - start),
        "p50_ms": statistics.median(taken) * 1e3,
        "p99_ms": statistics.quantiles(taken, n=100)[98] * 1e3,
    }


if __name__ == "__main__":
    gc.disable()
    paths = Path(sys.argv[3]).read_text("utf-8").split() if len(sys.argv) > 3 else None
    print(json.dumps(uvloop.run(measure(sys.argv[2], int(sys.argv[1]), paths))))
