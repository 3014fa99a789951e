"""The base class of all errors that OnceGraph raises deliberately: what is wrong, and what to do about it."""

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


class RefusedInput(OnceGraphError):
    """The input is not accepted; nothing was changed."""

    code = "refused_input"
    exit_code = 3


class EngineError(OnceGraphError):
    """Neo4j cannot be downloaded, started, reached or stopped."""

    code = "engine"
    exit_code = 4
