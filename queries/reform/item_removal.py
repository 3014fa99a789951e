"""What goes with an item that goes: its steps and situations, and the questions and forms that nobody else asks for."""

from oncegraph.queries.reform.draft import Draft
from oncegraph.schema.codes import MaterialType
from oncegraph.schema.form import Form, FormField
from oncegraph.schema.item import Item, Precedes, Step
from oncegraph.schema.material import Material, Proves
from oncegraph.schema.question import Asks, LeadsToQuestion, LeadsToSituation, Option, Question
from oncegraph.schema.rows import Row
from oncegraph.schema.situation import Produces, Requires, Situation
from oncegraph.schema.source import ObtainedVia
from oncegraph.schema.theme import Includes


def remove_item(draft: Draft, item: Row, into: str | None = None) -> None:
    """Remove an item with all that belongs to it. into: name of what it is merged into.

    Standard materials stay, whoever asks for them; application forms that nobody asks for any more go.
    """
    code = item["item_code"]
    asked_for: dict[str, None] = {}
    for situation in draft.find(Situation, item_code=code):
        required = draft.find(Requires, situation_code=situation["situation_code"])
        asked_for |= dict.fromkeys(row["material_code"] for row in required)
        for kind in (Requires, Includes, LeadsToSituation):
            _remove_all(draft, kind, into, situation_code=situation["situation_code"])
        draft.remove(Situation, situation, into)
    questions = [row["question_code"] for row in draft.find(Asks, item_code=code)]
    for kind, column in (
        (Asks, "item_code"),
        (Step, "item_code"),
        (Produces, "item_code"),
        (Precedes, "from_item_code"),
        (Precedes, "to_item_code"),
    ):
        _remove_all(draft, kind, into, **{column: code})
    for question in questions:
        _forget(draft, question, into)
    draft.remove(Item, item, into)
    for material in asked_for:
        _drop_form(draft, material, into)


def is_asked_for(draft: Draft, material: str) -> bool:
    """Does anybody require or issue it?"""
    return bool(draft.find(Requires, material_code=material) or draft.find(Produces, material_code=material))


def _remove_all(draft: Draft, kind: type, into: str | None, **columns: str) -> None:
    for row in draft.find(kind, **columns):
        draft.remove(kind, row, into)


def _forget(draft: Draft, code: str, into: str | None) -> None:
    """A question that nobody asks and nothing leads to goes, with its options and what only these lead to."""
    question = draft.row(Question, code)
    if question is None or draft.find(Asks, question_code=code) or draft.find(LeadsToQuestion, question_code=code):
        return
    further = []
    for option in draft.find(Option, question_code=code):
        further += [row["question_code"] for row in draft.find(LeadsToQuestion, option_code=option["option_code"])]
        for kind in (LeadsToSituation, LeadsToQuestion):
            _remove_all(draft, kind, into, option_code=option["option_code"])
        draft.remove(Option, option, into)
    draft.remove(Question, question, into)
    for each in further:
        _forget(draft, each, into)


def _drop_form(draft: Draft, code: str, into: str | None) -> None:
    material = draft.row(Material, code)
    if material is None or material.get("material_type") != MaterialType.APPLICATION_FORM or is_asked_for(draft, code):
        return
    for form in draft.find(Form, material_code=code):
        _remove_all(draft, FormField, into, form_code=form["form_code"])
        draft.remove(Form, form, into)
    for kind in (Proves, ObtainedVia):
        _remove_all(draft, kind, into, material_code=code)
    draft.remove(Material, material, into)
