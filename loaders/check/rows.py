"""Checks the tables of one declaration, a chunk at a time: values, identities, references, the tree."""

from collections.abc import Callable, Iterable
from itertools import repeat
from typing import Any

from oncegraph.loaders import problems
from oncegraph.loaders.check.batch import Batch, batch_of, blank_rows
from oncegraph.loaders.check.checked import Checked
from oncegraph.loaders.check.column import Column
from oncegraph.loaders.check.marks import Marks
from oncegraph.loaders.check.names import Names
from oncegraph.loaders.check.tree import Tree
from oncegraph.loaders.finding import Findings
from oncegraph.loaders.identities import Identity
from oncegraph.loaders.known import Known
from oncegraph.loaders.naming import columns, members, references, required_columns
from oncegraph.loaders.rejects import Rejects
from oncegraph.loaders.table import ABSENT, Chunk, Repeated, Table
from oncegraph.schema.declaration import Declaration, Node

Values = dict[str, list[Any]]

#: In a list of keys: stands for all keys.
ALL = "*"


class RowCheck:
    """Takes the chunks of all tables of a declaration; the result is in `checked`."""

    def __init__(self, declaration: type[Declaration], known: Known, findings: Findings, rejects: Rejects):
        self.checked = Checked(declaration)
        known.files[declaration] = self.checked.identities
        self._declaration, self._known, self._findings, self._rejects = declaration, known, findings, rejects
        self._identity = declaration.identity_columns()
        self._required = required_columns(declaration)
        self._defaults = {
            name: declaration.model_fields[name].default
            for name in declaration.keys()
            if not declaration.model_fields[name].is_required()
        }
        targets = references(declaration)
        self._references = {name: kind for name, kind in targets.items() if kind is not declaration}
        self._members = members(declaration)
        own = next((name for name, kind in targets.items() if kind is declaration), None)
        self._tree = Tree(declaration, own, known) if own and issubclass(declaration, Node) else None
        self._names = Names(declaration)
        self._tables: list[Table] = []

    def table(self, table: Table, step: Callable[[int], None]) -> None:
        """Check a table. step: is called with the number of rows of each chunk."""
        self._tables.append(table)
        checks: dict[str, Column] = {}
        marks = Marks(table, self._findings)
        for chunk in table.chunks():
            self.checked.columns.update(chunk.cells)
            missing = [name for name in self._identity if name not in chunk.cells and name not in self._defaults]
            for name in missing:
                problem = problems.missing_column(columns(self._declaration)[name])
                self._findings.add(table.place(), problem)
            if missing:
                break
            self._chunk(table, chunk, checks, marks)
            step(len(chunk.numbers))
        marks.finish()

    def finish(self) -> Checked:
        """Check what can only be checked over all tables, and reject accepted rows that are bad after all."""
        if self._tree:
            for key, problem, value in self._tree.faults():
                _, number, row = self.checked.identities.find([key])[key]
                place = self._tables[number].place(row, self._tree.attribute)
                finding = self._findings.add(place, problem, value)
                self.checked.identities.reject([key])
                self._rejects.explain(self._declaration, key, finding)
        self._names.report(self._tables, self._findings)
        for rejected in self.checked.rejected_later():
            self._rejects.add_accepted(self._declaration, rejected)
        return self.checked

    def _chunk(self, table: Table, chunk: Chunk, checks: dict[str, Column], marks: Marks) -> None:
        marks.start(chunk)
        values, sparse = {}, False
        for name, cells in chunk.cells.items():
            if name not in checks:
                checks[name] = Column(self._declaration, name)
            values[name], keys = checks[name].values(cells)
            sparse = sparse or checks[name].sparse
            marks.column(name, checks[name], keys)
        blank = blank_rows(values) - marks.bad.keys()
        batch = batch_of(self._declaration, chunk, self._with_defaults(values, len(chunk.numbers)), sparse)
        self._check_required(batch, blank, marks)
        self._check_references(batch, marks)
        contents = batch.contents()
        left_out = blank | self._check_repeated(table, batch, contents, marks)
        self._keep(batch, contents, left_out, marks)

    def _with_defaults(self, values: Values, length: int) -> Values:
        for name, default in self._defaults.items():
            cells = values.get(name, [None] * length)
            values[name] = [default if value is None or value is ABSENT else value for value in cells]
        return values

    def _check_required(self, batch: Batch, blank: set[int], marks: Marks) -> None:
        for name in self._required:
            cells = batch.values.get(name)
            if cells is None:
                self._check_new(batch, name, set(range(len(batch))) - blank, marks)
                continue
            if None in cells:
                for position, value in enumerate(cells):
                    if value is None and position not in blank and not marks.has_bad_value(position, name):
                        marks.error(position, problems.MISSING_VALUE, name)
            if batch.sparse:
                absent = {position for position, value in enumerate(cells) if value is ABSENT}
                if name not in self._identity:
                    self._check_new(batch, name, absent, marks)
                    continue
                for position in absent:
                    marks.error(position, problems.MISSING_VALUE, name)

    def _check_new(self, batch: Batch, name: str, positions: set[int], marks: Marks) -> None:
        """Report rows without a required attribute that are not in the graph yet."""
        positions -= marks.bad.keys()
        stored = self._known.stored(self._declaration, {batch.identities[position] for position in positions})
        problem = problems.missing_column_of_new(columns(self._declaration)[name])
        for position in sorted(positions):
            if batch.identities[position] not in stored:
                marks.repeated_error(position, problem, name)

    def _check_references(self, batch: Batch, marks: Marks) -> None:
        for name, kind in self._references.items():
            self._check_keys(name, kind, ((key,) for key in batch.values.get(name, ())), marks)
        for name, kind in self._members.items():
            self._check_keys(name, kind, (keys or () for keys in batch.values.get(name, ())), marks)

    def _check_keys(self, name: str, kind: type[Node], cells: Iterable[Iterable[Any]], marks: Marks) -> None:
        """Report the keys in each cell that belong to no node."""
        each = [() if keys is ABSENT else tuple(keys) for keys in cells]
        keys = {key for cell in each for key in cell} - {None, ABSENT, ALL}
        absent, rejected = self._known.unresolved(kind, keys)
        if absent or rejected:
            for position, cell in enumerate(each):
                for key in cell:
                    if key in absent:
                        marks.error(position, problems.dangling(kind.title), name, key)
                    elif key in rejected:
                        marks.error(position, problems.rejected_reference(kind.title), name, key)

    def _check_repeated(self, table: Table, batch: Batch, contents: list[int], marks: Marks) -> set[int]:
        """Positions to leave out because an earlier row has their identity."""
        found = self.checked.identities.find(batch.identities)
        if not found and len(set(batch.identities)) == len(batch):
            return set()
        left_out: set[int] = set()
        for position, identity in enumerate(batch.identities):
            if not _is_whole(identity):
                continue
            if identity not in found:
                found[identity] = (contents[position], len(self._tables) - 1, batch.chunk.numbers[position])
                continue
            content, number, row = found[identity]
            left_out.add(position)
            same, keep_first = content == contents[position], table.repeated is Repeated.FIRST
            if same and keep_first:
                continue
            problem = problems.duplicate(self._tables[number].place(row).title, same, keep_first)
            shown = " · ".join(identity) if isinstance(identity, tuple) else identity
            finding = marks.finding(position, problem, self._identity[0], shown)
            if not same and not keep_first:
                marks.bad.setdefault(position, []).append(finding)
                self.checked.identities.reject([identity])
                self._rejects.explain(self._declaration, identity, finding)
        return left_out

    def _keep(self, batch: Batch, contents: list[int], left_out: set[int], marks: Marks) -> None:
        table, identities, numbers, rows = len(self._tables) - 1, batch.identities, batch.chunk.numbers, batch.rows()
        if not left_out and not marks.bad:
            self.checked.identities.add(dict(zip(identities, zip(contents, repeat(table), numbers), strict=False)))
        else:
            for position, findings in marks.bad.items():
                self._rejects.add(self._declaration, batch.chunk, position, findings)
            kept = [position for position in range(len(batch)) if position not in left_out]
            whole = (p for p in kept if _is_whole(identities[p]))
            self.checked.identities.add({identities[p]: (contents[p], table, numbers[p]) for p in whole})
            self.checked.identities.reject(identities[p] for p in marks.bad if p not in left_out)
            good = [position for position in kept if position not in marks.bad]
            rows, numbers = [rows[p] for p in good], [numbers[p] for p in good]
        self.checked.accepted.append(rows)
        if self._names.attribute in batch.values:
            self._names.add([row.get(self._names.attribute) for row in rows], numbers, table)
        if self._tree:
            self._tree.add(rows)


def _is_whole(identity: Identity) -> bool:
    """Whether no part of an identity is missing."""
    parts = identity if isinstance(identity, tuple) else (identity,)
    return None not in parts and ABSENT not in parts
