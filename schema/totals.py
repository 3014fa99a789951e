"""Totals of verdicts over a scope, in the terms that cities use in their reports (S2: 2,270 of 2,611 only once or
exempt).

"Exempt" means by rules 2 to 6. "Only once" means by rules 2 to 8: also by commitment (7), and reused from file (8),
although such a material is handed in the first time. Materials dropped by a reform (rule 1) are not counted at all.
"""

from typing import Annotated

from oncegraph.schema.codes import CodeList
from oncegraph.schema.declaration import Attribute, Titled
from oncegraph.schema.text import Text

PAIRS = Text("情形与字段的组合数", "Pairs of a situation and a field of its forms")
REQUIREMENTS = Text("情形与材料的组合数", "Pairs of a situation and a material")
EVERYWHERE = Text("在范围内需要该材料的全部情形中均如此", "In every situation of the scope that requires it")
WEIGHTED = Text("各情形按其年办件量加权", "Every situation is weighted with its cases a year")


class Dimension(CodeList):
    """分组维度 of totals."""

    REGION = "region", "区划", "Region"
    DEPARTMENT = "department", "部门", "Department"
    ITEM_TYPE = "item_type", "事项类型", "Item type"
    SERVICE_OBJECT = "service_object", "服务对象", "Service object"


class Totals(Titled):
    """Totals over all active situations of a scope; items and materials are those of these situations."""

    items: Annotated[int, Attribute("事项数", "Items")]
    items_zero_material: Annotated[
        int,
        Attribute(
            "零材料事项数",
            "Items without materials",
            about=Text("范围内的全部情形均为零材料", "None of their situations in the scope requires any material"),
        ),
    ]
    items_partly_zero_material: Annotated[
        int,
        Attribute(
            "部分零材料事项数", "Items partly without materials", about=Text("n 个情形中有 k 个", "k of n situations")
        ),
    ]
    situations: Annotated[int, Attribute("情形数", "Situations")]
    situations_zero_material: Annotated[int, Attribute("零材料情形数", "Situations without materials")]
    fields: Annotated[int, Attribute("字段数", "Fields", about=PAIRS)]
    fields_filled: Annotated[int, Attribute("免填字段数", "Fields fill-free", about=PAIRS)]
    materials: Annotated[
        int,
        Attribute(
            "标准材料数",
            "Standard materials",
            about=Text("范围内需要的材料", "Those that situations in the scope require"),
        ),
    ]
    materials_exempt: Annotated[int, Attribute("免交标准材料数", "Standard materials exempt", about=EVERYWHERE)]
    materials_only_once: Annotated[
        int,
        Attribute(
            "免交或只提交一次标准材料数", "Standard materials only once or exempt", about=EVERYWHERE, source="S2"
        ),
    ]
    requirements: Annotated[int, Attribute("材料要求数", "Requirements", about=REQUIREMENTS)]
    requirements_exempt: Annotated[int, Attribute("免交材料要求数", "Requirements exempt", about=REQUIREMENTS)]
    requirements_only_once: Annotated[
        int, Attribute("免交或只提交一次材料要求数", "Requirements only once or exempt", about=REQUIREMENTS)
    ]
    situations_without_cases: Annotated[
        int,
        Attribute(
            "未登记办件量的情形数",
            "Situations without recorded cases",
            about=Text("按办件量加权时不计入", "They do not count in figures weighted by cases"),
        ),
    ]
    cases: Annotated[int, Attribute("年办件量", "Cases a year", unit=Text("件", "cases"))]
    cases_zero_material: Annotated[int, Attribute("零材料年办件量", "Cases per year without materials", about=WEIGHTED)]
    cases_fields: Annotated[int, Attribute("年字段数", "Fields a year", about=WEIGHTED)]
    cases_fields_filled: Annotated[int, Attribute("年免填字段数", "Fields fill-free per year", about=WEIGHTED)]
    cases_requirements: Annotated[int, Attribute("年材料数", "Requirements a year", about=WEIGHTED)]
    cases_requirements_exempt: Annotated[int, Attribute("年免交材料数", "Requirements exempt a year", about=WEIGHTED)]
    cases_requirements_only_once: Annotated[
        int, Attribute("年免交或只提交一次材料数", "Requirements only once or exempt a year", about=WEIGHTED)
    ]


class GroupTotals(Titled):
    """The totals of one value of a dimension; code and name are None if nothing is recorded."""

    code: Annotated[str | None, Attribute("编码", "Code")]
    name: Annotated[str | None, Attribute("名称", "Name")]
    totals: Annotated[Totals, Attribute("合计", "Totals")]
