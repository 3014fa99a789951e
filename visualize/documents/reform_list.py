"""A list of a reform team, described for programs."""

from typing import Any

from oncegraph.queries.lists.reform_list import ReformList


def document(reform_list: ReformList) -> dict[str, Any]:
    """Its title and summary, and what the statuses and counts of its entries are called."""
    return {
        "name": reform_list.name,
        "title": str(reform_list.title),
        "summary": str(reform_list.summary),
        "statuses": {each.value: str(each.title) for each in reform_list.statuses},
        "counts": {name: str(title) for name, title in reform_list.counts.items()},
        "weight": str(reform_list.weight),
    }
