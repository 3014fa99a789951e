"""The lists of reform teams as tables and as documents."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich.console import Console

from oncegraph.queries.lists.reform_list import ReformList
from oncegraph.schema.lists import Entry, ListStatus
from oncegraph.schema.text import Text
from oncegraph.visualize.tables.table import Mark, Sheet, print_sheet

STATUS, CODE, NAME = Text("状态", "Status"), Text("编码", "Code"), Text("名称", "Name")
ITEM, DEPARTMENT, REMARK = Text("事项", "Item"), Text("部门", "Department"), Text("说明", "Remark")
HOW_MANY, BLOCKERS, UNBLOCK = (
    Text("障碍数", "Blockers"),
    Text("障碍", "What blocks it"),
    Text("如何突破", "What would help"),
)
#: Of an entry with many blockers, a terminal shows so many.
BLOCKERS_SHOWN = 2


def about(reform_list: ReformList) -> dict[str, Any]:
    """What a list is, for programs: title, summary, the statuses and counts of its entries."""
    return {
        "name": reform_list.name,
        "title": str(reform_list.title),
        "summary": str(reform_list.summary),
        "statuses": {each.value: str(each.title) for each in reform_list.statuses},
        "counts": {name: str(title) for name, title in reform_list.counts.items()},
        "weight": str(reform_list.weight),
    }


def by_status(reform_list: ReformList, entries: Sequence[Entry]) -> dict[ListStatus, int]:
    """Status → how many entries have it, for all statuses of the list."""
    found = Counter(entry.status for entry in entries)
    return {status: found[status] for status in reform_list.statuses}


def listing(lists: Sequence[ReformList]) -> Sheet:
    """All lists, each in a line."""
    columns = [str(Text("清单", "List")), str(Text("标题", "Title")), str(Text("内容", "What it tells"))]
    return Sheet("", columns, [(each.name, str(each.title), str(each.summary)) for each in lists])


class Listing:
    """One list as tables."""

    def __init__(self, reform_list: ReformList, entries: Sequence[Entry]):
        self._list = reform_list
        self._entries = entries
        self._has_items = any(entry.item_code and entry.kind != "Item" for entry in entries)
        self._has_departments = any(entry.department_code for entry in entries)
        self._has_remarks = any(entry.remark for entry in entries)

    def sheets(self) -> list[Sheet]:
        """All of it; where each status is a list of its own, a sheet for each."""
        if not self._list.apart:
            return [self._sheet(str(self._list.title), self._entries)]
        return [
            self._sheet(f"{self._list.title} {status.title}", [each for each in self._entries if each.status is status])
            for status in self._list.statuses
        ]

    def show(self, console: Console, limit: int) -> None:
        """For a reader: the first entries, how many there are of each status."""
        console.print(f"{self._list.title}  {self._list.name}", style="bold cyan")
        console.print(str(self._list.summary))
        shown = self._entries[:limit]
        rows = [self._row(entry, BLOCKERS_SHOWN) for entry in shown]
        print_sheet(console, Sheet("", self._columns(), rows, len(shown) < len(self._entries)))
        counts = by_status(self._list, self._entries)
        zh = "，".join(f"{status.title.zh} {many}" for status, many in counts.items())
        en = ", ".join(f"{status.title.en} {many}" for status, many in counts.items())
        many = len(self._entries)
        console.print(str(Text(f"合计 {many}：{zh}。", f"{many} in all: {en}.")), style="bold")

    def _sheet(self, title: str, entries: Sequence[Entry]) -> Sheet:
        rows = [self._row(entry) for entry in entries]
        return Sheet(title, self._columns(), rows, about=str(self._list.summary))

    def _columns(self) -> list[str]:
        titles = [STATUS, CODE, NAME]
        titles += [ITEM] if self._has_items else []
        titles += [DEPARTMENT] if self._has_departments else []
        titles += [*self._list.counts.values(), self._list.weight]
        titles += [REMARK] if self._has_remarks else []
        return [str(title) for title in (*titles, HOW_MANY, BLOCKERS, UNBLOCK)]

    def _row(self, entry: Entry, at_most: int | None = None) -> list[Any]:
        cells: list[Any] = [Mark(entry.status.verdict, entry.status.title), entry.code, entry.name]
        cells += [entry.item_name] if self._has_items else []
        cells += [entry.department_name or entry.department_code] if self._has_departments else []
        cells += [*(entry.counts[name] for name in self._list.counts), entry.annual_cases]
        cells += [entry.remark and str(entry.remark)] if self._has_remarks else []
        shown = entry.blockers[:at_most]
        left = len(entry.blockers) - len(shown)
        more = [str(Text(f"另 {left} 项", f"{left} more"))] if left else []
        what = [f"{blocker.obstacle.title}{Text('：', ': ')}{blocker.name}" for blocker in shown]
        return [*cells, len(entry.blockers), [*what, *more], [str(blocker.unblock) for blocker in shown]]
