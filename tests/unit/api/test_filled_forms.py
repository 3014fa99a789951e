"""Forms are put together for many threads at once."""

import json
from concurrent.futures import ThreadPoolExecutor

from oncegraph.queries.compiling import MOMENT, ROWS
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.exemption.layout import Layout
from oncegraph.queries.filling.filled_forms import FilledForms
from oncegraph.queries.filling.form_entries import FormEntries


def test_who_asks_while_another_asks_for_the_first_time_is_answered_alike(monkeypatch):
    analysis = Analysis(Catalogue.from_rows(ROWS), Context(moment=MOMENT))
    filled = FilledForms(FormEntries({0: [(0, b'{"form_field_code":"E",')]}), analysis, analysis.whole)
    found, meanwhile = Layout.pairs_of, []

    def while_another_asks(layout: Layout, at: int) -> dict[int, int]:
        if not meanwhile:
            meanwhile.append(None)
            with ThreadPoolExecutor(1) as other:
                meanwhile[0] = other.submit(filled.render, 0, 1, False).result()
        return found(layout, at)

    monkeypatch.setattr(Layout, "pairs_of", while_another_asks)
    answer = filled.render(0, 1, False)
    assert meanwhile == [answer]
    assert [entry["verdict"] for entry in json.loads(answer)["fields"]] == ["no"]
