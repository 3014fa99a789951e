"""One change of what is recorded, for the question "what if": of a source, of a binding, or of the keys at hand.

An attribute that a change does not name stays; one that it names without a value counts as never recorded.
Codes of code lists may be given as code or title; what they become is the code.
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
    """Takes a code or title of a code list for the code."""

    def find(word: str) -> str:
        if (code := codes.lookup(word)) is None:
            raise ValueError(word)
        return code.value

    return find


def _audience(word: str) -> str:
    return word if word == EVERYTHING else code_in(Audience)(word)


def _members(value: Any) -> Any:
    """One word, or several behind one another, stand for a list; nothing for an empty one."""
    if isinstance(value, str):
        return tuple(word.strip() for word in value.replace("，", ",").split(",") if word.strip())
    return () if value is None else value


def _truth(value: Any) -> Any:
    return TRUTHS.get(value.lower(), value) if isinstance(value, str) else value


def _no_number(value: Any) -> Any:
    if isinstance(value, int | float):  # it would count as seconds since 1970
        raise ValueError(value)
    return value


def _no_truth(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError(value)
    return value


#: What JSON may hold is told as it is taken: numbers for codes, words for truths, one word or none for a list.
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
    """Which binding: a field or a material, and a source; where that leaves several, its number and mode (获取方式)."""

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
    """What all changes have in common. about: the attribute that says what is changed; reason, legal_basis: why it is,
    for those who read of it."""

    about: ClassVar[str]

    reason: str | None = None
    legal_basis: str | None = None

    @property
    def new_values(self) -> dict[str, Any]:
        """The attributes that change → their values; None (or no members) for what counts as never recorded."""
        return {name: getattr(self, name) for name in self.attributes() if name in self.model_fields_set}

    @classmethod
    def attributes(cls) -> tuple[str, ...]:
        """The attributes that it may change."""
        return tuple(name for name in cls.model_fields if name not in (cls.about, *Change.model_fields))


class SourceChange(Change):
    """A source becomes different: opened, suspended, shared, brought up to date."""

    about = "source"

    source: Code
    status: Annotated[str, AfterValidator(code_in(Status))] | None = None
    sharing: Annotated[str, AfterValidator(code_in(Sharing))] | None = None
    data_updated_at: Day = None
    last_probe_at: Moment = None
    probe_sla_hours: Whole = None


class BindingAttributes(Change):
    """What may be said of a binding."""

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
    """A binding becomes different."""

    about = "binding"

    binding: Between


class NewBinding(BindingAttributes):
    """A binding that is not there yet; of what it does not name nothing is recorded."""

    about = "new_binding"

    new_binding: Between


class Known(Change):
    """Fields that are at hand from now on, as if every caller sent them."""

    about = "known"

    known: Codes


CHANGES: tuple[type[Change], ...] = (SourceChange, BindingChange, NewBinding, Known)


def known_of(changes: Iterable[Change]) -> frozenset[str]:
    """The fields that changes make known."""
    return frozenset(code for change in changes if isinstance(change, Known) for code in change.known)
