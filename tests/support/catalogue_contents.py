"""All that a catalogue holds, as plain values that can be compared."""

from typing import Any

import numpy as np

from oncegraph.queries.exemption.catalogue import Catalogue


def contents_of(catalogue: Catalogue) -> dict[str, Any]:
    """Everything except the version, the layout basis, and what is computed from the codes."""
    parts = {
        name: part
        for name, part in vars(catalogue).items()
        if name not in ("version", "layout_basis", "chain", "index")
    }
    return {
        name: part.tolist() if isinstance(part, np.ndarray) else part
        for name, part in (parts | catalogue.chain._asdict()).items()
    }
