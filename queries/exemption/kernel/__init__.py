"""The rules of docs/rules.md (rules.py), and the loops over columns that apply them.

Compiled by numba; plain Python with NUMBA_DISABLE_JIT=1.

A verdict about a field or a material depends on the addressees (audiences, regions) and not on the situation. The loops
therefore go over groups of situations with the same addressees: first the fields and materials that a group needs
(needs.py), then what is known in it (knowledge.py), then its verdicts (fields.py, materials.py, situations.py). A pair
is a (group, field), a paper a (group, material), a row a binding of one of them.

Reasons are bits (see `REASON` in types.py).

Loops unpack tables from their tuple before they begin, and index them by number: numba updates a reference count for
every table that it unpacks and every slice that it makes, which costs more than the body of most loops.
"""

import hashlib
import inspect
from pathlib import Path

import numba

from oncegraph.graph.settings import Settings
from oncegraph.schema import codes, verdict


def _cache() -> Path:
    """The folder for compiled code, one for each state of the sources: numba checks only the file of a function, and
    would keep using code that was compiled with an older version of another file."""
    folder = Path(__file__).parent
    lists = [Path(inspect.getfile(module)) for module in (codes, verdict)]
    sources = sorted([*folder.glob("*.py"), folder.with_name("columns.py"), *lists])
    state = hashlib.sha256(numba.__version__.encode() + b"".join(source.read_bytes() for source in sources))
    return Settings().cache / "kernel" / state.hexdigest()[:16]


_settings = vars(numba.config)  # numba defines its settings dynamically during import, where no type checker sees them
_settings["CACHE_DIR"] = _settings["CACHE_DIR"] or str(_cache())

from oncegraph.queries.exemption.kernel.fields import count_fields, decide_fields  # noqa: E402
from oncegraph.queries.exemption.kernel.knowledge import find_known  # noqa: E402
from oncegraph.queries.exemption.kernel.materials import checks, decide_materials, find_coverage  # noqa: E402
from oncegraph.queries.exemption.kernel.needs import find_needs  # noqa: E402
from oncegraph.queries.exemption.kernel.rules import state_of  # noqa: E402
from oncegraph.queries.exemption.kernel.situations import decide_requirements  # noqa: E402
from oncegraph.queries.exemption.kernel.types import (  # noqa: E402
    DATA_CHECK,
    FALSE,
    GROUP,
    MATCH,
    NEVER,
    OUTCOME,
    REASON,
    THIRD_PARTY,
    VALUE,
    YES,
    Tests,
)

__all__ = [
    "DATA_CHECK",
    "FALSE",
    "GROUP",
    "MATCH",
    "NEVER",
    "OUTCOME",
    "REASON",
    "THIRD_PARTY",
    "VALUE",
    "YES",
    "Tests",
    "checks",
    "count_fields",
    "decide_fields",
    "decide_materials",
    "decide_requirements",
    "find_coverage",
    "find_known",
    "find_needs",
    "state_of",
]
