"""Level 3, 材料: standard materials, the licence types they are issued as, and the fields they prove."""

from typing import Annotated

from oncegraph.schema.codes import Aggregation, MaterialType, Origin
from oncegraph.schema.declaration import Attribute, Node, Reference, Relationship
from oncegraph.schema.field import Field
from oncegraph.schema.text import Text


class LicenceType(Node):
    title = Text("证照类型", "Licence type")
    about = Text("可汇聚、可共享的电子证照类型", "A type of electronic licence that can be aggregated and shared")
    source = "S1"

    licence_type_code: Annotated[str, Attribute("证照类型编码", "Licence type code", key=True)]
    name: Annotated[str, Attribute("证照名称", "Licence name", searched=True)]
    issuer_code: Annotated[
        str | None,
        Attribute("颁发部门编码", "Code of the issuing department", refers_to=Reference("Department", "ISSUED_BY")),
    ] = None
    aggregation: Annotated[str | None, Attribute("汇聚状态", "Aggregation status", codes=Aggregation)] = None
    scenarios: Annotated[tuple[str, ...], Attribute("共享应用场景", "Scenarios that share it", source="S1")] = ()


class Material(Node):
    title = Text("材料", "Material")
    about = Text("标准材料", "A standard material")
    source = "S0; S2"

    material_code: Annotated[str, Attribute("材料编码", "Material code", key=True)]
    name: Annotated[str, Attribute("材料名称", "Material name", indexed=True, searched=True)]
    material_type: Annotated[str | None, Attribute("材料类型", "Material type", codes=MaterialType)] = None
    origin: Annotated[str | None, Attribute("材料来源", "Origin", codes=Origin, indexed=True)] = None
    issuer: Annotated[str | None, Attribute("出具单位", "Issuer")] = None
    licence_type_code: Annotated[
        str | None,
        Attribute("证照类型编码", "Licence type code", refers_to=Reference("LicenceType", "ISSUED_AS")),
    ] = None
    validity_days: Annotated[int | None, Attribute("有效期", "Validity", unit=Text("天", "days"))] = None
    data_equivalent: Annotated[
        bool | None,
        Attribute(
            "数据可替代材料",
            "Data equivalent",
            about=Text("数据依法可以代替该文件", "Data may legally replace the document"),
        ),
    ] = None
    original_surrendered: Annotated[
        bool | None,
        Attribute(
            "须收缴原件",
            "Original surrendered",
            about=Text("办理时收回原件", "The original has to be handed over and is kept"),
        ),
    ] = None


class Proves(Relationship):
    relationship_type = "PROVES"
    start = Material
    end = Field
    title = Text("材料证明字段", "Field proved")
    about = Text("申请表单以外的材料所载明的事实", "A fact that a material other than a form proves")
    source = "S2; CCCEV 2.1"
