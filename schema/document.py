"""Reads documents that people write: YAML (of which JSON is a subset) and TOML."""

import tomllib
from pathlib import Path
from typing import Any

import yaml

from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.text import Text

YAML = Text("不是 YAML 文件。", "This is not a valid YAML file.")
TOML = Text("不是 TOML 文件。", "This is not a valid TOML file.")
CHECK_FORMAT = Text("请检查格式与编码（UTF-8）。", "Check its syntax and that it is encoded in UTF-8.")


class Unreadable(RefusedInput):
    """A file that cannot be read, or that is not a valid document."""

    code = "unreadable"

    def __init__(self, path: Path, what: Text, next_step: Text = CHECK_FORMAT):
        super().__init__(Text(f"{path.name}：{what.zh}", f"{path.name}: {what.en}"), next_step)


class _Loader(yaml.SafeLoader):
    def construct_yaml_int(self, node: yaml.ScalarNode) -> int:
        number = super().construct_yaml_int(node)
        str(number)  # a hexadecimal number may have more digits than Python converts to text: ValueError
        return number


_Loader.add_constructor("tag:yaml.org,2002:int", _Loader.construct_yaml_int)


def read_document(path: Path, *, as_written: bool = False) -> Any:
    """The content of a document: TOML if the file has this suffix, otherwise YAML.

    as_written: all scalars of YAML stay texts as they are written, such as 007 and 否. Raises Unreadable, with the line
    and column of a fault in YAML; the message never repeats the content.
    """
    try:
        text = path.read_text("utf-8-sig")
        if path.suffix == ".toml":
            return tomllib.loads(text)
        return yaml.load(text, yaml.BaseLoader if as_written else _Loader)
    except OSError as error:
        reason = error.strerror
        raise Unreadable(
            path,
            Text(f"无法读取（{reason}）。", f"It cannot be read ({reason})."),
            Text("请检查路径与权限。", "Check the path and the permissions."),
        ) from None
    except yaml.MarkedYAMLError as error:
        if (mark := error.problem_mark) is None:
            raise Unreadable(path, YAML) from None
        line, column = mark.line + 1, mark.column + 1
        raise Unreadable(
            path, YAML, Text(f"见第 {line} 行第 {column} 列。", f"See line {line}, column {column}.")
        ) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise Unreadable(path, TOML if path.suffix == ".toml" else YAML) from None
