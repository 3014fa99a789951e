"""Reads reforms that people write: a YAML file with a title and a list of actions."""

from pathlib import Path
from typing import Any

from oncegraph.queries.change.changes import SCALAR, BadChange, changes_of
from oncegraph.schema.change import Change
from oncegraph.schema.document import read_document
from oncegraph.schema.reform import ACTIONS, ActionKind, Reform
from oncegraph.schema.text import Text

#: What an entry of the list is called in error messages.
ACTION = Text("动作", "action")

#: An action may also be written with its Chinese title, such as 腾, 合, 放, 转 or 调.
KIND_BY_TITLE = {kind.title.zh: kind.value for kind in ActionKind}


def read_reform(path: Path) -> Reform:
    """The reform in a YAML file with `title` and `actions`, each action as declared in schema/reform.py.

    Raises Unreadable; BadChange, which names the file, the number of the action, and what is wrong.
    """
    return reform_of(read_document(path), path.name)


def reform_of(document: Any, name: str = "") -> Reform:
    """The reform in a parsed YAML or JSON document. name: the name of the document, for messages. Raises BadChange."""
    if not isinstance(document, dict) or not document.keys() <= {"title", "actions"} or "actions" not in document:
        raise BadChange(
            Text(name or "改革方案", name or "reform"),
            Text("须写明 title（标题）和 actions（动作列表）。", "It must have a title and a list of actions."),
            Text(
                "例：title: 公租房申请一件事；actions: 之下逐行列出各项动作。",
                "Example: title: One thing, then actions: with one line for each action.",
            ),
        )
    title = document.get("title")
    if not isinstance(title, SCALAR):
        raise BadChange(
            Text(name or "改革方案", name or "reform"),
            Text("title（标题）应为文字。", "The title must be a text."),
            Text("例：title: 公租房申请一件事。", "Example: title: One thing"),
        )
    return Reform(str(title or name), actions_of(document["actions"], name), name)


def actions_of(entries: Any, name: str = "") -> tuple[Change, ...]:
    """The actions in the list of a document. name: the name of the document, for messages. Raises BadChange."""
    if isinstance(entries, list):
        entries = [
            {KIND_BY_TITLE.get(head, head): value for head, value in entry.items()}
            if isinstance(entry, dict)
            else entry
            for entry in entries
        ]
    return changes_of(entries, name, ACTIONS, ACTION)
