"""The runs of whole analyses that are stored."""

from collections.abc import Sequence

from rich.console import Console

from oncegraph.schema.run import Run, RunState, ScopeKind
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import When
from oncegraph.visualize.tables.table import Sheet, print_sheets
from oncegraph.visualize.tables.wording import code_title


def sheets(runs: Sequence[Run], version: int) -> list[Sheet]:
    """Each run in a line. version: the present one of the catalogue."""
    columns = (
        Text("运行编码", "Run code"),
        Text("范围", "Scope"),
        Text("方式", "Mode"),
        Text("状态", "State"),
        Text("现行", "In force"),
        Text("完成时间", "Finished at"),
        Text("目录此后已更改", "Catalogue changed since"),
        Text("情形", "Situations"),
        Text("零材料情形", "Without materials"),
        Text("免填字段", "Fields fill-free"),
        Text("免交材料", "Materials exempt"),
        Text("结论数", "Verdicts"),
    )
    rows = [
        (
            run.run_code,
            " ".join(filter(None, (code_title(ScopeKind, run.scope), run.scope_code))),
            code_title(When, run.mode),
            code_title(RunState, run.state),
            run.in_force,
            run.finished_at,
            run.catalogue_version != version,
            run.situations,
            run.zero_material,
            f"{run.filled}/{run.fields}",
            f"{run.exempt}/{run.materials}",
            run.written,
        )
        for run in runs
    ]
    return [Sheet.of(Text("运行", "Runs"), columns, rows)]


def show(console: Console, runs: Sequence[Run], version: int) -> None:
    """For a reader: the same."""
    print_sheets(console, sheets(runs, version))
