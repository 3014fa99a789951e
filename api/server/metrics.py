"""What Prometheus is told about requests."""

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


def hit_counters(route: str) -> tuple[Counter, Counter]:
    """The counters of requests that are answered from the cache."""
    return REQUESTS.labels("GET", route, 200), CACHE_HITS.labels(route)
