"""多表合一 and 自动分发 over HTTP and on the command line, on the real Neo4j; no value is kept."""

import io
import json
import time
from pathlib import Path

import httpx
import openpyxl
import pytest
from docx import Document
from jsonschema import Draft202012Validator

from oncegraph.graph.client import Client
from oncegraph.schema.form_mapping import FormMapping
from oncegraph.schema.merged_form import MergedForm
from tests.support.command_line import output_of

DISABLED, RESTAURANT = "/api/v1/themes/ZT0001/form", "/api/v1/themes/ZT0002/form"
PHONE, FOUNDED = "ZD000005", "ZD000008"
ANSWERS = [
    "PD0019=个体工商户",
    "PD0020=PD002002",
    "PD0021=室内装修",
    "PD0022=告知承诺",
    "PD0023=新设招牌",
    "PD0024=PD002401",
]
NODES = "MATCH (n) RETURN count(n) AS nodes, sum(size(keys(n))) AS properties"


def got(http: httpx.Client, path: str, **more) -> httpx.Response:
    answer = http.get(path, **more)
    assert answer.status_code == 200, answer.text
    return answer


def test_the_form_of_a_theme(http: httpx.Client):
    form = got(http, DISABLED).json()
    assert form.keys() == MergedForm.model_fields.keys()
    tally = form["tally"]
    assert (tally["forms"], tally["fields_before"], tally["entries"], tally["removed"]) == (10, 92, 35, 57)
    assert (tally["filled"], tally["to_type"]) == (20, 15)
    restaurant = got(http, RESTAURANT).json()
    apart = [each["name"] for each in restaurant["conflicts"] if each["outcome"] == "apart"]
    assert apart == ["建筑面积", "地址"]
    assert got(http, f"{RESTAURANT}?lang=en").json()["entries"][-1]["group"] == "declaration"
    assert http.get("/api/v1/themes/NONE/form").status_code == 404


def test_only_some_situations(http: httpx.Client):
    places = got(http, RESTAURANT).json()["situations"]
    one = places[0]["situation_code"]
    form = got(http, f"{RESTAURANT}?situation={one}").json()
    assert [each["situation_code"] for each in form["situations"]] == [one]
    assert (form["tally"]["forms"], form["tally"]["removed"]) == (1, 0)
    assert http.get(f"{RESTAURANT}?situation=NONE").status_code == 404


def test_answers_lead_to_the_situations_merged(http: httpx.Client, oncegraph, tmp_path: Path):
    form = got(http, RESTAURANT, params={"answer": ANSWERS}).json()
    assert [each["situation_name"] for each in form["situations"]] == [
        "个体工商户开业",
        "餐饮服务经营者（租赁场所）",
        "室内装修工程",
        "告知承诺方式",
        "新设招牌",
        "餐饮类排水户",
    ]
    assert "不动产权证书" not in {each["name"] for each in form["attachments"]}
    arguments = [each for answer in ANSWERS for each in ("--answer", answer)]
    assert json.loads(output_of(oncegraph("merge", "开办餐饮店", *arguments, "--json"))) == form
    file = tmp_path / "回答.yaml"
    file.write_text("\n".join(answer.replace("=", ": ") for answer in ANSWERS), "utf-8")
    assert json.loads(output_of(oncegraph("merge", "开办餐饮店", "--answers", str(file), "--json"))) == form
    for wrong in (["x"], ["没有=是"], ANSWERS[1:]):
        assert http.get(RESTAURANT, params={"answer": wrong}).status_code == 422


def test_every_format_can_be_requested_by_name_and_by_accept(http: httpx.Client):
    schema = got(http, f"{RESTAURANT}?format=json-schema")
    assert schema.headers["content-type"] == "application/schema+json"
    Draft202012Validator.check_schema(schema.json())
    accepted = got(http, RESTAURANT, headers={"Accept": "application/schema+json"})
    assert accepted.json() == schema.json()
    assert got(http, RESTAURANT).json() != schema.json()
    book = got(http, f"{RESTAURANT}?format=xlsx")
    assert openpyxl.load_workbook(io.BytesIO(book.content)).sheetnames[0] == "申请表"
    word = got(http, f"{RESTAURANT}?format=docx")
    assert Document(io.BytesIO(word.content)).paragraphs[0].text == "开办餐饮店申请表"
    assert "filename*=UTF-8''ZT0002.docx" in word.headers["content-disposition"]
    assert http.get(f"{RESTAURANT}?format=pdf").status_code == 422
    assert http.get(RESTAURANT, headers={"Accept": "image/png"}).status_code == 406


def test_values_are_split_by_the_service_and_by_its_mapping(http: httpx.Client):
    mapping = FormMapping.model_validate(got(http, f"{RESTAURANT}/mapping").json())
    values = {PHONE: "13800000000", FOUNDED: "2026-01-31"}
    forms = http.post(f"{RESTAURANT}:split", json={"values": values})
    assert forms.status_code == 200 and forms.headers["cache-control"] == "no-store"
    filled = {form["name"]: {each["label"]: each["value"] for each in form["fields"]} for form in forms.json()}
    assert filled["食品经营许可申请书"] == {"联系电话": "13800000000", "成立时间": "2026年01月31日"}
    assert filled["户外招牌设施备案表"] == {"联系电话": "13800000000"}
    assert {form["form_code"] for form in forms.json()} == {form.form_code for form in mapping.forms}
    signboard = next(form for form in forms.json() if form["name"] == "户外招牌设施备案表")
    assert signboard["missing"] == ["单位名称", "统一社会信用代码", "负责人", "地址", "设置位置", "规格", "签章"]


