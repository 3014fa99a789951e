"""What a server holds in memory from its start: every worker has it, whether anybody asks for it or not."""

import subprocess
import sys

#: What only some requests need: it is imported by the first of them. Together some 80 MB.
ONLY_WHEN_ASKED_FOR = {
    "docx",
    "graphviz",
    "jsonschema",
    "loaders",
    "lxml",
    "networkx",
    "pandas",
    "pyarrow",
    "python_calamine",
    "rapidfuzz",
    "scipy",
    "typst",
    "xlsxwriter",
}


def test_a_server_starts_without_what_only_some_requests_need():
    told = "import sys, oncegraph.api.server.app, oncegraph.api.server.run; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout.split()
    assert "oncegraph.queries.exemption.kernel" in modules
    assert ONLY_WHEN_ASKED_FOR.isdisjoint(modules)
