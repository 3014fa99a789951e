"""All findings can be had as a file, however few of them are shown."""

import csv
import json
from pathlib import Path

from oncegraph.loaders.finding import Findings, Place
from oncegraph.loaders.problems import MISSING_VALUE, wrong_type
from oncegraph.schema.text import Text


def test_findings_as_a_file(tmp_path: Path):
    findings = Findings()
    for row in range(2, 1002):
        findings.add(Place("事项.csv", None, row, "事项名称"), MISSING_VALUE)
    findings.add(
        Place("book.xlsx", "事项", 3, "跑动次数"), wrong_type(Text("一个整数", "a whole number"), "2"), "两2次"
    )
    findings.write(tmp_path / "findings.csv")
    findings.write(tmp_path / "findings.jsonl")
    with (tmp_path / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(findings) == 1001
    assert rows[-1] == {
        "程度": "error", "类别": "wrong_type", "文件": "book.xlsx", "工作表": "事项", "行": "3", "列": "跑动次数",
        "值": "两2次", "涉及行数": "1", "问题": "类型不符合要求", "应为": "一个整数", "是否为": "2",
    }  # fmt: skip
    lines = [json.loads(line) for line in (tmp_path / "findings.jsonl").read_text("utf-8").splitlines()]
    assert lines == [finding.as_row() for finding in findings]


def test_a_finding_is_one_sentence_in_each_language():
    finding = Findings().add(Place("事项.xlsx", "事项", 3, "跑动次数"), wrong_type(Text("整数", "a number"), "2"), "两")
    assert finding.place.title == Text("事项.xlsx · 事项 · 第 3 行 · 跑动次数", "事项.xlsx · 事项 · row 3 · 跑动次数")
    assert finding.sentence == Text(
        "“两”：类型不符合要求；应为整数；是否为“2”？",
        '"两": Not of the required type; allowed: a number; did you mean "2"?',
    )
