"""What if, and then the changes are made: the graph tells what was foretold."""

from datetime import date, datetime

from oncegraph.graph.client import Client
from oncegraph.graph.writer import Writer, read_rows
from oncegraph.queries.change.what_if import what_if, what_if_between
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.exemption.totals import totals
from oncegraph.schema.change import BindingChange, Change, NewBinding, SourceChange
from oncegraph.schema.model import DECLARATIONS
from oncegraph.schema.what_if import WhatIf

NOON = datetime(2026, 11, 1, 12)


def changes(client: Client) -> list[Change]:
    """Every third source suspended, the closed ones opened; a binding without keys; a new one for a field without."""
    sources = sorted(read_rows(client, DECLARATIONS["DataSource"]), key=lambda row: row["source_code"])
    bindings = sorted(
        read_rows(client, DECLARATIONS["SuppliedBy"]), key=lambda row: (row["field_code"], row["source_code"])
    )
    supplied = {row["field_code"] for row in bindings}
    bare = sorted({row["field_code"] for row in read_rows(client, DECLARATIONS["Field"])} - supplied)
    asking = next(row for row in bindings if row.get("key_fields"))
    active = next(row for row in sources if row.get("status") == "active")["source_code"]
    open_wide = {"status": "active", "sharing": "unconditional", "data_updated_at": date(2026, 10, 30)}
    everywhere = {"audiences": ("*",), "regions": ("*",), "returns": "value", "status": "active", "max_age_days": 9_999}
    return [
        *(
            SourceChange(source=row["source_code"], status="suspended")
            for row in sources[::3]
            if row["source_code"] != active
        ),
        *(SourceChange(source=row["source_code"], **open_wide) for row in sources if row.get("status") != "active"),
        BindingChange(
            binding={name: asking[f"{name}_code"] for name in ("field", "source")} | {"number": asking["binding"]},
            key_fields=(),
        ),
        NewBinding(new_binding={"field": bare[0], "source": active, "number": "1"}, **everywhere),
    ]


def make_change(client: Client, change: Change) -> None:
    """Make a change in the graph, as a load does."""
    with client.transaction() as transaction:
        writer = Writer(transaction, "made")
        if isinstance(change, SourceChange):
            writer.update(DECLARATIONS["DataSource"], [{"source_code": change.source} | change.new_values])
        else:
            between = change.binding if isinstance(change, BindingChange) else change.new_binding
            row = {"field_code": between.field, "source_code": between.source, "binding": between.number}
            write = writer.update if isinstance(change, BindingChange) else writer.create
            values = {name: list(v) if isinstance(v, tuple) else v for name, v in change.new_values.items()}
            write(DECLARATIONS[between.declaration], [row | values])
        writer.finish()


def rows(found: WhatIf) -> tuple[set, set, set]:
    return set(found.fields), set(found.materials), set(found.situations)


def test_a_what_if_is_the_difference_that_the_changed_graph_shows(city: Client) -> None:
    context = Context(moment=NOON)
    analysis = Analysis(Catalogue.read(city), context)
    asked = changes(city)
    foretold = what_if(analysis, asked)
    for change in asked:
        make_change(city, change)
    afterwards = Analysis(Catalogue.read(city), context)
    assert (foretold.before, foretold.after) == (totals(analysis), totals(afterwards))
    for ours, theirs in zip(rows(foretold), rows(what_if_between(analysis, afterwards)), strict=True):
        assert not ours ^ theirs
    assert foretold.fields and foretold.materials and foretold.situations
    assert foretold.before.fields_filled != foretold.after.fields_filled
