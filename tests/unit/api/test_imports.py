"""What is imported at the start: every worker of a server holds it in memory, and every command line waits for it."""

import subprocess
import sys

import pytest

#: Needed by some requests only, and imported by the first of them. Together about 80 MB.
IMPORTED_LATER = {
    "docx",
    "graphviz",
    "jsonschema",
    "lxml",
    "networkx",
    "oncegraph.loaders",
    "pandas",
    "pyarrow",
    "python_calamine",
    "rapidfuzz",
    "scipy",
    "typst",
    "xlsxwriter",
}


#: The Neo4j driver and numba import these by themselves where they are installed. An installation without the optional
#: parts (`frames`, `exact`) does not have them, and a server must start without.
OPTIONAL = ("pandas", "pyarrow", "scipy")


@pytest.mark.process
def test_a_server_starts_without_what_only_some_requests_need():
    program = (
        f"import sys; sys.modules.update(dict.fromkeys({OPTIONAL})); "
        "import oncegraph.api.server.app, oncegraph.api.server.run; "
        "print(*(name for name, module in sys.modules.items() if module))"
    )
    modules = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert "oncegraph.queries.exemption.kernel" in modules
    assert IMPORTED_LATER.isdisjoint(modules)


#: All modules of ours that `oncegraph --help` imports: no command, and of the other rooms only errors and texts.
FOR_HELP = {
    "oncegraph.api",
    "oncegraph.api.cli",
    "oncegraph.api.commands",
    "oncegraph.api.commands.root",
    "oncegraph.api.terminal",
    "oncegraph.api.terminal.console",
    "oncegraph.api.terminal.help",
    "oncegraph.schema",
    "oncegraph.schema.errors",
    "oncegraph.schema.text",
}
HELP = """
import atexit, sys
from oncegraph.api.cli import main
sys.argv = ["oncegraph", "--help"]
atexit.register(lambda: print(*sys.modules, file=sys.stderr))
main()
"""


@pytest.mark.process
def test_help_imports_no_command_and_no_room():
    modules = subprocess.run([sys.executable, "-c", HELP], capture_output=True, text=True, check=True).stderr.split()
    assert {name for name in modules if name.startswith("oncegraph.")} == FOR_HELP
    assert {"pydantic", "pydantic_settings", "numpy", "importlib.metadata"}.isdisjoint(modules)
