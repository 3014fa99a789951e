"""What is wrong with the questions of a theme or item, and the answers that show it.

Nothing is tried out: what answers can lead to is worked out question by question, so that large themes take no longer
than small ones, however many ways there are through their questions. Only of an item with very many conflicts not all
are listed.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

import networkx as nx

from oncegraph.queries.guidance.answer_paths import AnswerPaths, Path
from oncegraph.queries.guidance.questionnaire import Choice, GuidedQuestion, Questionnaire, active
from oncegraph.queries.guidance.range_checks import check_ranges
from oncegraph.queries.records import Records
from oncegraph.schema.codes import AnswerKind
from oncegraph.schema.guide import GuideStep, Thing
from oncegraph.schema.item import Item
from oncegraph.schema.lint import Defect, Lint, LintFinding
from oncegraph.schema.question import Asks, LeadsToQuestion, LeadsToSituation, Option, Question
from oncegraph.schema.situation import Situation
from oncegraph.schema.text import Text, listed
from oncegraph.schema.theme import Theme

#: Conflicts that are listed of one item.
MOST = 20


def lint(records: Records, subject: str) -> Lint:
    """What is wrong with the questions of a theme or item, given by code. Raises NotFound."""
    return _Lint(records, subject).answer()


def lint_all(records: Records) -> tuple[Lint, ...]:
    """The same of every item and every theme; of a theme only what its items by themselves do not show."""
    items = [lint(records, code) for code in records.nodes(Item)]
    shown = {(each.defect, each.code, each.text) for found in items for each in found.findings}
    themes = []
    for code in records.nodes(Theme):
        found = lint(records, code)
        new = tuple(each for each in found.findings if (each.defect, each.code, each.text) not in shown)
        themes.append(found.model_copy(update={"findings": new}))
    return (*themes, *items)


class _Lint:
    def __init__(self, records: Records, subject: str):
        self._records, self._subject = records, subject
        self._asked = Questionnaire.of(records, subject)
        self._paths = AnswerPaths.of(self._asked)
        self._stopped: list[Thing] = []
        self._kind: type[Theme] | type[Item] = Theme if subject in records.nodes(Theme) else Item
        self._name = records.node(self._kind, subject).name

    def answer(self) -> Lint:
        findings = (
            *self._nothing_reached(),
            *self._unreachable(),
            *self._conflicting(),
            *self._circles(),
            *self._pointless(),
            *(each for asked in self._asked.questions.values() for each in self._measured(asked)),
            *self._ending(),
            *self._same_anyway(),
            *self._not_in_force(),
        )
        return Lint(
            kind=self._kind.__name__,
            code=self._subject,
            name=self._name,
            questions=len(self._asked.questions),
            situations=len(self._asked.situations),
            findings=findings,
            stopped=tuple(self._stopped),
        )

    def _nothing_reached(self) -> Iterator[LintFinding]:
        """Answers to all that a theme asks, none of which leads to a situation. An item by itself may have nothing for
        those who are not entitled."""
        if self._kind is Item or self._asked.always or not self._asked.reachable:
            return
        silent = self._silent()
        waiting = [code for code, asked in self._asked.questions.items() if not asked.shown_by]
        if not all(code in silent for code in waiting):
            return
        way: dict[str, tuple[str, ...]] = {}
        while waiting:
            asked = self._asked.questions[waiting.pop()]
            if asked.code not in way and asked.mandatory:
                choice = next(self._silent_choices(asked, silent))
                way[asked.code] = (choice.code,)
                waiting += choice.shows
        way = {code: way[code] for code in self._asked.questions if code in way}
        text = Text("答完全部问题而没有任何情形", "All is answered, and there is no situation")
        yield self._finding(Defect.NOTHING_REACHED, self._kind.__name__, self._subject, self._name, text, way=way)

    def _silent(self) -> set[str]:
        """Codes of the questions that can be answered, with all that follows, without entering a situation."""
        silent = set(self._asked.questions)
        while True:
            loud = {
                code
                for code in silent
                if (asked := self._asked.questions[code]).mandatory
                and next(self._silent_choices(asked, silent), None) is None
            }
            if not loud:
                return silent
            silent -= loud

    def _silent_choices(self, asked: GuidedQuestion, silent: set[str]) -> Iterator[Choice]:
        return (each for each in asked.choices.values() if not each.situations and silent.issuperset(each.shows))

    def _unreachable(self) -> Iterator[LintFinding]:
        reached = {
            code
            for asked in self._asked.reachable.values()
            for choice in asked.choices.values()
            for code in choice.situations
        }
        for code in self._asked.situations:
            if code in reached or code in self._asked.always:
                continue
            leading = [choice for choice in self._asked.choices.values() if code in choice.situations]
            if leading:
                text = Text("通向它的判断项都不会出现", "The questions that lead there are never asked")
            else:
                text = Text("没有选项通向它", "No option leads there")
            path = [self._cause(choice.code) for choice in leading]
            name = self._records.name(Situation, code)
            yield self._finding(Defect.UNREACHABLE, "Situation", code, name, text, [self._asked.item_of(code)], path)

    def _conflicting(self) -> Iterator[LintFinding]:
        """Two situations of one item that the same answers lead into."""
        for item in self._asked.items:
            found = 0
            for pair in combinations(self._asked.situations_of(item), 2):
                way = self._paths.path_into(*pair)
                if way is not None and found == MOST:
                    self._stopped.append(self._item(item))
                    break
                if way is not None:
                    found += 1
                    one, other = (self._records.name(Situation, code) for code in pair)
                    text = Text(f"同时进入“{one}”和“{other}”", f'Leads into both "{one}" and "{other}"')
                    name = self._records.name(Item, item)
                    yield self._finding(Defect.CONFLICTING, "Item", item, name, text, [item], way=way)

    def _circles(self) -> Iterator[LintFinding]:
        graph = nx.DiGraph()
        graph.add_nodes_from(self._asked.questions)
        graph.add_edges_from((code, shown) for code, asked in self._asked.questions.items() for shown in asked.shows)
        inside: set[str] = set()
        for knot in nx.strongly_connected_components(graph):
            first = next(code for code in self._asked.questions if code in knot)
            if len(knot) > 1 or graph.has_edge(first, first):
                inside |= knot
                yield self._circle(graph.subgraph(knot), first)
        for code, asked in self._asked.questions.items():
            if code not in self._asked.reachable and code not in inside:
                text = Text("显示它的选项都不会出现", "The options that show it are never offered")
                path = [self._cause(option) for option in asked.shown_by]
                yield self._question(Defect.NEVER_SHOWN, asked, text, path)

    def _circle(self, graph: nx.DiGraph, first: str) -> LintFinding:
        codes = [edge[0] for edge in nx.find_cycle(graph, first)]
        path = [
            next(self._cause(each.code) for each in self._asked.questions[code].choices.values() if shown in each.shows)
            for code, shown in pairwise((*codes, codes[0]))
        ]
        never = codes[0] not in self._asked.reachable
        text = Text(
            "依次显示，回到自己" + ("，因而都不会出现" if never else ""),
            "Each shows the next, back to the first" + (", so that none is ever asked" if never else ""),
        )
        return self._question(Defect.CIRCLE, self._asked.questions[codes[0]], text, path)

    def _pointless(self) -> Iterator[LintFinding]:
        """Questions that an item asks although none of its situations depends on them, whatever the theme includes."""
        for code in self._asked.pointless:
            askers = [link.start for link in self._records.links_to(Asks, code) if link.start in self._asked.items]
            idle = [item for item in askers if code in self._of_item(item).pointless]
            if idle and len(idle) == len(askers):
                name = self._records.name(Question, code)
                text = Text("没有选项通向这些事项的情形", "No option leads to a situation of these items")
                yield self._finding(Defect.POINTLESS, "Question", code, name, text, idle)

    def _measured(self, asked: GuidedQuestion) -> Iterator[LintFinding]:
        way = None if not asked.shown_by else self._paths.path_to(asked.shown_by[0])
        for defect, choice, text in check_ranges(asked):
            kind, code = ("Option", choice.code) if choice else ("Question", asked.code)
            name = choice.option.name if choice else asked.question.name
            yield self._finding(defect, kind, code, name, text, asked.items, way=way or {})

    def _ending(self) -> Iterator[LintFinding]:
        """Options after which there is no situation of an item that asks the question. Of several that may be chosen
        together, only those that lead nowhere at all."""
        for asked in self._asked.reachable.values():
            reach = {code: self._items_from(choice) for code, choice in asked.choices.items()}
            for code, choice in asked.choices.items():
                ended = [
                    item
                    for item in asked.items
                    if item not in reach[code] and any(item in others for others in reach.values())
                ]
                if asked.kind is AnswerKind.MULTIPLE and self._leads_on(code):
                    continue
                if ended:
                    text = Text("选它之后，这些事项没有情形", "After it there is no situation of these items")
                    way = self._paths.path_to(code)
                    yield self._finding(
                        Defect.ANSWER_ENDS, "Option", code, choice.option.name, text, ended, way=way or {}
                    )

    def _leads_on(self, option: str) -> bool:
        """Whether an option leads anywhere, be it to what is not of the subject."""
        return any(self._records.links_from(kind, option) for kind in (LeadsToSituation, LeadsToQuestion))

    def _items_from(self, choice: Choice) -> set[str]:
        """Codes of the items of which a situation may be entered after an option, be it outside of the theme."""
        found = {*choice.situations, *choice.outside}
        waiting, seen = [*choice.shows], set()
        while waiting:
            code = waiting.pop()
            if code not in seen:
                seen.add(code)
                for each in self._asked.questions[code].choices.values():
                    found.update(each.situations, each.outside)
                    waiting += each.shows
        return {self._asked.item_of(situation) for situation in found}

    def _same_anyway(self) -> Iterator[LintFinding]:
        for asked in self._asked.reachable.values():
            ends = {tuple(map(frozenset, (c.situations, c.shows, c.outside))) for c in asked.choices.values()}
            if len(ends) == 1 and asked.mandatory and asked.kind is not AnswerKind.MULTIPLE:
                text = Text("每个选项通向的都相同，可以不问", "All options lead to the same: it need not be asked")
                yield self._question(Defect.SAME_ANYWAY, asked, text)

    def _not_in_force(self) -> Iterator[LintFinding]:
        known = self._records.nodes(Situation)
        for code, choice in self._asked.choices.items():
            ends = (known.get(link.end) for link in self._records.links_from(LeadsToSituation, code))
            old = [each for each in ends if each and each.item_code in self._asked.items and not active(each)]
            if old:
                names = listed(each.name for each in old)
                text = Text(f"“{names.zh}”未启用", f'"{names.en}" is not in force')
                items = dict.fromkeys(each.item_code for each in old)
                yield self._finding(Defect.NOT_IN_FORCE, "Option", code, choice.option.name, text, items)

    def _of_item(self, item: str) -> Questionnaire:
        return self._asked if item == self._subject else Questionnaire.of_item(self._records, item)

    def _question(
        self, defect: Defect, asked: GuidedQuestion, text: Text, path: Sequence[GuideStep] = ()
    ) -> LintFinding:
        return self._finding(defect, "Question", asked.code, asked.question.name, text, asked.items, path)

    def _finding(
        self,
        defect: Defect,
        kind: str,
        code: str,
        name: str,
        text: Text,
        items: Iterable[str] = (),
        path: Sequence[GuideStep] = (),
        way: Path | None = None,
    ) -> LintFinding:
        answered = [self._cause(option) for options in (way or {}).values() for option in options]
        return LintFinding(
            defect=defect,
            kind=kind,
            code=code,
            name=name,
            items=tuple(self._item(item) for item in items),
            path=(*path, *answered),
            text=text,
        )

    def _cause(self, option: str) -> GuideStep:
        about = self._records.node(Option, option)
        question = Thing(code=about.question_code, name=self._records.name(Question, about.question_code))
        return GuideStep(question=question, option=Thing(code=option, name=about.name))

    def _item(self, code: str) -> Thing:
        return Thing(code=code, name=self._records.name(Item, code))
