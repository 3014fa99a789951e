"""Result rows of what-if: the effect of changes of sources, bindings and key fields."""

from typing import Annotated

from oncegraph.schema.declaration import Attribute, Titled
from oncegraph.schema.tabular import Tabular
from oncegraph.schema.totals import Totals
from oncegraph.schema.verdict import Reason, Rule, Verdict


class FieldChange(Titled):
    """A field of a situation whose verdict or source a change alters."""

    situation_code: Annotated[str, Attribute("情形编码", "Situation code")]
    situation_name: Annotated[str, Attribute("情形名称", "Situation")]
    field_code: Annotated[str, Attribute("字段编码", "Field code")]
    name: Annotated[str, Attribute("字段名称", "Field")]
    before: Annotated[Verdict, Attribute("变更前", "Before")]
    after: Annotated[Verdict, Attribute("变更后", "After")]
    source_before: Annotated[str | None, Attribute("原数源", "Source before")]
    source_after: Annotated[str | None, Attribute("现数源", "Source after")]
    reasons: Annotated[tuple[Reason, ...], Attribute("变更后原因", "Reasons after")]


class MaterialChange(Titled):
    """A material of a situation whose verdict or rule a change alters."""

    situation_code: Annotated[str, Attribute("情形编码", "Situation code")]
    situation_name: Annotated[str, Attribute("情形名称", "Situation")]
    material_code: Annotated[str, Attribute("材料编码", "Material code")]
    name: Annotated[str, Attribute("材料名称", "Material")]
    before: Annotated[Verdict, Attribute("变更前", "Before")]
    after: Annotated[Verdict, Attribute("变更后", "After")]
    rule_before: Annotated[Rule, Attribute("原规则", "Rule before")]
    rule_after: Annotated[Rule, Attribute("现规则", "Rule after")]
    reasons: Annotated[tuple[Reason, ...], Attribute("变更后原因", "Reasons after")]


class SituationChange(Titled):
    """A situation whose verdict on 零材料 a change alters."""

    situation_code: Annotated[str, Attribute("情形编码", "Situation code")]
    name: Annotated[str, Attribute("情形名称", "Situation")]
    before: Annotated[Verdict, Attribute("变更前", "Before")]
    after: Annotated[Verdict, Attribute("变更后", "After")]
    cases: Annotated[int | None, Attribute("年办件量", "Cases a year")]


class WhatIf(Tabular):
    """The effect of changes: totals before and after; every verdict that differs, most cases a year first."""

    before: Totals
    after: Totals
    fields: tuple[FieldChange, ...]
    materials: tuple[MaterialChange, ...]
    situations: tuple[SituationChange, ...]
