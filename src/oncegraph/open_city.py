"""The public interface for Python: an open city, with a method for each question."""

import warnings
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack, nullcontext
from datetime import date
from enum import Enum
from itertools import islice
from pathlib import Path
from typing import Any, Self, TypeVar
from weakref import finalize

from pydantic import SecretStr, ValidationError

from oncegraph.api.inputs.states import states_of
from oncegraph.graph.client import Client, Result
from oncegraph.graph.engine import running
from oncegraph.graph.migrations import migrate
from oncegraph.graph.settings import Settings
from oncegraph.graph.versions import CatalogueState, state
from oncegraph.loaders import rows_of
from oncegraph.loaders.finding import Findings, LoadRefused, Severity
from oncegraph.loaders.naming import identity_of
from oncegraph.queries import library
from oncegraph.queries.ask import Question, ask
from oncegraph.queries.change.changes import changes_of, parse
from oncegraph.queries.change.questions import ImpactQuestion, NextBestQuestion, WhatIfQuestion
from oncegraph.queries.city import City, GraphCity, RowsCity
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.exemption.named_explanation import explanation_question
from oncegraph.queries.exemption.questions import (
    CityTotals,
    ItemExemptionQuestion,
    RemainingQuestion,
    SituationExemptionQuestion,
    TotalsQuestion,
)
from oncegraph.queries.forms.questions import MergedFormQuestion
from oncegraph.queries.guidance.questions import GuidanceQuestion
from oncegraph.queries.guidance.selection import Selection
from oncegraph.queries.lists import LISTS
from oncegraph.queries.lists.questions import ListedEntries, ListQuestion
from oncegraph.queries.names import IMPACT_KINDS, SUBJECTS, code_in, code_of, context_of, situation_of, subject_of
from oncegraph.queries.records.reading import read_declared_rows
from oncegraph.queries.reform.questions import ComparisonQuestion
from oncegraph.queries.theme.questions import FlowQuestion, OneThingQuestion, ThemeMaterialsQuestion
from oncegraph.schema.change import Change
from oncegraph.schema.comparison import Comparison, OneThing
from oncegraph.schema.declaration import Relationship
from oncegraph.schema.errors import NotFound, RefusedInput
from oncegraph.schema.field import Field
from oncegraph.schema.flow import Basis, Flow
from oncegraph.schema.gain import Measure
from oncegraph.schema.guide import Guidance
from oncegraph.schema.impact import Impact
from oncegraph.schema.item import Item
from oncegraph.schema.merged_form import MergedForm
from oncegraph.schema.model import DECLARATIONS
from oncegraph.schema.next_best import CandidateKind, NextBest, Optimum
from oncegraph.schema.remaining import Remaining, SubjectFile
from oncegraph.schema.rows import Row
from oncegraph.schema.situation import Situation
from oncegraph.schema.text import Text
from oncegraph.schema.theme import Theme
from oncegraph.schema.theme_materials import ThemeMaterials
from oncegraph.schema.totals import Dimension
from oncegraph.schema.verdict import Explanation, ItemVerdict, SituationVerdict, When
from oncegraph.schema.what_if import WhatIf
from oncegraph.visualize.diagram import Diagram
from oncegraph.visualize.pictures.subject import Picture, PictureQuestion

Source = str | Path | Sequence[str | Path] | None
Answers = Mapping[str, Any]
A = TypeVar("A")
E = TypeVar("E", bound=Enum)
#: Findings of files that are shown at most.
LISTED = 20


class BadArgument(RefusedInput):
    """An argument has a value that it cannot have."""

    code = "bad_argument"

    def __init__(self, name: str, value: object, possible: Text):
        super().__init__(
            Text(f"参数 {name} 不能是 {value!r}。", f"The argument {name} cannot be {value!r}."),
            Text(f"可用：{possible.zh}。", f"Possible: {possible.en}."),
        )


class NoSuchFile(NotFound):
    """The source of a city is neither an address nor an existing file."""

    code = "no_such_file"

    def __init__(self, path: Path):
        super().__init__(
            Text(f"没有名为“{path}”的文件或文件夹。", f'There is no file or folder "{path}".'),
            Text(
                "请指定文件、文件夹，或以 bolt://、neo4j:// 开头的地址。",
                "Give files, folders, or an address that begins with bolt:// or neo4j://.",
            ),
        )


