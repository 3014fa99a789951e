"""Texts for people, in Chinese and English, displayed in the current language."""

from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any, Literal, NamedTuple, get_args

Language = Literal["zh", "en"]
LANGUAGES: tuple[str, ...] = get_args(Language)

#: The current language, in which a `Text` is converted to `str`; set for each command or request.
language: ContextVar[Language] = ContextVar("language", default="zh")


class Text(NamedTuple):
    """The same text in Chinese and in English; `str()` returns it in the current language."""

    zh: str
    en: str

    def __str__(self) -> str:
        return getattr(self, language.get())

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """In a model that declares a field as `Text`, JSON contains both languages: `{"zh": …, "en": …}`."""
        from pydantic_core import core_schema

        word = core_schema.str_schema()
        pair = core_schema.typed_dict_schema({name: core_schema.typed_dict_field(word) for name in cls._fields})
        return core_schema.json_or_python_schema(
            core_schema.no_info_after_validator_function(lambda texts: cls(**texts), pair),
            core_schema.no_info_after_validator_function(
                cls._make, core_schema.tuple_schema([word] * len(cls._fields))
            ),
            serialization=core_schema.plain_serializer_function_ser_schema(
                cls._asdict, return_schema=pair, when_used="json"
            ),
        )


COMMA = Text("、", ", ")


def listed(texts: Iterable["Text | str"], between: Text = COMMA) -> Text:
    """Joins texts, or names that are the same in both languages, with a separator."""
    pairs = [text if isinstance(text, Text) else Text(text, text) for text in texts]
    return Text(between.zh.join(pair.zh for pair in pairs), between.en.join(pair.en for pair in pairs))
