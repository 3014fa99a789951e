"""一件事: themes, which bundle situations of several items."""

from typing import Annotated

from oncegraph.schema.codes import Audience, Status
from oncegraph.schema.declaration import Attribute, Node, Relationship
from oncegraph.schema.situation import Situation
from oncegraph.schema.text import Text


class Theme(Node):
    title = Text("一件事主题", "Theme")
    about = Text("由多个事项的情形组成的一件事", "Situations of several items, applied for as one thing")
    source = "S0; S2"

    theme_code: Annotated[str, Attribute("主题编码", "Theme code", key=True)]
    name: Annotated[str, Attribute("主题名称", "Theme name", searched=True)]
    audiences: Annotated[tuple[str, ...], Attribute("服务对象", "Audiences", codes=Audience)] = ()
    description: Annotated[str | None, Attribute("说明", "Description")] = None
    status: Annotated[str | None, Attribute("状态", "Status", codes=Status)] = None


class Includes(Relationship):
    relationship_type = "INCLUDES"
    start = Theme
    end = Situation
    title = Text("主题包含情形", "Situation included")
    about = Text("主题包含的情形", "A situation that the theme includes")
    source = "S0"

    position: Annotated[int | None, Attribute("顺序", "Position")] = None
    optional: Annotated[bool | None, Attribute("可选", "Optional")] = None
    condition: Annotated[str | None, Attribute("纳入条件", "Condition")] = None
