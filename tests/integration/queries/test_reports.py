"""The reports on the small catalogue, as whole sets of rows."""

from typing import Any

import pytest

from oncegraph.graph.client import Client
from oncegraph.queries.library import run
from oncegraph.queries.quality.codes import StrayValue, stray_values

#: Query → columns → the rows they make; every query here has no parameter, or defaults.
REPORTS: dict[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]] = {
    "quality.items_without_situation": (("item_code", "department_name"), [("I-4", "民政局")]),
    "quality.situations_without_material": (
        ("situation_code", "item_code", "materials_complete"),
        [("S-5", "I-3", True)],
    ),
    "quality.materials_nobody_requires": (("material_code", "produced_by"), [("M-5", ["I-3"]), ("M-7", [])]),
    "quality.fields_nobody_uses": (("field_code", "sources"), [("F-5", 0)]),
    "quality.sources_that_feed_nothing": (("source_code", "owner_name"), [("DS-4", "住房和城乡建设局")]),
    "quality.fields_without_source": (("field_code", "situations"), [("F-5", 0), ("F-6", 0)]),
    "quality.fields_without_active_source": (("field_code", "name"), [("F-2", "项目编号")]),
    "quality.several_authoritative_sources": (
        ("field_code", "source_codes", "source_names"),
        [("F-3", ["DS-2", "DS-3"], ["人口基础信息库", "婚姻登记系统"])],
    ),
    "quality.key_fields_unsupplied": (
        ("field_code", "name", "bindings", "source_codes"),
        [("F-6", "查询码", 2, ["DS-2", "DS-3"]), ("F-9", None, 1, ["DS-2"])],
    ),
    "quality.bindings_missing_facts": (
        ("type", "code", "source_code", "missing"),
        [
            (
                "SUPPLIED_BY",
                "F-2",
                "DS-5",
                ["probe_unknown", "freshness_unknown", "sharing_unknown", "region_unknown", "returns_unknown"],
            )
        ],
    ),
    "quality.sharing_without_approval": (("source_code", "code", "owner_name"), [("DS-2", "F-3", "民政局")]),
    "quality.materials_without_facts": (
        ("material_code", "situations"),
        [("M-6", 1), ("M-5", 0), ("M-7", 0)],
    ),
    "quality.government_materials_without_source": (
        ("material_code", "aggregation", "situations", "items"),
        [("M-3", "done", 2, 2), ("M-4", None, 1, 1), ("M-5", "not_started", 0, 0)],
    ),
    "quality.aggregated_licences_asked_for": (
        ("licence_type_code", "material_code", "situations", "items", "annual_cases"),
        [("L-1", "M-3", 2, 2, 45)],
    ),
    "quality.licence_under_several_names": (
        ("licence_type_code", "material_codes", "department_codes"),
        [("L-1", ["M-2", "M-3"], ["D-1", "D-2"])],
    ),
    "quality.unconfirmed_material_lists": (
        ("situation_code", "materials", "department_code"),
        [("S-2", 2, "D-1"), ("S-4", 3, "D-2")],
    ),
    "quality.duplicate_item_names": (
        ("name", "region_code", "item_codes", "department_codes"),
        [("残疾人证新办", "990101", ["I-3", "I-4"], ["D-2", "D-3"])],
    ),
    "quality.promised_later_than_law": (
        ("item_code", "legal_days", "promised_days", "step_days"),
        [("I-1", 20, 25, 0)],
    ),
    "statistics.items_by_type": (
        ("item_type", "use_level", "items", "situations", "annual_cases"),
        [
            ("confirmation", "district", 1, 2, 5),
            ("licensing", "district", 1, 1, 10),
            ("licensing", "municipal", 1, 2, 100),
            ("备案", "district", 1, 0, 0),
        ],
    ),
    "statistics.departments": (
        ("department_code", "items", "situations", "materials", "fields", "annual_cases"),
        [("D-1", 2, 3, 3, 3, 110), ("D-2", 1, 2, 3, 2, 5), ("D-3", 1, 0, 0, 0, 0)],
    ),
    "statistics.materials_by_origin_and_mode": (
        ("origin", "mode", "materials", "situations"),
        [
            ("applicant", None, 2, 3),
            ("government", None, 3, 2),
            ("government", "licence_sharing", 1, 2),
            ("third_party", None, 1, 1),
        ],
    ),
    "statistics.most_reused_materials": (
        ("material_code", "situations", "items", "departments", "modes"),
        [
            ("M-1", 3, 2, 1, []),
            ("M-2", 2, 2, 1, ["licence_sharing"]),
            ("M-3", 2, 2, 2, []),
            ("M-4", 1, 1, 1, []),
            ("M-6", 1, 1, 1, []),
        ],
    ),
    "statistics.fields_by_number_of_sources": (
        ("sources", "fields", "examples"),
        [(0, 3, ["F-4", "F-5", "F-6"]), (1, 2, ["F-1", "F-2"]), (2, 1, ["F-3"])],
    ),
    "statistics.sources_by_use": (
        ("source_code", "fields", "materials", "situations", "items"),
        [("DS-1", 1, 3, 4, 3), ("DS-2", 1, 1, 1, 1), ("DS-3", 1, 1, 1, 1), ("DS-5", 1, 1, 3, 2), ("DS-4", 0, 0, 0, 0)],
    ),
    "statistics.sources_by_class": (
        ("level", "system_class", "status", "sources", "fields", "materials"),
        [
            ("municipal", "self_built", "active", 1, 0, 0),
            ("municipal", "self_built", "draft", 1, 1, 0),
            ("municipal", "shared_platform", "active", 1, 1, 1),
            ("national", "national_vertical", "suspended", 1, 1, 0),
            ("provincial", "shared_platform", "active", 1, 1, 0),
        ],
    ),
    "statistics.licence_types": (
        ("licence_type_code", "issuer_name", "aggregation", "scenarios", "materials", "situations"),
        [("L-1", "住房和城乡建设局", "done", 2, 2, 4), ("L-2", "残疾人联合会", "not_started", 0, 1, 0)],
    ),
    "statistics.themes": (
        ("theme_code", "situations", "items", "departments", "materials_asked", "materials_different"),
        [("T-1", 2, 2, 2, 5, 5)],
    ),
    "statistics.handling_times": (
        ("item_code", "steps", "in_person", "special_procedures", "step_days", "saved"),
        [("I-1", 0, 0, 0, 0, -0.25), ("I-2", 2, 1, 1, 3, 0.6), ("I-3", 0, 0, 0, 0, None), ("I-4", 0, 0, 0, 0, None)],
    ),
}


@pytest.mark.parametrize("name", REPORTS)
def test_a_report(catalogue: Client, name: str):
    columns, expected = REPORTS[name]
    assert [tuple(row[column] for column in columns) for row in run(catalogue, name).rows] == expected


def test_how_much_there_is(catalogue: Client):
    rows = run(catalogue, "statistics.size").rows
    count = {row["kind"]: row["count"] for row in rows}
    assert (count["Item"], count["Situation"], count["Material"], count["Field"], count["DataSource"]) == (
        4,
        5,
        7,
        6,
        5,
    )
    assert (count["HAS_SITUATION"], count["REQUIRES"], count["SUPPLIED_BY"]) == (5, 10, 4)
    assert {"MIGRATED_TO", "Catalogue", "__Neo4jMigration"}.isdisjoint(count)


def test_values_outside_code_lists(catalogue: Client):
    assert stray_values(catalogue) == [StrayValue("Item", "item_type", "备案", 1, ["I-4"])]


def test_values_of_an_attribute_that_is_a_list(catalogue: Client):
    rows = run(catalogue, "quality.values", {"attributes": "service_objects"}).rows
    assert {(row["value"], row["count"]) for row in rows} == {("natural_person", 3), ("enterprise", 2)}
