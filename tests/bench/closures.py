"""The closure over key fields as it would be written without the kernel: Python loops, and rounds of SQL in DuckDB.

Both get the catalogue in the shape that suits them. The static tests of every binding (in force, shared, fresh, scope
of the audiences of each situation) are done beforehand, as in the kernel; what is timed is the closure over key fields
and the counts of every situation.
"""

from typing import NamedTuple

import duckdb
import numpy as np
import pandas as pd

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.bindings import in_audiences, in_regions
from oncegraph.queries.exemption.spans import spread

Counts = dict[int, tuple[int, int]]


class Facts(NamedTuple):
    """fields: situation → fields of its forms; group_of: situation → group; logins: group → fields known from login;
    openers: group → field → the keys of each binding that passes its static tests and would fill the field."""

    fields: dict[int, list[int]]
    group_of: dict[int, int]
    logins: list[set[int]]
    openers: list[dict[int, list[tuple[int, ...]]]]


def facts(analysis: Analysis) -> Facts:
    """The inputs of both peers."""
    catalogue, layout = analysis.catalogue, analysis.whole.layout
    chain = catalogue.chain
    fields_of, group_of = {}, {}
    for number, group in enumerate(layout.groups):
        for situation in layout.situations[group["first_situation"] : group["last_situation"]].tolist():
            row = chain.situations[situation]
            fields: dict[int, None] = {}
            for require in chain.requires[row["first_require"] : row["last_require"]]:
                material = chain.materials[require["material"]]
                if not require["removed"] and material["is_form"]:
                    span = slice(int(material["first_fact"]), int(material["last_fact"]))
                    fields |= dict.fromkeys(chain.facts["field"][span].tolist())
            fields_of[situation], group_of[situation] = list(fields), number
    standing = analysis.standing["failed"] | analysis.standing["missing"]
    fills = (standing | analysis.returns["failed"] | analysis.returns["missing"]) == 0
    owner, binding = spread(chain.fields["first_binding"], chain.fields["last_binding"])
    fills[binding] &= chain.fields["will"][owner] == 0
    audience, region = in_audiences(catalogue, layout.audiences), in_regions(catalogue, layout.regions)
    logins, openers = [], []
    for group in layout.groups:
        scopes = (
            audience[group["audiences"]][chain.bindings["audience_scope"]],
            region[group["regions"]][chain.bindings["region_scope"]],
        )
        passes = fills & np.logical_and(*((scope["failed"] | scope["missing"]) == 0 for scope in scopes))
        by_field: dict[int, list[tuple[int, ...]]] = {}
        for field, number in zip(owner[passes[binding]].tolist(), binding[passes[binding]].tolist(), strict=True):
            row = chain.bindings[number]
            by_field.setdefault(field, []).append(tuple(chain.keys[row["first_key"] : row["last_key"]].tolist()))
        openers.append(by_field)
        login = group["login"]
        logins.append(set(np.flatnonzero((chain.fields["login"] == login) & (login >= 0)).tolist()))
    return Facts(fields_of, group_of, logins, openers)


def in_python(facts: Facts, key_fields: list[int]) -> Counts:
    """Situation → (fields, filled): rounds over the key fields of each situation, then each of its fields."""
    counts = {}
    for situation, fields in facts.fields.items():
        group = facts.group_of[situation]
        openers, known = facts.openers[group], set(facts.logins[group])
        grew = True
        while grew:
            grew = False
            for field in key_fields:
                if field not in known and any(known.issuperset(keys) for keys in openers.get(field, ())):
                    known.add(field)
                    grew = True
        filled = sum(any(known.issuperset(keys) for keys in openers.get(field, ())) for field in fields)
        counts[situation] = len(fields), filled
    return counts


class InDuckDB:
    """The same in rounds of SQL over groups of situations with the same audiences; tables are filled beforehand."""

    def __init__(self, facts: Facts, key_fields: list[int]):
        self._database = duckdb.connect()
        bindings = [
            (group, field, number, keys)
            for group, by_field in enumerate(facts.openers)
            for field, each in by_field.items()
            for number, keys in enumerate(each)
        ]
        self._fill("bindings", ["grp", "field", "number", "many"], [(*row[:3], len(row[3])) for row in bindings])
        self._fill("keys", ["grp", "field", "number", "key"], [(*row[:3], key) for row in bindings for key in row[3]])
        logins = [(group, key) for group, known in enumerate(facts.logins) for key in known]
        self._fill("logins", ["grp", "field"], logins)
        fields = [(s, facts.group_of[s], f) for s, each in facts.fields.items() for f in each]
        self._fill("fields", ["situation", "grp", "field"], fields)
        self._fill("situations", ["situation", "grp"], list(facts.group_of.items()))
        self._fill("key_fields", ["field"], [(field,) for field in key_fields])

    def _fill(self, name: str, columns: list[str], rows: list[tuple[int, ...]]) -> None:
        frame = pd.DataFrame(np.array(rows, np.int32).reshape(-1, len(columns)), columns=columns)
        self._database.register("frame", frame)
        self._database.execute(f"CREATE TABLE {name} AS SELECT * FROM frame")
        self._database.unregister("frame")

    def counts(self) -> Counts:
        """Situation → (fields, filled)."""
        run = self._database.execute
        run("CREATE OR REPLACE TEMP TABLE known AS SELECT grp, field FROM logins")
        ready = """SELECT DISTINCT b.grp, b.field FROM bindings b
            LEFT JOIN (SELECT k.grp, k.field, k.number, count(*) AS many FROM keys k
                       JOIN known n ON n.grp = k.grp AND n.field = k.key GROUP BY ALL) h USING (grp, field, number)
            WHERE b.many = coalesce(h.many, 0)"""
        while True:
            run(f"CREATE OR REPLACE TEMP TABLE added AS ({ready}) EXCEPT FROM known")
            run("INSERT INTO known SELECT * FROM added SEMI JOIN key_fields USING (field)")
            if not run("SELECT count(*) FROM added SEMI JOIN key_fields USING (field)").fetchone()[0]:
                break
        rows = run(
            f"""WITH ready AS ({ready})
            SELECT s.situation, count(a.field), count(r.field) FROM situations s
            LEFT JOIN fields a USING (situation) LEFT JOIN ready r ON r.grp = a.grp AND r.field = a.field
            GROUP BY s.situation"""
        ).fetchall()
        return {situation: (fields, filled) for situation, fields, filled in rows}
