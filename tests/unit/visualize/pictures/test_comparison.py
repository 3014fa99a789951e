"""Before and after as a picture: what stands where, with which mark, and what is left out."""

from datetime import date
from xml.etree import ElementTree

import pytest

from oncegraph.loaders.sample import HOUSING_REFORM
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context, moment_of
from oncegraph.queries.records import Records
from oncegraph.queries.reform.actions import apply_reform
from oncegraph.queries.reform.compare import compare
from oncegraph.queries.reform.one_thing import one_thing as as_one_thing
from oncegraph.queries.reform.reading import read_reform
from oncegraph.queries.theme.theme_flow import theme_flow
from oncegraph.schema.comparison import Edit
from oncegraph.schema.text import Text
from oncegraph.visualize.diagram import Diagram
from oncegraph.visualize.formats.svg import svg
from oncegraph.visualize.pictures.comparison import MOST, before_and_after, one_thing
from tests.support.examples.sample_city import sample_records
from tests.support.reform_cases import CASES, outcome
from tests.support.yaml_cases import Case, parametrize

TODAY = date(2026, 11, 20)
CONTEXT = Context(moment=moment_of(TODAY))


@pytest.fixture(scope="module")
def city() -> Records:
    return sample_records()


@pytest.fixture(scope="module")
def housing(city: Records) -> Diagram:
    result = apply_reform(city.rows, read_reform(HOUSING_REFORM), TODAY)
    after = Records(result.rows)
    found = compare(city, after, CONTEXT, result.causes)
    return before_and_after("公租房", city, after, found, touched_only=True)


@pytest.fixture(scope="module")
def theme(city: Records) -> Diagram:
    analysis = Analysis(Catalogue.from_rows(city.rows), CONTEXT)
    return one_thing(as_one_thing(city, theme_flow(city, "ZT0001"), analysis))


def marks(diagram: Diagram, kind: str) -> dict[str, Edit]:
    return {node.name: node.mark for node in diagram.nodes.values() if node.id.startswith(f"{kind}/")}


def goes_right(diagram: Diagram) -> bool:
    place = {node.id: at for at, column in enumerate(diagram.columns) for node in column.nodes}
    return all(place[edge.start] < place[edge.end] for edge in diagram.edges)


@parametrize(case for case in CASES if "refused" not in case.then)
def test_every_case_can_be_drawn(case: Case):
    found, after, _ = outcome(case)
    picture = svg(before_and_after("改革", Records(case.rows), after, found))
    ElementTree.fromstring(picture)


def test_a_reform_shows_what_it_touches_and_nothing_else(housing: Diagram):
    assert marks(housing, "Item") == {"公租房实物配租补贴发放": Edit.MERGED, "公租房申请": Edit.CHANGED}
    assert marks(housing, "Step") == {
        **dict.fromkeys(("受理", "审查", "决定", "送达"), Edit.MERGED),
        "补贴发放": Edit.ADDED,
    }
    assert marks(housing, "Situation")["未实物配租家庭申领补贴"] is Edit.MERGED
    assert marks(housing, "Material") == {
        "公租房租赁补贴申请表": Edit.MERGED,
        **dict.fromkeys(
            ("公租房资格确认申请表", "公租房资格确认书", "居民身份证", "授权委托书", "房屋租赁合同"), Edit.KEPT
        ),
    }
    assert goes_right(housing)


def test_links_are_marked_with_what_became_of_them(housing: Diagram):
    names = {node.id: node.name for node in housing.nodes.values()}
    of_contract = [edge for edge in housing.edges if names[edge.end] == "房屋租赁合同"]
    assert sorted((names[edge.start], edge.mark) for edge in of_contract) == [
        ("城镇中等偏下收入家庭", Edit.ADDED),
        ("城镇最低生活保障家庭", Edit.ADDED),
        ("新就业无房职工", Edit.ADDED),
        ("未实物配租家庭申领补贴", Edit.MERGED),
    ]


def test_totals_are_those_of_the_items_that_differ(housing: Diagram):
    told = {total.title.zh: (total.before, total.value) for total in housing.totals}
    assert told["事项"] == ("2", "1") and told["环节"] == ("9", "6") and told["跑动次数"] == ("2", "1")
    assert {each.title.zh for each in housing.totals if each.saved == "−50 %"} == {"事项", "表单", "跑动次数"}


def test_a_theme_becomes_one_form_and_one_set(theme: Diagram):
    assert [column.title.zh for column in theme.columns] == ["事项", "表单与材料", "一件事"]
    assert set(marks(theme, "Form").values()) == {Edit.MERGED}
    papers = marks(theme, "Material")
    assert papers["残疾人证"] is Edit.REMOVED and papers["居民身份证"] is Edit.EXEMPTED
    assert marks(theme, "Item")["残疾人家庭无障碍改造"] is Edit.KEPT
    ends = {(edge.start.partition("/")[0], edge.end) for edge in theme.edges if "/" not in edge.end}
    assert ends == {("Form", "one form"), ("Material", "one set")}
    removed = {node.id for node in theme.nodes.values() if node.mark is Edit.REMOVED}
    assert removed and not any(edge.start in removed for edge in theme.edges)
    assert goes_right(theme)


@pytest.mark.parametrize("name", ["housing", "theme"])
def test_the_legend_explains_every_mark_and_the_picture_is_drawn(name: str, request: pytest.FixtureRequest):
    diagram: Diagram = request.getfixturevalue(name)
    explained = {key for key, _ in diagram.legend}
    assert {node.mark for node in diagram.nodes.values()} <= explained
    drawn = ElementTree.fromstring(svg(diagram))
    ids = {each.get("data-id") for each in drawn.iter()} - {None}
    assert ids >= set(diagram.nodes)


def test_what_has_no_room_is_counted(city: Records):
    many = 3 * MOST
    rows = {
        "Item": [{"item_code": f"I{n:03}", "name": f"事项{n}"} for n in range(many)],
        "Situation": [{"situation_code": f"S{n:03}", "name": "情形", "item_code": f"I{n:03}"} for n in range(many)],
    }
    after = {**rows, "Item": [*rows["Item"][:-1], {**rows["Item"][-1], "name": "最后一项"}]}
    first, second = Records(rows), Records(after)
    diagram = before_and_after("多", first, second, compare(first, second, CONTEXT))
    items = diagram.columns[0]
    assert (len(items.nodes), items.many) == (MOST, many)
    assert "最后一项" in {node.name for node in items.nodes}
    assert diagram.note == Text(f"仅画出一部分：事项 {MOST}/{many}，情形 {MOST}/{many}", diagram.note.en)


def test_equal_states_are_reported_as_equal(city: Records):
    diagram = before_and_after("同", city, city, compare(city, city, CONTEXT), touched_only=True)
    assert diagram.summary.zh == "没有变化" and diagram.nodes == {}
    assert "没有变化" in svg(diagram)
