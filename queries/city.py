"""Cities, of which questions are asked: a catalogue in a Neo4j, rows in memory, or a server's snapshot."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from oncegraph.graph.client import Client, Result
from oncegraph.graph.columns import read_columns
from oncegraph.queries import library
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.records import Records
from oncegraph.queries.records.part import part
from oncegraph.queries.records.reading import read_all, read_part
from oncegraph.schema.declaration import Node
from oncegraph.schema.errors import EmptyStore, OnceGraphError
from oncegraph.schema.rows import Rows
from oncegraph.schema.text import Text

if TYPE_CHECKING:  # importing the compiled rules takes half a second, and a search does not need them
    from oncegraph.queries.change.trial import Trial
    from oncegraph.queries.exemption.analysis import Analysis
    from oncegraph.queries.exemption.catalogue import Catalogue
    from oncegraph.queries.exemption.items import Items
    from oncegraph.queries.lists import Lists


#: Kinds of nodes that the catalogue numbers.
NUMBERED = ("Region", "Item", "Situation", "Material", "LicenceType", "Form", "Field", "DataSource")


class City(Protocol):
    """A catalogue that questions are asked of; every method may be called from any thread."""

    @property
    def catalogue(self) -> "Catalogue":
        """The columns that verdicts are decided on. Raises EmptyStore."""
        ...

    @property
    def items(self) -> "Items":
        """Department, region, type and service objects of every item, by which totals are grouped."""
        ...

    @property
    def lists(self) -> "Lists":
        """The lists of reform teams."""
        ...

    def analysis(self, context: Context) -> "Analysis":
        """The analysis in a context."""
        ...

    def trial(self, analysis: "Analysis") -> AbstractContextManager["Trial"]:
        """A trial of changes for the calling thread alone."""
        ...

    def records(self, *, themes: Iterable[str] = (), items: Iterable[str] = ()) -> Records:
        """All records that themes and items, given by code, depend on. Codes that the city does not contain are
        ignored."""
        ...

    def all_records(self) -> Records:
        """The whole catalogue as records."""
        ...

    def names(self, kind: type[Node]) -> Mapping[str, str]:
        """Code → name, of a kind of node that has names."""
        ...

    def run(self, query: str, parameters: Mapping[str, Any], limit: int | None = None) -> Result[dict[str, Any]]:
        """The rows of a saved query; limit: maximum number of rows. Raises UnknownQuery, BadParameter."""
        ...


class NeedsGraph(OnceGraphError):
    """A question that only a Neo4j can answer was asked of files."""

    code = "needs_graph"
    exit_code = 2

    def __init__(self) -> None:
        super().__init__(
            Text("已存查询只能在图数据库中运行，不能用于文件。", "Saved queries run only in a graph database."),
            Text("请先用 oncegraph load 导入这些文件。", "Load the files first, with: oncegraph load"),
        )


class _Decisions(ABC):
    """What all cities of one catalogue have in common."""

    def __init__(self) -> None:
        self._analyses: dict[Context, Analysis] = {}

    @abstractmethod
    def _read_catalogue(self) -> "Catalogue": ...

    @cached_property
    def catalogue(self) -> "Catalogue":
        """The columns, read once. Raises EmptyStore."""
        catalogue = self._read_catalogue()
        if not catalogue.count("Item"):
            raise EmptyStore
        return catalogue

    def analysis(self, context: Context) -> "Analysis":
        """The analysis in a context; the most recent one is kept."""
        from oncegraph.queries.exemption.analysis import Analysis

        if context not in self._analyses:
            self._analyses = {context: Analysis(self.catalogue, context)}
        return self._analyses[context]

    @contextmanager
    def trial(self, analysis: "Analysis") -> Iterator["Trial"]:
        """A new trial of changes."""
        from oncegraph.queries.change.trial import Trial

        yield Trial(analysis)


class GraphCity(_Decisions):
    """The catalogue that a Neo4j holds; its columns are read when they are first needed."""

    def __init__(self, client: Client):
        super().__init__()
        self.client = client

    def _read_catalogue(self) -> "Catalogue":
        from oncegraph.queries.exemption.catalogue import Catalogue

        return Catalogue.read(self.client)

    @cached_property
    def items(self) -> "Items":
        from oncegraph.queries.exemption.items import Items

        return Items.read(self.client, self.catalogue)

    @cached_property
    def lists(self) -> "Lists":
        from oncegraph.queries.lists import Lists
        from oncegraph.queries.lists.facts import Facts

        return Lists(Facts.read(self.client))

    def records(self, *, themes: Iterable[str] = (), items: Iterable[str] = ()) -> Records:
        return read_part(self.client, themes=themes, items=items)

    def all_records(self) -> Records:
        return read_all(self.client)

    def names(self, kind: type[Node]) -> Mapping[str, str]:
        if kind.__name__ in NUMBERED:
            return self.catalogue.names_of(kind)
        codes, names = read_columns(self.client, kind, [kind.key(), "name"]).values()
        return dict(zip(codes, names, strict=True))

    def run(self, query: str, parameters: Mapping[str, Any], limit: int | None = None) -> Result[dict[str, Any]]:
        return library.run(self.client, query, parameters, limit=limit)


class RowsCity(_Decisions):
    """The catalogue that rows in the exchange format hold (declaration → rows), without a Neo4j."""

    def __init__(self, rows: Rows):
        super().__init__()
        self._rows = rows
        self._records = Records(rows)

    def _read_catalogue(self) -> "Catalogue":
        from oncegraph.queries.exemption.catalogue import Catalogue

        return Catalogue.from_rows(self._rows)

    @cached_property
    def items(self) -> "Items":
        from oncegraph.queries.exemption.items import Items

        return Items.from_rows(self._rows, self.catalogue)

    @cached_property
    def lists(self) -> "Lists":
        from oncegraph.queries.lists import Lists
        from oncegraph.queries.lists.facts import Facts

        return Lists(Facts.from_rows(self._rows))

    def records(self, *, themes: Iterable[str] = (), items: Iterable[str] = ()) -> Records:
        return part(self._records, themes=themes, items=items)

    def all_records(self) -> Records:
        return self._records

    def names(self, kind: type[Node]) -> Mapping[str, str]:
        return self._records.names(kind)

    def run(self, query: str, parameters: Mapping[str, Any], limit: int | None = None) -> Result[dict[str, Any]]:
        """Raises NeedsGraph."""
        raise NeedsGraph
