"""What `oncegraph merge` reads and writes, before it asks anything of the database."""

from pathlib import Path

import pytest

from oncegraph.api.commands.themes.merge import FormFormat, form_format_of
from oncegraph.api.inputs.form_values import BadValuesFile, read_values
from oncegraph.api.terminal.delivery import CannotDeliver


def test_a_word_document_is_not_written_to_a_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    with pytest.raises(CannotDeliver, match=r"--output .*\.docx"):
        form_format_of(FormFormat.DOCX, False, None)
    assert form_format_of(FormFormat.DOCX, False, tmp_path / "form") == "docx"


@pytest.mark.parametrize("text", ['{"A": 1, "A": 2}', '{"F": {"A": 1, "A": 2}}', "[]", "x"])
def test_a_file_of_values_is_one_object_with_each_key_once(text: str, tmp_path: Path) -> None:
    file = tmp_path / "values.json"
    file.write_text(text)
    with pytest.raises(BadValuesFile):
        read_values(file)
