"""`python -m tests.bench.requests URL CONNECTIONS SECONDS`: requests a second, and latencies, as JSON.

Each connection asks again as soon as it has its answer; a process of its own, so that it does not share the server's
interpreter.
"""

import asyncio
import json
import statistics
import sys
import time
from urllib.parse import urlsplit

import uvloop


class Asking(asyncio.Protocol):
    """One connection: sends the request, counts the answer, sends it again until time is up."""

    def __init__(self, request: bytes, until: float, seconds: list[float], done: asyncio.Future):
        self._request, self._until, self._seconds, self._done = request, until, seconds, done
        self._answer = b""

    def connection_made(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        self._answer += data
        head, found, body = self._answer.partition(b"\r\n\r\n")
        if not found or len(body) < int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0]):
            return
        if not head.startswith(b"HTTP/1.1 200"):
            self._done.set_exception(RuntimeError(head.decode()))
            return self._transport.close()
        self._answer = b""
        now = time.perf_counter()
        self._seconds.append(now - self._asked)
        if now < self._until:
            self._ask()
        else:
            self._transport.close()
            self._done.set_result(None)

    def _ask(self) -> None:
        self._asked = time.perf_counter()
        self._transport.write(self._request)


async def ask(url: str, connections: int, seconds: float) -> dict[str, float]:
    """Ask `url` over so many connections for so long."""
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    request = f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\nAccept: application/json\r\n\r\n".encode()
    loop, taken = asyncio.get_running_loop(), []
    start = time.perf_counter()
    dones = [loop.create_future() for _ in range(connections)]
    for done in dones:
        await loop.create_connection(
            lambda done=done: Asking(request, start + seconds, taken, done), parts.hostname, parts.port
        )
    await asyncio.gather(*dones)
    return {
        "requests_per_second": len(taken) / (time.perf_counter() - start),
        "p50_ms": statistics.median(taken) * 1e3,
        "p99_ms": statistics.quantiles(taken, n=100)[98] * 1e3,
    }


if __name__ == "__main__":
    url, connections, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    print(json.dumps(uvloop.run(ask(url, connections, seconds))))
