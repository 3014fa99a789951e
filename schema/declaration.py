"""How a node kind and a relationship are declared: a frozen pydantic model whose every attribute is one line.

From a declaration follow its constraint, indexes and upsert (graph/), its row check and spreadsheet template
(loaders/), its API schema (api/) and its section of REFERENCE.md (schema/reference.py).
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, get_args, get_origin

from pydantic import ConfigDict, GetJsonSchemaHandler
from pydantic.fields import FieldInfo

from oncegraph.schema.codes import CodeList
from oncegraph.schema.tabular import Tabular
from oncegraph.schema.text import Text


@dataclass(frozen=True)
class Reference:
    """An attribute that holds the key of another node, and so draws a relationship `type` to it.

    kind: label of the node referred to; inward: the relationship runs from that node to this one.
    """

    kind: str
    relationship_type: str
    inward: bool = False


@dataclass(frozen=True)
class Attribute:
    """What is said about one attribute: titles, meaning, unit, where the definition comes from, how it is kept.

    key: part of the identity; indexed: has a range index; searched: is in the full-text index;
    codes: the code list its values are taken from; refers_to: the node whose key it holds; members: label of the nodes
    whose keys the list holds (`*` stands for all).
    """

    zh: str
    en: str
    about: Text | None = None
    unit: Text | None = None
    source: str | None = None
    key: bool = False
    indexed: bool = False
    searched: bool = False
    codes: type[CodeList] | None = None
    refers_to: Reference | None = None
    members: str | None = None

    @property
    def title(self) -> Text:
        return Text(self.zh, self.en)

    def __get_pydantic_json_schema__(self, core_schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        schema = handler(core_schema)
        schema["title"] = self.zh
        parts = [self.en, self.about.en if self.about else "", f"Unit: {self.unit.en}." if self.unit else ""]
        if self.codes:
            parts.append("Codes: " + ", ".join(f"{code.value} {code.title.zh}" for code in self.codes) + ".")
        schema["description"] = " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)
        return schema


class Titled(Tabular):
    """Frozen values of which every one is an attribute with its titles."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @classmethod
    def attributes(cls) -> dict[str, Attribute]:
        """Name → attribute, in the order of declaration."""
        return {name: _attribute(info) for name, info in cls.model_fields.items()}


class Declaration(Titled):
    """What nodes and relationships have in common: declared attributes, a title and a source."""

    title: ClassVar[Text]
    about: ClassVar[Text]
    source: ClassVar[str]

    @classmethod
    @cache
    def keys(cls) -> tuple[str, ...]:
        return tuple(name for name, attribute in cls.attributes().items() if attribute.key)

    @classmethod
    def identity_columns(cls) -> tuple[str, ...]:
        """The columns of a row that tell it apart from others: the key; of a relationship both ends and its keys."""
        return cls.keys()

    @classmethod
    def value_type(cls, name: str) -> type:
        """The plain type of an attribute's value, or of its members if it is a list: str, int, bool, date …"""
        inner = [arg for arg in _arguments(cls.model_fields[name].annotation) if arg is not type(None)]
        return get_args(inner[0])[0] if get_origin(inner[0]) is tuple else inner[0]

    @classmethod
    def is_list(cls, name: str) -> bool:
        return any(get_origin(arg) is tuple for arg in _arguments(cls.model_fields[name].annotation))


def _attribute(info: FieldInfo) -> Attribute:
    return next(meta for meta in info.metadata if isinstance(meta, Attribute))


def _arguments(annotation: Any) -> tuple[Any, ...]:
    is_union = type(None) in get_args(annotation)
    return get_args(annotation) if is_union else (annotation,)


class Node(Declaration):
    """A kind of node; exactly one attribute is its key, and its label is the name of the class."""

    @classmethod
    def key(cls) -> str:
        return cls.keys()[0]

    @classmethod
    def references(cls) -> dict[str, Reference]:
        """Attribute name → what it refers to."""
        return {name: a.refers_to for name, a in cls.attributes().items() if a.refers_to}


class Relationship(Declaration):
    """A kind of relationship that has a sheet of its own: `start` -[`type`]-> `end`.

    Identity: both ends, and the attributes marked as key.
    """

    relationship_type: ClassVar[str]
    start: ClassVar[type[Node]]
    end: ClassVar[type[Node]]

    @classmethod
    def identity_columns(cls) -> tuple[str, ...]:
        return tuple(name for name, _ in cls.ends()) + cls.keys()

    @classmethod
    @cache
    def ends(cls) -> tuple[tuple[str, Text], tuple[str, Text]]:
        """The two columns (name, title) that hold the keys of start and end."""
        start, end = cls.start.key(), cls.end.key()
        start_title, end_title = (kind.attributes()[kind.key()].title for kind in (cls.start, cls.end))
        if cls.start is not cls.end:
            return (start, start_title), (end, end_title)
        return (
            (f"from_{start}", Text(f"前{start_title.zh}", f"From {start_title.en}")),
            (f"to_{end}", Text(f"后{end_title.zh}", f"To {end_title.en}")),
        )
