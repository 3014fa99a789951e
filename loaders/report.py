"""The report of a load: what it did or, in a dry run, would do."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from oncegraph.loaders.finding import Findings
from oncegraph.schema.declaration import Declaration
from oncegraph.schema.text import Text

#: The function called during a load: stage, rows done, rows in all (None if not known yet).
Progress = Callable[[Text, int, int | None], None]

CHECKING = Text("读取与检查", "Reading and checking")
RETIRING = Text("查找须移除的行", "Looking for rows to retire")
COMPARING = Text("与图中比对", "Comparing with the graph")
WRITING = Text("写入", "Writing")


@dataclass
class Counts:
    """Numbers of rows of one declaration. claimed: unchanged rows of other datasets that now belong to this one too."""

    added: int = 0
    changed: int = 0
    claimed: int = 0
    unchanged: int = 0
    removed: int = 0
    released: int = 0
    rejected: int = 0

    @property
    def written(self) -> int:
        return self.added + self.changed + self.claimed + self.removed + self.released


@dataclass
class LoadReport:
    """counts: by declaration, in the order of the model; rejects: file of the rows left out; seconds: time taken;
    unchanged_since: the version of the catalogue since which the same load changes nothing, so that rows were not
    compared.
    """

    dataset: str
    dry_run: bool
    findings: Findings
    counts: dict[type[Declaration], Counts] = field(default_factory=dict)
    rejects: Path | None = None
    seconds: float = 0.0
    unchanged_since: int | None = None

    @property
    def total(self) -> Counts:
        names = Counts.__dataclass_fields__
        return Counts(**{name: sum(getattr(counts, name) for counts in self.counts.values()) for name in names})
