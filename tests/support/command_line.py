"""What the command line prints."""

from typer.testing import Result


def output_of(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.stdout
