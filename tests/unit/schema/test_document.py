"""A file that a person wrote is read, or it is said what is wrong with it; nothing of it is repeated."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from oncegraph.api.inputs.answers import read_answers
from oncegraph.api.inputs.costs import read_costs
from oncegraph.api.inputs.subject_file import parse_subject_file
from oncegraph.loaders.mapping.reading import read_mapping
from oncegraph.queries.change.changes import read_changes
from oncegraph.queries.reform.reading import read_reform
from oncegraph.schema.document import Unreadable, read_document
from oncegraph.schema.errors import RefusedInput

READERS = (
    read_changes,
    read_reform,
    read_answers,
    read_costs,
    read_mapping,
    lambda path: parse_subject_file(path, (), (), False),
)

#: Text → what is said of the place.
NO_YAML = {
    "a: SECRET: b": "见第 1 行第 10 列。",
    "a: 1\nb: [SECRET": "见第 2 行第 11 列。",
    "a: \x00SECRET": "请检查格式与编码（UTF-8）。",
    "SECRET: 2026-02-30": "请检查格式与编码（UTF-8）。",
    f"SECRET: {'1' * 5000}": "请检查格式与编码（UTF-8）。",
    f"SECRET: 0x{'f' * 5000}": "请检查格式与编码（UTF-8）。",
    "[" * 5000: "请检查格式与编码（UTF-8）。",
}


def written(folder: Path, text: str, name: str = "改革.yaml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_yaml_json_and_toml_say_the_same(tmp_path: Path) -> None:
    said = {"code": "007", "values": [1, 16, True], "more": {"甲": "否"}}
    yaml = 'code: "007"\nvalues: [1, 0x10, yes]\nmore: {甲: 否}\n'
    json = '\ufeff{"code": "007", "values": [1, 16, true], "more": {"甲": "否"}}'
    toml = 'code = "007"\nvalues = [1, 0x10, true]\nmore = {"甲" = "否"}\n'
    for name, text in (("a.yaml", yaml), ("a.json", json), ("a.toml", toml)):
        assert read_document(written(tmp_path, text, name)) == said


def test_as_written_everything_is_text(tmp_path: Path) -> None:
    path = written(tmp_path, "a: 007\nb: yes\nc: 2026-02-30\nd: 0x10\n")
    assert read_document(path, as_written=True) == {"a": "007", "b": "yes", "c": "2026-02-30", "d": "0x10"}


@pytest.mark.parametrize("text", NO_YAML, ids=range(len(NO_YAML)))
def test_invalid_yaml_is_reported_with_its_place(tmp_path: Path, text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_document(written(tmp_path, text))
    assert refused.value.what.zh == "改革.yaml：不是 YAML 文件。"
    assert refused.value.next_step.zh == NO_YAML[text]
    assert "SECRET" not in str(refused.value)


@pytest.mark.parametrize("text", ["a: 1", "a = 2026-02-30", "a = " + "[" * 5000])
def test_invalid_toml_is_reported(tmp_path: Path, text: str) -> None:
    with pytest.raises(Unreadable, match=r"改革\.toml：不是 TOML 文件。"):
        read_document(written(tmp_path, text, "改革.toml"))


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        (reader, text)
        for reader in READERS
        for text in NO_YAML
        if not (reader is read_answers and text.startswith("SECRET:"))  # which are texts as they are written
    ],
)
def test_every_command_says_so(tmp_path: Path, reader: Callable[[Path], Any], text: str) -> None:
    with pytest.raises(RefusedInput) as refused:
        reader(written(tmp_path, text))
    assert "不是 YAML 文件" in refused.value.what.zh


@pytest.mark.parametrize("reader", READERS)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, reader: Callable[[Path], Any]) -> None:
    (tmp_path / "b.yaml").write_bytes(b"\xff\xfe\xff")
    for name, said in (("a.yaml", "a.yaml：无法读取"), ("b.yaml", "b.yaml：不是 YAML 文件")):
        with pytest.raises(RefusedInput) as refused:
            reader(tmp_path / name)
        assert said in refused.value.what.zh
