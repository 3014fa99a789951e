"""The one set of materials that a theme asks for."""

from rich.console import Console

from oncegraph.schema.codes import Necessity
from oncegraph.schema.text import Text
from oncegraph.schema.theme_materials import ThemeMaterial, ThemeMaterials
from oncegraph.visualize.tables.table import Sheet, print_sheet
from oncegraph.visualize.tables.wording import code_title, stand_cell

CODE, WHY = Text("编码", "Code"), Text("说明", "Why")
ITEM, SITUATION = Text("事项", "Item"), Text("情形", "Situation")


def sheets(found: ThemeMaterials) -> list[Sheet]:
    """Each material once, and who needs it."""
    return [_set(found), _needs(found)]


def show(console: Console, found: ThemeMaterials) -> None:
    """For a reader: each material once, and how many there are."""
    console.print(f"{found.name}  {found.theme_code or ''}".rstrip(), style="bold cyan")
    print_sheet(console, _set(found))
    zh = f"逐个办理共 {found.apart} 份，合并为 {found.once} 份：免交 {found.exempt}，前序产出 {found.handed_on}，"
    zh += f"须提交 {found.to_hand_in}，可容缺后补 {found.later}，不明 {found.undecided}。"
    en = f"{found.apart} one by one, {found.once} together: {found.exempt} exempt, {found.handed_on} handed on, "
    en += f"{found.to_hand_in} to hand in, {found.later} that may be handed in later, {found.undecided} unknown."
    console.print(str(Text(zh, en)), style="bold")


def _set(found: ThemeMaterials) -> Sheet:
    columns = (
        CODE,
        Text("材料", "Material"),
        Text("处理方式", "Stand"),
        Text("必要性", "Necessity"),
        Text("份数", "Copies"),
        Text("逐个办理份数", "Copies one by one"),
        WHY,
    )
    rows = [_material(each) for each in found.materials]
    return Sheet.of(Text("一套材料", "One set of materials"), columns, rows)


def _needs(found: ThemeMaterials) -> Sheet:
    columns = (
        CODE,
        Text("材料", "Material"),
        ITEM,
        SITUATION,
        Text("处理方式", "Stand"),
        Text("必要性", "Necessity"),
        Text("任选组", "Any one of"),
        Text("份数", "Copies"),
        Text("由谁产出", "Produced by"),
        WHY,
    )
    rows = [
        (
            each.material_code,
            each.name,
            need.item.name,
            need.situation.name,
            stand_cell(need.stand),
            code_title(Necessity, need.necessity),
            need.alternative_group,
            need.copies,
            [item.name for item in need.produced_by],
            str(need.text),
        )
        for each in found.materials
        for need in each.needs
    ]
    return Sheet.of(Text("各情形所需", "Needed by"), columns, rows)


def _material(each: ThemeMaterial) -> tuple:
    necessity = code_title(Necessity, each.necessity)
    return (
        each.material_code,
        each.name,
        stand_cell(each.stand),
        necessity,
        each.copies,
        each.copies_apart,
        str(each.text),
    )
