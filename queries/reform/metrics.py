"""The figures that measure a reform (schema/figures.py) for one state of a catalogue, item by item."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

from oncegraph.queries.exemption.analysis import VERDICTS, Analysis
from oncegraph.queries.exemption.decided import decided_fields, decided_requirements, groups_of_requirements
from oncegraph.queries.exemption.tally import BY_EXEMPTION, BY_ONCE, CANCELLED, YES
from oncegraph.queries.records import Records
from oncegraph.schema.codes import in_force
from oncegraph.schema.figures import Count, Figures
from oncegraph.schema.item import Item, Step
from oncegraph.schema.verdict import Verdict

#: Ranks of a field or material, from the best outcome for the applicant to the worst.
EXEMPT, ONCE, UNDECIDED, ASKED = range(4)
UNKNOWN = VERDICTS.index(Verdict.UNKNOWN)


def figures(records: Records, analysis: Analysis, situations: Collection[str] | None = None) -> dict[str, Figures]:
    """Item code → figures, for the items in force.

    situations: codes of situations; if given, only these and their items count. analysis: of the same records.
    """
    counted = _Counted(analysis, analysis.catalogue.chain.situations["item"], situations)
    index = analysis.catalogue.index["Item"]
    return {
        code: _figures(item, records, counted, index[code])
        for code, item in records.nodes(Item).items()
        if in_force(item.status) and (situations is None or counted.situations[index[code]])
    }


def required_together(analysis: Analysis, situations: Collection[str], inside: Collection[str]) -> dict[str, Count]:
    """The figures of what some situations require together: each field and material once, and all forms as one.

    inside: codes of materials that one authority hands to another, so that they do not count.
    """
    once = np.zeros(len(analysis.catalogue.chain.situations), np.int64)
    return _Counted(analysis, once, situations, inside, one_form=True).paper_figures(0)


def _figures(item: Item, records: Records, counted: "_Counted", number: int) -> Figures:
    steps = len(records.referring(Step, "item_code", item.item_code))
    return Figures(
        items=Count(value=1),
        situations=Count(value=int(counted.situations[number])),
        steps=Count.of(steps or None),
        visits=Count.of(item.visits),
        legal_days=Count.of(item.legal_days),
        promised_days=Count.of(item.promised_days),
        **counted.paper_figures(number),
    )


class Ranked(NamedTuple):
    """Distinct pairs of an owner and a thing that it requires, each with its rank."""

    owner: np.ndarray
    thing: np.ndarray
    rank: np.ndarray


class _Counted:
    """What the active situations require, counted by owner.

    owner: number of the owner of each situation, negative if it has none; inside: codes of materials that do not count;
    one_form: all forms count as one; situations (attribute): number of counted situations of each owner.
    """

    def __init__(
        self,
        analysis: Analysis,
        owner: np.ndarray,
        situations: Collection[str] | None = None,
        inside: Collection[str] = (),
        one_form: bool = False,
    ):
        catalogue = analysis.catalogue
        self._one_form = one_form
        self._owner = owner
        self._within = owner >= 0
        if situations is not None:
            self._within &= _those(catalogue.codes["Situation"], situations)
        self._outside = ~_those(catalogue.codes["Material"], inside)
        self._many = max(int(owner.max(initial=0)) + 1, catalogue.count("Item"))
        chosen = analysis.whole.layout.situations
        self.situations = self._count(owner[chosen[self._within[chosen]]])
        fields, (materials, forms) = self._fields(analysis), self._materials(analysis)
        self._counts = {
            "forms": self._count(forms.owner),
            "fields": self._count(fields.owner),
            "fields_to_type": self._count(fields.owner[fields.rank == ASKED]),
            "materials": self._count(materials.owner),
            "materials_to_hand_in": self._count(materials.owner[materials.rank == ASKED]),
            "materials_exempt": self._count(materials.owner[materials.rank == EXEMPT]),
            "materials_only_once": self._count(materials.owner[materials.rank <= ONCE]),
        }
        undecided = self._count(materials.owner[materials.rank == UNDECIDED])
        self._undecided = {
            "fields_to_type": self._count(fields.owner[fields.rank == UNDECIDED]),
            "materials_to_hand_in": undecided,
            "materials_exempt": undecided,
            "materials_only_once": undecided,
        }

    def paper_figures(self, owner: int) -> dict[str, Count]:
        """The figures that depend on situations; unknown if the owner has none."""
        if not self.situations[owner]:
            return {name: Count.of(None) for name in self._counts}
        undecided = {name: int(many[owner]) for name, many in self._undecided.items()}
        return {
            name: Count(value=int(counts[owner]), unknown=undecided.get(name, 0))
            for name, counts in self._counts.items()
        }

    def _count(self, owners: np.ndarray) -> np.ndarray:
        return np.bincount(owners, minlength=self._many)

    def _fields(self, analysis: Analysis) -> Ranked:
        """Fields by owner. A field counts as filled if it is filled in every situation that asks for it."""
        situation, field, decision = decided_fields(analysis)
        verdict = decision["verdict"]
        rank = np.where(verdict == YES, EXEMPT, np.where(verdict == UNKNOWN, UNDECIDED, ASKED))
        chosen = self._within[situation]
        return _each_once(self._owner[situation[chosen]], field[chosen], rank[chosen], np.maximum)

    def _materials(self, analysis: Analysis) -> tuple[Ranked, Ranked]:
        """Materials by owner, and the forms among them.

        The best rank counts among alternatives of a situation, and the worst among the situations. Alternative groups
        of different items are different groups, even if they have the same name.
        """
        situation, material, decision = decided_requirements(analysis)
        chain = analysis.catalogue.chain
        counts = self._within[situation] & (decision["rule"] != CANCELLED) & self._outside[material]
        situation, material, decision = situation[counts], material[counts], decision[counts]
        rule, verdict = decision["rule"], decision["verdict"]
        rank = np.where(verdict == UNKNOWN, UNDECIDED, ASKED)
        rank = np.where(BY_ONCE[rule], ONCE, rank)
        rank = np.where(BY_EXEMPTION[rule], EXEMPT, rank)
        is_form = chain.materials["is_form"][material]
        if self._one_form and is_form.any():
            material = np.where(is_form, material[is_form][0], material)
        forms = _each_once(self._owner[situation[is_form]], material[is_form], rank[is_form], np.maximum)
        group = groups_of_requirements(analysis)[counts].astype(np.int64)
        of_item = group * len(analysis.catalogue.codes["Item"]) + chain.situations["item"][situation]
        thing = np.where(group >= 0, len(chain.materials) + of_item, material)
        nearest = _each_once(situation, thing, rank, np.minimum)
        return _each_once(self._owner[nearest.owner], nearest.thing, nearest.rank, np.maximum), forms


def _those(codes: Sequence[str], chosen: Collection[str]) -> np.ndarray:
    """For each code, whether it is chosen."""
    wanted = frozenset(chosen)
    return np.fromiter((code in wanted for code in codes), bool, len(codes))


def _each_once(owner: np.ndarray, thing: np.ndarray, rank: np.ndarray, chosen: np.ufunc) -> Ranked:
    """Distinct pairs of an owner and a thing. chosen: np.maximum or np.minimum, which selects among their ranks."""
    width = int(thing.max(initial=0)) + 1
    pairs, at = np.unique(owner.astype(np.int64) * width + thing, return_inverse=True)
    ranks = np.full(len(pairs), EXEMPT if chosen is np.maximum else ASKED)
    chosen.at(ranks, at, rank)
    return Ranked(pairs // width, pairs % width, ranks)
