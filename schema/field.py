"""Level 4, 字段: standard fields (data elements)."""

from typing import Annotated

from oncegraph.schema.codes import ControlType, LoginIdentity
from oncegraph.schema.declaration import Attribute, Node
from oncegraph.schema.text import Text


class Field(Node):
    title = Text("字段", "Field")
    about = Text("标准字段（数据元）", "A standard field (data element)")
    source = "S0; S2"

    field_code: Annotated[str, Attribute("字段编码", "Field code", key=True)]
    name: Annotated[str, Attribute("字段名称", "Field name", indexed=True, searched=True)]
    control: Annotated[str | None, Attribute("控件类型", "Control type", codes=ControlType)] = None
    format: Annotated[str | None, Attribute("格式", "Format")] = None
    code_list: Annotated[str | None, Attribute("代码表", "Code list")] = None
    act_of_will: Annotated[
        bool | None,
        Attribute(
            "意思表示",
            "Act of will",
            about=Text(
                "签名、同意、选择等，从不自动填写", "A signature, consent or choice; never filled automatically"
            ),
        ),
    ] = None
    login_identity: Annotated[
        str | None,
        Attribute(
            "登录即知",
            "Known from login",
            codes=LoginIdentity,
            about=Text("哪类用户登录后即可得知该字段", "The kind of user whose login makes the field known"),
        ),
    ] = None
    category: Annotated[str | None, Attribute("分类", "Category")] = None
