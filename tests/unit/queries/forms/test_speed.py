"""A theme of 60 items, each with a form of 17 fields that agree on little, is merged in no time."""

from time import process_time

from queries.exemption.analysis import Analysis
from queries.exemption.catalogue import Catalogue
from queries.exemption.context import Context
from queries.forms.merge import merge
from queries.records import Records

from .made import rows, situations

SECONDS, TIMES = 0.2, 5


def test_sixty_forms_of_seventeen_fields() -> None:
    theme = rows(1, forms=60, fields=120, entries=17)
    analysis = Analysis(Catalogue.from_rows(theme), Context())
    taken = []
    for _ in range(TIMES + 1):  # the first time the rules are loaded
        records = Records(theme)
        begun = process_time()
        form = merge(records, situations(records), analysis)
        taken.append(process_time() - begun)
    assert form.tally.fields_before == 60 * 17
    assert min(taken) < SECONDS
