"""Small catalogues and contexts that hypothesis draws: usual rows, a few attributes of which differ."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from oncegraph.queries.exemption.context import Context
from oncegraph.schema.codes import Audience, Level, Mode, Necessity, Origin, Returns, Sharing, Status
from oncegraph.schema.verdict import When
from tests.support.reference import Row, Rows

MOMENT = datetime(2026, 6, 30, 12)


#: A tree, one root beside it, and a code that is not among the regions.
REGIONS = {"P": None, "C": "P", "D": "C", "X": None}


REGION_CODES = [*REGIONS, "?"]


AUDIENCES = [Audience.NATURAL_PERSON.value, Audience.ENTERPRISE.value, Audience.SOCIAL_ORGANISATION.value, "?"]


#: Fields that may be keys; a catalogue has the first few of them, and never the last.
KEYS = ["F0", "F1", "F2", "F3", "F4", "F5", "F?"]


def one_of(*values: Any) -> st.SearchStrategy:
    return st.sampled_from(values)


def a_code(code_list: type) -> st.SearchStrategy:
    """Any code of the list, one that is not in it, or none."""
    return st.sampled_from([*(code.value for code in code_list), "?", None])


def a_few(values: list[str], most: int = 2) -> st.SearchStrategy:
    return st.lists(st.sampled_from(values), unique=True, max_size=most)


@st.composite
def varied(draw: st.DrawFn, usual: Row, most: int = 2, **otherwise: st.SearchStrategy) -> Row:
    """The usual row, at most so many attributes of which differ, so that few verdicts depend on more than two of them.

    An attribute that is drawn as None was never recorded, and is left out.
    """
    names = draw(a_few(list(otherwise), most))
    row = usual | {name: draw(otherwise[name]) for name in names}
    return {name: value for name, value in row.items() if value is not None}


ITEM = varied(
    {"region_code": "D", "service_objects": ["enterprise"]},
    region_code=one_of("C", "X", "?", None),
    service_objects=one_of([], AUDIENCES[:1], AUDIENCES[:2], AUDIENCES[2:]),
)


SITUATION = varied(
    {"materials_complete": True, "status": "active"},
    audiences=one_of([], AUDIENCES[:1], AUDIENCES[:2], AUDIENCES[1:3], AUDIENCES[2:]),
    regions=one_of([], ["D"], ["C", "X"], ["?"]),
    materials_complete=one_of(False, None),
    status=a_code(Status),
    position=one_of(1, 2),
)


MATERIAL = varied(
    {"material_type": "licence", "origin": "government", "data_equivalent": True, "original_surrendered": False},
    3,
    material_type=one_of("application_form", "application_form", "general", "?", None),
    origin=a_code(Origin),
    data_equivalent=one_of(False, None),
    original_surrendered=one_of(True, None),
)


FIELD = varied(
    {"act_of_will": False},
    act_of_will=one_of(True, None),
    login_identity=one_of("person", "legal_entity", "?"),
)


SOURCE = varied(
    {"status": "active", "sharing": "unconditional", "data_updated_at": date(2026, 6, 20)},
    3,
    level=a_code(Level),
    status=a_code(Status),
    last_probe_at=one_of(MOMENT - timedelta(hours=24), MOMENT - timedelta(hours=25)),
    probe_sla_hours=st.just(24),
    data_updated_at=one_of(date(2026, 6, 30), None),
    sharing=a_code(Sharing),
    defaulted=one_of([], ["status"], ["sharing", "data_updated_at"]),
)


ENTRY = varied({"required": True}, required=one_of(False, None), position=one_of(1, 2))


REQUIREMENT = varied(
    {"necessity": "required"},
    necessity=a_code(Necessity),
    alternative_group=one_of("g", "h"),
    status=one_of("active", "removed", "?"),
)


BINDING = varied(
    {"status": "active", "returns": "value", "audiences": ["*"], "regions": ["*"], "max_age_days": 10},
    3,
    key_fields=a_few(KEYS),
    binding=one_of("2", "3"),
    returns=a_code(Returns),
    authoritative=one_of(True, False),
    priority=one_of(1, 2),
    audiences=a_few([*AUDIENCES, "*"], 3),
    regions=a_few([*REGION_CODES, "*"], 3),
    max_age_days=one_of(0, 9, None),
    approved=one_of(True, False),
    status=a_code(Status),
    # Only attributes that every verdict rests on; the cases in YAML test the others.
    defaulted=one_of([], ["status"], ["max_age_days", "audiences"]),
)


SUPPLY = st.builds(lambda row, keys: row | {"key_fields": keys}, BINDING, a_few(KEYS))


MODE = one_of("data_check", *(mode.value for mode in Mode), "?")


@st.composite
def catalogues(draw: st.DrawFn) -> Rows:
    """A few items with situations; materials of every type; fields that are keys of one another."""

    def codes(letter: str, least: int, most: int) -> list[str]:
        return [f"{letter}{n}" for n in range(draw(st.integers(least, most)))]

    def each(key: str, names: list[str], kind: st.SearchStrategy) -> list[Row]:
        return [{key: name, "name": name} | draw(kind) for name in names]

    def pairs(left: list[str], right: list[str], most: int, unique: bool = True) -> list[tuple[str, str]]:
        either = st.tuples(st.sampled_from(left), st.sampled_from(right))
        return draw(st.lists(either, unique=unique, min_size=1, max_size=most))

    items, situations, materials = codes("I", 2, 4), codes("T", 1, 4), codes("M", 1, 5)
    fields, sources, forms = codes("F", 1, 6), codes("S", 1, 4), codes("O", 0, 4)
    return {
        "Region": [{"region_code": c, "name": c} | ({"parent_code": p} if p else {}) for c, p in REGIONS.items()],
        "Item": each("item_code", items, ITEM),
        "Situation": [
            row | {"item_code": draw(st.sampled_from(items))} for row in each("situation_code", situations, SITUATION)
        ],
        "Material": each("material_code", materials, MATERIAL),
        "Field": each("field_code", fields, FIELD),
        "DataSource": each("source_code", sources, SOURCE),
        "Form": [
            {"form_code": form, "name": form, "material_code": draw(st.sampled_from(materials))} for form in forms
        ],
        "FormField": [
            {"form_field_code": f"E{n}", "label": f"E{n}", "form_code": form, "field_code": field} | draw(ENTRY)
            for n, (form, field) in enumerate(pairs(forms, fields, 8, unique=False) if forms else [])
        ],
        "Requires": [
            {"situation_code": situation, "material_code": material} | draw(REQUIREMENT)
            for situation, material in pairs(situations, materials, 10)
        ],
        "Proves": [{"material_code": material, "field_code": field} for material, field in pairs(materials, fields, 8)],
        "SuppliedBy": distinct(
            {"field_code": field, "source_code": source} | draw(SUPPLY)
            for field, source in pairs(fields, sources, 10, unique=False)
        ),
        "ObtainedVia": distinct(
            {"material_code": material, "source_code": source, "mode": draw(MODE)} | draw(BINDING)
            for material, source in pairs(materials, sources, 6, unique=False)
        ),
    }


def distinct(bindings: Iterable[Row]) -> list[Row]:
    """One row for each identity: both ends, the mode, and the binding ("1" by default)."""
    identity = ("field_code", "material_code", "source_code", "mode")
    return list({(*map(row.get, identity), row.get("binding", "1")): row for row in bindings}.values())


contexts = st.builds(
    Context,
    audience=st.sampled_from([None] * 5 + [*AUDIENCES, "*"]),
    region=st.sampled_from([None] * 5 + [*REGION_CODES, "*"]),
    moment=st.sampled_from([MOMENT, MOMENT + timedelta(days=1), MOMENT + timedelta(hours=1)]),
    when=st.sampled_from(list(When)),
    known=st.frozensets(st.sampled_from(["F0", "F1", "F2", "F?"]), max_size=2),
    on_file=st.frozensets(st.sampled_from(["M0", "M1", "M2"]), max_size=2),
)
