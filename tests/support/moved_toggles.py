"""The effect of toggles computed the slow way: a catalogue in which they are moved is decided from the beginning."""

from collections.abc import Iterable
from copy import copy

import numpy as np

from oncegraph.graph.packed import days_of
from oncegraph.queries.change.apply import apply_changes
from oncegraph.queries.change.trial import Toggle
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.columns import MISSING, UNRECORDED, position
from oncegraph.queries.exemption.kernel import NEVER
from oncegraph.queries.exemption.tally import BY_EXEMPTION, YES
from oncegraph.schema.change import NewBinding
from oncegraph.schema.codes import Mode, Origin, Sharing, Status
from oncegraph.schema.gain import Gain
from oncegraph.schema.totals import Totals


def decide_with(analysis: Analysis, opened: Iterable[Toggle] = (), closed: Iterable[Toggle] = ()) -> Analysis:
    """An analysis with toggles opened and closed. Every source is open; a binding is active if nothing was in its way
    before or a toggle opens it, and no toggle closes it.

    A closed field is neither known from the login nor sent by the caller; an opened material gets a binding more, which
    shares it.
    """
    opened, closed = list(opened), list(closed)
    clear = (analysis.standing["failed"] | analysis.standing["missing"]) == 0
    clear[[binding for toggle in opened for binding in toggle.bindings]] = True
    clear[[binding for toggle in closed for binding in toggle.bindings]] = False
    catalogue, chain = copy(analysis.catalogue), analysis.catalogue.chain
    sources, bindings, fields = chain.sources.copy(), chain.bindings.copy(), chain.fields.copy()
    sources["status"], sources["sharing"] = position(Status.ACTIVE), position(Sharing.UNCONDITIONAL)
    sources["updated"], sources["sla"] = days_of(analysis.context.moment.date()), MISSING
    bindings["status"] = np.where(clear, position(Status.ACTIVE), position(Status.SUSPENDED))
    bindings["max_age"] = 0
    lost = [field for toggle in closed for field in toggle.fields]
    fields["login"][lost] = UNRECORDED
    catalogue.chain = chain._replace(sources=sources, bindings=bindings, fields=fields)
    codes = catalogue.codes
    known = {codes["Field"][field] for toggle in opened for field in toggle.fields}
    known |= analysis.context.known - {codes["Field"][field] for field in lost}
    shared = [
        NewBinding(
            new_binding={
                "material": codes["Material"][material],
                "source": codes["DataSource"][0],
                "mode": Mode.LICENCE_SHARING,
                "number": "shared",
            },
            status=Status.ACTIVE,
            max_age_days=0,
            audiences=["*"],
            regions=["*"],
        )
        for material in sorted({material for toggle in opened for material in toggle.materials})
        if is_sharable(analysis, material)
    ]
    context = analysis.context.model_copy(update={"known": frozenset(known)})
    return Analysis(*apply_changes(catalogue, context, shared))


def is_sharable(analysis: Analysis, material: int) -> bool:
    """Whether rule 2 can apply: the material is issued by government, and the original is not surrendered."""
    row = analysis.catalogue.chain.materials[material]
    return row["origin"] == position(Origin.GOVERNMENT) and row["surrendered"] == 0


def certain_verdicts(analysis: Analysis) -> dict[str, np.ndarray]:
    """Which verdicts in the layout are YES, those of materials by rules 2 to 6."""
    whole = analysis.whole
    materials = whole.materials
    return {
        "keys": whole.known["surely"] != NEVER,
        "pairs": whole.fields["verdict"] == YES,
        "papers": (materials["verdict"] == YES) & BY_EXEMPTION[materials["rule"]],
        "places": whole.zero["verdict"] == YES,
    }


def differing_verdicts(before: Analysis, after: Analysis) -> dict[str, list[int]]:
    """The verdicts that are YES in only one of two analyses."""
    assert np.array_equal(before.whole.layout.pairs["of"], after.whole.layout.pairs["of"])
    assert np.array_equal(before.whole.layout.papers["of"], after.whole.layout.papers["of"])
    was, now = certain_verdicts(before), certain_verdicts(after)
    return {name: np.flatnonzero(was[name] != now[name]).tolist() for name in was}


def gain_between(before: Totals, after: Totals) -> Gain:
    """By how much the second totals exceed the first."""
    return Gain(
        fields=after.fields_filled - before.fields_filled,
        materials=after.requirements_exempt - before.requirements_exempt,
        situations=after.situations_zero_material - before.situations_zero_material,
        fields_a_year=after.cases_fields_filled - before.cases_fields_filled,
        materials_a_year=after.cases_requirements_exempt - before.cases_requirements_exempt,
        cases=after.cases_zero_material - before.cases_zero_material,
    )
