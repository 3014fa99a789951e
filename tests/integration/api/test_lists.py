"""The lists of the sample city: from the graph, on the command line, over HTTP, as a workbook."""

import csv
import io
import json
from pathlib import Path

import httpx
import openpyxl
import pytest
from pydantic import TypeAdapter

from oncegraph.graph.client import Client
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.lists import LISTS, Lists
from oncegraph.queries.lists.facts import Facts
from oncegraph.queries.lists.inventory import ListScope
from oncegraph.schema.lists import Entry
from tests.support.command_line import output_of
from tests.support.language import speaking
from tests.support.server import V1, get_json

HOUSING = "11990100MB0000100L"


@pytest.fixture(scope="module")
def lists(city: Client) -> tuple[Lists, Analysis]:
    return Lists(Facts.read(city)), Analysis(Catalogue.read(city), Context())


@pytest.mark.parametrize("name", LISTS)
def test_what_is_read_from_the_graph_is_what_the_routes_answer(http: httpx.Client, lists, name: str):
    made, analysis = lists
    entries = made.entries(name, analysis)
    answer = get_json(http, f"/lists/{name}", limit=1000)
    assert [row["code"] for row in answer["items"]] == [entry.code for entry in entries]
    assert TypeAdapter(list[Entry]).validate_python(
        [{k: v for k, v in row.items() if k != "status_title"} for row in _without_titles(answer["items"])]
    )
    assert answer["total"] == len(entries) == sum(answer["by_status"].values())
    assert set(answer["by_status"]) == set(answer["statuses"]) == {each.value for each in LISTS[name].statuses}


def _without_titles(rows: list[dict]) -> list[dict]:
    """As the model takes them: without what is worked out, texts as pairs."""
    return [
        row
        | {"remark": row["remark"] and (row["remark"], row["remark"])}
        | {
            "blockers": [
                {k: v for k, v in blocker.items() if k != "title"} | {"unblock": (blocker["unblock"],) * 2}
                for blocker in row["blockers"]
            ]
        }
        for row in rows
    ]


def test_the_figures_of_the_three_lists(http: httpx.Client):
    assert get_json(http, "/lists/fully_online", limit=1)["by_status"] == {
        "achieved": 34,
        "breakable": 5,
        "not_for_now": 1,
        "unknown": 3,
    }


def test_pages_follow_each_other(http: httpx.Client):
    whole = get_json(http, "/lists/zero_material", limit=1000)["items"]
    pages, after = [], ""
    while after is not None:
        page = get_json(http, "/lists/zero_material", limit=30, after=after)
        pages += page["items"]
        after = page["next"]
    assert pages == whole


def test_filters_and_context(http: httpx.Client):
    breakable = get_json(http, "/lists/fully_online", status="可突破")
    assert {row["status"] for row in breakable["items"]} == {"breakable"} and breakable["total"] == 5
    assert get_json(http, "/lists/fully_online", status="breakable")["items"] == breakable["items"]
    housing = get_json(http, "/lists/zero_material_items", department=HOUSING)
    assert {row["department_code"] for row in housing["items"]} == {HOUSING}
    assert get_json(http, "/lists/zero_material_items", department=housing["items"][0]["department_name"]) == housing
    district = get_json(http, "/lists/zero_material_items", region="990102")
    assert {row["name"] for row in district["items"]} == {"临时救助对象认定"}
    reused = get_json(http, "/lists/instant_approval", on_file=["CL050005"])
    plain = get_json(http, "/lists/instant_approval")
    assert sum(len(row["blockers"]) for row in reused["items"]) < sum(len(row["blockers"]) for row in plain["items"])


def test_texts_are_in_the_language_asked_for(http: httpx.Client):
    row = get_json(http, "/lists/fully_online", status="not_for_now", lang="en")["items"][0]
    assert (row["status_title"], row["blockers"][0]["title"]) == ("Not possible for now", "The law requires presence")
    assert "online" in row["blockers"][0]["unblock"]


def test_a_missing_code_is_reported(http: httpx.Client):
    for path, parameters in (
        ("/lists/fully", {}),
        ("/lists/systems", {"status": "没有"}),
        ("/lists/systems", {"department": "没有"}),
        ("/lists/systems", {"region": "没有"}),
        ("/lists/systems", {"after": "没有"}),
    ):
        answer = http.get(f"{V1}{path}", params=parameters)
        assert answer.status_code == 404 and answer.json()["next_step"], (path, parameters)


