"""Reads the cases of tests/cases/exemption (see its README.md) into catalogue rows, contexts and expectations."""

import re
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from oncegraph.queries.exemption.context import Context
from oncegraph.schema.declaration import Node
from oncegraph.schema.model import DECLARATIONS, NODES
from oncegraph.schema.verdict import (
    FieldVerdict,
    ItemVerdict,
    MaterialVerdict,
    Reason,
    Rule,
    SituationVerdict,
    Verdict,
    When,
)
from tests.support.reference import Row, Rows

FOLDER = Path(__file__).parents[1] / "cases" / "exemption"
BASE = "base.yaml"

#: Declaration → name of a row → its attributes.
Tables = dict[str, dict[str, Row]]


class Loader(yaml.SafeLoader):
    """YAML in which yes and no are words, and only true and false are truth values."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


@dataclass(frozen=True)
class Case:
    """One case: the rows, what is asked in which context, and what is expected."""

    name: str
    rows: Rows
    asked: str
    is_item: bool
    context: Context
    then: dict[str, Any]


@cache
def read(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8") as file:  # an open file, for then an error names it
        return yaml.load(file, Loader)


def cases() -> list[Case]:
    files = sorted(path for path in FOLDER.glob("*.yaml") if path.name != BASE)
    return [_case(path, case) for path in files for case in read(path)["cases"]]


def _case(path: Path, case: dict[str, Any]) -> Case:
    base, file = read(FOLDER / BASE), read(path)
    unknown = set(case) - {"title", "change", "when", "situation", "item", "then"}
    assert not unknown, f"{path.name}: {case['title']}: {unknown} are no parts of a case"
    tables = changed(changed(base["given"], file.get("given", {})), case.get("change", {}))
    when = base["when"] | file.get("when", {}) | case.get("when", {})
    is_item = "item" in case
    return Case(
        name=f"{path.stem}: {case['title']}",
        rows=rows(tables, base["every"]),
        asked=case["item"] if is_item else case.get("situation") or file.get("situation") or base["situation"],
        is_item=is_item,
        context=context(when),
        then=case["then"],
    )


def context(when: dict[str, Any]) -> Context:
    """A bare date stands for its noon."""
    moment = when["moment"]
    return Context(
        audience=when.get("audience"),
        region=when.get("region"),
        moment=moment if isinstance(moment, datetime) else datetime.combine(moment, time(12)),
        when=When(when.get("mode", When.DESIGN)),
        known=frozenset(when.get("known", ())),
        on_file=frozenset(when.get("on_file", ())),
    )


def changed(tables: Tables, change: Tables) -> Tables:
    """The tables with rows added, attributes overwritten, and rows taken out that are changed to nothing."""
    result = {name: dict(table) for name, table in tables.items()}
    for name, table in change.items():
        assert name in DECLARATIONS, f"{name} is no declaration"
        for key, attributes in table.items():
            if attributes is None:
                del result[name][key]
            else:
                result.setdefault(name, {})[key] = result.get(name, {}).get(key, {}) | attributes
    return result


def rows(tables: Tables, every: dict[str, Row]) -> Rows:
    return {
        name: [_row(name, key, every.get(name, {}) | attributes) for key, attributes in table.items()]
        for name, table in tables.items()
    }


def _row(declaration: str, name: str, attributes: Row) -> Row:
    row = _identity(declaration, name) | attributes
    kind = DECLARATIONS[declaration]
    unknown = set(row) - set(kind.attributes()) - set(_identity(declaration, name)) - {"defaulted"}
    assert not unknown, f"{declaration} {name} has no attribute {unknown}"
    if issubclass(kind, Node):
        row |= {title: name for title in ("name", "label") if title in kind.attributes() and title not in row}
    return {attribute: value for attribute, value in row.items() if value is not None}


def _identity(declaration: str, name: str) -> Row:
    """A node is named by its code, an entry of a form "form / field", a relationship "from → to" or "from → to (2)"."""
    if declaration == "FormField":
        form, field = re.fullmatch(r"(.+?) / (.+?)(?: \(.+\))?", name).groups()
        return {"form_field_code": name, "form_code": form, "field_code": field}
    if declaration in NODES:
        return {NODES[declaration].key(): name}
    start, end, binding = re.fullmatch(r"(.+?) → (.+?)(?: \((.+)\))?", name).groups()
    (start_column, _), (end_column, _) = DECLARATIONS[declaration].ends()
    return {start_column: start, end_column: end} | ({"binding": binding} if binding else {})


# ------------------------------------------------------------------------------------------------ what is expected

#: A verdict as it is written in a case: the words "yes", "no key_unknown", "no submit third_party …" and more.
Told = dict[str, Any]


def told(verdict: Verdict, reasons: tuple[Reason, ...], rule: Rule | None = None) -> str:
    return " ".join([verdict, *([rule] if rule else []), *reasons])


def told_field(field: FieldVerdict) -> Told:
    return {
        "is": told(field.verdict, field.reasons),
        "source": field.source_code,
        "binding": field.binding,
        "keys": list(field.keys),
    }


def told_material(material: MaterialVerdict) -> Told:
    return {
        "is": told(material.verdict, material.reasons, material.rule),
        "sources": list(material.source_codes),
        "remaining": list(material.remaining),
        "group": material.alternative_group,
    }


def told_situation(situation: SituationVerdict) -> Told:
    return {
        "fields": {field.field_code: told_field(field) for field in situation.fields},
        "materials": {material.material_code: told_material(material) for material in situation.materials},
        "zero_material": told(situation.zero_material, situation.reasons),
        "field_order": [field.field_code for field in situation.fields],
    }


def told_item(item: ItemVerdict) -> Told:
    return {
        "zero_material": told(item.zero_material, item.reasons),
        "count": item.zero_material_count,
        "of": len(item.situations),
        "situations": {s.situation_code: told(s.zero_material, s.reasons) for s in item.situations},
    }


def expected(then: Any) -> Any:
    """What a case says, written out: "yes" for a field is short for `is: yes`; reasons stand in their order."""
    if not isinstance(then, dict):
        return then
    return {
        name: {key: _written_out(value) for key, value in part.items()} if name in ("fields", "materials") else part
        for name, part in then.items()
    }


def _written_out(value: Any) -> Told:
    return value if isinstance(value, dict) else {"is": value}


def only_what_is_said(answer: Any, said: Any) -> Any:
    """The parts of an answer that a case says something about."""
    if not isinstance(said, dict) or not isinstance(answer, dict):
        return answer
    return {name: only_what_is_said(answer.get(name, "nothing"), part) for name, part in said.items()}


def words(then: Any) -> set[str]:
    """Every code that the expectation of a case names."""
    if isinstance(then, dict):
        return {word for part in then.values() for word in words(part)}
    return set(then.split()) if isinstance(then, str) else set()
