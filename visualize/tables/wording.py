"""Verdicts in words, as a civil servant reads them in a table."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from oncegraph.schema.codes import CodeList
from oncegraph.schema.remaining import FieldStand, MaterialStand
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import FieldVerdict, MaterialVerdict, Reason, Rule, Verdict
from oncegraph.visualize.palette import FIELD_WORDS, MATERIAL_WORDS, ZERO_MATERIAL_WORDS
from oncegraph.visualize.tables.table import VerdictCell

if TYPE_CHECKING:
    from oncegraph.queries.exemption.catalogue import Catalogue

NOT_ASKED_FOR = Text("不再要求", "not asked for")
#: The verdict that corresponds to a stand; all stands not listed here correspond to YES.
STANDS = {
    FieldStand.UNDECIDED: Verdict.UNKNOWN,
    FieldStand.TO_TYPE: Verdict.NO,
    MaterialStand.COMMITMENT: Verdict.CONDITIONAL,
    MaterialStand.LATER: Verdict.CONDITIONAL,
    MaterialStand.UNDECIDED: Verdict.UNKNOWN,
    MaterialStand.TO_HAND_IN: Verdict.NO,
}


def stand_cell(stand: FieldStand | MaterialStand) -> VerdictCell:
    return VerdictCell(STANDS.get(stand, Verdict.YES), stand.title)


def field_cell(verdict: Verdict) -> VerdictCell:
    return VerdictCell(verdict, FIELD_WORDS[verdict])


def material_cell(verdict: Verdict, rule: Rule) -> VerdictCell:
    return VerdictCell(verdict, NOT_ASKED_FOR if rule is Rule.CANCELLED else MATERIAL_WORDS[verdict])


def zero_material_cell(verdict: Verdict) -> VerdictCell:
    return VerdictCell(verdict, ZERO_MATERIAL_WORDS[verdict])


def format_reasons(reasons: tuple[Reason, ...]) -> str:
    return str(Text("；", "; ")).join(str(reason.title) for reason in reasons)


def code_title(codes: type[CodeList], code: str | None) -> str | None:
    """The title of a code; a code that is not in its list is shown as it was recorded."""
    member = codes.lookup(code) if code else None
    return code if member is None else str(member.title)


class Wording:
    """Writes reasons, naming things of a catalogue."""

    def __init__(self, catalogue: "Catalogue"):
        self._catalogue = catalogue

    def name(self, kind: str, code: str) -> str:
        number = self._catalogue.index[kind].get(code)
        return code if number is None else self._catalogue.names[kind][number]

    def names(self, kind: str, codes: tuple[str, ...], at_most: int | None = None) -> str:
        """The names as a list; if there are more than `at_most`, the first ones and the number of the others."""
        shown = str(Text("、", ", ")).join(self.name(kind, code) for code in codes[:at_most])
        if at_most is None or len(codes) <= at_most:
            return shown
        return shown + str(Text(f" 等 {len(codes)} 个", f" and {len(codes) - at_most} more"))

    def sources_bound(self, fields: Iterable[str], materials: Iterable[str]) -> set[str]:
        """Codes of all sources that fields and materials are bound to, chosen or not."""
        chain, found = self._catalogue.chain, set()
        for kind, owners, codes in (("Field", chain.fields, fields), ("Material", chain.materials, materials)):
            for code in codes:
                owner = owners[self._catalogue.index[kind][code]]
                found.update(chain.bindings["source"][owner["first_binding"] : owner["last_binding"]].tolist())
        return {self._catalogue.codes["DataSource"][source] for source in found}

    def why_field(self, field: FieldVerdict) -> str:
        """How it is filled, or why it is not."""
        parts = []
        if field.verdict is Verdict.YES:
            keys = self.names("Field", field.keys)
            by_login = Text("凭登录身份取得", "by login identity")
            parts.append(str(Text(f"凭{keys}查得", f"queried with {keys}") if keys else by_login))
        return _join_clauses(*parts, format_reasons(field.reasons))

    def why_material(self, material: MaterialVerdict) -> str:
        """The rule, what remains, and the reasons."""
        remaining = self.names("Field", material.remaining)
        missing = str(Text(f"缺：{remaining}", f"remaining: {remaining}")) if remaining else ""
        rule = "" if material.rule in (Rule.SUBMIT, Rule.PARTIAL) else str(material.rule.title)
        group = material.alternative_group
        either = str(Text(f"任选组 {group}", f"any one of group {group}")) if group else ""
        return _join_clauses(rule, missing, either, format_reasons(material.reasons))


def _join_clauses(*parts: str) -> str:
    return str(Text("；", "; ")).join(part for part in parts if part)
