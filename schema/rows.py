"""A catalogue, or part of one, as plain rows of the exchange format: for loading, reading, comparing and reforming."""

from collections.abc import Mapping, Sequence
from typing import Any

#: Attribute → value; a relationship also has the two columns of `Relationship.ends()`. Attributes that are not recorded
#: are absent. Values have the types of the declaration; lists are tuples.
Row = dict[str, Any]

#: Name of a declaration → its rows.
Rows = Mapping[str, Sequence[Row]]
