"""A diagram as Mermaid text: a flowchart, a Gantt chart or a Sankey diagram, as it is arranged.

Names are data: every character that means something to Mermaid is written as its number, so that no name can break out
of its label (`unquoted` reads a label back).
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from schema.text import Text
from visualize.diagram import Arrangement, Diagram, Line, Mark, Node, Shape
from visualize.lettering import legible
from visualize.outline import groups, numbered, told
from visualize.svg.elements import ACCENT, INK
from visualize.svg.marks import PLAIN, STYLES, Style

#: Day 0 of a Gantt chart: the days of that year are counted along its axis.
FIRST_DAY = datetime(2001, 1, 1)
SHAPES = {
    Shape.TASK: '["{}"]',
    Shape.START: '(["{}"])',
    Shape.END: '(["{}"])',
    Shape.DECISION: '{{"{}"}}',
    Shape.MERGE: '{{"{}"}}',
}
BARS = {Shape.FORK: "fork", Shape.JOIN: "fork"}
ARROWS = {Line.BELONGS: "---", Line.USED: "==>", Line.SPARE: "-.->", Line.FLOW: "-->"}
STRONG = f"stroke:{ACCENT},stroke-width:3px"
#: Characters that mean nothing to Mermaid wherever they stand in a label.
_PLAIN = re.compile(r"[A-Za-z0-9 (),\u0080-\U0010ffff]|(?<=\w)[-.](?=\w)")
_MARKERS = "ﬂ¶"  # Mermaid's own, while it reads
_QUOTED = re.compile(r"#(\d+);")


def mermaid(diagram: Diagram) -> str:
    """The text, in the language of the moment."""
    title = legible(f"{diagram.title}：{diagram.summary}" if str(diagram.summary) else diagram.title)
    head = ["---", f"title: {json.dumps(title, ensure_ascii=False)}", "---"]
    match diagram.arrangement:
        case Arrangement.GANTT:
            lines = _gantt(diagram)
        case Arrangement.SANKEY:
            lines = _sankey(diagram)
        case _:
            lines = _flowchart(diagram)
    return "\n".join([*head, *lines]) + "\n"


def quoted(text: str) -> str:
    """A text as a label may hold it."""
    text = legible(text)
    return "".join(
        letter if _PLAIN.match(text, at) and letter not in _MARKERS else f"#{ord(letter)};"
        for at, letter in enumerate(text)
    )


def unquoted(label: str) -> str:
    """The text that a label shows."""
    return _QUOTED.sub(lambda found: chr(int(found[1])), label)


def _flowchart(diagram: Diagram) -> Iterator[str]:
    yield "flowchart LR"
    names = numbered(diagram)
    for at, (title, nodes) in enumerate(groups(diagram)):
        if title:
            yield f'  subgraph g{at}["{quoted(title)}"]'
        yield from (f"{'    ' if title else '  '}{names[node.id]}{_box(node)}" for node in nodes)
        if title:
            yield "  end"
    strong = []
    for at, edge in enumerate(diagram.edges):
        label = f'|"{quoted(str(edge.label))}"|' if edge.label else ""
        yield f"  {names[edge.start]} {ARROWS[edge.line]}{label} {names[edge.end]}"
        strong += [at] if edge.highlighted else []
    if strong:
        yield f"  linkStyle {','.join(map(str, strong))} {STRONG}"
    yield from _styles(diagram, names)
    yield from (f'  click {names[node.id]} href "{node.href}"' for node in diagram.nodes.values() if node.href)


def _box(node: Node) -> str:
    label = "<br/>".join(map(quoted, told(node)))
    if bar := BARS.get(node.shape):
        return f'@{{ shape: {bar}, label: "{label}" }}'
    return SHAPES[node.shape].format(label)


def _styles(diagram: Diagram, names: dict[str, str]) -> Iterator[str]:
    marked: dict[Mark, list[str]] = {}
    for node in diagram.nodes.values():
        if node.mark:
            marked.setdefault(node.mark, []).append(names[node.id])
    for mark, members in marked.items():
        style: Style = STYLES.get(mark, PLAIN)
        yield f"  classDef {mark} fill:{style.fill},stroke:{style.stroke},color:{INK}"
        yield f"  class {','.join(members)} {mark}"
    if critical := [names[node.id] for node in diagram.nodes.values() if node.critical]:
        yield f"  classDef critical {STRONG}"
        yield f"  class {','.join(critical)} critical"


def _gantt(diagram: Diagram) -> Iterator[str]:
    """Days are counted, for they are working days from the start."""
    yield "gantt"
    yield "  dateFormat YYYY-MM-DD HH:mm"
    yield f"  axisFormat {Text('第%-j天', 'day %-j')}"
    names, before = numbered(diagram), Text("（改革前）", " (before)")
    for title, nodes in groups(diagram):
        bars = [node for node in nodes if node.span or node.before]
        if title and bars:
            yield f"  section {_word(title)}"
        for node in bars:
            name, *_ = told(node)
            if node.before:
                yield _bar(f"{name}{before}", f"{names[node.id]}b", node.before, "done")
            if node.span:
                yield _bar(name, names[node.id], node.span, *["crit"] * node.critical)


def _bar(name: str, number: str, span: tuple[float, float], *tags: str) -> str:
    first, days = span
    start = f"{FIRST_DAY + timedelta(days=first):%Y-%m-%d %H:%M}"
    milestone = () if days else ("milestone",)
    return f"  {_word(name)} :{', '.join([*tags, *milestone, number, start, f'{days:g}d'])}"


def _word(text: str) -> str:
    """A text at the beginning of a line, where a word could be a command."""
    name = quoted(text) or "#32;"
    return f"#{ord(name[0])};{name[1:]}" if name[0].isascii() and name[0] != "#" else name


def _sankey(diagram: Diagram) -> Iterator[str]:
    """Mermaid tells nodes apart by their names: where two have the same, each is given its code or number."""
    yield "sankey-beta"
    yield ""
    nodes = list(diagram.nodes.values())
    many = Counter(legible(node.name) for node in nodes)
    names = {
        node.id: node.name if many[legible(node.name)] == 1 else f"{node.name} ({node.id.partition('/')[2] or node.id})"
        for node in nodes
    }
    yield from (
        f'"{quoted(names[edge.start])}","{quoted(names[edge.end])}",{1 if edge.weight is None else edge.weight:g}'
        for edge in diagram.edges
    )
