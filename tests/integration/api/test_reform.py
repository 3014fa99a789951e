"""Before and after over the command line and over HTTP, on the sample city; and the reformed catalogue loaded again."""

import json
from pathlib import Path

import httpx
import pytest
import yaml

from oncegraph import loaders
from oncegraph.graph.client import Client
from oncegraph.graph.versions import state
from oncegraph.loaders.exchange import write_catalogue
from oncegraph.loaders.sample import CITY, HOUSING_REFORM
from oncegraph.schema.model import DECLARATIONS
from tests.support.command_line import output_of
from tests.support.server import job_result

CONFIRMATION, SUBSIDY = "11990100MB0000100L3990070003000", "11990100MB0000100L3990050004000"
SAVED = {"items": 1, "steps": 3, "forms": 1, "fields": 5, "materials": 3, "visits": 1, "promised_days": 2}


def saved(totals: dict) -> dict[str, int]:
    return {name: totals["saved"][name]["by"] for name in SAVED}


@pytest.fixture(scope="module")
def actions() -> list[dict]:
    return yaml.safe_load(HOUSING_REFORM.read_text("utf-8"))["actions"]


def test_a_reform_lists_its_effects_and_savings(oncegraph, client: Client):
    before = state(client)
    answer = json.loads(output_of(oncegraph("reform", str(HOUSING_REFORM), "--json")))
    assert answer["title"] == "公租房申请一件事"
    assert [(each["number"], each["action"]) for each in answer["effects"]] == [(1, "merge")]
    assert answer["effects"][0]["edits"]["merged"]["Step"] == 4
    assert saved(answer["totals"]) == SAVED
    assert state(client) == before
    table = output_of(oncegraph("reform", str(HOUSING_REFORM)))
    assert "公租房实物配租补贴发放 → 公租房申请" in table and "补贴发放" in table


@pytest.mark.parametrize("name", ["after.xlsx", "after.json", "after"])
def test_the_reformed_catalogue_is_what_a_load_would_make_of_the_graph(
    oncegraph, client: Client, tmp_path: Path, name: str
):
    written = tmp_path / name
    output_of(oncegraph("reform", str(HOUSING_REFORM), "--catalogue", str(written), "--json"))
    report = loaders.load(client, [written], dataset="sample", replace=True, dry_run=True)
    counts = {kind.__name__: each for kind, each in report.counts.items()}
    assert not list(report.findings)
    assert {kind: each.removed for kind, each in counts.items() if each.removed} == {
        "Item": 1,
        "Step": 4,
        "Situation": 1,
        "Material": 1,
        "Form": 1,
        "FormField": 5,
        "Question": 1,
        "Option": 2,
        "Requires": 5,
        "Asks": 1,
        "LeadsToSituation": 1,
    }
    assert {kind: each.added for kind, each in counts.items() if each.added} == {"Step": 1, "Requires": 6}
    assert {kind: each.changed for kind, each in counts.items() if each.changed} == {"Item": 1, "FormField": 3}
    edits = json.loads(output_of(oncegraph("compare", str(HOUSING_REFORM), str(written), "--json")))["edits"]
    assert edits == {"total": 0, "items": []}


def test_the_graph_is_the_same_as_the_file_that_was_loaded(oncegraph):
    answer = json.loads(output_of(oncegraph("compare", "graph", str(CITY), "--json")))
    assert answer["edits"]["total"] == 0
    assert answer["kept"]["Item"] == len(loaders.rows_of([CITY])["Item"])
    assert "两个状态相同" in output_of(oncegraph("compare", "graph", str(CITY)))


def test_items_and_themes_are_compared_by_themselves(oncegraph, tmp_path: Path):
    answer = json.loads(
        output_of(
            oncegraph("compare", "graph", str(HOUSING_REFORM), "--json", "--item", "公租房资格确认", "--item", SUBSIDY)
        )
    )
    assert (answer["totals"]["before"]["items"]["value"], answer["totals"]["after"]["items"]["value"]) == (2, 1)
    assert saved(answer["totals"]) == SAVED
    untouched = json.loads(
        output_of(oncegraph("compare", "graph", str(HOUSING_REFORM), "--json", "--theme", "开办餐饮店"))
    )
    assert untouched["edits"]["total"] == 0 and untouched["totals"]["before"]["items"]["value"] == 6
    for suffix, start in (("svg", b"<svg"), ("pdf", b"%PDF"), ("mmd", b"")):
        file = tmp_path / f"picture.{suffix}"
        output_of(oncegraph("reform", str(HOUSING_REFORM), "-o", str(file)))
        assert file.read_bytes().startswith(start) and file.stat().st_size > 1000
    of_theme = output_of(oncegraph("compare", "--theme", "扶残助残", "--as", "svg"))
    assert "一张表单" in of_theme
    assert output_of(oncegraph("draw", "扶残助残", "--picture", "before-after", "--as", "svg")) == of_theme
    assert "并入公租房申请" in output_of(
        oncegraph("compare", "graph", str(HOUSING_REFORM), "--item", SUBSIDY, "--as", "svg")
    )
    book = tmp_path / "edits.xlsx"
    output_of(oncegraph("compare", "graph", str(HOUSING_REFORM), "-o", str(book)))
    assert book.read_bytes()[:2] == b"PK"


