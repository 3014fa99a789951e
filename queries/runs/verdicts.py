"""Decisions as verdicts to store: batches of whole situations, each with every distinct decision only once."""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from oncegraph.graph.results import BATCH, Verdicts
from oncegraph.queries.exemption.analysis import RULES, VERDICTS, Analysis, Decisions
from oncegraph.queries.exemption.bindings import reasons_of
from oncegraph.queries.exemption.columns import MISSING
from oncegraph.queries.exemption.form_fields import form_fields
from oncegraph.queries.exemption.tally import CANCELLED, Tally
from oncegraph.schema.declaration import Relationship
from oncegraph.schema.run import FieldAssessed, MaterialAssessed, SituationAssessed
from oncegraph.schema.verdict import BY_ARRANGEMENT, BY_FACTS

#: For each rule by number: whether its sources are those of the arrangement, or those that cover the facts.
ARRANGED = np.array([rule in BY_ARRANGEMENT for rule in RULES])
COVERED = np.array([rule in BY_FACTS for rule in RULES])
NOTHING = -1


class Assessed(NamedTuple):
    """Verdicts of one kind: relationship i leads from starts[start[i]] to ends[end[i]] with decisions[decision[i]].

    starts, ends: codes; decisions: attributes in the order of the declaration, without `run`; sorted by start.
    """

    declaration: type[Relationship]
    starts: list[str]
    ends: list[str]
    decisions: list[list[Any]]
    start: np.ndarray
    end: np.ndarray
    decision: np.ndarray

    def batches(self, size: int = BATCH) -> Iterator[Verdicts]:
        """Batches of about `size` relationships each."""
        for first in range(0, len(self.start), size):
            part = slice(first, first + size)
            starts, start = np.unique(self.start[part], return_inverse=True)
            ends, end = np.unique(self.end[part], return_inverse=True)
            decisions, decision = np.unique(self.decision[part], return_inverse=True)
            yield Verdicts(
                [self.starts[number] for number in starts.tolist()],
                [self.ends[number] for number in ends.tolist()],
                [self.decisions[number] for number in decisions.tolist()],
                start.tolist(),
                end.tolist(),
                decision.tolist(),
            )


def of_situations(analysis: Analysis, decisions: Decisions, counted: Tally, run_code: str) -> Assessed:
    """零材料, the counts and the cases a year of every situation."""
    names = ("fields", "filled", "materials", "exempt", "only_once")
    counts = zip(*(counted.situations[name].tolist() for name in names), strict=True)
    cases = analysis.catalogue.situation_cases[decisions.layout.situations].tolist()
    rows = [
        [VERDICTS[verdict].value, *count, None if many == MISSING else many, _reasons(reasons)]
        for verdict, reasons, count, many in zip(
            decisions.zero["verdict"].tolist(), decisions.zero["reasons"].tolist(), counts, cases, strict=True
        )
    ]
    many = len(rows)
    return Assessed(
        SituationAssessed,
        [run_code],
        analysis.catalogue.codes["Situation"],
        rows,
        np.zeros(many, np.int64),
        decisions.layout.situations,
        np.arange(many),
    )


def of_fields(analysis: Analysis, decisions: Decisions, counted: Tally) -> Assessed:
    """Every field of the application forms of every situation."""
    catalogue, chain, layout = analysis.catalogue, analysis.catalogue.chain, decisions.layout
    at, field, pair = form_fields(catalogue, decisions, counted)
    decision = decisions.fields[pair]
    binding = decision["binding"]
    source = np.where(binding >= 0, chain.bindings["source"][binding], NOTHING)
    distinct, number = _distinct(decision["verdict"], source, decision["reasons"])
    codes = catalogue.codes["DataSource"]
    rows = [
        [None, VERDICTS[verdict].value, codes[source] if source >= 0 else None, _reasons(reasons)]
        for verdict, source, reasons in distinct
    ]
    situation = layout.situations[at]
    return Assessed(
        FieldAssessed, catalogue.codes["Situation"], catalogue.codes["Field"], rows, situation, field, number
    )


def of_materials(analysis: Analysis, decisions: Decisions, counted: Tally) -> Assessed:
    """Every material that a situation requires, including those dropped by a reform."""
    catalogue, decided = analysis.catalogue, decisions.requirements
    sources = _sources(analysis, decisions)
    # Which sources count depends on the rule: a requirement may be deferred although its paper is covered in part.
    paper = np.where(ARRANGED[decided["rule"]] | COVERED[decided["rule"]], decisions.papers_of, NOTHING)
    paper[decided["rule"] == CANCELLED] = NOTHING
    distinct, number = _distinct(decided["verdict"], decided["rule"], decided["reasons"], paper)
    rows = [
        [None, VERDICTS[verdict].value, RULES[rule].value, sources.get(paper), _reasons(reasons)]
        for verdict, rule, reasons, paper in distinct
    ]
    situation = decisions.layout.situations[counted.owner]
    return Assessed(
        MaterialAssessed,
        catalogue.codes["Situation"],
        catalogue.codes["Material"],
        rows,
        situation,
        counted.material,
        number,
    )


def _sources(analysis: Analysis, decisions: Decisions) -> dict[int, list[str]]:
    """Paper → codes of the sources that its verdict rests on, as MaterialVerdict.source_codes has them."""
    chain, decided = analysis.catalogue.chain, decisions.materials
    arranged = np.flatnonzero(ARRANGED[decided["rule"]])
    coverage = analysis.coverage(decisions, np.flatnonzero(COVERED[decided["rule"]]))
    coverage = coverage[coverage["binding"] != NOTHING]
    papers = np.append(arranged, coverage["paper"])
    sources = chain.bindings["source"][np.append(decided["binding"][arranged], coverage["binding"])]
    codes = analysis.catalogue.codes["DataSource"]
    of_paper: dict[int, list[str]] = {}
    for each in np.unique(papers * len(chain.sources) + sources).tolist():
        paper, source = divmod(each, len(chain.sources))
        of_paper.setdefault(paper, []).append(codes[source])
    return of_paper


def _distinct(*columns: np.ndarray) -> tuple[list[tuple[int, ...]], np.ndarray]:
    """The distinct rows of columns, and the number of each row among them."""
    many = len(columns[0])
    number = np.zeros(many, np.int64)
    for column in columns:
        values, each = np.unique(column, return_inverse=True)
        _, number = np.unique(number * max(len(values), 1) + each, return_inverse=True)
    _, first = np.unique(number, return_index=True)
    return list(zip(*(column[first].tolist() for column in columns), strict=True)), number


@cache
def _reasons(bits: int) -> list[str] | None:
    return [reason.value for reason in reasons_of(bits)] or None
