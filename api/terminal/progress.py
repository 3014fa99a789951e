"""A progress bar for long tasks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from oncegraph.api.terminal.console import messages
from oncegraph.schema.text import Text, language


@contextmanager
def loading() -> Iterator[Callable[[Text, int, int | None], None]]:
    """Show a progress bar; yields the function to report to: stage, rows done, rows in all or None."""
    spoken = language.get()
    console = messages()
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns, TimeElapsedColumn(), console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        task = progress.add_task("", total=None)

        def report(stage: Text, done: int, total: int | None) -> None:
            progress.update(task, description=getattr(stage, spoken), completed=done, total=total)

        yield report
