"""Every case of tests/cases/theme (see its README.md), without a database."""

from typing import Any

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.records import Records
from oncegraph.queries.theme.flow import flow
from oncegraph.queries.theme.materials import materials
from oncegraph.queries.theme.theme_flow import theme_flow
from oncegraph.schema.flow import Basis, Check, Flow, Freedom, Order
from oncegraph.schema.theme_materials import ThemeMaterial
from tests.support.yaml_cases import Case, parametrize, read_cases

CASES = read_cases("theme", "change situations open")


def situations_of(case: Case) -> list[str]:
    """The situations that are chosen: all of them unless a case names some."""
    return case.get("situations") or list(case.tables["Situation"])


def flow_of(case: Case) -> Flow:
    records = Records(case.rows)
    return theme_flow(records, "主题") if case.get("open") else flow(records, situations_of(case))


def ends(order: Order) -> str:
    return f"{order.before} → {order.after}"


def describe_flow(case: Case) -> dict[str, Any]:
    """All of a flow that a case may expect something of, in the words of a case."""
    found = flow_of(case)
    schedule = found.schedule(Basis.PROMISED)
    return {
        "stages": [list(stage.situation_codes) for stage in found.stages],
        "orders": {
            ends(order): "、".join("法" if cause.by_law else cause.material_name for cause in order.causes)
            for order in found.orders
        },
        "loose": {ends(order): "、".join(cause.freedom for cause in order.causes) for order in found.loose},
        "implied": [ends(order) for order in found.orders if order.implied],
        "circles": [[ends(order) for order in circle.shortest] for circle in found.circles],
        "blocked": [each.situation_code for each in found.blocked],
        "days": schedule.days,
        "in_turn": schedule.in_turn,
        "unknown": list(schedule.unknown),
        "slack": {each.situation_code: each.slack for each in schedule.timings},
        "critical": list(schedule.critical_path),
        "told": found.outline.zh,
        "findings": [f"{each.check} {each.name}" for each in found.findings],
    }


def describe_material(each: ThemeMaterial) -> tuple[str, str]:
    return each.name, f"{each.stand} {each.necessity} {each.copies} {each.copies_apart}"


def describe_materials(case: Case) -> dict[str, Any]:
    analysis = Analysis(Catalogue.from_rows(case.rows), case.context)
    found = materials(Records(case.rows), situations_of(case), analysis)
    return {
        "materials": dict(map(describe_material, found.materials)),
        "count": found.model_dump(),
    }


@parametrize(CASES)
def test_case(case: Case) -> None:
    answer = describe_materials(case) if "materials" in case.then else describe_flow(case)
    for name, expected in case.then.items():
        part = {count: answer[name][count] for count in expected} if name == "count" else answer[name]
        assert part == expected, name


def test_every_freedom_and_every_check_occurs_in_a_case() -> None:
    expected = " ".join(str(case.then) for case in CASES)
    assert [code for code in (*Freedom, *Check) if code not in expected] == []