def test_all_lists_have_their_titles(http: httpx.Client, oncegraph):
    assert [each["name"] for each in get_json(http, "/lists")] == list(LISTS)
    told = output_of(oncegraph("list"))
    assert all(each.title.zh in told for each in LISTS.values())


@pytest.mark.parametrize("name", LISTS)
def test_every_list_on_the_command_line(oncegraph, name: str):
    told = output_of(oncegraph("list", name))
    assert LISTS[name].title.zh in told and "合计" in told
    assert LISTS[name].title.en in output_of(oncegraph("list", LISTS[name].title.zh, "--lang", "en"))


def test_a_list_as_json_and_csv(oncegraph):
    document = json.loads(output_of(oncegraph("list", "fully_online", "--status", "不明", "--json")))
    assert document["total"] == len(document["entries"]) == 3
    assert document["by_status"] == {"achieved": 34, "breakable": 5, "not_for_now": 1, "unknown": 3}
    rows = list(
        csv.DictReader(io.StringIO(output_of(oncegraph("list", "systems", "--format", "csv")).lstrip("\ufeff")))
    )
    assert len(rows) == 29
    assert {"状态": "综合测试", "名称": "特种设备管理系统", "如何突破": "完成：综合测试、上线应用"}.items() <= next(
        row for row in rows if row["编码"] == "SY0004"
    ).items()
    two = json.loads(output_of(oncegraph("list", "systems", "--limit", "2", "--json")))
    assert (len(two["entries"]), two["total"]) == (2, 29)


def test_a_wrong_list_status_or_department_ends_with_2(oncegraph):
    for arguments in (("没有",), ("systems", "--status", "没有"), ("systems", "--department", "没有")):
        told = oncegraph("list", *arguments)
        assert told.exit_code == 2 and "下一步" in told.stderr and told.stdout == "", arguments


def test_the_workbook_has_a_styled_sheet_for_each_of_the_three_lists(oncegraph, tmp_path: Path):
    file = tmp_path / "网办.xlsx"
    assert output_of(oncegraph("list", "fully_online", "-o", str(file))) == ""
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["全程网办 已实现", "全程网办 可突破", "全程网办 暂不能实现", "全程网办 不明"]
    assert [page.max_row - 3 for page in book] == [34, 5, 1, 3]
    fills = set()
    for page in book:
        assert page["A1"].value == page.title and page["A1"].font.bold and page["A1"].font.size == 14
        assert page["A2"].value == LISTS["fully_online"].summary.zh
        assert page["A3"].value == "状态" and page["A3"].fill.fgColor.rgb == "FF1F3864"
        assert page.freeze_panes == "A4" and page.auto_filter.ref.startswith("A3:")
        assert page.print_title_rows == "$3:$3"
        assert page["A4"].alignment.wrap_text and page.column_dimensions["C"].width > 12
        fills.add(page["A4"].fill.fgColor.rgb)
    assert len(fills) == 4
    headings = [cell.value for cell in book.worksheets[1][3]]
    assert headings[-3:] == ["障碍数", "障碍", "如何突破"]


def test_several_blockers_stand_below_each_other_in_a_workbook(oncegraph, tmp_path: Path):
    file = tmp_path / "清单.xlsx"
    output_of(oncegraph("list", "instant_approval", "-o", str(file)))
    (page,) = openpyxl.load_workbook(file).worksheets
    headings = [cell.value for cell in page[3]]
    rows = [dict(zip(headings, values, strict=True)) for values in page.iter_rows(min_row=4, values_only=True)]
    assert len(rows) == 76
    for row in rows:
        assert len((row["障碍"] or "").splitlines()) == row["障碍数"] == len((row["如何突破"] or "").splitlines())


def test_the_language_of_a_list_is_chosen_when_it_is_written_not_when_it_is_computed(lists):
    made, analysis = lists
    (entry,) = (e for e in made.entries("systems", analysis, ListScope()) if e.code == "SY0004")
    written = {}
    for chosen in ("zh", "en"):
        with speaking(chosen):
            written[chosen] = str(entry.blockers[0].unblock)
    assert written == {"zh": "完成：综合测试、上线应用", "en": "finish: Tested as a whole, In use"}
