"""The record types of the columns that the kernel works on.

`first_x`, `last_x` delimit the rows of table x that belong to a row. Tri-states are 1, 0 or UNRECORDED; codes are the
position in their CodeList or UNRECORDED; days and microseconds count from 1970-01-01, MISSING where not recorded.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from oncegraph.graph import packed
from oncegraph.queries.exemption.spans import spread
from oncegraph.schema.codes import CodeList

#: A tri-state or code that was not recorded or is outside its code list; also used for "no number".
UNRECORDED = packed.UNRECORDED

#: A whole number, day or instant that was not recorded.
MISSING = packed.MISSING

SITUATION = np.dtype(
    (np.record, [("item", np.int32), ("first_require", np.int64), ("last_require", np.int64), ("complete", np.int8)])
)
REQUIRE = np.dtype(
    (np.record, [("material", np.int32), ("group", np.int32), ("necessity", np.int8), ("removed", np.bool_)])
)
MATERIAL = np.dtype(
    (
        np.record,
        [
            ("first_fact", np.int64),
            ("last_fact", np.int64),
            ("first_binding", np.int64),
            ("last_binding", np.int64),
            ("is_form", np.bool_),
            ("origin", np.int8),
            ("equivalent", np.int8),
            ("surrendered", np.int8),
            ("defaulted", np.bool_),
        ],
    )
)
FACT = np.dtype((np.record, [("field", np.int32), ("required", np.int8)]))
FIELD = np.dtype(
    (
        np.record,
        [
            ("first_binding", np.int64),
            ("last_binding", np.int64),
            ("will", np.int8),
            ("login", np.int8),
            ("is_key", np.bool_),
            ("defaulted", np.bool_),
        ],
    )
)
SOURCE = np.dtype(
    (
        np.record,
        [
            ("status", np.int8),
            ("sharing", np.int8),
            ("distance", np.int8),
            ("updated", np.int64),
            ("probed", np.int64),
            ("sla", np.int64),
            ("defaulted", np.bool_),
        ],
    )
)
BINDING = np.dtype(
    (
        np.record,
        [
            ("source", np.int32),
            ("mode", np.int8),
            ("returns", np.int8),
            ("status", np.int8),
            ("approved", np.int8),
            ("authoritative", np.bool_),
            ("max_age", np.int64),
            ("audience_scope", np.int32),
            ("region_scope", np.int32),
            ("first_key", np.int64),
            ("last_key", np.int64),
            ("defaulted", np.bool_),
        ],
    )
)


class Chain(NamedTuple):
    """The chain as tables: situations → requires → materials → facts → fields → bindings → sources, keys.

    Bindings of fields come before those of materials, both in the order of choice; keys are numbers of fields.
    """

    situations: np.ndarray
    requires: np.ndarray
    materials: np.ndarray
    facts: np.ndarray
    fields: np.ndarray
    bindings: np.ndarray
    sources: np.ndarray
    keys: np.ndarray


def position(code: CodeList) -> int:
    """The number that represents a code in the columns."""
    return list(type(code)).index(code)


def table(kind: np.dtype, many: int, **columns: ArrayLike) -> np.ndarray:
    """A table of `many` rows with the given columns; a single value applies to all rows; all other columns are 0."""
    rows = np.zeros(many, kind)
    for name, values in columns.items():
        rows[name] = values
    return rows


def delimit(rows: np.ndarray, name: str, owners: np.ndarray, start: int = 0) -> None:
    """Set `first_name` and `last_name` of rows to where their number stands in `owners` (sorted), plus `start`."""
    bounds = np.searchsorted(owners, np.arange(len(rows) + 1)) + start
    rows[f"first_{name}"], rows[f"last_{name}"] = bounds[:-1], bounds[1:]


def lay_keys(bindings: np.ndarray, keys: np.ndarray) -> np.ndarray:
    """The keys of all bindings in one table, binding by binding; sets `first_key` and `last_key` of the bindings."""
    _, places = spread(bindings["first_key"], bindings["last_key"])
    many = bindings["last_key"] - bindings["first_key"]
    bindings["last_key"] = np.cumsum(many)
    bindings["first_key"] = bindings["last_key"] - many
    return keys[places]
