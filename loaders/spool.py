"""A sequence of batches that is kept in memory while it is small and in a temporary file when it is large."""

import pickle
import tempfile
from collections.abc import Iterator
from typing import IO, Generic, TypeVar

T = TypeVar("T")

#: Number of members that are kept in memory, about 1 KB each.
MEMORY_MEMBERS = 200_000


class Spool(Generic[T]):
    """Append-only batches of `T`; may be read any number of times, also while it grows. `len` counts members."""

    def __init__(self, limit: int = MEMORY_MEMBERS):
        self._limit = limit
        self._held: list[list[T]] = []
        self._offsets: list[int] = []
        self._file: IO[bytes] | None = None
        self._members = 0

    def append(self, batch: list[T]) -> None:
        if not batch:
            return
        self._members += len(batch)
        if self._members <= self._limit:
            self._held.append(batch)
            return
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="oncegraph-")  # noqa: SIM115 (closed with the spool)
        self._offsets.append(self._file.seek(0, 2))
        pickle.dump(batch, self._file, pickle.HIGHEST_PROTOCOL)

    def __iter__(self) -> Iterator[list[T]]:
        """The batches, in the order in which they were appended."""
        yield from self._held
        if self._file is not None:
            for offset in self._offsets:
                self._file.seek(offset)
                yield pickle.load(self._file)

    def __len__(self) -> int:
        return self._members
