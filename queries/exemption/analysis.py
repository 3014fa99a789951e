"""Verdicts of one situation, one item or the whole city, in one context, as the kernel decides them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from oncegraph.queries.exemption import bindings, kernel
from oncegraph.queries.exemption.bindings import reasons_of
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.exemption.layout import Layout, lay_out, whole_layout
from oncegraph.schema.verdict import (
    BY_ARRANGEMENT,
    BY_FACTS,
    FieldVerdict,
    ItemVerdict,
    MaterialVerdict,
    Reason,
    Rule,
    SituationVerdict,
    Verdict,
)

VERDICTS, RULES = tuple(Verdict), tuple(Rule)


@dataclass(frozen=True)
class FieldDecisions:
    """What the kernel decided about fields in a layout; tables of the types in kernel/types.py.

    rows: a row for each binding of a pair or paper; known, fields: for each pair; counts: for each situation.
    """

    layout: Layout
    rows: np.ndarray
    known: np.ndarray
    fields: np.ndarray
    counts: np.ndarray


@dataclass(frozen=True)
class Decisions(FieldDecisions):
    """The decisions about fields, and also about materials and situations.

    materials: for each paper; papers_of, requirements: for each requirement (see Layout.require_row); zero: for each
    situation.
    """

    materials: np.ndarray
    papers_of: np.ndarray
    requirements: np.ndarray
    zero: np.ndarray


class Analysis:
    """Verdicts of one catalogue in one context. What does not depend on the situation is computed once."""

    def __init__(self, catalogue: Catalogue, context: Context):
        self.catalogue = catalogue
        self.context = context
        self.standing = bindings.standing(catalogue, context)
        self.returns = bindings.returns(catalogue)
        self._known = self._marked("Field", context.known)
        self._on_file = self._marked("Material", context.on_file)

    def situation(self, code: str) -> SituationVerdict:
        """All verdicts of a situation. Raises NotFound."""
        number = self.number("Situation", code)
        return self._situation_row(self.decide([number]), 0)

    def situations(self, codes: Iterable[str]) -> list[SituationVerdict]:
        """All verdicts of several situations, decided together. Raises NotFound."""
        decisions = self.decide([self.number("Situation", code) for code in codes])
        return [self._situation_row(decisions, at) for at in range(len(decisions.layout.situations))]

    def item(self, code: str) -> ItemVerdict:
        """All verdicts of an item's active situations. Raises NotFound."""
        number = self.number("Item", code)
        situations = self.catalogue.item_situations[number]
        decisions = self.decide(situations)
        rows = sorted(
            (self._situation_row(decisions, at) for at in range(len(situations))), key=lambda row: row.situation_code
        )
        zero, reasons = _item_zero([row.zero_material for row in rows])
        return ItemVerdict(
            item_code=code,
            name=self.catalogue.names["Item"][number],
            situations=tuple(rows),
            zero_material=zero,
            zero_material_count=sum(row.zero_material is Verdict.YES for row in rows),
            reasons=reasons,
        )

    @cached_property
    def whole(self) -> Decisions:
        """The decisions about every active situation of the catalogue."""
        return self._decide(whole_layout(self.catalogue, self.context))

    def decide(self, situations: Sequence[int]) -> Decisions:
        """Decide situations, given by number."""
        return self._decide(lay_out(self.catalogue, self.context, situations))

    @cached_property
    def form_counts(self) -> tuple[np.ndarray, np.ndarray]:
        """The number of every active situation, and its counts (COUNT in kernel/types.py): how many distinct fields its
        application forms ask for, and how many of these are filled automatically. Materials are not decided."""
        layout = whole_layout(self.catalogue, self.context, forms_only=True)
        return layout.situations, self._decide_fields(layout).counts

    def _decide(self, layout: Layout) -> Decisions:
        chain, (groups, _, papers) = self.catalogue.chain, layout.tables
        fields = self._decide_fields(layout)
        materials = kernel.decide_materials(chain, *layout.tables, fields.rows, fields.fields, self._on_file)
        papers_of, requirements, zero = kernel.decide_requirements(chain, groups, layout.situations, papers, materials)
        return Decisions(**vars(fields), materials=materials, papers_of=papers_of, requirements=requirements, zero=zero)

    def _decide_fields(self, layout: Layout) -> FieldDecisions:
        chain, (groups, pairs, papers) = self.catalogue.chain, layout.tables
        tests = kernel.Tests(
            self.standing,
            self.returns,
            bindings.in_audiences(self.catalogue, layout.audiences),
            bindings.in_regions(self.catalogue, layout.regions),
        )
        rows = np.zeros(layout.many_rows, kernel.OUTCOME)
        known = kernel.find_known(chain, tests, groups, pairs, papers, rows, self._known)
        fields = kernel.decide_fields(chain, tests, pairs, rows)
        counts = kernel.count_fields(chain, groups, layout.situations, pairs, fields)
        return FieldDecisions(layout, rows, known, fields, counts)

    def _marked(self, kind: str, codes: Iterable[str]) -> np.ndarray:
        marked = np.zeros(self.catalogue.count(kind), bool)
        marked[[self.catalogue.index[kind][code] for code in codes if code in self.catalogue.index[kind]]] = True
        return marked

    def number(self, kind: str, code: str) -> int:
        """The number of a node in the columns. Raises NotFound."""
        return self.catalogue.number(kind, code)

    def _situation_row(self, decisions: Decisions, at: int) -> SituationVerdict:
        catalogue, chain = self.catalogue, self.catalogue.chain
        situation = int(decisions.layout.situations[at])
        pairs = decisions.layout.pairs_of(at)
        rows = range(decisions.layout.require_row[at], decisions.layout.require_row[at + 1])
        requires = range(chain.situations[situation]["first_require"], chain.situations[situation]["last_require"])
        fields: dict[int, FieldVerdict] = {}
        for row, require in zip(rows, requires, strict=True):
            material = chain.materials[chain.requires[require]["material"]]
            if decisions.papers_of[row] >= 0 and material["is_form"]:
                for field in chain.facts["field"][material["first_fact"] : material["last_fact"]].tolist():
                    if field not in fields:
                        fields[field] = self._field_row(decisions.fields[pairs[field]], field)
        return SituationVerdict(
            situation_code=catalogue.codes["Situation"][situation],
            name=catalogue.names["Situation"][situation],
            item_code=catalogue.codes["Item"][chain.situations[situation]["item"]],
            fields=tuple(fields.values()),
            materials=tuple(
                self._material_row(decisions, row, require) for row, require in zip(rows, requires, strict=True)
            ),
            zero_material=VERDICTS[decisions.zero[at]["verdict"]],
            reasons=reasons_of(decisions.zero[at]["reasons"]),
        )

    def _field_row(self, decision: np.void, field: int) -> FieldVerdict:
        catalogue, binding = self.catalogue, int(decision["binding"])
        chosen = {}
        if binding >= 0:
            source = catalogue.chain.bindings[binding]["source"]
            chosen = {
                "source_code": catalogue.codes["DataSource"][source],
                "source_name": catalogue.names["DataSource"][source],
                "binding": catalogue.binding_name[binding],
                "keys": self.keys_of(binding),
            }
        return FieldVerdict.model_construct(
            field_code=catalogue.codes["Field"][field],
            name=catalogue.names["Field"][field],
            verdict=VERDICTS[decision["verdict"]],
            reasons=reasons_of(decision["reasons"]),
            **chosen,
        )

    def keys_of(self, binding: int) -> tuple[str, ...]:
        """Codes of the key fields with which the source is queried."""
        row = self.catalogue.chain.bindings[binding]
        keys = self.catalogue.chain.keys[row["first_key"] : row["last_key"]].tolist()
        return tuple(self.catalogue.codes["Field"][key] for key in keys)

    def _material_row(self, decisions: Decisions, row: int, require: int) -> MaterialVerdict:
        catalogue, decision = self.catalogue, decisions.requirements[row]
        rule = RULES[decision["rule"]]
        material, group = (int(catalogue.chain.requires[require][name]) for name in ("material", "group"))
        sources: set[int] = set()
        remaining: list[int] = []
        if rule in BY_ARRANGEMENT:
            sources = {int(catalogue.chain.bindings[decision["binding"]]["source"])}
        elif rule in BY_FACTS:
            coverage = self.coverage(decisions, decisions.papers_of[[row]])
            covered = coverage[coverage["binding"] >= 0]
            sources = set(catalogue.chain.bindings["source"][covered["binding"]].tolist())
            remaining = coverage["field"][coverage["binding"] < 0].tolist()
        return MaterialVerdict.model_construct(
            material_code=catalogue.codes["Material"][material],
            name=catalogue.names["Material"][material],
            verdict=VERDICTS[decision["verdict"]],
            rule=rule,
            source_codes=tuple(catalogue.codes["DataSource"][source] for source in sorted(sources)),
            alternative_group=catalogue.groups[group] if group >= 0 else None,
            remaining=tuple(catalogue.codes["Field"][field] for field in sorted(remaining)),
            reasons=reasons_of(decision["reasons"]),
        )

    def coverage(self, decisions: Decisions, papers: np.ndarray) -> np.ndarray:
        """What covers each fact of some papers (numbers, ascending), as their verdicts count it: kernel.COVERING."""
        layout = decisions.layout
        return kernel.find_coverage(
            self.catalogue.chain, *layout.tables, decisions.rows, decisions.fields, decisions.materials, papers
        )

    def checking_bindings(
        self, decisions: Decisions, paper: int, material: int, pair: int, field: int
    ) -> list[tuple[int, int]]:
        """Bindings (row, number) of a field, in the order of choice, that check it or give it and whose source is
        arranged to check the material (rule 3)."""
        chain, layout = self.catalogue.chain, decisions.layout
        owner, arranged, first = chain.fields[field], chain.materials[material], int(layout.papers[paper]["row"])
        bindings = range(owner["first_binding"], owner["last_binding"])
        return [
            (row, binding)
            for row, binding in enumerate(bindings, start=int(layout.pairs[pair]["row"]))
            if kernel.checks(binding, row, arranged, first, chain.bindings, decisions.rows)
        ]


def _item_zero(zeros: list[Verdict]) -> tuple[Verdict, tuple[Reason, ...]]:
    """The verdict of an item: YES if all its active situations are YES, else k of n."""
    if not zeros:
        return Verdict.UNKNOWN, (Reason.NO_SITUATION,)
    if len(set(zeros)) == 1:
        return zeros[0], ()
    return (Verdict.CONDITIONAL if Verdict.YES in zeros else Verdict.UNKNOWN), ()
