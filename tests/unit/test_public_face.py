"""The public face on files in memory: a method for each question, and results as frames, graphs and pictures."""

import json
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

import oncegraph
from oncegraph.graph.errors import PasswordInAddress
from oncegraph.loaders.finding import LoadRefused
from oncegraph.loaders.sample import CITY, HOUSING_REFORM
from oncegraph.open_city import BadArgument, NoSuchFile, NoSuchKind, OpenCity
from oncegraph.queries.change.changes import BadChange
from oncegraph.queries.city import NeedsGraph
from oncegraph.queries.lists import UnknownList
from oncegraph.queries.names import SeveralMatch
from oncegraph.schema.errors import EmptyStore, NotFound
from oncegraph.schema.tabular import NoSuchTable
from oncegraph.schema.verdict import SituationVerdict
from oncegraph.visualize.pictures.subject import NoSuchPicture

DAY = "2026-11-22"
PRESALE, PARKING, THEME = "商品房预售许可", "经营性公共停车场备案", "扶残助残"
FLOOR_AREA = "预售总建筑面积"
#: Narrow the theme to the situations of one applicant.
ANSWERS = {
    "PD0007": "没有",
    "PD0008": "本人",
    "PD0009": "最低生活保障家庭",
    "PD0010": "一级、二级（或预计评为一级、二级）",
    "PD0012": "法定劳动年龄内",
    "PD0014": "是",
    "PD0015": ["适配辅助器具"],
    "PD0016": "由定点机构配发",
    "PD0018": "已参保",
}


@pytest.fixture(scope="module")
def city() -> OpenCity:
    return oncegraph.open(CITY)


@pytest.fixture
def small_file(tmp_path: Path) -> Path:
    """One item, of which the one situation asks for nothing."""
    path = tmp_path / "small.json"
    place = {"region_code": "1", "name": "示例市", "level": "municipal"}
    department = {"department_code": "D", "name": "示例市数据局", "region_code": "1"}
    item = {"item_code": "I", "name": "某事项", "department_code": "D", "region_code": "1", "status": "active"}
    situation = {"situation_code": "S", "item_code": "I", "name": "某情形", "status": "active"}
    path.write_text(
        json.dumps({"Region": [place], "Department": [department], "Item": [item], "Situation": [situation]}), "utf-8"
    )
    return path


def test_a_city_says_how_large_it_is(city: OpenCity):
    assert repr(city) == "<OpenCity: 43 items, 77 situations>"


@pytest.mark.parametrize("form", [str, Path, lambda path: [path]])
def test_a_file_may_be_given_as_text_path_or_list(form, small_file: Path):
    with oncegraph.open(form(small_file)) as city:
        assert repr(city) == "<OpenCity: 1 items, 1 situations>"
        assert city.exempt("某事项").item_code == "I"


def test_a_folder_is_read_whole(small_file: Path):
    assert oncegraph.open(small_file.parent).rows("Item").rows[0]["name"] == "某事项"


def test_exempt_gives_an_item_by_name_code_or_part_of_its_name(city: OpenCity):
    verdict = city.exempt(PRESALE, as_of=DAY)
    assert city.exempt(verdict.item_code, as_of=DAY) == verdict == city.exempt("房预售许", as_of=date(2026, 11, 22))
    (situation,) = verdict.situations
    assert (situation.fill_free, len(situation.fields), situation.exempt) == (16, 17, 4)


def test_exempt_gives_one_situation_of_an_item(city: OpenCity):
    verdict = city.exempt(PARKING, "室内地面停车场", as_of=DAY)
    assert isinstance(verdict, SituationVerdict)
    assert verdict.name == "室内地面停车场"


def test_a_frame_has_codes_and_plain_values(city: OpenCity):
    verdict = city.exempt(PRESALE, as_of=DAY)
    fields = verdict.to_frame()
    assert list(fields) == [
        *("item_code", "situation_code", "field_code", "name", "verdict"),
        *("source_code", "source_name", "binding", "keys", "reasons"),
    ]
    assert set(fields["item_code"]) == {verdict.item_code}
    floor_area = fields.set_index("name").loc[FLOOR_AREA]
    assert (floor_area["verdict"], floor_area["source_code"], floor_area["keys"]) == ("yes", "SY0009", ("ZD000050",))
    assert type(floor_area["verdict"]) is str
    assert len(verdict.to_frame("materials")) == 10
    assert len(verdict.to_frame("situations")) == 1
    assert verdict.tables() == ("situations", "fields", "materials")


def test_context_is_given_by_keyword(city: OpenCity):
    def filled(**context) -> int:
        return city.totals(as_of=DAY, **context).totals.fields_filled

    assert filled(audience="企业法人") == filled(audience="enterprise") < filled() < filled(known=["用水户号"])
    assert filled(mode="now") <= filled(mode="design") == filled()


