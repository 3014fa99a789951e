"""In the sample city, what breaks without each thing, and what each candidate gains, is what a whole run tells."""

from collections import Counter
from collections.abc import Iterable

import pytest

from oncegraph.loaders.sample import CITY
from oncegraph.queries.change.apply import apply_changes
from oncegraph.queries.change.candidates import find_candidates
from oncegraph.queries.change.impact import impact_of
from oncegraph.queries.change.next_best import gain_of
from oncegraph.queries.change.trial import Toggle, Trial
from oncegraph.queries.change.what_if import what_if_between
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.columns import position
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.exemption.totals import totals
from oncegraph.schema.change import BindingChange, Change, Known, NewBinding, SourceChange
from oncegraph.schema.codes import Mode, Sharing, Status
from oncegraph.schema.impact import Affected
from oncegraph.schema.next_best import CandidateKind
from oncegraph.schema.verdict import EXEMPTING, Verdict, When
from tests.support.examples.catalogues import MOMENT
from tests.support.examples.exchange_rows import read_file
from tests.support.moved_toggles import decide_with, differing_verdicts, gain_between, is_sharable


@pytest.fixture(scope="module", params=When)
def analysis(request: pytest.FixtureRequest) -> Analysis:
    rows, findings = read_file(CITY)
    assert not findings
    recorded = {
        name: [{attribute: value for attribute, value in row.items() if value is not None} for row in table]
        for name, table in rows.items()
    }
    return Analysis(Catalogue.from_rows(recorded), Context(moment=MOMENT, when=request.param))


@pytest.fixture(scope="module")
def trial(analysis: Analysis) -> Trial:
    return Trial(analysis)


def run(analysis: Analysis, *changes: Change) -> Analysis:
    return Analysis(*apply_changes(analysis.catalogue, analysis.context, changes))


def binding_changes(trial: Trial, bindings: Iterable[int], **attributes: object) -> list[BindingChange]:
    return [BindingChange(binding=place(trial, number), **attributes) for number in bindings]


def place(trial: Trial, number: int) -> dict[str, str]:
    catalogue, row = trial.analysis.catalogue, trial.chain.bindings[number]
    kind, owner = trial.owner(number)
    mode = {"mode": list(Mode)[row["mode"]]} if kind == "Material" else {}
    return mode | {
        kind.lower(): catalogue.codes[kind][owner],
        "source": catalogue.codes["DataSource"][row["source"]],
        "number": catalogue.binding_name[number],
    }


def issued_as(catalogue: Catalogue, licence: str) -> list[int]:
    return [number for number, code in enumerate(catalogue.material_licence) if code == licence]


def without(trial: Trial, kind: str, number: int) -> Analysis:
    """The city decided without a source, a field or a licence."""
    analysis, chain = trial.analysis, trial.chain
    code = analysis.catalogue.codes[kind][number]
    if kind == "DataSource":
        return run(analysis, SourceChange(source=code, status="suspended"))
    if kind == "Field":
        row = chain.fields[number]
        return decide_with(analysis, closed=[Toggle(range(row["first_binding"], row["last_binding"]), [number])])
    shared = [
        binding
        for row in chain.materials[issued_as(analysis.catalogue, code)]
        for binding in range(row["first_binding"], row["last_binding"])
        if chain.bindings["mode"][binding] == position(Mode.LICENCE_SHARING)
    ]
    return run(analysis, *binding_changes(trial, shared, status="suspended"))


