"""The declarations of the graph and the meaning of the codes, as a document for programs."""

from functools import cache

from pydantic import BaseModel

from oncegraph.schema.codes import CodeList
from oncegraph.schema.declaration import Declaration, Relationship
from oncegraph.schema.model import DECLARATIONS
from oncegraph.schema.text import Language
from oncegraph.schema.verdict import Reason, Rule, Verdict, When


class AttributeAbout(BaseModel):
    """An attribute of a node kind or relationship."""

    name: str
    title: str
    about: str | None = None
    unit: str | None = None
    key: bool = False
    codes: str | None = None


class DeclarationAbout(BaseModel):
    """A node kind, or a relationship (then with type, start and end)."""

    name: str
    title: str
    about: str
    source: str
    type: str | None = None
    start: str | None = None
    end: str | None = None
    attributes: list[AttributeAbout]


class Code(BaseModel):
    """A code of a code list."""

    code: str
    title: str


class Model(BaseModel):
    """Everything declared: node kinds and relationships, and code lists by name."""

    declarations: list[DeclarationAbout]
    codes: dict[str, list[Code]]


@cache
def describe(in_language: Language) -> Model:
    """All declarations in a language; cached for each language."""
    attributes = [each for declaration in DECLARATIONS.values() for each in declaration.attributes().values()]
    lists: dict[type[CodeList], None] = dict.fromkeys(
        [*(each.codes for each in attributes if each.codes), Verdict, Rule, Reason, When]
    )
    return Model(
        declarations=[_about(declaration) for declaration in DECLARATIONS.values()],
        codes={each.__name__: [Code(code=code.value, title=str(code.title)) for code in each] for each in lists},
    )


def _about(declaration: type[Declaration]) -> DeclarationAbout:
    ends = {}
    if issubclass(declaration, Relationship):
        ends = {
            "type": declaration.relationship_type,
            "start": declaration.start.__name__,
            "end": declaration.end.__name__,
        }
    return DeclarationAbout(
        name=declaration.__name__,
        title=str(declaration.title),
        about=str(declaration.about),
        source=declaration.source,
        attributes=[
            AttributeAbout(
                name=name,
                title=str(each.title),
                about=each.about and str(each.about),
                unit=each.unit and str(each.unit),
                key=each.key,
                codes=_name(each.codes),
            )
            for name, each in declaration.attributes().items()
        ],
        **ends,
    )


def _name(codes: type[CodeList] | None) -> str | None:
    return codes.__name__ if codes else None