def test_why_is_a_tree_a_frame_and_a_graph(city: OpenCity):
    why = city.why(PRESALE, FLOOR_AREA, as_of=DAY)
    frame = why.to_frame()
    assert list(frame) == [
        *("depth", "relationship", "kind", "code", "name", "verdict", "reasons", "text", "change"),
    ]
    assert list(frame["depth"]) == [depth for depth, _ in why.walk()]
    assert list(frame["code"][:2]) == ["ZD000053", "SY0009"]
    graph = why.to_networkx()
    assert graph.nodes["Field/ZD000053"]["verdict"] == "yes"
    assert graph.edges["Field/ZD000053", "DataSource/SY0009"]["relationship"] == "SUPPLIED_BY"
    assert graph.edges["DataSource/SY0009", "Field/ZD000050"]["relationship"] == "key_fields"


def test_why_of_an_item_of_several_situations_needs_no_field(city: OpenCity):
    assert city.why(PARKING, as_of=DAY).kind == "Item"
    assert city.why(PARKING, situation="地下停车场", as_of=DAY).kind == "Situation"


def test_what_if_takes_texts_and_entries_of_a_file(city: OpenCity):
    written = city.what_if("source:SY0029.status=启用", as_of=DAY)
    assert written == city.what_if({"source": "SY0029", "status": "active"}, as_of=DAY)
    fields = written.to_frame("fields")
    assert len(fields) == 4
    assert set(fields["before"]) == {"unknown"}
    assert set(fields["after"]) == {"yes"}
    assert set(fields["source_after"]) == {"SY0029", "SY0009"}
    assert written.after.fields_filled - written.before.fields_filled == 4


def test_a_table_without_rows_has_its_columns(city: OpenCity):
    nothing = city.what_if("source:SY0029.status=启用", as_of=DAY).to_frame("materials")
    assert nothing.empty
    some = city.what_if("source:SY0030.sharing=无条件", as_of=DAY).to_frame("materials")
    assert not some.empty
    assert list(nothing) == list(some)
    assert list(city.impact("SY0029", as_of=DAY).to_frame()) == ["code", "name", "situations", "cases"]


@pytest.mark.parametrize("table", ["best", "steps"])
def test_columns_without_rows_are_those_with_rows(city: OpenCity, table: str):
    some = city.next_best(as_of=DAY)
    none = some.model_copy(update={table: ()})
    assert list(none.to_frame(table)) == list(some.to_frame(table))
    assert "gain.fields" in " ".join(none.to_frame(table))


def test_next_best_ranks_and_steps(city: OpenCity):
    answer = city.next_best(by="fields_a_year", steps=3, as_of=DAY)
    steps = answer.to_frame()
    assert list(steps["candidate.code"]) == ["SY0030", "SY0023", "SY0022"]
    assert list(steps["running.fields_a_year"]) == [42000, 83700, 103000]
    assert set(answer.to_frame("best")["kind"]) == {"source"}
    assert city.next_best("binding", steps=1, as_of=DAY).best[0].kind == "binding"
    assert city.next_best(costs={"SY0030": 1000}, budget=2, steps=5, as_of=DAY).steps[-1].spent <= 2


def test_the_best_set_gains_no_less_than_the_steps(city: OpenCity):
    best = city.best_set("binding", by="materials", steps=5, as_of=DAY)
    assert best.proven
    assert (best.stepwise, best.gain.materials) == (4, 6)


def test_impact_of_a_source_a_field_or_a_licence(city: OpenCity):
    impact = city.impact("统一身份认证平台", as_of=DAY)
    assert (impact.kind, impact.margin.relying, impact.loss.fields) == ("DataSource", 213, 109)
    assert len(impact.to_frame()) == len(impact.fields)
    assert city.impact("ZD000015", as_of=DAY).kind == "Field"


def test_the_flow_of_a_theme_is_a_graph(city: OpenCity):
    flow = city.theme(THEME, ANSWERS)
    graph = flow.to_networkx()
    assert set(graph) == set(flow.to_frame()["situation_code"])
    assert set(graph.edges) == {(order.before, order.after) for order in flow.orders}
    assert len(city.theme(THEME).tasks) == 17
    assert len(flow.tasks) == 8


def test_the_materials_of_a_theme_are_handed_in_once(city: OpenCity):
    materials = city.theme_materials(THEME, ANSWERS, as_of=DAY)
    assert (materials.apart, materials.once, materials.to_hand_in) == (26, 15, 7)
    assert list(materials.to_frame()["material_code"])[:1] == ["CL010005"]


