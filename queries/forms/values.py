"""JSON Schema of a value, derived from its control, format and code list."""

import re
from typing import Any

from oncegraph.queries.forms.conversion import DATES, ONE_OF, Notation, date_pattern, options
from oncegraph.schema.codes import ControlType

DIALECT = "https://json-schema.org/draft/2020-12/schema"
#: Matches one length, as in “18位”, “至多32位数字” and “18位，末位可为X”; not “15位或18位”, “6位以上” or “2位小数”.
LENGTH = re.compile(
    r"(?P<up_to>至多)?(?P<most>[0-9]+)位(?:数字|字母|字符|汉字|项目代码)?(?:[，,；;（(](?!.*[0-9]位).*)?", re.DOTALL
)


def value_schema(written: Notation) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of one value. A format that is only described in words gives just the type."""
    text = {"type": "string", **_members(written)}
    if written.control == ControlType.MULTIPLE_CHOICE:
        return {"type": "array", "items": text, "uniqueItems": True}
    if written.control in ONE_OF:
        return text
    if written.control == ControlType.NUMBER:
        return {"type": "integer" if "整数" in re.split("[，,；;]", written.format or "") else "number"}
    if written.control == ControlType.LINKED_ID_TYPE:
        parts = {"type": {"type": "string"}, "number": {"type": "string"}}
        return {"type": "object", "properties": parts, "required": list(parts), "additionalProperties": False}
    if written.control == ControlType.EMAIL:
        return {"type": "string", "format": "email"}
    return {"type": "string", **_form_of(written)}


def _members(written: Notation) -> dict[str, Any]:
    offered = options(written.code_list)
    return {"enum": list(offered)} if offered else {}


def _form_of(written: Notation) -> dict[str, Any]:
    format = written.format or DATES.get(written.control or "") or ""
    if pattern := date_pattern(format):
        return {"pattern": pattern}
    if length := LENGTH.fullmatch(format):
        most = int(length["most"])
        return {"maxLength": most} if length["up_to"] else {"minLength": most, "maxLength": most}
    return {}
