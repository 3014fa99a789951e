"""Changes of sources and bindings that hypothesis draws for a catalogue."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from oncegraph.schema.change import BindingChange, Change, Known, NewBinding, SourceChange
from oncegraph.schema.codes import Audience, Mode, Returns, Sharing, Status
from tests.support.examples.catalogues import MOMENT, REGIONS, a_few, one_of
from tests.support.reference import Row, Rows

SOURCE = {
    "status": st.sampled_from([*Status, None]),
    "sharing": st.sampled_from([*Sharing, None]),
    "data_updated_at": one_of(date(2026, 6, 1), date(2026, 6, 30), None),
    "last_probe_at": one_of(MOMENT - timedelta(hours=25), MOMENT, None),
    "probe_sla_hours": one_of(1, 24, None),
}


BINDING = {
    "returns": st.sampled_from([*Returns, None]),
    "authoritative": one_of(True, False, None),
    "priority": one_of(1, 2, 3, None),
    "audiences": a_few([*Audience, "*"]),
    "regions": a_few([*REGIONS, "*"]),
    "max_age_days": one_of(0, 20, None),
    "approved": one_of(True, False, None),
    "status": st.sampled_from([*Status, None]),
}


@st.composite
def some_changes(draw: st.DrawFn, rows: Rows) -> list[Change]:
    fields, sources, materials = ([row[key] for row in rows[name]] for name, key in OWNERS)
    binding = BINDING | {"key_fields": a_few(fields)}
    bindings = [where for name in ("SuppliedBy", "ObtainedVia") for row in rows[name] if (where := place(row))]

    def attributes(kinds: dict[str, st.SearchStrategy]) -> Row:
        return {name: draw(kinds[name]) for name in draw(a_few(list(kinds), 3))}

    def source() -> Change:
        return SourceChange(source=draw(st.sampled_from(sources)), **attributes(SOURCE))

    def of_binding() -> Change:
        return BindingChange(binding=draw(st.sampled_from(bindings)), **attributes(binding))

    def new() -> Change:
        owner = draw(
            st.one_of(
                st.builds(lambda code: {"field": code}, st.sampled_from(fields)),
                st.builds(
                    lambda code, mode: {"material": code, "mode": mode}, st.sampled_from(materials), one_of(*Mode)
                ),
            )
        )
        where = owner | {"source": draw(st.sampled_from(sources)), "number": f"new {draw(st.uuids())}"}
        return NewBinding(new_binding=where, **attributes(binding))

    def known() -> Change:
        return Known(known=tuple(draw(a_few(fields))))

    makers = [source, new, known] + [of_binding] * 2 * bool(bindings)
    return [make() for make in draw(st.lists(st.sampled_from(makers), min_size=1, max_size=5))]


OWNERS = (("Field", "field_code"), ("DataSource", "source_code"), ("Material", "material_code"))


def place(row: Row) -> dict[str, Any] | None:
    """How a change names a binding; None where the mode of the binding is not in the code list."""
    owner = {"field": row["field_code"]} if "field_code" in row else {"material": row["material_code"]}
    if row.get("mode", Mode.REUSE) not in list(Mode):
        return None
    mode = {"mode": row["mode"]} if "mode" in row else {}
    return owner | mode | {"source": row["source_code"], "number": row.get("binding", "1")}
