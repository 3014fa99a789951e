"""Resolve which verdict a person wants explained: that of an item or situation, or of a field or material of it."""

from oncegraph.queries.city import City
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.exemption.questions import ItemExplanationQuestion, SituationExplanationQuestion
from oncegraph.queries.names import code_of, subject_of
from oncegraph.schema.errors import OnceGraphError
from oncegraph.schema.field import Field
from oncegraph.schema.item import Item
from oncegraph.schema.material import Material
from oncegraph.schema.situation import Situation
from oncegraph.schema.text import Text


class NotAnItem(OnceGraphError):
    """--situation was given although the subject is a situation."""

    code = "not_an_item"
    exit_code = 2

    def __init__(self, word: str):
        super().__init__(
            Text(f"“{word}”本身是情形。", f'"{word}" is a situation already.'),
            Text("请去掉 --situation，或改为指定事项。", "Leave out --situation, or name an item."),
        )


class WhichSituation(OnceGraphError):
    """The item has several situations and none was named."""

    code = "which_situation"
    exit_code = 2

    def __init__(self, situations: dict[str, str]):
        lines = "".join(f"\n  {code}  {name}" for code, name in situations.items())
        super().__init__(
            Text(f"该事项有 {len(situations)} 个情形：{lines}", f"The item has {len(situations)} situations:{lines}"),
            Text("请用 --situation 指明其中一个。", "Name one of them with --situation."),
        )


def explanation_question(
    city: City, subject: str, situation: str | None, target: str | None, context: Context
) -> ItemExplanationQuestion | SituationExplanationQuestion:
    """The question about an item or situation, or a field or material of it, each given by code or name.

    Raises NotFound, SeveralMatch, NotAnItem, WhichSituation.
    """
    kind, code = subject_of(city, (Item, Situation), subject)
    if kind == "Item" and target is None and situation is None:
        return ItemExplanationQuestion(code)
    if kind == "Item":
        code = _situation_of(city, code, situation)
    elif situation is not None:
        raise NotAnItem(subject)
    return SituationExplanationQuestion(code, None if target is None else _target(city, code, target, context))


def _situation_of(city: City, item_code: str, word: str | None) -> str:
    codes = city.catalogue.situations_of(item_code)
    if word is not None:
        return code_of(city, Situation, word, codes)
    if len(codes) > 1:
        names = city.names(Situation)
        raise WhichSituation({code: names[code] for code in codes})
    return codes[0] if codes else ""


def _target(city: City, situation_code: str, target: str, context: Context) -> str:
    """The code of a field or material of the situation, or of a field that only a licence of the situation proves."""
    verdict = city.analysis(context).situation(situation_code)
    listed = {
        **{material.material_code: material.name for material in verdict.materials},
        **{field.field_code: field.name for field in verdict.fields},
    }
    codes = [code for code, name in listed.items() if target in (code, name)]
    if not codes:
        codes = [code for code, name in listed.items() if target and target in name]
    return codes[0] if len(codes) == 1 else subject_of(city, (Field, Material), target).code
