"""Generates Cypher from the declarations: constraints, indexes, upserts and look-ups.

Names come from the declarations only; values always travel as parameters.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import NamedTuple

from oncegraph.schema.declaration import Declaration, Node, Reference, Relationship
from oncegraph.schema.model import NODES, RELATIONSHIPS, RESULT_NODES

#: Name of the full-text index over names and codes, whose analyzer splits Chinese into pairs of characters.
SEARCH_INDEX = "oncegraph_search"
PREFIX = "oncegraph_"

#: Attributes that every node and relationship has in addition to the declared ones.
SYSTEM_ATTRIBUTES = ("defaulted", "datasets")

NO_LIMIT: Mapping[type[Node], str] = MappingProxyType({})


def schema_statements() -> dict[str, str]:
    """Name → statement of every constraint and index that the declarations require."""
    statements = {}
    for label, node in {**NODES, **RESULT_NODES}.items():
        name = f"{PREFIX}{label.lower()}_{node.key()}"
        statements[name] = f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{node.key()} IS UNIQUE"
        for attribute, declared in node.attributes().items():
            if declared.indexed:
                name = f"{PREFIX}{label.lower()}_{attribute}"
                statements[name] = f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{label}) ON (n.{attribute})"
    searched = {
        attribute: label
        for label, node in NODES.items()
        for attribute, declared in node.attributes().items()
        if declared.searched or (declared.key and searchable(node))
    }
    labels = "|".join(label for label, node in NODES.items() if searchable(node))
    statements[SEARCH_INDEX] = (
        f"CREATE FULLTEXT INDEX {SEARCH_INDEX} IF NOT EXISTS FOR (n:{labels}) "
        f"ON EACH [{', '.join(f'n.{attribute}' for attribute in searched)}] "
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}"
    )
    return statements


def searchable(node: type[Node]) -> bool:
    return any(attribute.searched for attribute in node.attributes().values())


def create(declaration: type[Declaration]) -> str:
    """Statement that creates rows that are not stored yet. Parameters: rows, dataset."""
    if issubclass(declaration, Node):
        return f"UNWIND $rows AS row CREATE (e:{declaration.__name__}) SET e = row, e.datasets = [$dataset]"
    assert issubclass(declaration, Relationship)
    return (
        f"UNWIND $rows AS row {_ends(declaration)} "
        f"CREATE (start)-[e:{declaration.relationship_type}]->(end) SET e = row.attributes, e.datasets = [$dataset]"
    )


def update(declaration: type[Declaration]) -> str:
    """Statement that changes stored rows; attributes that are not in a row are kept. Parameters: rows, dataset."""
    return (
        f"UNWIND $rows AS row {_match(declaration)} "
        f"SET e += {'row' if issubclass(declaration, Node) else 'row.attributes'}, "
        "e.datasets = CASE WHEN $dataset IN coalesce(e.datasets, []) THEN e.datasets "
        "ELSE coalesce(e.datasets, []) + $dataset END"
    )


def delete(declaration: type[Declaration]) -> str:
    """Statement that deletes rows, a node with all its relationships. Parameters: rows (identities)."""
    detach = "DETACH " if issubclass(declaration, Node) else ""
    return f"UNWIND $rows AS row {_match(declaration)} {detach}DELETE e"


def release(declaration: type[Declaration]) -> str:
    """Statement that releases rows from a dataset. Parameters: rows (identities), dataset."""
    return f"UNWIND $rows AS row {_match(declaration)} SET e.datasets = [name IN e.datasets WHERE name <> $dataset]"


def read_rows(declaration: type[Declaration]) -> str:
    """Statement that returns the stored rows of given identities. Parameters: rows (identities).

    Returns: attributes (all stored ones), and for a relationship start and end (the keys of its ends).
    """
    return f"UNWIND $rows AS row {_match(declaration)} {_returned(declaration)}"


def read_rows_of_dataset(declaration: type[Declaration]) -> str:
    """Statement that returns the rows of a declaration of a dataset, or all. Parameters: dataset (null: all)."""
    return f"MATCH {_pattern(declaration)} WHERE $dataset IS NULL OR $dataset IN e.datasets {_returned(declaration)}"


def read_rows_with(declaration: type[Declaration], column: str) -> str:
    """Statement that returns the rows of a declaration with one of `values` in a column: an attribute of a node, or an
    end of a relationship (a column of its `ends()`). Parameters: values.

    Returns: attributes (all stored ones), and for a relationship start and end (the keys of its ends).
    """
    if issubclass(declaration, Node):
        return f"MATCH (e:{declaration.__name__}) WHERE e.{column} IN $values {_returned(declaration)}"
    assert issubclass(declaration, Relationship)
    start, end = declaration.start, declaration.end
    named = dict(
        zip((name for name, _ in declaration.ends()), (f"start.{start.key()}", f"end.{end.key()}"), strict=True)
    )
    return f"MATCH {_pattern(declaration)} WHERE {named[column]} IN $values {_returned(declaration)}"


def columns(declaration: type[Declaration], names: tuple[str, ...]) -> str:
    """Statement that collects attributes of all rows of a declaration. Returns: one list for each name.

    `collect()` leaves nulls out, so each value is wrapped in a list, unless it is a list already.
    """
    ends: dict[str, str] = {}
    if issubclass(declaration, Relationship):
        (start, _), (end, _) = declaration.ends()
        ends = {start: f"start.{declaration.start.key()}", end: f"end.{declaration.end.key()}"}
    collected = ", ".join(f"{_collected(declaration, name, ends)} AS {name}" for name in names)
    return f"MATCH {_pattern(declaration)} RETURN {collected}"


def _pattern(declaration: type[Declaration]) -> str:
    """The pattern of all rows of a declaration: `e`, and for a relationship its ends `start` and `end`."""
    if issubclass(declaration, Node):
        return f"(e:{declaration.__name__})"
    assert issubclass(declaration, Relationship)
    start, end = declaration.start.__name__, declaration.end.__name__
    return f"(start:{start})-[e:{declaration.relationship_type}]->(end:{end})"


def _collected(declaration: type[Declaration], name: str, ends: dict[str, str]) -> str:
    if name in ends:
        return f"collect({ends[name]})"
    if is_list(declaration, name):
        return f"collect(coalesce(e.{name}, []))"
    if issubclass(declaration, Node) and name == declaration.key():
        return f"collect(e.{name})"
    return f"[value IN collect([e.{name}]) | value[0]]"


class Collect(NamedTuple):
    """Attributes to collect of all rows of a declaration.

    recurring: names whose values occur in few different combinations; numbered: whether to return the number of a node
    in the store; only: kind of node → attribute that must equal the parameter only_attribute, for nodes and for the
    ends of relationships.
    """

    declaration: type[Declaration]
    names: Sequence[str]
    recurring: Sequence[str] = ()
    numbered: bool = True
    only: Mapping[type[Node], str] = NO_LIMIT

    def called(self, name: str) -> str:
        """The name of an attribute in the result of the statement and in its parameters."""
        return f"{self.declaration.__name__}_{name}"


def packed(parts: Sequence[Collect]) -> str:
    """Statement that collects attributes as lists that are cheap to build and to send.

    Rows with the same values of the `recurring` attributes are grouped: these values are sent once, and every other
    name has a list of values. No list contains a null: the parameter `absent` replaces values that were never stored. A
    code becomes its number in `codes` (outside the list: absent); days and microseconds count from `epoch`. A node has
    its number in the store (`id`), a relationship the numbers of its ends (`start`, `end`), whose labels are not
    checked, because that takes four times as long as finding them. The numbers come from id(), which Cypher 5 has.
    Parameters: epoch (date), absent_x for each name (see `Collect.called`), codes_x (map: code → number) for each name
    with codes. They are separate parameters, because the server takes twice as long with a map of them.
    Returns: one row with a list for each name (see `Collect.called`), which has one entry for each combination; and
    before and after: the versions of the catalogue (a list) at the beginning and at the end.
    """
    at = "COLLECT { MATCH (c:Catalogue) RETURN c.version }"
    return f"CYPHER 5 WITH {at} AS before {' '.join(_collecting(part) for part in parts)} RETURN *, {at} AS after"


def _collecting(part: Collect) -> str:
    """The part of the statement that collects the attributes of one declaration."""
    declaration, names, recurring, numbered, only = part
    if issubclass(declaration, Node):
        pattern = f"(e{_limited(declaration, only) or f':{declaration.__name__}'})"
        numbers = {"id": "id(e)"} if numbered else {}
    else:
        assert issubclass(declaration, Relationship)
        start, end = _limited(declaration.start, only), _limited(declaration.end, only)
        pattern, numbers = (
            f"(a{start})-[e:{declaration.relationship_type}]->(b{end})",
            {"start": "id(a)", "end": "id(b)"},
        )
    variables = [f"{number} AS {name}" for name, number in numbers.items()]
    if names:
        several = f"e{{{', '.join(f'.{name}' for name in names)}}}"  # reads the stored properties only once
        variables.append(f"{several if len(names) > 1 else 'e'} AS p")
    together = [
        *(f"p.{name} AS {name}" for name in recurring),
        *(f"collect({name}) AS {name}" for name in numbers),
        *(f"collect({_packed(part, name, f'p.{name}')}) AS {name}" for name in names if name not in recurring),
    ]
    collected = [
        f"collect({_packed(part, name, name) if name in recurring else name}) AS {part.called(name)}"
        for name in (*numbers, *names)
    ]
    return (
        f"CALL () {{ MATCH {pattern} WITH {', '.join(variables)} "
        f"WITH {', '.join(together)} RETURN {', '.join(collected)} }}"
    )


def _limited(node: type[Node], only: Mapping[type[Node], str]) -> str:
    return f":{node.__name__} {{{only[node]}: $only_{only[node]}}}" if node in only else ""


def is_list(declaration: type[Declaration], name: str) -> bool:
    return name in SYSTEM_ATTRIBUTES or declaration.is_list(name)


def _packed(part: Collect, name: str, value: str) -> str:
    declaration = part.declaration
    if is_list(declaration, name):
        packed = value
    elif declaration.attributes()[name].codes:
        packed = f"$codes_{part.called(name)}[{value}]"
    elif declaration.value_type(name) is date:
        packed = f"duration.inDays($epoch, {value}).days"
    elif declaration.value_type(name) is datetime:
        packed = f"duration.inSeconds($epoch, {value}).microseconds"
    else:
        packed = value
    return f"coalesce({packed}, $absent_{part.called(name)})"


def count(declaration: type[Declaration]) -> str:
    """Statement that counts the rows of a declaration. Returns: count."""
    if issubclass(declaration, Node):
        return f"MATCH (e:{declaration.__name__}) RETURN count(e) AS count"
    assert issubclass(declaration, Relationship)
    if sum(declaration.relationship_type == other.relationship_type for other in RELATIONSHIPS.values()) == 1:
        return f"MATCH ()-[e:{declaration.relationship_type}]->() RETURN count(e) AS count"
    return f"MATCH ()-[e:{declaration.relationship_type}]->(:{declaration.end.__name__}) RETURN count(e) AS count"


def drop_reference(node: type[Node], attribute: str) -> str:
    """Statement that removes the relationships of a reference attribute. Parameters: rows (with the key)."""
    return f"UNWIND $rows AS row {_match(node)} MATCH {_arrow(node, attribute, 'r', '')} DELETE r"


def create_reference(node: type[Node], attribute: str) -> str:
    """Statement that creates the relationship of a reference attribute. Parameters: rows (key and attribute)."""
    target = NODES[node.references()[attribute].kind]
    return (
        f"UNWIND $rows AS row {_match(node)} "
        f"MATCH (target:{target.__name__} {{{target.key()}: row.{attribute}}}) "
        f"CREATE {_arrow(node, attribute, '', 'target')}"
    )


def _arrow(node: type[Node], attribute: str, relationship: str, target: str) -> str:
    reference: Reference = node.references()[attribute]
    target = target or f":{reference.kind}"
    left, right = ("<-", "-") if reference.inward else ("-", "->")
    return f"(e){left}[{relationship}:{reference.relationship_type}]{right}({target})"


def _match(declaration: type[Declaration]) -> str:
    if issubclass(declaration, Node):
        return f"MATCH (e:{declaration.__name__} {{{declaration.key()}: row.{declaration.key()}}})"
    assert issubclass(declaration, Relationship)
    names = declaration.keys()
    keys = ", ".join(f"{name}: row.attributes.{name}" for name in names)
    return (
        f"{_ends(declaration)} MATCH (start)-[e:{declaration.relationship_type}{f' {{{keys}}}' if keys else ''}]->(end)"
    )


def _ends(relationship: type[Relationship]) -> str:
    start, end = relationship.start, relationship.end
    return (
        f"MATCH (start:{start.__name__} {{{start.key()}: row.start}}) "
        f"MATCH (end:{end.__name__} {{{end.key()}: row.end}})"
    )


def _returned(declaration: type[Declaration]) -> str:
    if issubclass(declaration, Node):
        return "RETURN properties(e) AS attributes"
    assert issubclass(declaration, Relationship)
    start, end = declaration.start.key(), declaration.end.key()
    return f"RETURN properties(e) AS attributes, start.{start} AS start, end.{end} AS end"
