"""A text that a person reads, in Chinese and in English, shown in the language of the moment."""

from contextvars import ContextVar
from typing import Literal, NamedTuple, get_args

Language = Literal["zh", "en"]
LANGUAGES: tuple[str, ...] = get_args(Language)

#: The language in which a `Text` turns into a `str`; set per command or per request.
language: ContextVar[Language] = ContextVar("language", default="zh")


class Text(NamedTuple):
    """The same sentence in Chinese and in English; `str()` gives the one of `language`."""

    zh: str
    en: str

    def __str__(self) -> str:
        return getattr(self, language.get())

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)
