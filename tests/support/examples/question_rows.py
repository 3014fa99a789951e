"""Questions written the short way (see tests/cases/guidance/README.md) as rows of the exchange format."""

from collections.abc import Iterable, Mapping
from typing import Any

from oncegraph.schema.model import NODES, RELATIONSHIPS
from oncegraph.schema.rows import Row, Rows

Short = Mapping[str, Any]


def question_rows(items: Short, questions: Short, themes: Short | None = None) -> Rows:
    """Everything is named by its code.

    items: code → `situations` (codes, or code → attributes) and `asks` (codes of questions); questions: code →
    attributes, and `options`: code → what it leads to, or attributes and `to`; themes: code → `includes` (codes, or
    code → attributes).
    """
    rows: dict[str, list[Row]] = {name: [] for name in (*NODES, *RELATIONSHIPS)}
    for item, about in items.items():
        rows["Item"].append({"item_code": item, "name": item})
        for position, (situation, attributes) in enumerate(_named(about.get("situations", ())), 1):
            row = {"situation_code": situation, "name": situation, "item_code": item, "position": position}
            rows["Situation"].append(row | attributes)
        for position, question in enumerate(_several(about.get("asks", ())), 1):
            rows["Asks"].append({"item_code": item, "question_code": question, "position": position})
    for question, about in questions.items():
        attributes = {name: value for name, value in about.items() if name != "options"}
        rows["Question"].append({"question_code": question, "name": question} | attributes)
        for position, (option, ends) in enumerate(about.get("options", {}).items(), 1):
            of_option = ends if isinstance(ends, dict) else {"to": ends}
            attributes = {name: value for name, value in of_option.items() if name != "to"}
            row = {"option_code": option, "name": option, "question_code": question, "position": position}
            rows["Option"].append(row | attributes)
            for end in _several(of_option.get("to", ())):
                kind, column = (
                    ("LeadsToQuestion", "question_code") if end in questions else ("LeadsToSituation", "situation_code")
                )
                rows[kind].append({"option_code": option, column: end})
    for theme, about in (themes or {}).items():
        rows["Theme"].append({"theme_code": theme, "name": theme})
        for position, (situation, attributes) in enumerate(_named(about["includes"]), 1):
            rows["Includes"].append(
                {"theme_code": theme, "situation_code": situation, "position": position} | attributes
            )
    return rows


def _several(codes: str | Iterable[str] | None) -> Iterable[str]:
    """One code, several or none as several."""
    return [codes] if isinstance(codes, str) else codes or ()


def _named(codes: str | Iterable[str] | Short) -> Iterable[tuple[str, Row]]:
    """Codes, with the attributes of each where there are some."""
    if isinstance(codes, dict):
        return [(code, attributes or {}) for code, attributes in codes.items()]
    return [(code, {}) for code in _several(codes)]


def large_questionnaire(many: int) -> Rows:
    """A theme T of so many items, each with two questions of its own after one that all share, so that there are more
    than 4 to the power of `many` combinations of answers."""
    every = [f"Q{n}" for n in range(many)]
    items, questions = {}, {"起": {"options": {"甲": every, "乙": every}}}
    for number in range(many):
        own = [f"S{number}.{place}" for place in range(4)]
        items[f"I{number}"] = {"situations": own, "asks": ["起", f"Q{number}", f"R{number}"]}
        questions[f"Q{number}"] = {"options": {f"Q{number}.1": own[0], f"Q{number}.2": [own[1], f"R{number}"]}}
        questions[f"R{number}"] = {"options": {f"R{number}.1": own[2], f"R{number}.2": own[3]}}
    included = [code for about in items.values() for code in about["situations"]]
    return question_rows(items, questions, {"T": {"includes": included}})
