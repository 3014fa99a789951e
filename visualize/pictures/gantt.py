"""The flow of a theme as a Gantt chart: when each task is handled, optionally compared with one task after the
other."""

from oncegraph.schema.flow import Basis, Flow, Timing
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import Verdict
from oncegraph.visualize.diagram import MEANINGS, Accent, Arrangement, Column, Diagram, Edge, Key, Line, Node, legend_of
from oncegraph.visualize.links import href
from oncegraph.visualize.pictures.flow import days_in_words, lane_of, lanes_of, time_in_words, totals_of

GANTT_MEANINGS: dict[Key, Text] = MEANINGS | {
    Verdict.UNKNOWN: Text("时限未登记", "days not recorded"),
    Accent.BEFORE: Text("逐个办理", "one after the other"),
    Accent.HIGHLIGHTED: Text("关键路径", "critical path"),
}


def gantt(flow: Flow, basis: Basis = Basis.PROMISED, *, compare: bool = False) -> Diagram:
    """The chart of the tasks that can begin, in order of their start; the note mentions tasks that wait for a circle.

    compare: also show when each task would be handled if they were handled one after the other; ignored while branches
    are open.
    """
    schedule = flow.schedule(basis)
    timings = {timing.situation_code: timing for timing in schedule.timings}
    rows = sorted(schedule.timings, key=lambda timing: (timing.start, timing.finish))
    column = Column(None, tuple(_node(flow, timing, compare) for timing in rows))
    edges = tuple(
        Edge(
            start=f"Situation/{order.before}",
            end=f"Situation/{order.after}",
            line=Line.FLOW,
            highlighted=timings[order.before].critical
            and timings[order.after].critical
            and timings[order.before].finish == timings[order.after].start,
        )
        for order in flow.orders
        if order.after in timings and not order.implied
    )
    used = {node.lane for node in column.nodes}
    left_out = len(flow.tasks) - len(rows)
    return Diagram(
        title=flow.name,
        summary=time_in_words(flow, basis),
        columns=(column,),
        edges=edges,
        legend=legend_of((column,), edges, GANTT_MEANINGS),
        arrangement=Arrangement.GANTT,
        lanes=tuple(lane for lane in lanes_of(flow) if lane.id in used),
        totals=totals_of(flow, basis),
        note=Text(
            f"{left_out} 项因循环证明无法开始，未画出",
            f"{left_out} tasks never begin because of a circle, and are not drawn",
        )
        if left_out
        else None,
    )


def _node(flow: Flow, timing: Timing, compare: bool) -> Node:
    task = flow.by_code[timing.situation_code]
    length = timing.finish - timing.start
    before = (timing.in_turn, length) if compare and timing.in_turn is not None else None
    return Node(
        id=f"Situation/{timing.situation_code}",
        name=task.title,
        note=days_in_words(task),
        mark=Verdict.UNKNOWN if timing.days is None else None,
        lane=lane_of(task),
        critical=timing.critical,
        span=(timing.start, length),
        before=before,
        slack=timing.slack,
        href=href("Situation", timing.situation_code),
    )
