"""One change of recorded facts, for the question "what if": of a source, of a binding, or of the known key fields.

An attribute that a change does not name is not changed; one that it names without a value becomes "not recorded".
Codes of code lists may be given as code or title, and are stored as the code.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Annotated, Any, ClassVar, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    NaiveDatetime,
    StrictBool,
    WithJsonSchema,
    model_validator,
)

from oncegraph.schema.codes import Audience, CodeList, Mode, Returns, Sharing, Status

EVERYTHING = "*"
TRUTHS = {
    word: truth
    for truth, words in {True: ("true", "yes", "是"), False: ("false", "no", "否")}.items()
    for word in words
}


def code_in(codes: type[CodeList]) -> Callable[[str], str]:
    """Makes a validator that converts a code or title of a code list to the code."""

    def find(word: str) -> str:
        if (code := codes.lookup(word)) is None:
            raise ValueError(word)
        return code.value

    return find


def _audience(word: str) -> str:
    return word if word == EVERYTHING else code_in(Audience)(word)


def _members(value: Any) -> Any:
    """Converts one word, or several words separated by commas, to a list; an empty text to an empty list."""
    if isinstance(value, str):
        return tuple(word.strip() for word in value.replace("，", ",").split(",") if word.strip())
    return () if value is None else value


def _truth(value: Any) -> Any:
    return TRUTHS.get(value.lower(), value) if isinstance(value, str) else value


def _no_number(value: Any) -> Any:
    if isinstance(value, int | float):  # pydantic would take it as seconds since 1970
        raise ValueError(value)
    return value


def _no_truth(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError(value)
    return value


#: Types of input in the JSON Schema: a code may be a number, a truth value a word, a list one word or null.
CODE: dict[str, Any] = {"type": ["string", "integer"]}
MEMBERS = WithJsonSchema({"anyOf": [{"type": "array", "items": CODE}, {"type": "string"}, {"type": "null"}]})
MOST = 10**9

Code = Annotated[str, BeforeValidator(lambda value: str(value) if type(value) is int else value), WithJsonSchema(CODE)]
Codes = Annotated[tuple[Code, ...], BeforeValidator(_members), MEMBERS]
Truth = Annotated[StrictBool | None, BeforeValidator(_truth), WithJsonSchema({"enum": [True, False, None, *TRUTHS]})]
Whole = Annotated[Annotated[int, Field(ge=-MOST, le=MOST)] | None, BeforeValidator(_no_truth)]
Many = Annotated[Annotated[int, Field(ge=0, le=MOST)] | None, BeforeValidator(_no_truth)]
Day = Annotated[date | None, BeforeValidator(_no_number)]
Moment = Annotated[NaiveDatetime | None, BeforeValidator(_no_number)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Between(_Frozen):
    """Identifies a binding: a field or a material, and a source; if there are several, also by number and mode
    (获取方式)."""

    field: Code | None = None
    material: Code | None = None
    source: Code
    number: Code | None = None
    mode: Annotated[str, AfterValidator(code_in(Mode))] | None = None

    @model_validator(mode="after")
    def _one_owner(self) -> Self:
        if (self.field is None) == (self.material is None) or (self.field is not None and self.mode is not None):
            raise ValueError
        return self

    @property
    def declaration(self) -> str:
        return "SuppliedBy" if self.material is None else "ObtainedVia"

    @property
    def owner(self) -> str:
        return self.field if self.material is None else self.material  # type: ignore[return-value]


class Change(_Frozen):
    """What all changes have in common. about: the attribute that names what is changed; reason, legal_basis: why,
    for readers."""

    about: ClassVar[str]

    reason: str | None = None
    legal_basis: str | None = None

    @property
    def new_values(self) -> dict[str, Any]:
        """Changed attribute → its new value; None (or an empty list) for "not recorded"."""
        return {name: getattr(self, name) for name in self.attributes() if name in self.model_fields_set}

    @classmethod
    def attributes(cls) -> tuple[str, ...]:
        """The names of the attributes that it may change."""
        return tuple(name for name in cls.model_fields if name not in (cls.about, *Change.model_fields))


class SourceChange(Change):
    """A change of a source: opened, suspended, shared, brought up to date."""

    about = "source"

    source: Code
    status: Annotated[str, AfterValidator(code_in(Status))] | None = None
    sharing: Annotated[str, AfterValidator(code_in(Sharing))] | None = None
    data_updated_at: Day = None
    last_probe_at: Moment = None
    probe_sla_hours: Whole = None


class BindingAttributes(Change):
    """The attributes of a binding that may change."""

    returns: Annotated[str, AfterValidator(code_in(Returns))] | None = None
    authoritative: Truth = None
    priority: Whole = None
    audiences: Annotated[tuple[Annotated[str, AfterValidator(_audience)], ...], BeforeValidator(_members), MEMBERS] = ()
    regions: Codes = ()
    key_fields: Codes = ()
    max_age_days: Many = None
    approved: Truth = None
    status: Annotated[str, AfterValidator(code_in(Status))] | None = None


class BindingChange(BindingAttributes):
    """A change of a binding."""

    about = "binding"

    binding: Between


class NewBinding(BindingAttributes):
    """A new binding; attributes that it does not name are not recorded."""

    about = "new_binding"

    new_binding: Between


class Known(Change):
    """Fields that become known, as if every caller sent them."""

    about = "known"

    known: Codes


CHANGES: tuple[type[Change], ...] = (SourceChange, BindingChange, NewBinding, Known)


def known_of(changes: Iterable[Change]) -> frozenset[str]:
    """The codes of the fields that changes make known."""
    return frozenset(code for change in changes if isinstance(change, Known) for code in change.known)
