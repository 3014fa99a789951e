"""Compares checked rows with the stored ones, to find what to add, to change and to leave alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from oncegraph.loaders.check.checked import Checked
from oncegraph.loaders.known import Known
from oncegraph.loaders.naming import identity_of
from oncegraph.loaders.report import Counts
from oncegraph.schema.declaration import Declaration
from oncegraph.schema.rows import Row

#: Attributes that the graph stores in addition to the declared ones.
DEFAULTED, DATASETS = "defaulted", "datasets"


@dataclass
class PlanStep:
    """What to write of some rows of one declaration.

    added: whole rows; changed: identity and the attributes that differ, or the identity only if just the claim of
    the dataset is new; rows: how many were compared.
    """

    declaration: type[Declaration]
    rows: int
    added: list[Row]
    changed: list[Row] = field(default_factory=list)


class Plan:
    """The steps of a load, computed one by one while they are carried out, so that a large plan needs little memory.

    counts: of the steps carried out so far.
    """

    def __init__(self, checked: list[Checked], known: Known, dataset: str):
        self._checked, self._known, self._dataset = checked, known, dataset
        self.counts = {each.declaration: Counts() for each in checked}
        self.rows = sum(len(each.accepted) for each in checked)

    def steps(self) -> Iterator[PlanStep]:
        """The steps in the order in which they must be carried out."""
        for each in self._checked:
            counts = self.counts[each.declaration]
            for batch in each.batches():
                step = self._compare(each.declaration, batch, counts)
                counts.added += len(step.added)
                yield step

    def _compare(self, declaration: type[Declaration], batch: list[Row], counts: Counts) -> PlanStep:
        if not self._known.stored_count(declaration):
            return PlanStep(declaration, len(batch), batch)
        identity = identity_of(declaration)
        stored = self._known.rows(declaration, list(map(identity, batch)))
        step = PlanStep(declaration, len(batch), [])
        names = declaration.identity_columns()
        for row in batch:
            old = stored.get(identity(row))
            if old is None:
                step.added.append(row)
                continue
            different = _difference(row, old)
            claimed = self._dataset in (old.get(DATASETS) or ())
            if different or not claimed:
                step.changed.append({name: row[name] for name in names} | different)
            counts.changed += bool(different)
            counts.claimed += not different and not claimed
            counts.unchanged += not different and claimed
        return step


def _difference(row: Row, old: Row) -> Row:
    """The attributes of a row that differ from the stored row; attributes that are not in the row are ignored."""
    different = {name: value for name, value in row.items() if name != DEFAULTED and _plain(old.get(name)) != value}
    kept = tuple(name for name in old.get(DEFAULTED) or () if name not in row)
    defaulted = kept + tuple(row.get(DEFAULTED, ()))
    if set(defaulted) != set(old.get(DEFAULTED) or ()):
        different[DEFAULTED] = defaulted or None
    return different


def _plain(value: Any) -> Any:
    """A stored value in the form of checked rows: lists as tuples, empty ones as None."""
    return (tuple(value) or None) if isinstance(value, list) else value
