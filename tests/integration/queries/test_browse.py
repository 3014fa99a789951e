"""Lists with their filters, single things with their neighbours, and chains, on the small catalogue."""

from typing import Any

import pytest

from oncegraph.graph.client import Client
from oncegraph.queries.library import run


def codes(client: Client, name: str, **parameters: Any) -> list[str]:
    result = run(client, name, parameters)
    return [row[result.columns[0]] for row in result.rows]


def one(client: Client, name: str, **parameters: Any) -> dict[str, Any]:
    (row,) = run(client, name, parameters).rows
    return row


@pytest.mark.parametrize(
    ("name", "filters", "expected"),
    [
        ("browse.items", {}, ["I-1", "I-2", "I-3", "I-4"]),
        ("browse.items", {"department": "D-1"}, ["I-1", "I-2"]),
        ("browse.items", {"region": "9901"}, ["I-1", "I-2", "I-3", "I-4"]),
        ("browse.items", {"region": "990101", "item_type": "confirmation"}, ["I-3"]),
        ("browse.items", {"status": "suspended"}, ["I-4"]),
        ("browse.items", {"audience": "enterprise"}, ["I-1", "I-2"]),
        ("browse.items", {"theme": "T-1"}, ["I-2", "I-3"]),
        ("browse.items", {"department": "D-9"}, []),
        ("browse.situations", {"item": "I-1"}, ["S-1", "S-2"]),
        ("browse.situations", {"material": "M-3"}, ["S-2", "S-4"]),
        ("browse.situations", {"theme": "T-1"}, ["S-3", "S-4"]),
        ("browse.materials", {"origin": "government", "licence_type": "L-1"}, ["M-2", "M-3"]),
        ("browse.materials", {"material_type": "proof"}, ["M-6"]),
        ("browse.materials", {"situation": "S-4"}, ["M-3", "M-4", "M-6"]),
        ("browse.materials", {"field": "F-1"}, ["M-1", "M-2", "M-3"]),
        ("browse.materials", {"source": "DS-1"}, ["M-2"]),
        ("browse.fields", {"material": "M-1"}, ["F-1", "F-2", "F-4"]),
        ("browse.fields", {"source": "DS-3"}, ["F-3"]),
        ("browse.sources", {"owner": "D-3"}, ["DS-2", "DS-3"]),
        ("browse.sources", {"level": "municipal", "system_class": "self_built", "status": "draft"}, ["DS-5"]),
        ("browse.sources", {"sharing": "conditional"}, ["DS-2"]),
        ("browse.themes", {"audience": "natural_person"}, ["T-1"]),
        ("browse.themes", {"audience": "enterprise"}, []),
        ("browse.departments", {"region": "9901"}, ["D-1", "D-2", "D-3"]),
        ("browse.departments", {"region": "990101"}, ["D-2", "D-3"]),
        ("browse.regions", {"parent": "9901"}, ["990101"]),
    ],
)
def test_a_list_and_its_filters(catalogue: Client, name: str, filters: dict[str, str], expected: list[str]):
    assert codes(catalogue, name, **filters) == expected


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("browse.item", "item_code"),
        ("browse.situation", "situation_code"),
        ("browse.material", "material_code"),
        ("browse.field", "field_code"),
        ("browse.source", "source_code"),
        ("browse.theme", "theme_code"),
        ("browse.department", "department_code"),
    ],
)
def test_what_is_not_there_gives_no_row(catalogue: Client, name: str, key: str):
    assert run(catalogue, name, {key: "nothing"}).rows == []


def test_one_item(catalogue: Client):
    row = one(catalogue, "browse.item", item_code="I-1")
    assert row["item"]["name"] == "商品房预售许可"
    assert row["catalogue_entry"] == {"catalogue_code": "C-1", "name": "商品房预售"}
    assert row["department"] == {"department_code": "D-1", "name": "住房和城乡建设局", "level": "municipal"}
    assert row["region"]["name"] == "示例市"
    assert [(s["situation_code"], s["materials"]) for s in row["situations"]] == [("S-1", 3), ("S-2", 2)]
    parking = one(catalogue, "browse.item", item_code="I-2")
    assert [(step["step_code"], step["department_name"]) for step in parking["steps"]] == [
        ("P-1", "住房和城乡建设局"),
        ("P-2", "住房和城乡建设局"),
    ]
    assert parking["themes"] == [{"theme_code": "T-1", "name": "停车与扶残"}]
    assert parking["preceded_by"] == [{"item_code": "I-1", "name": "商品房预售许可", "legal_basis": "示例条例"}]
    assert one(catalogue, "browse.item", item_code="I-3")["produces"] == [{"material_code": "M-5", "name": "残疾人证"}]


