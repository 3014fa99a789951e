"""Small chains of five levels: records of links, and verdicts to draw them with."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from oncegraph.queries.records import Records
from oncegraph.schema.verdict import FieldVerdict, ItemVerdict, MaterialVerdict, Rule, SituationVerdict, Verdict


def linked_records(
    *links: tuple[str, str], names: Mapping[str, str] | None = None, **more: Mapping[str, Any]
) -> Records:
    """Records of links between nodes named `Kind/code`: item → situation → material → field → source.

    A link from `Form/x` to a field puts the field on the form of material x. names: node → its name, by default its
    code; more: code → attributes of a node.
    """
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for number, (start, end) in enumerate(links):
        (kind, code), (to_kind, to_code) = start.split("/"), end.split("/")
        match kind, to_kind:
            case "Item", "Situation":
                rows["Situation"].append({"situation_code": to_code, "item_code": code})
            case "Situation", "Material":
                rows["Requires"].append({"situation_code": code, "material_code": to_code})
            case "Form", "Field":
                rows["FormField"].append({"form_field_code": f"{number:03}", "form_code": code, "field_code": to_code})
            case "Material", "Field":
                rows["Proves"].append({"material_code": code, "field_code": to_code})
            case "Material", "DataSource":
                rows["ObtainedVia"].append({"material_code": code, "source_code": to_code})
            case "Field", "DataSource":
                rows["SuppliedBy"].append({"field_code": code, "source_code": to_code})
    forms = {start.partition("/")[2] for start, _ in links if start.startswith("Form/")}
    rows["Form"] = [{"form_code": code, "name": code, "material_code": code} for code in sorted(forms)]
    keys = {"Item": "item_code", "Situation": "situation_code", "Material": "material_code"}
    keys |= {"Field": "field_code", "DataSource": "source_code", "Department": "department_code"}
    for kind, code in dict.fromkeys(tuple(end.split("/")) for pair in links for end in pair):
        if kind in keys:
            named = {"name": (names or {}).get(f"{kind}/{code}", code), **more.get(code, {})}
            if kind == "Situation":
                next(row for row in rows[kind] if row["situation_code"] == code).update(named)
            else:
                rows[kind].append({keys[kind]: code, **named})
    return Records(rows)


def field_verdict(code: str, verdict: Verdict = Verdict.YES, source: str | None = None) -> FieldVerdict:
    return FieldVerdict(field_code=code, name=code, verdict=verdict, source_code=source)


def material_verdict(code: str, rule: Rule, verdict: Verdict, *sources: str, **more: Any) -> MaterialVerdict:
    return MaterialVerdict(material_code=code, name=code, verdict=verdict, rule=rule, source_codes=sources, **more)


def situation_verdict(code: str, materials: list[MaterialVerdict], fields: list[FieldVerdict]) -> SituationVerdict:
    return SituationVerdict(
        situation_code=code,
        name=code,
        item_code="I",
        fields=tuple(fields),
        materials=tuple(materials),
        zero_material=Verdict.NO,
    )


def item_verdict(*situations: SituationVerdict) -> ItemVerdict:
    return ItemVerdict(
        item_code="I", name="开办", situations=situations, zero_material=Verdict.NO, zero_material_count=0
    )


def small_chain() -> tuple[Records, ItemVerdict]:
    """A form with two fields, one of which fills itself, a shared licence, a cancelled certificate; a situation not in
    force."""
    form = material_verdict("form", Rule.PARTIAL, Verdict.CONDITIONAL, "people", remaining=("wish",))
    licence = material_verdict("licence", Rule.SHARED, Verdict.YES, "licences")
    dropped = material_verdict("dropped", Rule.CANCELLED, Verdict.NO)
    verdict = item_verdict(
        situation_verdict(
            "s1", [form, licence, dropped], [field_verdict("name", source="people"), field_verdict("wish", Verdict.NO)]
        )
    )
    names = {
        "Situation/s1": "首次",
        "Situation/s9": "停用",
        "Material/form": "申请表",
        "Material/licence": "执照",
        "Material/dropped": "已取消的证明",
        "Material/old": "旧证明",
        "Field/name": "姓名",
        "Field/wish": "意愿",
        "Field/number": "执照编号",
        "DataSource/licences": "证照库",
        "DataSource/people": "人口库",
        "DataSource/police": "公安库",
    }
    links = [
        ("Item/I", "Situation/s1"),
        ("Item/I", "Situation/s9"),
        ("Situation/s1", "Material/form"),
        ("Situation/s1", "Material/licence"),
        ("Situation/s1", "Material/dropped"),
        ("Situation/s9", "Material/old"),
        ("Form/form", "Field/name"),
        ("Form/form", "Field/wish"),
        ("Material/licence", "Field/number"),
        ("Material/old", "Field/number"),
        ("Material/licence", "DataSource/licences"),
        ("Field/name", "DataSource/people"),
        ("Field/name", "DataSource/police"),
    ]
    return linked_records(*links, names=names), verdict
