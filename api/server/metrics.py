"""Metrics of requests, for Prometheus."""

from asyncio import get_running_loop
from functools import lru_cache

from prometheus_client import Counter, Histogram

REQUESTS = Counter("oncegraph_http_requests", "Requests answered.", ("method", "route", "status"))
CACHE_HITS = Counter(
    "oncegraph_http_cache_hits", "Requests answered from the response cache, among those answered.", ("route",)
)
SECONDS = Histogram(
    "oncegraph_http_request_seconds",
    "Seconds until an answer that was not in the response cache was sent.",
    ("method", "route"),
)


@lru_cache(maxsize=10_000)
def metrics_of(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    """The counter and the histogram of a request that was not answered from the cache."""
    return REQUESTS.labels(method, route, status), SECONDS.labels(method, route)


class Hits:
    """Counts requests that are answered from the cache. They are added to the metrics once a second, because
    adding each one would take longer than finding its response. For use in one event loop."""

    SECONDS_BETWEEN_FLUSHES = 1.0

    def __init__(self) -> None:
        self._of_route: dict[str, int] = {}

    def count(self, route: str) -> None:
        """Count one more request of a route."""
        if not self._of_route:
            get_running_loop().call_later(self.SECONDS_BETWEEN_FLUSHES, self.flush)
        self._of_route[route] = self._of_route.get(route, 0) + 1

    def flush(self) -> None:
        """Add what was counted to the metrics."""
        of_route, self._of_route = self._of_route, {}
        for route, hits in of_route.items():
            REQUESTS.labels("GET", route, 200).inc(hits)
            CACHE_HITS.labels(route).inc(hits)
