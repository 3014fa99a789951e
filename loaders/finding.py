"""Findings of a load: where, what is wrong, what is allowed, and what was probably meant."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from oncegraph.loaders.spool import Spool
from oncegraph.schema.codes import CodeList
from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.text import Text


class Severity(CodeList):
    """A row with an error is not loaded; one with a warning or note is."""

    ERROR = "error", "错误", "Error"
    WARNING = "warning", "警告", "Warning"
    NOTE = "note", "提示", "Note"


@dataclass(frozen=True)
class Problem:
    """What is wrong with a value, without its place.

    kind: a stable name for programs; allowed: what would be right; suggestion: what was probably meant.
    """

    kind: str
    text: Text
    allowed: Text | None = None
    suggestion: str | None = None
    severity: Severity = Severity.ERROR


@dataclass(frozen=True)
class Place:
    """A place in the files. row: the number that a spreadsheet or an editor shows; the header counts as a row."""

    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None

    @property
    def title(self) -> Text:
        zh = "" if self.row is None else f"第 {self.row} 行"
        en = "" if self.row is None else f"row {self.row}"
        parts = [(self.file, self.file), (self.sheet, self.sheet), (zh, en), (self.column, self.column)]
        return Text(*(" · ".join(word for part in parts if (word := part[side])) for side in (0, 1)))


#: Columns of a finding as a row → heading in a file.
FINDING_TITLES = {
    "severity": Text("程度", "Severity"),
    "kind": Text("类别", "Kind"),
    "file": Text("文件", "File"),
    "sheet": Text("工作表", "Sheet"),
    "row": Text("行", "Row"),
    "column": Text("列", "Column"),
    "value": Text("值", "Value"),
    "rows": Text("涉及行数", "Rows concerned"),
    "problem": Text("问题", "Problem"),
    "allowed": Text("应为", "Allowed"),
    "suggestion": Text("是否为", "Did you mean"),
}


@dataclass(frozen=True)
class Finding:
    """One problem in one place; `rows` is the number of rows that have it (the place is that of the first)."""

    place: Place
    problem: Problem
    value: str | None = None
    rows: int = 1

    @property
    def severity(self) -> Severity:
        return self.problem.severity

    @property
    def sentence(self) -> Text:
        """What is wrong, in one sentence, without the place."""
        problem = self.problem
        zh, en = problem.text
        if self.value is not None:
            zh, en = f"“{self.value}”：{zh}", f'"{self.value}": {en}'
        if self.rows > 1:
            zh, en = f"{zh}，共 {self.rows} 行", f"{en} ({self.rows} rows)"
        if problem.allowed:
            zh, en = f"{zh}；应为{problem.allowed.zh}", f"{en}; allowed: {problem.allowed.en}"
        if problem.suggestion:
            zh, en = f"{zh}；是否为“{problem.suggestion}”？", f'{en}; did you mean "{problem.suggestion}"?'
        return Text(zh, en)

    def as_row(self) -> dict[str, str | int | None]:
        """The finding as a row for programs and files, with texts in the current language."""
        place, problem = self.place, self.problem
        return {
            "severity": self.severity.value,
            "kind": problem.kind,
            "file": place.file,
            "sheet": place.sheet,
            "row": place.row,
            "column": place.column,
            "value": self.value,
            "rows": self.rows,
            "problem": str(problem.text),
            "allowed": str(problem.allowed) if problem.allowed else None,
            "suggestion": problem.suggestion,
        }

    def __str__(self) -> str:
        return f"[{self.severity.title}] {self.place.title} {self.sentence}"


class Findings:
    """All findings of one load, in the order in which they were made; on disk when there are very many."""

    def __init__(self) -> None:
        self._spool: Spool[Finding] = Spool()
        self._count: Counter[Severity] = Counter()
        #: Number of errors that concern more than single rows: with any of them no part of the input can be trusted.
        self.blocking = 0

    def add(self, place: Place, problem: Problem, value: object = None, rows: int = 1) -> Finding:
        finding = Finding(place, problem, None if value is None else _short(value), rows)
        self._spool.append([finding])
        self._count[finding.severity] += 1
        if finding.severity is Severity.ERROR and place.row is None:
            self.blocking += 1
        return finding

    def count(self, severity: Severity) -> int:
        return self._count[severity]

    def write(self, path: Path) -> None:
        """Write all findings to a CSV file (.csv) or as JSON lines (otherwise), a row for each."""
        with path.open("w", encoding="utf-8-sig" if path.suffix == ".csv" else "utf-8", newline="") as file:
            if path.suffix == ".csv":
                writer = csv.DictWriter(file, list(FINDING_TITLES))
                writer.writerow({name: str(title) for name, title in FINDING_TITLES.items()})
                writer.writerows(finding.as_row() for finding in self)
            else:
                file.writelines(json.dumps(finding.as_row(), ensure_ascii=False) + "\n" for finding in self)

    def __iter__(self) -> Iterator[Finding]:
        for batch in self._spool:
            yield from batch

    def __len__(self) -> int:
        return len(self._spool)


class LoadRefused(RefusedInput):
    """The input was refused as a whole and nothing was changed; `findings` says why."""

    code = "load_refused"

    def __init__(self, findings: Findings):
        errors, warnings = findings.count(Severity.ERROR), findings.count(Severity.WARNING)
        super().__init__(
            Text(
                f"发现 {errors} 处错误、{warnings} 处警告，未作任何更改。",
                f"{errors} errors and {warnings} warnings; nothing was changed.",
            ),
            Text(
                "请按所列逐处更正后重新导入；如需先导入无误的行，可加 --keep-going，有误的行将另存为文件。",
                "Correct what is listed and load again; --keep-going loads the good rows and saves the bad ones.",
            ),
        )
        self.findings = findings


def _short(value: object, limit: int = 80) -> str:
    text = value if isinstance(value, str) else str(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"
