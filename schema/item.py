"""Level 1, 事项: the catalogue, the items that implement it, and the steps of an item."""

from typing import Annotated

from oncegraph.schema.codes import (
    Audience,
    HandlingForm,
    HandlingType,
    ItemType,
    Level,
    SpecialProcedure,
    Status,
    StepKind,
)
from oncegraph.schema.declaration import Attribute, Node, Reference, Relationship
from oncegraph.schema.text import Text

WORKING_DAYS = Text("工作日", "working days")


class CatalogueEntry(Node):
    title = Text("事项目录", "Catalogue entry")
    about = Text(
        "目录中的主项或子项，与地区、部门无关",
        "A main or sub item of the catalogue, independent of place and department",
    )
    source = "S0; GB/T 39046-2020"

    catalogue_code: Annotated[str, Attribute("基本编码", "Catalogue code", key=True)]
    name: Annotated[str, Attribute("目录名称", "Entry name", searched=True)]
    item_type: Annotated[str | None, Attribute("事项类型", "Item type", codes=ItemType)] = None
    parent_code: Annotated[
        str | None,
        Attribute(
            "主项基本编码",
            "Catalogue code of the main item",
            refers_to=Reference("CatalogueEntry", "HAS_SUB_ITEM", inward=True),
        ),
    ] = None


class Item(Node):
    title = Text("事项", "Item")
    about = Text(
        "一个部门在一个地区的实施清单事项", "An entry of the implementation list of one department in one region"
    )
    source = "S0; S2; GB/T 39046-2020"

    item_code: Annotated[str, Attribute("实施编码", "Item code", key=True)]
    name: Annotated[str, Attribute("事项名称", "Item name", indexed=True, searched=True)]
    catalogue_code: Annotated[
        str | None,
        Attribute("基本编码", "Catalogue code", refers_to=Reference("CatalogueEntry", "IMPLEMENTED_AS", inward=True)),
    ] = None
    item_type: Annotated[str | None, Attribute("事项类型", "Item type", codes=ItemType, indexed=True)] = None
    department_code: Annotated[
        str | None, Attribute("部门编码", "Department code", indexed=True, refers_to=Reference("Department", "RUN_BY"))
    ] = None
    region_code: Annotated[
        str | None, Attribute("区划代码", "Region code", indexed=True, refers_to=Reference("Region", "HELD_IN"))
    ] = None
    use_level: Annotated[str | None, Attribute("行使层级", "Level of exercise", codes=Level)] = None
    service_objects: Annotated[tuple[str, ...], Attribute("服务对象", "Service objects", codes=Audience)] = ()
    handling_type: Annotated[str | None, Attribute("办件类型", "Handling type", codes=HandlingType)] = None
    legal_days: Annotated[int | None, Attribute("法定办结时限", "Legal time limit", unit=WORKING_DAYS)] = None
    promised_days: Annotated[int | None, Attribute("承诺办结时限", "Promised time limit", unit=WORKING_DAYS)] = None
    visits: Annotated[int | None, Attribute("跑动次数", "Visits to a counter", unit=Text("次", "visits"))] = None
    visits_reason: Annotated[str | None, Attribute("跑动原因", "Why visits are needed")] = None
    online_depth: Annotated[
        str | None,
        Attribute("网办深度", "Online depth", about=Text("原文照录，如 Ⅳ级", "As published, for example level IV")),
    ] = None
    handling_forms: Annotated[tuple[str, ...], Attribute("办理形式", "Handling forms", codes=HandlingForm)] = ()
    is_charged: Annotated[bool | None, Attribute("是否收费", "Charged for")] = None
    result_name: Annotated[str | None, Attribute("办理结果名称", "Name of the result")] = None
    annual_cases: Annotated[int | None, Attribute("年办件量", "Cases a year", unit=Text("件", "cases"))] = None
    comparison_rules: Annotated[
        bool | None,
        Attribute(
            "审批条件可自动比对",
            "Conditions decidable by data",
            about=Text("各项受理条件均可由数据判定", "Every acceptance condition can be decided by data"),
        ),
    ] = None
    result_issued_by_system: Annotated[bool | None, Attribute("结果由系统签发", "Result issued by system")] = None
    legal_basis: Annotated[str | None, Attribute("设定依据", "Legal basis")] = None
    code_system: Annotated[
        str | None,
        Attribute(
            "代码体系",
            "Code system",
            about=Text("所用代码表的来源", "The place whose code lists are used"),
        ),
    ] = None
    url: Annotated[str | None, Attribute("办理网址", "Web address")] = None
    status: Annotated[str | None, Attribute("状态", "Status", codes=Status, indexed=True)] = None


class Step(Node):
    title = Text("环节", "Step")
    about = Text("事项办理的一个环节", "One step of the handling of an item")
    source = "S0; S1; GB/T 39046-2020"

    step_code: Annotated[str, Attribute("环节编码", "Step code", key=True)]
    name: Annotated[str, Attribute("环节名称", "Step name")]
    item_code: Annotated[
        str, Attribute("实施编码", "Item code", indexed=True, refers_to=Reference("Item", "HAS_STEP", inward=True))
    ]
    position: Annotated[int | None, Attribute("顺序", "Position")] = None
    kind: Annotated[str | None, Attribute("环节类别", "Step kind", codes=StepKind)] = None
    department_code: Annotated[
        str | None, Attribute("部门编码", "Department code", refers_to=Reference("Department", "DONE_BY"))
    ] = None
    days: Annotated[int | None, Attribute("环节时限", "Time limit of the step", unit=WORKING_DAYS)] = None
    online: Annotated[bool | None, Attribute("是否网上办理", "Done online")] = None
    presence_required: Annotated[bool | None, Attribute("法律要求到场", "Presence required by law")] = None
    special_procedure: Annotated[
        str | None, Attribute("特别程序种类", "Kind of special procedure", codes=SpecialProcedure)
    ] = None
    discretion: Annotated[bool | None, Attribute("有自由裁量", "Involves discretion")] = None


class Precedes(Relationship):
    relationship_type = "PRECEDES"
    start = Item
    end = Item
    title = Text("法定先后", "Precedes by law")
    about = Text(
        "仅登记法律规定的先后；其余由产出与所需材料推出",
        "Only orders laid down by law; all others follow from what items produce and require",
    )
    source = "S0"

    legal_basis: Annotated[str | None, Attribute("依据", "Legal basis")] = None
