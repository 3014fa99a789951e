"""The sample city holds what it promises: well-formed rows, the two worked examples, every rule and every reason."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from oncegraph.loaders.check.column import Column
from oncegraph.loaders.exchange_tables import tables
from oncegraph.loaders.finding import Findings
from oncegraph.loaders.naming import columns
from oncegraph.loaders.read import open_file
from oncegraph.loaders.sample import CITY
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.lists import LISTS, Lists
from oncegraph.queries.lists.facts import Facts
from oncegraph.schema.codes import Audience, Level, Mode, Origin, Sharing, Status
from oncegraph.schema.declaration import Relationship
from oncegraph.schema.lists import Entry, ZeroMaterialStatus
from oncegraph.schema.model import DECLARATIONS, NODES, RELATIONSHIPS
from oncegraph.schema.verdict import ItemVerdict, MaterialVerdict, Reason, Rule, SituationVerdict, Verdict, When

Row = dict[str, Any]
Rows = dict[str, list[Row]]

#: Only a mapping file has defaults, and the sample city needs none.
IMPOSSIBLE = {Reason.RESTS_ON_DEFAULT}
README = "说明"
EVERYTHING = "*"

#: The bindings that work do so for years to come.
DAYS = [datetime(2026, 11, 22, 12), datetime(2035, 6, 30, 12)]


@pytest.fixture(scope="module")
def sheets() -> Iterator[dict[str, Any]]:
    workbook = openpyxl.load_workbook(CITY)
    yield {sheet.title: sheet for sheet in workbook}
    workbook.close()


@pytest.fixture(scope="module")
def rows() -> Rows:
    """Name of a declaration → its rows, without what was never recorded."""
    findings = Findings()
    grids = open_file(CITY, CITY.name, findings, format=None, encoding=None)
    found: Rows = {}
    for table in tables(grids, findings):
        checks: dict[str, Column] = {}
        lines = found[table.declaration.__name__] = []
        for chunk in table.chunks():
            checks |= {name: Column(table.declaration, name) for name in chunk.cells if name not in checks}
            values = {name: checks[name].values(cells)[0] for name, cells in chunk.cells.items()}
            for line in zip(*values.values(), strict=True):
                lines.append({name: value for name, value in zip(values, line, strict=True) if value is not None})
        assert not [check for check in checks.values() if check.bad or check.noted]
    assert not findings
    return found


@pytest.fixture(scope="module")
def catalogue(rows: Rows) -> Catalogue:
    return Catalogue.from_rows(rows)


@pytest.fixture(scope="module", params=DAYS, ids=lambda moment: str(moment.year))
def by_design(request: pytest.FixtureRequest, rows: Rows, catalogue: Catalogue) -> dict[str, ItemVerdict]:
    """Name of an item → its verdict by design."""
    return verdicts(rows, catalogue, request.param, When.DESIGN)


@pytest.fixture(scope="module")
def right_now(rows: Rows, catalogue: Catalogue) -> dict[str, ItemVerdict]:
    return verdicts(rows, catalogue, DAYS[0], When.NOW)


def verdicts(rows: Rows, catalogue: Catalogue, moment: datetime, when: When) -> dict[str, ItemVerdict]:
    analysis = Analysis(catalogue, Context(moment=moment, when=when))
    return {item["name"]: analysis.item(item["item_code"]) for item in rows["Item"]}


def situations_of(items: dict[str, ItemVerdict]) -> list[SituationVerdict]:
    return [situation for item in items.values() for situation in item.situations]


def materials_of(items: dict[str, ItemVerdict]) -> list[MaterialVerdict]:
    return [material for situation in situations_of(items) for material in situation.materials]


def reasons_of(items: dict[str, ItemVerdict]) -> set[Reason]:
    situations = situations_of(items)
    fields = [field for situation in situations for field in situation.fields]
    return {reason for row in (*items.values(), *situations, *fields, *materials_of(items)) for reason in row.reasons}


def of_item(rows: Rows, name: str) -> tuple[list[Row], list[Row], set[str]]:
    """The situations of an item, what they require, and the fields of the application forms among it."""
    (item,) = (item for item in rows["Item"] if item["name"] == name)
    situations = [s for s in rows["Situation"] if s["item_code"] == item["item_code"]]
    codes = {s["situation_code"] for s in situations}
    requires = [r for r in rows["Requires"] if r["situation_code"] in codes]
    materials = {r["material_code"] for r in requires}
    forms = {form["form_code"] for form in rows["Form"] if form["material_code"] in materials}
    fields = {entry["field_code"] for entry in rows["FormField"] if entry["form_code"] in forms}
    return situations, requires, fields


def named(rows: Rows, kind: str, name: str) -> Row:
    (row,) = (row for row in rows[kind] if row["name"] == name)
    return row


# ------------------------------------------------------------------------------------------------ the workbook


def test_a_sheet_for_each_declaration_with_its_titles_as_headings(sheets: dict[str, Any]) -> None:
    assert list(sheets) == [README, *(declaration.title.zh for declaration in DECLARATIONS.values())]
    for declaration in DECLARATIONS.values():
        sheet = sheets[declaration.title.zh]
        assert [cell.value for cell in sheet[1]] == [title.zh for title in columns(declaration).values()]
        assert sheet.freeze_panes


def test_codes_are_text(sheets: dict[str, Any]) -> None:
    for sheet in sheets.values():
        for column in sheet.iter_cols():
            if str(column[0].value).endswith(("编码", "代码")):
                assert all(isinstance(cell.value, str | None) and cell.number_format == "@" for cell in column[1:])


def test_the_first_sheet_says_that_the_city_is_fictional(sheets: dict[str, Any]) -> None:
    words = " ".join(str(cell) for line in sheets[README].iter_rows(values_only=True) for cell in line if cell)
    assert all(word in words for word in ("虚构", "fictional", "公开报道", "published", "2026"))


@pytest.mark.parametrize("kind", DECLARATIONS)
def test_rows_agree_with_their_declaration(rows: Rows, kind: str) -> None:
    declaration = DECLARATIONS[kind]
    ends = [name for name, _ in declaration.ends()] if issubclass(declaration, Relationship) else []
    assert rows[kind]
    for row in rows[kind]:
        declaration(**{name: given for name, given in row.items() if name not in ends})
    identities = Counter(tuple(row.get(name) for name in (*ends, *declaration.keys())) for row in rows[kind])
    assert not [identity for identity, times in identities.items() if times > 1]


def test_every_reference_leads_somewhere(rows: Rows) -> None:
    keys = {kind: {row[node.key()] for row in rows[kind]} for kind, node in NODES.items()}
    for kind, node in NODES.items():
        for name, reference in node.references().items():
            assert {row[name] for row in rows[kind] if name in row} <= keys[reference.kind], (kind, name)
    for kind, relationship in RELATIONSHIPS.items():
        for (name, _), end in zip(relationship.ends(), (relationship.start, relationship.end), strict=True):
            assert {row[name] for row in rows[kind]} <= keys[end.__name__], (kind, name)
    for kind, name, target in [
        *((kind, "key_fields", "Field") for kind in ("SuppliedBy", "ObtainedVia")),
        *((kind, "regions", "Region") for kind in ("SuppliedBy", "ObtainedVia", "Situation")),
    ]:
        assert {code for row in rows[kind] for code in row.get(name, ())} <= keys[target] | {EVERYTHING}, (kind, name)


def test_codes_look_like_the_real_ones_and_are_no_real_ones(rows: Rows) -> None:
    assert {len(item["item_code"]) for item in rows["Item"]} == {31}
    assert all(item["item_code"].startswith(item["department_code"]) for item in rows["Item"])
    below_the_country = {region["region_code"] for region in rows["Region"] if region["level"] != Level.NATIONAL}
    assert all(code.startswith("99") for code in below_the_country)


# ------------------------------------------------------------------------------------------ the worked examples


def test_the_car_park_has_10_situations_10_materials_17_fields_and_6_sources(rows: Rows) -> None:
    situations, requires, fields = of_item(rows, "经营性公共停车场备案")
    materials = {r["material_code"] for r in requires}
    per_situation = Counter(r["situation_code"] for r in requires)
    proved = {fact["field_code"] for fact in rows["Proves"] if fact["material_code"] in materials}
    suppliers = {b["source_code"] for b in rows["SuppliedBy"] if b["field_code"] in fields}
    arranged = {b["source_code"] for b in rows["ObtainedVia"] if b["material_code"] in materials}
    names = {source["name"] for source in rows["DataSource"] if source["source_code"] in suppliers | arranged}

    assert len(situations) == len(per_situation) == 10
    assert {"室内地面停车场", "地下停车场"} < {s["name"] for s in situations}
    assert len(materials) == 10
    assert set(per_situation.values()) == {3, 4, 5, 6}
    assert len(fields) == 17 and proved <= fields
    assert len(suppliers | arranged) == 6
    assert {"人口基础信息库", "特种设备管理系统"} < names


def test_the_car_park_is_decided_in_every_situation(by_design: dict[str, ItemVerdict]) -> None:
    item = by_design["经营性公共停车场备案"]
    assert item.zero_material is Verdict.NO
    assert {situation.fill_free for situation in item.situations} == {14}
    assert {situation.name: situation.exempt for situation in item.situations} == {
        "室内地面停车场": 3,
        "地下停车场": 3,
        "室外地面停车场": 3,
        "机械式立体停车场": 4,
        "楼顶（屋面）停车场": 3,
        "临时停车场": 1,
        "商业建筑配建停车场对外开放": 4,
        "住宅小区配建停车场对外开放": 1,
        "桥下空间停车场": 2,
        "事业单位停车场对外开放": 1,
    }
    assert all(m.verdict is not Verdict.UNKNOWN for s in item.situations for m in s.materials)


def test_the_presale_permit_has_16_of_17_fields_and_4_of_10_materials(
    rows: Rows, by_design: dict[str, ItemVerdict]
) -> None:
    (situation,) = by_design["商品房预售许可"].situations
    exempt = [material for material in situation.materials if material.verdict is Verdict.YES]
    origins = {material["material_code"]: material.get("origin") for material in rows["Material"]}
    (form,) = (material for material in situation.materials if "申请表" in material.name)
    (remaining,) = (field for field in situation.fields if field.verdict is not Verdict.YES)
    number = next(field for field in situation.fields if field.name == "项目编号")

    assert (situation.fill_free, len(situation.fields)) == (16, 17)
    assert (len(exempt), len(situation.materials)) == (4, 10)
    assert {origins[material.material_code] for material in exempt} == {Origin.GOVERNMENT}
    assert "建筑工程施工许可证" in {material.name for material in exempt}
    assert (number.verdict, remaining.reasons) == (Verdict.YES, (Reason.ACT_OF_WILL,))
    assert (form.verdict, form.rule) == (Verdict.CONDITIONAL, Rule.PARTIAL)
    assert form.remaining == (remaining.field_code,)


def test_a_key_of_the_presale_permit_is_known_only_through_another_source(
    rows: Rows, by_design: dict[str, ItemVerdict]
) -> None:
    (situation,) = by_design["商品房预售许可"].situations
    login = {field["field_code"] for field in rows["Field"] if "login_identity" in field}
    chained = [field for field in situation.fields if field.keys and not login & set(field.keys)]
    assert named(rows, "Field", "项目编号")["field_code"] in {key for field in chained for key in field.keys}


# ------------------------------------------------------------------------------------------------ the whole city


def test_at_least_30_items_in_8_departments(rows: Rows) -> None:
    assert len(rows["Item"]) >= 30
    assert len({item["department_code"] for item in rows["Item"]}) >= 8
    assert {"公租房资格确认", "公租房实物配租补贴发放", "粮食收购资格备案"} < {item["name"] for item in rows["Item"]}


@pytest.mark.parametrize(("theme", "businesses", "departments"), [("扶残助残", 10, 5), ("开办餐饮店", 6, 5)])
def test_themes(rows: Rows, theme: str, businesses: int, departments: int) -> None:
    code = named(rows, "Theme", theme)["theme_code"]
    included = {row["situation_code"] for row in rows["Includes"] if row["theme_code"] == code}
    items = {s["item_code"] for s in rows["Situation"] if s["situation_code"] in included}
    reached = {row["situation_code"] for row in rows["LeadsToSituation"]}
    produced = {row["material_code"] for row in rows["Produces"] if row["item_code"] in items}
    required = {row["material_code"] for row in rows["Requires"] if row["situation_code"] in included}

    assert len(items) == businesses
    assert len({item["department_code"] for item in rows["Item"] if item["item_code"] in items}) == departments
    assert included <= reached
    assert produced & required


def test_questions_are_asked_and_lead_on(rows: Rows) -> None:
    asked = {row["question_code"] for row in rows["Asks"]}
    assert {row["question_code"] for row in rows["Question"]} == asked
    assert {row["question_code"] for row in rows["Option"]} == asked
    shared = Counter(row["question_code"] for row in rows["Asks"])
    assert max(shared.values()) == 10


def test_steps_add_up_to_the_promised_time(rows: Rows) -> None:
    for item in rows["Item"]:
        steps = [step for step in rows["Step"] if step["item_code"] == item["item_code"]]
        assert sum(step["days"] for step in steps) == item["promised_days"] <= item["legal_days"], item["name"]
        assert {"acceptance", "review", "decision", "delivery"} <= {step["kind"] for step in steps}


def test_sources_of_every_level_and_in_every_state(rows: Rows) -> None:
    sources = rows["DataSource"]
    assert {Level.NATIONAL, Level.PROVINCIAL, Level.MUNICIPAL} <= {source["level"] for source in sources}
    states = {source.get("status") for source in sources}
    assert {Status.ACTIVE, Status.SUSPENDED, Status.DEPRECATED, Status.DRAFT, None} <= states
    assert {source.get("sharing") for source in sources} == {*Sharing, None}
    assert {binding["mode"] for binding in rows["ObtainedVia"]} == set(Mode)


def test_something_is_out_of_order_on_every_level(rows: Rows) -> None:
    """What the quality reports are to find."""
    authoritative = Counter(b["field_code"] for b in rows["SuppliedBy"] if b.get("authoritative"))
    assert [code for code, times in authoritative.items() if times > 1] == [
        named(rows, "Field", "婚姻状况")["field_code"]
    ]
    bound = {b["source_code"] for kind in ("SuppliedBy", "ObtainedVia") for b in rows[kind]}
    assert named(rows, "DataSource", "气象数据共享接口")["source_code"] not in bound
    required = {row["material_code"] for row in rows["Requires"]}
    assert named(rows, "Material", "独生子女父母光荣证")["material_code"] not in required
    on_a_form = {entry["field_code"] for entry in rows["FormField"]}
    assert named(rows, "Field", "传真号码")["field_code"] not in on_a_form


def test_forms_share_fields_under_other_labels_and_differ_on_purpose(rows: Rows) -> None:
    labels: dict[str, set[str]] = {}
    fields: dict[str, set[str]] = {}
    controls: dict[str, set[str]] = {}
    for entry in rows["FormField"]:
        labels.setdefault(entry["field_code"], set()).add(entry["label"])
        fields.setdefault(entry["label"], set()).add(entry["field_code"])
        controls.setdefault(entry["field_code"], set()).add(entry["control"])
    assert len(labels[named(rows, "Field", "企业名称")["field_code"]]) > 3
    assert len(fields["地址"]) > 2 and len(fields["联系电话"]) == 2
    assert len(controls[named(rows, "Field", "经营场所面积")["field_code"]]) == 2


def test_every_rule_and_every_reason_occurs(
    by_design: dict[str, ItemVerdict], right_now: dict[str, ItemVerdict]
) -> None:
    assert {material.rule for material in materials_of(by_design)} == set(Rule)
    assert reasons_of(by_design) | reasons_of(right_now) == set(Reason) - IMPOSSIBLE
    assert {Reason.SOURCE_DOWN, Reason.PROBE_UNKNOWN} <= reasons_of(right_now) - reasons_of(by_design)


def test_some_items_need_no_material(by_design: dict[str, ItemVerdict]) -> None:
    assert {name for name, item in by_design.items() if item.zero_material is Verdict.YES} == {
        "粮食收购资格备案",
        "重度残疾人护理补贴",
        "残疾人城乡居民基本医疗保险参保资助",
        "残疾人机动轮椅车燃油补贴",
    }
    query = by_design["不动产登记资料查询"]
    assert (query.zero_material, query.zero_material_count, len(query.situations)) == (Verdict.CONDITIONAL, 1, 3)


def test_two_sources_verify_a_material_only_together(rows: Rows, by_design: dict[str, ItemVerdict]) -> None:
    (material,) = {m for m in materials_of(by_design) if m.name == "家庭收入情况证明"}
    names = {source["source_code"]: source["name"] for source in rows["DataSource"]}
    assert (material.verdict, material.rule) == (Verdict.YES, Rule.VERIFIED)
    assert {names[code] for code in material.source_codes} == {"社会保险信息系统", "住房公积金管理系统"}


def test_a_source_of_another_district_counts_only_there(rows: Rows, catalogue: Catalogue) -> None:
    analysis = Analysis(catalogue, Context(moment=DAYS[0]))
    item = analysis.item(named(rows, "Item", "居住证申领")["item_code"])
    number = named(rows, "Field", "居住登记编号")["field_code"]
    found = {s.name: f.verdict for s in item.situations for f in s.fields if f.field_code == number}
    assert found == {"合法稳定就业": Verdict.NO, "合法稳定住所": Verdict.NO, "云澜区居民": Verdict.YES}


def test_people_and_enterprises_are_distinguished_at_login(rows: Rows) -> None:
    known = {field["name"]: field["login_identity"] for field in rows["Field"] if "login_identity" in field}
    assert known == {
        "姓名": "person",
        "身份证号码": "person",
        "企业名称": "legal_entity",
        "统一社会信用代码": "legal_entity",
    }
    platform = named(rows, "DataSource", "统一身份认证平台")["source_code"]
    supplied = {b["field_code"]: b for b in rows["SuppliedBy"] if b["source_code"] == platform}
    for name, identity in known.items():
        binding = supplied[named(rows, "Field", name)["field_code"]]
        assert "key_fields" not in binding
        assert (Audience.NATURAL_PERSON in binding["audiences"]) == (identity == "person")


@pytest.fixture(scope="module")
def lists(rows: Rows, catalogue: Catalogue) -> dict[str, dict[str, Entry]]:
    """Name of a list → code → entry."""
    analysis, made = Analysis(catalogue, Context(moment=DAYS[0])), Lists(Facts.from_rows(rows))
    return {name: {entry.code: entry for entry in made.entries(name, analysis)} for name in LISTS}


@pytest.mark.parametrize("name", LISTS)
def test_every_list_has_entries_of_every_status(lists: dict[str, dict[str, Entry]], name: str) -> None:
    never = {ZeroMaterialStatus.IN_PART} if name == "zero_material" else set()  # of an item only
    assert {entry.status for entry in lists[name].values()} == set(LISTS[name].statuses) - never


def test_blockers_of_the_lists_agree_with_the_kernel(lists: dict[str, dict[str, Entry]]) -> None:
    for name in ("zero_material", "zero_material_items"):
        for entry in lists[name].values():
            assert (entry.status is ZeroMaterialStatus.ACHIEVED) == (not entry.blockers), entry


@pytest.mark.parametrize(
    ("name", "entry", "status", "obstacles"),
    [
        ("fully_online", "粮食收购资格备案", "achieved", []),
        ("fully_online", "残疾人证换领", "achieved", []),
        ("fully_online", "居住证申领", "not_for_now", ["presence_by_law"]),
        ("fully_online", "公租房资格确认", "breakable", ["delivery_in_person"]),
        ("fully_online", "公共场所卫生许可", "unknown", ["visits_unknown"]),
        ("instant_approval", "粮食收购资格备案", "candidate", []),
        ("instant_approval", "残疾人机动轮椅车燃油补贴", "blocked", ["issued_by_hand"]),
        ("licences", "房屋租赁登记备案证明", "unknown", ["aggregation_unknown"]),
        ("licences", "临时用地批准文件", "not_started", ["not_aggregated"]),
        ("systems", "特种设备管理系统", "testing", ["interlinking_unfinished"]),
        ("systems", "气象数据共享接口", "linked", ["feeds_nothing"]),
        ("reuse", "建设工程施工合同", "reused", []),
        ("reuse", "原残疾人证（换领收回）", "not_reusable", ["original_surrendered"]),
        ("one_source", "婚姻状况", "several", ["surplus_authority"]),
        ("one_source", "法定代表人身份证号码", "none", ["no_authority"]),
    ],
)
def test_entries_of_the_lists(
    lists: dict[str, dict[str, Entry]], name: str, entry: str, status: str, obstacles: list[str]
) -> None:
    (found,) = {
        (each.status, *(blocker.obstacle for blocker in each.blockers))
        for each in lists[name].values()
        if (each.item_name if name == "instant_approval" else each.name) == entry
    }
    assert found == (status, *obstacles)
