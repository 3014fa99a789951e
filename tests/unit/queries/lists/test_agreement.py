"""What the lists say on made-up catalogues agrees with the kernel, which decides 零材料 for itself."""

from hypothesis import given

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.lists import LISTS, Lists
from oncegraph.queries.lists.facts import Facts
from oncegraph.queries.lists.inventory import EVERYTHING, Inventory
from oncegraph.queries.lists.materials import BlockingMaterials
from oncegraph.queries.lists.weighing import outcome
from oncegraph.queries.lists.zero_material import weighed_blockers
from oncegraph.schema.verdict import EXEMPTING, Verdict
from tests.support.examples.catalogues import catalogues, contexts
from tests.support.hypothesis_settings import bounded
from tests.support.reference import Rows

BY_OUTCOME = {0: Verdict.YES, 1: Verdict.NO, None: Verdict.UNKNOWN}


@bounded(40)
@given(rows=catalogues(), context=contexts)
def test_blockers_say_what_the_kernel_says(rows: Rows, context: Context) -> None:
    inventory = Inventory(Analysis(Catalogue.from_rows(rows), context), Facts.from_rows(rows), EVERYTHING)
    papers = BlockingMaterials(inventory, EXEMPTING)
    for situation in inventory.place:
        by_blockers = BY_OUTCOME[outcome(weighed_blockers(inventory, papers, situation))]
        code = inventory.codes("Situation")[situation]
        assert by_blockers is inventory.analysis.situation(code).zero_material


@bounded(10)
@given(rows=catalogues(), context=contexts)
def test_every_list_takes_any_catalogue(rows: Rows, context: Context) -> None:
    analysis, lists = Analysis(Catalogue.from_rows(rows), context), Lists(Facts.from_rows(rows))
    for name, each in LISTS.items():
        entries = lists.entries(name, analysis)
        assert len({entry.code for entry in entries}) == len(entries)
        assert {tuple(entry.counts) for entry in entries} <= {tuple(each.counts)}
        assert entries == lists.entries(name, analysis)
