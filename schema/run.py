"""Results of whole runs, written back: what was decided about situations, their fields and their materials.

These are results and no part of the catalogue: nobody loads them, and they do not change its version.

    MATCH (run:Run {in_force: true, scope: 'all', mode: 'design'})-[z:ASSESSED]->(s:Situation)
    MATCH (s)-[a:ASSESSED {run: run.run_code}]->(f:Field) …
"""

from datetime import datetime
from typing import Annotated

from oncegraph.schema.codes import CodeList
from oncegraph.schema.declaration import Attribute, Node, Relationship
from oncegraph.schema.field import Field
from oncegraph.schema.material import Material
from oncegraph.schema.situation import Situation
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import Reason, Rule, Verdict, When


class RunState(CodeList):
    """运行状态 of an analysis run."""

    RUNNING = "running", "写入中", "Being written"
    DONE = "done", "已完成", "Done"
    DISCARDED = "discarded", "待清除", "To be removed"


class ScopeKind(CodeList):
    """分析范围 of an analysis run."""

    ALL = "all", "全部", "Everything"
    DEPARTMENT = "department", "部门", "A department"
    REGION = "region", "区划", "A region and all regions below it"
    THEME = "theme", "一件事主题", "The situations that a theme includes"
    ITEM = "item", "事项", "An item"


class Run(Node):
    title = Text("分析运行", "Run")
    about = Text("一次整体分析；由 oncegraph analyse 写入", "One analysis run, written by oncegraph analyse")
    source = "S2"

    run_code: Annotated[str, Attribute("运行编码", "Run code", key=True)]
    scope: Annotated[str, Attribute("分析范围", "Scope", codes=ScopeKind)]
    scope_code: Annotated[
        str | None,
        Attribute("范围编码", "Scope code", about=Text("范围为全部时留空", "Empty if the scope is everything")),
    ] = None
    mode: Annotated[str, Attribute("分析方式", "Mode", codes=When)]
    as_of: Annotated[datetime, Attribute("截至时间", "As of", about=Text("北京时间", "Beijing time"))]
    state: Annotated[str, Attribute("运行状态", "State", codes=RunState)]
    in_force: Annotated[
        bool,
        Attribute(
            "现行",
            "In force",
            about=Text(
                "同一范围、同一方式的运行中，只有最近完成的一次为“是”",
                "The newest completed run of its scope and mode; at most one run of each",
            ),
        ),
    ]
    catalogue_version: Annotated[
        int,
        Attribute(
            "目录版本",
            "Version of the catalogue",
            about=Text(
                "运行所依据的目录版本；此后目录可能已有更改",
                "The version that was analysed; later loads may have changed the catalogue",
            ),
        ),
    ]
    started_at: Annotated[
        datetime | None, Attribute("开始时间", "Started at", about=Text("北京时间", "Beijing time"))
    ] = None
    finished_at: Annotated[
        datetime | None, Attribute("完成时间", "Finished at", about=Text("北京时间", "Beijing time"))
    ] = None
    alive_at: Annotated[
        datetime | None,
        Attribute(
            "最近写入时间",
            "Last sign of life",
            about=Text(
                "写入中的运行长时间没有新的写入，即视为已中断",
                "A run being written without a recent sign of life is considered dead",
            ),
        ),
    ] = None
    written: Annotated[
        int, Attribute("已写结论数", "Verdicts written", about=Text("即 ASSESSED 关系数", "Relationships ASSESSED"))
    ] = 0
    situations: Annotated[int, Attribute("情形数", "Situations")]
    zero_material: Annotated[int, Attribute("零材料情形数", "Situations without materials")]
    fields: Annotated[
        int, Attribute("字段数", "Fields", about=Text("情形与字段的组合数", "Pairs of situation and field"))
    ]
    filled: Annotated[int, Attribute("免填字段数", "Fields fill-free")]
    materials: Annotated[
        int, Attribute("材料数", "Materials", about=Text("情形与材料的组合数", "Pairs of situation and material"))
    ]
    exempt: Annotated[int, Attribute("免交材料数", "Materials exempt")]
    only_once: Annotated[int, Attribute("免交或只提交一次材料数", "Materials exempt or handed in only once")]


#: What the verdicts about fields and about materials have in common.
_RUN = Attribute("运行编码", "Run code", key=True)
_REASONS = Attribute("原因", "Reasons", codes=Reason, about=Text("没有时留空", "Absent if there are none"))


class SituationAssessed(Relationship):
    relationship_type = "ASSESSED"
    start = Run
    end = Situation
    title = Text("情形结论", "Verdict on a situation")
    about = Text("一次运行对一个情形的结论", "What a run decided about a situation")
    source = "S2"

    zero_material: Annotated[str, Attribute("零材料", "No materials", codes=Verdict)]
    fields: Annotated[int, Attribute("字段数", "Fields")]
    filled: Annotated[int, Attribute("免填字段数", "Fields fill-free")]
    materials: Annotated[
        int, Attribute("材料数", "Materials", about=Text("不计改革已取消的材料", "Without those dropped by a reform"))
    ]
    exempt: Annotated[int, Attribute("免交材料数", "Materials exempt")]
    only_once: Annotated[int, Attribute("免交或只提交一次材料数", "Materials exempt or handed in only once")]
    annual_cases: Annotated[
        int | None,
        Attribute(
            "年办件量",
            "Cases a year",
            about=Text("取情形登记的办件量；未登记的，由事项办件量分摊", "Its own, or else a share of its item's"),
        ),
    ] = None
    reasons: Annotated[tuple[str, ...], _REASONS] = ()


class FieldAssessed(Relationship):
    relationship_type = "ASSESSED"
    start = Situation
    end = Field
    title = Text("字段结论", "Verdict on a field")
    about = Text("一次运行对情形申请表单中一个字段的结论", "What a run decided about a field of a situation's forms")
    source = "S2"

    run: Annotated[str, _RUN]
    status: Annotated[str, Attribute("免填", "Fill-free", codes=Verdict)]
    source_code: Annotated[
        str | None,
        Attribute(
            "数源编码",
            "Source code",
            about=Text(
                "可免填时为所选数源，否则为最接近可用的数源", "The source chosen; if none is usable, the nearest miss"
            ),
        ),
    ] = None
    reasons: Annotated[tuple[str, ...], _REASONS] = ()


class MaterialAssessed(Relationship):
    relationship_type = "ASSESSED"
    start = Situation
    end = Material
    title = Text("材料结论", "Verdict on a material")
    about = Text("一次运行对情形所需一份材料的结论", "What a run decided about a material that a situation requires")
    source = "S2"

    run: Annotated[str, _RUN]
    status: Annotated[str, Attribute("免交", "Exempt", codes=Verdict)]
    rule: Annotated[str, Attribute("依据规则", "Rule", codes=Rule)]
    source_codes: Annotated[
        tuple[str, ...],
        Attribute("数源编码", "Source codes", about=Text("没有时留空", "Absent if there are none")),
    ] = ()
    reasons: Annotated[tuple[str, ...], _REASONS] = ()
