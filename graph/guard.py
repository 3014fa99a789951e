r"""Decides whether a statement from an untrusted user only reads the graph.

Neo4j's own plan decides. The text is checked as well, for what a plan does not show: functions of plugins, and
subqueries inside expressions.
"""

import re
from typing import NamedTuple

from oncegraph.graph.errors import StatementRefused

PROCEDURES = frozenset({"db.index.fulltext.queryNodes", "db.index.fulltext.queryRelationships"})
NAMESPACES = frozenset(["date", "datetime", "duration", "localdatetime", "localtime", "point", "time", "vector"])
OPERATORS = re.compile("LoadCSV|Show|Terminate|Command|Administration")

_NOT_CODE = re.compile(r"""'(?:[^'\\]|\\.)*' | "(?:[^"\\]|\\.)*" | //[^\n]* | /\*.*?\*/""", re.DOTALL | re.VERBOSE)
_LOAD_CSV = re.compile(r"\bLOAD\s+CSV\b", re.IGNORECASE)
_OTHER_GRAPH = re.compile(r"(?:^|\{)\s*(?:CYPHER\b[^{]*?\s)?USE\s", re.IGNORECASE)
_NAMESPACED_CALL = re.compile(r"([^\W\d]\w*(?:\s*\.\s*[^\W\d]\w*)+)\s*\(")


class Plan(NamedTuple):
    """How Neo4j would run a statement: `kind` is r, rw, w or s; `operators` are (name, details) pairs."""

    kind: str
    operators: list[tuple[str, str]]


def check_plan(plan: Plan) -> None:
    """Check a plan. Raises StatementRefused unless it only reads the graph."""
    if plan.kind != "r":
        raise StatementRefused({"s": "schema, administration"}.get(plan.kind, "write"))
    for operator, details in plan.operators:
        procedure = details.partition("(")[0].strip()
        if OPERATORS.search(operator):
            raise StatementRefused(operator)
        if "ProcedureCall" in operator and procedure not in PROCEDURES:
            raise StatementRefused(procedure)


def check_text(statement: str) -> None:
    """Raises StatementRefused at LOAD CSV, USE, a function of a plugin, or escaped letters (`\\uXXXX`)."""
    if re.search(r"\\u", statement, re.IGNORECASE):
        raise StatementRefused(r"\uXXXX")
    code = _NOT_CODE.sub(" ", statement).replace("`", "")
    if _LOAD_CSV.search(code):
        raise StatementRefused("LOAD CSV")
    if _OTHER_GRAPH.search(code):
        raise StatementRefused("USE")
    for call in _NAMESPACED_CALL.findall(code):
        name = re.sub(r"\s", "", call)
        if name not in PROCEDURES and name.partition(".")[0].lower() not in NAMESPACES:
            raise StatementRefused(name)
