"""The rules of exemption, evaluated plainly and slowly over rows of the exchange format.

The production kernel is fast; this is meant to be obviously right. Read it beside docs/rules.md. Above the code of a
rule, its agreed wording is quoted; "Reading:" marks what the wording leaves open.

Rows: name of a declaration → list of rows; an attribute that is absent is not recorded.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from oncegraph.queries.exemption.context import Context
from oncegraph.schema.codes import (
    Audience,
    Level,
    LoginIdentity,
    MaterialType,
    Mode,
    Necessity,
    Origin,
    Returns,
    Sharing,
    Status,
)
from oncegraph.schema.verdict import (
    FieldVerdict,
    ItemVerdict,
    MaterialVerdict,
    Reason,
    Rule,
    SituationVerdict,
    Verdict,
    When,
)

Row = dict[str, Any]
Rows = dict[str, list[Row]]

EVERYTHING = "*"

#: What the tests of a binding read. A default given to one of these is what a verdict can rest on.
TESTED_OF_BINDING = {"status", "returns", "audiences", "regions", "key_fields", "max_age_days", "approved"}
TESTED_OF_SOURCE = {"status", "sharing", "data_updated_at", "last_probe_at", "probe_sla_hours"}

DECISIVE_OF_MATERIAL = {"origin", "data_equivalent", "original_surrendered"}
OWN_FACTS_DECIDE = {Rule.SHARED, Rule.COMPOSED, Rule.CANDIDATE}

#: Rules 2 to 6: exempt, and not merely counted apart.
EXEMPT = {Rule.SHARED, Rule.VERIFIED, Rule.GENERATED, Rule.COMPOSED, Rule.COLLABORATED}


def evaluate(rows: Rows, situation_code: str, context: Context) -> SituationVerdict:
    """All verdicts of one situation in one context."""
    return Evaluation(rows, situation_code, context).situation_verdict()


def evaluate_item(rows: Rows, item_code: str, context: Context) -> ItemVerdict:
    """ "An item: all its active situations, else k of n." """
    item = only(rows, "Item", item_code=item_code)
    # Reading: a situation without a status, or with one that is not in the list, is in force.
    of_item = having(rows, "Situation", item_code=item_code)
    active = [situation for situation in of_item if code(Status, situation.get("status")) in (None, Status.ACTIVE)]
    active.sort(key=lambda situation: situation["situation_code"])
    situations = tuple(evaluate(rows, s["situation_code"], context) for s in active)
    verdicts = [situation.zero_material for situation in situations]
    count = verdicts.count(Verdict.YES)
    if not situations:
        verdict = Verdict.UNKNOWN
    elif count == len(verdicts):
        verdict = Verdict.YES
    elif verdicts.count(Verdict.NO) == len(verdicts):
        verdict = Verdict.NO
    elif count:
        verdict = Verdict.CONDITIONAL
    else:
        verdict = Verdict.UNKNOWN
    return ItemVerdict(
        item_code=item_code,
        name=item["name"],
        situations=situations,
        zero_material=verdict,
        zero_material_count=count,
        reasons=() if situations else (Reason.NO_SITUATION,),
    )


@dataclass(frozen=True)
class Findings:
    """The outcome of tests: the reasons of those that failed, and of those that cannot be decided."""

    failed: frozenset[Reason] = frozenset()
    missing: frozenset[Reason] = frozenset()

    @property
    def state(self) -> Verdict:
        # "Three values: a binding with one failed test is NO, whatever else is missing;
        # with none failed and something missing UNKNOWN."
        return Verdict.NO if self.failed else Verdict.UNKNOWN if self.missing else Verdict.YES

    def __and__(self, other: "Findings") -> "Findings":
        """The findings of both."""
        return Findings(self.failed | other.failed, self.missing | other.missing)


PASSED = Findings()


def failed(reason: Reason) -> Findings:
    return Findings(failed=frozenset({reason}))


def missing(reason: Reason) -> Findings:
    return Findings(missing=frozenset({reason}))


@dataclass(frozen=True)
class Tried:
    """A rule that was tried on a material: the findings, and the bindings that would prove the verdict."""

    rule: Rule
    findings: Findings
    proof: tuple[Row, ...] = ()


class Evaluation:
    """One situation of a catalogue in one context: "every verdict is for (situation, audience, region, as_of, known
    fields)".
    """

    def __init__(self, rows: Rows, situation_code: str, context: Context):
        self.rows = rows
        self.context = context
        self.situation = only(rows, "Situation", situation_code=situation_code)
        item = only(rows, "Item", item_code=self.situation["item_code"])

        # Whom and where: what the caller says, else what the situation says, else what its item says.
        self.audiences = set(self.situation.get("audiences") or item.get("service_objects") or ())
        if context.audience is not None:
            self.audiences = {context.audience}
        self.regions = set(self.situation.get("regions") or ())
        if not self.regions and item.get("region_code"):
            self.regions = {item["region_code"]}
        if context.region is not None:
            self.regions = {context.region}

        self.from_the_start = self.known_from_login() | context.known
        self.certainly_known = self.closure({Verdict.YES})
        self.possibly_known = self.closure({Verdict.YES, Verdict.UNKNOWN})

    # ------------------------------------------------------------------------ what is known from the login

    def known_from_login(self) -> frozenset[str]:
        """ "the login identity (person: 姓名, 身份证号码; legal entity: 企业名称, 统一社会信用代码 …)" """
        if self.audiences == {Audience.NATURAL_PERSON}:
            login = LoginIdentity.PERSON
        elif self.audiences and self.audiences <= set(Audience) - {Audience.NATURAL_PERSON}:
            login = LoginIdentity.LEGAL_ENTITY
        else:
            return frozenset()  # Reading: persons and entities mixed, everyone, or a code outside the list
        return frozenset(f["field_code"] for f in having(self.rows, "Field", login_identity=login))

    # -------------------------------------------------------------------------------- is a binding usable?

    def tests(self, binding: Row) -> Findings:
        """ "Usable binding. All of: …" """
        return self.tests_but_keys(binding) & self.keys_test(binding)

    def tests_but_keys(self, binding: Row) -> Findings:
        source = self.source(binding)
        return (
            self.binding_status_test(binding)
            & self.source_status_test(source)
            & self.probe_test(source)
            & self.freshness_test(binding, source)
            & self.sharing_test(binding, source)
            & self.audience_test(binding)
            & self.region_test(binding)
        )

    def binding_status_test(self, binding: Row) -> Findings:
        # "binding and source active"
        match code(Status, binding.get("status")):
            case None:
                return missing(Reason.BINDING_STATUS_UNKNOWN)
            case Status.ACTIVE:
                return PASSED
            case _:
                return failed(Reason.BINDING_INACTIVE)

    def source_status_test(self, source: Row) -> Findings:
        # "binding and source active"
        match code(Status, source.get("status")):
            case None:
                return missing(Reason.SOURCE_STATUS_UNKNOWN)
            case Status.ACTIVE:
                return PASSED
            case Status.SUSPENDED:
                return failed(Reason.SOURCE_SUSPENDED)
            case _:
                return failed(Reason.SOURCE_INACTIVE)

    def probe_test(self, source: Row) -> Findings:
        # "source probed within its SLA where one is set"; "`design`: ignore probes; `now`: heed them"
        hours, probed = source.get("probe_sla_hours"), source.get("last_probe_at")
        if self.context.when is When.DESIGN or hours is None:
            return PASSED
        if probed is None:
            return missing(Reason.PROBE_UNKNOWN)
        return PASSED if probed + timedelta(hours=hours) >= self.context.moment else failed(Reason.SOURCE_DOWN)

    def freshness_test(self, binding: Row, source: Row) -> Findings:
        # "data_updated_at + max_age_days ≥ as_of"; "Missing freshness or scope: UNKNOWN."
        updated, days, as_of = source.get("data_updated_at"), binding.get("max_age_days"), self.context.moment.date()
        if updated is None or days is None:
            return missing(Reason.FRESHNESS_UNKNOWN)
        return PASSED if updated + timedelta(days=days) >= as_of else failed(Reason.STALE)

    def sharing_test(self, binding: Row, source: Row) -> Findings:
        # "Sharing: 无条件 is satisfied; 有条件 when the binding records its approval; 不予共享 never."
        match code(Sharing, source.get("sharing")):
            case Sharing.UNCONDITIONAL:
                return PASSED
            case Sharing.CONDITIONAL:
                return PASSED if binding.get("approved") is True else failed(Reason.NOT_APPROVED)
            case Sharing.NOT_SHARED:
                return failed(Reason.NOT_SHARED)
            case _:
                return missing(Reason.SHARING_UNKNOWN)

    def audience_test(self, binding: Row) -> Findings:
        # "the audience … in scope"; "`*` in a scope means everyone or everywhere; an empty scope was never recorded."
        scope = set(binding.get("audiences") or ())
        if EVERYTHING in scope:
            return PASSED
        if not scope or not self.audiences:
            return missing(Reason.AUDIENCE_UNKNOWN)
        return PASSED if self.audiences <= scope else failed(Reason.OUT_OF_AUDIENCE)

    def region_test(self, binding: Row) -> Findings:
        # "the region (or an ancestor of it) in scope"
        scope = set(binding.get("regions") or ())
        if EVERYTHING in scope:
            return PASSED
        if not scope or not self.regions:
            return missing(Reason.REGION_UNKNOWN)
        covered = all(scope & set(self.with_ancestors(region)) for region in self.regions)
        return PASSED if covered else failed(Reason.OUT_OF_REGION)

    def with_ancestors(self, region: str) -> list[str]:
        lineage = []
        while region and region not in lineage:
            lineage.append(region)
            region = (first(self.rows, "Region", region_code=region) or {}).get("parent_code")
        return lineage

    def keys_test(self, binding: Row) -> Findings:
        # "every key field known, either from the login identity … or because another usable binding fills it."
        # "An empty key list means that the login identity is enough."
        found = PASSED
        for key in self.keys_to_send(binding) - self.certainly_known:
            if key in self.possibly_known:
                found &= missing(Reason.KEY_UNDECIDED)
            elif self.waits_for_a_circle(key):
                found &= failed(Reason.KEY_CIRCLE)
            else:
                found &= failed(Reason.KEY_UNKNOWN)
        return found

    def keys_to_send(self, binding: Row) -> set[str]:
        # "`match` bindings check what the applicant types": the field itself is at hand then.
        typed = {binding.get("field_code")} if code(Returns, binding.get("returns")) is Returns.MATCH else set()
        return set(binding.get("key_fields") or ()) - typed

    # ----------------------------------------------------------------------------------- closure over keys

    def closure(self, admitted: set[Verdict]) -> frozenset[str]:
        """ "That last clause is a fixpoint, reached forwards from what is known".

        Once for what is certainly known (fillers whose every test passed), and once for what is possibly known
        (fillers of which no test failed).
        """
        known = self.from_the_start
        while True:
            filled = {
                binding["field_code"]
                for binding in self.rows.get("SuppliedBy", ())
                if self.filler_tests_but_keys(binding).state in admitted
                and set(binding.get("key_fields") or ()) <= known
            }
            if filled <= known:
                return known
            known |= filled

    def waits_for_a_circle(self, key: str) -> bool:
        """ "a circle of keys that nothing starts is NO, reported as such": following what each field waits for, from
        this key, leads round in a circle.
        """
        return any(field in self.reachable(self.waiting_for(field)) for field in self.reachable({key}))

    def reachable(self, fields: set[str]) -> set[str]:
        """The fields, those that they wait for, those that these wait for, and so on."""
        reached = set(fields)
        while more := {key for field in reached for key in self.waiting_for(field)} - reached:
            reached |= more
        return reached

    def waiting_for(self, field_code: str) -> set[str]:
        """Unmet keys of the bindings that could fill the field if only their keys were known."""
        return {
            key
            for binding in having(self.rows, "SuppliedBy", field_code=field_code)
            if not self.filler_tests_but_keys(binding).failed
            for key in binding.get("key_fields") or ()
            if key not in self.possibly_known
        }

    # ------------------------------------------------------------------------------- is a field fill-free?

    def filler_tests_but_keys(self, binding: Row) -> Findings:
        """ "some usable binding returns a value, and the field is no act of will" """
        return self.tests_but_keys(binding) & self.returns_test(binding) & self.will_test(binding["field_code"])

    def filler_tests(self, binding: Row) -> Findings:
        return self.filler_tests_but_keys(binding) & self.keys_test(binding)

    def returns_test(self, binding: Row) -> Findings:
        # "`match` bindings check what the applicant types and never fill."
        match code(Returns, binding.get("returns")):
            case Returns.VALUE:
                return PASSED
            case Returns.MATCH:
                return failed(Reason.MATCH_ONLY)
            case Returns.DOCUMENT:
                return failed(Reason.DOCUMENT_ONLY)
            case _:
                return missing(Reason.RETURNS_UNKNOWN)

    def will_test(self, field_code: str) -> Findings:
        # "and the field is no act of will"
        match self.field(field_code).get("act_of_will"):
            case False:
                return PASSED
            case True:
                return failed(Reason.ACT_OF_WILL)
            case _:
                return missing(Reason.WILL_UNKNOWN)

    def field_verdict(self, field_code: str) -> FieldVerdict:
        field = self.field(field_code)
        bindings = having(self.rows, "SuppliedBy", field_code=field_code)
        if field.get("act_of_will") is True:
            return self.as_field_verdict(field, Verdict.NO, reasons={Reason.ACT_OF_WILL})
        if not bindings:
            return self.as_field_verdict(field, Verdict.NO, reasons={Reason.NO_SOURCE})
        # "A field is YES if any binding is usable, else UNKNOWN if any is unknown, else NO."
        binding, findings = self.best(bindings, self.filler_tests)
        if findings.state is Verdict.YES:
            defaulted = self.rests_on_default(binding) or "act_of_will" in (field.get("defaulted") or ())
            reasons = {Reason.RESTS_ON_DEFAULT} if defaulted else set()
        else:
            reasons = findings.failed or findings.missing
        return self.as_field_verdict(field, findings.state, binding, reasons)

    def filler(self, field_code: str) -> Row | None:
        """The binding chosen to fill the field, where it is fill-free."""
        bindings = having(self.rows, "SuppliedBy", field_code=field_code)
        usable = [binding for binding in bindings if self.filler_tests(binding).state is Verdict.YES]
        return min(usable, key=self.preference, default=None)

    def as_field_verdict(
        self, field: Row, verdict: Verdict, binding: Row | None = None, reasons: Iterable[Reason] = ()
    ) -> FieldVerdict:
        return FieldVerdict(
            field_code=field["field_code"],
            name=field["name"],
            verdict=verdict,
            source_code=binding["source_code"] if binding else None,
            source_name=self.source(binding)["name"] if binding else None,
            binding=identity(binding) if binding else None,
            keys=tuple(binding.get("key_fields") or ()) if binding else (),
            reasons=in_order(reasons),
        )

    def best(self, bindings: list[Row], tests) -> tuple[Row, Findings]:
        """The binding of the best state; of those, the one with the fewest reasons against it, then the preferred."""
        judged = [(binding, tests(binding)) for binding in bindings]
        states = [findings.state for _, findings in judged]
        state = next(s for s in (Verdict.YES, Verdict.UNKNOWN, Verdict.NO) if s in states)
        of_state = [(binding, findings) for binding, findings in judged if findings.state is state]
        return min(of_state, key=lambda pair: (len(pair[1].failed or pair[1].missing), self.preference(pair[0])))

    def preference(self, binding: Row) -> tuple:
        """ "The source chosen: authoritative first, then priority, then level (nearest first), then code; the same
        choice every time."
        """
        level = code(Level, self.source(binding).get("level"))
        nearest_first = [Level.TOWNSHIP, Level.DISTRICT, Level.MUNICIPAL, Level.PROVINCIAL, Level.NATIONAL, None]
        return (
            binding.get("authoritative") is not True,
            none_last(binding.get("priority")),
            nearest_first.index(level),
            binding["source_code"],
            identity(binding),
        )

    def rests_on_default(self, binding: Row) -> bool:
        # "A mapping may set defaults for a whole file, and verdicts that rest on a default say so."
        of_binding, of_source = binding.get("defaulted") or (), self.source(binding).get("defaulted") or ()
        return bool(TESTED_OF_BINDING & set(of_binding) or TESTED_OF_SOURCE & set(of_source))

    def fills_by_default(self, binding: Row) -> bool:
        """Whether the binding fills a field of which only a default says that it is no act of will."""
        if "field_code" not in binding or binding is not self.filler(binding["field_code"]):
            return False
        return "act_of_will" in (self.field(binding["field_code"]).get("defaulted") or ())

    # -------------------------------------------------------------------------------- the facts it carries

    def required_of_form(self, material_code: str) -> dict[str, bool | None]:
        """Field of the material's form → is it required? A field that occurs twice is required if one of them is."""
        required: dict[str, bool | None] = {}
        for entry in self.form_fields(material_code):
            said = (required.get(entry["field_code"], False), entry.get("required"))
            required[entry["field_code"]] = True if True in said else None if None in said else False
        return required

    def form_fields(self, material_code: str) -> list[Row]:
        forms = sorted(having(self.rows, "Form", material_code=material_code), key=lambda form: form["form_code"])
        entries = []
        for form in forms:
            of_form = having(self.rows, "FormField", form_code=form["form_code"])
            entries += sorted(of_form, key=lambda entry: (none_last(entry.get("position")), entry["form_field_code"]))
        return entries

    def facts_recorded(self, material: Row) -> bool:
        if is_form(material):
            return bool(self.form_fields(material["material_code"]))
        return bool(self.facts(material))

    def facts(self, material: Row) -> list[str]:
        """The fields that have to be covered: of a form those that are required (or not said to be optional), of any
        other material those that it proves.
        """
        if is_form(material):
            required = self.required_of_form(material["material_code"])
            return sorted(field for field, is_required in required.items() if is_required is not False)
        return sorted({p["field_code"] for p in having(self.rows, "Proves", material_code=material["material_code"])})

    # ------------------------------------------------------------------------------- is a material exempt?

    def material_verdict(self, requires: Row) -> MaterialVerdict:
        """ "Material 免交. The first rule that holds; if none does, CONDITIONAL when sources cover part of its facts
        (what remains is listed), else UNKNOWN when some rule could not be decided, else NO with the nearest miss as
        its reason".
        """
        material = only(self.rows, "Material", material_code=requires["material_code"])

        def decided(
            verdict: Verdict,
            rule: Rule,
            reasons: Iterable[Reason] = (),
            proof: Iterable[Row] = (),
            remaining: Iterable[str] = (),
        ) -> MaterialVerdict:
            # "verdicts that rest on a default say so"
            own = rule in OWN_FACTS_DECIDE and DECISIVE_OF_MATERIAL & set(material.get("defaulted") or ())
            needs_agreement = material.get("origin") == Origin.THIRD_PARTY and rule is not Rule.GENERATED
            by_filling = rule is not Rule.VERIFIED and not needs_agreement
            filled = by_filling and any(map(self.fills_by_default, proof))
            proven = any(map(self.rests_on_default, proof))
            default = {Reason.RESTS_ON_DEFAULT} if own or filled or proven else set()
            return MaterialVerdict(
                material_code=material["material_code"],
                name=material["name"],
                verdict=verdict,
                rule=rule,
                source_codes=tuple(sorted({binding["source_code"] for binding in proof})),
                alternative_group=requires.get("alternative_group"),
                remaining=tuple(sorted(remaining)),
                reasons=in_order({*reasons, *default}),
            )

        # "1. CANCELLED: dropped by a reform (shows only in before/after)."
        if requires.get("status") == Status.REMOVED:
            return decided(Verdict.NO, Rule.CANCELLED)

        tried = [
            outcome
            for outcome in (
                self.shared(material),
                self.verified(material),
                self.generated(material),
                self.composed(material),
                self.collaborated(material),
                self.committed(material),
                self.reused(material),
            )
            if outcome is not None
        ]
        for outcome in tried:
            # "where data_equivalent is not recorded it is a CANDIDATE, not an exemption"
            if outcome.rule is Rule.COMPOSED and outcome.findings == missing(Reason.EQUIVALENCE_UNKNOWN):
                return decided(Verdict.UNKNOWN, Rule.CANDIDATE, {Reason.EQUIVALENCE_UNKNOWN}, outcome.proof)
            if outcome.findings.state is not Verdict.YES:
                continue
            # "8. REUSED 材料复用: only once: NO the first time, YES from then on."
            if outcome.rule is Rule.REUSED and material["material_code"] not in self.context.on_file:
                return decided(Verdict.NO, Rule.REUSED, {Reason.FIRST_TIME}, outcome.proof)
            return decided(Verdict.YES, outcome.rule, proof=outcome.proof)

        # "9. DEFERRED 容缺后补: not exempt."
        if requires.get("necessity") == Necessity.DEFERRED:
            return decided(Verdict.NO, Rule.DEFERRED)

        # "CONDITIONAL when sources cover part of its facts (what remains is listed)"
        # "Several sources may cover a material together: union them before saying CONDITIONAL."
        covered_by = {field: self.covered_by(material, field) for field in self.facts(material)}
        remaining = [field for field, proof in covered_by.items() if not proof]
        if 0 < len(remaining) < len(covered_by):
            proof = [binding for proof in covered_by.values() for binding in proof]
            return decided(Verdict.CONDITIONAL, Rule.PARTIAL, {Reason.FIELDS_REMAIN}, proof, remaining)

        # "else UNKNOWN when some rule could not be decided"
        for outcome in tried:
            if outcome.findings.state is Verdict.UNKNOWN:
                return decided(Verdict.UNKNOWN, Rule.SUBMIT, outcome.findings.missing)

        # "else NO with the nearest miss as its reason"
        # "10. SUBMIT: the default for 申请人自备; third-party documents need an agreed source, or 8."
        if not self.arrangements(material) and material.get("origin") == Origin.THIRD_PARTY:
            return decided(Verdict.NO, Rule.SUBMIT, {Reason.THIRD_PARTY})
        if not self.arrangements(material) and not self.facts_recorded(material):
            return decided(Verdict.NO, Rule.SUBMIT, {Reason.NO_ARRANGEMENT})
        nearest = min(tried, key=lambda outcome: len(outcome.findings.failed))  # the first of those in rule order
        return decided(Verdict.NO, Rule.SUBMIT, nearest.findings.failed)

    def arrangements(self, material: Row, *modes: Mode) -> list[Row]:
        recorded = having(self.rows, "ObtainedVia", material_code=material["material_code"])
        return [arrangement for arrangement in recorded if arrangement.get("mode") in (modes or set(Mode))]

    def arranged(self, rule: Rule, material: Row, mode: Mode) -> Tried | None:
        """A rule that asks for a usable arrangement of one mode; None where no such arrangement is recorded."""
        arrangements = self.arrangements(material, mode)
        if not arrangements:
            return None
        arrangement, findings = self.best(arrangements, self.tests)
        return Tried(rule, findings, (arrangement,))

    def shared(self, material: Row) -> Tried | None:
        """ "2. SHARED 证照共享: issued by government, a usable licence binding; not where the original must be
        surrendered."
        """
        outcome = self.arranged(Rule.SHARED, material, Mode.LICENCE_SHARING)
        if outcome is None:
            return None
        match code(Origin, material.get("origin")):
            case Origin.GOVERNMENT:
                issued = PASSED
            case None:
                issued = missing(Reason.ORIGIN_UNKNOWN)
            case _:
                issued = failed(Reason.NOT_GOVERNMENT)
        match material.get("original_surrendered"):
            case False:
                kept = PASSED
            case True:
                kept = failed(Reason.ORIGINAL_SURRENDERED)
            case _:
                kept = missing(Reason.ORIGINAL_UNKNOWN)
        return Tried(Rule.SHARED, outcome.findings & issued & kept, outcome.proof)

    def verified(self, material: Row) -> Tried | None:
        """ "3. VERIFIED 数据核验: a usable arrangement of that mode is recorded for it, and the arranged sources
        together check (match) or give (value) all the fields that it proves."
        """
        outcome = self.arranged(Rule.VERIFIED, material, Mode.DATA_CHECK)
        if outcome is None or outcome.findings.failed:
            return outcome
        facts = self.facts(material)
        if not self.facts_recorded(material):
            together = missing(Reason.FACTS_UNKNOWN)
        elif all(self.checked_by(material, fact, {Verdict.YES}) for fact in facts):
            together = PASSED
        elif all(self.checked_by(material, fact, {Verdict.YES, Verdict.UNKNOWN}) for fact in facts):
            together = missing(Reason.FIELDS_UNDECIDED)
        else:
            together = failed(Reason.FIELDS_REMAIN)
        proof = tuple(binding for fact in facts for binding in self.checked_by(material, fact, {Verdict.YES}))
        return Tried(Rule.VERIFIED, outcome.findings & together, proof)

    def checked_by(self, material: Row, field_code: str, admitted: set[Verdict]) -> list[Row]:
        """The arrangements for checking the material, and the bindings to their sources that check or give the field;
        only those of an admitted state count.
        """
        answers = {Returns.VALUE, Returns.MATCH} | ({None} if Verdict.UNKNOWN in admitted else set())
        return [
            row
            for arrangement in self.arrangements(material, Mode.DATA_CHECK)
            if self.tests(arrangement).state in admitted
            for binding in having(
                self.rows, "SuppliedBy", field_code=field_code, source_code=arrangement["source_code"]
            )
            if code(Returns, binding.get("returns")) in answers and self.tests(binding).state in admitted
            for row in (arrangement, binding)
        ]

    def generated(self, material: Row) -> Tried | None:
        """ "4. GENERATED: an application form whose every required field is fill-free." """
        if not is_form(material):
            return None
        required = self.required_of_form(material["material_code"])
        found = PASSED if required else missing(Reason.FACTS_UNKNOWN)
        for field, is_required in required.items():
            verdict = self.field_verdict(field).verdict
            if is_required is False or verdict is Verdict.YES:
                continue
            if is_required is None:
                found &= missing(Reason.REQUIREDNESS_UNKNOWN)
            elif verdict is Verdict.UNKNOWN:
                found &= missing(Reason.FIELDS_UNDECIDED)
            else:
                found &= failed(Reason.FIELDS_REMAIN)
        return Tried(Rule.GENERATED, found, self.fillers(self.facts(material)))

    def composed(self, material: Row) -> Tried | None:
        """ "5. COMPOSED: no arrangement is recorded, but all its fields are fill-free and data_equivalent is true" """
        # "third-party documents need an agreed source, or 8"
        if is_form(material) or self.arrangements(material) or material.get("origin") == Origin.THIRD_PARTY:
            return None
        # "10. SUBMIT: the default for 申请人自备": of which nothing is recorded.
        if material.get("origin") == Origin.APPLICANT and not self.facts_recorded(material):
            return None
        found = PASSED
        if code(Origin, material.get("origin")) is None:
            found &= missing(Reason.ORIGIN_UNKNOWN)
        if not self.facts_recorded(material):
            found &= missing(Reason.FACTS_UNKNOWN)
        for fact in self.facts(material):
            match self.field_verdict(fact).verdict:
                case Verdict.UNKNOWN:
                    found &= missing(Reason.FIELDS_UNDECIDED)
                case Verdict.NO:
                    found &= failed(Reason.FIELDS_REMAIN)
        match material.get("data_equivalent"):
            case None:
                found &= missing(Reason.EQUIVALENCE_UNKNOWN)
            case False:
                found &= failed(Reason.NOT_EQUIVALENT)
        return Tried(Rule.COMPOSED, found, self.fillers(self.facts(material)))

    def collaborated(self, material: Row) -> Tried | None:
        """ "6. COLLABORATED 业务协同: exempt for the applicant, but not instant." """
        return self.arranged(Rule.COLLABORATED, material, Mode.COLLABORATION)

    def committed(self, material: Row) -> Tried | None:
        """ "7. COMMITTED 告知承诺: counted apart." """
        return self.arranged(Rule.COMMITTED, material, Mode.COMMITMENT)

    def reused(self, material: Row) -> Tried | None:
        """ "8. REUSED 材料复用: only once" """
        return self.arranged(Rule.REUSED, material, Mode.REUSE)

    def fillers(self, field_codes: list[str]) -> tuple[Row, ...]:
        """The bindings chosen for those of the fields that are fill-free."""
        return tuple(filler for field in field_codes if (filler := self.filler(field)))

    def covered_by(self, material: Row, field_code: str) -> list[Row]:
        """What covers one fact of the material: the binding that fills it, else those arranged to check it.

        "third-party documents need an agreed source": there only the arranged ones count.
        """
        filler = self.filler(field_code)
        if filler and material.get("origin") != Origin.THIRD_PARTY:
            return [filler]
        return self.checked_by(material, field_code, {Verdict.YES})

    # ------------------------------------------------------------------------ does the situation need any?

    def situation_verdict(self) -> SituationVerdict:
        requirements = having(self.rows, "Requires", situation_code=self.situation["situation_code"])
        requirements.sort(key=lambda requires: requires["material_code"])
        materials = {r["material_code"]: self.material_verdict(r) for r in requirements}
        verdict, reasons = self.zero_material(requirements, materials)
        return SituationVerdict(
            situation_code=self.situation["situation_code"],
            name=self.situation["name"],
            item_code=self.situation["item_code"],
            fields=tuple(self.field_verdict(field) for field in self.fields_of_forms(requirements)),
            materials=tuple(materials.values()),
            zero_material=verdict,
            reasons=in_order(reasons),
        )

    def fields_of_forms(self, requirements: list[Row]) -> list[str]:
        """The fields of the application forms that are still asked for, in the order in which they first appear."""
        asked = [r["material_code"] for r in requirements if r.get("status") != Status.REMOVED]
        forms = [m for m in asked if is_form(only(self.rows, "Material", material_code=m))]
        return list(dict.fromkeys(entry["field_code"] for form in forms for entry in self.form_fields(form)))

    def zero_material(
        self, requirements: list[Row], materials: dict[str, MaterialVerdict]
    ) -> tuple[Verdict, set[Reason]]:
        """ "零材料: materials_complete and every required material in 2–6. Nothing recorded: UNKNOWN." """
        in_force = [r for r in requirements if r.get("status") != Status.REMOVED]
        # "An alternative group passes when any member passes."
        alone = [[r] for r in in_force if not r.get("alternative_group")]
        groups = sorted({r["alternative_group"] for r in in_force if r.get("alternative_group")})
        grouped = [having_in(in_force, alternative_group=group) for group in groups]

        states: list[Verdict] = []
        reasons: set[Reason] = set()
        for members in alone + grouped:
            necessities = {code(Necessity, member.get("necessity")) for member in members}
            verdicts = [materials[member["material_code"]] for member in members]
            if necessities == {Necessity.OPTIONAL}:
                continue
            if any(v.verdict is Verdict.YES and v.rule in EXEMPT for v in verdicts):
                states.append(Verdict.YES)
            elif not necessities & {Necessity.REQUIRED, Necessity.DEFERRED}:
                states.append(Verdict.UNKNOWN)
                reasons.add(Reason.NECESSITY_UNKNOWN)
            elif any(v.verdict is Verdict.UNKNOWN for v in verdicts):
                states.append(Verdict.UNKNOWN)
                reasons.add(Reason.MATERIALS_UNDECIDED)
            else:
                states.append(Verdict.NO)

        if Verdict.NO in states:
            return Verdict.NO, {Reason.MATERIALS_REMAIN}
        if Verdict.UNKNOWN in states:
            return Verdict.UNKNOWN, reasons
        if self.situation.get("materials_complete") is not True:
            return Verdict.UNKNOWN, {Reason.LIST_UNCONFIRMED}
        return Verdict.YES, set()

    # ------------------------------------------------------------------------------------------------ rows

    def source(self, binding: Row) -> Row:
        return only(self.rows, "DataSource", source_code=binding["source_code"])

    def field(self, field_code: str) -> Row:
        return only(self.rows, "Field", field_code=field_code)


def having_in(rows: Iterable[Row], **wanted: Any) -> list[Row]:
    return [row for row in rows if all(row.get(name) == value for name, value in wanted.items())]


def having(rows: Rows, declaration: str, **wanted: Any) -> list[Row]:
    """The rows of a declaration that have the wanted values."""
    return having_in(rows.get(declaration, ()), **wanted)


def first(rows: Rows, declaration: str, **wanted: Any) -> Row | None:
    return next(iter(having(rows, declaration, **wanted)), None)


def only(rows: Rows, declaration: str, **wanted: Any) -> Row:
    """The one row that has the wanted values."""
    (row,) = having(rows, declaration, **wanted)
    return row


def code(codes: type, value: str | None) -> Any:
    """The code of a list; None where nothing is recorded, and where the code is not in the list."""
    return codes(value) if value in set(codes) else None


def is_form(material: Row) -> bool:
    return material.get("material_type") == MaterialType.APPLICATION_FORM


def identity(binding: Row) -> str:
    return binding.get("binding") or "1"


def none_last(number: int | None) -> tuple[bool, int]:
    return (number is None, number or 0)


def in_order(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(reason for reason in Reason if reason in set(reasons))