def test_what_was_split_is_gathered_again(http: httpx.Client, oncegraph, tmp_path: Path):
    values = {PHONE: "13800000000", FOUNDED: "2026-01-31"}
    split = http.post(f"{RESTAURANT}:split", json={"values": values}).json()
    forms = {form["form_code"]: {each["form_field_code"]: each["value"] for each in form["fields"]} for form in split}
    gathered = http.post(f"{RESTAURANT}:gather", json={"forms": forms})
    assert gathered.json() == {"values": values, "left": []}
    assert gathered.headers["cache-control"] == "no-store"
    code, field = next((form["form_code"], form["fields"][0]["form_field_code"]) for form in split if form["fields"])
    forms[code][field] = "13900000000"
    disagreeing = http.post(f"{RESTAURANT}:gather", json={"forms": forms}).json()
    assert disagreeing["values"] == {FOUNDED: "2026-01-31"}
    assert len(disagreeing["left"]) == 6 and all(each["disagrees_with"] for each in disagreeing["left"])
    file = tmp_path / "已填.json"
    file.write_text(json.dumps(forms), "utf-8")
    assert json.loads(output_of(oncegraph("merge", "开办餐饮店", "--gather", str(file), "--json"))) == disagreeing
    assert "各表填写不一致" in output_of(oncegraph("merge", "开办餐饮店", "--gather", str(file)))
    assert oncegraph("merge", "开办餐饮店", "--gather", str(file), "--split", str(file)).exit_code == 2
    file.write_text('{"BD000021": "SECRET"}', "utf-8")
    refused = oncegraph("merge", "开办餐饮店", "--gather", str(file))
    assert refused.exit_code == 3 and "SECRET" not in refused.output


def test_values_are_never_kept_or_repeated(http: httpx.Client, city: Client, caplog: pytest.LogCaptureFixture):
    before = city.read(NODES).rows
    with caplog.at_level("DEBUG", "oncegraph"):
        for values, status in (
            ({PHONE: "SECRET00000"}, 200),
            ({FOUNDED: "SECRET"}, 422),
            ({"没有": "SECRET"}, 422),
        ):
            answer = http.post(f"{RESTAURANT}:split", json={"values": values})
            assert answer.status_code == status
            assert status == 200 or "SECRET" not in answer.text
        assert http.post(f"{RESTAURANT}:split", json={"SECRET": 1}).status_code == 422
        time.sleep(0.2)
    assert caplog.records
    assert "SECRET" not in str([vars(record) for record in caplog.records])
    assert city.read(NODES).rows == before


def test_the_command_merges_themes_items_and_situations(oncegraph, http: httpx.Client):
    assert "合并前 10 张申请表共 92 项；合并后 1 张表 35 项" in output_of(oncegraph("merge", "扶残助残"))
    assert json.loads(output_of(oncegraph("merge", "ZT0001", "--json"))) == got(http, DISABLED).json()
    two = json.loads(output_of(oncegraph("merge", "商品房预售许可", "地下停车场", "--json")))
    assert (two["tally"]["forms"], len(two["situations"])) == (2, 2)
    assert "Before: 6 forms with 57 fields" in output_of(oncegraph("merge", "开办餐饮店", "--lang", "en"))
    assert oncegraph("merge", "没有").exit_code == 2
    assert oncegraph("merge", "开办餐饮店", "扶残助残", "--answer", "a=b").exit_code == 2
    assert oncegraph("merge", "开办餐饮店", "--answer", "a").exit_code == 3


def test_the_command_writes_every_format(oncegraph, tmp_path: Path):
    for name in ("表.xlsx", "表.docx", "表.json", "表.schema.json", "表.mapping.json", "表.csv"):
        assert output_of(oncegraph("merge", "开办餐饮店", "-o", str(tmp_path / name))) == ""
    assert openpyxl.load_workbook(tmp_path / "表.xlsx").sheetnames[:3] == ["申请表", "填写项", "来源"]
    assert Document(str(tmp_path / "表.docx")).tables
    schema = json.loads((tmp_path / "表.schema.json").read_text("utf-8"))
    assert schema["title"] == "开办餐饮店申请表" and len(schema["properties"]) == 32
    mapping = FormMapping.model_validate_json((tmp_path / "表.mapping.json").read_text("utf-8"))
    assert len(mapping.entries) == 32
    assert json.loads(output_of(oncegraph("merge", "开办餐饮店", "--format", "json-schema"))) == schema
    assert oncegraph("merge", "开办餐饮店", "--json", "--format", "docx").exit_code == 2


def test_the_command_splits_values(oncegraph, tmp_path: Path):
    values, bad = tmp_path / "值.json", tmp_path / "坏.json"
    values.write_text(json.dumps({PHONE: "13800000000", FOUNDED: "2026-01-31"}), "utf-8")
    forms = json.loads(output_of(oncegraph("merge", "开办餐饮店", "--split", str(values), "--json")))
    licence = next(form for form in forms if form["name"] == "食品经营许可申请书")
    assert [each["value"] for each in licence["fields"]] == ["13800000000", "2026年01月31日"]
    shown = output_of(oncegraph("merge", "开办餐饮店", "--split", str(values)))
    assert "2026年01月31日" in shown and "（必填，未填）" in shown
    for content in ("SECRET", '["SECRET"]', json.dumps({FOUNDED: "SECRET"})):
        bad.write_text(content, "utf-8")
        refused = oncegraph("merge", "开办餐饮店", "--split", str(bad))
        assert refused.exit_code == 3 and "SECRET" not in refused.output
    assert oncegraph("merge", "开办餐饮店", "--split", str(tmp_path / "无.json")).exit_code == 3
    assert oncegraph("merge", "开办餐饮店", "--split", str(values), "--format", "docx").exit_code == 2
