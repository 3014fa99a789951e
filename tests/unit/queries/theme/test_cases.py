"""Every case of tests/cases/theme (see its README.md), without a database."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.records import Records
from oncegraph.queries.theme.flow import flow
from oncegraph.queries.theme.materials import materials
from oncegraph.queries.theme.theme_flow import theme_flow
from oncegraph.schema.flow import Basis, Check, Flow, Freedom, Order
from oncegraph.schema.theme_materials import ThemeMaterial
from tests.unit.queries.exemption.cases import BASE, changed, context, read, rows

FOLDER = Path(__file__).parents[3] / "cases" / "theme"


@dataclass(frozen=True)
class Case:
    """One case: the records, what is chosen of them, and what is expected."""

    name: str
    records: Records
    context: Context
    situations: list[str]
    open: bool
    then: dict[str, Any]


def cases() -> list[Case]:
    files = sorted(path for path in FOLDER.glob("*.yaml") if path.name != BASE)
    return [_case(path, case) for path in files for case in read(path)["cases"]]


def _case(path: Path, case: dict[str, Any]) -> Case:
    base, file = read(FOLDER / BASE), read(path)
    unknown = set(case) - {"title", "change", "situations", "open", "then"}
    assert not unknown, f"{path.name}: {case['title']}: {unknown} are no parts of a case"
    tables = changed(changed(base["given"], file.get("given", {})), case.get("change", {}))
    records = Records(rows(tables, base["every"]))
    return Case(
        name=f"{path.stem}: {case['title']}",
        records=records,
        context=context(base["when"]),
        situations=case.get("situations") or list(tables["Situation"]),
        open=case.get("open", False),
        then=case["then"],
    )


CASES = cases()


def flow_of(case: Case) -> Flow:
    return theme_flow(case.records, "主题") if case.open else flow(case.records, case.situations)


def ends(order: Order) -> str:
    return f"{order.before} → {order.after}"


def told(case: Case) -> dict[str, Any]:
    """The facts that a case may check, in the words of the cases."""
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


def said_of(each: ThemeMaterial) -> tuple[str, str]:
    return each.name, f"{each.stand} {each.necessity} {each.copies} {each.copies_apart}"


def told_materials(case: Case) -> dict[str, Any]:
    found = materials(case.records, case.situations, Analysis(Catalogue.from_rows(case.records.rows), case.context))
    return {
        "materials": dict(map(said_of, found.materials)),
        "count": found.model_dump(),
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    answer = told_materials(case) if "materials" in case.then else told(case)
    for name, said in case.then.items():
        answered = {part: answer[name][part] for part in said} if name == "count" else answer[name]
        assert answered == said, name


def test_every_freedom_and_every_check_occurs_in_a_case() -> None:
    said = " ".join(str(case.then) for case in CASES)
    assert [code for code in (*Freedom, *Check) if code not in said] == []


def test_cases_have_titles_of_their_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
