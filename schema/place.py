"""Who and where: departments and the tree of regions."""

from typing import Annotated

from oncegraph.schema.codes import Level
from oncegraph.schema.declaration import Attribute, Node, Reference
from oncegraph.schema.text import Text


class Region(Node):
    title = Text("区划", "Region")
    about = Text("行政区划，成树状", "An administrative region; regions form a tree")
    source = "GB/T 2260"

    region_code: Annotated[str, Attribute("区划代码", "Region code", key=True)]
    name: Annotated[str, Attribute("区划名称", "Region name", searched=True)]
    level: Annotated[str | None, Attribute("层级", "Level", codes=Level)] = None
    parent_code: Annotated[
        str | None,
        Attribute("上级区划代码", "Code of the region above", refers_to=Reference("Region", "PART_OF")),
    ] = None


class Department(Node):
    title = Text("部门", "Department")
    about = Text("实施主体或数据责任部门", "A department that handles items or owns data")
    source = "S0; S4"

    department_code: Annotated[str, Attribute("部门编码", "Department code", key=True)]
    name: Annotated[str, Attribute("部门名称", "Department name", searched=True)]
    level: Annotated[str | None, Attribute("层级", "Level", codes=Level)] = None
    region_code: Annotated[
        str | None, Attribute("区划代码", "Region code", refers_to=Reference("Region", "LOCATED_IN"))
    ] = None
