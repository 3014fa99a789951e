"""Situations that a person means: those of themes and items, all of them or the ones that answers lead to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from oncegraph.api.inputs.names import subject_of
from oncegraph.graph.client import Client
from oncegraph.graph.columns import read_columns
from oncegraph.queries.guidance.guide import entered_situations
from oncegraph.queries.guidance.questionnaire import Questionnaire
from oncegraph.queries.records import Records
from oncegraph.queries.records.reading import read_part
from oncegraph.schema.errors import OnceGraphError
from oncegraph.schema.item import Item
from oncegraph.schema.model import NODES
from oncegraph.schema.situation import Situation
from oncegraph.schema.text import Text, listed
from oncegraph.schema.theme import Theme


class OneSubject(OnceGraphError):
    """Answers were given about several subjects, or about a situation."""

    code = "one_subject"
    exit_code = 2

    def __init__(self) -> None:
        super().__init__(
            Text("回答只能针对一个主题或一个事项。", "Answers are about one theme or one item."),
            Text("请只写一个主题或事项，或去掉回答。", "Name a single theme or item, or leave out the answers."),
        )


@dataclass(frozen=True)
class Subject:
    """Records, codes of the situations meant, and what they are of, by name."""

    records: Records
    situations: tuple[str, ...]
    name: Text


def subject(client: Client, words: Sequence[str], answers: Mapping[str, Any]) -> Subject:
    """What some words mean, each the code or name of a theme, item or situation; with answers, the situations that
    these lead to. Raises NotFound, SeveralMatch, OneSubject, and what `entered_situations` raises."""
    found = [subject_of(client, (Theme, Item, Situation), word) for word in words]
    of_kind = {kind: [code for other, code in found if other == kind] for kind in NODES}
    items = {*of_kind["Item"], *_items_of(client, of_kind["Situation"])}
    records = read_part(client, themes=of_kind["Theme"], items=items)
    name = listed(str(records.name(NODES[kind], code)) for kind, code in found)
    if answers:
        if len(found) != 1 or of_kind["Situation"]:
            raise OneSubject
        return Subject(records, entered_situations(records, found[0][1], answers), name)
    situations = dict.fromkeys(each for kind, code in found for each in _situations(records, kind, code))
    return Subject(records, tuple(situations), name)


def _situations(records: Records, kind: str, code: str) -> tuple[str, ...]:
    return (code,) if kind == "Situation" else Questionnaire.of(records, code).situations


def _items_of(client: Client, situations: Sequence[str]) -> list[str]:
    if not situations:
        return []
    read = read_columns(client, Situation, ["situation_code", "item_code"])
    owner = dict(zip(read["situation_code"], read["item_code"], strict=True))
    return [owner[code] for code in situations]
