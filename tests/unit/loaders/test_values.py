"""From cells to values, and what is said of cells that are none."""

import datetime as dt
from decimal import Decimal

import pytest

from oncegraph.loaders.check.column import Column
from oncegraph.loaders.check.values import BadValue, boolean, day, decimal, instant, integer, members, text
from oncegraph.schema.item import Item


@pytest.mark.parametrize(
    ("convert", "cell", "value"),
    [
        (text, "　甲 \ufeff", "甲"),
        (text, " \u200b", None),
        (text, 12.0, "12"),
        (text, 12.5, "12.5"),
        (text, Decimal("3.10"), "3.10"),
        (text, dt.date(2026, 1, 2), "2026-01-02"),
        (integer, "007", 7),
        (integer, "12.0", 12),
        (integer, -3.0, -3),
        (integer, "", None),
        (decimal, "0300.50", 300.5),
        (decimal, 15, 15.0),
        (decimal, "-0.5", -0.5),
        (decimal, " ", None),
        (boolean, "是", True),
        (boolean, "N", False),
        (boolean, 1.0, True),
        (boolean, True, True),
        (day, "2026/1/2", dt.date(2026, 1, 2)),
        (day, "2026.01.02", dt.date(2026, 1, 2)),
        (day, "20260102", dt.date(2026, 1, 2)),
        (day, "2026年1月2日", dt.date(2026, 1, 2)),
        (day, 46024, dt.date(2026, 1, 2)),
        (instant, "2026-01-02T03:04:05", dt.datetime(2026, 1, 2, 3, 4, 5)),
        (instant, "2026-01-02 03:04:05.250000", dt.datetime(2026, 1, 2, 3, 4, 5, 250_000)),
        (instant, "2026年1月2日 3时4分", dt.datetime(2026, 1, 2, 3, 4)),
        (instant, 46024.5, dt.datetime(2026, 1, 2, 12)),
        (members, "甲；乙、丙|丁\n戊;己", ["甲", "乙", "丙", "丁", "戊", "己"]),
        (members, '["甲;乙", "丙"]', ["甲;乙", "丙"]),
        (members, "[2026]1号", ["[2026]1号"]),
    ],
)
def test_values(convert, cell, value):
    found = convert(cell)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("convert", "cell", "kind"),
    [
        (text, 1e15, "precision_lost"),
        (text, {"a": 1}, "wrong_type"),
        (integer, "三十", "wrong_type"),
        (integer, "1.5", "wrong_type"),
        (integer, str(2**63), "wrong_type"),
        (integer, True, "wrong_type"),
        (decimal, "300平方米", "wrong_type"),
        (decimal, "nan", "wrong_type"),
        (decimal, "1e400", "wrong_type"),
        (decimal, True, "wrong_type"),
        (boolean, "也许", "wrong_type"),
        (day, "2026-13-01", "impossible_date"),
        (day, "2026-02-29", "impossible_date"),
        (instant, "2026-01-02 25:00", "impossible_date"),
        (day, "昨天", "wrong_type"),
        (day, "2026-01-02 或之后", "wrong_type"),
    ],
)
def test_cells_that_are_no_values(convert, cell, kind):
    with pytest.raises(BadValue) as error:
        convert(cell)
    assert error.value.problem.kind == kind


def test_a_number_with_its_unit_suggests_the_number():
    with pytest.raises(BadValue) as error:
        integer("30(工作日)")
    assert error.value.problem.suggestion == "30"


def test_codes_by_code_or_title_and_unknown_ones_kept_and_noted():
    column = Column(Item, "item_type")
    values, keys = column.values(["行政许可", "licensing", "Public service", "行政许克", "", None])
    assert values == ["licensing", "licensing", "public_service", "行政许克", None, None]
    ((value, problem),) = column.noted[keys[3]]
    assert (value, problem.kind, problem.suggestion, problem.severity.value) == (
        "行政许克", "unknown_code", "行政许可", "warning",
    )  # fmt: skip
    assert not column.bad


def test_every_audience_is_not_an_unknown_code():
    column = Column(Item, "service_objects")
    assert column.values(["*", "自然人；SG"])[0] == [("*",), ("natural_person", "SG")]
    assert [value for odd in column.noted.values() for value, _ in odd] == ["SG"]


@pytest.mark.parametrize("cell", ["<b>甲</b>", "甲&nbsp;乙", "关于<办法>的通知"])
def test_html_in_a_text_is_noted_and_kept(cell: str):
    column = Column(Item, "name")
    assert column.values([cell, "a < b & c"])[0] == [cell, "a < b & c"]
    assert list(column.noted) == [cell]


def test_equal_cells_of_different_types_are_distinguished():
    column = Column(Item, "name")
    assert column.values([1, True, 1.0, "1"])[0] == ["1", "true", "1", "1"]
