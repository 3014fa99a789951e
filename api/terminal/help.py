"""Help pages: options with their help in both languages, and the examples at the end of a page."""

from typing import Any

import typer

from oncegraph.schema.text import Text


def examples(*lines: Text | str, note: Text | None = None) -> str:
    """The end of a help page: commands to copy, as texts or the same in both languages, and a remark."""
    parts = [str(Text("示例：", "Examples:")), *(f"  {line}" for line in lines)]
    return "\n\n".join([*parts, *([str(note)] if note else [])])


def option(zh: str, en: str, *names: str, metavar: str | None = None, **more: Any) -> Any:
    """A typer option with its help in both languages. more: other parameters of `typer.Option`."""
    return typer.Option(*names, help=str(Text(zh, en)), metavar=metavar, **more)


def argument(zh: str, en: str, metavar: str, **more: Any) -> Any:
    """A typer argument with its help in both languages. more: other parameters of `typer.Argument`."""
    return typer.Argument(help=str(Text(zh, en)), metavar=metavar, **more)
