"""A catalogue, or part of one, as plain rows of the exchange format: what is loaded, read back, compared, reformed."""

from collections.abc import Mapping, Sequence
from typing import Any

#: Attribute → value, of a relationship also the two columns of `Relationship.ends()`; what was never recorded is
#: absent. Values are those of the declarations; a list is a tuple.
Row = dict[str, Any]

#: Name of a declaration → its rows.
Rows = Mapping[str, Sequence[Row]]
