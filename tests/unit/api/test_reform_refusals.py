"""What the reform command and the routes of comparisons refuse, without a graph."""

from pathlib import Path

import pytest

from oncegraph.api.commands.change.reform import refuse_to_overwrite
from oncegraph.loaders.inline import check_rows
from oncegraph.schema.errors import RefusedInput


def test_rows_are_refused_by_sheet_row_and_column_alone():
    same = {"item_code": "A", "name": "甲", "legal_days": "soon"}
    with pytest.raises(RefusedInput) as refused:
        check_rows(
            {"Item": [same, same | {"name": "乙"}], "Step": [{"step_code": "S", "item_code": "X", "name": "丙"}]}
        )
    for told in refused.value.what:
        assert "soon" in told and "rows.json" not in told and "/" not in told
    assert "提供的行 · Item · 第 1 行 · legal_days" in refused.value.what.zh


def test_rows_that_are_no_text_are_refused():
    with pytest.raises(RefusedInput, match="UTF-8"):
        check_rows({"Item": [{"item_code": "A", "name": "\ud800"}]})


@pytest.mark.parametrize(
    ("on", "catalogue"),
    [
        ("c.xlsx", "c.xlsx"),
        ("c", "c/new.xlsx"),
        ("c", "c"),
        ("c", "c.csv"),
        ("c/Item.csv", "c"),
        ("c.xlsx", "d/../c.xlsx"),
    ],
)
def test_what_is_read_is_not_written_over(tmp_path: Path, on: str, catalogue: str):
    with pytest.raises(RefusedInput):
        refuse_to_overwrite(str(tmp_path / on), tmp_path / catalogue)


@pytest.mark.parametrize(("on", "catalogue"), [("c.xlsx", "d.xlsx"), ("c", "d"), ("c/Item.csv", "c/new.xlsx")])
def test_what_is_beside_may_be_written(tmp_path: Path, on: str, catalogue: str):
    refuse_to_overwrite(str(tmp_path / on), tmp_path / catalogue)


def test_the_word_graph_does_not_name_a_folder():
    refuse_to_overwrite("graph", Path("graph", "c.xlsx"))
