"""Which items wait for which, and how that changes: what need not wait any more is made parallel (并联)."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import networkx as nx

from oncegraph.queries.records import Records
from oncegraph.queries.reform.metrics import in_force
from oncegraph.queries.theme.orders import orders
from oncegraph.schema.item import Item
from oncegraph.schema.situation import Situation


class ChangedWait(NamedTuple):
    """An item that waits for others in one of two states only. now: in the one after."""

    item: str
    others: tuple[str, ...]
    now: bool


def changed_waits(before: Records, after: Records) -> Iterator[ChangedWait]:
    """Items, by code, that wait for others before or after, and not both; of items that both states have in force.

    An item waits for what issues a result that it requires, and for what the law puts before it; also by way of others.
    """
    was, now = _waits(before), _waits(after)
    items = [records.nodes(Item) for records in (before, after)]
    common = {code for code in items[0].keys() & items[1].keys() if all(in_force(each[code].status) for each in items)}
    for here, there, after_only in ((was, now, False), (now, was, True)):
        found: dict[str, list[str]] = defaultdict(list)
        for other, item in sorted(here.edges - there.edges):
            if {other, item} <= common and not (other in there and item in there and nx.has_path(there, other, item)):
                found[item].append(other)
        for item, others in found.items():
            yield ChangedWait(item, tuple(others), after_only)


def _waits(records: Records) -> nx.DiGraph:
    """Item → item that comes after it, of all situations in force."""
    situations = {code: each.item_code for code, each in records.nodes(Situation).items() if in_force(each.status)}
    forced, _ = orders(records, list(situations), surely=lambda one, other: False)
    return nx.DiGraph((situations[order.before], situations[order.after]) for order in forced)
