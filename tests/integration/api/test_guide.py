"""The themes of the sample city answered question by question, over HTTP and on the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import httpx
import openpyxl
import pytest
from typer.testing import CliRunner

from oncegraph.api.commands.root import app
from oncegraph.api.commands.themes import guide as command
from oncegraph.graph.client import Client
from oncegraph.queries.records.reading import read_all
from oncegraph.schema.guide import Guidance
from oncegraph.schema.lint import Lint
from oncegraph.schema.theme import Theme
from tests.support.command_line import output_of
from tests.support.examples.sample_city import CAR_PARK

RESTAURANT, CARE, TALENT = "ZT0002", "ZT0001", "ZT0003"
PATH = f"/api/v1/themes/{RESTAURANT}/guide"
ANSWERS = {
    "PD0019": "个体工商户",
    "PD0020": "PD002002",
    "PD0021": "不需要",
    "PD0022": "告知承诺",
    "PD0023": "不设置招牌",
    "PD0024": "一般餐饮污水",
}
CHILD = """
PD0007: 没有
PD0008: 监护人代为申请
PD0009: 都不是
PD0010: 四级
PD0012: 0—14周岁
PD0013: 尚未办理，有诊断证明
儿童年满几周岁？: 6.5
PD0015: null
"""


def posted(http: httpx.Client, path: str, answers: dict, **parameters) -> dict:
    answer = http.post(path, json={"answers": answers}, params=parameters)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json().keys() == Guidance.model_fields.keys()
    return answer.json()


@pytest.mark.parametrize("theme", [CARE, RESTAURANT, TALENT])
@pytest.mark.parametrize("which", [0, -1])
def test_every_theme_is_answered_to_its_end(http: httpx.Client, theme: str, which: int):
    path, answers = f"/api/v1/themes/{theme}/guide", {}
    found = posted(http, path, answers)
    alive = None
    while asked := found["next"]:
        answers[asked["question_code"]] = asked["options"][which]["option_code"]
        found = posted(http, path, answers)
        open_still = (each for each in found["situations"] if each["prospect"] in ("entered", "possible"))
        before, alive = alive, {each["situation_code"] for each in open_still}
        assert before is None or alive <= before
    assert {each["situation_code"] for each in found["checklist"]["situations"]} == alive
    assert (found["more"], len(found["answers"])) == (0, len(answers))


def test_the_exact_checklist(http: httpx.Client):
    found = posted(http, PATH, ANSWERS)
    needed = found["checklist"]
    assert [each["name"] for each in needed["situations"]] == [
        "个体工商户开业",
        "餐饮服务经营者（租赁场所）",
        "告知承诺方式",
        "餐饮类排水户",
    ]
    stands = {(s["name"], m["name"]): m for s in needed["situations"] for m in s["materials"]}
    licence = stands["餐饮类排水户", "营业执照"]
    assert (licence["stand"], [item["name"] for item in licence["produced_by"]]) == ("handed_on", ["企业设立登记"])
    assert stands["餐饮服务经营者（租赁场所）", "从业人员健康证明"]["stand"] == "later"
    assert stands["餐饮服务经营者（租赁场所）", "经营场所租赁合同"]["stand"] == "to_hand_in"
    assert stands["个体工商户开业", "居民身份证"]["stand"] == "exempt"
    assert (needed["to_hand_in"], needed["later"]) == (7, 1)
    assert [form["name"] for form in needed["situations"][0]["forms"]] == ["市场主体设立登记申请书"]


def test_the_context_counts(http: httpx.Client):
    contract = "CL050016"
    without = posted(http, PATH, ANSWERS)["checklist"]
    with_file = posted(http, PATH, ANSWERS, on_file=[contract], as_of="2026-11-25", lang="en")["checklist"]
    assert without["to_hand_in"] >= with_file["to_hand_in"]
    assert "Handed on by 企业设立登记" in {m["text"] for s in with_file["situations"] for m in s["materials"]}


def test_a_get_is_the_same_and_is_remembered(http: httpx.Client):
    pairs = [f"{question}={answer}" for question, answer in ANSWERS.items()]
    first = http.get(PATH, params={"answer": pairs})
    assert first.json() == posted(http, PATH, ANSWERS)
    again = http.get(PATH, params={"answer": pairs}, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304


def test_an_item_by_itself(http: httpx.Client):
    path = f"/api/v1/items/{CAR_PARK}/guide"
    found = posted(http, path, {"停车场属于哪一类？": "建筑物内部或屋面"})
    assert (found["kind"], found["next"]["question_code"]) == ("Item", "PD0002")
    assert [cause["option"]["code"] for cause in found["next"]["because"]] == ["PD000101"]
    assert posted(http, path, {"PD0001": "PD000103"})["checklist"]["situations"][0]["name"] == "机械式立体停车场"


@pytest.mark.parametrize(
    ("answers", "code", "told"),
    [
        ({"PD0099": "是"}, "unknown_question", "PD0019 以哪种市场主体开办？"),
        ({"PD0019": "合伙"}, "unknown_option", "PD001902 个体工商户"),
        ({"PD0019": ["PD001901", "PD001902"]}, "several_options", "PD001901 有限责任公司"),
        ({"PD0019": None}, "missing_answer", "PD001901 有限责任公司"),
        ({"PD0022": "一般方式"}, "not_shown", "经营场所是否进行需要消防验收的装修或者新建？ = 不需要"),
    ],
)
def test_what_is_refused_names_the_question_and_what_it_takes(http: httpx.Client, answers: dict, code: str, told: str):
    answer = http.post(PATH, json={"answers": answers})
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert told in answer.json()["next_step"]


def test_nothing_by_that_code(http: httpx.Client):
    for path in (f"/api/v1/themes/{CAR_PARK}/guide", f"/api/v1/items/{CARE}/guide", "/api/v1/items/X/guide:lint"):
        answer = http.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    answer = http.get(PATH, params={"answer": "PD0019"})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_answers")


def test_what_is_wrong_with_the_questions_of_a_theme(http: httpx.Client):
    answer = http.get(f"/api/v1/themes/{CARE}/guide:lint")
    assert answer.json().keys() == Lint.model_fields.keys()
    faults = [each for each in answer.json()["findings"] if each["severity"] == "fault"]
    assert {each["defect"] for each in faults} == {"nothing_reached", "conflicting"}
    (conflict,) = (each for each in faults if each["defect"] == "conflicting")
    way = {step["question"]["code"]: step["option"]["code"] for step in conflict["path"]}
    found = posted(http, f"/api/v1/themes/{CARE}/guide", way)
    assert [item["name"] for item in found["conflicting"]] == [conflict["name"]]


# ------------------------------------------------------------------------------------------- the command line


def test_the_command_prints_the_next_question_and_why_it_is_asked(oncegraph: Callable):
    told = output_of(oncegraph("guide", "扶残助残", "--answer", "PD0007=已有"))
    assert "家庭是否属于最低生活保障家庭或者低保边缘家庭？" in told
    assert "因为回答了：是否已持有第三代残疾人证？ 已有" in told


def test_the_command_reads_answers_from_a_file_and_writes_the_checklist(oncegraph: Callable, tmp_path: Path):
    file, book = tmp_path / "回答.yaml", tmp_path / "清单.xlsx"
    file.write_text(CHILD, "utf-8")
    output_of(oncegraph("guide", CARE, "--answers", str(file), "-o", str(book)))
    sheets = openpyxl.load_workbook(book)
    assert {"已答", "情形", "材料清单", "表单"} <= set(sheets.sheetnames)
    found = json.loads(output_of(oncegraph("guide", CARE, "--answers", str(file), "--json")))
    assert [each["name"] for each in found["checklist"]["situations"]] == ["监护人代为申请", "持诊断证明的儿童"]
    assert found["answers"][-1]["value"] == 6.5


def test_an_answer_on_the_command_line_goes_before_one_in_the_file(oncegraph: Callable, tmp_path: Path):
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(ANSWERS), "utf-8")
    given = ["--answers", str(file), "--answer", "PD0023=新设招牌"]
    found = json.loads(output_of(oncegraph("guide", RESTAURANT, *given, "--json")))
    assert "新设招牌" in {each["name"] for each in found["checklist"]["situations"]}


@pytest.mark.parametrize(
    ("arguments", "exit_code", "told"),
    [
        (["guide"], 2, "没有写明主题或事项"),
        (["guide", "没有的主题"], 2, "没有编码或名称"),
        (["guide", CARE, "--answer", "PD0007"], 3, "不是有效的回答"),
        (["guide", CARE, "--answers", "没有.yaml"], 3, "无法读取"),
        (["guide", CARE, "--answer", "PD0007=也许"], 3, "PD000702 已有"),
    ],
)
def test_what_the_command_refuses(oncegraph: Callable, arguments: list[str], exit_code: int, told: str):
    result = oncegraph(*arguments)
    assert result.exit_code == exit_code
    assert told in result.output


def test_on_a_terminal_it_asks_and_asks_again(city: Client, variables: dict[str, str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(command, "at_terminal", lambda: True)
    spoken = "个体\n个体工商户\n租赁\n不需要\n告知承诺\n不设置招牌\n一般餐饮污水\n"
    result = CliRunner().invoke(app, ["guide", RESTAURANT], env=variables, input=spoken)
    assert result.exit_code == 0, result.output
    assert "没有选项“个体”" in result.output
    assert "共 4 个情形，须提交 7 份材料，1 份可容缺后补。" in result.output


def test_the_whole_catalogue_is_checked(city: Client, oncegraph: Callable):
    found = json.loads(output_of(oncegraph("guide", "--check", "--json")))
    assert {each["code"] for each in found} >= set(read_all(city).nodes(Theme))
    assert "处错误" in output_of(oncegraph("guide", "残疾人证新办", "--check"))
