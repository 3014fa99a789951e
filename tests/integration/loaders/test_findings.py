"""Everything wrong is told at once; nothing is loaded, or only what is right."""

from pathlib import Path

import pytest

from oncegraph.graph.client import Client
from oncegraph.loaders import Counts, LoadRefused, load
from oncegraph.loaders.finding import Severity
from oncegraph.schema.item import Item
from oncegraph.schema.place import Region
from oncegraph.schema.situation import Situation
from tests.support.graph import LoadRows, stored_rows, whole_graph

REGION = "区划代码,区划名称,上级区划代码\n1,甲,\n2,乙,3\n3,丙,4\n4,丁,2\n5,戊,9\n6,己,5\n"
ITEM = """实施编码,事项名称,事项类型,区划代码,承诺办结时限
I1,办证,行政许可,1,5
I2,,行政许可,1,5
,无码,行政许可,1,5
I4,类型不明,行政许克,1,五
I5,无此区划,行政许可,8,5
I6,区划有误,行政许可,2,5
I7,<b>重复</b>,公共服务,1,1
I7,<b>重复</b>,公共服务,1,1
I8,相同,公共服务,1,1
I8,不同,公共服务,1,1
"""
SITUATION = "情形编码,情形名称,实施编码,服务对象\nS1,好,I1,自然人\nS2,依附于有误的事项,I2,*\n"


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    for name, text in (("区划", REGION), ("事项", ITEM), ("情形", SITUATION)):
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    return [tmp_path / f"{name}.csv" for name in ("情形", "事项", "区划")]


FOUND = {
    ("区划", 3, "上级区划代码", "3", "cycle"),
    ("区划", 4, "上级区划代码", "4", "cycle"),
    ("区划", 5, "上级区划代码", "2", "cycle"),
    ("区划", 6, "上级区划代码", "9", "dangling_reference"),
    ("区划", 7, "上级区划代码", "5", "rejected_reference"),
    ("事项", 3, "事项名称", None, "missing_value"),
    ("事项", 4, "实施编码", None, "missing_value"),
    ("事项", 5, "事项类型", "行政许克", "unknown_code"),
    ("事项", 5, "承诺办结时限", "五", "wrong_type"),
    ("事项", 6, "区划代码", "8", "dangling_reference"),
    ("事项", 7, "区划代码", "2", "rejected_reference"),
    ("事项", 8, "事项名称", "<b>重复</b>", "html"),
    ("事项", 9, "实施编码", "I7", "duplicate"),
    ("事项", 11, "实施编码", "I8", "duplicate"),
    ("情形", 3, "实施编码", "I2", "rejected_reference"),
}


def test_all_errors_are_reported_at_once_and_nothing_is_loaded(graph: Client, files: list[Path]):
    before = whole_graph(graph)
    with pytest.raises(LoadRefused) as error:
        load(graph, files)
    findings = error.value.findings
    told = {(Path(f.place.file).stem, f.place.row, f.place.column, f.value, f.problem.kind) for f in findings}
    assert told == FOUND
    assert findings.count(Severity.ERROR) == 12
    assert whole_graph(graph) == before


def test_keep_going_loads_the_good_rows_and_saves_the_bad_ones(graph: Client, files: list[Path], tmp_path: Path):
    report = load(graph, files, keep_going=True, rejects=tmp_path / "bad" / "rows.xlsx")
    assert report.counts == {
        Region: Counts(added=1, rejected=5),
        Item: Counts(added=2, rejected=7),
        Situation: Counts(added=1, rejected=1),
    }
    assert [row["item_code"] for row in stored_rows(graph, "Item")] == ["I1", "I7"]
    assert [row["situation_code"] for row in stored_rows(graph, "Situation")] == ["S1"]
    with pytest.raises(LoadRefused) as error:
        load(graph, [report.rejects])
    told = {(f.place.sheet, f.value, f.problem.kind) for f in error.value.findings}
    # What was refused is refused again for the same reasons, now that what it refers to is missing altogether.
    assert {found for found in told if found[2] != "dangling_reference"} == {
        (sheet, value, "rejected_reference" if value in ("5", "2") and kind != "cycle" else kind)
        for sheet, _, _, value, kind in FOUND
        if kind not in ("html", "dangling_reference") and value != "I7"
    }


