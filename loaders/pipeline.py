"""Loads files in any format, with or without a mapping: read → check → plan → write."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from oncegraph.graph import garbage
from oncegraph.graph.client import Client
from oncegraph.graph.versions import lock_catalogue, state
from oncegraph.graph.writer import Writer
from oncegraph.loaders import mapping as mappings
from oncegraph.loaders import read
from oncegraph.loaders.check.checked import Checked
from oncegraph.loaders.check.rows import RowCheck
from oncegraph.loaders.finding import Findings, LoadRefused, Severity
from oncegraph.loaders.fingerprint import fingerprint
from oncegraph.loaders.known import Known
from oncegraph.loaders.plan import Plan
from oncegraph.loaders.rejects import Rejects
from oncegraph.loaders.report import CHECKING, COMPARING, RETIRING, WRITING, Counts, LoadReport, Progress
from oncegraph.loaders.retire import Retired, retire
from oncegraph.loaders.sources import open_tables
from oncegraph.loaders.table import Table
from oncegraph.schema.declaration import Declaration
from oncegraph.schema.model import DECLARATIONS
from oncegraph.schema.rows import Row, Rows

DATASET = "main"


def load(
    client: Client,
    paths: Sequence[Path | str],
    *,
    dataset: str | None = None,
    mapping: Path | str | None = None,
    replace: bool = False,
    dry_run: bool = False,
    keep_going: bool = False,
    rejects: Path | None = None,
    format: str | None = None,
    encoding: str | None = None,
    declaration: type[Declaration] | None = None,
    progress: Progress = lambda stage, done, total: None,
) -> LoadReport:
    """Load files into the graph: all of them in one transaction, or nothing.

    paths: files, folders of files, or `-` for standard input (then `format` is needed).
    dataset: the rows are loaded for this dataset; default: that of the mapping, otherwise "main".
    mapping: a mapping file, or the name of a shipped one; without it the files are in the exchange format.
    replace: also retire rows of the dataset that are no longer in the files, for the declarations in the files.
    dry_run: only report what would be done.
    keep_going: leave out bad rows, and rows that refer to them, and write them with the reasons, in the exchange
        format, to `rejects` (otherwise beside the first file). A problem with a whole file still refuses everything.
    format: csv, json, jsonl or xlsx; by default taken from the suffix. encoding: by default detected.
    declaration: used for sheets and files that are not named after a declaration.
    progress: called with stage, rows done, rows in all.

    If the same load was done before and nothing in the graph has changed since, rows are not compared with the graph
    again; the report says since which version. (Only with the embedded Neo4j.)

    The files may be larger than memory. Neo4j holds the changes of the transaction in its heap until they are stored,
    about 1 KB for each row, and refuses what does not fit.
    Raises LoadRefused with all findings; BadMapping; CatalogueChanged if another load came in between; errors of
    the client.
    """
    start = perf_counter()
    findings, rejected = Findings(), Rejects()
    chosen = mappings.read_mapping(mapping) if mapping else None
    dataset = dataset or (chosen and chosen.dataset) or DATASET
    planned_on = state(client)
    cache = client.cache()
    with read.files(paths) as files:
        key = fingerprint(
            files,
            dataset=dataset,
            mapping=chosen,
            replace=replace,
            format=format,
            encoding=encoding,
            declaration=declaration,
        )
        tables = open_tables(files, findings, mapping=chosen, format=format, encoding=encoding, declaration=declaration)
        known = Known(client)
        with garbage.not_searched():
            checked = _check(tables, known, findings, rejected, progress)
        faultless = not findings.blocking and not findings.count(Severity.ERROR)
        if faultless and cache and key and (since := cache.get(key)):
            return _repeated(checked, LoadReport(dataset, dry_run, findings, unchanged_since=since), start)
        retired: list[Retired] = []
        if replace and not findings.blocking:
            progress(RETIRING, 0, None)
            retired = retire(client, checked, known, dataset, findings)
    if findings.blocking or (findings.count(Severity.ERROR) and not keep_going):
        raise LoadRefused(findings)
    plan = Plan(checked, known, dataset)
    report = LoadReport(dataset, dry_run, findings, plan.counts)
    if dry_run:
        _take(plan, None, retired, progress)
    else:
        with garbage.only_new_searched(), client.transaction() as transaction:
            lock_catalogue(transaction, planned_on)
            _take(plan, Writer(transaction, dataset), retired, progress)
            version = state(transaction).version
        client.replan()
        if faultless and key and transaction.cache:
            transaction.cache.put(key, version)
    for kind, counts in report.counts.items():
        counts.rejected = rejected.count(kind)
    if report.total.rejected and not dry_run:
        report.rejects = rejects or _beside(Path(paths[0]))
        rejected.write(report.rejects)
    report.seconds = perf_counter() - start
    return report


def _repeated(checked: list[Checked], report: LoadReport, start: float) -> LoadReport:
    """The report of a load that was already done in the present state of the graph and would change nothing."""
    for each in checked:
        report.counts[each.declaration] = Counts(unchanged=len(each.accepted))
    report.seconds = perf_counter() - start
    return report


def rows_of(
    paths: Sequence[Path | str],
    *,
    mapping: Path | str | None = None,
    format: str | None = None,
    encoding: str | None = None,
    progress: Progress = lambda stage, done, total: None,
    findings: Findings | None = None,
) -> Rows:
    """The rows of files that hold a whole catalogue, checked as for a load into an empty graph; nothing is written.

    findings: receives what was noticed, warnings too. For the other options see `load`. Raises LoadRefused with all
    findings; BadMapping.
    """
    findings = Findings() if findings is None else findings
    chosen = mappings.read_mapping(mapping) if mapping else None
    with read.files(paths) as files:
        tables = open_tables(files, findings, mapping=chosen, format=format, encoding=encoding, declaration=None)
        checked = _check(tables, Known(None), findings, Rejects(), progress)
    if findings.blocking or findings.count(Severity.ERROR):
        raise LoadRefused(findings)
    return {
        each.declaration.__name__: [_recorded(row) for batch in each.batches() for row in batch] for each in checked
    }


def _recorded(row: Row) -> Row:
    return {name: value for name, value in row.items() if value is not None and value != ()}


def _check(
    tables: list[Table], known: Known, findings: Findings, rejects: Rejects, progress: Progress
) -> list[Checked]:
    by_declaration = defaultdict(list)
    for table in tables:
        by_declaration[table.declaration].append(table)
    checked, done = [], 0

    def step(rows: int) -> None:
        nonlocal done
        done += rows
        progress(CHECKING, done, None)

    for declaration in DECLARATIONS.values():
        if declaration in by_declaration:
            check = RowCheck(declaration, known, findings, rejects)
            for table in by_declaration[declaration]:
                blocking = findings.blocking
                check.table(table, step)
                if findings.blocking > blocking:
                    known.unread.add(declaration)
            checked.append(check.finish())
    return checked


def _take(plan: Plan, writer: Writer | None, retired: list[Retired], progress: Progress) -> None:
    """Carry out the steps of a plan; without a writer only count them."""
    done, stage = 0, WRITING if writer else COMPARING
    for step in plan.steps():
        if writer:
            writer.create(step.declaration, step.added)
            writer.update(step.declaration, step.changed)
        done += step.rows
        progress(stage, done, plan.rows)
    for each in retired:
        counts = plan.counts[each.declaration]
        counts.removed, counts.released = len(each.deleted), len(each.released)
        if writer:
            for batch in each.deleted:
                writer.delete(each.declaration, batch)
            for batch in each.released:
                writer.release(each.declaration, batch)
    if writer:
        writer.finish()


def _beside(path: Path) -> Path:
    """The default file for the rows left out."""
    if str(path) == read.STDIN:
        return Path("rejected.csv")
    suffix = path.suffix if path.suffix in (".csv", ".json", ".jsonl") else ".xlsx"
    return path.with_name(f"{path.stem}.rejected{suffix}")
