"""The sample city: codes that the tests ask about, and all of it as records."""

from functools import cache

from oncegraph import loaders
from oncegraph.loaders.sample import CITY
from oncegraph.queries.records import Records

PRESALE = "11990100MB0000100L3990010002000"
PRESALE_SITUATION = "11990100MB0000100L399001000200001"
CAR_PARK = "11990100MB0000199X3990100001000"


@cache
def sample_records() -> Records:
    """The records of the sample city, read once for all tests; none of them changes it."""
    return Records(loaders.rows_of([CITY]))
