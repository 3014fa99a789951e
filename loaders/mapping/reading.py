"""Reads a mapping file, YAML or TOML, and reports exactly where it is wrong."""

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from oncegraph.loaders.mapping.model import Mapping
from oncegraph.schema.document import Unreadable, read_document
from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.text import Text

_FOLDER = Path(__file__).parent.parent / "mappings"

#: Names of the mappings that come with OnceGraph.
SHIPPED: tuple[str, ...] = tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))


class BadMapping(RefusedInput):
    """A mapping file that cannot be used."""

    code = "bad_mapping"

    def __init__(self, source: Path | str, mistakes: list[tuple[str, Text]]):
        zh = "\n".join(f"  {path}：{text.zh}" if path else f"  {text.zh}" for path, text in mistakes)
        en = "\n".join(f"  {path}: {text.en}" if path else f"  {text.en}" for path, text in mistakes)
        shipped = ", ".join(SHIPPED)
        super().__init__(
            Text(f"映射文件 {source} 有误：\n{zh}", f"Mapping file {source} has errors:\n{en}"),
            Text(f"可参照自带的映射：{shipped}。", f"See the mappings that are shipped: {shipped}."),
        )
        self.mistakes = mistakes


def read_mapping(source: Path | str) -> Mapping:
    """The mapping in a file, or a shipped one by its name. Raises BadMapping with all mistakes."""
    path = _FOLDER / f"{source}.yaml" if str(source) in SHIPPED else Path(source)
    try:
        return Mapping.model_validate(read_document(path))
    except Unreadable as error:
        raise BadMapping(source, [("", text) for text in (error.what, error.next_step) if text]) from None
    except ValidationError as error:
        raise BadMapping(source, [(_path(e["loc"]), _text(e)) for e in error.errors()]) from None


def _path(location: tuple[str | int, ...]) -> str:
    """`("rows", 2, "values")` → `rows[3].values`, counted from one as people do."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")


def _text(error: Any) -> Text:
    if error["type"] == "mapping":
        return Text(error["ctx"]["zh"], error["ctx"]["en"])
    return _USUAL.get(error["type"]) or Text(error["msg"], error["msg"])


_USUAL = {
    "missing": Text("缺少这一项", "this key is missing"),
    "extra_forbidden": Text("没有这一项", "unknown key"),
}
