"""What an online form shows: the entries of application forms, read once for each version, and how each is filled.

An answer is put together of pieces of JSON: what an entry always says, made when the forms are read, and what was
decided about its field, made when it is first asked for.
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from pydantic_core import to_json

from oncegraph.graph.client import Client
from oncegraph.graph.columns import read_columns
from oncegraph.queries.exemption.analysis import VERDICTS, Analysis, Decisions
from oncegraph.queries.exemption.bindings import reasons_of
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.schema.field import Field
from oncegraph.schema.form import Form, FormField
from oncegraph.schema.verdict import Verdict

ENTRY = (
    "form_field_code",
    "form_code",
    "field_code",
    "label",
    "required",
    "control",
    "format",
    "code_list",
    "position",
)
FILLED = b'"verdict":"yes"'


@dataclass(frozen=True)
class Forms:
    """entries: number of a material → number of the field and first part of the JSON of each entry of its forms, in
    order; what an entry leaves out is its field's."""

    entries: dict[int, list[tuple[int, bytes]]]

    @classmethod
    def read(cls, client: Client, catalogue: Catalogue) -> "Forms":
        forms = read_columns(client, Form, ("form_code", "material_code"))
        material_of = dict(zip(forms["form_code"], forms["material_code"], strict=True))
        fields = {
            row["field_code"]: row for row in _rows(client, Field, ("field_code", "control", "format", "code_list"))
        }
        materials, numbers = catalogue.index["Material"], catalogue.index["Field"]
        entries: dict[int, list[tuple[int, bytes]]] = {}
        for entry in sorted(_rows(client, FormField, ENTRY), key=_place):
            for name in ("control", "format", "code_list"):
                if entry[name] is None:
                    entry[name] = fields.get(entry["field_code"], {}).get(name)
            material, field = material_of.get(entry["form_code"]), numbers.get(entry["field_code"])
            if material in materials and field is not None:
                whole = {**entry, "material_code": material, "name": catalogue.names["Field"][field]}
                entries.setdefault(materials[material], []).append((field, to_json(whole)[:-1] + b","))
        return cls(entries)


class FilledForms:
    """The application forms of the situations of some decisions, ready to be put together."""

    def __init__(self, forms: Forms, analysis: Analysis, decisions: Decisions):
        self._entries, self._analysis, self._decisions = forms.entries, analysis, decisions
        catalogue, layout = analysis.catalogue, decisions.layout
        self._at = {number: at for at, number in enumerate(layout.situations.tolist())}
        each = catalogue.chain.situations[layout.situations]
        place = np.repeat(np.arange(len(each)), np.diff(layout.require_row))
        require = each["first_require"][place] + np.arange(len(place)) - layout.require_row[place]
        material = catalogue.chain.requires["material"][require]
        with_entries = np.zeros(catalogue.count("Material"), bool)
        with_entries[list(forms.entries)] = True
        kept = np.flatnonzero(with_entries[material])
        asked = (decisions.papers_of[kept] >= 0) & catalogue.chain.materials["is_form"][material[kept]]
        self._materials: list[int] = material[kept].tolist()
        self._asked = asked.tobytes()
        self._first: list[int] = np.searchsorted(kept, layout.require_row).tolist()
        self._filled: list[int] = decisions.counts["filled"].tolist()
        last = layout.groups["last_situation"]
        self._group: list[int] = np.searchsorted(last, np.arange(len(each)), side="right").tolist()
        #: For each group that was asked for: number of a field → its pair, past all of them if it is not needed.
        self._pairs: list[array[int] | None] = [None] * len(last)
        #: For each pair: the last part of the JSON of its entries, once it was made.
        self._endings: list[bytes | None] = [None] * len(layout.pairs)
        self._made: dict[tuple[int, int, int], bytes] = {}

    def answer(self, situation: int, version: int, only_filled: bool) -> bytes | None:
        """The entries of a situation, given by number, as JSON; None if nothing was decided about it."""
        at = self._at.get(situation)
        if at is None:
            return None
        pairs, endings = self._pairs_for(at), self._endings
        parts: list[bytes] = []
        for place in range(self._first[at], self._first[at + 1]):
            entries: Iterable[tuple[int, bytes]] = self._entries[self._materials[place]]
            if not self._asked[place]:  # no form to be handed in: what others ask for as well is shown all the same
                wanted = self._asked_for(at)
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

    def _asked_for(self, at: int) -> set[int]:
        places = range(self._first[at], self._first[at + 1])
        forms = [self._entries[self._materials[place]] for place in places if self._asked[place]]
        return {field for entries in forms for field, _ in entries}

    def _pairs_for(self, at: int) -> "array[int]":
        group = self._group[at]
        pairs = self._pairs[group]
        if pairs is None:
            pairs = array("i", [len(self._endings)]) * self._analysis.catalogue.count("Field")
            for field, pair in self._decisions.layout.pairs_of(at).items():
                pairs[field] = pair
            self._pairs[group] = pairs  # whole, for other threads ask as well
        return pairs

    def _ending(self, pair: int) -> bytes:
        decision = self._decisions.fields[pair]
        key = int(decision["verdict"]), int(decision["binding"]), int(decision["reasons"])
        if key not in self._made:
            self._made[key] = to_json(self._decided(*key))[1:]
        return self._made[key]

    def _decided(self, verdict: int, binding: int, reasons: int) -> dict[str, Any]:
        catalogue = self._analysis.catalogue
        codes, names = catalogue.codes, catalogue.names
        used = VERDICTS[verdict] is Verdict.YES and binding >= 0
        source = int(catalogue.chain.bindings["source"][binding]) if used else None
        keys = self._analysis.keys_of(binding) if used else ()
        return {
            "verdict": VERDICTS[verdict],
            "source_code": codes["DataSource"][source] if used else None,
            "source_name": names["DataSource"][source] if used else None,
            "binding": catalogue.binding_name[binding] if used else None,
            "keys": [{"field_code": key, "name": names["Field"][catalogue.index["Field"][key]]} for key in keys],
            "editable": not (used and bool(catalogue.chain.bindings["authoritative"][binding])),
            "reasons": reasons_of(reasons),
        }


def _rows(client: Client, declaration: type[Field | FormField], names: tuple[str, ...]) -> list[dict[str, Any]]:
    columns = read_columns(client, declaration, names)
    return [dict(zip(names, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _place(entry: dict[str, Any]) -> tuple:
    position = entry["position"]
    return entry["form_code"], position is None, position or 0, entry["form_field_code"]
