"""How a reform changes which items wait for which: items that no longer have to wait become parallel (并联)."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import networkx as nx

from oncegraph.queries.records import Records
from oncegraph.queries.theme.orders import orders
from oncegraph.schema.codes import in_force
from oncegraph.schema.item import Item
from oncegraph.schema.situation import Situation


class ChangedWait(NamedTuple):
    """An item that waits for others in only one of two states. now: it waits in the state after."""

    item: str
    others: tuple[str, ...]
    now: bool


def changed_waits(before: Records, after: Records) -> Iterator[ChangedWait]:
    """Items that wait for others either before or after, but not in both states. Only items in force in both count.

    An item waits for items whose result it requires and for items that the law puts before it, directly or through
    other items.
    """
    was, now = _waits(before), _waits(after)
    items = [records.nodes(Item) for records in (before, after)]
    common = {code for code in items[0].keys() & items[1].keys() if all(in_force(each[code].status) for each in items)}
    for here, there, after_only in ((was, now, False), (now, was, True)):
        waits_for: dict[str, list[str]] = defaultdict(list)
        for other, item in sorted(here.edges - there.edges):
            if {other, item} <= common and not (other in there and item in there and nx.has_path(there, other, item)):
                waits_for[item].append(other)
        for item, others in waits_for.items():
            yield ChangedWait(item, tuple(others), after_only)


def _waits(records: Records) -> nx.DiGraph:
    """Edges from items to the items that wait for them, over all situations in force."""
    situations = {code: each.item_code for code, each in records.nodes(Situation).items() if in_force(each.status)}
    forced, _ = orders(records, list(situations), surely=lambda one, other: False)
    return nx.DiGraph((situations[order.before], situations[order.after]) for order in forced)
