"""`oncegraph guide`: question by question to situations and their checklist; or what is wrong with the questions."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from oncegraph.api.terminal.console import output, tell_error
from oncegraph.api.terminal.delivery import Delivery, Format
from oncegraph.api.terminal.gathered_options import Answers, Asked, asks, delivers, takes_answers
from oncegraph.api.terminal.options import examples, option
from oncegraph.api.terminal.session import catalogue_of, compiling, store
from oncegraph.schema.errors import OnceGraphError, RefusedInput
from oncegraph.schema.text import Text
from oncegraph.visualize.tables import lint as findings
from oncegraph.visualize.tables.guide import ask, sheets, show

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from oncegraph.schema.guide import Guidance

SubjectArgument = Annotated[
    str | None,
    typer.Argument(metavar="[THEME_OR_ITEM]", help=str(Text("主题或事项：编码或名称", "Theme or item: code or name"))),
]
CheckOption = Annotated[
    bool,
    option(
        "检查判断项的缺陷；不写主题或事项即检查全部",
        "What is wrong with the questions; of all themes and items where none is named",
        "--check",
    ),
]


class NoSubject(OnceGraphError):
    """Nothing was named to be guided through."""

    code = "no_subject"
    exit_code = 2

    def __init__(self) -> None:
        super().__init__(
            Text("没有写明主题或事项。", "No theme or item was named."),
            Text(
                "例如 oncegraph guide 扶残助残；加 --check 则检查全部。",
                "As in oncegraph guide 扶残助残; --check takes all.",
            ),
        )


def add_to(app: typer.Typer) -> None:
    app.command(
        help=str(
            Text(
                "逐级引导：一问一答，直到确定情形，给出准确的材料清单。不给回答时在终端上逐问；否则告知下一问或清单。",
                "Question by question to the situations of a theme or item, and to the exact checklist. Without "
                "answers it asks on the terminal; otherwise it tells the next question, or the checklist.",
            )
        ),
        epilog=examples(
            Text("oncegraph guide 开办餐饮店", "oncegraph guide 开办餐饮店"),
            Text(
                "oncegraph guide 扶残助残 --answer PD0007=已有 --answer PD0009=都不是",
                "oncegraph guide 扶残助残 --answer PD0007=PD000702 --answer PD0009=PD000903",
            ),
            Text(
                "oncegraph guide 扶残助残 --answers 回答.yaml -o 清单.xlsx",
                "oncegraph guide 扶残助残 --answers answers.yaml -o checklist.xlsx",
            ),
            Text("oncegraph guide --check -o 判断项检查.xlsx", "oncegraph guide --check -o check.xlsx"),
        ),
    )(guide)


@delivers
@takes_answers
@asks()
def guide(
    ctx: typer.Context,
    asked: Asked,
    given: Answers,
    delivery: Delivery,
    theme_or_item: SubjectArgument = None,
    check: CheckOption = False,
) -> None:
    from oncegraph.queries.guidance.guide import guide
    from oncegraph.queries.records.reading import read_all, read_part

    if theme_or_item is None and not check:
        raise NoSubject
    with store(ctx.obj) as client:
        if theme_or_item is None:
            _check(delivery, read_all(client), None)
            return
        from oncegraph.api.inputs.names import subject_of
        from oncegraph.schema.item import Item
        from oncegraph.schema.theme import Theme

        kind, code = subject_of(client, (Theme, Item), theme_or_item)
        records = read_part(client, **{f"{kind.lower()}s": [code]})
        if check:
            _check(delivery, records, code)
            return
        analysis = asked.analysis(catalogue_of(client))

    def guided(answers: "Mapping[str, Any]") -> "Guidance":
        with compiling():
            return guide(records, code, answers, analysis)

    talking = not given and delivery.format is Format.TABLE and delivery.file is None and at_terminal()
    found = _talk(guided) if talking else guided(given or {})
    delivery.deliver(found, sheets(found), lambda console: show(console, found))


def at_terminal() -> bool:
    """Whether somebody sits there who can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _talk(guided: "Callable[[Mapping[str, Any]], Guidance]") -> "Guidance":
    """Ask one question after the other; what is refused is asked again."""
    given: dict[str, Any] = {}
    found, console = guided(given), output()
    while found.next:
        ask(console, found)
        word = typer.prompt(str(Text("回答", "Answer")), default="", show_default=False)
        try:
            found = guided(given | {found.next.question_code: word})
        except RefusedInput as error:
            tell_error(error)
            continue
        given = {each.question.code: _as_given(each) for each in found.answers}
    return found


def _as_given(answer: Any) -> Any:
    return answer.value if answer.value is not None else [each.code for each in answer.options]


def _check(delivery: Delivery, records: Any, code: str | None) -> None:
    from oncegraph.queries.guidance.lint import lint, lint_all

    found = lint_all(records) if code is None else (lint(records, code),)
    document = found if code is None else found[0]
    delivery.deliver(document, findings.sheets(found), lambda console: findings.show(console, found))