def test_a_theme_as_one_thing(oncegraph, http: httpx.Client):
    answer = json.loads(output_of(oncegraph("compare", "--theme", "扶残助残", "--json")))
    totals = answer["totals"]
    assert (totals["before"]["forms"]["value"], totals["after"]["forms"]["value"]) == (10, 1)
    assert totals["saved"]["promised_days"]["by"] > 0
    over_http = http.get("/api/v1/themes/ZT0001/compare", params={"limit": 1000}).json()
    assert over_http == answer
    answers = (
        "PD0019=PD001902",
        "PD0020=租赁",
        "PD0021=不需要",
        "PD0022=一般方式",
        "PD0023=不设置招牌",
        "PD0024=PD002401",
    )
    some = oncegraph("compare", "--theme", "开办餐饮店", "--json", *(f"--answer={each}" for each in answers))
    assert len(json.loads(output_of(some))["situations"]) == 4
    assert "一张表单" in output_of(oncegraph("compare", "--theme", "ZT0001"))


def test_states_that_cannot_be_compared_are_refused(oncegraph, tmp_path: Path):
    for arguments, told in (
        ([], "没有写明比较的对象"),
        (["graph"], "须写明两个状态"),
        (["graph", "没有.xlsx"], "没有名为“没有.xlsx”的文件或文件夹"),
        (["--theme", "没有的主题"], "没有编码或名称为“没有的主题”的一件事主题"),
    ):
        result = oncegraph("compare", *arguments)
        assert result.exit_code == 2 and told in result.stderr
    bad = tmp_path / "坏.yaml"
    bad.write_text(
        "title: 坏\nactions:\n  - 腾: 公租房资格确认\n  - 转: 公租房资格确认\n    department: 示例市民政局\n", "utf-8"
    )
    result = oncegraph("reform", str(bad))
    assert result.exit_code == 3
    assert "坏.yaml 第 2 项动作：事项“公租房资格确认”因第 1 项动作已不存在" in result.stderr
    bad.write_text("- 腾: 公租房资格确认\n", "utf-8")
    assert "须写明 title（标题）和 actions" in oncegraph("reform", str(bad)).stderr


def test_a_reform_over_http(http: httpx.Client, actions: list[dict]):
    answer = http.post("/api/v1/reforms:simulate", json={"title": "公租房", "actions": actions, "limit": 5})
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert saved(body["totals"]) == SAVED
    assert len(body["edits"]["items"]) == 5 < body["edits"]["total"]
    assert answer.headers["cache-control"] == "no-store"
    refused = http.post("/api/v1/reforms:simulate", json={"actions": [{"retire": "没有的事项"}]})
    assert refused.status_code == 422 and refused.json()["code"] == "bad_change"
    assert "第 1 项动作" in refused.json()["detail"]
    unclear = http.post("/api/v1/reforms:simulate", json={"actions": [{"merge": SUBSIDY}]})
    assert unclear.status_code == 422 and "into" in unclear.json()["detail"]


def test_a_reform_as_a_job(http: httpx.Client, actions: list[dict]):
    started = http.post("/api/v1/reforms:simulate", json={"actions": actions}, headers={"prefer": "respond-async"})
    assert started.status_code == 202
    assert saved(job_result(http, started)["totals"]) == SAVED


def test_states_over_http(http: httpx.Client, actions: list[dict], tmp_path: Path):
    both = {"after": {"actions": actions}, "items": [CONFIRMATION, "公租房实物配租补贴发放"]}
    answer = http.post("/api/v1/compare", json=both)
    assert answer.status_code == 200, answer.text
    assert answer.json()["totals"]["after"]["items"]["value"] == 1
    write_catalogue(tmp_path / "city.json", loaders.rows_of([CITY]))
    rows = json.loads((tmp_path / "city.json").read_text("utf-8"))
    assert rows.keys() == DECLARATIONS.keys()
    same = http.post("/api/v1/compare", json={"after": {"rows": rows}})
    assert same.json()["edits"]["total"] == 0
    rows["Item"][0]["item_type"] = "?"
    rows["Item"][0]["legal_days"] = "soon"
    wrong = http.post("/api/v1/compare", json={"after": {"rows": rows}})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "rows_refused") and "soon" in wrong.text
    unknown = http.post("/api/v1/compare", json={"after": {"rows": {"Thing": [{}]}}})
    assert unknown.status_code == 422 and unknown.json()["code"] == "unknown_declaration"
    many = http.post("/api/v1/compare", json={"after": {"rows": {"Item": [{}] * 50_001}}})
    assert many.status_code == 422 and many.json()["code"] == "too_many_rows"