def test_corrected_rejects_load(graph: Client, tmp_path: Path):
    path = tmp_path / "事项.csv"
    path.write_text("实施编码,事项名称,跑动次数\n1,甲,0\n2,乙,两\n", "utf-8")
    report = load(graph, [path], keep_going=True)
    assert report.rejects == tmp_path / "事项.rejected.csv"
    text = report.rejects.read_text("utf-8-sig")
    assert "类型不符合要求" in text
    report.rejects.write_text(text.replace("两", "2"), "utf-8")
    assert load(graph, [report.rejects]).counts == {Item: Counts(added=1)}


def test_new_rows_need_every_required_column_and_known_ones_do_not(graph: Client, tmp_path: Path, load_rows: LoadRows):
    load_rows({"Item": [{"item_code": "1", "name": "甲"}]})
    path = tmp_path / "Item.csv"
    path.write_text("item_code,visits\n1,3\n", "utf-8")
    assert load(graph, [path]).counts == {Item: Counts(changed=1)}
    path.write_text("item_code,visits\n1,4\n2,1\n3,1\n", "utf-8")
    with pytest.raises(LoadRefused) as error:
        load(graph, [path])
    assert [(f.problem.kind, f.place.row, f.rows) for f in error.value.findings] == [("missing_column", 3, 2)]


def test_a_column_of_the_identity_must_be_there(graph: Client, tmp_path: Path):
    path = tmp_path / "Requires.csv"
    path.write_text("situation_code,copies\nS1,1\n", "utf-8")
    with pytest.raises(LoadRefused) as error:
        load(graph, [path], keep_going=True)
    assert [f.problem.kind for f in error.value.findings] == ["missing_column"]


def test_a_cycle_through_the_graph(graph: Client, load_rows: LoadRows):
    load_rows(
        {"Region": [{"region_code": "1", "name": "甲"}, {"region_code": "2", "name": "乙", "parent_code": "1"},
                    {"region_code": "3", "name": "丙", "parent_code": "2"}]}
    )  # fmt: skip
    with pytest.raises(LoadRefused) as error:
        load_rows({"Region": [{"region_code": "1", "parent_code": "3"}]})
    (finding,) = error.value.findings
    assert (finding.problem.kind, finding.problem.text.zh) == ("cycle", "上下级关系形成循环：1 → 3 → 2 → 1")


def test_references_to_a_table_that_could_not_be_read_are_not_counted_as_wrong(graph: Client, tmp_path: Path):
    (tmp_path / "Item.csv").write_text("编号,名字\n1,甲\n", "utf-8")
    (tmp_path / "Situation.csv").write_text("situation_code,name,item_code\nS,甲,1\n", "utf-8")
    with pytest.raises(LoadRefused) as error:
        load(graph, [tmp_path])
    assert [f.problem.kind for f in error.value.findings] == ["no_header"]


def test_rows_of_one_key_in_two_files(graph: Client, tmp_path: Path):
    (tmp_path / "Item.a.csv").write_text("item_code,name\n1,甲\n", "utf-8")
    (tmp_path / "Item.b.csv").write_text("item_code,name\n1,乙\n", "utf-8")
    with pytest.raises(LoadRefused) as error:
        load(graph, [tmp_path])
    (finding,) = error.value.findings
    assert finding.problem.kind == "duplicate"
    assert "Item.a.csv · row 2" in finding.problem.text.en


def test_a_folder_without_files(graph: Client, tmp_path: Path):
    with pytest.raises(LoadRefused) as error:
        load(graph, [tmp_path])
    assert [f.problem.kind for f in error.value.findings] == ["nothing_to_load"]


def test_members_of_a_list_are_looked_up_too(load_rows: LoadRows):
    rows = {
        "Region": [{"region_code": "R", "name": "市"}],
        "Field": [{"field_code": "F", "name": "姓名"}],
        "DataSource": [{"source_code": "D", "name": "库"}],
        "SuppliedBy": [
            {"field_code": "F", "source_code": "D", "regions": ["*"], "key_fields": ["F"]},
            {"field_code": "F", "source_code": "D", "binding": "2", "regions": ["R", "X"], "key_fields": ["Y"]},
        ],
    }
    with pytest.raises(LoadRefused) as refused:
        load_rows(rows)
    found = {(finding.place.column, finding.value) for finding in refused.value.findings}
    assert found == {("regions", "X"), ("key_fields", "Y")}
