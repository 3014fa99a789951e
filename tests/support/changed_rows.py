"""Changes applied plainly to rows of the exchange format: what the changed catalogue is compared with."""

from collections.abc import Iterable

from oncegraph.schema.change import Between, BindingChange, Change, NewBinding, SourceChange
from tests.support.reference import Row, Rows


def changed_rows(rows: Rows, changes: Iterable[Change]) -> Rows:
    """The rows after the changes; new bindings come first. An attribute that a change sets is no longer a default."""
    rows = {name: [dict(row) for row in table] for name, table in rows.items()}
    changes = list(changes)
    for change in changes:
        if isinstance(change, NewBinding):
            rows.setdefault(change.new_binding.declaration, []).append(_identity(change.new_binding))
    for change in changes:
        if isinstance(change, SourceChange):
            _set(next(row for row in rows["DataSource"] if row["source_code"] == change.source), change)
        elif isinstance(change, BindingChange | NewBinding):
            between = change.new_binding if isinstance(change, NewBinding) else change.binding
            _set(next(row for row in rows[between.declaration] if _is(row, between)), change)
    return rows


def _identity(between: Between) -> Row:
    owner = {"field_code": between.field} if between.material is None else {"material_code": between.material}
    mode = {"mode": between.mode} if between.mode else {}
    return owner | {"source_code": between.source, "binding": between.number or "1"} | mode


def _is(row: Row, between: Between) -> bool:
    """A number or mode that a change does not name fits any binding; a new binding has the number 1 by default."""
    owner = row.get("field_code") if between.material is None else row.get("material_code")
    return (owner, row["source_code"]) == (between.owner, between.source) and (
        between.number in (None, row.get("binding", "1")) and between.mode in (None, row.get("mode"))
    )


def _set(row: Row, change: Change) -> None:
    for name, value in change.new_values.items():
        row[name] = list(value) if isinstance(value, tuple) else value
    if "defaulted" in row:
        row["defaulted"] = [name for name in row["defaulted"] if name not in change.new_values]
