"""An analysis run: decide everything in a scope, write the verdicts back, bring them into force, remove old runs.

For every scope and mode, the run completed last is in force: a run about one department leaves the run about the
whole city in force, and the other way round. A run that is cancelled or fails changes nothing in this.

Verdicts are those of one version of the catalogue, which the run records. If something is loaded while they are
written, the run still comes into force, as if it had finished just before: what the load deleted has no verdicts,
and the recorded version shows that the run is older than the catalogue.
"""

import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

import numpy as np

from oncegraph.graph.client import Client
from oncegraph.graph.results import RunWriter, discard_dead, discard_old, erase
from oncegraph.queries.exemption.analysis import Analysis, Decisions
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import BEIJING, Context
from oncegraph.queries.exemption.tally import SITUATION_TALLY, tally
from oncegraph.queries.runs.scope import EVERYTHING, Scope
from oncegraph.queries.runs.verdicts import Assessed, of_fields, of_materials, of_situations
from oncegraph.schema.errors import OnceGraphError
from oncegraph.schema.run import Run, RunState
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import When

#: The run in force and the one before it: enough to see what changed.
KEPT = 2

Progress = Callable[[int, int], None]


class RunCancelled(OnceGraphError):
    """A run was cancelled before it was done."""

    code = "run_cancelled"

    def __init__(self) -> None:
        super().__init__(
            Text("运行已取消；现行结论不受影响。", "The run was cancelled; the verdicts in force did not change."),
            Text("可随时重新运行。", "Run it again at any time."),
        )


class Prepared(NamedTuple):
    """A scope with all its decisions; `situations`: the numbers of the situations in the scope."""

    analysis: Analysis
    scope: Scope
    situations: np.ndarray
    decisions: Decisions


def analyse(
    client: Client,
    scope: Scope = EVERYTHING,
    *,
    mode: When = When.DESIGN,
    moment: datetime | None = None,
    catalogue: Catalogue | None = None,
    keep: int = KEPT,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Run:
    """Decide everything in a scope and write it back; returns the run, now in force. For the arguments see the two
    steps."""
    prepared = prepare(client, scope, mode=mode, moment=moment, catalogue=catalogue)
    return write_back(client, prepared, keep=keep, progress=progress, cancelled=cancelled)


def prepare(
    client: Client,
    scope: Scope = EVERYTHING,
    *,
    mode: When = When.DESIGN,
    moment: datetime | None = None,
    catalogue: Catalogue | None = None,
) -> Prepared:
    """Decide everything in a scope; nothing is written.

    moment: the time for which the verdicts hold (naive Beijing time; now by default); catalogue: one read before.
    Raises NotFound.
    """
    context = Context(when=mode) if moment is None else Context(when=mode, moment=moment)
    analysis = Analysis(catalogue or Catalogue.read(client), context)
    situations = scope.situations(client, analysis.catalogue)
    decisions = analysis.whole if scope == EVERYTHING else analysis.decide(situations.tolist())
    return Prepared(analysis, scope, situations, decisions)


def write_back(
    client: Client,
    prepared: Prepared,
    *,
    keep: int = KEPT,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Run:
    """Write verdicts back and bring them into force; then remove failed runs and old ones.

    keep: how many finished runs of the same scope and mode to keep, including this one; progress: is called with the
    number of verdicts written and of all; cancelled: is called between batches. Raises RunCancelled, RunLost, and what
    `Client.write` raises; the verdicts in force then do not change.
    """
    writer = RunWriter(client, announced(prepared))
    kinds = assessed(prepared, writer.run.run_code)
    total = sum(len(kind.start) for kind in kinds)
    writer.begin()
    try:
        for kind in kinds:
            for batch in kind.batches():
                if cancelled and cancelled():
                    raise RunCancelled
                writer.write(kind.declaration, batch)
                if progress:
                    progress(writer.written, total)
        run = writer.finish()
    except BaseException:
        with suppress(OnceGraphError):  # if this fails, the run is found dead when its lease has run out
            writer.discard()
        raise
    prune(client, keep, like=run)
    return run


def prune(client: Client, keep: int, like: Run | None = None) -> list[str]:
    """Remove dead and old runs; the newest `keep` runs of each scope and mode stay.

    like: look for old ones only among those of its scope and mode. Returns the codes of the runs removed.
    """
    discard_dead(client)
    discard_old(client, keep, like)
    return erase(client)


def announced(prepared: Prepared) -> Run:
    """The run as it is stored before its verdicts are written."""
    analysis, counted = prepared.analysis, tally(prepared.analysis.catalogue, prepared.decisions)
    sums = {name: int(counted.situations[name].sum()) for name in SITUATION_TALLY.names or ()}
    now = datetime.now(BEIJING)
    return Run(
        run_code=f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}",
        scope=prepared.scope.kind,
        scope_code=prepared.scope.code,
        mode=analysis.context.when,
        as_of=analysis.context.moment,
        state=RunState.RUNNING,
        in_force=False,
        catalogue_version=analysis.catalogue.version,
        situations=len(counted.situations),
        **sums,
    )


def assessed(prepared: Prepared, run_code: str) -> list[Assessed]:
    """All verdicts; those about situations first."""
    analysis, decisions = prepared.analysis, prepared.decisions
    counted = tally(analysis.catalogue, decisions)
    return [
        of_situations(analysis, decisions, counted, run_code),
        of_materials(analysis, decisions, counted),
        of_fields(analysis, decisions, counted),
    ]
