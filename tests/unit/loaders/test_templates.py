"""Templates: what is filled in comes back, and nothing else does."""

from pathlib import Path

import openpyxl
import pytest

from oncegraph import loaders
from oncegraph.loaders.naming import columns
from oncegraph.schema.item import Item
from oncegraph.schema.model import DECLARATIONS
from oncegraph.schema.source import SuppliedBy
from tests.support.examples.exchange_rows import read_file
from tests.support.language import speaking


@pytest.mark.parametrize("spoken", ["zh", "en"])
def test_a_template_has_a_sheet_for_each_declaration_and_no_rows(tmp_path: Path, spoken: str):
    with speaking(spoken):
        loaders.template(tmp_path / "t.xlsx")
    found, findings = read_file(tmp_path / "t.xlsx")
    assert found == {name: [] for name in DECLARATIONS}
    assert not list(findings)


def test_what_is_filled_in_is_read(tmp_path: Path):
    path = tmp_path / "t.xlsx"
    loaders.template(path, [Item, SuppliedBy])
    book = openpyxl.load_workbook(path)
    sheet = book["事项"]
    assert [cell.value for cell in sheet[1]] == [title.zh for title in columns(Item).values()]
    assert sheet.column_dimensions["A"].number_format == "@"
    choices = [name for name, about in Item.attributes().items() if about.codes or Item.value_type(name) is bool]
    lists = [name for name in choices if Item.is_list(name)]
    assert len(sheet.data_validations.dataValidation) == len(choices) - len(lists)
    sheet.append(["00123", "甲", None, "行政许可"])
    book.save(path)
    row = dict.fromkeys(columns(Item)) | {"item_code": "00123", "name": "甲", "item_type": "licensing"}
    found, findings = read_file(path)
    assert found == {"Item": [row], "SuppliedBy": []}
    assert not list(findings)


def test_templates_as_csv(tmp_path: Path):
    loaders.template(tmp_path / "all.csv")
    assert {path.stem for path in (tmp_path / "all").iterdir()} == set(DECLARATIONS)
    assert read_file(tmp_path / "all" / "Item.csv")[0] == {"Item": []}
    with pytest.raises(loaders.CannotBeWritten):
        loaders.template(tmp_path / "all.pdf")
