"""How node kinds and relationships are declared: as frozen pydantic models with one annotated field for each attribute.

A declaration determines its constraint, indexes and upsert statement (graph/), its row check and spreadsheet template
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
    """Says that an attribute holds the key of another node, and that a relationship connects the two nodes.

    kind: label of the other node; relationship_type: type of the relationship in Neo4j; inward: the relationship runs
    from the other node to this one.
    """

    kind: str
    relationship_type: str
    inward: bool = False


@dataclass(frozen=True)
class Attribute:
    """Describes one attribute: its titles, meaning and unit, the source of its definition, and how it is stored.

    key: it is part of the identity; indexed: it has a range index; searched: it is in the full-text index; codes: the
    code list of its values; refers_to: the node whose key it holds; members: label of the nodes whose keys the list
    holds (`*` means all).
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
    """A frozen model of which every field is annotated with an `Attribute`."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @classmethod
    def attributes(cls) -> dict[str, Attribute]:
        """Attribute name → attribute, in the order of declaration."""
        return {name: _attribute(info) for name, info in cls.model_fields.items()}


class Declaration(Titled):
    """What nodes and relationships have in common: a title, a description, the source of the definition, attributes."""

    title: ClassVar[Text]
    about: ClassVar[Text]
    source: ClassVar[str]

    @classmethod
    @cache
    def keys(cls) -> tuple[str, ...]:
        """The names of the attributes that are part of the identity."""
        return tuple(name for name, attribute in cls.attributes().items() if attribute.key)

    @classmethod
    def identity_columns(cls) -> tuple[str, ...]:
        """The columns that identify a row: the key of a node; both ends and the key attributes of a relationship."""
        return cls.keys()

    @classmethod
    def value_type(cls, name: str) -> type:
        """The type of an attribute's value (str, int, bool, date …), or of its members if it is a list."""
        inner = [arg for arg in _arguments(cls.model_fields[name].annotation) if arg is not type(None)]
        return get_args(inner[0])[0] if get_origin(inner[0]) is tuple else inner[0]

    @classmethod
    def is_list(cls, name: str) -> bool:
        """Whether an attribute holds a list."""
        return any(get_origin(arg) is tuple for arg in _arguments(cls.model_fields[name].annotation))


def _attribute(info: FieldInfo) -> Attribute:
    return next(meta for meta in info.metadata if isinstance(meta, Attribute))


def _arguments(annotation: Any) -> tuple[Any, ...]:
    is_union = type(None) in get_args(annotation)
    return get_args(annotation) if is_union else (annotation,)


class Node(Declaration):
    """A kind of node. Exactly one attribute is its key; its label in Neo4j is the name of the class."""

    @classmethod
    def key(cls) -> str:
        """The name of the key attribute."""
        return cls.keys()[0]

    @classmethod
    def references(cls) -> dict[str, Reference]:
        """Attribute name → the reference it holds."""
        return {name: a.refers_to for name, a in cls.attributes().items() if a.refers_to}


class Relationship(Declaration):
    """A kind of relationship with a sheet of its own in the exchange format: `start` -[`relationship_type`]-> `end`.

    It is identified by both ends and the attributes marked as key.
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
        """The two columns, each with name and title, that hold the keys of start and end."""
        start, end = cls.start.key(), cls.end.key()
        start_title, end_title = (kind.attributes()[kind.key()].title for kind in (cls.start, cls.end))
        if cls.start is not cls.end:
            return (start, start_title), (end, end_title)
        return (
            (f"from_{start}", Text(f"前{start_title.zh}", f"From {start_title.en}")),
            (f"to_{end}", Text(f"后{end_title.zh}", f"To {end_title.en}")),
        )
