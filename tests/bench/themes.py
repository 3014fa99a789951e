"""Themes of 60 items: one form, the flow and the check of the questions, each against the bare core of the same done by
a library, or against trying all there is."""

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
from tests.support.examples.forms import rows as forms_of
from tests.support.examples.forms import situations
from tests.support.examples.question_rows import shared_first
from tests.support.examples.questions import complete, led_to
from tests.support.examples.themes import large_theme

#: Items of a theme; of one whose ways can still be tried one by one.
LARGE, SMALL = 60, 7
ENTRIES = 17


def run(client: Client, rows: Rows) -> Iterator[Figure]:
    made = forms_of(1, forms=LARGE, fields=120, entries=ENTRIES)
    analysis, entries = Analysis(Catalogue.from_rows(made), Context()), pd.DataFrame(made["FormField"])
    assert merge(Records(made), situations(Records(made)), analysis).tally.fields == len(grouped(entries))
    merged, plainly = in_turn(
        lambda: merge(Records(made), situations(Records(made)), analysis), lambda: grouped(entries), runs=5
    )
    told = f"entries grouped by field with pandas, {LARGE} forms of {ENTRIES} fields"
    yield costs("themes.form", merged, told, plainly, 60)

    theme = large_theme(LARGE)
    found = theme_flow(theme, "T")
    assert [set(stage.situation_codes) for stage in found.stages] == by_networkx(found)[0]
    arranged, plainly = in_turn(lambda: theme_flow(theme, "T"), lambda: by_networkx(found), runs=5)
    yield costs("themes.flow", arranged, f"stages and longest path by networkx, {LARGE} items", plainly, 60)

    small, large = Records(shared_first(SMALL)), Records(shared_first(LARGE))
    few, many, tried = in_turn(lambda: lint(small, "T"), lambda: lint(large, "T"), lambda: by_trying(small), runs=3)
    yield faster("themes.check", few, f"trying all answers, {SMALL} items", tried, 50)
    yield faster(f"themes.check_{LARGE}", many, f"trying all answers, {SMALL} items", tried, 5)


def grouped(entries: pd.DataFrame) -> pd.DataFrame:
    """Of each field the forms that ask for it, how they call it, and whether one of them requires it."""
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
    """What all ways to answer lead to."""
    questionnaire = Questionnaire.of_theme(theme, "T")
    return {frozenset(led_to(questionnaire, way)) for way in complete(questionnaire)}
