"""The result of checking one declaration: the good rows, and the identities of all rows in the files."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from oncegraph.loaders.identities import Identities
from oncegraph.loaders.naming import identity_of
from oncegraph.loaders.spool import Spool
from oncegraph.schema.declaration import Declaration
from oncegraph.schema.rows import Row


@dataclass
class Checked:
    """Rows (attribute → value) whose values, identities and references are right.

    identities: of all rows in the files, also of bad ones; columns: every column that any table has.
    """

    declaration: type[Declaration]
    identities: Identities = field(default_factory=Identities)
    columns: set[str] = field(default_factory=set)
    accepted: Spool[Row] = field(default_factory=Spool)

    def batches(self) -> Iterator[list[Row]]:
        """The good rows; rows that were accepted at first and found bad later are left out."""
        rejected, identity = self.identities.rejected, identity_of(self.declaration)
        for batch in self.accepted:
            yield [row for row in batch if identity(row) not in rejected] if rejected else batch

    def rejected_later(self) -> Iterator[Row]:
        rejected, identity = self.identities.rejected, identity_of(self.declaration)
        if rejected:
            for batch in self.accepted:
                yield from (row for row in batch if identity(row) in rejected)
