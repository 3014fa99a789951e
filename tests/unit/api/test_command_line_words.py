"""The command line before it does anything: language, global options, help."""

import os
import pkgutil
import subprocess
import sys
from importlib import import_module

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from oncegraph.api import commands
from oncegraph.api.cli import chosen_language
from oncegraph.api.commands.catalogue.query import NotAParameter, parse_parameters
from oncegraph.api.commands.root import Root, app, move_to_front
from oncegraph.api.terminal.gathered_options import drop_values


@pytest.mark.parametrize(
    ("arguments", "environment", "wanted"),
    [
        (["demo"], {}, "zh"),
        (["demo"], {"ONCEGRAPH_LANGUAGE": "en"}, "en"),
        (["demo", "--lang", "zh"], {"ONCEGRAPH_LANGUAGE": "en"}, "zh"),
        (["--lang=en", "demo"], {}, "en"),
        (["demo", "--lang"], {}, "zh"),
        (["demo", "--lang", "fr"], {}, "zh"),
    ],
)
def test_the_language_is_that_of_the_option_else_of_the_environment(arguments, environment, wanted):
    assert chosen_language(arguments, environment) == wanted


def test_global_options_may_stand_anywhere():
    given = ["exempt", "x", "--home", "h", "--lang=en", "--json", "--", "--home", "y"]
    assert move_to_front(given, Root.GLOBAL) == [
        "--home",
        "h",
        "--lang=en",
        "exempt",
        "x",
        "--json",
        "--",
        "--home",
        "y",
    ]


def test_the_value_of_a_known_field_is_dropped_at_once():
    assert drop_values(["项目编号=SECRET=1", "ZD000001"]) == ["项目编号", "ZD000001"]


def test_query_parameters_are_name_and_value():
    assert parse_parameters(["a=1", "b=x=y"]) == {"a": "1", "b": "x=y"}
    with pytest.raises(NotAParameter):
        parse_parameters(["a"])


COMMANDS = (
    "demo",
    "load",
    "template",
    "exempt",
    "why",
    "draw",
    "remaining",
    "merge",
    "guide",
    "theme",
    "compare",
    "reform",
    "list",
    "analyse",
    "runs",
    "impact",
    "what-if",
    "next-best",
    "search",
    "query",
    "serve",
    "engine start",
    "engine logs",
)


def oncegraph(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    variables = {name: value for name, value in os.environ.items() if not name.startswith("ONCEGRAPH_")}
    command = [sys.executable, "-m", "oncegraph.api.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env=variables | environment)


@pytest.mark.process
def test_help_is_in_the_language_chosen():
    assert "导入自带的示例城市" in oncegraph("--help").stdout
    assert "Load the sample city" in oncegraph("--help", "--lang", "en").stdout
    assert "Load the sample city" in oncegraph("--help", ONCEGRAPH_LANGUAGE="en").stdout


@pytest.mark.process
def test_wrong_usage_and_wrong_settings_end_with_2_and_say_what_to_do():
    assert oncegraph("exempt").returncode == 2
    assert oncegraph("nonsense").returncode == 2
    wrong = oncegraph("engine", "status", ONCEGRAPH_NEO4J_PORT="99999999", ONCEGRAPH_NEO4J_PASSWORD="SECRET")
    assert wrong.returncode == 2
    assert "ONCEGRAPH_NEO4J_PORT" in wrong.stderr
    assert "SECRET" not in wrong.stderr + wrong.stdout
    assert "Traceback" not in wrong.stderr
    assert wrong.stdout == ""


def test_every_module_of_a_command_stands_in_the_table_once():
    prefix = f"{commands.__name__}."
    modules = {module.name for module in pkgutil.walk_packages(commands.__path__, prefix) if not module.ispkg}
    assert sorted(prefix + command.module for command in commands.COMMANDS.values()) == sorted(
        modules - {f"{prefix}root"}
    )


def test_what_a_command_does_is_said_in_the_table_only():
    for name, command in commands.COMMANDS.items():
        module = import_module(f"oncegraph.api.commands.{command.module}")
        assert get_command(module.app).help is None
        loaded = commands.import_command(name)
        assert (loaded.name, loaded.help) == (name, str(command.help))
        assert "install_completion" not in {parameter.name for parameter in loaded.params}


def test_the_help_of_every_command_ends_with_examples():
    assert set(get_command(app).commands) == {name.partition(" ")[0] for name in COMMANDS}
    for name in COMMANDS:
        shown = CliRunner().invoke(app, [*name.split(), "--help"], env={"TERM": "dumb"})
        assert shown.exit_code == 0
        assert "示例" in shown.stdout, name
        assert f"oncegraph {name}" in shown.stdout, name
