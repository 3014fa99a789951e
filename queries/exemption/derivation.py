"""Why, and why not: the derivation of a verdict as a tree, down to the relationships that prove it."""

from collections.abc import Iterator

import numpy as np

from queries.exemption import kernel
from queries.exemption.analysis import RULES, VERDICTS, Analysis, Decisions
from queries.exemption.bindings import reasons_of
from queries.exemption.columns import UNRECORDED
from schema.codes import Mode
from schema.errors import NotFound
from schema.text import Text
from schema.verdict import Proof, Reason, Rule, Verdict

MODES = tuple(Mode)


def explain(analysis: Analysis, situation_code: str, code: str) -> Proof:
    """Why the field or material `code` has its verdict in a situation. Raises NotFound."""
    return _Explanation(analysis, situation_code).of(code)


class _Explanation:
    def __init__(self, analysis: Analysis, situation_code: str):
        self._analysis = analysis
        self._catalogue = analysis.catalogue
        self._chain = analysis.catalogue.chain
        self._situation = analysis.number("Situation", situation_code)
        self._decisions: Decisions = analysis.decide([self._situation])
        self._pairs = self._decisions.layout.pairs_of(0)

    def of(self, code: str) -> Proof:
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

    def _material(self, material: int, row: int) -> Proof:
        decision, paper = self._decisions.requirements[row], int(self._decisions.papers_of[row])
        rule, verdict = RULES[decision["rule"]], VERDICTS[decision["verdict"]]
        because: list[Proof] = []
        if rule not in (Rule.CANCELLED, Rule.DEFERRED):
            because = [*self._arrangements(material, paper, rule), *self._facts(material, paper, rule)]
        return Proof(
            kind="Material",
            code=self._catalogue.codes["Material"][material],
            name=self._catalogue.names["Material"][material],
            verdict=verdict,
            text=Text(f"{_EXEMPT[verdict].zh}：{rule.title.zh}", f"{_EXEMPT[verdict].en}: {rule.title.en}"),
            reasons=reasons_of(decision["reasons"]),
            because=tuple(because),
        )

    def _arrangements(self, material: int, paper: int, rule: Rule) -> Iterator[Proof]:
        """The arrangement that decided; where none did, all that were tried."""
        decided = int(self._decisions.materials[paper]["binding"])
        by_one = rule in (Rule.SHARED, Rule.COLLABORATED, Rule.COMMITTED, Rule.REUSED)
        first = int(self._decisions.layout.papers[paper]["row"])
        owner = self._chain.materials[material]
        for row, binding in enumerate(range(owner["first_binding"], owner["last_binding"]), start=first):
            mode = int(self._chain.bindings[binding]["mode"])
            if by_one and binding != decided:
                continue
            if rule is Rule.VERIFIED and mode != kernel.DATA_CHECK:
                continue
            outcome = self._decisions.rows[row]
            title = MODES[mode].title if mode != UNRECORDED else Text("未列入代码表的方式", "a mode outside the list")
            yield self._binding(
                binding, int(outcome["failed"]), int(outcome["missing"]), ("OBTAINED_VIA", title), frozenset()
            )

    def _facts(self, material: int, paper: int, rule: Rule) -> Iterator[Proof]:
        if rule in (Rule.SHARED, Rule.COLLABORATED, Rule.COMMITTED, Rule.REUSED):
            return
        row = self._chain.materials[material]
        relationship = ("HAS_FIELD", "STANDS_FOR") if row["is_form"] else ("PROVES", "")
        for fact in self._chain.facts[row["first_fact"] : row["last_fact"]]:
            if fact["required"] != kernel.FALSE:
                field = int(fact["field"])
                checking = self._analysis.checking_bindings(self._decisions, paper, material, self._pairs[field], field)
                filled = self._decisions.fields[self._pairs[field]]["verdict"] == kernel.YES
                if checking and (rule is Rule.VERIFIED or not filled):
                    yield self._checked(field, [binding for _, binding in checking], relationship)
                else:
                    yield self._field(field).model_copy(update={"relationship": relationship})

    def _checked(self, field: int, bindings: list[int], relationship: tuple[str, str]) -> Proof:
        return Proof(
            kind="Field",
            code=self._catalogue.codes["Field"][field],
            name=self._catalogue.names["Field"][field],
            verdict=Verdict.YES,
            text=Text("由约定的数源核验", "Verified by an agreed source"),
            relationship=relationship,
            because=tuple(
                self._binding(binding, 0, 0, ("SUPPLIED_BY", self._name(binding)), frozenset()) for binding in bindings
            ),
        )

    def _field(self, field: int, above: frozenset[int] = frozenset()) -> Proof:
        """A verdict of a field: the binding chosen if YES, else every binding and what is wrong with it."""
        pair = self._pairs[field]
        decision, row = self._decisions.fields[pair], int(self._decisions.layout.pairs[pair]["row"])
        verdict = VERDICTS[decision["verdict"]]
        because = []
        owner = self._chain.fields[field]
        for number, binding in enumerate(range(owner["first_binding"], owner["last_binding"]), start=row):
            if verdict is not Verdict.YES or binding == decision["binding"]:
                failed, missing = self._filler(number, binding)
                because.append(
                    self._binding(binding, failed, missing, ("SUPPLIED_BY", self._name(binding)), above | {field})
                )
        return Proof(
            kind="Field",
            code=self._catalogue.codes["Field"][field],
            name=self._catalogue.names["Field"][field],
            verdict=verdict,
            text=_FILLED[verdict],
            reasons=reasons_of(decision["reasons"]),
            because=tuple(because),
        )

    def _filler(self, row: int, binding: int) -> tuple[int, int]:
        outcome, returns = self._decisions.rows[row], self._analysis.returns[binding]
        return int(outcome["failed"] | returns["failed"]), int(outcome["missing"] | returns["missing"])

    def _binding(
        self, binding: int, failed: int, missing: int, relationship: tuple[str, Text | str], above: frozenset[int]
    ) -> Proof:
        source = int(self._chain.bindings[binding]["source"])
        verdict = VERDICTS[kernel.state_of(failed, missing)]
        return Proof(
            kind="DataSource",
            code=self._catalogue.codes["DataSource"][source],
            name=self._catalogue.names["DataSource"][source],
            verdict=verdict,
            text=_USABLE[verdict],
            reasons=reasons_of(failed if failed else missing),
            relationship=(relationship[0], str(relationship[1])),
            because=tuple(self._key(key, above) for key in self._keys(binding)),
        )

    def _key(self, field: int, above: frozenset[int]) -> Proof:
        """How a key field became known: by login, from the caller, from a source in an earlier round; or why not."""
        pair = self._pairs[field]
        known = self._decisions.known[pair]
        proof = {
            "kind": "Field",
            "code": self._catalogue.codes["Field"][field],
            "name": self._catalogue.names["Field"][field],
            "relationship": ("key_fields", ""),
        }
        if known["surely"] == 0:
            given = proof["code"] in self._analysis.context.known
            return Proof(**proof, verdict=Verdict.YES, text=_GIVEN if given else _LOGIN)
        if known["surely"] != kernel.NEVER:
            return Proof(**proof, verdict=Verdict.YES, text=_KNOWN, because=(self._giver(field, pair),))
        if field in above:
            return Proof(**proof, verdict=Verdict.NO, text=_CIRCLE, reasons=(Reason.KEY_CIRCLE,))
        verdict = Verdict.UNKNOWN if known["possibly"] != kernel.NEVER else Verdict.NO
        why = self._field(field, above)
        return Proof(**proof, verdict=verdict, text=_UNKNOWN[verdict], reasons=why.reasons, because=why.because)

    def _giver(self, field: int, pair: int) -> Proof:
        """The first binding by which a field could become known in its round: its keys are of earlier rounds."""
        owner, row = self._chain.fields[field], int(self._decisions.layout.pairs[pair]["row"])
        now = self._decisions.known[pair]["surely"]
        for number, binding in enumerate(range(owner["first_binding"], owner["last_binding"]), start=row):
            keys = self._chain.keys[
                self._chain.bindings[binding]["first_key"] : self._chain.bindings[binding]["last_key"]
            ]
            rounds = [self._decisions.known[self._pairs[key]]["surely"] for key in keys.tolist()]
            if not any(self._filler(number, binding)) and all(round < now for round in rounds):
                return self._binding(binding, 0, 0, ("SUPPLIED_BY", self._name(binding)), frozenset())
        raise AssertionError("a field known in a round has a binding that gave it")

    def _keys(self, binding: int) -> list[int]:
        row = self._chain.bindings[binding]
        return self._chain.keys[row["first_key"] : row["last_key"]].tolist()

    def _name(self, binding: int) -> str:
        return self._catalogue.binding_name[binding]


