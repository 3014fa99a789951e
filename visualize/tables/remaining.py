"""What remains to be typed and handed in for a situation, given what is on file."""

from rich.console import Console

from oncegraph.schema.remaining import Remaining
from oncegraph.schema.text import Text
from oncegraph.visualize.tables.table import Sheet, print_sheets
from oncegraph.visualize.tables.wording import format_reasons, stand_cell, zero_material_cell

CODE, STAND, WHY = Text("编码", "Code"), Text("处理方式", "Stand"), Text("说明", "Why")
SINCE, UNTIL = Text("在档起始日期", "On file since"), Text("有效至", "Valid until")


def sheets(answer: Remaining) -> list[Sheet]:
    """Fields and materials, each with what is left to do about it."""
    fields = [(row.field_code, row.name, stand_cell(row.stand), row.since, str(row.text)) for row in answer.fields]
    materials = [
        (row.material_code, row.name, stand_cell(row.stand), row.since, row.valid_until, str(row.text))
        for row in answer.materials
    ]
    return [
        Sheet.of(Text("字段", "Fields"), (CODE, Text("字段", "Field"), STAND, SINCE, WHY), fields),
        Sheet.of(Text("材料", "Materials"), (CODE, Text("材料", "Material"), STAND, SINCE, UNTIL, WHY), materials),
    ]


def show(console: Console, answer: Remaining) -> None:
    """For a reader: both tables, the totals, and entries of the file that were not recognised."""
    console.print(f"{answer.name}  {answer.situation_code}", style="bold cyan")
    print_sheets(console, sheets(answer))
    console.print(str(totals(answer)), style="bold")
    if answer.not_recognised:
        codes = "、".join(answer.not_recognised)
        message = Text(
            f"档案中未能识别、因而未计入的编码：{codes}", f"On file but not recognised, and not counted: {codes}"
        )
        console.print(str(message), style="yellow")


def totals(answer: Remaining) -> Text:
    """What remains, in one sentence."""
    zero, without = zero_material_cell(answer.zero_material).word, zero_material_cell(answer.without_file).word
    reasons = format_reasons(answer.reasons)
    zh, en = (f"（{reasons}）", f" ({reasons})") if reasons else ("", "")
    return Text(
        f"截至 {answer.as_of}：尚须填写 {answer.to_type}/{len(answer.fields)} 个字段，提交 {answer.to_hand_in} 份材料；"
        f"零材料：{zero.zh}{zh}，无档案时：{without.zh}。",
        f"As of {answer.as_of}: {answer.to_type} of {len(answer.fields)} fields to type, {answer.to_hand_in} materials "
        f"to hand in; without any material: {zero.en}{en}, without the file: {without.en}.",
    )
