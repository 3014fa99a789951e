"""The rules themselves, as loops over columns; compiled by numba, and plain Python when NUMBA_DISABLE_JIT=1.

A verdict about a field or a material depends on the addressees (audiences, regions) and not on the situation, so the
loops go over groups of situations with the same addressees: first the fields and materials that a group needs
(needs.py), then what is known in it (knowledge.py), then its verdicts (fields.py, materials.py, situations.py). A pair
is a (group, field), a paper a (group, material), a row a binding of one of them.

Reasons are bits (see `bindings.BIT`); the loops get those that they set themselves as a `Bits`.

Loops take tables out of their tuple before they begin, and walk through them by number: numba counts a reference for
every table it takes and every slice it makes, which takes longer than what most loops do in a turn.
"""

import hashlib
from pathlib import Path

import numba

from oncegraph.graph.settings import Settings


def _cache() -> Path:
    """A folder for compiled code of its own for each state of the sources: numba looks at one file at a time only, and
    would go on using what was compiled with another."""
    folder = Path(__file__).parent
    sources = sorted([*folder.glob("*.py"), folder.with_name("columns.py")])
    state = hashlib.sha256(numba.__version__.encode() + b"".join(source.read_bytes() for source in sources))
    return Settings().cache / "kernel" / state.hexdigest()[:16]


numba.config.CACHE_DIR = numba.config.CACHE_DIR or str(_cache())

from oncegraph.queries.exemption.kernel.fields import count_fields, decide_fields, state_of  # noqa: E402
from oncegraph.queries.exemption.kernel.knowledge import find_known  # noqa: E402
from oncegraph.queries.exemption.kernel.materials import decide_materials  # noqa: E402
from oncegraph.queries.exemption.kernel.needs import find_needs  # noqa: E402
from oncegraph.queries.exemption.kernel.situations import decide_requirements  # noqa: E402
from oncegraph.queries.exemption.kernel.types import (  # noqa: E402
    DATA_CHECK,
    FALSE,
    GROUP,
    MATCH,
    NEVER,
    OUTCOME,
    THIRD_PARTY,
    VALUE,
    YES,
    Bits,
    Tests,
)

__all__ = [
    "DATA_CHECK",
    "FALSE",
    "GROUP",
    "MATCH",
    "NEVER",
    "OUTCOME",
    "THIRD_PARTY",
    "VALUE",
    "YES",
    "Bits",
    "Tests",
    "count_fields",
    "decide_fields",
    "decide_materials",
    "decide_requirements",
    "find_known",
    "find_needs",
    "state_of",
]
