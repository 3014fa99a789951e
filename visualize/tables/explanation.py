"""Why a verdict is what it is: as a tree for a terminal, and as a table with a row for each step."""

from typing import Any

from rich.console import Console
from rich.text import Text as Styled
from rich.tree import Tree

from oncegraph.schema.model import NODES
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import Explanation
from oncegraph.visualize.palette import PALETTE
from oncegraph.visualize.pictures.explanation import fold_premises, format_step
from oncegraph.visualize.tables.table import Sheet, VerdictCell


def sheets(proof: Explanation) -> list[Sheet]:
    """The tree as a table, a row for each step."""
    columns = (
        Text("层次", "Depth"),
        Text("关系", "Relationship"),
        Text("类别", "Kind"),
        Text("编码", "Code"),
        Text("名称", "Name"),
        Text("结论", "Verdict"),
        Text("如何成立", "Has to change"),
    )
    rows: list[tuple[Any, ...]] = []

    def add(step: Explanation, depth: int) -> None:
        about = (depth, _relationship(step), str(NODES[step.kind].title), step.code, step.name)
        rows.append((*about, VerdictCell(step.verdict, format_step(step)), step.change and str(step.change)))
        for reason in step.premises:
            add(reason, depth + 1)

    add(proof, 0)
    return [Sheet.of(Text("推导", "Derivation"), columns, rows)]


def show(console: Console, proof: Explanation) -> None:
    """For a reader: a tree. Steps that hold are not expanded if they are premises of a step that does not hold."""
    shown = fold_premises(proof)
    tree = Tree(_label(shown), guide_style="dim")
    _grow(tree, shown)
    console.print(tree)


def _grow(tree: Tree, proof: Explanation) -> None:
    for reason in proof.premises:
        _grow(tree.add(_label(reason)), reason)


def _label(proof: Explanation) -> Styled:
    label, look = Styled(), PALETTE[proof.verdict]
    if proof.relationship:
        label.append(f"—{_relationship(proof)}→ ", style="dim")
    label.append(f"{look.sign} ", style=look.colour.terminal)
    label.append(f"{NODES[proof.kind].title} ", style="dim")
    label.append(proof.name, style="bold")
    label.append(f" {proof.code}  ", style="dim")
    label.append(str(format_step(proof)), style=look.colour.terminal)
    if proof.change:
        label.append(f"  → {proof.change}", style="cyan")
    return label


def _relationship(proof: Explanation) -> str:
    kind, detail = proof.relationship or ("", "")
    return f"{kind}[{detail}]" if detail else kind
