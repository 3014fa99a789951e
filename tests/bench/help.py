"""`oncegraph --help` against a bare typer program of one file that prints the same."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from oncegraph.api.commands import COMMANDS
from oncegraph.graph.client import Client
from tests.bench.city import Rows
from tests.bench.measure import Figure, costs, in_turn

BARE = """
from pathlib import Path
from typing import Annotated, Literal

import typer

app = typer.Typer(name="oncegraph", no_args_is_help=True)


@app.callback(help="A graph of government services, from items down to data sources.", epilog="oncegraph demo")
def root(
    lang: Annotated[Literal["zh", "en"] | None, typer.Option(help="Language")] = None,
    home: Annotated[Path | None, typer.Option(help="Folder of the embedded Neo4j")] = None,
    jars: Annotated[Path | None, typer.Option(help="Folder with the Neo4j jars")] = None,
    version: Annotated[bool, typer.Option("--version", help="Show the version")] = False,
) -> None: ...


def command() -> None: ...


"""


def run(client: Client, rows: Rows) -> Iterator[Figure]:
    commands = [f"app.command({name!r}, help={command.help.zh!r})(command)" for name, command in COMMANDS.items()]
    with TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.py"
        bare.write_text("\n".join([BARE, *commands, "app()"]), "utf-8")
        ours, theirs = in_turn(lambda: print_help("-m", "oncegraph.api.cli"), lambda: print_help(str(bare)), runs=7)
    yield costs("start.help", ours, "a bare typer program that prints the same help", theirs, 3)


def print_help(*program: str) -> None:
    """Print the help page of a program in a separate process."""
    result = subprocess.run([sys.executable, *program, "--help"], capture_output=True, check=True)
    assert all(name.encode() in result.stdout for name in COMMANDS)