class FilesRefused(LoadRefused):
    """Files that hold errors; the message lists the first of them, `findings` has all."""

    code = "files_refused"

    def __init__(self, findings: Findings):
        super().__init__(findings)
        many = findings.count(Severity.ERROR)
        errors = (each for each in findings if each.severity is Severity.ERROR)
        lines = "".join(f"\n{each}" for each in islice(errors, LISTED))
        self.what = Text(f"文件中有 {many} 处错误，未能打开：{lines}", f"The files hold {many} errors: {lines}")
        self.next_step = Text(
            "请逐处更正后重新打开；全部问题见异常的 findings。",
            "Correct them and open again; `findings` of the error has all of them.",
        )


class NoSuchKind(NotFound):
    """Rows were asked for of something that a catalogue does not hold."""

    code = "no_such_kind"

    def __init__(self, kind: str):
        super().__init__(
            Text(
                f"目录中没有“{kind}”这类事物或关系。", f'A catalogue holds no things or relationships named "{kind}".'
            ),
            Text(
                "可用：" + "、".join(each.title.zh for each in DECLARATIONS.values()) + "。",
                "Known are: " + ", ".join(DECLARATIONS) + ".",
            ),
        )


def open_city(source: Source, *, user: str, password: str, database: str | None) -> "OpenCity":
    """See `oncegraph.open`."""
    if source is None or (isinstance(source, str) and "://" in source):
        stack = ExitStack()
        try:
            settings = Settings() if source is None else _settings_for(source, user, password, database)
            client = stack.enter_context(Client(stack.enter_context(running(settings))))
            migrate(client)
            return OpenCity(client, stack)
        except BaseException:
            stack.close()
            raise
    paths = [Path(each) for each in ([source] if isinstance(source, str | Path) else source)]
    for path in paths:
        if not path.exists():
            raise NoSuchFile(path)
    findings = Findings()
    try:
        rows = rows_of(paths, findings=findings)
    except LoadRefused:
        raise FilesRefused(findings) from None
    for finding in islice(findings, LISTED):
        warnings.warn(str(finding), stacklevel=3)
    return OpenCity(RowsCity(rows), ExitStack())


def _settings_for(uri: str, user: str, password: str, database: str | None) -> Settings:
    return Settings(neo4j_uri=uri, neo4j_user=user, neo4j_password=SecretStr(password), neo4j_database=database)


