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


#: The Neo4j driver and numba import these by themselves where they are installed. An installation without the optional
#: parts (`frames`, `exact`) does not have them, and a server must start without.
OPTIONAL = ("pandas", "pyarrow", "scipy")


def test_a_server_starts_without_what_only_some_requests_need():
    program = (
        f"import sys; sys.modules.update(dict.fromkeys({OPTIONAL})); "
        "import oncegraph.api.server.app, oncegraph.api.server.run; "
        "print(*(name for name, module in sys.modules.items() if module))"
    )
    modules = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert "oncegraph.queries.exemption.kernel" in modules
    assert IMPORTED_LATER.isdisjoint(modules)
