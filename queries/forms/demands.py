"""The application forms that situations require, with what the exemption rules decide about their fields."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.records import Records
from oncegraph.schema.codes import MaterialType, Necessity, Status
from oncegraph.schema.errors import EngineError
from oncegraph.schema.form import Form, FormField
from oncegraph.schema.form_mapping import RequiringSituation
from oncegraph.schema.item import Item
from oncegraph.schema.material import Material
from oncegraph.schema.merged_form import FieldFill
from oncegraph.schema.situation import Requires, Situation
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import FieldVerdict, Verdict


class OutOfStep(EngineError):
    """The records and the verdicts come from different versions of the catalogue."""

    code = "out_of_step"

    def __init__(self) -> None:
        super().__init__(Text("目录刚刚更新。", "The catalogue has just changed."), Text("请再试一次。", "Try again."))


@dataclass(frozen=True)
class RequiredMaterial:
    """A material, and the situations that require it. by: each situation with its requirement."""

    material: Material
    by: tuple[tuple[RequiringSituation, Requires], ...]

    @property
    def obligatory(self) -> bool:
        """Whether some situation requires it neither as one of several alternatives nor as optional."""
        return any(not about.alternative_group and about.necessity != Necessity.OPTIONAL for _, about in self.by)

    @property
    def alternative_groups(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(about.alternative_group for _, about in self.by if about.alternative_group))

    @property
    def places(self) -> tuple[RequiringSituation, ...]:
        return tuple(place for place, _ in self.by)


@dataclass(frozen=True)
class RequiredForm:
    """An original form with its fields in order. material: the application form that situations require."""

    form: Form
    material: RequiredMaterial
    fields: tuple[FormField, ...]


class FormDemands:
    """The forms that some situations require.

    All forms of an alternative group are included, because the applicant may choose any of them; a field that only such
    a form requires is not required in every case. Materials dropped by a reform do not count.

    Raises NotFound for a situation that is not among the records, and OutOfStep if the records and the verdicts come
    from different versions of the catalogue.
    """

    def __init__(self, records: Records, situations: Iterable[str], analysis: Analysis):
        self._records = records
        self.places = tuple(self._requiring_situation(code) for code in dict.fromkeys(situations))
        decided = analysis.situations(place.situation_code for place in self.places)
        self._verdicts = {
            (decision.situation_code, field.field_code): field for decision in decided for field in decision.fields
        }
        self.forms = tuple(form for material in self._materials() for form in self._forms(material))

    def fills(self, field: str, places: Sequence[RequiringSituation]) -> tuple[FieldFill, ...]:
        """What is decided about a field in some situations that ask for it; those with equal verdicts are grouped."""
        by_verdict: dict[FieldVerdict, list[str]] = {}
        for place in places:
            verdict = self._verdicts.get((place.situation_code, field))
            if verdict is None:
                raise OutOfStep
            by_verdict.setdefault(verdict, []).append(place.situation_code)
        return tuple(
            FieldFill(
                verdict=verdict.verdict,
                situations=tuple(situations),
                source_code=verdict.source_code if verdict.verdict is Verdict.YES else None,
                source_name=verdict.source_name if verdict.verdict is Verdict.YES else None,
                keys=verdict.keys if verdict.verdict is Verdict.YES else (),
                reasons=verdict.reasons,
            )
            for verdict, situations in by_verdict.items()
        )

    def _requiring_situation(self, code: str) -> RequiringSituation:
        situation = self._records.node(Situation, code)
        return RequiringSituation(
            situation_code=code,
            situation_name=situation.name,
            item_code=situation.item_code,
            item_name=self._records.name(Item, situation.item_code),
        )

    def _materials(self) -> list[RequiredMaterial]:
        by: dict[str, list[tuple[RequiringSituation, Requires]]] = {}
        for place in self.places:
            for link in self._records.links_from(Requires, place.situation_code):
                if link.about.status != Status.REMOVED:
                    by.setdefault(link.end, []).append((place, link.about))
        return [
            RequiredMaterial(self._records.node(Material, code), tuple(requirements))
            for code, requirements in by.items()
        ]

    def _forms(self, required: RequiredMaterial) -> Iterable[RequiredForm]:
        if required.material.material_type == MaterialType.APPLICATION_FORM:
            for form in self._records.referring(Form, "material_code", required.material.material_code):
                if fields := self._records.referring(FormField, "form_code", form.form_code):
                    yield RequiredForm(form, required, fields)


def combine_verdicts(verdicts: Sequence[Verdict]) -> Verdict:
    """One verdict for several situations: CONDITIONAL if some are YES or CONDITIONAL and they are not all the same."""
    if len(set(verdicts)) == 1:
        return verdicts[0]
    if {Verdict.YES, Verdict.CONDITIONAL} & set(verdicts):
        return Verdict.CONDITIONAL
    return Verdict.UNKNOWN if Verdict.UNKNOWN in verdicts else Verdict.NO
