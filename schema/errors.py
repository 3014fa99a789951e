"""The base class of all errors that OnceGraph raises deliberately: what is wrong, and what to do about it."""

from collections.abc import Iterator
from contextlib import contextmanager

from oncegraph.schema.text import Text


class OnceGraphError(Exception):
    """An error with a message for people.

    what: what is wrong and where; next_step: what to do about it; code: a stable name for programs; exit_code: exit
    status of the command line (1 failure, 2 wrong usage, 3 refused input, 4 engine).
    """

    code = "error"
    exit_code = 1

    def __init__(self, what: Text, next_step: Text | None = None):
        super().__init__(what, next_step)
        self.what = what
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.what}\n{self.next_step}" if self.next_step else str(self.what)


class NotFound(OnceGraphError):
    """The name or code does not exist."""

    code = "not_found"
    exit_code = 2


class EmptyStore(NotFound):
    """Nothing was loaded yet."""

    code = "empty_store"

    def __init__(self) -> None:
        super().__init__(
            Text("图中还没有事项。", "There are no items in the graph yet."),
            Text(
                "可先试用示例城市：oncegraph demo；或导入自己的数据：oncegraph load 文件。",
                "Try the sample city: oncegraph demo; or load your own: oncegraph load FILES",
            ),
        )


class RefusedInput(OnceGraphError):
    """The input is not accepted; nothing was changed."""

    code = "refused_input"
    exit_code = 3


class EngineError(OnceGraphError):
    """Neo4j cannot be downloaded, started, reached or stopped."""

    code = "engine"
    exit_code = 4


class MissingExtra(OnceGraphError):
    """A library that is an optional part of the installation is needed and not installed.

    extra: the name of the part in pyproject.toml, such as `pdf`; module: what could not be imported.
    """

    code = "missing_extra"
    exit_code = 2

    def __init__(self, extra: str, module: str):
        super().__init__(
            Text(
                f"此功能需要可选组件 {extra}，该组件尚未安装（缺少 {module}）。",
                f'This needs the optional part "{extra}", which is not installed ({module} is missing).',
            ),
            Text(
                f'请安装：pip install "oncegraph[{extra}]"{NEXT_TO_INSTALLING.get(extra, NOTHING_ELSE).zh}',
                f'Install it: pip install "oncegraph[{extra}]"{NEXT_TO_INSTALLING.get(extra, NOTHING_ELSE).en}',
            ),
        )


NOTHING_ELSE = Text("", "")
#: What else helps where an extra is missing.
NEXT_TO_INSTALLING = {
    "embedded": Text(
        "；或用 ONCEGRAPH_NEO4J_URI 指定已有的 Neo4j。", "; or set ONCEGRAPH_NEO4J_URI to a Neo4j of your own."
    )
}


@contextmanager
def optional_extra(name: str) -> Iterator[None]:
    """Around the imports of libraries that are installed with `oncegraph[name]` only. Raises MissingExtra."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise MissingExtra(name, error.name or name) from error
