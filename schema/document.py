"""A document that a person wrote: YAML, of which JSON is a part, or TOML."""

import tomllib
from pathlib import Path
from typing import Any

import yaml

from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.text import Text

YAML = Text("不是 YAML 文件。", "This is no YAML file.")
TOML = Text("不是 TOML 文件。", "This is no TOML file.")
LOOK_AT_IT = Text("请检查格式与编码（UTF-8）。", "Check how it is written, and that it is UTF-8.")


class Unreadable(RefusedInput):
    """A file that cannot be read, or is no document."""

    code = "unreadable"

    def __init__(self, path: Path, what: Text, next_step: Text = LOOK_AT_IT):
        super().__init__(Text(f"{path.name}：{what.zh}", f"{path.name}: {what.en}"), next_step)


class _Loader(yaml.SafeLoader):
    def construct_yaml_int(self, node: yaml.ScalarNode) -> int:
        number = super().construct_yaml_int(node)
        str(number)  # one that is written in hexadecimal may have more digits than Python says: ValueError
        return number


_Loader.add_constructor("tag:yaml.org,2002:int", _Loader.construct_yaml_int)


def read_document(path: Path, *, as_written: bool = False) -> Any:
    """What a document says: TOML if that is the suffix, else YAML.

    as_written: in YAML, 007 and 否 are the texts that stand there, and so are all numbers, dates and truth values.
    Raises Unreadable, with the place where YAML stops making sense; nothing of the document is repeated.
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
            Text(f"读不到（{reason}）。", f"It cannot be read ({reason})."),
            Text("请检查路径与权限。", "Check the path and the permissions."),
        ) from None
    except yaml.MarkedYAMLError as error:
        line, column = error.problem_mark.line + 1, error.problem_mark.column + 1
        raise Unreadable(
            path, YAML, Text(f"见第 {line} 行第 {column} 列。", f"See line {line}, column {column}.")
        ) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise Unreadable(path, TOML if path.suffix == ".toml" else YAML) from None
