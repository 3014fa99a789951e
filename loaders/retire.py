"""Finds rows of a dataset that are no longer in the files: to delete, or to release if other datasets have them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from oncegraph.graph.client import Client
from oncegraph.graph.writer import read_rows
from oncegraph.loaders.check.checked import Checked
from oncegraph.loaders.finding import Findings, Place, Problem
from oncegraph.loaders.known import Known
from oncegraph.loaders.naming import identity_of, references
from oncegraph.loaders.problems import still_referred_to, still_used_by_files
from oncegraph.loaders.spool import Spool
from oncegraph.loaders.table import CHUNK
from oncegraph.schema.declaration import Declaration, Node
from oncegraph.schema.model import DECLARATIONS
from oncegraph.schema.rows import Row

T = TypeVar("T")


@dataclass
class Retired:
    """Identities, as rows. deleted: belong to this dataset only; released: belong to others too."""

    declaration: type[Declaration]
    deleted: Spool[Row] = field(default_factory=Spool)
    released: Spool[Row] = field(default_factory=Spool)


def retire(client: Client, checked: list[Checked], known: Known, dataset: str, findings: Findings) -> list[Retired]:
    """The rows to retire of the declarations in `checked`, in the order in which they must be deleted.

    A node that would be deleted although something else still refers to it is reported as an error.
    """
    found = [_retired(client, each, dataset) for each in reversed(checked)]
    gone = {
        each.declaration: {row[each.declaration.key()] for batch in each.deleted for row in batch}
        for each in found
        if issubclass(each.declaration, Node) and len(each.deleted)
    }
    if gone:
        _check_unused(client, gone, {each.declaration: each for each in checked}, known, found, findings)
    return found


def _retired(client: Client, checked: Checked, dataset: str) -> Retired:
    retired = Retired(checked.declaration)
    names, identity_in = checked.declaration.identity_columns(), identity_of(checked.declaration)
    for batch in _batches(read_rows(client, checked.declaration, dataset=dataset)):
        rows = {identity_in(row): row for row in batch}
        gone = [rows[identity] for identity in rows.keys() - checked.identities.find(rows).keys()]
        for only_here, spool in ((True, retired.deleted), (False, retired.released)):
            chosen = [row for row in gone if (row["datasets"] == [dataset]) is only_here]
            spool.append([{name: row[name] for name in names} for row in chosen])
    return retired


def _check_unused(
    client: Client,
    gone: dict[type[Node], set[str]],
    checked: dict[type[Declaration], Checked],
    known: Known,
    retired: list[Retired],
    findings: Findings,
) -> None:
    """Report each node to be deleted to which a row of the files, or one that stays in the graph, refers."""
    for kind, keys in gone.items():
        for key in sorted(keys & known.relied_on[kind]):
            _report(findings, kind, key, still_used_by_files(kind.title))
            keys.discard(key)
    leaving = {
        each.declaration: {identity_of(each.declaration)(row) for batch in each.deleted for row in batch}
        for each in retired
    }
    for declaration in DECLARATIONS.values():
        used = {name: gone[kind] for name, kind in references(declaration).items() if gone.get(kind)}
        if not used:
            continue
        mine = checked.get(declaration)
        for batch in _batches(read_rows(client, declaration)):
            rows = {identity_of(declaration)(row): row for row in batch}
            in_files = mine.identities.find(rows).keys() if mine else set()
            for identity in rows.keys() - leaving.get(declaration, set()):
                for name, keys in used.items():
                    overwritten = mine is not None and identity in in_files and name in mine.columns
                    used_key = rows[identity].get(name)
                    if not overwritten and used_key in keys:
                        kind = references(declaration)[name]
                        problem = still_referred_to(kind.title, declaration.title, _format_identity(identity))
                        _report(findings, kind, used_key, problem)
                        keys.discard(used_key)


def _report(findings: Findings, kind: type[Node], key: str, problem: Problem) -> None:
    findings.add(Place(str(kind.title), column=str(kind.attributes()[kind.key()].title)), problem, key)


def _format_identity(identity: str | tuple[str, ...]) -> str:
    return identity if isinstance(identity, str) else " · ".join(identity)


def _batches(rows: Iterator[T]) -> Iterator[list[T]]:
    while batch := list(islice(rows, CHUNK)):
        yield batch
