"""The commands on the real Neo4j of the session."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import httpx
import openpyxl
import psutil
import pytest

from oncegraph import loaders
from oncegraph.graph.client import Client
from oncegraph.loaders.sample import CITY
from tests.support.command_line import output_of
from tests.support.examples.sample_city import CAR_PARK, PRESALE
from tests.support.server import free_port

ONE = "商品房预售许可"
TEN = "经营性公共停车场备案"


def test_exempt_tells_every_verdict_and_the_totals(oncegraph):
    shown = output_of(oncegraph("exempt", ONE))
    assert "16/17 个字段免填，4/10 份材料免交" in shown
    assert "✓ 免填" in shown and "✗ 须填写" in shown
    assert "16 of 17 fields fill-free, 4 of 10 materials exempt" in output_of(oncegraph("exempt", ONE, "--lang", "en"))
    assert "10 个情形" in (shown := output_of(oncegraph("exempt", CAR_PARK)))
    assert "每个情形需 3–6 份" in shown and "6 个数源" in shown and "/17 个字段" in shown


def test_exempt_in_every_format(oncegraph, tmp_path: Path):
    verdict = json.loads(output_of(oncegraph("exempt", ONE, "--json")))
    assert verdict["item_code"] == PRESALE
    assert json.loads(output_of(oncegraph("exempt", ONE, "--format", "json"))) == verdict
    rows = list(csv.DictReader(io.StringIO(output_of(oncegraph("exempt", TEN, "--format", "csv")).lstrip("\ufeff"))))
    assert len({row["情形编码"] for row in rows}) == 10
    assert output_of(oncegraph("exempt", TEN, "-o", str(tmp_path / "out.xlsx"))) == ""
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["情形", "字段", "材料"]
    assert book["情形"].max_row == 11
    assert oncegraph("exempt", ONE, "--json", "--format", "csv").exit_code == 2


def test_exempt_in_a_context(oncegraph):
    underground = json.loads(output_of(oncegraph("exempt", TEN, "--situation", "地下停车场", "--json")))
    assert underground["name"] == "地下停车场"
    on_file = json.loads(output_of(oncegraph("exempt", ONE, "--on-file", "建设工程施工合同", "--json")))
    verdicts = {row["name"]: row["verdict"] for row in on_file["situations"][0]["materials"]}
    assert verdicts["建设工程施工合同"] == "yes"
    assert oncegraph("exempt", ONE, "--audience", "企业法人", "--mode", "now", "--as-of", "2026-11-22").exit_code == 0


def test_the_value_of_a_known_field_is_never_shown(oncegraph):
    for form in ("table", "json", "csv"):
        told = oncegraph("exempt", ONE, "--known", "项目编号=SECRET", "--format", form)
        assert told.exit_code == 0 and "SECRET" not in told.output
    assert "SECRET" not in oncegraph("exempt", ONE, "--known", "没有=SECRET").output


def test_what_is_not_found_or_not_unique_ends_with_2_and_the_next_step(oncegraph):
    several = oncegraph("exempt", "备案")
    assert several.exit_code == 2 and several.stdout == ""
    assert CAR_PARK in several.stderr and "下一步" in several.stderr
    for arguments in (
        ("exempt", "没有这个事项"),
        ("exempt", ONE, "--situation", "没有"),
        ("exempt", ONE, "--audience", "没有"),
        ("exempt", ONE, "--region", "没有"),
        ("why", ONE, "没有"),
        ("why", TEN, "营业执照"),
        ("why", "没有"),
        ("why", "地下停车场", "--situation", "地下停车场"),
        ("query", "没有"),
        ("query", "browse.chain"),
        ("query", "browse.chain", "--param", "x"),
        ("load", "x.csv", "--as", "没有"),
    ):
        told = oncegraph(*arguments)
        assert told.exit_code == 2, (arguments, told.output)
        assert told.stdout == "" and "下一步" in told.stderr, arguments


def test_why_goes_down_to_the_relationships(oncegraph):
    tree = output_of(oncegraph("why", ONE, "项目编号"))
    assert "SUPPLIED_BY" in tree and "key_fields" in tree and "登录即知" in tree
    assert "OBTAINED_VIA" in output_of(oncegraph("why", TEN, "营业执照", "--situation", "地下停车场"))
    steps = list(
        csv.reader(io.StringIO(output_of(oncegraph("why", ONE, "项目编号", "--format", "csv")).lstrip("\ufeff")))
    )
    assert [row[0] for row in steps[1:]] == ["0", "1", "2"]
    assert json.loads(output_of(oncegraph("why", ONE, "项目编号", "--json")))["verdict"] == "yes"


def test_why_tells_of_items_and_situations_and_draws_them(oncegraph, tmp_path: Path):
    assert "→ 使其免交" in output_of(oncegraph("why", "地下停车场"))
    item = json.loads(output_of(oncegraph("why", TEN, "--json")))
    assert (item["kind"], len(item["premises"])) == ("Item", 10)
    assert json.loads(output_of(oncegraph("why", TEN, "--situation", "地下停车场", "--json")))["kind"] == "Situation"
    assert output_of(oncegraph("why", ONE, "项目编号", "-o", str(tmp_path / "图.svg"))) == ""
    picture = (tmp_path / "图.svg").read_text("utf-8")
    assert "登录即知" in "".join(ElementTree.fromstring(picture).itertext())
    assert output_of(oncegraph("why", ONE, "项目编号", "--as", "svg")) == picture
    assert oncegraph("why", ONE, "--json", "--as", "svg").exit_code == 2


def test_search_and_queries(oncegraph):
    assert ONE in output_of(oncegraph("search", "预售"))
    assert "quality." in output_of(oncegraph("query"))
    sizes = json.loads(output_of(oncegraph("query", "statistics.size", "--json")))
    assert {row["kind"] for row in sizes} >= {"Item", "Situation"}
    assert "ZD000046" in output_of(oncegraph("query", "browse.chain", "-p", f"item_code={PRESALE}", "--format", "csv"))


def test_load_reports_what_it_did_and_what_it_refused(oncegraph, city: Client, tmp_path: Path):
    good, bad = tmp_path / "Department.csv", tmp_path / "Region.csv"
    good.write_text("department_code,name\nD1,测试部门\n", "utf-8")
    bad.write_text("region_code,name,level\n,没有代码,市\n", "utf-8")
    try:
        assert "仅试运行" in output_of(oncegraph("load", str(good), "--dataset", "test", "--dry-run"))
        assert "已导入数据集 test" in output_of(oncegraph("load", str(good), "--dataset", "test"))
        assert "无须更改" in output_of(oncegraph("load", str(good), "--dataset", "test"))
        refused = oncegraph("load", str(bad), "--dataset", "test")
        assert refused.exit_code == 3 and "Region.csv" in refused.stderr and refused.stdout == ""
        report = json.loads(output_of(oncegraph("load", str(good), "--dataset", "test", "--json")))
        assert report["counts"]["Department"]["unchanged"] == 1
        other = oncegraph("demo")
        assert other.exit_code == 2 and "test" in other.stderr and "--home" in other.stderr
    finally:
        city.write("MATCH (d:Department {department_code: 'D1'}) DETACH DELETE d")
        loaders.load(city, [CITY], dataset="sample")


def test_a_template_is_written(oncegraph, tmp_path: Path):
    output_of(oncegraph("template", str(tmp_path / "模板.xlsx"), "--table", "事项"))
    assert "事项" in openpyxl.load_workbook(tmp_path / "模板.xlsx").sheetnames
    assert oncegraph("template", str(tmp_path / "x.xlsx"), "--table", "没有").exit_code == 2


def program(*arguments: str, variables: dict[str, str]) -> subprocess.Popen:
    command = [sys.executable, "-m", "oncegraph.api.cli", *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ONCEGRAPH_")}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environment | variables, stdout=pipe, stderr=pipe, text=True)


def test_the_demo_on_an_empty_machine_leaves_no_process_behind(tmp_path: Path):
    home = {"ONCEGRAPH_HOME": str(tmp_path / "home")}
    shown, told = (demo := program("demo", variables=home)).communicate(timeout=300)
    assert demo.returncode == 0, told
    assert "16/17 个字段免填，4/10 份材料免交" in shown
    assert "10 个情形" in shown and "每个情形需 3–6 份" in shown and "6 个数源" in shown
    assert "oncegraph why" in shown
    left = [process for process in psutil.process_iter(["cmdline"]) if str(tmp_path) in str(process.info["cmdline"])]
    assert left == []


def test_no_neo4j_there_ends_with_4(tmp_path: Path):
    wrong = {"ONCEGRAPH_NEO4J_URI": "bolt://127.0.0.1:1", "ONCEGRAPH_NEO4J_PASSWORD": "SECRET"}
    shown, told = (failed := program("exempt", ONE, variables=wrong)).communicate(timeout=120)
    assert failed.returncode == 4
    assert shown == "" and "下一步" in told and "Traceback" not in told and "SECRET" not in told


@pytest.mark.parametrize("workers", ["1", "2"])
def test_serve_answers_and_ends_tidily(city: Client, variables: dict[str, str], workers: str):
    port = free_port()
    server = program("serve", "--port", str(port), "--workers", workers, variables=variables)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30) as http:
            deadline = time.monotonic() + 120
            while True:
                try:
                    assert http.get("/health/ready").json()["status"] == "ready"
                    break
                except httpx.TransportError:
                    assert server.poll() is None and time.monotonic() < deadline, server.stderr.read()
                    time.sleep(0.1)
            assert http.get(f"/api/v1/items/{PRESALE}/exemption").status_code == 200
            assert "oncegraph_http_requests_total" in http.get("/metrics").text
        password = variables["ONCEGRAPH_NEO4J_PASSWORD"]
        family = [psutil.Process(server.pid), *psutil.Process(server.pid).children(recursive=True)]
        assert not [process for process in family if password in " ".join(process.cmdline())]
    finally:
        server.send_signal(signal.SIGINT)
        _, told = server.communicate(timeout=60)
    assert "Traceback" not in told
    assert password not in told
    _, alive = psutil.wait_procs(family[1:], timeout=20)
    assert alive == []
