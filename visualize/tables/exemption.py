"""The answer about an item as tables: each situation in full, and all of them in one view."""

from collections import Counter
from collections.abc import Iterable, Sequence
from operator import attrgetter

from rich.console import Console

from oncegraph.schema.tabular import Tabular
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import FieldVerdict, ItemVerdict, MaterialVerdict, SituationVerdict, Verdict
from oncegraph.visualize.palette import with_sign
from oncegraph.visualize.tables.table import Sheet, VerdictCell, print_sheet
from oncegraph.visualize.tables.wording import Wording, field_cell, format_reasons, material_cell, zero_material_cell

SITUATION = (Text("情形编码", "Situation code"), Text("情形", "Situation"))
FIELD = (
    Text("字段编码", "Field code"),
    Text("字段", "Field"),
    Text("结论", "Verdict"),
    Text("数源", "Source"),
    Text("依据或原因", "How or why"),
)
MATERIAL = (
    Text("材料编码", "Material code"),
    Text("材料", "Material"),
    Text("结论", "Verdict"),
    Text("数源", "Source"),
    Text("依据或原因", "How or why"),
)
#: The number of sources of a material that the terminal names.
SOURCES_SHOWN = 2
NEEDED_BY = Text("所需情形", "Needed by")
FIELDS, MATERIALS, SITUATIONS = Text("字段", "Fields"), Text("材料", "Materials"), Text("情形", "Situations")


def sheets(item: ItemVerdict, wording: Wording) -> list[Sheet]:
    """Everything, situation by situation. wording: names things of the catalogue."""
    return _ItemTables(item, wording).sheets()


def show(console: Console, item: ItemVerdict, wording: Wording) -> None:
    """For a reader: one situation in full, or several in one view; then the totals."""
    _ItemTables(item, wording).show(console)


