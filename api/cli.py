"""The entry of `oncegraph`: the language is chosen first, for help texts take that of the moment they are made."""

import logging
import os
import sys
from collections.abc import Mapping, Sequence

from oncegraph.schema.text import LANGUAGES, language


def main() -> None:
    """Run the command line."""
    logging.getLogger("neo4j").addHandler(logging.NullHandler())  # what matters becomes an error of our own
    language.set(chosen_language(sys.argv[1:], os.environ))
    from oncegraph.api.commands import app

    app(prog_name="oncegraph")


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """What `--lang` says, else ONCEGRAPH_LANGUAGE, else Chinese."""
    wanted = environment.get("ONCEGRAPH_LANGUAGE")
    for position, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            wanted = argument.partition("=")[2]
        elif argument == "--lang" and position + 1 < len(arguments):
            wanted = arguments[position + 1]
    return wanted if wanted in LANGUAGES else "zh"


if __name__ == "__main__":
    main()
