"""Small cities of which about half is closed, and toggles to open and close in them."""

from datetime import date
from random import Random

from hypothesis import strategies as st

from oncegraph.queries.change.trial import Toggle
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context
from oncegraph.schema.codes import Mode
from tests.support.examples.catalogues import MOMENT, REGIONS
from tests.support.reference import Row, Rows

#: Dense enough that most toggles gain something, and many only together with another.
FIELDS = [f"F{n}" for n in range(7)]
MATERIALS = [f"M{n}" for n in range(6)]
SOURCES = [f"S{n}" for n in range(5)]
SITUATIONS = [f"T{n}" for n in range(4)]
MODES = [Mode.LICENCE_SHARING, Mode.DATA_CHECK, Mode.DATA_CHECK, Mode.COLLABORATION, Mode.COMMITMENT, Mode.REUSE]

seeds = st.binary(min_size=8, max_size=8).map(int.from_bytes)


def dense_city(seed: int) -> Rows:
    """Forms and documents that share fields, and fields that are keys of one another, also in circles."""
    chance = Random(seed)

    def yes(share: float) -> bool:
        return chance.random() < share

    def binding() -> Row:
        keys = chance.sample(FIELDS[:4], chance.choice([0, 0, 0, 1, 1, 2]))
        return {
            "status": "suspended" if yes(0.7) else "active",
            "returns": chance.choice(["value"] * 5 + ["match"]),
            "audiences": ["natural_person"] if yes(0.1) else ["*"],
            "regions": ["*"],
            "max_age_days": 10,
            "key_fields": keys,
        }

    forms = MATERIALS[:3]
    return {
        "Region": [{"region_code": c, "name": c} | ({"parent_code": p} if p else {}) for c, p in REGIONS.items()],
        "Item": [
            {"item_code": f"I{n}", "name": f"I{n}", "region_code": "D", "service_objects": [whom]}
            for n, whom in enumerate(["enterprise", "natural_person"])
        ],
        "Situation": [
            {
                "situation_code": code,
                "name": code,
                "item_code": f"I{int(yes(0.3))}",
                "materials_complete": yes(0.9),
                "status": "active",
                "annual_cases": chance.choice([0, 1, 7, 20, None]),
            }
            for code in SITUATIONS
        ],
        "Material": [
            {
                "material_code": code,
                "name": code,
                "material_type": "application_form" if code in forms else "licence",
                "origin": "applicant" if code in forms or yes(0.2) else "government",
                "data_equivalent": yes(0.8),
                "original_surrendered": yes(0.1),
            }
            for code in MATERIALS
        ],
        "Form": [{"form_code": f"O{code}", "name": code, "material_code": code} for code in forms],
        "FormField": [
            {"form_field_code": f"{form}{field}", "label": field, "form_code": f"O{form}", "field_code": field}
            | {"required": yes(0.8)}
            for form in forms
            for field in chance.sample(FIELDS, chance.randint(1, 4))
        ],
        "Proves": [
            {"material_code": paper, "field_code": field}
            for paper in MATERIALS[3:]
            for field in chance.sample(FIELDS, chance.randint(1, 2))
        ],
        "Requires": [
            {"situation_code": situation, "material_code": material}
            | {"necessity": "optional" if yes(0.1) else "required"}
            | ({"alternative_group": "g"} if yes(0.4) else {})
            for situation in SITUATIONS
            for material in chance.sample(MATERIALS, chance.randint(1, 2))
        ],
        "Field": [
            {"field_code": code, "name": code, "act_of_will": yes(0.05)}
            | (
                {"login_identity": "legal_entity"}
                if code == "F0"
                else {"login_identity": "person"}
                if code == "F1"
                else {}
            )
            for code in FIELDS
        ],
        "DataSource": [
            {"source_code": code, "name": code, "status": "active", "sharing": "unconditional"}
            | {"data_updated_at": date(2026, 6, 25)}
            for code in SOURCES
        ],
        "SuppliedBy": [
            {"field_code": field, "source_code": source} | binding()
            for field in FIELDS
            for source in chance.sample(SOURCES, chance.choice([1, 1, 2, 3]))
        ],
        "ObtainedVia": [
            {"material_code": material, "source_code": source, "mode": chance.choice(MODES)} | binding()
            for material in MATERIALS[3:]
            for source in chance.sample(SOURCES, chance.choice([0, 1, 1, 2]))
        ],
    }


