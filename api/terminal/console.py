"""What a person sees: results on standard output, everything else on standard error."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

from oncegraph.schema.errors import OnceGraphError
from oncegraph.schema.text import Text

#: Wider than any table, so that piped output is neither cut nor wrapped.
UNBOUNDED = 10_000
SECONDS_OF_PATIENCE = 1.5


def output() -> Console:
    """Standard output, for results only."""
    return Console(width=None if sys.stdout.isatty() else UNBOUNDED, highlight=False, markup=False, emoji=False)


def messages() -> Console:
    """Standard error, for progress, notes and errors."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)


def note(text: Text) -> None:
    """Print a note on standard error about what is going on."""
    messages().print(str(text), style="dim")


def print_error(error: OnceGraphError) -> None:
    """Print an error: what is wrong, and what to do next."""
    console = messages()
    console.print(f"{Text('错误：', 'Error: ')}{error.what}", style="bold red")
    if error.next_step:
        console.print(f"{Text('下一步：', 'Next: ')}{error.next_step}")


@contextmanager
def waiting(text: Text) -> Iterator[None]:
    """Print what the command is waiting for, but only if it takes long."""
    shown = str(text)
    console = messages()
    status = console.status(shown)
    begin = status.start if console.is_terminal else lambda: console.print(shown, style="dim")
    timer = threading.Timer(SECONDS_OF_PATIENCE, begin)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        if console.is_terminal:
            status.stop()
