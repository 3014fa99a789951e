"""云表单: the forms of application-form materials and their fields."""

from typing import Annotated

from oncegraph.schema.codes import ControlType
from oncegraph.schema.declaration import Attribute, Node, Reference
from oncegraph.schema.text import Text


class Form(Node):
    title = Text("表单", "Form")
    about = Text("申请表单的云表单", "The online form of an application form")
    source = "S0"

    form_code: Annotated[str, Attribute("表单编码", "Form code", key=True)]
    name: Annotated[str, Attribute("表单名称", "Form name", searched=True)]
    material_code: Annotated[
        str,
        Attribute("材料编码", "Material code", indexed=True, refers_to=Reference("Material", "HAS_FORM", inward=True)),
    ]


class FormField(Node):
    title = Text("表单字段", "Form field")
    about = Text(
        "表单上的一个填写项，对应一个标准字段；合并按字段，不按标签",
        "One entry of a form, which stands for a standard field; forms are merged by field, never by label",
    )
    source = "S0"

    form_field_code: Annotated[str, Attribute("表单字段编码", "Form field code", key=True)]
    form_code: Annotated[
        str, Attribute("表单编码", "Form code", indexed=True, refers_to=Reference("Form", "HAS_FIELD", inward=True))
    ]
    field_code: Annotated[
        str, Attribute("字段编码", "Field code", indexed=True, refers_to=Reference("Field", "STANDS_FOR"))
    ]
    label: Annotated[str, Attribute("标签", "Label")]
    required: Annotated[bool | None, Attribute("是否必填", "Required")] = None
    control: Annotated[str | None, Attribute("控件类型", "Control type", codes=ControlType)] = None
    format: Annotated[str | None, Attribute("格式", "Format")] = None
    code_list: Annotated[str | None, Attribute("代码表", "Code list")] = None
    position: Annotated[int | None, Attribute("顺序", "Position")] = None
