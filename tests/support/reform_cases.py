"""The cases of tests/cases/reform (see its README.md), and the result of each."""

from oncegraph.queries.records import Records
from oncegraph.queries.reform.actions import apply_reform
from oncegraph.queries.reform.compare import compare
from oncegraph.queries.reform.reading import reform_of
from oncegraph.schema.comparison import Comparison
from oncegraph.schema.reform import Reformed
from tests.support.yaml_cases import Case, change_tables, read_cases, rows_of

CASES = read_cases("reform", "change actions after")


def outcome(case: Case) -> tuple[Comparison, Records, Reformed | None]:
    """The comparison, the state after, and the reform that led to it, if a case has actions."""
    before = Records(case.rows)
    if "after" in case.itself:
        after = Records(rows_of(change_tables(case.tables, case.get("after")), case.base["every"]))
        return compare(before, after, case.context), after, None
    reform = reform_of({"title": "改革", "actions": case.get("actions")})
    result = apply_reform(case.rows, reform, case.context.moment.date())
    after = Records(result.rows)
    return compare(before, after, case.context, result.causes), after, result
