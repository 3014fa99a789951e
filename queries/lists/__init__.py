"""The lists that reform teams work from (S1, S2): each entry with what blocks it and how to unblock it."""

from threading import Lock

from cachetools import LRUCache, cached

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.lists import fully_online, instant_approval, licences, one_source, reuse, systems, zero_material
from oncegraph.queries.lists.facts import Facts
from oncegraph.queries.lists.inventory import EVERYTHING, Inventory, ListScope
from oncegraph.queries.lists.reform_list import ReformList
from oncegraph.schema.errors import NotFound
from oncegraph.schema.lists import Entry
from oncegraph.schema.text import Text

LISTS: dict[str, ReformList] = {
    each.name: each
    for each in (
        zero_material.SITUATIONS,
        zero_material.ITEMS,
        fully_online.LIST,
        instant_approval.LIST,
        licences.LIST,
        systems.LIST,
        reuse.LIST,
        one_source.LIST,
    )
}
#: How many lists `Lists` caches: enough for a reader who turns pages, with little memory.
KEPT = 4


class UnknownList(NotFound):
    """There is no list with this name."""

    code = "unknown_list"


def find(name: str) -> ReformList:
    """The list with this name or title. Raises UnknownList, which names the most similar one."""
    for each in LISTS.values():
        if name in (each.name, each.title.zh, each.title.en):
            return each
    from rapidfuzz import fuzz, process

    nearest = process.extractOne(name, list(LISTS), scorer=fuzz.WRatio)[0]
    raise UnknownList(
        Text(f"没有名为 {name} 的清单。", f"There is no list named {name}."),
        Text(
            f"名称相近的是 {nearest}；全部清单：{'、'.join(LISTS)}。",
            f"The most similar name is {nearest}; all lists: {', '.join(LISTS)}.",
        ),
    )


class Lists:
    """The lists of one version of a catalogue; the last ones are cached. Its methods may be called from any thread."""

    def __init__(self, facts: Facts):
        def entries(name: str, analysis: Analysis, scope: ListScope) -> list[Entry]:
            return find(name).of(Inventory(analysis, facts, scope))

        self._entries = cached(LRUCache(KEPT), lambda name, analysis, scope: (name, analysis.context, scope), Lock())(
            entries
        )

    def entries(self, name: str, analysis: Analysis, scope: ListScope = EVERYTHING) -> list[Entry]:
        """The entries of a list, in their order. Raises UnknownList; NotFound, for a department or region."""
        return self._entries(name, analysis, scope)
