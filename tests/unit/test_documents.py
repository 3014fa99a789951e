"""What the documents name exists: settings, commands, files."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from oncegraph.api.commands.root import app
from oncegraph.graph.settings import Settings

ROOT = Path(__file__).parents[2]
READMES = pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])


@READMES
def test_every_setting_is_documented_and_no_other(readme: str):
    named = set(re.findall(r"`(ONCEGRAPH_\w+)`", (ROOT / readme).read_text("utf-8")))
    assert named == {f"ONCEGRAPH_{name.upper()}" for name in Settings.model_fields}


@READMES
def test_every_command_in_a_readme_exists(readme: str):
    used = set(re.findall(r"^oncegraph ([\w-]+)", (ROOT / readme).read_text("utf-8"), re.MULTILINE))
    assert used
    assert used <= set(get_command(app).commands)


@READMES
def test_every_link_leads_to_a_file(readme: str):
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / readme).read_text("utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_make_command_exists():
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    used = {
        word
        for readme in ROOT.glob("README*.md")
        for word in re.findall(r"(?:^|`)make (\w+)", readme.read_text("utf-8"), re.MULTILINE)
    }
    assert used <= targets
