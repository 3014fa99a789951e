"""The figures of the seeds (schema/figures.py) of one state: of each item, and so of any scope."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

import numpy as np

from queries.exemption.analysis import VERDICTS, Analysis
from queries.exemption.decided import decided_fields, decided_requirements, groups_of_requirements
from queries.exemption.tally import BY_EXEMPTION, BY_ONCE, CANCELLED, YES
from queries.records import Records
from schema.codes import Status
from schema.figures import Count, Figures
from schema.item import Item, Step
from schema.verdict import Verdict

#: How far something is from what one would like, nearest first.
EXEMPT, ONCE, UNDECIDED, ASKED = range(4)
UNKNOWN = VERDICTS.index(Verdict.UNKNOWN)


def in_force(status: str | None) -> bool:
    """What is active, or of which nobody recorded whether it is."""
    return status in (None, Status.ACTIVE)


def figures(records: Records, analysis: Analysis, situations: Collection[str] | None = None) -> dict[str, Figures]:
    """Item → its figures, of the items in force; of some situations only, and the items that have them, if these are
    given. analysis: of the same records."""
    items = records.nodes(Item)
    counted = _Counted(analysis, situations)
    codes = analysis.catalogue.codes["Item"]
    asked = {codes[number]: number for number in counted.items}
    return {
        code: _figures(item, records, counted, asked.get(code))
        for code, item in items.items()
        if in_force(item.status) and (situations is None or code in asked)
    }


def _figures(item: Item, records: Records, counted: "_Counted", number: int | None) -> Figures:
    steps = len(records.referring(Step, "item_code", item.item_code))
    of_papers = {name: Count.of(None) for name in PAPERS} if number is None else counted.of(number)
    return Figures(
        items=Count(value=1),
        situations=Count(value=0 if number is None else counted.items[number]),
        steps=Count.of(steps or None),
        visits=Count.of(item.visits),
        legal_days=Count.of(item.legal_days),
        promised_days=Count.of(item.promised_days),
        **of_papers,
    )


#: The figures that rest on the situations of an item: unknown where it has none.
PAPERS = (
    "forms",
    "fields",
    "fields_to_type",
    "materials",
    "materials_to_hand_in",
    "materials_exempt",
    "materials_only_once",
)


class Ranked(NamedTuple):
    """Items and things that they ask for, each pair once, and how far it is."""

    item: np.ndarray
    thing: np.ndarray
    rank: np.ndarray


class _Counted:
    """What the active situations ask for, by item. items: number → how many of its situations count."""

    def __init__(self, analysis: Analysis, situations: Collection[str] | None):
        catalogue = analysis.catalogue
        self._item_of = catalogue.chain.situations["item"]
        within = np.ones(catalogue.count("Situation"), bool)
        if situations is not None:
            wanted = frozenset(situations)
            within = np.fromiter((code in wanted for code in catalogue.codes["Situation"]), bool, len(within))
        chosen = analysis.whole.layout.situations
        chosen = chosen[within[chosen] & (self._item_of[chosen] >= 0)]
        numbers, many = np.unique(self._item_of[chosen], return_counts=True)
        self.items: Mapping[int, int] = dict(zip(numbers.tolist(), many.tolist(), strict=True))
        self._within = within & (self._item_of >= 0)
        self._many = catalogue.count("Item")
        fields, (materials, forms) = self._fields(analysis), self._materials(analysis)
        self._counts = {
            "forms": self._count(forms.item),
            "fields": self._count(fields.item),
            "fields_to_type": self._count(fields.item[fields.rank == ASKED]),
            "materials": self._count(materials.item),
            "materials_to_hand_in": self._count(materials.item[materials.rank == ASKED]),
            "materials_exempt": self._count(materials.item[materials.rank == EXEMPT]),
            "materials_only_once": self._count(materials.item[materials.rank <= ONCE]),
        }
        self._undecided = {
            "fields_to_type": self._count(fields.item[fields.rank == UNDECIDED]),
            "materials_to_hand_in": self._count(materials.item[materials.rank == UNDECIDED]),
        }

    def of(self, item: int) -> dict[str, Count]:
        return {
            name: Count(value=int(counts[item]), unknown=int(self._undecided[name][item]))
            if name in self._undecided
            else Count(value=int(counts[item]))
            for name, counts in self._counts.items()
        }

    def _count(self, items: np.ndarray) -> np.ndarray:
        return np.bincount(items, minlength=self._many)

    def _fields(self, analysis: Analysis) -> Ranked:
        """A field counts as filled where it is in each situation of the item that asks for it."""
        situation, field, decision = decided_fields(analysis)
        verdict = decision["verdict"]
        rank = np.where(verdict == YES, EXEMPT, np.where(verdict == UNKNOWN, UNDECIDED, ASKED))
        chosen = self._within[situation]
        return _each_once(self._item_of[situation[chosen]], field[chosen], rank[chosen], np.maximum)

    def _materials(self, analysis: Analysis) -> tuple[Ranked, Ranked]:
        """Materials, and forms among them. Of alternatives the nearest counts in a situation, and of the situations
        of an item the farthest."""
        situation, material, decision = decided_requirements(analysis)
        chain = analysis.catalogue.chain
        counts = self._within[situation] & (decision["rule"] != CANCELLED)
        situation, material, decision = situation[counts], material[counts], decision[counts]
        rule, verdict = decision["rule"], decision["verdict"]
        rank = np.where(verdict == UNKNOWN, UNDECIDED, ASKED)
        rank = np.where(BY_ONCE[rule], ONCE, rank)
        rank = np.where(BY_EXEMPTION[rule], EXEMPT, rank)
        is_form = chain.materials["is_form"][material]
        forms = _each_once(self._item_of[situation[is_form]], material[is_form], rank[is_form], np.maximum)
        group = groups_of_requirements(analysis)[counts]
        thing = np.where(group >= 0, len(chain.materials) + group, material)
        nearest = _each_once(situation, thing, rank, np.minimum)
        return _each_once(self._item_of[nearest.item], nearest.thing, nearest.rank, np.maximum), forms


def _each_once(owner: np.ndarray, thing: np.ndarray, rank: np.ndarray, chosen: np.ufunc) -> Ranked:
    """Every pair of an owner and a thing once, with one of its ranks."""
    width = int(thing.max(initial=0)) + 1
    pairs, at = np.unique(owner.astype(np.int64) * width + thing, return_inverse=True)
    ranks = np.full(len(pairs), EXEMPT if chosen is np.maximum else ASKED)
    chosen.at(ranks, at, rank)
    return Ranked(pairs // width, pairs % width, ranks)
