"""Why, and why not: the explanation of a verdict as a tree, down to the relationships that prove it."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from oncegraph.queries.exemption import kernel, sentences
from oncegraph.queries.exemption.analysis import RULES, VERDICTS, Analysis, Decisions
from oncegraph.queries.exemption.bindings import reasons_of
from oncegraph.queries.exemption.columns import UNRECORDED
from oncegraph.queries.exemption.contribution import Contribution, contributions
from oncegraph.queries.exemption.kernel.types import TRUE
from oncegraph.schema.codes import Mode, Returns
from oncegraph.schema.errors import NotFound
from oncegraph.schema.remedy import REMEDY
from oncegraph.schema.text import Text, listed
from oncegraph.schema.verdict import BY_ARRANGEMENT, Explanation, Reason, Rule, Verdict, material_in_words

MODES, RETURNS = tuple(Mode), tuple(Returns)

#: What prevents 零材料, and what has to be done about it.
IN_THE_WAY = (
    (sentences.TO_EXEMPT, lambda part: part.in_the_way and not part.doubtful and part.passes is Verdict.NO),
    (sentences.TO_DECIDE, lambda part: part.in_the_way and not part.doubtful and part.passes is Verdict.UNKNOWN),
    (sentences.TO_RECORD, lambda part: part.in_the_way and part.doubtful),
)


def explain(analysis: Analysis, situation_code: str, code: str | None = None) -> Explanation:
    """Why the field or material `code` has its verdict in a situation; without a code: why it needs any material
    (零材料) or not, and what each of its requirements contributes. Raises NotFound."""
    explainer = _Explainer(analysis, situation_code)
    return explainer.situation() if code is None else explainer.of(code)


def explain_item(analysis: Analysis, item_code: str) -> Explanation:
    """Why an item needs any material or not: its active situations and the verdict on each of their requirements,
    without the reasons below these. Raises NotFound."""
    item = analysis.item(item_code)
    situations = tuple(
        _Explainer(analysis, each.situation_code)
        .situation(deep=False)
        .model_copy(update={"relationship": ("HAS_SITUATION", ""), "link": sentences.A_SITUATION})
        for each in item.situations
    )
    yes, many = item.zero_material_count, len(situations)
    summary = sentences.ZERO.get(item.zero_material, sentences.ZERO[Verdict.NO])
    left = [each.name for each in situations if each.verdict is not Verdict.YES]
    return Explanation(
        kind="Item",
        code=item_code,
        name=item.name,
        verdict=item.zero_material,
        text=listed((summary, sentences.counted(yes, many)), Text("：", ": ")) if many else summary,
        reasons=item.reasons,
        change=sentences.to_do(sentences.TO_FREE, left) or sentences.blockers(item.reasons),
        premises=situations,
    )


class _Explainer:
    def __init__(self, analysis: Analysis, situation_code: str):
        self._analysis = analysis
        self._catalogue = analysis.catalogue
        self._chain = analysis.catalogue.chain
        self._situation = analysis.number("Situation", situation_code)
        self._decisions: Decisions = analysis.decide([self._situation])
        self._pairs = self._decisions.layout.pairs_of(0)
        self._first_of_materials = int(self._chain.fields["last_binding"].max(initial=0))
        self._followed: dict[int, Explanation] = {}

    def situation(self, deep: bool = True) -> Explanation:
        """零材料, and what each requirement contributes; deep: with the explanation of each."""
        row, zero = self._chain.situations[self._situation], self._decisions.zero[0]
        requires = self._chain.requires[row["first_require"] : row["last_require"]]
        parts = contributions(requires, self._decisions.requirements)
        steps = [
            self._material(int(require["material"]), number, deep).model_copy(update=self._required(require, part))
            for number, (require, part) in enumerate(zip(requires, parts, strict=True))
        ]
        verdict = VERDICTS[zero["verdict"]]
        change = None
        if verdict is not Verdict.YES:
            change = sentences.all_of(
                *(
                    sentences.to_do(what, [step.name for step, part in zip(steps, parts, strict=True) if meant(part)])
                    for what, meant in IN_THE_WAY
                ),
                None if row["complete"] == TRUE else REMEDY[Reason.LIST_UNCONFIRMED],
            )
        return Explanation(
            kind="Situation",
            code=self._catalogue.codes["Situation"][self._situation],
            name=self._catalogue.names["Situation"][self._situation],
            verdict=verdict,
            text=sentences.ZERO[verdict],
            reasons=reasons_of(zero["reasons"]),
            change=change,
            premises=tuple(steps),
        )

    def _required(self, require: np.void, part: Contribution) -> dict[str, Any]:
        """How a material is linked to the situation."""
        kind = sentences.necessity(require["necessity"])
        either = sentences.any_one_of(self._catalogue.groups[require["group"]]) if require["group"] >= 0 else None
        return {
            "relationship": ("REQUIRES", str(kind)),
            "link": listed(filter(None, (kind, either, part.aside))),
        }

    def of(self, code: str) -> Explanation:
        field = self._catalogue.index["Field"].get(code, UNRECORDED)
        if field in self._pairs:
            return self._field(field)
        situation = self._chain.situations[self._situation]
        required = self._chain.requires[situation["first_require"] : situation["last_require"]]["material"]
        rows = np.flatnonzero(required == self._catalogue.index["Material"].get(code, UNRECORDED))
        if len(rows):
            return self._material(int(required[rows[0]]), int(rows[0]))
        raise NotFound(
            Text(
                f"情形 {self._catalogue.codes['Situation'][self._situation]} 不涉及字段或材料 {code}。",
                f"Situation {self._catalogue.codes['Situation'][self._situation]} has no field or material {code}.",
            ),
            Text("用 oncegraph exempt 查看其字段和材料。", "See its fields and materials with: oncegraph exempt"),
        )

    def _material(self, material: int, row: int, deep: bool = True) -> Explanation:
        decision, paper = self._decisions.requirements[row], int(self._decisions.papers_of[row])
        rule, verdict = RULES[decision["rule"]], VERDICTS[decision["verdict"]]
        reasons = reasons_of(decision["reasons"])
        premises: list[Explanation] = []
        if rule not in (Rule.CANCELLED, Rule.DEFERRED):
            premises = [*self._arrangements(material, paper, rule), *self._facts(material, paper, rule)]
        change = None
        if verdict is not Verdict.YES and (change := sentences.about_facts(reasons, premises)):
            change = self._over(int(decision["binding"]), change)
        return Explanation(
            kind="Material",
            code=self._catalogue.codes["Material"][material],
            name=self._catalogue.names["Material"][material],
            verdict=verdict,
            text=material_in_words(verdict, rule),
            reasons=reasons,
            change=change,
            premises=tuple(premises) if deep else (),
        )

    def _arrangements(self, material: int, paper: int, rule: Rule) -> Iterator[Explanation]:
        """The arrangement that decided; where none did, all that were tried."""
        decided = int(self._decisions.materials[paper]["binding"])
        by_one = rule in BY_ARRANGEMENT
        first = int(self._decisions.layout.papers[paper]["row"])
        owner = self._chain.materials[material]
        for row, binding in enumerate(range(owner["first_binding"], owner["last_binding"]), start=first):
            mode = int(self._chain.bindings[binding]["mode"])
            if by_one and binding != decided:
                continue
            if rule is Rule.VERIFIED and mode != kernel.DATA_CHECK:
                continue
            outcome = self._decisions.rows[row]
            yield self._binding(binding, int(outcome["failed"]), int(outcome["missing"]), frozenset())

    def _facts(self, material: int, paper: int, rule: Rule) -> Iterator[Explanation]:
        if rule in BY_ARRANGEMENT:
            return
        row = self._chain.materials[material]
        hangs = {"relationship": ("PROVES", ""), "link": sentences.PROVED}
        if row["is_form"]:
            hangs = {"relationship": ("HAS_FIELD", "STANDS_FOR"), "link": sentences.ON_THE_FORM}
        coverage = self._analysis.coverage(self._decisions, np.array([paper]))
        for field in dict.fromkeys(coverage["field"].tolist()):
            checking = coverage["binding"][(coverage["field"] == field) & coverage["checks"]].tolist()
            if checking:
                yield self._checked(field, checking, hangs)
            else:
                yield self._field(field).model_copy(update=hangs)

    def _checked(self, field: int, bindings: list[int], hangs: dict[str, Any]) -> Explanation:
        return Explanation(
            kind="Field",
            code=self._catalogue.codes["Field"][field],
            name=self._catalogue.names["Field"][field],
            verdict=Verdict.YES,
            text=sentences.CHECKED,
            **hangs,
            premises=tuple(self._binding(binding, 0, 0, frozenset()) for binding in bindings),
        )

    def _field(self, field: int, above: frozenset[int] = frozenset()) -> Explanation:
        """A verdict of a field: the binding chosen if YES, else every binding and what is wrong with it."""
        if not above and field in self._followed:
            return self._followed[field]
        pair = self._pairs[field]
        decision, row = self._decisions.fields[pair], int(self._decisions.layout.pairs[pair]["row"])
        verdict = VERDICTS[decision["verdict"]]
        premises = []
        owner = self._chain.fields[field]
        for number, binding in enumerate(range(owner["first_binding"], owner["last_binding"]), start=row):
            if verdict is not Verdict.YES or binding == decision["binding"]:
                failed, missing = self._filler(number, binding)
                premises.append(self._binding(binding, failed, missing, above | {field}))
        reasons = reasons_of(decision["reasons"])
        change = None
        if verdict is not Verdict.YES and (change := sentences.blockers(reasons)):
            change = self._over(int(decision["binding"]), change)
        explanation = Explanation(
            kind="Field",
            code=self._catalogue.codes["Field"][field],
            name=self._catalogue.names["Field"][field],
            verdict=verdict,
            text=sentences.FILLED[verdict],
            reasons=reasons,
            change=change,
            premises=tuple(premises),
        )
        if not above:
            self._followed[field] = explanation
        return explanation

    def _filler(self, row: int, binding: int) -> tuple[int, int]:
        outcome, returns = self._decisions.rows[row], self._analysis.returns[binding]
        return int(outcome["failed"] | returns["failed"]), int(outcome["missing"] | returns["missing"])

    def _binding(self, binding: int, failed: int, missing: int, above: frozenset[int]) -> Explanation:
        source = int(self._chain.bindings[binding]["source"])
        verdict = VERDICTS[kernel.state_of(failed, missing)]
        reasons = reasons_of(failed if failed else missing)
        way = self._way(binding)
        of_material = binding >= self._first_of_materials
        return Explanation(
            kind="DataSource",
            code=self._catalogue.codes["DataSource"][source],
            name=self._catalogue.names["DataSource"][source],
            verdict=verdict,
            text=sentences.USABLE[verdict],
            reasons=reasons,
            change=sentences.blockers(reasons) if verdict is not Verdict.YES else None,
            relationship=("OBTAINED_VIA", str(way)) if of_material else ("SUPPLIED_BY", self._name(binding)),
            link=way,
            premises=tuple(self._key(key, above) for key in self._keys(binding)),
        )

    def _way(self, binding: int) -> Text:
        """The mode of a material's binding; what the source of a field's binding does."""
        row = self._chain.bindings[binding]
        if binding >= self._first_of_materials:
            return MODES[row["mode"]].title if row["mode"] != UNRECORDED else sentences.OTHER_MODE
        return sentences.SUPPLIED[RETURNS[row["returns"]] if row["returns"] != UNRECORDED else None]

    def _over(self, binding: int, change: Text) -> Text:
        """What has to change, with the source named that comes nearest, if there is one."""
        if binding < 0:
            return change
        source = self._catalogue.names["DataSource"][int(self._chain.bindings[binding]["source"])]
        return sentences.by(source, self._way(binding) if binding >= self._first_of_materials else None, change)

    def _key(self, field: int, above: frozenset[int]) -> Explanation:
        """How a key field became known: by login, from the caller, from a source in an earlier round; or why not."""
        pair = self._pairs[field]
        known = self._decisions.known[pair]
        step = {
            "kind": "Field",
            "code": self._catalogue.codes["Field"][field],
            "name": self._catalogue.names["Field"][field],
            "relationship": ("key_fields", ""),
            "link": sentences.ASKED_WITH,
        }
        if known["surely"] == 0:
            given = step["code"] in self._analysis.context.known
            return Explanation(**step, verdict=Verdict.YES, text=sentences.GIVEN if given else sentences.LOGIN)
        if known["surely"] != kernel.NEVER:
            return Explanation(**step, verdict=Verdict.YES, text=sentences.KNOWN, premises=(self._giver(field, pair),))
        if field in above:
            circle = Reason.KEY_CIRCLE
            return Explanation(
                **step, verdict=Verdict.NO, text=sentences.CIRCLE, reasons=(circle,), change=REMEDY[circle]
            )
        verdict = Verdict.UNKNOWN if known["possibly"] != kernel.NEVER else Verdict.NO
        why = self._field(field, above)
        change = sentences.all_of(Text("由调用方提供，或有数源提供", "have the caller or a source give it"), why.change)
        return Explanation(
            **step,
            verdict=verdict,
            text=sentences.LEARNT[verdict],
            reasons=why.reasons,
            change=change,
            premises=why.premises,
        )

    def _giver(self, field: int, pair: int) -> Explanation:
        """The first binding by which a field could become known in its round: its keys are of earlier rounds."""
        owner, row = self._chain.fields[field], int(self._decisions.layout.pairs[pair]["row"])
        now = self._decisions.known[pair]["surely"]
        for number, binding in enumerate(range(owner["first_binding"], owner["last_binding"]), start=row):
            keys = self._chain.keys[
                self._chain.bindings[binding]["first_key"] : self._chain.bindings[binding]["last_key"]
            ]
            rounds = [self._decisions.known[self._pairs[key]]["surely"] for key in keys.tolist()]
            if not any(self._filler(number, binding)) and all(round < now for round in rounds):
                return self._binding(binding, 0, 0, frozenset())
        raise AssertionError("a field known in a round has a binding that gave it")

    def _keys(self, binding: int) -> list[int]:
        row = self._chain.bindings[binding]
        return self._chain.keys[row["first_key"] : row["last_key"]].tolist()

    def _name(self, binding: int) -> str:
        return self._catalogue.binding_name[binding]
