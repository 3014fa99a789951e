"""Fields by where they come from: every field counted once, typed if it is typed anywhere."""

from collections import Counter

from oncegraph.queries.records import Records
from oncegraph.schema.verdict import FieldVerdict, Reason, SituationVerdict, Verdict
from oncegraph.visualize.diagram import Arrangement, Diagram
from oncegraph.visualize.pictures.sankey import MANY_FIELDS, sankey
from tests.support.examples.chains import field_verdict, linked_records, situation_verdict
from tests.support.svg import check_picture, draw

SOURCES = ("people", "tax", "old")


def records() -> Records:
    links = [("Field/x", f"DataSource/{source}") for source in SOURCES]
    return linked_records(*links, ("Item/I", "Situation/a"), people={"level": "national"}, tax={"level": "municipal"})


def situation_of(code: str, fields: list[FieldVerdict], item: str = "I") -> SituationVerdict:
    return situation_verdict(code, [], fields).model_copy(update={"item_code": item})


def weights(diagram: Diagram) -> dict[tuple[str, str], float | None]:
    return {(edge.start, edge.end): edge.weight for edge in diagram.edges}


FIELDS = [
    field_verdict("name", source="people"),
    field_verdict("tax", source="tax"),
    field_verdict("old", source="old"),
    field_verdict("login"),
    field_verdict("typed", Verdict.NO),
    field_verdict("will", Verdict.NO).model_copy(update={"reasons": (Reason.ACT_OF_WILL,)}),
    field_verdict("unsure", Verdict.UNKNOWN),
]


def test_the_fields_of_one_item_flow_from_sources_of_levels_or_from_the_applicant() -> None:
    diagram = sankey(records(), "开办", [situation_of("a", FIELDS)])
    assert diagram.arrangement is Arrangement.SANKEY
    assert [len(column.nodes) for column in diagram.columns] == [7, 7, 6]
    assert weights(diagram) == {
        ("Field/name", "DataSource/people"): 1,
        ("Field/tax", "DataSource/tax"): 1,
        ("Field/old", "DataSource/old"): 1,
        ("Field/login", "login"): 1,
        ("Field/typed", "typed"): 1,
        ("Field/will", "will"): 1,
        ("Field/unsure", "unknown"): 1,
        ("DataSource/people", "level/National"): 1,
        ("DataSource/tax", "level/Municipal"): 1,
        ("DataSource/old", "level/Level not recorded"): 1,
        ("login", "level/Login"): 1,
        ("typed", "level/Applicant"): 1,
        ("will", "level/Applicant"): 1,
        ("unknown", "level/Unknown"): 1,
    }
    assert diagram.summary.zh == "7 个表单字段中 4 个免填，来自 3 个数源"
    assert diagram.nodes["DataSource/people"].href == "/api/v1/sources/people"
    check_picture(draw(diagram))


def test_a_field_that_one_situation_types_is_typed_whichever_comes_first() -> None:
    filled, typed = (
        situation_of("a", [field_verdict("name", source="people")]),
        situation_of("b", [field_verdict("name", Verdict.NO)]),
    )
    for situations in ([filled, typed], [typed, filled]):
        assert ("Field/name", "typed") in weights(sankey(records(), "开办", situations))


def test_several_items_flow_by_the_numbers_of_their_fields() -> None:
    diagram = sankey(
        records(), "一件事", [situation_of("a", FIELDS), situation_of("b", FIELDS[:2] + FIELDS[4:5], item="J")]
    )
    flows = weights(diagram)
    assert flows["Item/I", "DataSource/people"] == flows["Item/J", "DataSource/people"] == 1
    assert flows["DataSource/people", "level/National"] == 2
    assert diagram.nodes["Item/J"].note.zh == "3 个字段，2 个免填"
    assert diagram.nodes["Item/J"].mark is Verdict.CONDITIONAL


def test_what_flows_in_flows_out() -> None:
    diagram = sankey(records(), "一件事", [situation_of("a", FIELDS), situation_of("b", FIELDS, item="J")])
    into, out = Counter(), Counter()
    for edge in diagram.edges:
        out[edge.start] += edge.weight
        into[edge.end] += edge.weight
    middle = {node.id for node in diagram.columns[1].nodes}
    assert {name: into[name] for name in middle} == {name: out[name] for name in middle}
    assert sum(into[node.id] for node in diagram.columns[2].nodes) == 2 * len(FIELDS)


def test_an_item_with_many_fields_is_drawn_as_one() -> None:
    many = [field_verdict(f"f{number}", source="people") for number in range(MANY_FIELDS + 1)]
    (one,) = sankey(records(), "开办", [situation_of("a", many)]).columns[0].nodes
    assert one.id == "Item/I" and one.mark is Verdict.YES


def test_without_a_form_nothing_flows() -> None:
    check_picture(draw(sankey(records(), "开办", [situation_of("a", [])])))
