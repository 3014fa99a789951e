"""Which situations are decided together, and what each group of them needs; valid for one catalogue."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from oncegraph.queries.exemption import kernel
from oncegraph.queries.exemption.bindings import Addressees, addressees, login_of
from oncegraph.queries.exemption.catalogue import Catalogue, LayoutBasis
from oncegraph.queries.exemption.columns import table
from oncegraph.queries.exemption.context import Context


@dataclass(frozen=True)
class Layout:
    """Situations grouped by addressees, and the tables of kernel/types.py that say what the groups need.

    audiences, regions: the distinct ones of the groups; situations: numbers, group after group; groups, pairs, papers:
    see kernel.GROUP and kernel.NEED; many_rows: bindings of all pairs and papers; require_row: the requirements of
    situations[i] are rows require_row[i] … [i + 1].
    """

    addressees: tuple[Addressees, ...]
    audiences: tuple[frozenset[str], ...]
    regions: tuple[frozenset[str], ...]
    situations: np.ndarray
    groups: np.ndarray
    pairs: np.ndarray
    papers: np.ndarray
    many_rows: int
    require_row: np.ndarray

    @property
    def tables(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return self.groups, self.pairs, self.papers

    def pairs_of(self, at: int) -> dict[int, int]:
        """Number of a field → its pair, for the situation at a place."""
        group = self.groups[np.searchsorted(self.groups["last_situation"], at, side="right")]
        pairs = range(group["first_pair"], group["last_pair"])
        return dict(zip(self.pairs["of"][pairs.start : pairs.stop].tolist(), pairs, strict=True))


def lay_out(
    catalogue: Catalogue, context: Context, situations: Sequence[int] | np.ndarray, *, forms_only: bool = False
) -> Layout:
    """The layout of some situations, given by number. forms_only: no papers, and no fields but those of forms, with
    their keys."""
    numbers = np.asarray(situations, np.int64)
    _, first, alike = np.unique(catalogue.situation_addressees[numbers], return_index=True, return_inverse=True)
    by_addressees: dict[Addressees, int] = {}  # different sets become equal if the caller names an audience or region
    group_of = np.zeros(len(first), np.int64)
    for place in np.argsort(first):
        named = addressees(catalogue, context, int(numbers[first[place]]))
        group_of[place] = by_addressees.setdefault(named, len(by_addressees))
    group = group_of[alike]
    ordered = numbers[np.argsort(group, kind="stable")]
    last = np.cumsum(np.bincount(group, minlength=len(by_addressees)))
    audiences, audience = _distinct(group.audiences for group in by_addressees)
    regions, region = _distinct(group.regions for group in by_addressees)
    groups = table(
        kernel.GROUP,
        len(by_addressees),
        first_situation=np.append(0, last)[:-1],
        last_situation=last,
        audiences=audience,
        regions=region,
        login=[login_of(group.audiences) for group in by_addressees],
    )
    pairs, papers, many_rows = kernel.find_needs(catalogue.chain, groups, ordered, forms_only)
    each = catalogue.chain.situations[ordered]
    require_row = np.append(0, np.cumsum(each["last_require"] - each["first_require"]))
    return Layout(tuple(by_addressees), audiences, regions, ordered, groups, pairs, papers, many_rows, require_row)


def _distinct(sets: Iterable[frozenset[str]]) -> tuple[tuple[frozenset[str], ...], list[int]]:
    """The distinct sets, and the number of each among them."""
    numbers: dict[frozenset[str], int] = {}
    each = [numbers.setdefault(one, len(numbers)) for one in sets]
    return tuple(numbers), each


_whole: WeakKeyDictionary[LayoutBasis, dict[tuple[str | None, str | None, bool], Layout]] = WeakKeyDictionary()


def whole_layout(catalogue: Catalogue, context: Context, *, forms_only: bool = False) -> Layout:
    """The layout of all active situations; cached for the layout basis of a catalogue and the addressees
    that a caller names."""
    layouts = _whole.setdefault(catalogue.layout_basis, {})
    named = (context.audience, context.region, forms_only)
    if named not in layouts:
        active = np.flatnonzero(catalogue.situation_active)
        layouts[named] = lay_out(catalogue, context, active, forms_only=forms_only)
    return layouts[named]
