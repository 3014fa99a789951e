"""The flow and the set of materials of the sample themes: over HTTP, and on the command line."""

import csv
import io
import json
from pathlib import Path

import httpx
import openpyxl
import pytest

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.records import Records
from oncegraph.queries.theme.materials import materials
from oncegraph.queries.theme.theme_flow import situations_of, theme_flow
from tests.support.command_line import output_of
from tests.support.examples.sample_city import sample_records
from tests.support.server import get_json

TALENT = {"PD0025": "自有住房"}
RESTAURANT = (
    "PD0019=有限责任公司",
    "PD0020=租赁",
    "PD0021=不需要",
    "PD0022=一般方式",
    "PD0023=不设置招牌",
    "PD0024=PD002401",
)


@pytest.fixture(scope="module")
def records() -> Records:
    return sample_records()


@pytest.mark.parametrize("theme", ["ZT0001", "ZT0002", "ZT0003"])
def test_a_flow_over_http_is_that_of_the_file(http: httpx.Client, records: Records, theme: str):
    assert get_json(http, f"/themes/{theme}/flow") == json.loads(theme_flow(records, theme).model_dump_json())


def test_a_flow_after_answers_or_of_some_situations(http: httpx.Client, records: Records):
    found = get_json(http, "/themes/ZT0003/flow", answer=["PD0025=自有住房"])
    assert found == json.loads(theme_flow(records, "ZT0003", TALENT).model_dump_json())
    assert found["circles"] == [] and len(found["tasks"]) == 1
    situations = [task["situation_code"] for task in get_json(http, "/themes/ZT0003/flow")["tasks"]]
    some = get_json(http, "/themes/ZT0003/flow", situation=[situations[0], situations[2]])
    assert len(some["circles"]) == 1 and "循环证明" in some["circles"][0]["text"]
    assert "circle" in get_json(http, "/themes/ZT0003/flow", lang="en")["circles"][0]["text"]


def test_the_set_of_materials_over_http(http: httpx.Client, records: Records):
    found = get_json(http, "/themes/ZT0002/materials", answer=list(RESTAURANT), as_of="2026-11-22")
    answers = dict(pair.split("=") for pair in RESTAURANT)
    analysis = Analysis(Catalogue.from_rows(records.rows), Context(moment="2026-11-22T12:00"))
    plain = materials(records, situations_of(records, "ZT0002", answers), analysis, theme="ZT0002")
    assert found == json.loads(plain.model_dump_json())
    stands = {each["name"]: each["stand"] for each in found["materials"]}
    assert stands["营业执照"] == "handed_on" and stands["居民身份证"] == "exempt"


def test_what_is_not_there_or_not_understood(http: httpx.Client):
    for path in ("flow", "materials"):
        for theme, asked, status in (
            ("ZT9999", {}, 404),
            ("ZT0003", {"situation": ["没有"]}, 404),
            ("ZT0003", {"answer": ["没有=没有"]}, 422),
            ("ZT0003", {"answer": ["没有"]}, 422),
        ):
            answer = http.get(f"/api/v1/themes/{theme}/{path}", params=asked)
            assert (answer.status_code, bool(answer.json()["next_step"])) == (status, True), answer.text


def test_all_themes_on_the_command_line(oncegraph):
    told = output_of(oncegraph("theme"))
    assert all(name in told for name in ("扶残助残", "开办餐饮店", "人才引进"))
    assert len(json.loads(output_of(oncegraph("theme", "--json")))) == 3


def test_a_theme_on_the_command_line(oncegraph):
    told = output_of(oncegraph("theme", "扶残"))
    assert "并联办理最多 55 个工作日，逐个办理最多 99 个" in told and "关键路径：残疾人证新办" in told
    assert "串联" in told and "择一" in told and "由主题以外的事项产出" in told
    english = output_of(oncegraph("theme", "ZT0003", "--legal", "--lang", "en"))
    assert "A circle, so that none can be handled first" in english and "by legal time" in english
    own = output_of(oncegraph("theme", "人才引进", "--answer", "PD0025=自有住房", "--steps"))
    assert "循环证明" not in own and "环节" in own and "受理" in own


def test_answers_from_a_file(oncegraph, tmp_path: Path):
    file = tmp_path / "回答.yaml"
    file.write_text("PD0025: 自有住房\n", "utf-8")
    document = json.loads(output_of(oncegraph("theme", "人才引进", "--answers", str(file), "--json")))
    assert document["circles"] == [] and len(document["tasks"]) == 1


def test_a_theme_as_json_csv_and_workbook(oncegraph, tmp_path: Path):
    document = json.loads(output_of(oncegraph("theme", "ZT0002", "--json")))
    assert [stage["number"] for stage in document["stages"]] == [1, 2, 3] and document["schedules"][0]["days"] == 18
    rows = list(
        csv.DictReader(io.StringIO(output_of(oncegraph("theme", "ZT0002", "--format", "csv")).lstrip("\ufeff")))
    )
    assert len([row for row in rows if row["事项"]]) >= 12
    file = tmp_path / "流程.xlsx"
    assert output_of(oncegraph("theme", "ZT0002", "--steps", "-o", str(file))) == ""
    assert openpyxl.load_workbook(file).sheetnames == ["办理阶段", "先后", "环节", "判断项", "注意事项"]


def test_a_theme_as_a_picture(oncegraph, tmp_path: Path):
    file = tmp_path / "流程.svg"
    assert output_of(oncegraph("theme", "扶残助残", "-o", str(file))) == ""
    assert "困难残疾人生活补贴" in file.read_text("utf-8") and "第 3 阶段" in file.read_text("utf-8")
    assert output_of(oncegraph("theme", "ZT0003", "--as", "mermaid")).lstrip().startswith(("---", "flowchart", "%%"))
    for arguments in (("ZT0003", "--materials"), ("ZT0003", "--json"), ()):
        assert oncegraph("theme", *arguments, "--as", "svg").exit_code == 2


def test_the_set_of_materials_on_the_command_line(oncegraph, tmp_path: Path):
    told = output_of(oncegraph("theme", "开办餐饮店", "--materials"))
    assert "由其他事项产出" in told and "合并为 27 份" in told
    file = tmp_path / "材料.xlsx"
    output_of(oncegraph("theme", "开办餐饮店", "--materials", "-o", str(file)))
    assert openpyxl.load_workbook(file).sheetnames == ["一套材料", "各情形所需"]


def test_a_wrong_theme_or_answer_is_refused(oncegraph):
    for arguments, code in ((("没有",), 2), (("ZT0003", "--answer", "没有"), 3), (("ZT0003", "--answer", "a=b"), 3)):
        told = oncegraph("theme", *arguments)
        assert told.exit_code == code and "下一步" in told.stderr and told.stdout == "", arguments
