"""The entry of `oncegraph`: chooses the language first, because help texts are built when modules are imported."""

import logging
import os
import sys
from collections.abc import Mapping, Sequence

from oncegraph.schema.text import Language, language


def main() -> None:
    """Run the command line."""
    logging.getLogger("neo4j").addHandler(logging.NullHandler())  # so that its errors look like all others
    language.set(chosen_language(sys.argv[1:], os.environ))
    from oncegraph.api.commands.root import app

    app(prog_name="oncegraph")


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The language of `--lang`, else of ONCEGRAPH_LANGUAGE, else Chinese."""
    wanted = environment.get("ONCEGRAPH_LANGUAGE")
    for position, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            wanted = argument.partition("=")[2]
        elif argument == "--lang" and position + 1 < len(arguments):
            wanted = arguments[position + 1]
    return "en" if wanted == "en" else "zh"


if __name__ == "__main__":
    main()
