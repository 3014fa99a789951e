"""A generated city of the size of Shenyang, the same for the same seed: rows in the exchange format."""

import random
from datetime import date, timedelta
from typing import Any

from oncegraph.graph.client import Client
from oncegraph.graph.versions import version
from oncegraph.schema.codes import (
    Audience,
    Level,
    MaterialType,
    Mode,
    Necessity,
    Origin,
    Sharing,
    SourceKind,
    SystemClass,
)
from tests.support.graph import store

Rows = dict[str, list[dict[str, Any]]]

ITEMS, SITUATIONS, MATERIALS, FIELDS, SOURCES = 2_851, 8_539, 2_611, 4_772, 7_383
DISTRICTS, DEPARTMENTS, FORMS, KEYS = 13, 60, 420, 60
AS_OF = date(2026, 11, 1)


def city(seed: int = 20_261_101, mark: str = "") -> Rows:
    """Declaration → rows. `mark` goes before every code, so that several cities fit into one graph."""
    return _City(random.Random(seed), mark).rows


def store_city(client: Client, rows: Rows) -> None:
    """Put a city into an empty graph, unless there is one already."""
    if not version(client):
        store(client, rows, dataset="bench")
        client.replan()


class _City:
    def __init__(self, chance: random.Random, mark: str):
        self._chance = chance
        self._mark = mark
        self._fields = [f"{mark}F{n:04}" for n in range(FIELDS)]
        self._sources = [f"{mark}D{n:04}" for n in range(SOURCES)]
        self._materials = [f"{mark}M{n:04}" for n in range(MATERIALS)]
        self._districts = [f"{mark}R{n:02}" for n in range(1, DISTRICTS + 1)]
        self.rows: Rows = {}
        self._places()
        self._chain_above()
        self._papers()
        self._bottom()

    def _yes(self, share: float) -> bool:
        return self._chance.random() < share

    def _maybe(self, value: Any, recorded: float = 0.97) -> Any:
        return value if self._yes(recorded) else None

    def _places(self) -> None:
        mark = self._mark
        self.rows["Region"] = [
            {"region_code": f"{mark}R", "name": f"示例省{mark}", "level": Level.PROVINCIAL.value},
            {"region_code": f"{mark}R00", "name": f"示例市{mark}", "level": "municipal", "parent_code": f"{mark}R"},
            *(
                {"region_code": code, "name": f"{code}区", "level": "district", "parent_code": f"{mark}R00"}
                for code in self._districts
            ),
        ]
        self.rows["Department"] = [
            {"department_code": f"{mark}P{n:02}", "name": f"{mark}部门{n:02}", "region_code": f"{mark}R00"}
            for n in range(DEPARTMENTS)
        ]

    def _chain_above(self) -> None:
        mark, chance = self._mark, self._chance
        people, firms = [Audience.NATURAL_PERSON.value], [Audience.ENTERPRISE.value]
        groups = [people] * 5 + [firms] * 4 + [[*firms, Audience.SOCIAL_ORGANISATION.value], [*people, *firms]]
        self.rows["Item"] = [
            {
                "item_code": f"{mark}I{n:04}",
                "name": f"事项{mark}{n:04}",
                "item_type": "licensing" if self._yes(0.4) else "public_service",
                "department_code": f"{mark}P{chance.randrange(DEPARTMENTS):02}",
                "region_code": chance.choice(self._districts) if self._yes(0.2) else f"{mark}R00",
                "service_objects": chance.choice(groups),
                "legal_days": chance.randrange(1, 60),
                "annual_cases": int(chance.paretovariate(1.1) * 20),
                "status": "active",
            }
            for n in range(ITEMS)
        ]
        owners = list(range(ITEMS)) + [
            min(int(chance.expovariate(1 / 900)), ITEMS - 1) for _ in range(SITUATIONS - ITEMS)
        ]
        self.rows["Situation"] = [
            {
                "situation_code": f"{mark}S{n:04}",
                "name": f"情形{mark}{n:04}",
                "item_code": f"{mark}I{owner:04}",
                "materials_complete": self._maybe(True, 0.7),
                "status": "active",
            }
            for n, owner in enumerate(owners)
        ]

    def _papers(self) -> None:
        chance, mark = self._chance, self._mark
        types = [kind.value for kind in MaterialType if kind is not MaterialType.APPLICATION_FORM]
        origins = [Origin.GOVERNMENT.value] * 5 + [Origin.APPLICANT.value] * 4 + [Origin.THIRD_PARTY.value]
        self.rows["Material"] = [
            {
                "material_code": code,
                "name": f"材料{code}",
                "material_type": MaterialType.APPLICATION_FORM.value if n < FORMS else chance.choice(types),
                "origin": Origin.APPLICANT.value if n < FORMS else chance.choice(origins),
                "data_equivalent": self._maybe(self._yes(0.6), 0.8),
                "original_surrendered": self._maybe(self._yes(0.05)),
            }
            for n, code in enumerate(self._materials)
        ]
        self.rows["Form"] = [
            {"form_code": f"{mark}O{n:03}", "name": f"表单{n:03}", "material_code": self._materials[n]}
            for n in range(FORMS)
        ]
        self.rows["FormField"] = [
            {
                "form_field_code": f"{mark}O{n:03}-{position:02}",
                "form_code": f"{mark}O{n:03}",
                "field_code": field,
                "label": f"标签{field}",
                "required": self._maybe(self._yes(0.85)),
                "position": position,
            }
            for n in range(FORMS)
            for position, field in enumerate(self._some_fields(27))
        ]
        self.rows["Proves"] = [
            {"material_code": code, "field_code": field}
            for code in self._materials[FORMS:]
            for field in self._some_fields(chance.randrange(2, 8))
        ]
        self.rows["Requires"] = [
            {
                "situation_code": situation["situation_code"],
                "material_code": material,
                "necessity": self._maybe(chance.choice([Necessity.REQUIRED.value] * 8 + ["optional", "deferred"])),
                "alternative_group": "A" if self._yes(0.1) else None,
            }
            for situation in self.rows["Situation"]
            for material in self._some_papers()
        ]

    def _some_papers(self) -> list[str]:
        forms = {int(self._chance.betavariate(1, 3) * FORMS) for _ in range(2 if self._yes(0.5) else 1)}
        others = {FORMS + int(self._chance.betavariate(1, 3) * (MATERIALS - FORMS)) for _ in range(3)}
        return [self._materials[n] for n in sorted(forms | others)]

    def _some_fields(self, many: int) -> list[str]:
        """A few fields are on most forms, most fields on hardly any."""
        return [self._fields[n] for n in sorted({int(self._chance.betavariate(0.6, 4) * FIELDS) for _ in range(many)})]

    def _bottom(self) -> None:
        chance = self._chance
        logins = dict.fromkeys(self._fields[:2], "person") | dict.fromkeys(self._fields[2:4], "legal_entity")
        self.rows["Field"] = [
            {
                "field_code": code,
                "name": f"字段{code}",
                "act_of_will": self._maybe(n > KEYS and self._yes(0.03), 0.99),
                "login_identity": logins.get(code),
            }
            for n, code in enumerate(self._fields)
        ]
        statuses = ["active"] * 18 + ["suspended", "deprecated"]
        sharings = [Sharing.UNCONDITIONAL.value] * 6 + [Sharing.CONDITIONAL.value] * 3 + [Sharing.NOT_SHARED.value]
        self.rows["DataSource"] = [
            {
                "source_code": code,
                "name": f"数源{code}",
                "level": chance.choice([level.value for level in Level][:4]),
                "system_class": chance.choice([kind.value for kind in SystemClass]),
                "kind": chance.choice([kind.value for kind in SourceKind]),
                "status": self._maybe(chance.choice(statuses)),
                "sharing": self._maybe(chance.choice(sharings)),
                "data_updated_at": self._maybe(AS_OF - timedelta(days=chance.randrange(400))),
            }
            for code in self._sources
        ]
        self.rows["SuppliedBy"] = [
            {"field_code": field, "source_code": source, "returns": self._returns(), **self._binding(n)}
            for n, field in enumerate(self._fields)
            for source in chance.sample(self._sources, chance.choice([0, 1, 1, 2, 2, 3, 4]))
        ]
        self.rows["ObtainedVia"] = [
            {
                "material_code": material,
                "source_code": chance.choice(self._sources),
                "mode": chance.choice([mode.value for mode in Mode]),
                "returns": "document",
                **self._binding(FIELDS),
            }
            for material in self._materials[FORMS:]
            if self._yes(0.8)
        ]

    def _returns(self) -> str | None:
        return self._maybe(self._chance.choice(["value"] * 8 + ["match", "document"]))

    def _binding(self, field: int) -> dict[str, Any]:
        """Key fields are those of the login, or have lower numbers, so that they form chains."""
        chance = self._chance
        keys: set[str] = set()
        if self._yes(0.8):
            below = min(max(field, 4), KEYS)
            keys = {chance.choice(self._fields[:4] if self._yes(0.4) else self._fields[:below])}
            if self._yes(0.2):
                keys.add(self._fields[chance.randrange(KEYS)])
        here = chance.choice(self._districts) if self._yes(0.1) else f"{self._mark}R00"
        return {
            "authoritative": self._yes(0.3),
            "priority": self._maybe(chance.randrange(1, 5), 0.8),
            "audiences": self._maybe(["*"] if self._yes(0.7) else [chance.choice(["natural_person", "enterprise"])])
            or [],
            "regions": self._maybe(["*"] if self._yes(0.6) else [here]) or [],
            "key_fields": sorted(keys),
            "max_age_days": self._maybe(chance.choice([180, 365, 730])),
            "approved": self._maybe(self._yes(0.6)),
            "status": self._maybe("active"),
        }