_FILLED = {
    Verdict.YES: Text("自动填写", "Filled automatically"),
    Verdict.UNKNOWN: Text("能否自动填写不明", "Unknown whether it can be filled"),
    Verdict.NO: Text("须填写", "To be typed"),
}
_EXEMPT = {
    Verdict.YES: Text("免交", "Exempt"),
    Verdict.CONDITIONAL: Text("部分免交", "Exempt in part"),
    Verdict.UNKNOWN: Text("能否免交不明", "Unknown whether exempt"),
    Verdict.NO: Text("须提交", "To be handed in"),
}
_USABLE = {
    Verdict.YES: Text("数源可用", "The source is usable"),
    Verdict.UNKNOWN: Text("数源是否可用不明", "Unknown whether the source is usable"),
    Verdict.NO: Text("数源不可用", "The source is not usable"),
}
_LOGIN = Text("登录即知", "Known from the login identity")
_GIVEN = Text("由调用方提供", "Given by the caller")
_KNOWN = Text("由其他数源得知", "Known through another source")
_CIRCLE = Text("回到了它自己：查询字段互为前提", "Back at itself: the key fields wait for each other")
_UNKNOWN = {
    Verdict.UNKNOWN: Text("能否得知不明", "Unknown whether it can be known"),
    Verdict.NO: Text("无从得知", "Cannot be known"),
}
