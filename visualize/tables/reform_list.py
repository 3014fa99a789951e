"""One list for reform teams: its entries, what blocks each and what would help."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich.console import Console

from oncegraph.queries.lists.reform_list import ReformList
from oncegraph.schema.lists import Entry, ListStatus
from oncegraph.schema.text import Text
from oncegraph.visualize.tables.table import Sheet, VerdictCell, print_sheet

STATUS, CODE, NAME = Text("状态", "Status"), Text("编码", "Code"), Text("名称", "Name")
ITEM, DEPARTMENT, REMARK = Text("事项", "Item"), Text("部门", "Department"), Text("说明", "Remark")
HOW_MANY, BLOCKERS, UNBLOCK = (
    Text("障碍数", "Blockers"),
    Text("障碍", "What blocks it"),
    Text("如何突破", "What would help"),
)
#: The number of entries, and of blockers per entry, that a terminal shows; files contain all of them.
ENTRIES_SHOWN, BLOCKERS_SHOWN = 30, 2


def by_status(reform_list: ReformList, entries: Sequence[Entry]) -> dict[ListStatus, int]:
    """Status → how many entries have it, for all statuses of the list."""
    counts: Counter[ListStatus] = Counter(entry.status for entry in entries)
    return {status: counts[status] for status in reform_list.statuses}


def sheets(reform_list: ReformList, entries: Sequence[Entry]) -> list[Sheet]:
    """The whole list; if each status is a separate list, one sheet for each."""
    columns, about = _Columns(reform_list, entries), reform_list.summary
    if not reform_list.apart:
        return [columns.sheet(reform_list.title, entries, about=about)]
    return [
        columns.sheet(
            f"{reform_list.title} {status.title}", [each for each in entries if each.status is status], about=about
        )
        for status in reform_list.statuses
    ]


def show(console: Console, reform_list: ReformList, entries: Sequence[Entry], limit: int | None = None) -> None:
    """For a reader: the first entries, and the number of entries of each status."""
    console.print(f"{reform_list.title}  {reform_list.name}", style="bold cyan")
    console.print(str(reform_list.summary))
    shown = entries[: limit or ENTRIES_SHOWN]
    more = len(shown) < len(entries)
    print_sheet(console, _Columns(reform_list, entries).sheet("", shown, more, blockers=BLOCKERS_SHOWN))
    counts = by_status(reform_list, entries)
    zh = "，".join(f"{status.title.zh} {many}" for status, many in counts.items())
    en = ", ".join(f"{status.title.en} {many}" for status, many in counts.items())
    many = len(entries)
    console.print(str(Text(f"合计 {many}：{zh}。", f"{many} in all: {en}.")), style="bold")


class _Columns:
    """The columns that the entries of a list need: items, departments and remarks only where some entry has one."""

    def __init__(self, reform_list: ReformList, entries: Sequence[Entry]):
        self._list = reform_list
        self._items = any(entry.item_code and entry.kind != "Item" for entry in entries)
        self._departments = any(entry.department_code for entry in entries)
        self._remarks = any(entry.remark for entry in entries)

    def sheet(
        self,
        title: Text | str,
        entries: Sequence[Entry],
        more: bool = False,
        about: Text | str = "",
        blockers: int | None = None,
    ) -> Sheet:
        """A row for each entry with at most this many blockers; without a limit, with all of them."""
        return Sheet.of(title, self._titles(), [self._row(entry, blockers) for entry in entries], more, about)

    def _titles(self) -> list[Text]:
        titles = [STATUS, CODE, NAME]
        titles += [ITEM] if self._items else []
        titles += [DEPARTMENT] if self._departments else []
        titles += [*self._list.counts.values(), self._list.weight]
        titles += [REMARK] if self._remarks else []
        return [*titles, HOW_MANY, BLOCKERS, UNBLOCK]

    def _row(self, entry: Entry, at_most: int | None) -> list[Any]:
        cells: list[Any] = [VerdictCell(entry.status.verdict, entry.status.title), entry.code, entry.name]
        cells += [entry.item_name] if self._items else []
        cells += [entry.department_name or entry.department_code] if self._departments else []
        cells += [*(entry.counts[name] for name in self._list.counts), entry.annual_cases]
        cells += [entry.remark and str(entry.remark)] if self._remarks else []
        shown = entry.blockers[:at_most]
        left = len(entry.blockers) - len(shown)
        more = [str(Text(f"另有 {left} 项", f"{left} more"))] if left else []
        what = [f"{blocker.obstacle.title}{Text('：', ': ')}{blocker.name}" for blocker in shown]
        return [*cells, len(entry.blockers), [*what, *more], [str(blocker.unblock) for blocker in shown]]
