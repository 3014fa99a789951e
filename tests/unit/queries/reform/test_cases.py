"""Every case of tests/cases/reform (see its README.md), without a database."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from oncegraph.queries.exemption.context import Context
from oncegraph.queries.records import Records
from oncegraph.queries.reform.actions import apply_reform
from oncegraph.queries.reform.compare import compare
from oncegraph.queries.reform.reading import reform_of
from oncegraph.schema.comparison import VERDICT, Comparison, Edit, Edited
from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.figures import Count
from oncegraph.schema.reform import ActionKind, Reformed
from oncegraph.schema.rows import Rows
from tests.unit.queries.exemption.cases import BASE, changed, context, read, rows

FOLDER = Path(__file__).parents[3] / "cases" / "reform"


@dataclass(frozen=True)
class Case:
    """One case: the rows, the actions or the rows of another state, and what is expected."""

    name: str
    rows: Rows
    actions: list[dict[str, Any]] | None
    after: Rows | None
    context: Context
    then: dict[str, Any]


def cases() -> list[Case]:
    files = sorted(path for path in FOLDER.glob("*.yaml") if path.name != BASE)
    return [_case(path, case) for path in files for case in read(path)["cases"]]


def _case(path: Path, case: dict[str, Any]) -> Case:
    base = read(FOLDER / BASE)
    unknown = set(case) - {"title", "change", "actions", "after", "then"}
    assert not unknown, f"{path.name}: {case['title']}: {unknown} are no parts of a case"
    tables = changed(base["given"], case.get("change", {}))
    after = changed(tables, case["after"]) if "after" in case else None
    return Case(
        name=f"{path.stem}: {case['title']}",
        rows=rows(tables, base["every"]),
        actions=case.get("actions"),
        after=None if after is None else rows(after, base["every"]),
        context=context(base["when"]),
        then=case["then"],
    )


CASES = cases()


def outcome(case: Case) -> tuple[Comparison, Reformed | None]:
    if case.after is not None:
        return compare(Records(case.rows), Records(case.after), case.context), None
    reform = reform_of({"title": "改革", "actions": case.actions})
    result = apply_reform(case.rows, reform, case.context.moment.date())
    return compare(Records(case.rows), Records(result.rows), case.context, result.causes), result


def told(edit: Edited) -> str:
    """An edit in the words of a case."""
    words = [str(edit.edit.title), " → ".join(edit.identity)]
    if edit.attribute == VERDICT:
        rule = f" {edit.rule}" if edit.edit is Edit.EXEMPTED else ""
        words += [f"{edit.before} → {edit.after}{rule}", *edit.sources]
    elif edit.attribute is not None:
        words += [edit.attribute, f"{edit.before} → {edit.after}"]
    elif edit.into is not None:
        words += ["⇒", edit.into]
    return " ".join(words)


def counted(count: Count) -> str:
    value = [] if count.value is None else [str(count.value)]
    return " + ".join([*value, *([f"?{count.unknown}"] if count.unknown else [])])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    if reason := case.then.get("refused"):
        with pytest.raises(RefusedInput) as refused:
            outcome(case)
        assert reason in refused.value.what.zh
        return
    found, result = outcome(case)
    for kind, edits in case.then.get("edits", {}).items():
        assert sorted(told(edit) for edit in found.edits if edit.kind == kind) == sorted(edits), kind
    saved = {name: found.totals.saving(name) for name in case.then.get("saved", ())}
    assert {name: each and each.by for name, each in saved.items()} == case.then.get("saved", {})
    figures = {name: counted(getattr(found.totals.after, name)) for name in case.then.get("figures", ())}
    assert figures == case.then.get("figures", {})
    if "notes" in case.then:
        assert result is not None
        assert [note.zh for effect in result.effects for note in effect.notes] == case.then["notes"]


def test_every_action_and_every_edit_occurs_in_a_case() -> None:
    heads = {head for case in CASES for action in case.actions or () for head in action}
    assert [kind for kind in ActionKind if not {kind.value, kind.title.zh} & heads] == []
    said = {edit.split()[0] for case in CASES for edits in case.then.get("edits", {}).values() for edit in edits}
    assert [edit for edit in Edit if edit.title.zh not in said] == [Edit.KEPT]


def test_cases_have_titles_of_their_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
