"""The shipped mappings on real data that nobody of this project wrote."""

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

from oncegraph.graph.client import Client
from oncegraph.loaders import Counts, load
from oncegraph.loaders.mapping.evaluate import stable_hash
from tests.support.graph import stored_rows, whole_graph

DATA = Path(__file__).with_name("data")


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    path = tmp_path / "policy.jsonl"
    path.write_bytes(gzip.decompress((DATA / "guangdong.jsonl.gz").read_bytes()))
    return path


def test_guangdong(graph: Client, policies: Path):
    report = load(graph, [policies], mapping="guangdong")
    given = [json.loads(line) for line in policies.read_text("utf-8").splitlines()]
    papers = {
        (row["TASK_CODE"], name) for row in given if row["material_intro"] != "无" for name in row["material_intro"]
    }

    assert {kind.__name__: counts.added for kind, counts in report.counts.items()} == {
        "Region": 2,
        "Department": 177,
        "CatalogueEntry": 2239,
        "Item": 2262,
        "Situation": 2262,
        "Material": 1441,
        "Theme": 52,
        "Requires": 3434,
        "Includes": 2615,
    }
    assert {row["item_code"] for row in stored_rows(graph, "Item")} == {row["TASK_CODE"] for row in given}
    names = {row["material_code"]: row["name"] for row in stored_rows(graph, "Material")}
    assert names == {f"GD-{stable_hash(name)}": name for _, name in papers}
    assert {(row["situation_code"], names[row["material_code"]]) for row in stored_rows(graph, "Requires")} == papers
    assert {(row["theme_code"], row["situation_code"]) for row in stored_rows(graph, "Includes")} == {
        (f"GD-{theme}", row["TASK_CODE"]) for row in given for theme in row["theme_category"]
    }
    assert {row["situation_code"]: row["name"] for row in stored_rows(graph, "Situation")} == {
        row["TASK_CODE"]: f"{row['parentCatalogName']} / {row['subTaskName'].strip()}"
        if row["subTaskName"]
        else row["TASK_NAME"].strip()
        for row in given
    }

    told = Counter(finding.problem.kind for finding in report.findings)
    assert told == {"repeated_name": 67, "html": 5, "unmatched": 6}

    item = next(row for row in stored_rows(graph, "Item") if row["item_code"] == given[0]["TASK_CODE"])
    assert item == {
        "item_code": "11440000006939756B2440101007000",
        "name": "临时价格干预范围事项提价申报",
        "catalogue_code": "440101007000",
        "item_type": "licensing",
        "department_code": "006939756",
        "region_code": "440000",
        "use_level": "provincial",
        "service_objects": ["natural_person", "enterprise", "public_institution", "social_organisation",
                            "unincorporated", "government_agency", "other_organisation"],
        "legal_days": 30,
        "promised_days": 7,
        "visits": 0,
        "url": "https://www.gdzwfw.gov.cn/gaio/apply.html#/11440000006939756B2440101007000",
        "code_system": "广东政务服务网",
        "status": "active",
        "defaulted": ["status"],
    }  # fmt: skip

    before = whole_graph(graph)
    assert load(graph, [policies], mapping="guangdong", replace=True).total == Counts(unchanged=14484)
    assert whole_graph(graph) == before


def test_myinfo(graph: Client):
    report = load(graph, [DATA / "myinfo.csv"], mapping="myinfo")
    assert {kind.__name__: counts.added for kind, counts in report.counts.items()} == {
        "Field": 32,
        "DataSource": 6,
        "SuppliedBy": 39,
    }
    sources = {row["source_code"]: row["name"] for row in stored_rows(graph, "DataSource")}
    assert set(sources.values()) == {
        "Immigration and Checkpoints Authority",
        "Ministry of Manpower",
        "Housing Development Board",
        "Urban Redevelopment Authority",
        "Ministry of Social and Family Development",
        "Health Promotion Board",
    }
    supplied = {
        (row["field_code"], sources[row["source_code"]], tuple(row.get("audiences", ())))
        for row in stored_rows(graph, "SuppliedBy")
    }
    assert {
        row for row in supplied if row[0] in ("MYINFO-Name", "MYINFO-PassportNumber", "MYINFO-ChildVaxxStatus")
    } == {
        ("MYINFO-Name", "Immigration and Checkpoints Authority", ("SG", "PR", "F")),
        ("MYINFO-Name", "Ministry of Manpower", ("SG", "PR", "F")),
        ("MYINFO-PassportNumber", "Immigration and Checkpoints Authority", ("SG",)),
        ("MYINFO-ChildVaxxStatus", "Health Promotion Board", ()),
    }
    assert {(f.problem.kind, f.value, f.rows) for f in report.findings} == {
        ("unknown_code", "SG", 24),
        ("unknown_code", "PR", 22),
        ("unknown_code", "F", 20),
        ("unknown_code", "Children", 2),
    }
    assert load(graph, [DATA / "myinfo.csv"], mapping="myinfo").total == Counts(unchanged=77)


def test_a_value_that_a_file_states_is_no_longer_an_assumption(graph: Client, tmp_path: Path):
    load(graph, [DATA / "myinfo.csv"], mapping="myinfo")
    source = stored_rows(graph, "DataSource")[0]
    assert source["defaulted"] == ["status"]
    path = tmp_path / "DataSource.csv"
    path.write_text(f"source_code,status\n{source['source_code']},active\n", "utf-8")
    assert load(graph, [path]).total == Counts(changed=1)
    assert "defaulted" not in stored_rows(graph, "DataSource")[0]
