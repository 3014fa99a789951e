"""What a change of sources, bindings, keys or licences brings or costs: result rows of what-if, impact and next best.

A gain counts plain YES only. Pairs are those of schema/totals.py: (situation, field of its forms) and (situation,
material); a year's figures count every situation with its cases a year (办件量), those without recorded cases as 0.
"""

from typing import Annotated

from oncegraph.schema.codes import CodeList
from oncegraph.schema.declaration import Attribute, Titled
from oncegraph.schema.text import Text
from oncegraph.schema.totals import PAIRS, REQUIREMENTS, WEIGHTED, Totals
from oncegraph.schema.verdict import Reason, ResultRow, Rule, Verdict


class Measure(CodeList):
    """衡量口径: by which number of a `Gain` openings are ranked."""

    FIELDS = "fields", "免填字段", "Fields fill-free"
    MATERIALS = "materials", "免交材料", "Materials exempt"
    SITUATIONS = "situations", "零材料情形", "Situations without materials"
    FIELDS_A_YEAR = "fields_a_year", "每年免填字段", "Fields fill-free a year"
    MATERIALS_A_YEAR = "materials_a_year", "每年免交材料", "Materials exempt a year"
    CASES = "cases", "每年零材料办件", "Cases a year without materials"


class LeverKind(CodeList):
    """What can be opened."""

    SOURCE = "source", "数源", "Source"
    BINDING = "binding", "单个绑定", "Single binding"
    AGREEMENT = "agreement", "共享协议", "Sharing agreement"
    KEY = "key", "查询字段", "Key field"
    LICENCE = "licence", "证照", "Licence"


class Gain(Titled):
    """How many verdicts become YES; of a loss, how many are no more."""

    fields: Annotated[int, Attribute("免填字段", "Fields fill-free", about=PAIRS)] = 0
    materials: Annotated[int, Attribute("免交材料", "Materials exempt", about=REQUIREMENTS)] = 0
    situations: Annotated[int, Attribute("零材料情形", "Situations without materials")] = 0
    fields_a_year: Annotated[int, Attribute("每年免填字段", "Fields fill-free a year", about=WEIGHTED)] = 0
    materials_a_year: Annotated[int, Attribute("每年免交材料", "Materials exempt a year", about=WEIGHTED)] = 0
    cases: Annotated[int, Attribute("每年零材料办件", "Cases a year without materials", about=WEIGHTED)] = 0


class Opening(Titled):
    """Something to open: why it is closed, what it would cost, and what it gains."""

    kind: Annotated[LeverKind, Attribute("类别", "Kind")]
    code: Annotated[str, Attribute("编码", "Code")]
    name: Annotated[str, Attribute("名称", "Name")]
    blockers: Annotated[tuple[Reason, ...], Attribute("现状", "What is in the way")] = ()
    cost: Annotated[float, Attribute("成本", "Cost")] = 1.0
    gain: Annotated[Gain, Attribute("增益", "Gain")]


class Step(Titled):
    """An opening in a sequence: its gain with those before it in place, and what has been reached with it."""

    position: Annotated[int, Attribute("次序", "Position")]
    opening: Annotated[Opening, Attribute("开通", "Opening")]
    with_last: Annotated[
        bool,
        Attribute(
            "与上一项同选",
            "Together with the one before",
            about=Text("二者合开所得大于任何单独一项", "The two together gain more than any single one"),
        ),
    ]
    running: Annotated[Gain, Attribute("累计增益", "Gain so far")]
    spent: Annotated[float, Attribute("累计成本", "Cost so far")]


class NextBest(ResultRow):
    """What to open next. best: the openings that gain most, each by itself; steps: one after the other; tried: how many
    openings there are."""

    measure: Measure
    tried: int
    budget: float | None
    best: tuple[Opening, ...]
    steps: tuple[Step, ...]
    totals: Totals


class Optimum(ResultRow):
    """The best set of at most `most` openings (None: any number) within the budget. openings: those of the set, each
    with what it gains by itself; gain: of all together; bound: what no set can exceed, by the measure; proven: that no
    set gains more; stepwise: what the sequence of steps (see NextBest) reaches, by the measure and within the same
    limits."""

    measure: Measure
    tried: int
    most: int | None
    budget: float | None
    openings: tuple[Opening, ...]
    gain: Gain
    spent: float
    bound: int
    proven: bool
    stepwise: int


class Touched(Titled):
    """A field, material or situation whose verdict changes: in how many situations, and their cases a year."""

    code: Annotated[str, Attribute("编码", "Code")]
    name: Annotated[str, Attribute("名称", "Name")]
    situations: Annotated[int, Attribute("情形数", "Situations")]
    cases: Annotated[int, Attribute("年办件量", "Cases a year")]


class Other(Titled):
    """A source that takes over: in how many pairs of a situation and a field (or material) it also serves."""

    source_code: Annotated[str, Attribute("数源编码", "Source code")]
    name: Annotated[str, Attribute("数源名称", "Source")]
    pairs: Annotated[int, Attribute("可接替", "Takes over")]


class Margin(Titled):
    """Of the pairs that rest on what is lost: how many other usable sources cover. Text: "three others cover 92 %"."""

    relying: Annotated[int, Attribute("依赖数", "Relying", about=PAIRS)]
    covered: Annotated[int, Attribute("他源可接替", "Covered by others")]
    others: Annotated[tuple[Other, ...], Attribute("接替数源", "Other sources")]


class Impact(ResultRow):
    """What depends on a source, field or licence, and what breaks without it. bindings … items: how many could use it;
    keys: fields that are no more known; fields, materials, situations: those that lose their YES, most cases first;
    margin: of the fields that fill themselves from it; of a licence, of the materials exempt by sharing it."""

    kind: str
    code: str
    name: str
    bindings: int
    dependent_fields: int
    dependent_materials: int
    dependent_situations: int
    dependent_items: int
    dependent_cases: int
    loss: Gain
    keys: tuple[Touched, ...]
    fields: tuple[Touched, ...]
    materials: tuple[Touched, ...]
    situations: tuple[Touched, ...]
    margin: Margin


class FieldChange(Titled):
    """A field of a situation whose verdict or source a change makes different."""

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
    """A material of a situation whose verdict or rule a change makes different."""

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
    """A situation of which 零材料 becomes different."""

    situation_code: Annotated[str, Attribute("情形编码", "Situation code")]
    name: Annotated[str, Attribute("情形名称", "Situation")]
    before: Annotated[Verdict, Attribute("变更前", "Before")]
    after: Annotated[Verdict, Attribute("变更后", "After")]
    cases: Annotated[int | None, Attribute("年办件量", "Cases a year")]


class WhatIf(ResultRow):
    """The difference that changes make: totals before and after; every verdict that is different, most cases first."""

    before: Totals
    after: Totals
    fields: tuple[FieldChange, ...]
    materials: tuple[MaterialChange, ...]
    situations: tuple[SituationChange, ...]
