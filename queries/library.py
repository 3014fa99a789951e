"""Saved queries: files `<folder>/<name>.cypher`, each with a header that describes it, its parameters and columns.

    // name: quality.fields_without_source
    // title: 没有数源的字段 | Fields without a source
    // summary: … | …
    // params: item_code (string), limit (integer = 100)
    // returns: field_code, name
    // browser: :params {item_code: '…', limit: 100}
    MATCH …

`params` may be `none`; then there is no `browser` line. Otherwise a user of Neo4j Browser runs the command of that line
first, and the tests use its values as an example. `// listed: no` marks a query that serves programs and is not listed
as a report. A header line may continue on lines that are indented by two or more spaces. A file that breaks these rules
is refused when it is read, with file and line.
"""

import re
import reprlib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, Any, Literal, get_args

import pydantic
import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, TypeAdapter

from oncegraph.graph.client import READ_SECONDS, Client, Result
from oncegraph.schema.errors import NotFound, OnceGraphError, RefusedInput
from oncegraph.schema.text import Text

ParameterType = Literal["string", "integer", "float", "boolean", "date", "string list"]

#: The parameter for the maximum number of rows. `run` requests one row more, to find out whether there are more.
LIMIT = "limit"
LARGEST_LIMIT = 1_000_000


def _valid_unicode(text: str) -> str:
    text.encode()  # raises a ValueError for a lone surrogate, which cannot be sent
    return text


_TextValue = Annotated[str, AfterValidator(_valid_unicode)]
_WORDS = {"是": "true", "否": "false"}
_TYPES: dict[str, TypeAdapter] = {
    "string": TypeAdapter(_TextValue),
    "integer": TypeAdapter(Annotated[int, pydantic.Field(ge=-(2**63), lt=2**63)]),
    "float": TypeAdapter(float),
    "boolean": TypeAdapter(Annotated[bool, BeforeValidator(lambda value: _WORDS.get(str(value), value))]),
    "date": TypeAdapter(date),
    "string list": TypeAdapter(
        Annotated[list[_TextValue], BeforeValidator(lambda value: _split(value) if isinstance(value, str) else value)]
    ),
}
_DESCRIPTIONS = {
    "string": Text("一段文字", "a text"),
    "integer": Text("整数，如 100", "a whole number such as 100"),
    "float": Text("数字，如 0.5", "a number such as 0.5"),
    "boolean": Text("true 或 false", "true or false"),
    "date": Text("日期，如 2026-01-31", "a date such as 2026-01-31"),
    "string list": Text("多个文字，以逗号分隔", "texts separated by commas"),
}


class BadQueryFile(OnceGraphError):
    """A query file breaks the rules above."""

    code = "query_file"


class UnknownQuery(NotFound):
    """There is no query with this name."""

    code = "unknown_query"


class BadParameter(RefusedInput):
    """A parameter of a query is missing, unknown or of the wrong type."""

    code = "bad_parameter"
    exit_code = 2


class Parameter(BaseModel):
    """A parameter of a query. required: it has no default. A default of None means that the parameter is not used."""

    model_config = ConfigDict(frozen=True)

    name: str
    type: ParameterType
    required: bool = True
    default: Any = None

    def convert(self, value: Any) -> Any:
        """The value as Neo4j expects it; texts from a command line or a URL are parsed. Raises BadParameter."""
        if value is None and not self.required:
            return None
        try:
            value = _TYPES[self.type].validate_python(value)
        except pydantic.ValidationError:
            raise self._refused(value, _DESCRIPTIONS[self.type]) from None
        if self.name == LIMIT and not 1 <= value <= LARGEST_LIMIT:
            raise self._refused(value, Text(f"1 至 {LARGEST_LIMIT}", f"a number from 1 to {LARGEST_LIMIT}"))
        return value

    def _refused(self, value: Any, wanted: Text) -> BadParameter:
        shown = reprlib.repr(value)
        return BadParameter(
            Text(f"参数 {self.name} 的值 {shown} 不符合要求。", f"Parameter {self.name} cannot be {shown}."),
            Text(f"应为{wanted.zh}。", f"Give {wanted.en}."),
        )


