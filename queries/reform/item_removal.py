"""Removes an item with its steps and situations, and with questions and forms that no other item uses."""

from oncegraph.queries.reform.draft import Draft
from oncegraph.schema.codes import MaterialType
from oncegraph.schema.declaration import Declaration
from oncegraph.schema.form import Form, FormField
from oncegraph.schema.item import Item, Precedes, Step
from oncegraph.schema.material import Material, Proves
from oncegraph.schema.question import Asks, LeadsToQuestion, LeadsToSituation, Option, Question
from oncegraph.schema.rows import Row
from oncegraph.schema.situation import Produces, Requires, Situation
from oncegraph.schema.source import ObtainedVia
from oncegraph.schema.theme import Includes


def remove_item(draft: Draft, item: Row, into: str | None = None) -> None:
    """Removes an item with everything that belongs to it. into: name of the item that it is merged into, if any.

    Standard materials remain. Application forms that no situation requires any more are removed.
    """
    code = item["item_code"]
    required_materials: dict[str, None] = {}
    for situation in draft.find(Situation, item_code=code):
        required = draft.find(Requires, situation_code=situation["situation_code"])
        required_materials |= dict.fromkeys(row["material_code"] for row in required)
        for kind in (Requires, Includes, LeadsToSituation):
            _remove_all(draft, kind, into, situation_code=situation["situation_code"])
        draft.remove(Situation, situation, into)
    questions = [row["question_code"] for row in draft.find(Asks, item_code=code)]
    of_item: tuple[tuple[type[Declaration], str], ...] = (
        (Asks, "item_code"),
        (Step, "item_code"),
        (Produces, "item_code"),
        (Precedes, "from_item_code"),
        (Precedes, "to_item_code"),
    )
    for belonging, column in of_item:
        _remove_all(draft, belonging, into, **{column: code})
    for question in questions:
        _remove_unused_question(draft, question, into)
    draft.remove(Item, item, into)
    for material in required_materials:
        _remove_unused_form(draft, material, into)


def is_used(draft: Draft, material: str) -> bool:
    """Whether any situation requires the material or any item issues it."""
    return bool(draft.find(Requires, material_code=material) or draft.find(Produces, material_code=material))


def _remove_all(draft: Draft, kind: type[Declaration], into: str | None, **columns: str) -> None:
    for row in draft.find(kind, **columns):
        draft.remove(kind, row, into)


def _remove_unused_question(draft: Draft, code: str, into: str | None) -> None:
    """Removes a question that no item asks and no option leads to, with its options and with questions that only these
    lead to."""
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
        _remove_unused_question(draft, each, into)


def _remove_unused_form(draft: Draft, code: str, into: str | None) -> None:
    material = draft.row(Material, code)
    if material is None or material.get("material_type") != MaterialType.APPLICATION_FORM or is_used(draft, code):
        return
    for form in draft.find(Form, material_code=code):
        _remove_all(draft, FormField, into, form_code=form["form_code"])
        draft.remove(Form, form, into)
    for kind in (Proves, ObtainedVia):
        _remove_all(draft, kind, into, material_code=code)
    draft.remove(Material, material, into)