def test_guide_asks_until_there_is_a_checklist(city: OpenCity):
    answers: dict[str, object] = {}
    while question := city.guide(THEME, answers, as_of=DAY).next:
        answers[question.question_code] = ANSWERS[question.question_code]
    assert answers == ANSWERS
    guidance = city.guide(THEME, answers, as_of=DAY)
    assert guidance.checklist is not None
    assert len(guidance.checklist.situations) == 8
    assert "prospect" in guidance.to_frame()


def test_merge_gives_one_form(city: OpenCity):
    form = city.merge(THEME, answers=ANSWERS, as_of=DAY)
    assert (form.tally.forms, form.tally.entries, form.tally.filled) == (7, 29, 18)
    assert len(form.to_frame()) == 29
    assert {"control", "labels"} <= set(form.to_frame("conflicts")["kind"])
    assert city.merge("残疾人证新办", "困难残疾人生活补贴").tally.forms == 2


def test_compare_a_reform_with_what_the_city_holds(city: OpenCity):
    comparison = city.compare("graph", HOUSING_REFORM, as_of=DAY)
    edits = comparison.to_frame("edits")
    assert len(edits) == len(comparison.edits) > 0
    assert set(edits["edit"]) <= {"removed", "added", "merged", "exempted", "filled", "parallel", "changed", "kept"}
    assert not city.compare("graph", CITY, as_of=DAY).edits


def test_compare_a_theme_with_its_items_one_by_one(city: OpenCity):
    saved = city.compare_theme(THEME, as_of=DAY).totals
    assert (saved.before.forms.value, saved.after.forms.value) == (10, 1)


def test_lists_by_name_or_all_their_titles(city: OpenCity):
    assert city.lists()["fully_online"] == "全程网办"
    every = city.lists("全程网办", as_of=DAY)
    some = city.lists("fully_online", status="可突破", as_of=DAY)
    assert set(some.to_frame()["status"]) == {"breakable"}
    assert some.by_status == every.by_status
    assert sum(every.by_status.values()) == len(every.entries) > len(some.entries)


def test_remaining_for_somebody_with_something_on_file(city: OpenCity):
    situation = city.exempt(PRESALE, as_of=DAY).situations[0].situation_code
    assert city.remaining(situation, as_of=DAY, fields={"ZD000053": date(2026, 11, 1)}, fill=False) != city.remaining(
        situation, as_of=DAY
    )


def test_totals_of_the_city_and_by_dimension(city: OpenCity):
    totals = city.totals("department", "item_type", as_of=DAY)
    frame = totals.to_frame()
    assert frame["totals.fields"].sum() == totals.totals.fields == 731
    assert frame["totals.fields_filled"].sum() == totals.totals.fields_filled == 533
    assert set(frame["code"]) <= set(city.rows("Department").to_frame()["department_code"])
    assert city.totals(as_of=DAY).to_frame().loc[0, "situations"] == totals.totals.situations


def test_rows_of_a_kind_by_name_or_title(city: OpenCity):
    sources = city.rows("DataSource")
    assert sources == city.rows("数源")
    frame = sources.to_frame()
    assert len(frame) == 38
    assert list(frame["source_code"]) == sorted(frame["source_code"])
    assert list(frame)[:2] == ["source_code", "name"]
    assert list(city.rows("SuppliedBy").to_frame())[:3] == ["field_code", "source_code", "binding"]


def test_rows_of_a_kind_that_a_city_has_none_of_have_columns(small_file: Path):
    frame = oncegraph.open(small_file).rows("Theme").to_frame()
    assert frame.empty
    assert "theme_code" in frame


@pytest.mark.parametrize(
    ("subject", "picture", "options"),
    [
        (THEME, None, {}),
        (THEME, "flow", {"answers": ANSWERS, "basis": "legal"}),
        (THEME, "gantt", {"answers": ANSWERS}),
        (THEME, "before-after", {}),
        (PRESALE, None, {"highlight": FLOOR_AREA}),
        (PRESALE, "sankey", {}),
    ],
)
def test_a_picture_shows_itself_in_jupyter(city: OpenCity, subject: str, picture: str | None, options: dict):
    diagram = city.draw(subject, picture, as_of=DAY, **options)
    assert ElementTree.fromstring(diagram._repr_svg_()).tag.endswith("svg")
    assert repr(diagram).startswith(f"<Diagram: {diagram.title}, {len(diagram.nodes)} nodes")
    assert set(diagram.to_networkx()) == set(diagram.nodes)


def test_a_picture_is_saved_in_the_format_of_the_suffix(city: OpenCity, tmp_path: Path):
    diagram = city.draw(THEME, answers=ANSWERS)
    diagram.save(tmp_path / "flow.svg")
    diagram.save(tmp_path / "flow.mmd")
    assert (tmp_path / "flow.svg").read_text("utf-8") == diagram._repr_svg_()
    assert "flowchart" in (tmp_path / "flow.mmd").read_text("utf-8")


