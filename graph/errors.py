"""The errors of the connection to Neo4j and of statements, a class for each, with advice on what to do next."""

from oncegraph.graph.endpoint import Endpoint
from oncegraph.schema.errors import EngineError, OnceGraphError, RefusedInput
from oncegraph.schema.text import Text


class Unreachable(EngineError):
    """No Neo4j can be reached at the address."""

    code = "engine_unreachable"

    def __init__(self, uri: str):
        super().__init__(
            Text(f"无法连接 {uri} 上的 Neo4j。", f"Cannot connect to a Neo4j at {uri}."),
            Text(
                "请检查 Neo4j 是否在运行，地址（ONCEGRAPH_NEO4J_URI，以 bolt:// 或 neo4j:// 开头）与端口"
                "是否正确，以及防火墙设置。",
                "Check that it is running, that address (ONCEGRAPH_NEO4J_URI, as bolt://… or neo4j://…) and port are "
                "right, and the firewall.",
            ),
        )


class PasswordInAddress(EngineError):
    """The address names a user or a password, which messages and logs would show."""

    code = "password_in_address"

    def __init__(self) -> None:
        super().__init__(
            Text("Neo4j 的地址中不能写用户和密码。", "The address of Neo4j must not contain a user or a password."),
            Text(
                "请用 ONCEGRAPH_NEO4J_USER 和 ONCEGRAPH_NEO4J_PASSWORD（Python：user=、password=）。",
                "Give them as ONCEGRAPH_NEO4J_USER and ONCEGRAPH_NEO4J_PASSWORD (in Python: user=, password=).",
            ),
        )


class AccessDenied(EngineError):
    """Neo4j refuses the user or the password."""

    code = "engine_access_denied"

    def __init__(self, uri: str, user: str):
        super().__init__(
            Text(
                f"{uri} 上的 Neo4j 拒绝了用户 {user}（密码错误或权限不足）。",
                f"The Neo4j at {uri} refuses user {user} (wrong password, or not allowed).",
            ),
            Text(
                "请检查 ONCEGRAPH_NEO4J_USER 与 ONCEGRAPH_NEO4J_PASSWORD。",
                "Check ONCEGRAPH_NEO4J_USER and ONCEGRAPH_NEO4J_PASSWORD.",
            ),
        )


class NoDatabase(EngineError):
    """The Neo4j has no such database."""

    code = "engine_no_database"

    def __init__(self, uri: str, database: str | None):
        super().__init__(
            Text(
                f"{uri} 上的 Neo4j 没有可用的数据库 {database or ''}。",
                f"The Neo4j at {uri} has no database {database or ''} that is online.",
            ),
            Text("请检查 ONCEGRAPH_NEO4J_DATABASE。", "Check ONCEGRAPH_NEO4J_DATABASE."),
        )


class TooOld(EngineError):
    """The Neo4j is older than OnceGraph can use."""

    code = "engine_too_old"

    def __init__(self, uri: str, found: str, oldest: str):
        super().__init__(
            Text(
                f"{uri} 上的 Neo4j 版本为 {found}，至少需要 {oldest}。",
                f"The Neo4j at {uri} is {found}; at least {oldest} is needed.",
            ),
            Text(
                "请升级该 Neo4j，或改用内置 Neo4j（取消 ONCEGRAPH_NEO4J_URI）。",
                "Upgrade it, or use the embedded one (unset ONCEGRAPH_NEO4J_URI).",
            ),
        )


class StatementError(OnceGraphError):
    """Neo4j could not run a statement; nothing of its transaction was stored."""

    code = "statement"

    def __init__(self, detail: str):
        super().__init__(
            Text(f"Neo4j 无法执行语句：{detail}", f"Neo4j could not run the statement: {detail}"),
            Text(
                "如语句不是您编写的，请附上 `oncegraph engine logs` 的输出报告此问题。",
                "If you did not write the statement, report this together with the output of `oncegraph engine logs`.",
            ),
        )


class BadStatement(RefusedInput):
    """A statement is not valid Cypher, or lacks a parameter."""

    code = "statement_invalid"

    def __init__(self, detail: str):
        super().__init__(
            Text(f"Cypher 语句有误：{detail}", f"The Cypher statement is not valid: {detail}"),
            Text(
                "请按提示的位置改正语句，或补充缺少的参数。",
                "Correct it at the position given, or supply the missing parameter.",
            ),
        )


class ConstraintViolated(RefusedInput):
    """A change breaks a constraint; nothing of its transaction was stored."""

    code = "constraint_violated"

    def __init__(self, detail: str):
        super().__init__(
            Text(f"数据违反约束，未写入：{detail}", f"The data violate a constraint; nothing was stored: {detail}"),
            Text("请检查键是否重复或缺失。", "Look for duplicate or missing keys."),
        )


class StatementTimeout(OnceGraphError):
    """A statement exceeded its time limit and was ended by the server."""

    code = "statement_timeout"

    def __init__(self, seconds: float | None):
        zh, en = (f"超过 {seconds:g} 秒", f" after {seconds:g} s") if seconds else ("超时", "")
        super().__init__(
            Text(f"查询{zh}，已被终止。", f"The query was stopped{en}."),
            Text(
                "请缩小查询范围（加条件或 LIMIT），或放宽时限。",
                "Narrow it (a condition, a LIMIT), or allow more time.",
            ),
        )


class StatementTooLarge(OnceGraphError):
    """A statement needs more memory than the server allows."""

    code = "statement_too_large"

    def __init__(self, detail: str):
        super().__init__(
            Text(
                f"语句所需内存超过服务器限额：{detail}",
                f"The statement needs more memory than the server allows: {detail}",
            ),
            Text("请缩小查询范围，或分批处理。", "Narrow it, or work in batches."),
        )


class StatementRefused(RefusedInput):
    """A statement does something that is not allowed; `found` names the operator, procedure or function."""

    code = "statement_refused"

    def __init__(self, found: str):
        super().__init__(
            Text(
                f"此处只允许只读查询，不允许使用 {found}。",
                f"Only queries that read the graph are allowed here, not {found}.",
            ),
            Text(
                "请去掉该部分；可用 MATCH … RETURN 与全文检索 db.index.fulltext.query*。",
                "Leave it out; MATCH … RETURN and full-text search (db.index.fulltext.query*) are allowed.",
            ),
        )


def of_code(code: str, detail: str, endpoint: Endpoint, timeout: float | None) -> OnceGraphError:
    """The error for a status code of Neo4j, such as `Neo.ClientError.Statement.SyntaxError`."""
    match code.split("."):
        case [_, "ClientError", "Security", _]:
            return AccessDenied(endpoint.uri, endpoint.user)
        case [_, _, "Database", _]:
            return NoDatabase(endpoint.uri, endpoint.database)
        case [_, _, "Transaction", title] if title.startswith("TransactionTimedOut"):
            return StatementTimeout(timeout)
        case [_, _, "Schema", "ConstraintValidationFailed"]:
            return ConstraintViolated(detail)
        case [_, _, "General", title] if "OutOfMemory" in title:
            return StatementTooLarge(detail)
        case [_, _, "Statement", "AccessMode"]:
            return StatementRefused("write")
        case [_, "ClientError", "Statement" | "Procedure", _]:
            return BadStatement(detail)
    return StatementError(detail)
