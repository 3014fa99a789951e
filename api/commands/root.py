"""The command `oncegraph` itself: global options, and the one place where errors become messages and exit codes."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer import rich_utils
from typer.core import TyperGroup

from oncegraph.api.commands import COMMANDS, import_command
from oncegraph.api.terminal.console import note, print_error
from oncegraph.api.terminal.help import examples
from oncegraph.schema.errors import OnceGraphError
from oncegraph.schema.text import Language, Text, language

if TYPE_CHECKING:
    from pydantic import ValidationError

INTERRUPTED = 130

rich_utils.ARGUMENTS_PANEL_TITLE = str(Text("参数", "Arguments"))
rich_utils.OPTIONS_PANEL_TITLE = str(Text("选项", "Options"))
rich_utils.COMMANDS_PANEL_TITLE = str(Text("命令", "Commands"))
rich_utils.ERRORS_PANEL_TITLE = str(Text("用法有误", "Usage error"))
rich_utils.DEFAULT_STRING = str(Text("[默认：{}]", "[default: {}]"))
rich_utils.REQUIRED_LONG_STRING = str(Text("[必填]", "[required]"))
rich_utils.RICH_HELP = str(
    Text("用 [blue]'{command_path} {help_option}'[/] 查看用法。", "See [blue]'{command_path} {help_option}'[/].")
)


class BadSettings(OnceGraphError):
    """A setting (environment variable or option) has a value that is not allowed."""

    code = "settings"
    exit_code = 2

    def __init__(self, error: "ValidationError"):
        wrong = [(_variable(each["loc"]), each["msg"]) for each in error.errors(include_input=False)]
        zh = "；".join(f"{name}（{message}）" for name, message in wrong)
        en = "; ".join(f"{name} ({message})" for name, message in wrong)
        super().__init__(
            Text(f"设置有误：{zh}", f"Wrong settings: {en}"),
            Text("请改正或取消该环境变量后重试。", "Correct or unset it, then try again."),
        )


def _variable(location: tuple[int | str, ...]) -> str:
    return f"ONCEGRAPH_{str(location[0]).upper()}" if location else "ONCEGRAPH_*"


class Root(TyperGroup):
    """The root command: accepts global options at any position, imports a command when it is called, and turns errors
    into messages."""

    GLOBAL = ("--lang", "--home", "--jars")

    def parse_args(self, ctx, args: list[str]) -> list[str]:
        return super().parse_args(ctx, move_to_front(args, self.GLOBAL))

    def resolve_command(self, ctx, args: list[str]):
        """Import the module of the command that is called, or whose help is requested, and return the command."""
        name, listed, rest = super().resolve_command(ctx, args)
        return name, import_command(name) if name else listed, rest

    def invoke(self, ctx):
        try:
            return super().invoke(ctx)
        except OnceGraphError as error:
            print_error(error)
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt:
            note(Text("已中断。", "Interrupted."))
            raise typer.Exit(INTERRUPTED) from None


def move_to_front(arguments: list[str], names: tuple[str, ...]) -> list[str]:
    """Move the given options and their values to the front of the arguments; arguments after `--` keep their place."""
    front, others = [], []
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            others += [argument, *rest]
        elif argument in names:
            front += [argument, *([value] if (value := next(rest, None)) is not None else [])]
        elif argument.startswith(tuple(f"{name}=" for name in names)):
            front.append(argument)
        else:
            others.append(argument)
    return front + others


def _show_version(wanted: bool) -> None:
    from importlib.metadata import version  # imported only here, because it would slow every start

    if wanted:
        typer.echo(f"oncegraph {version('oncegraph')}")
        raise typer.Exit


app = typer.Typer(
    name="oncegraph",
    cls=Root,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
    help=str(
        Text(
            "政务服务事项图谱：事项 → 情形 → 材料 → 字段 → 数源；哪些字段免填，哪些材料免交，为什么。",
            "A graph of government services, from items down to data sources: "
            "which fields are filled automatically, which papers need not be handed in, and why.",
        )
    ),
    epilog=examples(
        "oncegraph demo",
        Text("oncegraph load 我的数据.xlsx", "oncegraph load mydata.xlsx"),
        Text("oncegraph exempt 商品房预售许可", "oncegraph exempt 商品房预售许可 --lang en"),
        note=Text(
            "全局选项（--lang --home --jars）可放在任何位置。退出码：0 成功，1 失败，2 用法有误或未找到，"
            "3 输入被拒绝，4 Neo4j 引擎问题，130 被中断。",
            "Global options (--lang --home --jars) may come at any position. Exit codes: 0 success, 1 failure, "
            "2 wrong usage or not found, 3 input refused, 4 Neo4j engine, 130 interrupted.",
        ),
    ),
)


@app.callback()
def root(
    ctx: typer.Context,
    lang: Annotated[
        Language | None,
        typer.Option(help=str(Text("语言：zh 或 en（ONCEGRAPH_LANGUAGE）", "Language: zh or en (ONCEGRAPH_LANGUAGE)"))),
    ] = None,
    home: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help=str(Text("内置 Neo4j 的目录（ONCEGRAPH_HOME）", "Folder of the embedded Neo4j (ONCEGRAPH_HOME)")),
        ),
    ] = None,
    jars: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help=str(
                Text(
                    "Neo4j 组件所在目录，无网络时用（ONCEGRAPH_NEO4J_JARS）",
                    "Folder with the Neo4j jars, for a machine without network access (ONCEGRAPH_NEO4J_JARS)",
                )
            ),
        ),
    ] = None,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help=str(Text("显示版本", "Show the version"))
        ),
    ] = False,
) -> None:
    from pydantic import ValidationError  # only when a command runs: help needs no settings

    from oncegraph.graph.settings import Settings

    options: dict[str, Any] = {"language": lang, "home": home, "neo4j_jars": jars}
    try:
        settings = Settings(**{name: value for name, value in options.items() if value is not None})
    except ValidationError as error:
        raise BadSettings(error) from None
    language.set(settings.language)
    ctx.obj = settings


def _only_listed() -> None:
    """A placeholder for a command in `oncegraph --help`; `Root.resolve_command` replaces it by the command itself."""


for name, command in COMMANDS.items():
    app.command(name, help=str(command.help))(_only_listed)
