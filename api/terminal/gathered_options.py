"""Options that belong together, taken by a command as one parameter: the context of a question, and the delivery."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from oncegraph.api.inputs.answers import parse_answers
from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.drawing import AsOption, Drawing
from oncegraph.api.terminal.options import (
    AnswerOption,
    AnswersOption,
    AsOfOption,
    AudienceOption,
    FormatOption,
    JsonOption,
    KnownOption,
    ModeOption,
    OnFileOption,
    OutputOption,
    RegionOption,
)
from oncegraph.queries.city import City
from oncegraph.queries.exemption.context import Context
from oncegraph.schema.verdict import When

Command = Callable[..., None]
#: What `takes_answers` gives: question → answer as written; None without the options.
Answers = dict[str, Any] | None


@dataclass(frozen=True)
class ContextOptions:
    """The context of a question (audience, region, date ...) as its user wrote it."""

    audience: str | None = None
    region: str | None = None
    as_of: datetime | None = None
    mode: When = When.DESIGN
    known: list[str] | None = None
    on_file: list[str] | None = None

    def context(self, city: City) -> Context:
        """Resolve the names with a city. Raises NotFound, SeveralMatch."""
        from oncegraph.queries.names import context_of

        return context_of(
            city,
            audience=self.audience,
            region=self.region,
            as_of=self.as_of and self.as_of.date(),
            mode=self.mode,
            known=drop_values(self.known or ()),
            on_file=self.on_file or (),
        )


CONTEXT = {
    "audience": (AudienceOption, None),
    "region": (RegionOption, None),
    "as_of": (AsOfOption, None),
    "mode": (ModeOption, When.DESIGN),
    "known": (KnownOption, None),
    "on_file": (OnFileOption, None),
}
DELIVERY = {"format": (FormatOption, None), "json": (JsonOption, False), "output": (OutputOption, None)}
PICTURE_OR_TABLE = {**DELIVERY, "picture": (AsOption, None)}
ANSWERS = {"answer": (AnswerOption, None), "answers": (AnswersOption, None)}


def drop_values(known: Iterable[str]) -> list[str]:
    """FIELD=VALUE → FIELD: the value is dropped at once."""
    return [word.partition("=")[0] for word in known]


def takes_context(*, without: tuple[str, ...] = ()) -> Callable[[Command], Command]:
    """Decorate a command with a parameter `options`: add the options of the context, except some."""
    return _gather("options", {name: option for name, option in CONTEXT.items() if name not in without}, ContextOptions)


def takes_delivery(command: Command) -> Command:
    """Decorate a command with a parameter `delivery`: add --format, --json and --output."""
    return _gather("delivery", DELIVERY, lambda format, json, output: Delivery.of(format, json, output))(command)


def takes_target(command: Command) -> Command:
    """Decorate a command with a parameter `target`, a Drawing or a Delivery: add --as and the options of a delivery."""
    return _gather(
        "target",
        PICTURE_OR_TABLE,
        lambda format, json, output, picture: Drawing.or_table(picture, format, json, output),
    )(command)


def takes_answers(command: Command) -> Command:
    """Decorate a command with a parameter `answers`, answers to questions or None: add --answer and --answers."""
    return _gather("answers", ANSWERS, parse_answers)(command)


def _gather(
    into: str, options: Mapping[str, tuple[Any, Any]], build: Callable[..., Any]
) -> Callable[[Command], Command]:
    """A decorator: the command line takes the options, and the command gets `build(**options)` as its parameter
    `into`."""

    def decorate(command: Command) -> Command:
        signature = inspect.signature(command)
        kept = [
            parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
            for parameter in signature.parameters.values()
            if parameter.name != into
        ]
        added = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
            for name, (annotation, default) in options.items()
        ]

        @wraps(command)
        def with_options(**values: Any) -> None:
            built = build(**{name: values.pop(name) for name in options})
            command(**values, **{into: built})

        wrapper: Any = with_options  # typer reads the signature that PEP 362 lets a wrapper declare
        wrapper.__signature__ = signature.replace(parameters=[*kept, *added])
        wrapper.__annotations__ = {parameter.name: parameter.annotation for parameter in (*kept, *added)}
        return wrapper

    return decorate