@pytest.mark.parametrize("kind", ["DataSource", "Field", "LicenceType"])
def test_the_impact_of_everything_is_that_of_a_whole_run_without_it(trial: Trial, kind: str) -> None:
    analysis, lost = trial.analysis, Counter()
    now = totals(analysis)
    for number, code in enumerate(analysis.catalogue.codes[kind]):
        told, fresh = impact_of(analysis, kind, code, trial), without(trial, kind, number)
        assert told.loss == gain_between(totals(fresh), now), code
        lost.update(told.loss.model_dump())
        changes, touched = what_if_between(analysis, fresh), differing_verdicts(analysis, fresh)
        typed_again = [
            row.field_code
            for row in changes.fields
            if row.before is Verdict.YES and row.after is not Verdict.YES  # and not merely from another source
        ]
        assert by_situations(told.fields) == Counter(typed_again)
        exempt_no_more = [
            row.material_code
            for row in changes.materials
            if row.rule_before in EXEMPTING and row.rule_after not in EXEMPTING
        ]
        assert by_situations(told.materials) == Counter(exempt_no_more)
        zero_no_more = [row.situation_code for row in changes.situations if row.before is Verdict.YES]
        assert by_situations(told.situations) == Counter(zero_no_more)
        assert len({code_of(analysis, pair) for pair in touched["keys"]}) == len(told.keys)
        assert 0 <= told.margin.covered <= told.margin.relying
        of_margin = told.loss.materials if kind == "LicenceType" else told.loss.fields
        assert told.margin.relying - told.margin.covered <= of_margin
    assert all(lost.values()) or kind == "LicenceType", lost


def by_situations(rows: tuple[Affected, ...]) -> Counter:
    """Code → situations; without facts that only papers prove."""
    return Counter({row.code: row.situations for row in rows if row.situations})


def code_of(analysis: Analysis, pair: int) -> str:
    return analysis.catalogue.codes["Field"][analysis.whole.layout.pairs["of"][pair]]


def open_source(trial: Trial) -> str:
    """A source of which every binding is open."""
    shut = (trial.analysis.standing["failed"] | trial.analysis.standing["missing"]) != 0
    source = trial.chain.bindings["source"]
    return trial.analysis.catalogue.codes["DataSource"][min(set(source[~shut].tolist()) - set(source[shut].tolist()))]


def opened(trial: Trial, kind: CandidateKind, code: str, toggle: Toggle) -> Analysis:
    """The city decided with something open that is closed."""
    analysis, catalogue = trial.analysis, trial.analysis.catalogue
    if kind is CandidateKind.BINDING:
        return decide_with(analysis, [toggle])
    if kind is CandidateKind.KEY:
        return run(analysis, Known(known=[code]))
    if kind is CandidateKind.AGREEMENT:
        return run(analysis, SourceChange(source=code, sharing=Sharing.UNCONDITIONAL))
    if kind is CandidateKind.SOURCE:
        of_source = trial.chain.bindings["source"] == catalogue.index["DataSource"][code]
        kept = trial.chain.bindings["status"] != position(Status.REMOVED)
        fresh = {"status": Status.ACTIVE, "sharing": Sharing.UNCONDITIONAL, "probe_sla_hours": None}
        return run(
            analysis,
            SourceChange(source=code, data_updated_at=MOMENT.date(), **fresh),
            *binding_changes(trial, (of_source & kept).nonzero()[0].tolist(), status=Status.ACTIVE, max_age_days=1),
        )
    where = {"source": open_source(trial), "mode": Mode.LICENCE_SHARING, "number": "licence"}
    everywhere = {"status": Status.ACTIVE, "max_age_days": 36_500, "approved": True, "audiences": "*", "regions": "*"}
    return run(
        analysis,
        *(
            NewBinding(new_binding=where | {"material": catalogue.codes["Material"][material]}, **everywhere)
            for material in issued_as(catalogue, code)
            if is_sharable(analysis, material)
        ),
    )


@pytest.mark.parametrize("kind", CandidateKind)
def test_the_gain_of_everything_closed_is_that_of_a_whole_run_with_it_open(trial: Trial, kind: CandidateKind) -> None:
    choice = find_candidates(trial, [kind])
    assert choice
    gains, now, sums = trial.gains([each.toggle for each in choice]), totals(trial.analysis), Counter()
    for each, gain in zip(choice, gains, strict=True):
        expected = gain_between(now, totals(opened(trial, kind, each.code, each.toggle)))
        assert gain_of(gain) == expected, each
        sums.update(expected.model_dump())
    assert sums["fields"] or sums["materials"], "nothing gains anything"
