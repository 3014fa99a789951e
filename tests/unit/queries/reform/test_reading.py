"""A reform's document is understood, or it is said what is wrong with it."""

from datetime import date

import pytest

from oncegraph.queries.change.changes import BadChange
from oncegraph.queries.reform.reading import reform_of


@pytest.mark.parametrize(("title", "told"), [("一件事", "一件事"), (None, "改.yaml"), (date(2026, 1, 1), "2026-01-01")])
def test_a_title_is_what_is_written_or_the_name_of_the_file(title: object, told: str):
    assert reform_of({"title": title, "actions": []}, "改.yaml").title == told


@pytest.mark.parametrize("name", ["days", "legal_days", "promised_days", "visits"])
def test_nothing_takes_less_than_no_time(name: str):
    with pytest.raises(BadChange, match="不小于 0"):
        reform_of({"actions": [{"merge": "甲", "into": "乙", name: -1}]})


def test_no_data_is_younger_than_none():
    with pytest.raises(BadChange, match="不小于 0"):
        reform_of({"actions": [{"open": "甲", "max_age_days": -9}]})


@pytest.mark.parametrize("title", [["一件事"], {"一": "件事"}])
def test_a_title_must_be_a_text(title: object):
    with pytest.raises(BadChange, match=r"改\.yaml.*title"):
        reform_of({"title": title, "actions": []}, "改.yaml")