class SavedQuery(BaseModel):
    """A saved query: the content of its header, and the statement.

    path: the file, relative to the folder of the library; browser: the command that a user of Neo4j Browser runs first;
    listed: whether it is listed as a report.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    title: Text
    summary: Text
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    statement: str
    path: str
    browser: str | None = None
    listed: bool = True

    @property
    def example(self) -> dict[str, Any]:
        """Example values of the parameters, from the `browser` line."""
        return yaml.safe_load(self.browser.removeprefix(_BROWSER_COMMAND)) if self.browser else {}

    def convert(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters of the statement: the values converted to their types, and defaults for all others.

        Raises BadParameter.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in values:
            if name not in known:
                raise BadParameter(
                    Text(f"查询 {self.name} 没有参数 {name}。", f"Query {self.name} has no parameter {name}."),
                    Text(
                        f"可用参数：{'、'.join(known) or '无'}。", f"Its parameters are: {', '.join(known) or 'none'}."
                    ),
                )
        for name, parameter in known.items():
            if parameter.required and name not in values:
                description = _DESCRIPTIONS[parameter.type]
                raise BadParameter(
                    Text(f"查询 {self.name} 缺少参数 {name}。", f"Query {self.name} needs the parameter {name}."),
                    Text(f"请给出 {name}（{description.zh}）。", f"Give {name} ({description.en})."),
                )
        return {
            name: parameter.convert(values[name]) if name in values else parameter.default
            for name, parameter in known.items()
        }


@cache
def library() -> dict[str, SavedQuery]:
    """Query name → query, sorted by name. Raises BadQueryFile."""
    queries = [
        parse(f"{folder.name}/{file.name}", file.read_text("utf-8"))
        for folder in _folders()
        for file in folder.iterdir()
        if file.name.endswith(".cypher")
    ]
    return {query.name: query for query in sorted(queries, key=lambda query: query.name)}


def find(name: str) -> SavedQuery:
    """The query with this name. Raises UnknownQuery, which names the most similar ones."""
    if query := library().get(name):
        return query
    from rapidfuzz import fuzz, process

    nearest = [similar for similar, _, _ in process.extract(name, list(library()), scorer=fuzz.WRatio, limit=3)]
    raise UnknownQuery(
        Text(f"没有名为 {name} 的查询。", f"There is no query named {name}."),
        Text(f"名称相近的有：{'、'.join(nearest)}。", f"Similar names are: {', '.join(nearest)}."),
    )


def run(
    client: Client,
    name: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    limit: int | None = None,
    timeout: float = READ_SECONDS,
) -> Result[dict[str, Any]]:
    """Runs a saved query. Rows are dicts by column; `truncated` says whether there are more rows.

    limit: maximum number of rows, also for a query without such a parameter; timeout: seconds on the server. Raises
    UnknownQuery, BadParameter, and what `Client.read` raises.
    """
    query = find(name)
    values = query.convert(parameters or {})
    if LIMIT in values:
        limit = values[LIMIT] if limit is None else min(limit, values[LIMIT])
        values[LIMIT] = limit + 1
    return client.read(query.statement, values, timeout=timeout, limit=limit)


def parse(path: str, text: str) -> SavedQuery:
    """Parses the text of a file. path: `<folder>/<stem>.cypher`. Raises BadQueryFile."""
    header: dict[str, tuple[int, str]] = {}
    lines = text.splitlines()
    start = next((at for at, line in enumerate(lines) if not line.startswith("//")), len(lines))
    for number, line in enumerate(lines[:start], 1):
        if line.startswith(_CONTINUED) and header:
            word, (began, begun) = header.popitem()
            header[word] = began, f"{begun} {line.removeprefix('//').strip()}"
            continue
        word, colon, rest = line.removeprefix("//").strip().partition(":")
        if not colon or word not in _HEADINGS or word in header:
            raise _bad(path, number, Text(f"无法识别的说明行：{line}", f"Unknown header line: {line}"))
        header[word] = number, rest.strip()
    for word in _HEADINGS[:5]:
        if not header.get(word, (0, ""))[1]:
            raise _bad(path, 1, Text(f"缺少“// {word}:”一行。", f'The line "// {word}:" is missing.'))
    if header["name"][1] != path.removesuffix(".cypher").replace("/", "."):
        raise _bad(path, header["name"][0], Text("名称与文件位置不符。", "The name does not match folder and file."))
    query = SavedQuery(
        name=header["name"][1],
        title=_text(path, *header["title"]),
        summary=_text(path, *header["summary"]),
        parameters=tuple(_parameters(path, *header["params"])),
        columns=tuple(column.strip() for column in header["returns"][1].split(",")),
        statement="\n".join(lines[start:]).strip().removesuffix(";"),
        path=path,
        browser=header["browser"][1] if "browser" in header else None,
        listed=header.get("listed", (0, "yes"))[1] != "no",
    )
    _check_parameters(query, header["params"][0], start + 1)
    _check_browser(query, header.get("browser", (1, ""))[0])
    return query


_CONTINUED = "//  "
_BROWSER_COMMAND = ":params "
_HEADINGS = ("name", "title", "summary", "params", "returns", "browser", "listed")
_PARAMETER = re.compile(r"(?P<name>\w+)\s*\((?P<type>[a-z ]+?)\s*(?:=\s*(?P<default>[^)]*))?\)")
#: The parts of a statement that are not code: strings, quoted names, comments.
_NOT_CODE = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`[^`]*`|//[^\n]*|/\*.*?\*/""", re.DOTALL)


