"""一人一档/一企一档: which fields and materials of a situation remain for somebody with a given file.

- A field on file is a known key field. If the file's values may be used, it also fills forms (docs/rules.md,
    rule 4), but never an act of will. A value on file does not replace a document (rules 3 and 5): that takes an
    authoritative source.
- A document on file counts for rule 8 材料复用 as long as it is valid: since + validity of the material ≥ as_of. Where
  no validity is recorded this is UNKNOWN; the greatest age of a binding's data says how fresh the source has to be, and
  nothing about the document.
- 零材料 with the file: as without it, but what is reused from the file counts as exempt.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from oncegraph.queries.exemption.analysis import RULES, VERDICTS, Analysis
from oncegraph.queries.exemption.bindings import reasons_of
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.columns import table
from oncegraph.queries.exemption.contribution import Contribution, contributions, contributions_of
from oncegraph.queries.exemption.kernel import rules
from oncegraph.queries.exemption.kernel.types import COVER, DECISION, TRUE, UNRECORDED
from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.remaining import (
    FieldStand,
    FileReason,
    MaterialStand,
    Remaining,
    RemainingField,
    RemainingMaterial,
    SubjectFile,
)
from oncegraph.schema.text import Text, listed
from oncegraph.schema.verdict import (
    EXEMPTING,
    FieldVerdict,
    MaterialVerdict,
    Reason,
    Rule,
    SituationVerdict,
    Verdict,
    material_in_words,
)


class NotOnFileYet(RefusedInput):
    """The caller gives a date on file that is in the future."""

    code = "not_on_file_yet"

    def __init__(self, code: str, since: date, as_of: date):
        super().__init__(
            Text(f"{code} 的在档日期 {since} 晚于 {as_of}。", f"{code} is on file since {since}, after {as_of}."),
            Text("请改正该日期，或用 as_of 指定更晚的日期。", "Correct the date, or ask as of a later date."),
        )


class Document(NamedTuple):
    """A document on file: since when, until when it is valid (None: not recorded), and whether it is on a day."""

    since: date
    valid_until: date | None
    valid: Verdict


def remaining(analysis: Analysis, situation_code: str, file: SubjectFile) -> Remaining:
    """What remains of a situation with this file, in the context of `analysis`. Raises NotFound, NotOnFileYet."""
    return _Remaining(analysis, situation_code, file).answer()


class _Remaining:
    def __init__(self, analysis: Analysis, situation_code: str, file: SubjectFile):
        self._catalogue, self._file = analysis.catalogue, file
        self._situation = analysis.number("Situation", situation_code)
        self._as_of = analysis.context.moment.date()
        for code, since in (*file.fields.items(), *file.documents.items()):
            if since > self._as_of:
                raise NotOnFileYet(code, since, self._as_of)
        self._fields, strange = _fields_on_file(self._catalogue, file.fields)
        self._documents, unheard_of = _documents_on_file(self._catalogue, file.documents, self._as_of)
        self._not_recognised = (*strange, *unheard_of)
        self._without = analysis.situation(situation_code)
        codes = self._catalogue.codes["Material"]
        known = analysis.context.known | {self._catalogue.codes["Field"][field] for field in self._fields}
        required = {material.material_code for material in self._without.materials}
        valid, perhaps = (
            {codes[material] for material, document in self._documents.items() if document.valid is wanted} & required
            for wanted in (Verdict.YES, Verdict.UNKNOWN)
        )

        def decide(on_file: set[str]) -> SituationVerdict:
            more = {"known": known, "on_file": analysis.context.on_file | on_file}
            context = analysis.context.model_copy(update=more)
            if context == analysis.context:
                return self._without
            return Analysis(self._catalogue, context).situation(situation_code)

        self._surely = decide(valid)
        self._at_best = decide(valid | perhaps) if perhaps else self._surely
        row = self._catalogue.chain.situations[self._situation]
        self._complete = row["complete"]
        self._requires = self._catalogue.chain.requires[row["first_require"] : row["last_require"]]

    def answer(self) -> Remaining:
        fields = {field.field_code: self._field(field) for field in self._surely.fields}
        decided = [
            self._material(number, surely, at_best, fields)
            for number, surely, at_best in zip(
                self._requires["material"].tolist(), self._surely.materials, self._at_best.materials, strict=True
            )
        ]
        counted = _counted(decided)
        parts = contributions(self._requires, counted)
        settled = {row.alternative_group for row in decided if row.alternative_group and row.stand in SETTLED}
        materials = [self._placed(row, part, settled) for row, part in zip(decided, parts, strict=True)]
        zero, reasons = rules.decide_zero(self._requires, contributions_of(counted), self._complete)
        to_hand_in = [row for row in materials if row.stand is MaterialStand.TO_HAND_IN]
        return Remaining(
            situation_code=self._surely.situation_code,
            name=self._surely.name,
            item_code=self._surely.item_code,
            as_of=self._as_of,
            fields=tuple(fields.values()),
            materials=tuple(materials),
            to_type=sum(field.stand is FieldStand.TO_TYPE for field in fields.values()),
            to_hand_in=len({row.alternative_group or row.material_code for row in to_hand_in}),
            zero_material=VERDICTS[zero],
            reasons=reasons_of(reasons),
            without_file=self._without.zero_material,
            not_recognised=self._not_recognised,
        )

    def _field(self, field: FieldVerdict) -> RemainingField:
        number = self._catalogue.index["Field"][field.field_code]
        since, will = self._fields.get(number), self._catalogue.chain.fields[number]["will"]
        stand, reason = _BY_VERDICT[field.verdict], None
        if field.verdict is not Verdict.YES and since:
            if will == TRUE:
                reason = FileReason.ACT_OF_WILL
            elif will == UNRECORDED:
                stand, reason = FieldStand.UNDECIDED, FileReason.WILL_UNKNOWN
            elif not self._file.fill:
                reason = FileReason.ONLY_AS_KEY
            else:
                stand = FieldStand.FROM_FILE
        by_source = stand is FieldStand.BY_SOURCE
        told = [stand.title]
        if by_source and field.source_name:
            told = [Text(f"由{field.source_name}填写", f"Filled by {field.source_name}")]
        elif since and stand is FieldStand.FROM_FILE:
            told.append(_since(since))
        else:
            told += [each.title for each in (reason, *field.reasons) if each]
        return RemainingField(
            field_code=field.field_code,
            name=field.name,
            stand=stand,
            since=since,
            source_code=field.source_code if by_source else None,
            source_name=field.source_name if by_source else None,
            reasons=field.reasons if stand is not FieldStand.FROM_FILE else (),
            file_reason=reason,
            text=listed(told, BESIDES),
        )

    def _material(
        self, number: int, surely: MaterialVerdict, at_best: MaterialVerdict, fields: dict[str, RemainingField]
    ) -> RemainingMaterial:
        """A material by itself: what is decided about it, whatever its group."""
        document = self._documents.get(number)
        verdict, rule, reasons, left = surely.verdict, surely.rule, surely.reasons, surely.remaining
        if self._catalogue.chain.materials[number]["is_form"] and rule not in DECIDED_BEFORE_FORMS:
            verdict, rule, reasons, left = self._form(number, surely, fields)
        reason = None
        if document and verdict is not Verdict.YES and rule is not Rule.CANCELLED:
            if at_best.verdict is Verdict.YES:
                verdict, reasons, reason = Verdict.UNKNOWN, (), FileReason.VALIDITY_UNKNOWN
            elif surely.rule is Rule.REUSED:
                reasons, reason = (), FileReason.EXPIRED
            elif verdict is not Verdict.UNKNOWN:
                reason = FileReason.NO_REUSE
        if verdict is Verdict.YES:
            stand = _STAND.get(rule, MaterialStand.EXEMPT)
        elif rule in (Rule.CANCELLED, Rule.DEFERRED):
            stand = MaterialStand.LATER if rule is Rule.DEFERRED else MaterialStand.NOT_ASKED_FOR
        else:
            stand = MaterialStand.UNDECIDED if verdict is Verdict.UNKNOWN else MaterialStand.TO_HAND_IN
        return RemainingMaterial(
            material_code=surely.material_code,
            name=surely.name,
            stand=stand,
            verdict=verdict,
            rule=rule,
            alternative_group=surely.alternative_group,
            since=document.since if document else None,
            valid_until=document.valid_until if document else None,
            remaining=left,
            reasons=reasons,
            file_reason=reason,
            text=material_in_words(verdict, rule),
        )

    def _form(
        self, number: int, surely: MaterialVerdict, fields: dict[str, RemainingField]
    ) -> tuple[Verdict, Rule, tuple[Reason, ...], tuple[str, ...]]:
        """Rule 4 with the fields that are filled from the file: verdict, rule, reasons, fields that remain."""
        row = self._catalogue.chain.materials[number]
        facts = self._catalogue.chain.facts[row["first_fact"] : row["last_fact"]]
        wanted = {
            self._catalogue.codes["Field"][fact["field"]]: fact["required"] for fact in facts if rules.counts(fact)
        }
        helped = (FieldStand.FROM_FILE, None), (FieldStand.UNDECIDED, FileReason.WILL_UNKNOWN)
        if not any((fields[code].stand, fields[code].file_reason) in helped for code in wanted):
            return surely.verdict, surely.rule, surely.reasons, surely.remaining
        left = tuple(code for code in wanted if fields[code].stand not in FILLED)
        unrecorded = sum(wanted[code] == UNRECORDED for code in left)
        refused = sum(wanted[code] == TRUE and fields[code].stand is FieldStand.TO_TYPE for code in left)
        cover = table(COVER, 1, recorded=True, facts=len(wanted), filled=len(wanted) - len(left))[0]
        cover.doubtful, cover.refused = unrecorded, refused
        failed, missing = rules.generate(cover)
        if not failed | missing:
            return Verdict.YES, Rule.GENERATED, (), ()
        if surely.verdict is Verdict.YES or surely.rule is Rule.DEFERRED:
            return surely.verdict, surely.rule, surely.reasons, surely.remaining
        if not failed:
            return Verdict.UNKNOWN, Rule.SUBMIT, reasons_of(missing), left
        return Verdict.CONDITIONAL, Rule.PARTIAL, reasons_of(failed), left

    def _placed(self, row: RemainingMaterial, part: Contribution, settled: set[str]) -> RemainingMaterial:
        """The material among the others: its group, and whether it is necessary."""
        stand, reasons = row.stand, row.reasons
        open_still = stand in (MaterialStand.TO_HAND_IN, MaterialStand.UNDECIDED, MaterialStand.LATER)
        if open_still and row.alternative_group in settled:
            stand = MaterialStand.COVERED
        elif open_still and not part.demanded:
            stand = MaterialStand.OPTIONAL
        elif stand is MaterialStand.TO_HAND_IN and part.doubtful:
            stand, reasons = MaterialStand.UNDECIDED, (*reasons, Reason.NECESSITY_UNKNOWN)
        told = [row.text] if stand is row.stand else [stand.title]
        if stand is MaterialStand.REUSED:
            told = [stand.title]
        if row.since:
            told.append(_since(row.since))
        if row.valid_until:
            told.append(Text(f"有效至 {row.valid_until}", f"valid until {row.valid_until}"))
        if row.alternative_group and stand is MaterialStand.TO_HAND_IN:
            told.append(
                Text(
                    f"任选组 {row.alternative_group} 提交其中一份即可",
                    f"one of group {row.alternative_group} is enough",
                )
            )
        if stand in (MaterialStand.TO_HAND_IN, MaterialStand.UNDECIDED):
            names, index = self._catalogue.names["Field"], self._catalogue.index["Field"]
            told += [each.title for each in (row.file_reason, *reasons) if each]
            left = listed(names[index[code]] for code in row.remaining)
            told += [Text(f"缺：{left.zh}", f"remaining: {left.en}")] if row.remaining else []
        return row.model_copy(update={"stand": stand, "reasons": reasons, "text": listed(told, BESIDES)})


BESIDES = Text("；", "; ")
FILLED = (FieldStand.BY_SOURCE, FieldStand.FROM_FILE)
SETTLED = (MaterialStand.EXEMPT, MaterialStand.REUSED, MaterialStand.COMMITMENT)
DECIDED_BEFORE_FORMS = (Rule.CANCELLED, Rule.SHARED, Rule.VERIFIED, Rule.GENERATED)
_STAND = {Rule.REUSED: MaterialStand.REUSED, Rule.COMMITTED: MaterialStand.COMMITMENT}
_BY_VERDICT = {
    Verdict.YES: FieldStand.BY_SOURCE,
    Verdict.UNKNOWN: FieldStand.UNDECIDED,
    Verdict.NO: FieldStand.TO_TYPE,
}


def _counted(materials: Sequence[RemainingMaterial]) -> np.ndarray:
    """The decisions (DECISION) as 零材料 counts them: what is reused from the file counts as shared."""
    decided = np.zeros(len(materials), DECISION)
    for decision, row in zip(decided, materials, strict=True):
        counts = row.stand is MaterialStand.REUSED or (row.verdict is Verdict.YES and row.rule in EXEMPTING)
        decision["verdict"] = VERDICTS.index(row.verdict)
        decision["rule"] = RULES.index(Rule.SHARED if counts else row.rule)
    return decided


def _fields_on_file(catalogue: Catalogue, given: dict[str, date]) -> tuple[dict[int, date], list[str]]:
    found = {word: _numbers(catalogue, "Field", word) for word in given}
    return _latest(found, given), [word for word, numbers in found.items() if not numbers]


def _documents_on_file(
    catalogue: Catalogue, given: dict[str, date], as_of: date
) -> tuple[dict[int, Document], list[str]]:
    licences: dict[str, list[int]] = {}
    for material, licence in enumerate(catalogue.material_licence):
        if licence is not None:
            licences.setdefault(licence, []).append(material)
    found = {word: licences.get(word) or _numbers(catalogue, "Material", word) for word in given}
    documents = {
        material: _document(since, catalogue.material_validity[material], as_of)
        for material, since in _latest(found, given).items()
    }
    return documents, [word for word, numbers in found.items() if not numbers]


def _latest(found: dict[str, list[int]], given: dict[str, date]) -> dict[int, date]:
    """Number → date since when it is on file; the newer one if it is on file twice."""
    since: dict[int, date] = {}
    for word, numbers in found.items():
        for number in numbers:
            since[number] = max(since.get(number, date.min), given[word])
    return since


def _document(since: date, validity: int | None, as_of: date) -> Document:
    if validity is None:
        return Document(since, None, Verdict.UNKNOWN)
    until = since + timedelta(min(validity, (date.max - since).days))
    return Document(since, until, Verdict.YES if until >= as_of else Verdict.NO)


def _numbers(catalogue: Catalogue, kind: str, word: str) -> list[int]:
    """The one thing with this code, or else with this name."""
    if word in catalogue.index[kind]:
        return [catalogue.index[kind][word]]
    named = [number for number, name in enumerate(catalogue.names[kind]) if name == word]
    return named if len(named) == 1 else []


def _since(since: date) -> Text:
    return Text(f"自 {since} 起在档", f"on file since {since}")
