"""An explanation as a diagram, left to right: what was decided, why, and what would have to change."""

from collections import defaultdict
from collections.abc import Hashable, Iterable

from oncegraph.schema.model import NODES
from oncegraph.schema.text import Text, listed
from oncegraph.schema.verdict import Explanation, Verdict
from oncegraph.visualize.diagram import Column, Diagram, Edge, Line, Node

#: If more siblings than this differ only in their names, they are drawn as one.
ALIKE = 3

LEGEND = {
    Verdict.YES: Text("成立", "holds"),
    Verdict.CONDITIONAL: Text("部分成立", "holds in part"),
    Verdict.UNKNOWN: Text("登记不全，不明", "unknown, not all is recorded"),
    Verdict.NO: Text("不成立", "does not hold"),
    Line.USED: Text("结论所依据的", "premise of a verdict"),
}
CLOSING, BESIDES = Text("）", ")"), Text("；", "; ")


def diagram_of(explanation: Explanation) -> Diagram:
    """The picture of an explanation. Things that occur twice are drawn once. Below a step that does not hold, the
    premises of steps that hold are left out."""
    picture = _ExplanationPicture()
    picture.add(fold_premises(explanation))
    marks = {node.mark for column in picture.columns for node in column.nodes}
    lines = {edge.line for edge in picture.edges}
    return Diagram(
        title=explanation.name,
        summary=format_step(explanation),
        columns=picture.columns,
        edges=tuple(picture.edges),
        legend=tuple((sign, meaning) for sign, meaning in LEGEND.items() if sign in marks | lines),
    )


def fold_premises(explanation: Explanation) -> Explanation:
    """The explanation, without what lies below steps that hold if they are premises of a step that does not hold."""
    holds = explanation.verdict is Verdict.YES
    steps = (
        step.model_copy(update={"premises": ()}) if step.verdict is Verdict.YES and not holds else fold_premises(step)
        for step in explanation.premises
    )
    return explanation.model_copy(update={"premises": tuple(steps)})


def format_step(step: Explanation) -> Text:
    """A step in words: what was decided, and the reasons."""
    if not step.reasons:
        return step.text
    reasons = listed((reason.title for reason in step.reasons), BESIDES)
    return Text(f"{step.text.zh}（{reasons.zh}）", f"{step.text.en} ({reasons.en})")


class _ExplanationPicture:
    """Collects the nodes, each with the length of the longest path to it, and the edges."""

    def __init__(self) -> None:
        self._ids: dict[Hashable, str] = {}
        self._nodes: dict[str, Node] = {}
        self._depth: dict[str, int] = {}
        self.edges: dict[Edge, None] = {}

    @property
    def columns(self) -> tuple[Column, ...]:
        below: dict[int, list[Node]] = defaultdict(list)
        for name, node in self._nodes.items():
            below[self._depth[name]].append(node)
        return tuple(Column(None, tuple(below[depth])) for depth in sorted(below))

    def add(self, step: Explanation, depth: int = 0) -> str:
        """Draws a step and everything below it; returns its id."""
        name = self._unique_id(_content(step), f"{step.kind}/{step.code}")
        if name not in self._nodes or depth > self._depth[name]:
            self._nodes[name] = _node(name, step)
            self._depth[name] = depth
            for alike in _group_alike(step.premises):
                first = alike[0]
                end = self._add_many(name, alike, depth + 1) if len(alike) > ALIKE else self.add(first, depth + 1)
                rests = first.verdict is Verdict.YES and step.verdict in (Verdict.YES, Verdict.CONDITIONAL)
                self.edges[Edge(name, end, Line.USED if rests else Line.BELONGS, first.link)] = None
        return name

    def _add_many(self, above: str, steps: list[Explanation], depth: int) -> str:
        name = f"{above}/{steps[0].kind}/{steps[0].code}"
        first, many = steps[0], len(steps)
        kind = NODES[first.kind].title
        self._nodes[name] = Node(
            id=name,
            name=str(Text(f"{many} 个{kind.zh}", f"{many} × {kind.en}")),
            mark=first.verdict,
            members=tuple(step.name for step in steps),
            lines=(*_step_lines(first), listed(step.name for step in steps)),
        )
        self._depth[name] = depth
        return name

    def _unique_id(self, content: Hashable, name: str) -> str:
        """The same id for the same content; with a number appended if one thing has different contents."""
        if content not in self._ids:
            taken = set(self._ids.values())
            number = next(n for n in range(1, len(taken) + 2) if (f"{name} {n}" if n > 1 else name) not in taken)
            self._ids[content] = f"{name} {number}" if number > 1 else name
        return self._ids[content]


def _node(name: str, step: Explanation) -> Node:
    kind = NODES[step.kind].title
    note = Text(f"{kind.zh} · {step.code}", f"{kind.en} · {step.code}")
    return Node(id=name, name=step.name, note=note, mark=step.verdict, lines=_step_lines(step))


def _step_lines(step: Explanation) -> tuple[Text, ...]:
    """The lines of a box: what was decided and why, and what would have to change."""
    if step.change is None:
        return (format_step(step),)
    return format_step(step), Text(f"→ {step.change.zh}", f"→ {step.change.en}")


def _words(step: Explanation) -> tuple[Hashable, ...]:
    return step.kind, step.verdict, step.text, step.reasons, step.change


def _content(step: Explanation) -> Hashable:
    """The content of a step with everything below it, without its link to the step above."""
    return step.code, _words(step), tuple((each.link, _content(each)) for each in step.premises)


def _group_alike(steps: Iterable[Explanation]) -> list[list[Explanation]]:
    """Groups adjacent steps with the same words and nothing below them; every other step is a group of its own."""
    groups: dict[Hashable, list[Explanation]] = {}
    for step in steps:
        key = (step.link, _words(step)) if not step.premises else id(step)
        groups.setdefault(key, []).append(step)
    return [
        part for group in groups.values() for part in ([group] if len(group) > ALIKE else [[step] for step in group])
    ]