def _check_parameters(query: SavedQuery, declared_on: int, starts_on: int) -> None:
    declared = [parameter.name for parameter in query.parameters]
    code = _NOT_CODE.sub(lambda match: "\n" * match[0].count("\n"), query.statement)
    used = {match[1]: code[: match.start()].count("\n") + starts_on for match in re.finditer(r"\$(\w+)", code)}
    for name, line in used.items():
        if name not in declared:
            raise _bad(query.path, line, Text(f"参数 ${name} 未声明。", f"Parameter ${name} is not declared."))
    for name in declared:
        if name not in used:
            raise _bad(query.path, declared_on, Text(f"参数 {name} 未使用。", f"Parameter {name} is not used."))


def _check_browser(query: SavedQuery, line: int) -> None:
    declared = {parameter.name: parameter for parameter in query.parameters}
    if bool(query.browser) != bool(declared) or not (query.browser or _BROWSER_COMMAND).startswith(_BROWSER_COMMAND):
        raise _bad(
            query.path,
            line,
            Text(
                "有参数时须有“// browser: :params {…}”一行。",
                'A query with parameters needs a line "// browser: :params {…}".',
            ),
        )
    try:
        example = query.example
        complete = example.keys() == declared.keys()
        query.convert(example)
    except (yaml.YAMLError, BadParameter):
        complete = False
    if not complete:
        raise _bad(
            query.path,
            line,
            Text("browser 一行须给出每个参数的值。", "The browser line must give a value for every parameter."),
        )


def _parameters(path: str, line: int, text: str) -> Iterator[Parameter]:
    if text == "none":
        return
    for part in re.split(r",\s*(?=\w+\s*\()", text):
        match = _PARAMETER.fullmatch(part.strip())
        if not match or match["type"] not in get_args(ParameterType):
            raise _bad(
                path, line, Text(f"参数应写作“名称 (类型)”：{part}", f"Write a parameter as name (type), not: {part}")
            )
        parameter = Parameter(name=match["name"], type=match["type"], required=match["default"] is None)
        if parameter.required:
            yield parameter
            continue
        try:
            yield parameter.model_copy(update={"default": parameter.convert(yaml.safe_load(match["default"]))})
        except (yaml.YAMLError, BadParameter):
            raise _bad(
                path,
                line,
                Text(f"默认值与参数类型不符：{part}", f"The default does not have the type of the parameter: {part}"),
            ) from None


def _text(path: str, line: int, text: str) -> Text:
    zh, bar, en = (part.strip() for part in text.partition("|"))
    if not (zh and bar and en):
        raise _bad(path, line, Text("应写作“中文 | English”。", 'Write it as "中文 | English".'))
    return Text(zh, en)


def _split(text: str) -> list[str]:
    return [part.strip() for part in re.split("[,，、;；]", text) if part.strip()]


def _folders() -> Iterator[Traversable]:
    return (folder for folder in files(__package__).iterdir() if folder.is_dir())


def _bad(path: str, line: int, what: Text) -> BadQueryFile:
    return BadQueryFile(Text(f"queries/{path}:{line}：{what.zh}", f"queries/{path}:{line}: {what.en}"))
