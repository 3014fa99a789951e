"""Application forms of situations as JSON: every entry, and how its field is filled.

An answer is assembled from pieces of JSON: the first part of an entry is made when the forms are read, the second part
says what was decided about its field and is made when it is first needed.
"""

from array import array
from collections.abc import Iterable
from typing import Any

import numpy as np
from pydantic_core import to_json

from oncegraph.queries.exemption.analysis import VERDICTS, Analysis, Decisions
from oncegraph.queries.exemption.bindings import reasons_of
from oncegraph.queries.filling.form_entries import FormEntries
from oncegraph.schema.verdict import Verdict

FILLED = b'"verdict":"yes"'


class FilledForms:
    """The application forms of the situations of some decisions, ready to be joined. May be used from any thread."""

    def __init__(self, entries: FormEntries, analysis: Analysis, decisions: Decisions):
        self._entries, self._analysis, self._decisions = entries.of_material, analysis, decisions
        catalogue, layout = analysis.catalogue, decisions.layout
        self._at = {number: at for at, number in enumerate(layout.situations.tolist())}
        situations = catalogue.chain.situations[layout.situations]
        place = np.repeat(np.arange(len(situations)), np.diff(layout.require_row))
        require = situations["first_require"][place] + np.arange(len(place)) - layout.require_row[place]
        material = catalogue.chain.requires["material"][require]
        with_entries = np.zeros(catalogue.count("Material"), bool)
        with_entries[list(self._entries)] = True
        kept = np.flatnonzero(with_entries[material])
        required = (decisions.papers_of[kept] >= 0) & catalogue.chain.materials["is_form"][material[kept]]
        #: For each requirement of a material that has entries: the material, and whether its form must be handed in.
        self._materials: list[int] = material[kept].tolist()
        self._required = required.tobytes()
        #: For each situation: its first requirement in the lists above; one more at the end.
        self._first: list[int] = np.searchsorted(kept, layout.require_row).tolist()
        self._filled: list[int] = decisions.counts["filled"].tolist()
        last = layout.groups["last_situation"]
        self._group: list[int] = np.searchsorted(last, np.arange(len(situations)), side="right").tolist()
        #: For each group of situations that was needed: number of a field → its pair; a field that the group does not
        #: need has a number past all pairs.
        self._pairs: list[array[int] | None] = [None] * len(last)
        #: For each pair: the second part of the JSON of its entries, once it was needed.
        self._endings: list[bytes | None] = [None] * len(layout.pairs)
        self._ending_of: dict[tuple[int, int, int], bytes] = {}

    def __contains__(self, situation: int) -> bool:
        """Whether the decisions are about a situation, given by number."""
        return situation in self._at

    def render(self, situation: int, version: int, only_filled: bool) -> bytes:
        """The entries of a situation, given by number. Raises KeyError if nothing was decided about it."""
        at = self._at[situation]
        pairs, endings = self._pairs_for(at), self._endings
        parts: list[bytes] = []
        for place in range(self._first[at], self._first[at + 1]):
            entries: Iterable[tuple[int, bytes]] = self._entries[self._materials[place]]
            if not self._required[
                place
            ]:  # of a form that need not be handed in, include only what the other forms ask for
                wanted = self._fields_of_required(at)
                entries = [entry for entry in entries if entry[0] in wanted]
            for field, beginning in entries:
                pair = pairs[field]
                ending = endings[pair]
                if ending is None:
                    ending = endings[pair] = self._ending(pair)
                if not only_filled or ending.startswith(FILLED):
                    parts.append(beginning + ending)
        catalogue = self._analysis.catalogue
        head = {
            "situation_code": catalogue.codes["Situation"][situation],
            "name": catalogue.names["Situation"][situation],
            "item_code": catalogue.codes["Item"][catalogue.chain.situations["item"][situation]],
            "version": version,
            "fill_free": self._filled[at],
        }
        return b'%b,"fields":[%b]}' % (to_json(head)[:-1], b",".join(parts))

    def _fields_of_required(self, at: int) -> set[int]:
        places = range(self._first[at], self._first[at + 1])
        forms = [self._entries[self._materials[place]] for place in places if self._required[place]]
        return {field for entries in forms for field, _ in entries}

    def _pairs_for(self, at: int) -> "array[int]":
        group = self._group[at]
        pairs = self._pairs[group]
        if pairs is None:
            pairs = array("i", [len(self._endings)]) * self._analysis.catalogue.count("Field")
            for field, pair in self._decisions.layout.pairs_of(at).items():
                pairs[field] = pair
            self._pairs[group] = pairs  # only when it is complete: other threads read it
        return pairs

    def _ending(self, pair: int) -> bytes:
        decision = self._decisions.fields[pair]
        key = int(decision["verdict"]), int(decision["binding"]), int(decision["reasons"])
        if key not in self._ending_of:
            self._ending_of[key] = to_json(self._decision(*key))[1:]
        return self._ending_of[key]

    def _decision(self, verdict: int, binding: int, reasons: int) -> dict[str, Any]:
        catalogue = self._analysis.catalogue
        decision: dict[str, Any] = {
            "verdict": VERDICTS[verdict],
            "source_code": None,
            "source_name": None,
            "binding": None,
            "keys": [],
            "editable": True,
            "reasons": reasons_of(reasons),
        }
        if VERDICTS[verdict] is Verdict.YES and binding >= 0:
            source = int(catalogue.chain.bindings["source"][binding])
            numbers, names = catalogue.index["Field"], catalogue.names["Field"]
            decision |= {
                "source_code": catalogue.codes["DataSource"][source],
                "source_name": catalogue.names["DataSource"][source],
                "binding": catalogue.binding_name[binding],
                "keys": [{"field_code": key, "name": names[numbers[key]]} for key in self._analysis.keys_of(binding)],
                "editable": not catalogue.chain.bindings["authoritative"][binding],
            }
        return decision
