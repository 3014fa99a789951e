"""Asks the kernel: for one situation, one item or the whole city, in one context."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from queries.exemption import bindings, kernel
from queries.exemption.bindings import BIT, addressees, reasons_of
from queries.exemption.catalogue import Catalogue
from queries.exemption.context import Context
from schema.errors import NotFound
from schema.text import Text
from schema.verdict import FieldVerdict, ItemVerdict, MaterialVerdict, Reason, Rule, SituationVerdict, Verdict

VERDICTS, RULES = tuple(Verdict), tuple(Rule)
BITS = kernel.Bits(*(BIT[Reason[name.upper()]] for name in kernel.Bits._fields))
EXEMPT = frozenset({Rule.SHARED, Rule.VERIFIED, Rule.GENERATED, Rule.COMPOSED, Rule.COLLABORATED})


@dataclass(frozen=True)
class Decisions:
    """What the kernel decided about some situations, in the order in which it took them (grouped by addressees).

    groups[i] is the group of situations[i]; its requirements are rows require_row[i] … require_row[i + 1] of the
    requirement columns. See kernel.py for the columns of needs, known, fields and materials.
    """

    situations: np.ndarray
    group_start: np.ndarray
    needs: kernel.Needs
    known: kernel.Knowledge
    fields: kernel.FieldDecisions
    materials: kernel.MaterialDecisions
    require_row: np.ndarray
    paper: np.ndarray
    verdict: np.ndarray
    rule: np.ndarray
    reasons: np.ndarray
    zero: np.ndarray
    zero_reasons: np.ndarray


class Analysis:
    """Verdicts of one catalogue in one context; what does not depend on the situation is computed once."""

    def __init__(self, catalogue: Catalogue, context: Context):
        self.catalogue = catalogue
        self.context = context
        self._standing = bindings.standing(catalogue, context)
        self._returns = bindings.returns(catalogue)
        self._chain = kernel.Chain(*(getattr(catalogue, name) for name in kernel.Chain._fields))
        self._scopes: dict[bindings.Addressees, tuple[bindings.Outcome, bindings.Outcome]] = {}
        self._known = self._marked("Field", context.known)
        self._on_file = self._marked("Material", context.on_file)

    def situation(self, code: str) -> SituationVerdict:
        """All verdicts of a situation. Raises NotFound."""
        number = self._number("Situation", code)
        return self._situation_row(self.decide([number]), 0)

    def item(self, code: str) -> ItemVerdict:
        """All verdicts of an item's active situations. Raises NotFound."""
        number = self._number("Item", code)
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
        return self.decide(np.flatnonzero(self.catalogue.situation_active).tolist())

    def decide(self, situations: Sequence[int]) -> Decisions:
        """Decide situations, given by number."""
        groups: dict[bindings.Addressees, list[int]] = {}
        for situation in situations:
            groups.setdefault(addressees(self.catalogue, self.context, situation), []).append(situation)
        group_start = np.append(0, np.cumsum([len(members) for members in groups.values()], dtype=np.int64))
        ordered = np.fromiter((s for members in groups.values() for s in members), np.int64, len(situations))
        tests = self._tests(groups)
        login = np.fromiter((bindings.login_of(group.audiences) for group in groups), np.int64, len(groups))
        needs = kernel.find_needs(self._chain, group_start, ordered)
        known = kernel.find_known(self._chain, tests, needs, BITS, login, self._known)
        fields = kernel.decide_fields(self._chain, tests, needs, known, BITS)
        materials = kernel.decide_materials(self._chain, tests, needs, known, fields, BITS, self._on_file)
        paper, verdict, rule, reasons, zero, zero_reasons = kernel.decide_requirements(
            self._chain, group_start, ordered, needs, materials, BITS
        )
        starts = self.catalogue.require_start
        require_row = np.append(0, np.cumsum(starts[ordered + 1] - starts[ordered]))
        return Decisions(
            ordered, group_start, needs, known, fields, materials,
            require_row, paper, verdict, rule, reasons, zero, zero_reasons,
        )  # fmt: skip

    def _tests(self, groups: Iterable[bindings.Addressees]) -> kernel.Tests:
        scopes = [self._scope(group) for group in groups]
        return kernel.Tests(
            *self._standing,
            *self._returns,
            *(_stacked([scope[which][part] for scope in scopes]) for which in (0, 1) for part in (0, 1)),
        )

    def _scope(self, group: bindings.Addressees) -> tuple[bindings.Outcome, bindings.Outcome]:
        if group not in self._scopes:
            self._scopes[group] = (
                bindings.in_audience(self.catalogue, group.audiences),
                bindings.in_region(self.catalogue, group.regions),
            )
        return self._scopes[group]

    def _marked(self, kind: str, codes: Iterable[str]) -> np.ndarray:
        marked = np.zeros(self.catalogue.count(kind), bool)
        marked[[self.catalogue.index[kind][code] for code in codes if code in self.catalogue.index[kind]]] = True
        return marked

    def _number(self, kind: str, code: str) -> int:
        number = self.catalogue.index[kind].get(code)
        if number is None or number >= len(self.catalogue.names[kind]):
            raise NotFound(
                Text(
                    f"图中没有编码为 {code} 的{_TITLES[kind].zh}。", f"There is no {_TITLES[kind].en} with code {code}."
                ),
                Text(f"用 oncegraph search {code} 查找。", f"Look for it with: oncegraph search {code}"),
            )
        return number

    def _situation_row(self, decisions: Decisions, at: int) -> SituationVerdict:
        catalogue, situation = self.catalogue, int(decisions.situations[at])
        group = int(np.searchsorted(decisions.group_start, at, side="right")) - 1
        rows = range(decisions.require_row[at], decisions.require_row[at + 1])
        first = catalogue.require_start[situation] - rows.start
        pairs = _slots(decisions.needs.pair_start, decisions.needs.pair_field, group)
        fields: dict[int, FieldVerdict] = {}
        for row in rows:
            material = catalogue.require_material[first + row]
            if decisions.paper[row] >= 0 and catalogue.material_is_form[material]:
                for field in self._facts(material, required_only=False):
                    if field not in fields:
                        fields[field] = self._field_row(decisions.fields, pairs[field], field)
        return SituationVerdict(
            situation_code=catalogue.codes["Situation"][situation],
            name=catalogue.names["Situation"][situation],
            item_code=catalogue.codes["Item"][catalogue.situation_item[situation]],
            fields=tuple(fields.values()),
            materials=tuple(self._material_row(decisions, row, int(first + row), pairs) for row in rows),
            zero_material=VERDICTS[decisions.zero[at]],
            reasons=reasons_of(decisions.zero_reasons[at]),
        )

    def _facts(self, material: int, required_only: bool = True) -> list[int]:
        facts = slice(self.catalogue.fact_start[material], self.catalogue.fact_start[material + 1])
        fields, required = self.catalogue.fact_field[facts], self.catalogue.fact_required[facts]
        return (fields[required != 0] if required_only else fields).tolist()

    def _field_row(self, decided: kernel.FieldDecisions, pair: int, field: int) -> FieldVerdict:
        catalogue, binding = self.catalogue, int(decided.binding[pair])
        verdict = FieldVerdict.model_construct
        common = {
            "field_code": catalogue.codes["Field"][field],
            "name": catalogue.names["Field"][field],
            "verdict": VERDICTS[decided.verdict[pair]],
            "reasons": reasons_of(decided.reasons[pair]),
        }
        if binding < 0:
            return verdict(**common)
        source = int(catalogue.binding_source[binding])
        return verdict(
            **common,
            source_code=catalogue.codes["DataSource"][source],
            source_name=catalogue.names["DataSource"][source],
            binding=catalogue.binding_name[binding],
            keys=self.keys_of(binding),
        )

    def keys_of(self, binding: int) -> tuple[str, ...]:
        """Codes of the fields that the source must be asked with."""
        keys = self.catalogue.key_field[self.catalogue.key_start[binding] : self.catalogue.key_start[binding + 1]]
        return tuple(self.catalogue.codes["Field"][key] for key in keys)

    def _material_row(self, decisions: Decisions, row: int, require: int, pairs: dict[int, int]) -> MaterialVerdict:
        catalogue, rule = self.catalogue, RULES[decisions.rule[row]]
        material = int(catalogue.require_material[require])
        group = catalogue.require_group[require]
        sources: set[int] = set()
        remaining: list[int] = []
        if rule in (Rule.SHARED, Rule.COLLABORATED, Rule.COMMITTED, Rule.REUSED):
            sources = {int(catalogue.binding_source[decisions.materials.binding[decisions.paper[row]]])}
        elif rule in (Rule.VERIFIED, Rule.GENERATED, Rule.COMPOSED, Rule.CANDIDATE, Rule.PARTIAL):
            sources, remaining = self._coverage(decisions, int(decisions.paper[row]), material, rule, pairs)
        return MaterialVerdict.model_construct(
            material_code=catalogue.codes["Material"][material],
            name=catalogue.names["Material"][material],
            verdict=VERDICTS[decisions.verdict[row]],
            rule=rule,
            source_codes=tuple(catalogue.codes["DataSource"][source] for source in sorted(sources)),
            alternative_group=catalogue.groups[group] if group >= 0 else None,
            remaining=tuple(catalogue.codes["Field"][field] for field in sorted(remaining)),
            reasons=reasons_of(decisions.reasons[row]),
        )

    def _coverage(
        self, decisions: Decisions, paper: int, material: int, rule: Rule, pairs: dict[int, int]
    ) -> tuple[set[int], list[int]]:
        """Sources that cover the facts of a material, and the fields that remain."""
        sources: set[int] = set()
        remaining = []
        third_party = self.catalogue.material_origin[material] == kernel.THIRD_PARTY
        for field in self._facts(material):
            pair = pairs[field]
            by_check = self._checking_source(decisions, paper, material, pair, field)
            filled = decisions.fields.verdict[pair] == kernel.YES and not third_party
            if rule is Rule.VERIFIED:
                sources |= by_check
            elif filled:
                sources.add(int(self.catalogue.binding_source[decisions.fields.binding[pair]]))
            elif by_check:
                sources |= by_check
            else:
                remaining.append(field)
        return sources, remaining

    def _checking_source(self, decisions: Decisions, paper: int, material: int, pair: int, field: int) -> set[int]:
        """The first source, in the order of bindings, that is arranged to check this field and can; or none."""
        catalogue, known = self.catalogue, decisions.known
        arranged = {
            int(catalogue.binding_source[binding])
            for row, binding in self._rows(catalogue.arrangement_start, decisions.needs.paper_row, paper, material)
            if catalogue.binding_mode[binding] == kernel.DATA_CHECK and not known.failed[row] | known.missing[row]
        }
        for row, binding in self._rows(catalogue.supply_start, decisions.needs.pair_row, pair, field):
            source = int(catalogue.binding_source[binding])
            able = catalogue.binding_returns[binding] in (kernel.VALUE, kernel.MATCH)
            if able and source in arranged and not known.failed[row] | known.missing[row]:
                return {source}
        return set()

    @staticmethod
    def _rows(starts: np.ndarray, first_row: np.ndarray, at: int, owner: int) -> Iterable[tuple[int, int]]:
        bindings_of = range(starts[owner], starts[owner + 1])
        return zip(range(first_row[at], first_row[at] + len(bindings_of)), bindings_of, strict=True)


_TITLES = {"Situation": Text("情形", "situation"), "Item": Text("事项", "item")}


def _item_zero(zeros: list[Verdict]) -> tuple[Verdict, tuple[Reason, ...]]:
    """An item passes if all its active situations do; else k of n."""
    if not zeros:
        return Verdict.UNKNOWN, (Reason.NO_SITUATION,)
    if len(set(zeros)) == 1:
        return zeros[0], ()
    return (Verdict.CONDITIONAL if Verdict.YES in zeros else Verdict.UNKNOWN), ()


def _stacked(bits: list[np.ndarray]) -> np.ndarray:
    return np.stack(bits) if bits else np.zeros((0, 0), np.int64)


def _slots(starts: np.ndarray, members: np.ndarray, group: int) -> dict[int, int]:
    first, last = starts[group], starts[group + 1]
    return dict(zip(members[first:last].tolist(), range(first, last), strict=True))
