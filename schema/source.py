"""Level 5, 数源: data sources, and the bindings by which they supply fields and materials."""

from datetime import date, datetime
from typing import Annotated

from oncegraph.schema.codes import (
    Audience,
    Interlinking,
    Level,
    Mode,
    Returns,
    Sharing,
    SourceKind,
    Status,
    SystemClass,
)
from oncegraph.schema.declaration import Attribute, Node, Reference, Relationship
from oncegraph.schema.field import Field
from oncegraph.schema.material import Material
from oncegraph.schema.text import Text

DAYS = Text("天", "days")


class DataSource(Node):
    title = Text("数源", "Data source")
    about = Text("能够提供数据或材料的来源", "A system that provides data or materials")
    source = "S1; S2"

    source_code: Annotated[str, Attribute("数源编码", "Source code", key=True)]
    name: Annotated[str, Attribute("数源名称", "Source name", indexed=True, searched=True)]
    owner_code: Annotated[
        str | None,
        Attribute("责任部门编码", "Code of the owner department", refers_to=Reference("Department", "OWNED_BY")),
    ] = None
    level: Annotated[str | None, Attribute("层级", "Level", codes=Level)] = None
    system_class: Annotated[str | None, Attribute("系统类别", "System class", codes=SystemClass)] = None
    interlinking: Annotated[
        str | None,
        Attribute(
            "融通状态",
            "Interlinking",
            codes=Interlinking,
            source="S1",
            about=Text(
                "系统与一体化政务服务平台的对接进度",
                "How far the system is integrated with the unified government service platform",
            ),
        ),
    ] = None
    kind: Annotated[str | None, Attribute("数源类别", "Source kind", codes=SourceKind)] = None
    status: Annotated[str | None, Attribute("状态", "Status", codes=Status, indexed=True)] = None
    last_probe_at: Annotated[
        datetime | None,
        Attribute("最近探测成功时间", "Last successful probe", about=Text("北京时间", "Beijing time")),
    ] = None
    probe_sla_hours: Annotated[
        int | None,
        Attribute(
            "探测时限",
            "Probe SLA",
            unit=Text("小时", "hours"),
            about=Text(
                "最近一次探测成功距今不得超过此时限；留空表示不限",
                "How recent the last successful probe has to be; empty: no limit",
            ),
        ),
    ] = None
    data_updated_at: Annotated[date | None, Attribute("数据更新日期", "Data updated on")] = None
    update_cycle: Annotated[str | None, Attribute("更新周期", "Update cycle")] = None
    sharing: Annotated[str | None, Attribute("共享条件", "Sharing condition", codes=Sharing)] = None


class Binding(Relationship):
    """The attributes of both kinds of binding; not a relationship itself."""

    binding: Annotated[
        str,
        Attribute(
            "绑定序号",
            "Binding",
            key=True,
            about=Text("同一对两端有多个绑定时以此区分", "Distinguishes several bindings between the same two ends"),
        ),
    ] = "1"
    returns: Annotated[str | None, Attribute("返回内容", "Returns", codes=Returns)] = None
    authoritative: Annotated[
        bool | None,
        Attribute(
            "权威数源",
            "Authoritative",
            about=Text("同一数据只有一个权威数源", "One authoritative source for each fact"),
        ),
    ] = None
    priority: Annotated[
        int | None, Attribute("优先级", "Priority", about=Text("数字小的优先", "The smallest number comes first"))
    ] = None
    audiences: Annotated[
        tuple[str, ...],
        Attribute("适用对象", "Audiences", codes=Audience, about=Text("* 为所有对象", "* means everyone")),
    ] = ()
    regions: Annotated[
        tuple[str, ...],
        Attribute("适用区划", "Region codes", members="Region", about=Text("* 为所有地区", "* means everywhere")),
    ] = ()
    key_fields: Annotated[
        tuple[str, ...],
        Attribute(
            "查询所需字段",
            "Key fields",
            members="Field",
            about=Text(
                "所需字段的编码；留空表示凭登录身份即可查询",
                "Codes of the fields that a query needs; empty: the login identity is enough",
            ),
        ),
    ] = ()
    max_age_days: Annotated[int | None, Attribute("数据最长时效", "Greatest age of the data", unit=DAYS)] = None
    approved: Annotated[
        bool | None,
        Attribute("已获共享批准", "Sharing approved", about=Text("仅用于有条件共享", "For conditional sharing")),
    ] = None
    legal_basis: Annotated[str | None, Attribute("依据", "Legal basis")] = None
    status: Annotated[str | None, Attribute("状态", "Status", codes=Status)] = None


class SuppliedBy(Binding):
    relationship_type = "SUPPLIED_BY"
    start = Field
    end = DataSource
    title = Text("字段数源绑定", "Field supplied by source")
    about = Text("数源可提供或核对该字段", "The source can supply or verify the field")
    source = "S2"


class ObtainedVia(Binding):
    relationship_type = "OBTAINED_VIA"
    start = Material
    end = DataSource
    title = Text("材料数源绑定", "Material obtained via source")
    about = Text(
        "材料经该数源以某种方式免于提交",
        "How the material is obtained from the source, so that the applicant need not hand it in",
    )
    source = "S2; S3"

    mode: Annotated[str, Attribute("获取方式", "Mode", key=True, codes=Mode)]
