"""Which answers and which situations one applicant can have at once."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache

import networkx as nx

from oncegraph.schema.flow import Decision


class Ways:
    """The ways through questions. An answer is told from another by its option's code.

    Two answers exclude each other if they are branches of one exclusive question, or if all ways to one lead through
    what excludes the other.
    """

    def __init__(self, decisions: Sequence[Decision]):
        self.question = {branch.option_code: each.question_code for each in decisions for branch in each.branches}
        self.options = [branch.option_code for each in decisions for branch in each.branches]
        self._exclusive = {each.question_code for each in decisions if each.exclusive}
        self.shown_by: dict[str, list[str]] = defaultdict(list)
        self.leading_to: dict[str, list[str]] = defaultdict(list)
        for branch in (branch for each in decisions for branch in each.branches):
            for question in branch.question_codes:
                self.shown_by[question].append(branch.option_code)
            for situation in branch.situation_codes:
                self.leading_to[situation].append(branch.option_code)
        self._place = _in_order([each.question_code for each in decisions], self.shown_by, self.question)
        self.at_once = cache(self._at_once)

    def together(self, one: str, other: str) -> bool:
        """Whether one set of answers can choose two situations; what no answer leads to is taken as chosen."""
        first, second = self.leading_to.get(one), self.leading_to.get(other)
        if not first or not second:
            return True
        return any(self.at_once(a, b) for a in first for b in second)

    def surely(self, one: str, other: str) -> bool:
        """Whether a situation is chosen whenever another is, as far as the answers that lead to them tell."""
        first, second = self.leading_to.get(one), self.leading_to.get(other)
        return not first or (bool(second) and set(second) <= set(first))

    def _at_once(self, one: str, other: str) -> bool:
        if one == other:
            return True
        if self.question[one] == self.question[other]:
            return self.question[one] not in self._exclusive
        if self._place[self.question[one]] < self._place[self.question[other]]:
            return self.at_once(other, one)
        before = self.first_shown_by(self.question[one])
        return not before or any(self.at_once(way, other) for way in before)

    def first_shown_by(self, question: str) -> list[str]:
        """The answers that lead to a question, without those that it leads to in turn; none: it is asked at once."""
        ways = self.shown_by.get(question, ())
        return [way for way in ways if self._place[self.question[way]] < self._place[question]]


def _in_order(questions: Sequence[str], shown_by: dict[str, list[str]], question: dict[str, str]) -> dict[str, int]:
    """Question → its place, behind all that lead to it; of those in a circle anyhow."""
    graph = nx.DiGraph()
    graph.add_nodes_from(questions)
    graph.add_edges_from((question[way], asked) for asked, ways in shown_by.items() for way in ways)
    condensed = nx.condensation(graph)
    order = [code for knot in nx.topological_sort(condensed) for code in sorted(condensed.nodes[knot]["members"])]
    return {code: place for place, code in enumerate(order)}
