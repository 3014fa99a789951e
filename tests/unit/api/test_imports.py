"""What a server imports when it starts: every worker holds it in memory, whether or not a request needs it."""

import subprocess
import sys

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


def test_a_server_starts_without_what_only_some_requests_need():
    program = "import sys, oncegraph.api.server.app, oncegraph.api.server.run; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert "oncegraph.queries.exemption.kernel" in modules
    assert IMPORTED_LATER.isdisjoint(modules)
