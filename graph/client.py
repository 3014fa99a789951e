"""The only way to Neo4j: statements with time limits, typed rows and limits on their number."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar, overload

import neo4j
from neo4j import exceptions as failures
from neo4j.graph import Node, Path, Relationship
from neo4j.time import Date, DateTime, Duration, Time
from pydantic import BaseModel, TypeAdapter

from oncegraph.graph import guard
from oncegraph.graph.disk_cache import DiskCache
from oncegraph.graph.endpoint import Endpoint
from oncegraph.graph.errors import PasswordInAddress, TooOld, Unreachable, of_code
from oncegraph.schema.errors import OnceGraphError, optional_extra

if TYPE_CHECKING:
    import pandas as pd

READ_SECONDS = 60.0
WRITE_SECONDS = 600.0
RETRY_SECONDS = 15.0
ROWS_PER_FETCH = 10_000
OLDEST_VERSION = (5, 26)

Parameters = Mapping[str, Any]
Row = TypeVar("Row", bound=BaseModel)
Rows = TypeVar("Rows")


@dataclass(frozen=True)
class Result(Generic[Rows]):
    """The result of a statement.

    rows: dicts by column, or models of `row_type`; truncated: there were more rows than the limit;
    changes: the effects of a write, such as `{"nodes_created": 3}`.
    """

    rows: list[Rows]
    columns: list[str]
    truncated: bool = False
    changes: dict[str, int] = field(default_factory=dict)

    def to_frame(self) -> "pd.DataFrame":
        """The rows as a pandas data frame, with the columns of the statement even if there are no rows."""
        with optional_extra("frames"):
            import pandas as pd  # imported here, because importing it is slow

        return pd.DataFrame(self.rows, columns=self.columns)


class _Runner(Protocol):
    def run(self, query: Any, parameters: dict[str, Any] | None = None) -> neo4j.Result: ...


class Transaction:
    """Several statements that are stored together or not at all.

    cache: after they were stored, the disk cache of the resulting state of the database; None: nothing is cached.
    """

    cache: DiskCache | None = None

    def __init__(self, client: "Client", transaction: neo4j.Transaction | neo4j.ManagedTransaction):
        self._client = client
        self._transaction = transaction

    def run(self, statement: str, parameters: Parameters | None = None) -> Result[dict[str, Any]]:
        """Run one statement. Raises what `Client.write` raises; after an error the transaction cannot be used any
        more."""
        return self._client._run(self._transaction, statement, parameters)


class Client:
    """A connection to the Neo4j at `endpoint`; safe to share between threads, closed by `with`.

    Reads see what this client wrote before, also on a cluster. Work that the network or a cluster interrupts is tried
    again, except inside `transaction` and `schema`.
    """

    def __init__(self, endpoint: Endpoint):
        self.endpoint = endpoint
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()
        if "@" in endpoint.uri:  # before anything shows the address
            raise PasswordInAddress()
        if not endpoint.uri.startswith(("bolt", "neo4j")):  # the driver would also try HTTP, with parts not installed
            raise Unreachable(endpoint.uri)
        try:
            self._driver = neo4j.GraphDatabase.driver(
                endpoint.uri,
                auth=(endpoint.user, endpoint.password.get_secret_value()),
                fetch_size=ROWS_PER_FETCH,
                max_transaction_retry_time=RETRY_SECONDS,
                connection_timeout=RETRY_SECONDS,
                notifications_min_severity="OFF",
                warn_notification_severity="OFF",
                telemetry_disabled=True,
                user_agent="oncegraph",
            )
        except (failures.ConfigurationError, ValueError):
            raise Unreachable(endpoint.uri) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._driver.close()

    def verify(self) -> str:
        """The version of the server. Raises Unreachable, AccessDenied, NoDatabase, TooOld."""
        with self._own_errors(), self._session(neo4j.READ_ACCESS) as session:
            server = session.run("RETURN 1").consume().server
        return checked_version(self.endpoint.uri, server.agent)

    @overload
    def read(
        self,
        statement: str,
        parameters: Parameters | None = None,
        *,
        row_type: None = None,
        timeout: float = READ_SECONDS,
        limit: int | None = None,
        plain: bool = False,
    ) -> Result[dict[str, Any]]: ...

    @overload
    def read(
        self,
        statement: str,
        parameters: Parameters | None = None,
        *,
        row_type: type[Row],
        timeout: float = READ_SECONDS,
        limit: int | None = None,
    ) -> Result[Row]: ...

    def read(
        self,
        statement: str,
        parameters: Parameters | None = None,
        *,
        row_type: type[Row] | None = None,
        timeout: float = READ_SECONDS,
        limit: int | None = None,
        plain: bool = False,
    ) -> Result:
        """Run a statement that reads; in a cluster, any member may answer.

        row_type: model that each row becomes; timeout: seconds on the server; limit: rows at most (None: all); plain:
        the statement returns only texts, numbers, truth values and lists of them, so that no value has to be
        converted, which saves a quarter of the time for long lists.
        Raises BadStatement, StatementTimeout, StatementRefused (it writes), StatementTooLarge, Unreachable.
        """

        @neo4j.unit_of_work(timeout=timeout)
        def work(transaction: neo4j.ManagedTransaction) -> Result:
            return self._run(transaction, statement, parameters, limit=limit, plain=plain)

        with self._own_errors(timeout), self._session(neo4j.READ_ACCESS, limit) as session:
            result = session.execute_read(work)
        if row_type is None:
            return result
        return Result(_adapter(row_type).validate_python(result.rows), result.columns, result.truncated)

    def stream(
        self, statement: str, parameters: Parameters | None = None, *, timeout: float | None = None
    ) -> Iterator[dict[str, Any]]:
        """The rows of a statement that reads, one by one as they arrive: for results larger than memory.

        An interrupted stream is not tried again. Raises as `read` does, at any row.
        """
        with (
            self._own_errors(timeout),
            self._session(neo4j.READ_ACCESS) as session,
            session.begin_transaction(timeout=timeout) as transaction,
        ):
            result = transaction.run(statement, dict(parameters or {}))
            columns = list(result.keys())
            for record in result:
                yield _row(columns, record)

    def read_untrusted(
        self,
        statement: str,
        parameters: Parameters | None = None,
        *,
        timeout: float = 5.0,
        limit: int = 1_000,
        byte_limit: int = 10_000_000,
    ) -> Result[dict[str, Any]]:
        """Run a statement of an untrusted user, if it only reads the graph.

        timeout: seconds on the server; limit, byte_limit: rows and (about) bytes at most, else `truncated`.
        Raises StatementRefused, BadStatement, StatementTimeout, StatementTooLarge, Unreachable.
        """
        guard.check_text(statement)
        guard.check_plan(self.explain(statement, parameters))

        @neo4j.unit_of_work(timeout=timeout)
        def work(transaction: neo4j.ManagedTransaction) -> Result:
            return self._run(transaction, statement, parameters, limit=limit, byte_limit=byte_limit)

        with self._own_errors(timeout), self._session(neo4j.READ_ACCESS, min(limit, 100)) as session:
            return session.execute_read(work)

    def write(
        self, statement: str, parameters: Parameters | None = None, *, timeout: float = WRITE_SECONDS
    ) -> Result[dict[str, Any]]:
        """Run one statement that writes; it may be run again after a lost connection, so so it must be repeatable.

        Raises BadStatement, ConstraintViolated, StatementTimeout, StatementTooLarge, Unreachable.
        """

        @neo4j.unit_of_work(timeout=timeout)
        def work(transaction: neo4j.ManagedTransaction) -> Result:
            return self._run(transaction, statement, parameters)

        with self._own_errors(timeout), self._session(neo4j.WRITE_ACCESS) as session:
            return session.execute_write(work)

    @contextmanager
    def transaction(self, *, timeout: float | None = None) -> Iterator[Transaction]:
        """Many statements in one write transaction: stored at the end, or not at all after any exception."""
        with (
            self._own_errors(timeout),
            self._session(neo4j.WRITE_ACCESS) as session,
            session.begin_transaction(timeout=timeout) as transaction,
        ):
            ours = Transaction(self, transaction)
            yield ours
            transaction.commit()
            ours.cache = self._cache_after(session)

    def cache(self) -> DiskCache | None:
        """The disk cache of the present state of the database; None: nothing is cached."""
        if self.endpoint.cache is None:
            return None
        with self._own_errors(READ_SECONDS), self._session(neo4j.READ_ACCESS) as session:
            session.execute_read(lambda transaction: transaction.run("RETURN 1").consume())
            return self._cache_after(session)

    def _cache_after(self, session: neo4j.Session) -> DiskCache | None:
        """The disk cache of the state that the last transaction of a session saw or created."""
        bookmarks = sorted(session.last_bookmarks().raw_values)
        return DiskCache(self.endpoint.cache, " ".join(bookmarks)) if self.endpoint.cache and bookmarks else None

    def schema(self, statement: str, parameters: Parameters | None = None) -> Result[dict[str, Any]]:
        """Run a statement that needs a separate transaction: an index, a constraint, CALL { } IN TRANSACTIONS."""
        with self._own_errors(), self._session(neo4j.WRITE_ACCESS) as session:
            return self._run(session, statement, parameters)

    def replan(self) -> None:
        """Have the server update the statistics of indexes whose content changed much, on which it bases its plans.

        By itself it does so some seconds after a load; until then statements that take seconds may take minutes. Does
        nothing where this is not allowed. Plans that still fit are kept, because planning takes seconds.
        """
        with suppress(OnceGraphError):
            self.schema("CALL db.resampleOutdatedIndexes()")

    def explain(self, statement: str, parameters: Parameters | None = None) -> guard.Plan:
        """How Neo4j would run `statement`, without running it. Raises BadStatement."""
        with self._own_errors(READ_SECONDS), self._session(neo4j.READ_ACCESS) as session:
            query = neo4j.Query(f"EXPLAIN {statement}", timeout=READ_SECONDS)
            summary = session.run(query, dict(parameters or {})).consume()
        return guard.Plan(summary.query_type or "", list(_operators(summary.plan)) if summary.plan else [])

    def _session(self, access: str, limit: int | None = None) -> neo4j.Session:
        return self._driver.session(
            database=self.endpoint.database,
            default_access_mode=access,
            bookmark_manager=self._bookmarks,
            fetch_size=ROWS_PER_FETCH if limit is None else min(limit + 1, ROWS_PER_FETCH),
        )

    def _run(
        self,
        runner: _Runner,
        statement: str,
        parameters: Parameters | None,
        *,
        limit: int | None = None,
        byte_limit: int | None = None,
        plain: bool = False,
    ) -> Result[dict[str, Any]]:
        """Run a statement: all statements pass through here, except those of `stream` and `explain`."""
        result = runner.run(statement, dict(parameters or {}))
        columns = list(result.keys())
        rows: list[dict[str, Any]] = []
        size, truncated = 0, False
        for record in result:
            if limit is not None and len(rows) == limit:
                truncated = True
                break
            rows.append(_row(columns, record, plain))
            if byte_limit is not None:
                size += len(repr(rows[-1]))
                if size > byte_limit:
                    rows.pop()
                    truncated = True
                    break
        counters = result.consume().counters
        changes = {name: n for name, n in vars(counters).items() if type(n) is int and n} if counters else {}
        return Result(rows, columns, truncated, changes)

    @contextmanager
    def _own_errors(self, timeout: float | None = None) -> Iterator[None]:
        """Turn exceptions of the driver into the errors of `graph.errors`."""
        try:
            yield
        except (failures.Neo4jError, failures.DriverError) as error:
            gone = (failures.ServiceUnavailable, failures.SessionExpired, failures.ConfigurationError)
            if isinstance(error, gone):
                raise Unreachable(self.endpoint.uri) from error
            code, detail = getattr(error, "code", None) or "", getattr(error, "message", None) or str(error)
            raise of_code(code, detail, self.endpoint, timeout) from error


def checked_version(uri: str, agent: str) -> str:
    """The version in the name that a server gives itself, such as `Neo4j/5.26.16`. Raises TooOld."""
    version = agent.partition("/")[2] or agent
    numbers = tuple(int(part) for part in version.partition("-")[0].split(".")[:2] if part.isdigit())
    if numbers < OLDEST_VERSION:
        raise TooOld(uri, version, ".".join(map(str, OLDEST_VERSION)))
    return version


@lru_cache
def _adapter(row_type: type[BaseModel]) -> TypeAdapter:
    return TypeAdapter(list[row_type])  # type: ignore[valid-type]  # mypy knows no types that are made while running


_PLAIN = frozenset({str, int, float, bool, type(None), bytes, bytearray})


_PLAIN_OR_LIST = _PLAIN | {list}


def _row(columns: list[str], record: neo4j.Record, plain: bool = False) -> dict[str, Any]:
    values = [*tuple.__iter__(record)]  # the iterator of a record is slow
    if plain or _PLAIN.issuperset(map(type, values)):
        return dict(zip(columns, values, strict=True))
    return {name: _native(value) for name, value in record.items()}


def _native(value: Any) -> Any:
    """Plain Python: dates of `datetime`, nodes and relationships as their properties, a path as a list of both."""
    if isinstance(value, list):
        kinds = set(map(type, value))
        if kinds <= _PLAIN_OR_LIST and _PLAIN.issuperset(
            map(type, chain.from_iterable(item for item in value if type(item) is list) if list in kinds else ())
        ):
            return value
        return [_native(item) for item in value]
    if isinstance(value, Node | Relationship | dict):
        return {name: _native(item) for name, item in value.items()}
    if isinstance(value, Path):
        steps = zip(value.nodes, (*value.relationships, None), strict=True)
        return [_native(part) for step in steps for part in step if part is not None]
    if isinstance(value, Date | DateTime | Time):
        return value.to_native()
    if isinstance(value, Duration):
        return value.iso_format()
    if isinstance(value, neo4j.spatial.Point):
        return list(value)
    return value


def _operators(plan: dict[str, Any]) -> Iterator[tuple[str, str]]:
    arguments = plan.get("args", {})
    yield plan["operatorType"].partition("@")[0], str(arguments.get("Details", ""))
    for child in plan.get("children", ()):
        yield from _operators(child)
