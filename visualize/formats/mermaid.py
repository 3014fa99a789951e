"""A diagram as Mermaid text: a Gantt chart, or a flowchart.

A Sankey diagram is drawn as a flowchart as well, with edges as broad as their weight: Mermaid's own Sankey diagrams do
not accept Chinese names.
Names are data: every character that means something to Mermaid is written as its number, so that no name can break out
of its label (`unquote` reads a label back).
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from oncegraph.schema.text import Text
from oncegraph.visualize.diagram import MEANINGS, Accent, Arrangement, Diagram, Line, Node, Shape
from oncegraph.visualize.formats.outline import box_lines, groups, number_nodes
from oncegraph.visualize.lettering import legible
from oncegraph.visualize.palette import ACCENT, INK, Mark, look_of

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
BROADEST = 24.0  # pixels, of the largest weight
#: Characters that mean nothing to Mermaid wherever they stand in a label.
_PLAIN = re.compile(r"[A-Za-z0-9 (),\u0080-\U0010ffff]|(?<=\w)[-.](?=\w)")
_QUOTED = re.compile(r"#(\d+);")


def mermaid(diagram: Diagram) -> str:
    """The text, in the current language."""
    title = f"{diagram.title}：{diagram.summary}" if str(diagram.summary) else diagram.title
    title = readable(f"{title}。※ {diagram.note}" if diagram.note else title)
    head = ["---", f"title: {json.dumps(title, ensure_ascii=False)}", "---"]
    lines = _gantt(diagram) if diagram.arrangement is Arrangement.GANTT else _flowchart(diagram)
    return "\n".join([*head, *lines]) + "\n"


def readable(text: str) -> str:
    """The text without the characters that Mermaid uses internally as placeholders."""
    return legible(text).replace("ﬂ", "fl").replace("¶ß", "¶ ß")


def quote(text: str) -> str:
    """A text as it is written inside a label."""
    text = readable(text)
    return "".join(letter if _PLAIN.match(text, at) else f"#{ord(letter)};" for at, letter in enumerate(text))


def unquote(label: str) -> str:
    """The text that a label shows."""
    return _QUOTED.sub(lambda found: chr(int(found[1])), label)


def _flowchart(diagram: Diagram) -> Iterator[str]:
    yield "flowchart LR"
    names = number_nodes(diagram)
    for at, (title, nodes) in enumerate(groups(diagram)):
        if title:
            yield f'  subgraph g{at}["{quote(title)}"]'
        yield from (f"{'    ' if title else '  '}{names[node.id]}{_box(node)}" for node in nodes)
        if title:
            yield "  end"
    for edge in diagram.edges:
        told = str(edge.label or "") or ("" if edge.weight is None else f"{edge.weight:g}")
        label = f'|"{quote(told)}"|' if told else ""
        yield f"  {names[edge.start]} {ARROWS[edge.line]}{label} {names[edge.end]}"
    if strong := [str(at) for at, edge in enumerate(diagram.edges) if edge.highlighted]:
        yield f"  linkStyle {','.join(strong)} {STRONG}"
    heaviest = max((edge.weight or 0.0 for edge in diagram.edges), default=0.0)
    for at, edge in enumerate(diagram.edges):
        if edge.weight and edge.weight > 0:
            yield f"  linkStyle {at} stroke-width:{max(1.0, BROADEST * edge.weight / heaviest):.1f}px"
    yield from _styles(diagram, names)
    yield from (f'  click {names[node.id]} href "{node.href}"' for node in diagram.nodes.values() if node.href)


def _box(node: Node) -> str:
    label = "<br/>".join(map(quote, box_lines(node))) or " "
    if bar := BARS.get(node.shape):
        return f'@{{ shape: {bar}, label: "{label}" }}'
    return SHAPES[node.shape].format(label)


def _styles(diagram: Diagram, names: dict[str, str]) -> Iterator[str]:
    marked: dict[Mark, list[str]] = {}
    for node in diagram.nodes.values():
        if node.mark:
            marked.setdefault(node.mark, []).append(names[node.id])
    for mark, members in marked.items():
        colour = look_of(mark).colour
        yield f"  classDef {mark} fill:{colour.fill},stroke:{colour.stroke},color:{INK}"
        yield f"  class {','.join(members)} {mark}"
    if critical := [names[node.id] for node in diagram.nodes.values() if node.critical]:
        yield f"  classDef critical {STRONG}"
        yield f"  class {','.join(critical)} critical"


def _gantt(diagram: Diagram) -> Iterator[str]:
    """The chart with days counted from the start: they are working days and have no dates."""
    yield "gantt"
    yield "  dateFormat YYYY-MM-DD HH:mm"
    yield f"  axisFormat {Text('第%-j天', 'day %-j')}"
    names, before = number_nodes(diagram), dict(diagram.legend).get(Accent.BEFORE, MEANINGS[Accent.BEFORE])
    for title, nodes in groups(diagram):
        bars = [node for node in nodes if node.span or node.before]
        if title and bars:
            yield f"  section {_word(title)}"
        for node in bars:
            name, *_ = box_lines(node)
            if node.before:
                yield _bar(
                    f"{name}{Text(f'（{before.zh}）', f' ({before.en})')}", f"{names[node.id]}b", node.before, "done"
                )
            if node.span:
                yield _bar(name, names[node.id], node.span, *["crit"] * node.critical)


def _bar(name: str, number: str, span: tuple[float, float], *tags: str) -> str:
    first, days = span
    start = f"{FIRST_DAY + timedelta(days=first):%Y-%m-%d %H:%M}"
    milestone = () if days else ("milestone",)
    return f"  {_word(name)} :{', '.join([*tags, *milestone, number, start, f'{days:g}d'])}"


def _word(text: str) -> str:
    """A text at the beginning of a line, where Mermaid could take a word for a command."""
    name = quote(text) or "#32;"
    return f"#{ord(name[0])};{name[1:]}" if name[0].isascii() and name[0] != "#" else name
