"""Facts that the lists need besides the chain: items and their steps, licence types, sources, departments, regions."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from oncegraph.graph.client import Client
from oncegraph.graph.columns import read_columns
from oncegraph.schema.codes import Status
from oncegraph.schema.errors import NotFound
from oncegraph.schema.model import DECLARATIONS
from oncegraph.schema.text import Text


class ItemFacts(NamedTuple):
    item_code: str
    department_code: str | None
    region_code: str | None
    visits: int | None
    visits_reason: str | None
    handling_forms: tuple[str, ...]
    comparison_rules: bool | None
    result_issued_by_system: bool | None
    annual_cases: int | None
    status: str | None


class StepFacts(NamedTuple):
    step_code: str
    name: str
    item_code: str
    position: int | None
    kind: str | None
    online: bool | None
    presence_required: bool | None
    special_procedure: str | None
    discretion: bool | None


class LicenceFacts(NamedTuple):
    licence_type_code: str
    name: str
    issuer_code: str | None
    aggregation: str | None
    scenarios: tuple[str, ...]


class SourceFacts(NamedTuple):
    source_code: str
    owner_code: str | None
    level: str | None
    system_class: str | None
    interlinking: str | None


class SupplyFacts(NamedTuple):
    field_code: str
    source_code: str
    authoritative: bool | None
    status: str | None


class DepartmentFacts(NamedTuple):
    department_code: str
    name: str


class RegionFacts(NamedTuple):
    region_code: str
    parent_code: str | None


KINDS: dict[str, type[NamedTuple]] = {
    "Item": ItemFacts,
    "Step": StepFacts,
    "LicenceType": LicenceFacts,
    "DataSource": SourceFacts,
    "SuppliedBy": SupplyFacts,
    "Department": DepartmentFacts,
    "Region": RegionFacts,
}


class Facts:
    """The facts, by code.

    steps: item code → its steps, in order; supplies: field code → its bindings that were not removed.
    """

    def __init__(self, rows: Mapping[str, Iterable[Any]]):
        self.items: dict[str, ItemFacts] = {row.item_code: row for row in rows["Item"]}
        self.licences: dict[str, LicenceFacts] = {row.licence_type_code: row for row in rows["LicenceType"]}
        self.sources: dict[str, SourceFacts] = {row.source_code: row for row in rows["DataSource"]}
        self.departments: dict[str, str] = {row.department_code: row.name for row in rows["Department"]}
        self._region_parent: dict[str, str | None] = {row.region_code: row.parent_code for row in rows["Region"]}
        self.steps: dict[str, list[StepFacts]] = {}
        for step in sorted(rows["Step"], key=_place):
            self.steps.setdefault(step.item_code, []).append(step)
        self.supplies: dict[str, list[SupplyFacts]] = {}
        for supply in rows["SuppliedBy"]:
            if supply.status != Status.REMOVED:
                self.supplies.setdefault(supply.field_code, []).append(supply)

    @classmethod
    def read(cls, client: Client) -> "Facts":
        """The facts that the graph contains now."""
        columns = {name: read_columns(client, DECLARATIONS[name], kind._fields) for name, kind in KINDS.items()}
        return cls({name: map(KINDS[name]._make, zip(*held.values(), strict=True)) for name, held in columns.items()})

    @classmethod
    def from_rows(cls, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> "Facts":
        """The facts of rows in the exchange format (declaration → rows); an absent attribute is not recorded."""
        return cls(
            {
                name: [
                    kind._make(_value(name, row, attribute) for attribute in kind._fields) for row in rows.get(name, ())
                ]
                for name, kind in KINDS.items()
            }
        )

    def department(self, word: str) -> str:
        """The code of the department with this code or name. Raises NotFound."""
        matching = [code for code, name in self.departments.items() if word in (code, name)]
        if not matching:
            raise NotFound(
                Text(f"没有编码或名称为“{word}”的部门。", f'There is no department with code or name "{word}".'),
                Text("用 oncegraph search 查找部门。", "Search for it with: oncegraph search"),
            )
        return word if word in matching else matching[0]

    def regions_below(self, region: str) -> set[str]:
        """The region and all regions below it. Raises NotFound."""
        if region not in self._region_parent:
            raise NotFound(
                Text(f"没有编码为“{region}”的区划。", f'There is no region with code "{region}".'),
                Text("用 oncegraph search 查找区划。", "Search for it with: oncegraph search"),
            )
        below = {region}
        while more := {code for code, parent in self._region_parent.items() if parent in below} - below:
            below |= more
        return below


def _place(step: StepFacts) -> tuple[str, bool, int, str]:
    return step.item_code, step.position is None, step.position or 0, step.step_code


def _value(name: str, row: Mapping[str, Any], attribute: str) -> Any:
    declaration = DECLARATIONS[name]
    is_list = attribute in declaration.model_fields and declaration.is_list(attribute)
    return tuple(row.get(attribute) or ()) if is_list else row.get(attribute)
