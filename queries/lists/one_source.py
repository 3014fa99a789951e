"""一数一源: fields with several authoritative sources, and fields with several sources of which none is (S2).

Removed bindings do not count. A field with only one source, or with one authoritative source, is not listed.
"""

from collections.abc import Iterator

from oncegraph.queries.exemption.spans import spread
from oncegraph.queries.lists.inventory import DependentTotals, Inventory
from oncegraph.queries.lists.reform_list import ReformList
from oncegraph.schema.lists import Blocker, Entry, Obstacle, OneSourceStatus
from oncegraph.schema.text import Text, listed

SETTLE = Text(
    "由各数据责任部门确定唯一的权威数源",
    "let the departments responsible for the data determine the one authoritative source",
)
RECORD = Text("登记该数源是否为该字段的权威数源", "record whether it is the authoritative source of the field")


def entries(inventory: Inventory) -> Iterator[Entry]:
    """Every field that breaks the rule; in a scope, those that its situations require."""
    totals = _totals(inventory)
    index, names = inventory.catalogue.index, inventory.names("DataSource")
    for code, supplies in inventory.facts.supplies.items():
        number = index["Field"][code]
        marks: dict[int, bool | None] = {}
        for supply in supplies:
            source = index["DataSource"][supply.source_code]
            marks[source] = _strongest(marks.get(source, False), supply.authoritative)
        judged = _judge(inventory, number, marks)
        if judged is None or (inventory.is_scoped and not totals.situations[number]):
            continue
        standing, blockers = judged
        yield inventory.entry(
            "Field",
            number,
            standing,
            annual_cases=totals.cases_of(number),
            counts={
                "sources": len(marks),
                "authoritative": sum(mark is True for mark in marks.values()),
                "situations": totals.situations[number],
            },
            blockers=blockers,
            remark=listed(names[source] for source in marks),
        )


def _totals(inventory: Inventory) -> DependentTotals:
    """What depends on each field: the situations that require a material with this field."""
    chain = inventory.catalogue.chain
    situation, material = inventory.needed_materials
    row, fact = spread(chain.materials["first_fact"][material], chain.materials["last_fact"][material])
    return inventory.totals(chain.facts["field"][fact], situation[row], len(chain.fields))


def _strongest(one: bool | None, other: bool | None) -> bool | None:
    """Combines two bindings to the same source: yes if one says yes, else not recorded if one does not say, else no."""
    return True if True in (one, other) else None if None in (one, other) else False


def _judge(
    inventory: Inventory, field: int, marks: dict[int, bool | None]
) -> tuple[OneSourceStatus, list[Blocker]] | None:
    """The status of a field and its blockers; None if it does not break the rule. marks: source → authoritative?"""
    authorities = [source for source, mark in marks.items() if mark]
    if len(authorities) > 1:
        chosen = _chosen(inventory, field, authorities)
        name = inventory.names("DataSource")[chosen]
        unblock = Text(f"与“{name}”之间只保留一个权威数源", f'keep only one authoritative source: this one or "{name}"')
        surplus = [source for source in authorities if source != chosen]
        return OneSourceStatus.SEVERAL, [
            inventory.blocker(Obstacle.SURPLUS_AUTHORITY, "DataSource", source, unblock) for source in surplus
        ]
    if len(marks) < 2 or authorities:
        return None
    unknown = [source for source, mark in marks.items() if mark is None]
    if unknown:
        return OneSourceStatus.UNKNOWN, [
            inventory.blocker(Obstacle.AUTHORITY_UNKNOWN, "DataSource", source, RECORD) for source in unknown
        ]
    return OneSourceStatus.NONE, [inventory.blocker(Obstacle.NO_AUTHORITY, "Field", field, SETTLE)]


def _chosen(inventory: Inventory, field: int, authorities: list[int]) -> int:
    """The authoritative source that comes first in the order in which sources are tried."""
    owner = inventory.catalogue.chain.fields[field]
    sources = inventory.catalogue.chain.bindings["source"][owner["first_binding"] : owner["last_binding"]].tolist()
    return next(source for source in sources if source in authorities)


LIST = ReformList(
    name="one_source",
    title=Text("一数一源", "One source for one fact"),
    summary=Text(
        "有多个权威数源的字段，以及有多个数源但没有权威数源的字段。",
        "Fields with several authoritative sources, and fields with several sources of which none is authoritative.",
    ),
    statuses=OneSourceStatus,
    counts={
        "sources": Text("数源", "Sources"),
        "authoritative": Text("权威数源", "Authoritative"),
        "situations": Text("涉及情形", "Situations"),
    },
    entries=entries,
)