class OpenCity:
    """An open city. The context of every question can be given by keywords:

    audience: for whom the question is asked, code or title (`enterprise`, 企业法人); region: its code; as_of: the
    day, as
    a date or `2026-01-31`, today if left out; mode: `design` (as designed, ignoring probes) or `now` (heeding sources
    that are down); known: fields whose values are known besides the login identity; on_file: materials handed in
    earlier. A name that matches nothing raises NotFound; a name that matches several things raises SeveralMatch.

    A city in a Neo4j answers from the newest state of the catalogue, which is read again after it has changed.
    """

    def __init__(self, source: Client | City, stack: ExitStack):
        self._client = source if isinstance(source, Client) else None
        self._city: City | None = None if isinstance(source, Client) else source
        self._state: CatalogueState | None = None
        self._close = finalize(self, stack.close)
        _ = self.city.catalogue  # raises EmptyStore at once

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        catalogue = self.city.catalogue
        return f"<OpenCity: {catalogue.count('Item')} items, {catalogue.count('Situation')} situations>"

    def close(self) -> None:
        """Close the connection to Neo4j; the embedded one stops when its last user closes."""
        self._close()

    @property
    def city(self) -> City:
        """The newest state of the catalogue, for `oncegraph.queries.ask.ask`. Raises EmptyStore."""
        if self._client is not None:
            now = state(self._client)
            if self._city is None or self._state != now:
                self._city, self._state = GraphCity(self._client), now
        assert self._city is not None
        return self._city

    def exempt(self, item: str, situation: str | None = None, **context: Any) -> ItemVerdict | SituationVerdict:
        """Which fields of an item are filled automatically and which materials are exempt, in all situations or in one.

        `to_frame()` gives the fields, `to_frame("materials")` the materials and, for an item,
        `to_frame("situations")` the situations.
        """
        city = self.city
        item_code = code_of(city, Item, item)
        if situation is None:
            return self._ask(city, ItemExemptionQuestion(item_code), context)
        return self._ask(city, SituationExemptionQuestion(situation_of(city, item_code, situation)), context)

    def why(
        self,
        item_or_situation: str,
        field_or_material: str | None = None,
        situation: str | None = None,
        **context: Any,
    ) -> Explanation:
        """Why a field or material has its verdict, down to the relationships that prove it. Without a field or
        material: why the item or situation asks for materials. situation: needed for an item with several.
        `to_frame()` gives the steps."""
        city = self.city
        asked = self._context(city, context)
        return ask(city, explanation_question(city, item_or_situation, situation, field_or_material, asked), asked)

    def what_if(self, *changes: str | Mapping[str, Any] | Change, **context: Any) -> WhatIf:
        """What would be different after some changes that take effect together; nothing is stored.

        changes: each as `"source:SY0004.status=suspended"`, or as an entry of a file of changes, `{"source": "SY0004",
        "status": "suspended"}`. `to_frame("fields")`, `"materials"`, `"situations"` give the verdicts that differ,
        most cases a year first. Raises BadChange.
        """
        parsed: list[Change] = []
        for change in changes:
            if isinstance(change, str):
                parsed += parse([change])
            elif isinstance(change, Mapping):
                parsed += changes_of([change])
            elif isinstance(change, Change):
                parsed.append(change)
            else:
                raise BadArgument("changes", change, Text("文字、映射或 Change", "a text, a mapping, a Change"))
        return self._ask(self.city, WhatIfQuestion(tuple(parsed)), context)

    def next_best(
        self,
        kinds: Iterable[CandidateKind | str] = (CandidateKind.SOURCE,),
        *,
        by: Measure | str = Measure.FIELDS,
        steps: int = 10,
        costs: Mapping[str, float] | None = None,
        budget: float | None = None,
        pairs: bool = True,
        **context: Any,
    ) -> NextBest:
        """What to open next for the most gain: each candidate alone (`best`), and a sequence of them (`steps`).

        kinds: source, binding, agreement, key, licence; by: the gain that ranks them; costs: code → cost, 1 for
        candidates left out; budget: the maximum total cost of the steps. Raises BadCosts.
        """
        return self._next_best(kinds, by, steps, costs, budget, pairs, False, context)[0]

    def best_set(
        self,
        kinds: Iterable[CandidateKind | str] = (CandidateKind.SOURCE,),
        *,
        by: Measure | str = Measure.FIELDS,
        steps: int = 10,
        costs: Mapping[str, float] | None = None,
        budget: float | None = None,
        **context: Any,
    ) -> Optimum:
        """The best set of at most `steps` candidates, with the proof that no set gains more.

        Raises BadCosts, TooLarge, MissingExtra without the extra `exact`.
        """
        optimum = self._next_best(kinds, by, steps, costs, budget, True, True, context)[1]
        assert optimum is not None
        return optimum

    def impact(self, source_field_or_licence: str, **context: Any) -> Impact:
        """What depends on a source, field or licence type, and what is lost without it."""
        city = self.city
        return self._ask(city, ImpactQuestion(*subject_of(city, IMPACT_KINDS, source_field_or_licence)), context)

    def theme(self, name: str, answers: Answers | None = None) -> Flow:
        """一件事: the flow of a theme, or of the situations that answers (question → option) lead to.

        Days are working days. `to_networkx()` gives its tasks and their order.
        """
        city = self.city
        return self._ask(city, FlowQuestion(Selection.of_theme(code_of(city, Theme, name), answers)), {})

    def theme_materials(self, name: str, answers: Answers | None = None, **context: Any) -> ThemeMaterials:
        """The single set of materials of a theme, each handed in once."""
        city = self.city
        selection = Selection.of_theme(code_of(city, Theme, name), answers)
        return self._ask(city, ThemeMaterialsQuestion(selection), context)

    def guide(self, theme_or_item: str, answers: Answers | None = None, **context: Any) -> Guidance:
        """The next question to an applicant who gave these answers, or the exact checklist."""
        city = self.city
        return self._ask(city, GuidanceQuestion(subject_of(city, (Theme, Item), theme_or_item), answers or {}), context)

    def merge(self, *subjects: str, answers: Answers | None = None, **context: Any) -> MergedForm:
        """多表合一: the application forms of themes, items or situations merged into one. `to_frame()` gives its
        entries."""
        city = self.city
        selection = Selection(tuple(subject_of(city, SUBJECTS, word) for word in subjects), answers)
        return self._ask(city, MergedFormQuestion(selection), context)

    def compare(
        self, before: str | Path, after: str | Path, *, items: Iterable[str] = (), **context: Any
    ) -> Comparison:
        """Compare two states of the whole catalogue or of some items: what changed, and what it saves.

        A state is `"graph"` (what this city holds), a file or folder in the exchange format, or a reform (.yaml) tried
        on this city. Days are working days. `to_frame("edits")` gives the differences.
        """
        city = self.city
        as_of = _day(context.get("as_of"))
        first, second = states_of((str(before), str(after)), lambda: nullcontext(city), as_of)
        codes = tuple(code_in((first.records, second.records), Item, word) for word in _words(items))
        there = RowsCity(second.records.rows)
        return self._ask(there, ComparisonQuestion(first, second, (), codes), context).found

    def compare_theme(self, name: str, answers: Answers | None = None, **context: Any) -> OneThing:
        """Compare applying for each item of a theme separately with handling all of them as one thing."""
        city = self.city
        return self._ask(city, OneThingQuestion(Selection.of_theme(code_of(city, Theme, name), answers)), context)

    def lists(self, name: str | None = None, **options: Any) -> ListedEntries | dict[str, str]:
        """A list for reform teams, with what blocks each entry; without a name: the names and titles of all lists.

        options: `department`, `region` (code) and `status` select entries; all other options are the context.
        `to_frame()` gives the entries.
        """
        if name is None:
            return {each.name: str(each.title) for each in LISTS.values()}
        selection = {word: options.pop(word, None) for word in ("department", "region", "status")}
        return self._ask(self.city, ListQuestion(name, **selection), options)

    def remaining(
        self,
        situation: str,
        *,
        fields: Mapping[str, date] | None = None,
        documents: Mapping[str, date] | None = None,
        fill: bool = True,
        **context: Any,
    ) -> Remaining:
        """What somebody still has to type and hand in for a situation, given what is on file.

        fields, documents: code → on file since; fill: whether its values may fill forms. The file is not stored.
        """
        city = self.city
        try:
            file = SubjectFile.model_validate({"fields": fields or {}, "documents": documents or {}, "fill": fill})
        except ValidationError as error:
            wrong = error.errors()[0]
            name, *_ = wrong["loc"]
            possible = Text("编码或名称 → 起始日期；fill 为 True 或 False", "code or name → date; fill: True or False")
            raise BadArgument(str(name), wrong["input"], possible) from None
        return self._ask(city, RemainingQuestion(code_of(city, Situation, situation), file), context)

    def totals(self, *by: Dimension | str, **context: Any) -> CityTotals:
        """The totals of the city, and by region, department, item_type or service_object. `to_frame()` gives a row for
        each value of the first dimension."""
        return self._ask(self.city, TotalsQuestion(tuple(_member(Dimension, "by", each) for each in by)), context)

    def rows(self, kind: str) -> Result[Row]:
        """What the catalogue records of one kind of things or relationships, a row for each, sorted by code.

        kind: the name of a sheet of the exchange format, such as `DataSource` or 数源, `SuppliedBy` or 字段数源绑定.
        `to_frame()` gives all its columns; from a row itself, what is not recorded is absent. Raises NoSuchKind.
        """
        declaration = next((each for each in DECLARATIONS.values() if kind in (each.__name__, *each.title)), None)
        if declaration is None:
            raise NoSuchKind(kind)
        city = self.city
        ends = [name for name, _ in declaration.ends()] if issubclass(declaration, Relationship) else []
        columns = [*ends, *declaration.attributes()]
        if self._client is None:
            rows = [*city.all_records().rows.get(declaration.__name__, ())]
        else:
            rows = read_declared_rows(self._client, declaration)
        return Result(sorted(rows, key=identity_of(declaration)), columns)

    def query(self, name: str, *, limit: int | None = None, **parameters: Any) -> Result[dict[str, Any]]:
        """The rows of a saved query (`oncegraph query` lists them). limit: the maximum number of rows.

        Raises UnknownQuery, BadParameter, NeedsGraph for a city of files.
        """
        if limit is not None and any(each.name == library.LIMIT for each in library.find(name).parameters):
            parameters[library.LIMIT] = limit  # else the query would stop at a default of its own
        return self.city.run(name, parameters, limit)

    def search(self, text: str, *, limit: int = 20) -> Result[dict[str, Any]]:
        """Things whose names or codes have all words of a text, best first. Raises NeedsGraph for a city of files."""
        return self.city.run("search.names", {"text": text}, limit)

    def draw(
        self,
        subject: str,
        picture: Picture | str | None = None,
        *,
        answers: Answers | None = None,
        highlight: str | None = None,
        basis: Basis | str = Basis.PROMISED,
        **context: Any,
    ) -> Diagram:
        """A picture of a theme, item or situation; Jupyter shows it, and `save(path)` writes it to a file.

        picture: flow, gantt, before-after or sankey of a theme, chain or sankey of an item or situation; answers:
        narrow the situations; highlight: a field whose path in the chain is highlighted; basis: promised or legal
        times.
        """
        city = self.city
        question = PictureQuestion(
            subject_of(city, SUBJECTS, subject),
            None if picture is None else _member(Picture, "picture", picture),
            answers,
            None if highlight is None else code_of(city, Field, highlight),
            _member(Basis, "basis", basis),
        )
        return self._ask(city, question, context)

    def _next_best(
        self,
        kinds: Iterable[CandidateKind | str],
        by: Measure | str,
        steps: int,
        costs: Mapping[str, float] | None,
        budget: float | None,
        pairs: bool,
        exact: bool,
        context: Mapping[str, Any],
    ) -> tuple[NextBest, Optimum | None]:
        chosen = tuple(_member(CandidateKind, "kinds", kind) for kind in _words(kinds))
        if steps < 0:
            raise BadArgument("steps", steps, Text("0 或更大的整数", "a whole number from 0"))
        question = NextBestQuestion(chosen, _member(Measure, "by", by), steps, costs or {}, budget, pairs, exact)
        return self._ask(self.city, question, context)

    def _ask(self, city: City, question: Question[A], context: Mapping[str, Any]) -> A:
        return ask(city, question, self._context(city, context))

    def _context(self, city: City, words: Mapping[str, Any]) -> Context:
        words = dict(words)
        if "mode" in words:
            words["mode"] = _member(When, "mode", words["mode"])
        words["as_of"] = _day(words.get("as_of"))
        for name in ("known", "on_file"):
            words[name] = _words(words.get(name, ()))
        return context_of(city, **words)


def _day(as_of: date | str | None) -> date | None:
    """The day that the argument `as_of` names. Raises BadArgument."""
    if not isinstance(as_of, str):
        return as_of
    try:
        return date.fromisoformat(as_of)
    except ValueError:
        raise BadArgument("as_of", as_of, Text("如 2026-01-31", "as 2026-01-31")) from None


def _words(words: str | Iterable[Any]) -> Iterable[Any]:
    """A single word stands for a list of one."""
    return (words,) if isinstance(words, str) else words


def _member(kind: type[E], name: str, value: object) -> E:
    """The member of an enumeration that an argument names. Raises BadArgument."""
    try:
        return kind(value)
    except ValueError:
        names = [str(each.value) for each in kind]
        raise BadArgument(name, value, Text("、".join(names), ", ".join(names))) from None
