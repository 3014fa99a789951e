"""串联与并联: a flow as people tell it, first this, then those at the same time.

Tasks that can be ordered along the whole flow split it into parts in series; parts that have nothing to do with each
other stand in parallel; of parallel parts that no answers choose together, one is handled. What is none of these is
interwoven, and told stage by stage.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

import networkx as nx

from oncegraph.queries.theme.components import connected_components
from oncegraph.queries.theme.orders import Together
from oncegraph.schema.flow import Section, SectionKind, Task
from oncegraph.schema.text import Text, listed


def section(graph: nx.DiGraph, codes: Sequence[str], together: Together | None) -> Section | None:
    """The sections of a flow without circles; None of no tasks. graph: situation code → those that come after it."""
    if not codes:
        return None
    closure = nx.transitive_closure_dag(graph)
    return _Sections(closure, {code: number for number, code in enumerate(codes)}, together).of(list(codes))


class _Sections:
    def __init__(self, closure: nx.DiGraph, place: Mapping[str, int], together: Together | None):
        self._closure, self._place, self._together = closure, place, together

    def of(self, codes: list[str]) -> Section:
        if len(codes) == 1:
            return Section(kind=SectionKind.TASK, situation_code=codes[0])
        apart = connected_components(codes, self._related)
        if len(apart) > 1:
            return self._beside(apart)
        series = connected_components(codes, lambda one, other: not self._related(one, other))
        if len(series) > 1:
            series.sort(key=lambda part: len(set(codes).intersection(self._closure.predecessors(part[0]))))
            return Section(kind=SectionKind.SERIAL, parts=tuple(self.of(part) for part in series))
        stages = nx.topological_generations(self._closure.subgraph(codes))
        in_stages = (sorted(stage, key=self._place.__getitem__) for stage in stages)
        return Section(kind=SectionKind.WOVEN, parts=tuple(self.of(stage) for stage in in_stages))

    def _beside(self, parts: list[list[str]]) -> Section:
        """Parts without an order: all at the same time or, of those that exclude each other, one."""
        alternatives = connected_components(
            range(len(parts)), lambda one, other: self._exclude(parts[one], parts[other])
        )
        made: list[Section] = []
        for numbers in alternatives:
            several = [self.of(parts[number]) for number in numbers]
            exclusive = all(self._exclude(parts[one], parts[other]) for one, other in combinations(numbers, 2))
            if len(several) > 1 and exclusive:
                several = [Section(kind=SectionKind.CHOICE, parts=tuple(several))]
            made += several
        return made[0] if len(made) == 1 else Section(kind=SectionKind.PARALLEL, parts=tuple(made))

    def _exclude(self, part: Collection[str], other: Collection[str]) -> bool:
        return self._together is not None and not any(self._together(one, two) for one in part for two in other)

    def _related(self, one: str, other: str) -> bool:
        return self._closure.has_edge(one, other) or self._closure.has_edge(other, one)


OR = Text("或", " or ")


def outline_of(part: Section | None, tasks: Mapping[str, Task]) -> Text:
    """A section in a sentence."""
    if part is None:
        return Text("没有可办理的事项", "nothing to handle")
    return _told(part, tasks, inside=False)


def _told(part: Section, tasks: Mapping[str, Task], inside: bool) -> Text:
    if part.kind is SectionKind.TASK:
        return Text(f"“{tasks[part.situation_code].title}”", f"“{tasks[part.situation_code].title}”")
    if situations := _of_one_item(part, tasks):
        either = listed((task.name for task in situations), OR)
        item = situations[0].item_name
        return Text(f"“{item}”（按回答：{either.zh}）", f"“{item}” (by the answers: {either.en})")
    parts = [_told(each, tasks, inside=True) for each in part.parts]
    match part.kind:
        case SectionKind.SERIAL:
            said = listed(parts, Text("，然后", ", then "))
            said = Text(f"先办{said.zh}", f"first {said.en}")
        case SectionKind.PARALLEL:
            said = listed(parts)
            said = Text(f"同时办{said.zh}", f"at the same time {said.en}")
        case SectionKind.CHOICE:
            said = listed(parts, OR)
            said = Text(f"按回答办{said.zh}", f"by the answers {said.en}")
        case _:
            said = listed(
                (
                    Text(f"第{number}批{each.zh}", f"in round {number} {each.en}")
                    for number, each in enumerate(parts, 1)
                ),
                Text("，", ", "),
            )
            said = Text(f"分批办{said.zh}", f"as soon as what each waits for is there, {said.en}")
    return Text(f"（{said.zh}）", f"({said.en})") if inside else said


def _of_one_item(part: Section, tasks: Mapping[str, Task]) -> list[Task]:
    """The tasks of a choice between situations of one item; none of any other section."""
    if part.kind is not SectionKind.CHOICE or any(each.kind is not SectionKind.TASK for each in part.parts):
        return []
    found = [tasks[each.situation_code] for each in part.parts]
    return found if len({task.item_code for task in found}) == 1 else []
