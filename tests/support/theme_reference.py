"""Which situations of a theme must wait for which, derived plainly from its rows: flows are compared with this."""

from collections.abc import Iterator

from oncegraph.queries.records import Records


def predecessors(theme: Records) -> Iterator[tuple[str, set[str]]]:
    """Every situation with the situations, one of which must be done before it. Those of its own item do not count."""
    rows, item_of = theme.rows, {row["situation_code"]: row["item_code"] for row in theme.rows["Situation"]}
    for situation in item_of:
        requirements = [r for r in rows["Requires"] if r["situation_code"] == situation and r["status"] != "removed"]
        groups = {(r["alternative_group"] or r["material_code"], bool(r["alternative_group"])) for r in requirements}
        for name, is_group in groups:
            group = [
                r
                for r in requirements
                if (r["alternative_group"] if is_group else None) == (name if is_group else None)
            ]
            group = group if is_group else [r for r in group if r["material_code"] == name]
            necessities = {r["necessity"] for r in group}
            makers = [
                {
                    other
                    for other, item in item_of.items()
                    if item != item_of[situation]
                    and {"item_code": item, "material_code": r["material_code"]} in rows["Produces"]
                }
                for r in group
            ]
            if necessities != {"optional"} and "deferred" not in necessities and all(makers):
                yield situation, set.union(*makers)
    for row in rows["Precedes"]:
        for one, other in ((one, other) for one in item_of for other in item_of):
            if item_of[one] != item_of[other] and [item_of[one], item_of[other]] == [*row.values()][:2]:
                yield other, {one}


def blocked_situations(theme: Records) -> set[str]:
    """Situations that still wait when all others that can be done are done."""
    needs = [*predecessors(theme)]
    waiting = {row["situation_code"] for row in theme.rows["Situation"]}
    while True:
        ready = {s for s in waiting if all(any(m not in waiting for m in makers) for at, makers in needs if at == s)}
        if not ready:
            return waiting
        waiting -= ready
