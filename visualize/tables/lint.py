"""What is wrong with the questions of themes and items."""

from collections.abc import Sequence

from rich.console import Console

from oncegraph.schema.lint import Lint, Severity
from oncegraph.schema.text import Text, listed
from oncegraph.schema.verdict import Verdict
from oncegraph.visualize.tables.guide import WHY, path_in_words
from oncegraph.visualize.tables.table import Sheet, VerdictCell, print_sheets

MARKS = {Severity.FAULT: Verdict.NO, Severity.NOTE: Verdict.CONDITIONAL}


def sheets(found: Sequence[Lint]) -> list[Sheet]:
    """The findings of all subjects, as one table."""
    columns = (
        Text("主题或事项", "Theme or item"),
        Text("级别", "Severity"),
        Text("缺陷", "Defect"),
        Text("对象编码", "Code of"),
        Text("对象", "What"),
        WHY,
        Text("回答路径", "Answers that show it"),
        Text("有关事项", "Items concerned"),
    )
    rows = [
        (
            each.name,
            VerdictCell(MARKS[finding.severity], finding.severity.title),
            str(finding.defect.title),
            finding.code,
            finding.name,
            str(finding.text),
            path_in_words(finding.path),
            [item.name for item in finding.items],
        )
        for each in found
        for finding in each.findings
    ]
    return [Sheet.of(Text("判断项检查", "Check of the questions"), columns, rows)]


def show(console: Console, found: Sequence[Lint]) -> None:
    """For a reader: the findings, if there are any, and how many."""
    print_sheets(console, (sheet for sheet in sheets(found) if sheet.rows))
    console.print(str(totals(found)), style="bold")


def totals(found: Sequence[Lint]) -> Text:
    """The number of findings, in a sentence."""
    findings = [finding for each in found for finding in each.findings]
    faults = sum(finding.severity is Severity.FAULT for finding in findings)
    zh = f"检查了 {len(found)} 个主题或事项：{faults} 处错误，{len(findings) - faults} 处提示。"
    en = f"{len(found)} themes or items: {faults} faults, {len(findings) - faults} notes."
    stopped = listed(item.name for item in dict.fromkeys(item for each in found for item in each.stopped))
    if stopped.zh:
        zh += f"互斥情形过多、未能全部列出的事项：{stopped.zh}。"
        en += f" Too many conflicts to list all: {stopped.en}."
    return Text(zh, en)
