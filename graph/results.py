"""Stores the verdicts of whole runs beside the catalogue, and removes those of runs that are no longer needed.

A run is written in batches, each in a separate transaction, and comes into force in one small transaction at the end.
A verdict about a situation is written before those about its fields and materials, and removed together with them: so
the relationships of a run lead to all that it wrote, and no index over hundreds of thousands of verdicts is needed.

Every batch first locks the node of its run and writes the time there, so that others can see whether an unfinished run
is still active.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from oncegraph.graph.client import Client
from oncegraph.schema.declaration import Node, Relationship
from oncegraph.schema.errors import OnceGraphError
from oncegraph.schema.run import Run, RunState
from oncegraph.schema.text import Text

#: Approximate number of relationships that one transaction writes.
BATCH = 10_000
#: Number of situations whose verdicts one transaction removes.
ERASED_AT_ONCE = 300
#: A run that has written nothing for so long counts as interrupted, by the clock of the database.
LEASE_SECONDS = 60


class RunLost(OnceGraphError):
    """A run was discarded while it was being written: it had written nothing for too long."""

    code = "run_lost"

    def __init__(self, run_code: str):
        super().__init__(
            Text(
                f"运行 {run_code} 已被清除：超过 {LEASE_SECONDS} 秒没有写入。",
                f"Run {run_code} was removed: it had written nothing for more than {LEASE_SECONDS} seconds.",
            ),
            Text("现行结论不受影响；请再运行一次。", "The previous verdicts are still in force; run it again."),
        )


class Verdicts(NamedTuple):
    """Verdicts to store: for relationship i, its start and end by position in `starts` and `ends` (codes), and its
    attributes by position in `decisions` (lists in the order of the declaration)."""

    starts: Sequence[str]
    ends: Sequence[str]
    decisions: Sequence[list[Any]]
    start: list[int]
    end: list[int]
    decision: list[int]


@dataclass
class RunWriter:
    """Writes one run, from `begin` to `finish`; `written` counts its verdicts."""

    client: Client
    run: Run
    written: int = 0

    def begin(self) -> None:
        """Create the run; it is not in force yet."""
        self.client.write(_BEGIN, {"run": self.run.run_code, "attributes": self.run.model_dump(exclude_none=True)})

    def write(self, declaration: type[Relationship], verdicts: Verdicts) -> None:
        """Write one batch, about BATCH verdicts of one kind. Raises RunLost."""
        parameters = verdicts._asdict() | {"run": self.run.run_code, "written": self.written}
        result = self.client.write(_assess(declaration), parameters)
        self.written += len(verdicts.start)
        if not result.rows:  # already written by an attempt whose response was lost, or the run no longer exists
            self._check(self.written)

    def finish(self) -> Run:
        """Put the run in force instead of the previous one of the same scope and mode. Raises RunLost."""
        self.client.write(_FINISH, {"run": self.run.run_code})
        found = [run for run in runs(self.client) if run.run_code == self.run.run_code]
        if not found or found[0].state != RunState.DONE:
            raise RunLost(self.run.run_code)
        return found[0]

    def discard(self) -> None:
        """Discard the run; `erase` removes what it wrote."""
        self.client.write(_DISCARD_ONE, {"run": self.run.run_code})

    def _check(self, written: int) -> None:
        rows = self.client.read(_PROGRESS, {"run": self.run.run_code}).rows
        if not rows or (rows[0]["state"], rows[0]["written"]) != (RunState.RUNNING, written):
            raise RunLost(self.run.run_code)


def runs(client: Client) -> list[Run]:
    """All runs, the newest first, also those that are being written or are to be removed."""
    rows = client.read("MATCH (run:Run) RETURN properties(run) AS run ORDER BY run.started_at DESC, run.run_code DESC")
    return [Run.model_validate(row["run"]) for row in rows.rows]


def discard_dead(client: Client) -> None:
    """Mark for removal the runs whose writing was interrupted."""
    client.write(_DISCARD_DEAD, {"seconds": LEASE_SECONDS})


def discard_old(client: Client, keep: int, like: Run | None = None) -> None:
    """Mark for removal all runs but the newest `keep` of each scope and mode; only runs `like` a run, if given."""
    wanted = {name: getattr(like, name, None) for name in ("scope", "scope_code", "mode")}
    client.write(_DISCARD_OLD, {"keep": keep, **wanted})


def erase(client: Client) -> list[str]:
    """Remove all runs that are marked for removal, with their verdicts. Returns their codes."""
    codes = [run.run_code for run in runs(client) if run.state == RunState.DISCARDED]
    for code in codes:
        while client.write(_ERASE, {"run": code, "many": ERASED_AT_ONCE}).rows[0]["erased"]:
            pass
        client.write("MATCH (run:Run {run_code: $run}) DETACH DELETE run", {"run": code})
    return codes


@cache
def _assess(declaration: type[Relationship]) -> str:
    """Statement that writes a batch. Parameters: run, written, and those of Verdicts. Returns a row if it did.

    Every node is looked up once, and every distinct decision sent once. Nodes that were deleted meanwhile are ignored.
    """
    attributes = ", ".join(
        f"{name}: {'$run' if name == 'run' else f'decided[{position}]'}"
        for position, name in enumerate(declaration.attributes())
    )
    return (
        f"{_LOCKED} WITH run WHERE run.state = '{RunState.RUNNING.value}' AND run.written = $written "
        f"{_look_up('start', declaration.start)} {_look_up('end', declaration.end)} "
        "CALL (found_start, found_end) { UNWIND range(0, size($start) - 1) AS i "
        "WITH found_start[$start[i]][0] AS start, found_end[$end[i]][0] AS end, $decisions[$decision[i]] AS decided "
        "WHERE start IS NOT NULL AND end IS NOT NULL "
        f"CREATE (start)-[:{declaration.relationship_type} {{{attributes}}}]->(end) }} "
        f"SET run.written = $written + size($start), run.alive_at = {_NOW} RETURN run.written AS written"
    )


def _look_up(name: str, node: type[Node]) -> str:
    """Clause that finds the nodes of the list of codes `names`, each in a separate list, null if there is none."""
    return (
        f"CALL () {{ UNWIND range(0, size(${name}s) - 1) AS at "
        f"OPTIONAL MATCH (node:{node.__name__} {{{node.key()}: ${name}s[at]}}) "
        f"WITH at, node ORDER BY at RETURN collect([node]) AS found_{name} }}"
    )


_NOW = "localdatetime.realtime('+08:00')"
_LOCKED = f"MATCH (run:Run {{run_code: $run}}) SET run.alive_at = {_NOW}"
_BEGIN = (
    "MERGE (run:Run {run_code: $run}) "
    f"SET run = $attributes, run.started_at = {_NOW}, run.alive_at = {_NOW}, run.written = 0"
)
_PROGRESS = "MATCH (run:Run {run_code: $run}) RETURN run.state AS state, run.written AS written"
#: All runs of the same scope and mode are locked in a fixed order before one of them is brought into force.
_FINISH = (
    f"MATCH (mine:Run {{run_code: $run}}) MATCH (run:Run {{scope: mine.scope, mode: mine.mode}}) "
    "WHERE coalesce(run.scope_code, '') = coalesce(mine.scope_code, '') "
    "WITH mine, run ORDER BY run.run_code SET run.written = run.written "
    f"WITH mine, collect(run) AS all_runs WHERE mine.state = '{RunState.RUNNING.value}' "
    f"SET mine.state = '{RunState.DONE.value}', mine.finished_at = {_NOW}, mine.alive_at = {_NOW} "
    "WITH mine, all_runs UNWIND all_runs AS run SET run.in_force = (run.run_code = mine.run_code)"
)
_DISCARDED = f"SET run.state = '{RunState.DISCARDED.value}', run.in_force = false"
_DISCARD_ONE = f"{_LOCKED} WITH run WHERE run.state = '{RunState.RUNNING.value}' {_DISCARDED}"
_DISCARD_DEAD = (
    f"MATCH (run:Run {{state: '{RunState.RUNNING.value}'}}) SET run.written = run.written WITH run "
    f"WHERE run.state = '{RunState.RUNNING.value}' AND run.alive_at < {_NOW} - duration({{seconds: $seconds}}) "
    f"{_DISCARDED}"
)
_DISCARD_OLD = (
    f"MATCH (run:Run {{state: '{RunState.DONE.value}'}}) WHERE $scope IS NULL OR "
    "(run.scope = $scope AND run.mode = $mode AND coalesce(run.scope_code, '') = coalesce($scope_code, '')) "
    "WITH run ORDER BY run.in_force DESC, run.finished_at DESC "
    "WITH run.scope AS scope, run.scope_code AS scope_code, run.mode AS mode, collect(run) AS kept_first "
    f"UNWIND kept_first[$keep..] AS run {_DISCARDED}"
)
_ERASE = (
    "MATCH (run:Run {run_code: $run}) SET run.written = run.written "
    "WITH run MATCH (run)-[about:ASSESSED]->(situation:Situation) WITH run, about, situation LIMIT $many "
    "OPTIONAL MATCH (situation)-[verdict:ASSESSED {run: run.run_code}]->() DELETE verdict, about "
    "RETURN count(DISTINCT about) AS erased"
)
