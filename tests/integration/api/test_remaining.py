"""What remains for somebody with a file, over HTTP and on the command line; nothing of the file is kept."""

import json
import time
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest

from oncegraph.graph.client import Client
from oncegraph.schema.remaining import Remaining
from tests.support.examples.sample_city import PRESALE_SITUATION

PATH = f"/api/v1/situations/{PRESALE_SITUATION}/remaining"
CONTRACT = "CL050005"
TODAY = date.today()

EVERYTHING = """
MATCH (n) OPTIONAL MATCH (n)-[r]->(m)
RETURN elementId(n) AS node, labels(n) AS labels, properties(n) AS properties, elementId(r) AS relationship, type(r) AS
type, properties(r) AS more ORDER BY node, relationship
"""


@pytest.fixture
def valid(city: Client) -> int | None:
    """For how many days the contract stays valid, if that is recorded."""
    found = city.read("MATCH (m:Material {material_code: $code}) RETURN m.validity_days AS days", {"code": CONTRACT})
    return found.rows[0]["days"]


def ask(http: httpx.Client, **file) -> dict:
    answer = http.post(PATH, json=file)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json().keys() == Remaining.model_fields.keys()
    return answer.json()


def test_the_empty_file_leaves_what_the_situation_asks_for(http: httpx.Client):
    answer = ask(http)
    assert (answer["to_type"], len(answer["fields"]), len(answer["materials"])) == (1, 17, 10)
    stands = [row["stand"] for row in answer["materials"]]
    assert (stands.count("exempt"), answer["to_hand_in"]) == (4, 6)
    assert answer["zero_material"] == answer["without_file"] == "no"


def test_what_is_on_file_need_not_be_typed_or_handed_in(http: httpx.Client, valid: int | None):
    answer = ask(http, documents={CONTRACT: str(TODAY), "没有的": str(TODAY)})
    (contract,) = [row for row in answer["materials"] if row["material_code"] == CONTRACT]
    if valid is None:
        assert (contract["stand"], contract["file_reason"]) == ("undecided", "validity_unknown")
    else:
        assert (contract["stand"], contract["valid_until"]) == ("reused", str(TODAY + timedelta(valid)))
    assert answer["to_hand_in"] == 5
    assert answer["not_recognised"] == ["没有的"]


def test_texts_are_in_the_language_of_the_request(http: httpx.Client):
    file = {"documents": {CONTRACT: str(TODAY)}}
    texts = [http.post(f"{PATH}?lang={lang}", json=file).json()["materials"][0]["text"] for lang in ("zh", "en")]
    assert [text[:6] for text in texts] == ["部分免交；仍", "Exempt"]


def test_the_future_and_nonsense_are_refused_without_being_repeated(
    http: httpx.Client, caplog: pytest.LogCaptureFixture
):
    tomorrow = http.post(PATH, json={"fields": {"ZD000046": str(TODAY + timedelta(2))}})
    assert (tomorrow.status_code, tomorrow.json()["code"]) == (422, "not_on_file_yet")
    with caplog.at_level("DEBUG", "oncegraph"):
        for wrong in (
            {"fields": {"ZD000046": "SECRET"}},
            {"documents": ["SECRET"]},
            {"values": {"ZD000046": "SECRET"}},
        ):
            answer = http.post(PATH, json=wrong)
            assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
            assert "SECRET" not in answer.text
        http.post(PATH, json={"fields": {"SECRET": str(TODAY)}})
        time.sleep(0.2)
    assert caplog.records
    assert "SECRET" not in str([vars(record) for record in caplog.records])
    assert http.post("/api/v1/situations/X/remaining", json={}).status_code == 404


def test_nothing_of_a_file_is_stored(http: httpx.Client, oncegraph, city: Client):
    before = city.read(EVERYTHING).rows
    ask(http, fields={"ZD000054": str(TODAY)}, documents={CONTRACT: str(TODAY)})
    assert oncegraph("remaining", "新建商品房预售", "--has-field", f"ZD000054={TODAY}").exit_code == 0
    assert city.read(EVERYTHING).rows == before
    asked_plainly = http.get(f"/api/v1/situations/{PRESALE_SITUATION}/exemption").json()
    (contract,) = [row for row in asked_plainly["materials"] if row["material_code"] == CONTRACT]
    assert contract["verdict"] == "no"


def test_the_command_takes_a_file_and_options(oncegraph, http: httpx.Client, tmp_path: Path):
    file = tmp_path / "档案.yaml"
    file.write_text(f"fields: {{ZD000046: {TODAY}}}\ndocuments: {{{CONTRACT}: {TODAY}}}\n", "utf-8")
    told = oncegraph("remaining", "新建商品房预售", "--file", str(file), "--json")
    assert told.exit_code == 0, told.output
    answer = json.loads(told.stdout)
    assert answer == ask(http, fields={"ZD000046": str(TODAY)}, documents={CONTRACT: str(TODAY)})
    by_options = ("--has-field", f"ZD000046={TODAY}", "--has-document", f"建设工程施工合同={TODAY}", "--json")
    assert json.loads(oncegraph("remaining", PRESALE_SITUATION, *by_options).stdout) == answer
    shown = oncegraph("remaining", PRESALE_SITUATION, "--file", str(file), "--has-document", f"没有={TODAY}").stdout
    assert "尚须填写 1/17 个字段" in shown and "未能识别、因而未计入的编码：没有" in shown


def test_the_command_refuses_what_it_cannot_read(oncegraph, tmp_path: Path):
    wrong = {name: tmp_path / f"{name}.yaml" for name in ("list", "broken", "values")}
    wrong["list"].write_text("[1, 2]")
    wrong["broken"].write_text("fields: {")
    wrong["values"].write_text("fields: {ZD000046: SECRET}")
    tomorrow = TODAY + timedelta(2)
    for arguments in (
        *(("--file", str(path)) for path in (*wrong.values(), tmp_path / "none.yaml")),
        ("--has-field", "ZD000046"),
        ("--has-field", "ZD000046=SECRET"),
        ("--has-field", f"ZD000046={tomorrow}"),
    ):
        told = oncegraph("remaining", PRESALE_SITUATION, *arguments)
        assert told.exit_code == 3, (arguments, told.output)
        assert "下一步" in told.stderr and told.stdout == "" and "SECRET" not in told.stderr
    assert oncegraph("remaining", "没有").exit_code == 2
    assert oncegraph("remaining", "停车场").exit_code == 2
