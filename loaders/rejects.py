"""The rows that a load leaves out, with the reason, to be corrected and loaded again."""

from collections import defaultdict
from pathlib import Path

from oncegraph.loaders import exchange
from oncegraph.loaders.finding import Finding
from oncegraph.loaders.identities import Identity
from oncegraph.loaders.naming import REASON, identity_of
from oncegraph.loaders.spool import Spool
from oncegraph.loaders.table import ABSENT, Chunk
from oncegraph.schema.declaration import Declaration
from oncegraph.schema.rows import Row


class Rejects:
    """Rejected rows as they were read, by declaration, each with a column for the reason."""

    def __init__(self) -> None:
        self._rows: defaultdict[type[Declaration], Spool[Row]] = defaultdict(Spool)
        self._later: defaultdict[tuple[type[Declaration], Identity], list[Finding]] = defaultdict(list)

    def add(self, declaration: type[Declaration], chunk: Chunk, position: int, findings: list[Finding]) -> None:
        """Add a bad row of a chunk."""
        cells = {name: values[position] for name, values in chunk.cells.items() if values[position] is not ABSENT}
        self._rows[declaration].append([cells | {REASON: _reason(findings)}])

    def explain(self, declaration: type[Declaration], identity: Identity, finding: Finding) -> None:
        """Record why a row that had been accepted is bad."""
        self._later[declaration, identity].append(finding)

    def add_accepted(self, declaration: type[Declaration], row: Row) -> None:
        """Add a row that had been accepted and is bad."""
        findings = self._later[declaration, identity_of(declaration)(row)]
        cells = {name: value for name, value in row.items() if name != "defaulted"}
        self._rows[declaration].append([cells | {REASON: _reason(findings)}])

    def count(self, declaration: type[Declaration]) -> int:
        return len(self._rows[declaration]) if declaration in self._rows else 0

    def write(self, path: Path) -> None:
        """Write the rows in the exchange format; see `exchange.write`."""
        exchange.write(path, {kind: (row for batch in rows for row in batch) for kind, rows in self._rows.items()})


def _reason(findings: list[Finding]) -> str:
    return "\n".join(dict.fromkeys(str(finding.sentence) for finding in findings))
