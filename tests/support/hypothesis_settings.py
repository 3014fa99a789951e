"""How many examples hypothesis draws, and how it behaves on a slow machine."""

import os

from hypothesis import HealthCheck, settings


def bounded(examples: int, *suppressed: HealthCheck) -> settings:
    """At most so many examples, without a limit of time; in CI always the same ones.

    suppressed: health checks that say nothing about this test, for example of fixtures that all examples share.
    """
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize="CI" in os.environ,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, *suppressed],
    )
