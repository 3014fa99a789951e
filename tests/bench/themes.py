"""Themes of 60 items: the merged form, the flow and the check of the questions, each against the bare core of the same
task in a library, or against trying all combinations."""

from collections.abc import Iterator

import networkx as nx
import pandas as pd

from oncegraph.graph.client import Client
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.forms.merge import merge
from oncegraph.queries.guidance.lint import lint
from oncegraph.queries.guidance.questionnaire import Questionnaire
from oncegraph.queries.records import Records
from oncegraph.queries.theme.theme_flow import theme_flow
from oncegraph.schema.flow import Flow
from tests.bench.city import Rows
from tests.bench.measure import Figure, costs, faster, in_turn
from tests.support.examples.forms import form_rows, situation_codes
from tests.support.examples.question_rows import large_questionnaire
from tests.support.examples.questions import all_answers, situations_led_to
from tests.support.examples.themes import large_theme

#: Items of a large theme, and of one for which all combinations of answers can still be tried.
LARGE, SMALL = 60, 7
ENTRIES = 17


def run(client: Client, city: Rows) -> Iterator[Figure]:
    rows = form_rows(1, forms=LARGE, fields=120, entries=ENTRIES)
    analysis, entries = Analysis(Catalogue.from_rows(rows), Context()), pd.DataFrame(rows["FormField"])
    assert merge(Records(rows), situation_codes(Records(rows)), analysis).tally.fields == len(grouped(entries))
    merged, plainly = in_turn(
        lambda: merge(Records(rows), situation_codes(Records(rows)), analysis), lambda: grouped(entries), runs=5
    )
    peer = f"entries grouped by field with pandas, {LARGE} forms of {ENTRIES} fields"
    yield costs("themes.form", merged, peer, plainly, 60)

    theme = large_theme(LARGE)
    found = theme_flow(theme, "T")
    assert [set(stage.situation_codes) for stage in found.stages] == by_networkx(found)[0]
    arranged, plainly = in_turn(lambda: theme_flow(theme, "T"), lambda: by_networkx(found), runs=5)
    yield costs("themes.flow", arranged, f"stages and longest path by networkx, {LARGE} items", plainly, 60)

    small, large = Records(large_questionnaire(SMALL)), Records(large_questionnaire(LARGE))
    few, many, tried = in_turn(lambda: lint(small, "T"), lambda: lint(large, "T"), lambda: by_trying(small), runs=3)
    yield faster("themes.check", few, f"trying all answers, {SMALL} items", tried, 50)
    yield faster(f"themes.check_{LARGE}", many, f"trying all answers, {SMALL} items", tried, 5)


def grouped(entries: pd.DataFrame) -> pd.DataFrame:
    """Field → the forms that it stands on, its labels, and whether one of them requires it."""
    by_field = entries.groupby("field_code", sort=False)
    return by_field.agg({"form_code": list, "label": set, "required": "max"})


def by_networkx(found: Flow) -> tuple[list[set[str]], list[str]]:
    graph = nx.DiGraph((order.before, order.after) for order in found.orders)
    graph.add_nodes_from(task.situation_code for task in found.tasks)
    days = {task.situation_code: task.promised_days for task in found.tasks}
    for before, _, data in graph.edges(data=True):
        data["days"] = days[before]
    return [*map(set, nx.topological_generations(graph))], nx.dag_longest_path(graph, weight="days")


def by_trying(theme: Records) -> set[frozenset[str]]:
    """The situations that each combination of answers leads to."""
    questionnaire = Questionnaire.of_theme(theme, "T")
    return {frozenset(situations_led_to(questionnaire, way)) for way in all_answers(questionnaire)}
