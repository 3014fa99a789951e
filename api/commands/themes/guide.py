"""`oncegraph guide`: questions that lead to situations and their checklist; or a check of the questions."""

import sys
from collections.abc import Callable, Mapping
from typing import Annotated, Any

import typer

from oncegraph.api.terminal.console import output, print_error
from oncegraph.api.terminal.delivery import Delivery
from oncegraph.api.terminal.gathered_options import (
    Answers,
    ContextOptions,
    takes_answers,
    takes_context,
    takes_delivery,
)
from oncegraph.api.terminal.help import argument, examples, option
from oncegraph.api.terminal.session import answer_of, open_city
from oncegraph.queries.city import City
from oncegraph.queries.guidance.questions import GuidanceQuestion, LintQuestion
from oncegraph.queries.guidance.selection import Subject
from oncegraph.queries.names import subject_of
from oncegraph.schema.errors import OnceGraphError, RefusedInput
from oncegraph.schema.guide import GivenAnswer, Guidance
from oncegraph.schema.item import Item
from oncegraph.schema.text import Text
from oncegraph.schema.theme import Theme
from oncegraph.visualize.tables import guide as tables
from oncegraph.visualize.tables import lint
from oncegraph.visualize.tables.format import TableFormat

SubjectArgument = Annotated[
    str | None, argument("主题或事项：编码或名称", "Theme or item: code or name", "[THEME_OR_ITEM]")
]
CheckOption = Annotated[
    bool,
    option(
        "检查判断项的缺陷；不写主题或事项则检查全部",
        "Check the questions for errors; without a name, those of all themes and items",
        "--check",
    ),
]


class NoSubject(OnceGraphError):
    """Neither a theme nor an item was named."""

    code = "no_subject"
    exit_code = 2

    def __init__(self) -> None:
        super().__init__(
            Text("没有写明主题或事项。", "No theme or item was named."),
            Text(
                "例如 oncegraph guide 扶残助残；加 --check 则检查全部。",
                "For example oncegraph guide 扶残助残; --check without a name checks all.",
            ),
        )


app = typer.Typer(add_completion=False)


@app.command(
    epilog=examples(
        "oncegraph guide 开办餐饮店",
        Text(
            "oncegraph guide 扶残助残 --answer PD0007=已有 --answer PD0009=都不是",
            "oncegraph guide 扶残助残 --answer PD0007=PD000702 --answer PD0009=PD000903",
        ),
        Text(
            "oncegraph guide 扶残助残 --answers 回答.yaml -o 清单.xlsx",
            "oncegraph guide 扶残助残 --answers answers.yaml -o checklist.xlsx",
        ),
        Text("oncegraph guide --check -o 判断项检查.xlsx", "oncegraph guide --check -o check.xlsx"),
    )
)
@takes_delivery
@takes_answers
@takes_context()
def guide(
    ctx: typer.Context,
    options: ContextOptions,
    answers: Answers,
    delivery: Delivery,
    theme_or_item: SubjectArgument = None,
    check: CheckOption = False,
) -> None:
    if theme_or_item is None and not check:
        raise NoSubject
    with open_city(ctx.obj) as city:
        subject = None if theme_or_item is None else subject_of(city, (Theme, Item), theme_or_item)
        if subject is None or check:
            _check(city, subject, options, delivery)
            return

        def ask_with(given: Mapping[str, Any]) -> Guidance:
            return answer_of(city, GuidanceQuestion(subject, given), options)

        talking = not answers and delivery.format is TableFormat.TABLE and delivery.file is None and at_terminal()
        guidance = _talk(ask_with) if talking else ask_with(answers or {})
    delivery.deliver(guidance, tables, guidance)


def at_terminal() -> bool:
    """Whether the command runs on a terminal, where a person can answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _talk(ask_with: Callable[[Mapping[str, Any]], Guidance]) -> Guidance:
    """Ask one question after the other; after an invalid answer, ask again."""
    given: dict[str, Any] = {}
    guidance, console = ask_with(given), output()
    while guidance.next:
        tables.ask(console, guidance)
        word = typer.prompt(str(Text("回答", "Answer")), default="", show_default=False)
        try:
            guidance = ask_with(given | {guidance.next.question_code: word})
        except RefusedInput as error:
            print_error(error)
            continue
        given = {each.question.code: _as_given(each) for each in guidance.answers}
    return guidance


def _as_given(answer: GivenAnswer) -> Any:
    return answer.value if answer.value is not None else [each.code for each in answer.options]


def _check(city: City, subject: Subject | None, options: ContextOptions, delivery: Delivery) -> None:
    """Show the errors in the questions of a theme or item, or of all themes and items."""
    found = answer_of(city, LintQuestion(subject), options)
    document = found if subject is None else found[0]
    delivery.deliver(document, lint, found)
