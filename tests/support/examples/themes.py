"""Themes that hypothesis draws, a fixed small one, and large ones."""

import random
from typing import Any

from hypothesis import strategies as st

from oncegraph.queries.records import Records
from oncegraph.queries.theme.flow import flow
from oncegraph.schema.codes import Necessity, Status
from oncegraph.schema.flow import Flow

NECESSITIES = [Necessity.REQUIRED] * 5 + [Necessity.OPTIONAL, Necessity.DEFERRED, None]

Requirement = dict[str, Any]


def theme_records(
    items: dict[str, Requirement],
    situations: dict[str, str],
    requires: list[Requirement],
    produces: list[tuple[str, str]],
    precedes: list[tuple[str, str]] = (),
) -> Records:
    """items: code → attributes; situations: code → item; requires: rows; produces: (item, material)."""
    materials = dict.fromkeys([row["material_code"] for row in requires] + [material for _, material in produces])
    return Records(
        {
            "Item": [{"item_code": code, "name": code, **about} for code, about in items.items()],
            "Situation": [{"situation_code": s, "name": s, "item_code": item} for s, item in situations.items()],
            "Material": [{"material_code": code, "name": code, "origin": "government"} for code in materials],
            "Requires": requires,
            "Produces": [{"item_code": item, "material_code": material} for item, material in produces],
            "Precedes": [
                {"from_item_code": one, "to_item_code": other, "legal_basis": "法"} for one, other in precedes
            ],
            "Theme": [{"theme_code": "T", "name": "主题"}],
            "Includes": [
                {"theme_code": "T", "situation_code": code, "position": at} for at, code in enumerate(situations)
            ],
        }
    )


@st.composite
def small_themes(draw: st.DrawFn) -> Records:
    """Up to six items with up to two situations each; some results are required, some in groups, some in circles."""
    many = draw(st.integers(1, 6))
    days = st.none() | st.integers(0, 9)
    items = {f"I{n}": {"promised_days": draw(days), "legal_days": draw(days)} for n in range(many)}
    situations = {f"S{n}{letter}": f"I{n}" for n in range(many) for letter in draw(st.sampled_from(["a", "ab"]))}
    material = st.sampled_from([f"M{n}" for n in range(many)])
    produces = [(item, each) for item in items for each in draw(st.sets(material, max_size=2))]
    requires = [
        {
            "situation_code": situation,
            "material_code": each,
            "necessity": draw(st.sampled_from(NECESSITIES)),
            "alternative_group": draw(st.sampled_from([None, None, None, "甲", "乙"])),
            "status": draw(st.sampled_from([None, None, Status.ACTIVE, Status.REMOVED])),
        }
        for situation in situations
        for each in sorted(draw(st.sets(material, max_size=3)))
    ]
    pairs = st.tuples(st.sampled_from(sorted(items)), st.sampled_from(sorted(items)))
    return theme_records(items, situations, requires, produces, sorted(draw(st.sets(pairs, max_size=2))))


def large_theme(many: int = 60, seed: int = 7) -> Records:
    """A theme of so many items in twelve departments; each needs the results of up to three items before it."""
    chance = random.Random(seed)
    codes = [f"I{n:02}" for n in range(many)]
    items = {
        code: {"promised_days": chance.randint(1, 30), "legal_days": 40, "department_code": f"D{chance.randint(1, 12)}"}
        for code in codes
    }
    requires = [
        {"situation_code": f"S{code}", "material_code": f"M{before}", "necessity": Necessity.REQUIRED}
        for at, code in enumerate(codes)
        for before in sorted(chance.sample(codes[max(0, at - 15) : at], min(at, chance.randint(0, 3))))
    ]
    situations = {f"S{code}": code for code in codes}
    return theme_records(items, situations, requires, [(code, f"M{code}") for code in codes])


@st.composite
def themes_with_questions(draw: st.DrawFn) -> Records:
    """A small theme with up to four questions, whose options lead to situations and to later questions."""
    theme = draw(small_themes())
    situations = [row["situation_code"] for row in theme.rows["Situation"]]
    many = draw(st.integers(1, 4))
    rows = {name: [] for name in ("Question", "Option", "Asks", "LeadsToSituation", "LeadsToQuestion")}
    for at in range(many):
        question = f"Q{at}"
        kind = draw(st.sampled_from(["single", "single", "multiple"]))
        rows["Question"].append({"question_code": question, "name": question, "answer_kind": kind})
        rows["Asks"] += [{"item_code": row["item_code"], "question_code": question} for row in theme.rows["Item"]]
        for number in range(draw(st.integers(2, 3))):
            option = f"{question}O{number}"
            rows["Option"].append({"option_code": option, "name": option, "question_code": question})
            rows["LeadsToSituation"] += [
                {"option_code": option, "situation_code": situation}
                for situation in sorted(draw(st.sets(st.sampled_from(situations), max_size=3)))
            ]
            later = [f"Q{other}" for other in range(at + 1, many)]
            follow = sorted(draw(st.sets(st.sampled_from(later), max_size=2))) if later else []
            rows["LeadsToQuestion"] += [{"option_code": option, "question_code": other} for other in follow]
    return Records({**theme.rows, **rows})


def large_theme_with_questions(many: int = 60) -> Records:
    """The large theme with two situations for each item; a question chooses one of them, or neither."""
    rows = dict(large_theme(many).rows)
    for name in ("Situation", "Requires"):
        rows[name] = rows[name] + [row | {"situation_code": f"{row['situation_code']}b"} for row in rows[name]]
    rows["Includes"] = [{"theme_code": "T", "situation_code": row["situation_code"]} for row in rows["Situation"]]
    items = [row["item_code"] for row in rows["Item"]]
    rows["Question"] = [{"question_code": f"Q{item}", "name": item} for item in items]
    rows["Asks"] = [{"item_code": item, "question_code": f"Q{item}"} for item in items]
    rows["Option"] = [
        {"option_code": f"Q{item}{way}", "name": way, "question_code": f"Q{item}"} for item in items for way in "abn"
    ]
    rows["LeadsToSituation"] = [
        {"option_code": f"Q{item}{way}", "situation_code": f"S{item}{way.strip('a')}"} for item in items for way in "ab"
    ]
    return Records(rows)


REQUIRED = {"necessity": "required", "alternative_group": None, "status": None}


def requirement(situation: str, material: str) -> dict:
    return {"situation_code": situation, "material_code": material, **REQUIRED}


def four_items(**questions: list[dict]) -> Records:
    """A is needed by B and C; B takes longest; D waits for both."""
    theme = theme_records(
        {
            "A": {"promised_days": 2, "legal_days": 5, "department_code": "甲局"},
            "B": {"promised_days": 7, "legal_days": 9, "department_code": "乙局"},
            "C": {"promised_days": 3, "legal_days": 20, "department_code": "甲局"},
            "D": {"promised_days": 1, "legal_days": 1, "department_code": "乙局"},
        },
        {"a": "A", "b": "B", "c": "C", "d": "D"},
        [
            requirement("b", "证"),
            requirement("c", "证"),
            requirement("d", "证"),
            requirement("d", "书"),
            requirement("d", "表"),
        ],
        [("A", "证"), ("B", "书"), ("C", "表")],
    )
    steps = [
        {"step_code": "b1", "name": "受理", "item_code": "B", "days": 1},
        {"step_code": "b2", "name": "审查", "item_code": "B"},
    ]
    return Records({**theme.rows, "Step": steps, **questions})


def whole_flow(theme: Records) -> Flow:
    return flow(theme, [row["situation_code"] for row in theme.rows["Situation"]], theme="T")
