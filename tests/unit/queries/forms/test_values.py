"""Which values an entry takes, and what becomes of those on their way into forms and back."""

import math
from typing import Any

import pytest

from oncegraph.queries.forms.conversion import Notation
from oncegraph.queries.forms.distribution import BadValues, gather, mapping_of, split
from oncegraph.queries.forms.values import value_schema
from tests.support.examples.forms import merge_one_field

NUMBER, TEXT = {"control": "number"}, {"control": "text"}
HALF = "\ud800"


@pytest.mark.parametrize(
    ("format", "least", "most"),
    [
        *(
            (format, 18, 18)
            for format in ("18位", "18位数字", "18位，GB 32100-2015", "18位，末位可为X", "18位（数字）")
        ),
        *((format, 24, 24) for format in ("24位", "24位项目代码")),
        *((format, None, 32) for format in ("至多32位", "至多32位数字")),
        *(
            (format, None, None)
            for format in ("15位或18位", "15位，或18位", "15位（旧）或18位", "15位-18位", "15~18位")
        ),
        *(
            (format, None, None)
            for format in ("2位小数", "至多2位小数", "6位以上", "4位年份2位月份", "8位数字加校验码")
        ),
    ],
)
def test_a_length_is_read_where_a_format_says_nothing_else(format: str, least: int | None, most: int | None) -> None:
    schema = value_schema(Notation("text", format, None))
    assert (schema.get("minLength"), schema.get("maxLength")) == (least, most)


@pytest.mark.parametrize(
    ("format", "type"),
    [
        *((format, "integer") for format in ("整数", "平方米，整数", "整数；元")),
        *((format, "number") for format in (None, "整数或两位小数", "整数部分至多8位，2位小数", "非整数")),
    ],
)
def test_a_number_is_an_integer_where_its_format_says_so(format: str | None, type: str) -> None:
    assert value_schema(Notation("number", format, None)) == {"type": type}


def test_a_pattern_escapes_only_what_every_reader_of_patterns_lets_it() -> None:
    assert value_schema(Notation("date", "YYYY-MM-DD", None))["pattern"].count("\\") == 0
    assert value_schema(Notation("date", "YYYY/MM.DD", None))["pattern"].startswith(r"^([0-9]{4})\/(0")


def test_a_date_does_not_end_in_a_new_line() -> None:
    date = {"control": "date"}
    with pytest.raises(BadValues):
        split(mapping_of(merge_one_field(date, {})), {"F": "2026-01-31\n"})


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, pytest.param(10**400, id="huge")])
def test_a_number_that_json_cannot_say_is_refused(value: Any) -> None:
    mapping = mapping_of(merge_one_field(NUMBER, NUMBER, TEXT))
    with pytest.raises(BadValues):
        split(mapping, {"F": value})
    assert [each.form_field_code for each in gather(mapping, {"A0": {"A0/F": value}}).left] == ["A0/F"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (TEXT, HALF),
        ({"control": "multiple_choice"}, ["甲", HALF]),
        ({"control": "linked_id_type"}, {"type": "1", "number": HALF}),
    ],
)
def test_half_a_character_is_refused(field: dict[str, Any], value: Any) -> None:
    with pytest.raises(BadValues):
        split(mapping_of(merge_one_field(field, {})), {"F": value})


def test_of_equal_numbers_the_one_is_gathered_that_every_form_gives_back() -> None:
    mapping = mapping_of(merge_one_field(NUMBER, NUMBER, TEXT))
    gathered = gather(mapping, {"A0": {"A0/F": 1.0}, "A1": {"A1/F": "1"}})
    assert [form.fields[0].value for form in split(mapping, gathered.values)] == [1, "1"]


def test_texts_disagree_that_are_the_same_number_written_in_two_ways() -> None:
    mapping = mapping_of(merge_one_field(NUMBER, NUMBER, TEXT, TEXT))
    gathered = gather(mapping, {"A0": {"A0/F": 1.0}, "A1": {"A1/F": "1"}, "A2": {"A2/F": "1.0"}})
    assert gathered.values == {}
    assert [each.disagrees_with for each in gathered.left] == [("A1/F",), ("A2/F",), ("A1/F",)]
