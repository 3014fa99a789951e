"""Gain or loss of a change: result rows that what-if, impact and next best have in common.

A gain counts plain YES only. Pairs are those of schema/totals.py: (situation, field of its forms) and (situation,
material); a year's figures count every situation with its cases a year (办件量), those without recorded cases as 0.
"""

from typing import Annotated

from oncegraph.schema.codes import CodeList
from oncegraph.schema.declaration import Attribute, Titled
from oncegraph.schema.totals import PAIRS, REQUIREMENTS, WEIGHTED


class Measure(CodeList):
    """衡量口径: the number of a `Gain` by which candidates are ranked."""

    FIELDS = "fields", "免填字段", "Fields fill-free"
    MATERIALS = "materials", "免交材料", "Materials exempt"
    SITUATIONS = "situations", "零材料情形", "Situations without materials"
    FIELDS_A_YEAR = "fields_a_year", "每年免填字段", "Fields fill-free per year"
    MATERIALS_A_YEAR = "materials_a_year", "每年免交材料", "Materials exempt per year"
    CASES = "cases", "每年零材料办件", "Cases per year without materials"


class Gain(Titled):
    """How many verdicts become YES; for a loss, how many cease to be YES."""

    fields: Annotated[int, Attribute("免填字段", "Fields fill-free", about=PAIRS)] = 0
    materials: Annotated[int, Attribute("免交材料", "Materials exempt", about=REQUIREMENTS)] = 0
    situations: Annotated[int, Attribute("零材料情形", "Situations without materials")] = 0
    fields_a_year: Annotated[int, Attribute("每年免填字段", "Fields fill-free per year", about=WEIGHTED)] = 0
    materials_a_year: Annotated[int, Attribute("每年免交材料", "Materials exempt per year", about=WEIGHTED)] = 0
    cases: Annotated[int, Attribute("每年零材料办件", "Cases per year without materials", about=WEIGHTED)] = 0
