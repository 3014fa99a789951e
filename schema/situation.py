"""Level 2, 情形: the situations of an item and the materials that each requires."""

from typing import Annotated

from oncegraph.schema.codes import Audience, Necessity, Status
from oncegraph.schema.declaration import Attribute, Node, Reference, Relationship
from oncegraph.schema.item import Item
from oncegraph.schema.material import Material
from oncegraph.schema.text import Text


class Situation(Node):
    title = Text("情形", "Situation")
    about = Text(
        "事项的一种办理情形，配有一套材料", "A case in which an item is applied for, with its own set of materials"
    )
    source = "S0; S2"

    situation_code: Annotated[str, Attribute("情形编码", "Situation code", key=True)]
    name: Annotated[str, Attribute("情形名称", "Situation name", searched=True)]
    item_code: Annotated[
        str, Attribute("实施编码", "Item code", indexed=True, refers_to=Reference("Item", "HAS_SITUATION", inward=True))
    ]
    condition: Annotated[str | None, Attribute("适用条件", "Condition in words")] = None
    audiences: Annotated[
        tuple[str, ...],
        Attribute(
            "服务对象",
            "Audiences",
            codes=Audience,
            about=Text("留空时取事项的服务对象", "If empty, those of the item"),
        ),
    ] = ()
    regions: Annotated[
        tuple[str, ...],
        Attribute(
            "适用区划",
            "Region codes",
            members="Region",
            about=Text("留空时取事项的区划", "If empty, the region of the item"),
        ),
    ] = ()
    materials_complete: Annotated[
        bool | None,
        Attribute(
            "材料清单已确认完整",
            "Materials complete",
            about=Text("已有人确认材料清单没有遗漏", "Somebody has confirmed that the list is complete"),
        ),
    ] = None
    annual_cases: Annotated[int | None, Attribute("年办件量", "Cases a year", unit=Text("件", "cases"))] = None
    position: Annotated[int | None, Attribute("顺序", "Position")] = None
    status: Annotated[str | None, Attribute("状态", "Status", codes=Status)] = None


class Requires(Relationship):
    relationship_type = "REQUIRES"
    start = Situation
    end = Material
    title = Text("情形所需材料", "Material required")
    about = Text("该情形下须提交的材料", "A material that the situation requires")
    source = "S0; S2"

    necessity: Annotated[str | None, Attribute("必要性", "Necessity", codes=Necessity)] = None
    alternative_group: Annotated[
        str | None,
        Attribute(
            "任选组", "Alternative group", about=Text("同组材料任交其一即可", "Any one material of a group is enough")
        ),
    ] = None
    copies: Annotated[int | None, Attribute("份数", "Copies")] = None
    condition: Annotated[str | None, Attribute("提交条件", "Condition")] = None
    legal_basis: Annotated[str | None, Attribute("依据", "Legal basis")] = None
    status: Annotated[
        str | None,
        Attribute(
            "状态",
            "Status",
            codes=Status,
            about=Text("“取消”表示改革后不再要求", "Removed: no longer required after a reform"),
        ),
    ] = None


class Produces(Relationship):
    relationship_type = "PRODUCES"
    start = Item
    end = Material
    title = Text("事项产出材料", "Material produced")
    about = Text("事项办结后核发的证照或批文", "The licence or approval that is issued as the result of the item")
    source = "S0"
