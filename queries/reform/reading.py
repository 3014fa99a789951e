"""Reforms as people write them: a YAML file with a title and a list of actions."""

from pathlib import Path
from typing import Any

from oncegraph.queries.change.changes import SCALAR, BadChange, changes_of
from oncegraph.schema.change import Change
from oncegraph.schema.document import read_document
from oncegraph.schema.reform import ACTIONS, ActionKind, Reform
from oncegraph.schema.text import Text

#: What an entry of the list is called.
ACTION = Text("动作", "action")

#: An action may also be written by its Chinese title, as 腾合放转调 are.
HEADS = {kind.title.zh: kind.value for kind in ActionKind}


def read_reform(path: Path) -> Reform:
    """The reform in a YAML file: `title`, and `actions`, each as schema/reform.py declares it.

    Raises Unreadable; BadChange, which names the file, the action by its number, and what is wrong.
    """
    return reform_of(read_document(path), path.name)


def reform_of(document: Any, name: str = "") -> Reform:
    """The reform of a parsed YAML or JSON document. name: what it is called. Raises BadChange."""
    if not isinstance(document, dict) or not document.keys() <= {"title", "actions"} or "actions" not in document:
        raise BadChange(
            Text(name or "改革方案", name or "reform"),
            Text("应有 title（标题）与 actions（动作列表）。", "It should have a title and a list of actions."),
            Text(
                "例：title: 公租房申请一件事；actions: 下列各项", "As in title: …, and actions: with a list below it."
            ),
        )
    title = document.get("title")
    if not isinstance(title, SCALAR):
        raise BadChange(
            Text(name or "改革方案", name or "reform"),
            Text("title（标题）应为一行文字。", "The title should be a text."),
            Text("例：title: 公租房申请一件事", "As in title: One thing"),
        )
    return Reform(str(title or name), actions_of(document["actions"], name), name)


def actions_of(entries: Any, name: str = "") -> tuple[Change, ...]:
    """The actions of a list in a document of that name. Raises BadChange."""
    if isinstance(entries, list):
        entries = [
            {HEADS.get(head, head): value for head, value in entry.items()} if isinstance(entry, dict) else entry
            for entry in entries
        ]
    return changes_of(entries, name, ACTIONS, ACTION)