def test_what_does_not_exist_is_named(city: OpenCity, tmp_path: Path):
    with pytest.raises(NoSuchFile, match=r"没有.*nowhere\.xlsx"):
        oncegraph.open(tmp_path / "nowhere.xlsx")
    with pytest.raises(NotFound, match="没有这个"):
        city.exempt("没有这个")
    with pytest.raises(NotFound, match="马戏团"):
        city.exempt(PRESALE, audience="马戏团")
    with pytest.raises(NotFound, match="123456"):
        city.exempt(PRESALE, region="123456")
    with pytest.raises(NoSuchTable, match="pictures"):
        city.exempt(PRESALE, as_of=DAY).to_frame("pictures")
    with pytest.raises(NoSuchKind, match="马戏团"):
        city.rows("马戏团")
    with pytest.raises(UnknownList):
        city.lists("马戏团")
    with pytest.raises(NoSuchPicture):
        city.draw(PRESALE, "gantt")
    with pytest.raises(BadChange):
        city.what_if("source:SY0029.colour=green")


def test_a_word_that_means_several_things_is_refused(city: OpenCity):
    with pytest.raises(SeveralMatch) as several:
        city.exempt("许可")
    assert len(several.value.candidates) > 1


@pytest.mark.parametrize("call", [lambda city: city.totals(colour="green"), lambda city: city.lists("reuse", colour=1)])
def test_an_unknown_keyword_is_a_type_error(city: OpenCity, call):
    with pytest.raises(TypeError, match="colour"):
        call(city)


@pytest.mark.parametrize("call", [lambda city: city.query("browse.items"), lambda city: city.search("许可")])
def test_saved_queries_need_a_graph(city: OpenCity, call):
    with pytest.raises(NeedsGraph):
        call(city)


def test_files_without_items_are_an_empty_store(tmp_path: Path):
    path = tmp_path / "nothing.json"
    path.write_text(json.dumps({"Region": [{"region_code": "1", "name": "示例市", "level": "municipal"}]}), "utf-8")
    with pytest.raises(EmptyStore):
        oncegraph.open(path)


@pytest.mark.parametrize(
    ("ask", "named"),
    [
        (lambda city: city.exempt(PRESALE, mode="later"), "now"),
        (lambda city: city.exempt(PRESALE, as_of="tomorrow"), "2026-01-31"),
        (lambda city: city.compare("graph", HOUSING_REFORM, as_of="tomorrow"), "2026-01-31"),
        (lambda city: city.what_if(3), "Change"),
        (lambda city: city.what_if(None), "Change"),
        (lambda city: city.next_best("sources"), "source"),
        (lambda city: city.next_best(by="field"), "fields"),
        (lambda city: city.next_best(steps=-1), "0"),
        (lambda city: city.draw(PRESALE, "pie"), "chain"),
        (lambda city: city.draw(THEME, basis="hoped"), "legal"),
        (lambda city: city.totals("item"), "department"),
        (lambda city: city.remaining("新建商品房预售", fields={"ZD000046": "soon"}), "date"),
        (lambda city: city.remaining("新建商品房预售", documents=["CL020001"]), "date"),
    ],
)
def test_an_argument_that_is_not_possible_is_refused_with_what_is(city: OpenCity, ask, named: str):
    with pytest.raises(BadArgument) as refused:
        ask(city)
    assert named in refused.value.next_step.en


def test_one_word_stands_for_a_list_of_one(city: OpenCity):
    assert city.exempt(PRESALE, as_of=DAY, known=FLOOR_AREA) == city.exempt(PRESALE, as_of=DAY, known=[FLOOR_AREA])
    one, listed = (city.compare(CITY, CITY, as_of=DAY, items=items) for items in (PRESALE, [PRESALE]))
    assert one == listed


@pytest.mark.parametrize("address", ["bolt://user:hidden@127.0.0.1:9", "neo4j://user:hid%40den@h", "http://u:hidden@h"])
def test_a_password_in_an_address_is_refused_and_never_shown(address: str):
    with pytest.raises(PasswordInAddress) as refused:
        oncegraph.open(address)
    assert "hid" not in str(refused.value)


def test_errors_of_files_are_listed_and_warnings_shown(tmp_path: Path, small_file: Path):
    wrong = tmp_path / "Department.csv"
    wrong.write_text("department_code,name,region_code\n,没有编码,1\n", "utf-8")
    with pytest.raises(LoadRefused) as refused:
        oncegraph.open([wrong])
    assert "Department.csv" in str(refused.value) and "--keep-going" not in str(refused.value)
    rows = json.loads(small_file.read_text("utf-8"))
    rows["Item"][0]["colour"] = "green"
    small_file.write_text(json.dumps(rows), "utf-8")
    with pytest.warns(UserWarning, match="colour"):
        oncegraph.open(small_file)