def test_one_situation(catalogue: Client):
    row = one(catalogue, "browse.situation", situation_code="S-1")
    assert row["item"]["item_code"] == "I-1"
    assert [(m["material_code"], m["fields"], m["sources"]) for m in row["materials"]] == [
        ("M-1", 3, 0),
        ("M-2", 1, 1),
        ("M-7", 0, 0),
    ]
    assert row["materials"][2]["requires"]["status"] == "removed"
    assert row["answers"] == [{"question_code": "Q-1", "question": "是否新建", "option_code": "O-1", "option": "是"}]
    assert one(catalogue, "browse.situation", situation_code="S-4")["themes"] == [
        {"theme_code": "T-1", "name": "停车与扶残"}
    ]


def test_one_material(catalogue: Client):
    form = one(catalogue, "browse.material", material_code="M-1")
    assert form["forms"] == [{"form_code": "FM-1", "name": "申请表"}]
    assert [(f["field_code"], f["label"], f["sources"]) for f in form["fields"]] == [
        ("F-1", "单位名称", 1),
        ("F-2", "项目编号", 1),
        ("F-4", "签名", 0),
    ]
    licence = one(catalogue, "browse.material", material_code="M-2")
    assert licence["licence_type"] == {"licence_type_code": "L-1", "name": "营业执照", "aggregation": "done"}
    assert [(f["field_code"], f["form_code"]) for f in licence["fields"]] == [("F-1", None)]
    (binding,) = licence["bindings"]
    assert (binding["source_code"], binding["mode"], binding["key_fields"]) == ("DS-1", "licence_sharing", ["F-1"])
    assert (licence["situations"], licence["items"]) == (2, 2)
    assert one(catalogue, "browse.material", material_code="M-5")["produced_by"] == [
        {"item_code": "I-3", "name": "残疾人证新办"}
    ]


def test_one_field(catalogue: Client):
    row = one(catalogue, "browse.field", field_code="F-1")
    assert [(b["source_code"], b["returns"], b["source_status"]) for b in row["bindings"]] == [
        ("DS-1", "value", "active")
    ]
    assert [material["material_code"] for material in row["materials"]] == ["M-1", "M-2", "M-3"]
    assert row["labels"] == ["单位名称"]


def test_one_source(catalogue: Client):
    row = one(catalogue, "browse.source", source_code="DS-1")
    assert row["owner"] == {"department_code": "D-1", "name": "住房和城乡建设局", "level": "municipal"}
    assert [(b["field_code"], b["authoritative"]) for b in row["field_bindings"]] == [("F-1", True)]
    assert [(b["material_code"], b["mode"]) for b in row["material_bindings"]] == [("M-2", "licence_sharing")]


def test_one_theme_and_one_department(catalogue: Client):
    theme = one(catalogue, "browse.theme", theme_code="T-1")
    assert [(s["situation_code"], s["item_code"], s["department_code"]) for s in theme["situations"]] == [
        ("S-3", "I-2", "D-1"),
        ("S-4", "I-3", "D-2"),
    ]
    row = one(catalogue, "browse.department", department_code="D-1")
    assert (row["items"], row["situations"], row["steps"]) == (2, 3, 2)
    assert [source["source_code"] for source in row["sources"]] == ["DS-1", "DS-4", "DS-5"]
    assert [licence["licence_type_code"] for licence in row["licence_types"]] == ["L-1"]


def test_what_depends_on_a_source(catalogue: Client):
    def dependents(kind: str) -> list[str]:
        rows = run(catalogue, "browse.source_dependents", {"source_code": "DS-1", "kind": kind}).rows
        return [row["code"] for row in rows]

    assert dependents("Field") == ["F-1"]
    assert dependents("Material") == ["M-1", "M-2", "M-3"]
    assert dependents("Situation") == ["S-1", "S-2", "S-3", "S-4"]
    assert dependents("Item") == ["I-1", "I-2", "I-3"]
    assert dependents("Nothing") == []


def test_the_chain_of_an_item(catalogue: Client):
    rows = run(catalogue, "browse.chain", {"item_code": "I-1"}).rows
    columns = ("situation_code", "material_code", "field_code", "relationship", "mode", "source_code")
    form = [("F-1", "SUPPLIED_BY", None, "DS-1"), ("F-2", "SUPPLIED_BY", None, "DS-5"), ("F-4", None, None, None)]
    assert [tuple(row[column] for column in columns) for row in rows] == [
        *(("S-1", "M-1", *rest) for rest in form),
        ("S-1", "M-2", "F-1", "SUPPLIED_BY", None, "DS-1"),
        ("S-1", "M-2", None, "OBTAINED_VIA", "licence_sharing", "DS-1"),
        ("S-1", "M-7", None, None, None, None),
        *(("S-2", "M-1", *rest) for rest in form),
        ("S-2", "M-3", "F-1", "SUPPLIED_BY", None, "DS-1"),
    ]