class _ItemTables:
    """Tables of one item's verdict."""

    def __init__(self, item: ItemVerdict, wording: Wording):
        self._item = item
        self._wording = wording

    def sheets(self) -> list[Sheet]:
        fields, materials = [], []
        for situation in self._item.situations:
            about = (situation.situation_code, situation.name)
            fields += [(*about, *self._field(field)) for field in situation.fields]
            materials += [(*about, *self._material(material)) for material in situation.materials]
        return [
            self._situations(),
            Sheet.of(FIELDS, SITUATION + FIELD, fields),
            Sheet.of(MATERIALS, SITUATION + MATERIAL, materials),
        ]

    def show(self, console: Console) -> None:
        item = self._item
        console.print(f"{item.name}  {item.item_code}", style="bold cyan")
        if len(item.situations) == 1:
            (situation,) = item.situations
            console.print(f"{SITUATION[1]}: {situation.name}  {situation.situation_code}")
        elif item.situations:
            print_sheet(console, self._situations())
        print_sheet(console, self._one_view(FIELDS, FIELD, "fields", "field_code", self._field))
        print_sheet(console, self._one_view(MATERIALS, MATERIAL, "materials", "material_code", self._brief_material))
        console.print(str(self.totals()), style="bold")

    def totals(self) -> Text:
        """The totals, in one sentence."""
        situations = self._item.situations
        fields = _distinct((field for s in situations for field in s.fields), "field_code")
        materials = _distinct((material for s in situations for material in s.materials), "material_code")
        free = sum(_always(rows) for rows in fields.values())
        exempt = sum(_always(rows) for rows in materials.values())
        sources = self._wording.sources_bound(fields, materials)
        count = sorted(len(s.materials) for s in situations) or [0]
        zh = f"合计：{len(situations)} 个情形，{free}/{len(fields)} 个字段免填，{exempt}/{len(materials)} 份材料免交"
        en = (
            f"Totals: {len(situations)} situations, {free} of {len(fields)} fields fill-free, "
            f"{exempt} of {len(materials)} materials exempt"
        )
        if len(situations) > 1:
            zh += f"（每个情形需 {count[0]}–{count[-1]} 份）"
            en += f" (each situation needs {count[0]} to {count[-1]})"
        zero = zero_material_cell(self._item.zero_material)
        zh += f"，{len(sources)} 个数源；零材料：{self._item.zero_material_count}/{len(situations)} 个情形"
        en += f", {len(sources)} sources; without any material: {self._item.zero_material_count} of {len(situations)}"
        reasons = format_reasons(self._item.reasons)
        if not situations:
            return Text(f"{zero.word.zh}：{reasons}", f"{zero.word.en}: {reasons}")
        return Text(f"{zh}。", f"{en}.")

    def _situations(self) -> Sheet:
        columns = (
            *SITUATION,
            Text("免填字段", "Fields fill-free"),
            Text("字段数", "Fields"),
            Text("免交材料", "Materials exempt"),
            Text("材料数", "Materials"),
            Text("零材料", "No materials"),
            Text("原因", "Why"),
        )
        rows = [
            (
                each.situation_code,
                each.name,
                each.fill_free,
                len(each.fields),
                each.exempt,
                len(each.materials),
                zero_material_cell(each.zero_material),
                format_reasons(each.reasons),
            )
            for each in self._item.situations
        ]
        return Sheet.of(SITUATIONS, columns, rows)

    def _one_view(self, title: Text, columns: Sequence[Text], part: str, code: str, row_of) -> Sheet:
        """Each field or material once; if situations differ, the number of situations for each verdict."""
        situations = self._item.situations
        several = len(situations) > 1
        rows = []
        for found in _distinct((each for s in situations for each in getattr(s, part)), code).values():
            same = len({(each.verdict, each.reasons) for each in found}) == 1
            cells = list(row_of(found[0]))
            if not same:
                cells[2], cells[3], cells[4] = (
                    _differing(found, row_of),
                    "",
                    str(Text("因情形而异", "depends on the situation")),
                )
            rows.append((*cells, *([f"{len(found)}/{len(situations)}"] if several else [])))
        return Sheet.of(title, (*columns, *([NEEDED_BY] if several else [])), rows)

    def _field(self, field: FieldVerdict) -> tuple:
        source = field.source_name if field.verdict is Verdict.YES else None
        return field.field_code, field.name, field_cell(field.verdict), source, self._wording.why_field(field)

    def _brief_material(self, material: MaterialVerdict) -> tuple:
        return self._material(material, SOURCES_SHOWN)

    def _material(self, material: MaterialVerdict, at_most: int | None = None) -> tuple:
        sources = self._wording.names("DataSource", material.source_codes, at_most)
        why = self._wording.why_material(material)
        return material.material_code, material.name, material_cell(material.verdict, material.rule), sources, why


def of_one_situation(situation: SituationVerdict, item_name: str) -> ItemVerdict:
    """An item's verdict with one situation only."""
    return ItemVerdict(
        item_code=situation.item_code,
        name=item_name,
        situations=(situation,),
        zero_material=situation.zero_material,
        zero_material_count=int(situation.zero_material is Verdict.YES),
        reasons=situation.reasons,
    )


def _distinct(rows: Iterable[Tabular], code: str) -> dict[str, list]:
    """Code → the rows that have it, in the order in which the codes are first met."""
    found: dict[str, list] = {}
    for row in rows:
        found.setdefault(getattr(row, code), []).append(row)
    return found


def _always(rows: Sequence[FieldVerdict | MaterialVerdict]) -> bool:
    return all(row.verdict is Verdict.YES for row in rows)


def _differing(rows: Sequence, row_of) -> VerdictCell | str:
    """Such as `✓ 免交 7  ✗ 须提交 3`."""
    counts = Counter(row.verdict for row in sorted(rows, key=attrgetter("verdict")))
    if len(counts) == 1:
        return row_of(rows[0])[2]
    words = {row.verdict: row_of(row)[2].word for row in rows}
    return "  ".join(f"{with_sign(verdict, words[verdict])} {count}" for verdict, count in counts.items())
