"""The command `oncegraph` itself: global options, and the one place where errors become messages and exit codes."""

from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from typer.core import TyperGroup

from oncegraph.api.terminal.console import note, tell_error
from oncegraph.graph.settings import Settings
from oncegraph.schema.errors import OnceGraphError
from oncegraph.schema.text import Language, Text, language

INTERRUPTED = 130


class BadSettings(OnceGraphError):
    """An environment variable or option has a value that it cannot have."""

    code = "settings"
    exit_code = 2

    def __init__(self, error: ValidationError):
        found = [(_variable(each["loc"]), each["msg"]) for each in error.errors(include_input=False)]
        zh = "；".join(f"{name}（{message}）" for name, message in found)
        en = "; ".join(f"{name} ({message})" for name, message in found)
        super().__init__(
            Text(f"设置有误：{zh}", f"Wrong settings: {en}"),
            Text("请改正或取消该环境变量后重试。", "Correct or unset it, then try again."),
        )


def _variable(location: tuple) -> str:
    return f"ONCEGRAPH_{str(location[0]).upper()}" if location else "ONCEGRAPH_*"


class Root(TyperGroup):
    """Takes the global options wherever they stand, and turns errors into messages."""

    GLOBAL = ("--lang", "--home", "--jars")

    def parse_args(self, ctx, args: list[str]) -> list[str]:
        return super().parse_args(ctx, hoisted(args, self.GLOBAL))

    def invoke(self, ctx):
        try:
            return super().invoke(ctx)
        except OnceGraphError as error:
            tell_error(error)
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt:
            note(Text("已中断。", "Interrupted."))
            raise typer.Exit(INTERRUPTED) from None


def hoisted(arguments: list[str], names: tuple[str, ...]) -> list[str]:
    """The arguments with the given options, which take a value, moved to the front; those after `--` stay."""
    front, rest = [], []
    left = iter(arguments)
    for argument in left:
        if argument == "--":
            rest += [argument, *left]
        elif argument in names:
            front += [argument, *([value] if (value := next(left, None)) is not None else [])]
        elif argument.startswith(tuple(f"{name}=" for name in names)):
            front.append(argument)
        else:
            rest.append(argument)
    return front + rest


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"oncegraph {version('oncegraph')}")
        raise typer.Exit


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
                    "Folder with the Neo4j jars, for a machine without a network (ONCEGRAPH_NEO4J_JARS)",
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
    given = {"language": lang, "home": home, "neo4j_jars": jars}
    try:
        settings = Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        raise BadSettings(error) from None
    language.set(settings.language)
    ctx.obj = settings