def analysis_of(seed: int) -> Analysis:
    return Analysis(Catalogue.from_rows(dense_city(seed)), Context(moment=MOMENT))


def some_toggles(analysis: Analysis, seed: int, most: int, least: int = 1, to_close: bool = False) -> list[Toggle]:
    """Some toggles, some of which share what they move. to_close: a field goes with all its bindings."""
    chance, catalogue, chain = Random(seed), analysis.catalogue, analysis.catalogue.chain
    shut = (analysis.standing["failed"] | analysis.standing["missing"]) != 0
    keys = [number for number, row in enumerate(chain.fields) if row["is_key"] or to_close]
    bindings = [number for number, closed in enumerate(shut) if closed != to_close]
    toggles = []
    for _ in range(chance.randint(least, most)):
        kind = chance.choice(["source"] * 3 + ["bindings"] * 2 + ["field", "material", "all"])
        some = {"bindings": [], "fields": [], "materials": []}
        if kind == "source":
            source = chance.randrange(len(chain.sources))
            some["bindings"] = [number for number in bindings if chain.bindings["source"][number] == source]
        if kind in ("bindings", "all"):
            some["bindings"] = chance.sample(bindings, min(len(bindings), chance.randint(1, 2)))
        if kind in ("field", "all"):
            some["fields"] = chance.sample(keys, min(len(keys), 1))
        if kind in ("material", "all") and not to_close:
            some["materials"] = chance.sample(range(catalogue.count("Material")), 1)
        if to_close:
            rows = chain.fields[some["fields"]]
            some["bindings"] += [b for row in rows for b in range(row["first_binding"], row["last_binding"])]
        toggles.append(Toggle(**some))
    return toggles


PRICES = st.lists(st.sampled_from([0.5, 1.0, 2.0, 3.0]), min_size=6, max_size=6)


BUDGETS = st.sampled_from([None, None, 2.5, 6.0])


def suspended_chain(*links: tuple[str, str, list[str]]) -> Analysis:
    """A situation with one form; links: field, its suspended source, the key fields that the source is asked with."""
    fresh = {"sharing": "unconditional", "data_updated_at": date(2026, 6, 30)}
    scope = {"audiences": ["*"], "regions": ["*"], "returns": "value", "status": "active", "max_age_days": 30}
    rows: Rows = {
        "Item": [{"item_code": "I", "name": "预售许可", "service_objects": ["enterprise"]}],
        "Situation": [{"situation_code": "T", "name": "新办", "item_code": "I", "annual_cases": 50}],
        "Material": [{"material_code": "M", "name": "申请表", "material_type": "application_form"}],
        "Form": [{"form_code": "O", "name": "申请表", "material_code": "M"}],
        "FormField": [{"form_field_code": "E", "label": "", "form_code": "O", "field_code": links[-1][0]}],
        "Requires": [{"situation_code": "T", "material_code": "M", "necessity": "required"}],
        "Field": [{"field_code": field, "name": field, "act_of_will": False} for field, _, _ in links],
        "DataSource": [
            {"source_code": source, "name": source, "status": "suspended"} | fresh for _, source, _ in links
        ],
        "SuppliedBy": [
            {"field_code": field, "source_code": source, "key_fields": keys} | scope for field, source, keys in links
        ],
    }
    return Analysis(Catalogue.from_rows(rows), Context(moment=MOMENT))


KEY_AND_NEEDS_IT = [("项目编号", "项目库", []), ("建筑面积", "测绘库", ["项目编号"])]
