"""串联与并联: a flow as nested sections in series and in parallel, and the same as a sentence.

Parts of which every task of one comes before every task of the next are in series. Parts without any order between
them are in parallel; if no answers choose two of them together, only one of them is handled. A part that cannot be
divided like this is interwoven, and is described stage by stage.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

import networkx as nx

from oncegraph.queries.theme.components import connected_components
from oncegraph.queries.theme.orders import Together
from oncegraph.schema.flow import Section, SectionKind, Task
from oncegraph.schema.text import Text, listed


def section(graph: nx.DiGraph, codes: Sequence[str], together: Together | None) -> Section | None:
    """The sections of a flow without circles; None if there are no tasks.

    graph: edges from each situation code to those that come after it; codes: the tasks, in the order in which they are
    listed; together: whether answers can choose two of them, None if all are chosen.
    """
    if not codes:
        return None
    closure = nx.transitive_closure_dag(graph)
    return _Sections(closure, {code: number for number, code in enumerate(codes)}, together).divide(list(codes))


class _Sections:
    def __init__(self, closure: nx.DiGraph, place: Mapping[str, int], together: Together | None):
        self._closure, self._place, self._together = closure, place, together

    def divide(self, codes: list[str]) -> Section:
        if len(codes) == 1:
            return Section(kind=SectionKind.TASK, situation_code=codes[0])
        apart = connected_components(codes, self._related)
        if len(apart) > 1:
            return self._unordered(apart)
        series = connected_components(codes, lambda one, other: not self._related(one, other))
        if len(series) > 1:
            series.sort(key=lambda part: len(set(codes).intersection(self._closure.predecessors(part[0]))))
            return Section(kind=SectionKind.SERIAL, parts=tuple(self.divide(part) for part in series))
        stages = nx.topological_generations(self._closure.subgraph(codes))
        in_stages = (sorted(stage, key=self._place.__getitem__) for stage in stages)
        return Section(kind=SectionKind.WOVEN, parts=tuple(self.divide(stage) for stage in in_stages))

    def _unordered(self, parts: list[list[str]]) -> Section:
        """Parts without an order between them: all at the same time or, if they exclude each other, one of them."""
        alternatives = connected_components(
            range(len(parts)), lambda one, other: self._exclude(parts[one], parts[other])
        )
        sections: list[Section] = []
        for numbers in alternatives:
            several = [self.divide(parts[number]) for number in numbers]
            exclusive = all(self._exclude(parts[one], parts[other]) for one, other in combinations(numbers, 2))
            if len(several) > 1 and exclusive:
                several = [Section(kind=SectionKind.CHOICE, parts=tuple(several))]
            sections += several
        return sections[0] if len(sections) == 1 else Section(kind=SectionKind.PARALLEL, parts=tuple(sections))

    def _exclude(self, part: Collection[str], other: Collection[str]) -> bool:
        return self._together is not None and not any(self._together(one, two) for one in part for two in other)

    def _related(self, one: str, other: str) -> bool:
        return self._closure.has_edge(one, other) or self._closure.has_edge(other, one)


OR = Text("或", " or ")


def outline_of(part: Section | None, tasks: Mapping[str, Task]) -> Text:
    """A section as a sentence. tasks: situation code → task."""
    if part is None:
        return Text("没有可办理的事项", "nothing to handle")
    return _describe(part, tasks, inside=False)


def _describe(part: Section, tasks: Mapping[str, Task], inside: bool) -> Text:
    if part.situation_code is not None:
        title = f"“{tasks[part.situation_code].title}”"
        return Text(title, title)
    if situations := _of_one_item(part, tasks):
        either = listed((task.name for task in situations), OR)
        item = situations[0].item_name
        return Text(f"“{item}”（按回答：{either.zh}）", f"“{item}” (depending on the answers: {either.en})")
    parts = [_describe(each, tasks, inside=True) for each in part.parts]
    match part.kind:
        case SectionKind.SERIAL:
            steps = listed(parts, Text("，然后", ", then "))
            sentence = Text(f"先办{steps.zh}", f"first {steps.en}")
        case SectionKind.PARALLEL:
            beside = listed(parts)
            sentence = Text(f"同时办{beside.zh}", f"at the same time {beside.en}")
        case SectionKind.CHOICE:
            options = listed(parts, OR)
            sentence = Text(f"按回答办{options.zh}", f"depending on the answers {options.en}")
        case _:
            rounds = listed(
                (
                    Text(f"第{number}批{each.zh}", f"in round {number} {each.en}")
                    for number, each in enumerate(parts, 1)
                ),
                Text("，", ", "),
            )
            sentence = Text(f"分批办{rounds.zh}", f"each as soon as what it waits for is done, {rounds.en}")
    return Text(f"（{sentence.zh}）", f"({sentence.en})") if inside else sentence


def _of_one_item(part: Section, tasks: Mapping[str, Task]) -> list[Task]:
    """The tasks of a choice between situations of one item; empty for any other section."""
    choice = [tasks[each.situation_code] for each in part.parts if each.situation_code is not None]
    if part.kind is not SectionKind.CHOICE or len(choice) < len(part.parts):
        return []
    return choice if len({task.item_code for task in choice}) == 1 else []
