"""The format of mapping files, as pydantic models: every key of a file is an attribute here."""

import re
from string import Formatter
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from oncegraph.loaders.naming import columns, similar_column, similar_declaration
from oncegraph.loaders.table import Repeated
from oncegraph.schema.declaration import Declaration
from oncegraph.schema.model import DECLARATIONS
from oncegraph.schema.text import Text

#: A path into a row: the name of a column, or keys of nested JSON objects separated by dots.
Source = str


def mistake(text: Text) -> PydanticCustomError:
    return PydanticCustomError("mapping", "{en}", {"zh": text.zh, "en": text.en})


class TemplatePart(NamedTuple):
    """A piece of a template: literal text, then the value at a path, unchanged or as a short hash."""

    literal: str
    path: Source | None
    hashed: bool


def parse_template(template: str) -> tuple[TemplatePart, ...]:
    """`GD-{name:hash}` → its parts. Raises a pydantic error for a malformed template."""
    try:
        pieces = list(Formatter().parse(template))
    except ValueError as error:
        raise mistake(
            Text(f"模板“{template}”的括号不成对（{error}）", f'Unbalanced template "{template}" ({error})')
        ) from None
    for _, path, spec, conversion in pieces:
        if path == "" or spec not in ("", "hash", None) or conversion:
            raise mistake(
                Text(
                    f"模板“{template}”中只能使用 {{列}} 或 {{列:hash}}",
                    f'Template "{template}": only {{path}} or {{path:hash}}',
                )
            )
    return tuple(TemplatePart(literal, path, spec == "hash") for literal, path, spec, _ in pieces)


def _one_group(pattern: str) -> str:
    try:
        groups = re.compile(pattern).groups
    except re.error as error:
        raise mistake(Text(f"正则表达式有误：{error}", f"Bad regular expression: {error}")) from None
    if groups != 1:
        raise mistake(Text("正则表达式须有且只有一个捕获组", "The regular expression must have exactly one group"))
    return pattern


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Template = Annotated[str, AfterValidator(lambda template: (parse_template(template), template)[1])]
Listed = BeforeValidator(_listed)


class _MappingPart(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Value(_MappingPart):
    """Where the value of an attribute comes from, and how it is processed, in this order.

    One of from, template, constant (or only default) says where it comes from. Of several paths or templates, the
    first that has data is used; a template has data if all its parts have. `split` cuts a text into a list; `extract`
    keeps what its one group matches; `translate` replaces whole values (by null: no data); `default` is used if there
    is no data, and recorded as an assumption. A plain text is short for `from`.
    """

    sources: Annotated[tuple[Source, ...], Listed] = Field((), alias="from")
    template: Annotated[tuple[Template, ...], Listed] = ()
    constant: Any = None
    split: str | None = Field(None, min_length=1)
    extract: Annotated[str, AfterValidator(_one_group)] | None = None
    translate: dict[str, Any] = {}
    no_data: tuple[str, ...] = ()
    default: Any = None

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        return {"from": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_origin(self) -> "Value":
        origins = sum((bool(self.sources), bool(self.template), self.constant is not None))
        if origins > 1 or (origins == 0 and self.default is None):
            raise mistake(
                Text(
                    "from、template、constant 须有且只有一个（或只有 default）",
                    "Exactly one of from, template and constant is needed (or only default)",
                )
            )
        return self


class Target(_MappingPart):
    """One kind of row that each row of the file yields.

    each: name → list; the target is evaluated once for every member, which `values` can use under that name. unless:
    path → template; no row where the two are equal. repeated: what to do with rows of the same identity: `first` keeps
    the first and warns if they differ, `refuse` reports an error.
    """

    declaration: str
    each: dict[str, Value] = {}
    unless: dict[Source, Template] = {}
    values: dict[str, Value]
    repeated: Repeated = Repeated.FIRST

    @property
    def kind(self) -> type[Declaration]:
        return DECLARATIONS[self.declaration]

    @model_validator(mode="after")
    def _declared(self) -> "Target":
        if self.declaration not in DECLARATIONS:
            raise _unknown(self.declaration, similar_declaration(self.declaration), list(DECLARATIONS))
        known = columns(self.kind)
        for name in self.values:
            if name not in known:
                raise _unknown(name, similar_column(self.kind, name), list(known))
        for name in self.kind.identity_columns():
            field = self.kind.model_fields.get(name)
            if name not in self.values and (field is None or field.is_required()):
                raise mistake(Text(f"缺少标识列 {name}", f"{name} is missing, but it is needed to identify the row"))
        return self


class Mapping(_MappingPart):
    """A mapping file.

    title: what it reads; dataset: the dataset to which rows are loaded; format: how the file is read, otherwise by its
    suffix; records: path of the array of rows in a JSON file; header: number of the row with the column names;
    no_data: texts that mean "no data" in any column; rows: what each row of the file yields.
    """

    title: str
    dataset: str
    format: Literal["csv", "json", "jsonl", "xlsx"] | None = None
    records: str | None = None
    header: int = Field(1, ge=1)
    no_data: tuple[str, ...] = ()
    rows: tuple[Target, ...]

    @model_validator(mode="after")
    def _not_empty(self) -> "Mapping":
        if not self.rows:
            raise mistake(Text("rows 为空，没有可读取的内容", "rows is empty, so nothing would be read"))
        return self


def _unknown(word: str, suggestion: str | None, known: list[str]) -> PydanticCustomError:
    zh = f"，是否为 {suggestion}" if suggestion else ""
    en = f', did you mean "{suggestion}"' if suggestion else ""
    names = ", ".join(known)
    return mistake(Text(f"模型中没有“{word}”{zh}；可用：{names}", f'The model has no "{word}"{en}; known: {names}'))
