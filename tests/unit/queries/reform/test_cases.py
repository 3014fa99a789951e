"""Every case of tests/cases/reform (see its README.md), without a database."""

import pytest

from oncegraph.schema.comparison import VERDICT, Edit, Edited
from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.figures import Count
from oncegraph.schema.reform import ActionKind
from tests.support.reform_cases import CASES, outcome
from tests.support.yaml_cases import Case, parametrize


def describe(edit: Edited) -> str:
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


def format_count(count: Count) -> str:
    value = [] if count.value is None else [str(count.value)]
    return " + ".join([*value, *([f"?{count.unknown}"] if count.unknown else [])])


@parametrize(CASES)
def test_case(case: Case) -> None:
    if reason := case.then.get("refused"):
        with pytest.raises(RefusedInput) as refused:
            outcome(case)
        assert reason in refused.value.what.zh
        return
    found, _, result = outcome(case)
    for kind, edits in case.then.get("edits", {}).items():
        assert sorted(describe(edit) for edit in found.edits if edit.kind == kind) == sorted(edits), kind
    saved = {name: found.totals.saving(name) for name in case.then.get("saved", ())}
    assert {name: each and each.by for name, each in saved.items()} == case.then.get("saved", {})
    figures = {name: format_count(getattr(found.totals.after, name)) for name in case.then.get("figures", ())}
    assert figures == case.then.get("figures", {})
    if "notes" in case.then:
        assert result is not None
        assert [note.zh for effect in result.effects for note in effect.notes] == case.then["notes"]


def test_every_action_and_every_edit_occurs_in_a_case() -> None:
    heads = {head for case in CASES for action in case.get("actions", ()) for head in action}
    assert [kind for kind in ActionKind if not {kind.value, kind.title.zh} & heads] == []
    expected = {edit.split()[0] for case in CASES for edits in case.then.get("edits", {}).values() for edit in edits}
    assert [edit for edit in Edit if edit.title.zh not in expected] == [Edit.KEPT]
