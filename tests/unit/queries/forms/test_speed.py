"""A theme of 60 items, each with a form of 17 fields that agree on little, is merged in no time."""

from collections.abc import Callable
from time import process_time

from queries.exemption.analysis import Analysis
from queries.exemption.catalogue import Catalogue
from queries.exemption.context import Context
from queries.forms.merge import merge
from queries.records import Records

from .made import rows, situations

#: Times a loop of a million additions, which takes some 0.03 s on an idle machine: 0.2 s, and on a busy one more.
AT_MOST, TIMES = 7, 5


def seconds(do: Callable[[], object]) -> float:
    begun = process_time()
    do()
    return process_time() - begun


def additions() -> int:
    total = 0
    for number in range(1_000_000):
        total += number
    return total


def test_sixty_forms_of_seventeen_fields() -> None:
    theme = rows(1, forms=60, fields=120, entries=17)
    analysis = Analysis(Catalogue.from_rows(theme), Context())
    records = [Records(theme) for _ in range(TIMES + 1)]
    first = merge(records[0], situations(records[0]), analysis)  # the first time the rules are loaded
    assert first.tally.fields_before == 60 * 17
    taken = [
        (seconds(lambda each=each: merge(each, situations(each), analysis)), seconds(additions)) for each in records[1:]
    ]
    assert min(merging for merging, _ in taken) < AT_MOST * min(adding for _, adding in taken)
