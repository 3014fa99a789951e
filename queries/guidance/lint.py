"""Faults in the questions of a theme or item, with the answers that show them.

What answers can lead to is derived question by question, without trying all combinations of answers, so that the effort
does not grow with their number. For an item with very many conflicts, only the first ones are listed.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

import networkx as nx

from oncegraph.queries.guidance.answer_paths import AnswerPaths, Path
from oncegraph.queries.guidance.questionnaire import Choice, GuidedQuestion, Questionnaire
from oncegraph.queries.guidance.range_checks import check_ranges
from oncegraph.queries.records import Records
from oncegraph.schema.codes import AnswerKind, in_force
from oncegraph.schema.guide import GuideStep, Thing
from oncegraph.schema.item import Item
from oncegraph.schema.lint import Defect, Lint, LintFinding
from oncegraph.schema.question import Asks, LeadsToQuestion, LeadsToSituation, Option, Question
from oncegraph.schema.situation import Situation
from oncegraph.schema.text import Text, listed
from oncegraph.schema.theme import Theme

#: How many conflicts are listed for one item.
MOST = 20


def lint(records: Records, subject: str) -> Lint:
    """The faults in the questions of a theme or item, given by code. Raises NotFound."""
    return _Lint(records, subject).answer()


def lint_all(records: Records) -> tuple[Lint, ...]:
    """The faults of all themes and items. Those of a theme leave out what its items already show by themselves."""
    items = [lint(records, code) for code in records.nodes(Item)]
    of_items = {(each.defect, each.code, each.text) for item in items for each in item.findings}
    themes = []
    for code in records.nodes(Theme):
        theme = lint(records, code)
        new = tuple(each for each in theme.findings if (each.defect, each.code, each.text) not in of_items)
        themes.append(theme.model_copy(update={"findings": new}))
    return (*themes, *items)


class _Lint:
    def __init__(self, records: Records, subject: str):
        self._records, self._subject = records, subject
        self._questionnaire = Questionnaire.of(records, subject)
        self._paths = AnswerPaths.of(self._questionnaire)
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
            *(each for asked in self._questionnaire.questions.values() for each in self._range_findings(asked)),
            *self._ending(),
            *self._same_anyway(),
            *self._not_in_force(),
        )
        return Lint(
            kind=self._kind.__name__,
            code=self._subject,
            name=self._name,
            questions=len(self._questionnaire.questions),
            situations=len(self._questionnaire.situations),
            findings=findings,
            stopped=tuple(self._stopped),
        )

    def _nothing_reached(self) -> Iterator[LintFinding]:
        """Complete answers to the questions of a theme that lead to no situation. For an item alone this is no fault:
        an applicant may not be entitled to it."""
        if self._kind is Item or self._questionnaire.always or not self._questionnaire.reachable:
            return
        silent = self._silent()
        waiting = [code for code, asked in self._questionnaire.questions.items() if not asked.shown_by]
        if not all(code in silent for code in waiting):
            return
        way: dict[str, tuple[str, ...]] = {}
        while waiting:
            asked = self._questionnaire.questions[waiting.pop()]
            if asked.code not in way and asked.mandatory:
                choice = next(self._silent_choices(asked, silent))
                way[asked.code] = (choice.code,)
                waiting += choice.shows
        way = {code: way[code] for code in self._questionnaire.questions if code in way}
        text = Text("答完全部问题，仍未进入任何情形", "All questions are answered, but no situation is entered")
        yield self._finding(Defect.NOTHING_REACHED, self._kind.__name__, self._subject, self._name, text, way=way)

    def _silent(self) -> set[str]:
        """Codes of the questions that can be answered, with all that follow from them, without entering a situation."""
        silent = set(self._questionnaire.questions)
        while True:
            loud = {
                code
                for code in silent
                if (asked := self._questionnaire.questions[code]).mandatory
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
            for asked in self._questionnaire.reachable.values()
            for choice in asked.choices.values()
            for code in choice.situations
        }
        for code in self._questionnaire.situations:
            if code in reached or code in self._questionnaire.always:
                continue
            leading = [choice for choice in self._questionnaire.choices.values() if code in choice.situations]
            if leading:
                text = Text("导向该情形的判断项都不会出现", "The questions that lead to it are never asked")
            else:
                text = Text("没有选项导向该情形", "No option leads to it")
            path = [self._cause(choice.code) for choice in leading]
            name = self._records.name(Situation, code)
            yield self._finding(
                Defect.UNREACHABLE, "Situation", code, name, text, [self._questionnaire.item_of(code)], path
            )

    def _conflicting(self) -> Iterator[LintFinding]:
        """Pairs of situations of one item that the same answers lead to."""
        for item in self._questionnaire.items:
            count = 0
            for pair in combinations(self._questionnaire.situations_of(item), 2):
                way = self._paths.path_into(*pair)
                if way is not None and count == MOST:
                    self._stopped.append(self._item(item))
                    break
                if way is not None:
                    count += 1
                    one, other = (self._records.name(Situation, code) for code in pair)
                    text = Text(f"同时进入“{one}”和“{other}”", f'The same answers lead to "{one}" and "{other}"')
                    name = self._records.name(Item, item)
                    yield self._finding(Defect.CONFLICTING, "Item", item, name, text, [item], way=way)

    def _circles(self) -> Iterator[LintFinding]:
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(self._questionnaire.questions)
        graph.add_edges_from(
            (code, shown) for code, asked in self._questionnaire.questions.items() for shown in asked.shows
        )
        inside: set[str] = set()
        for circle in nx.strongly_connected_components(graph):
            first = next(code for code in self._questionnaire.questions if code in circle)
            if len(circle) > 1 or graph.has_edge(first, first):
                inside |= circle
                yield self._circle(graph.subgraph(circle), first)
        for code, asked in self._questionnaire.questions.items():
            if code not in self._questionnaire.reachable and code not in inside:
                text = Text("导向该判断项的选项都不会出现", "The options that show it are never offered")
                path = [self._cause(option) for option in asked.shown_by]
                yield self._question(Defect.NEVER_SHOWN, asked, text, path)

    def _circle(self, graph: nx.DiGraph, first: str) -> LintFinding:
        codes = [edge[0] for edge in nx.find_cycle(graph, first)]
        path = [
            next(
                self._cause(each.code)
                for each in self._questionnaire.questions[code].choices.values()
                if shown in each.shows
            )
            for code, shown in pairwise((*codes, codes[0]))
        ]
        never = codes[0] not in self._questionnaire.reachable
        text = Text(
            "各判断项依次引出，最后又回到第一项" + ("，因而都不会出现" if never else ""),
            "Each question shows the next, and the last shows the first"
            + (", so that none is ever asked" if never else ""),
        )
        return self._question(Defect.CIRCLE, self._questionnaire.questions[codes[0]], text, path)

    def _pointless(self) -> Iterator[LintFinding]:
        """Questions on which no situation of the items that ask them depends, whether or not the theme includes it."""
        for code in self._questionnaire.pointless:
            askers = [
                link.start for link in self._records.links_to(Asks, code) if link.start in self._questionnaire.items
            ]
            idle = [item for item in askers if code in self._of_item(item).pointless]
            if idle and len(idle) == len(askers):
                name = self._records.name(Question, code)
                text = Text("没有选项导向这些事项的情形", "No option leads to a situation of these items")
                yield self._finding(Defect.POINTLESS, "Question", code, name, text, idle)

    def _range_findings(self, asked: GuidedQuestion) -> Iterator[LintFinding]:
        way = None if not asked.shown_by else self._paths.path_to(asked.shown_by[0])
        for defect, choice, text in check_ranges(asked):
            kind, code = ("Option", choice.code) if choice else ("Question", asked.code)
            name = choice.option.name if choice else asked.question.name
            yield self._finding(defect, kind, code, name, text, asked.items, way=way or {})

    def _ending(self) -> Iterator[LintFinding]:
        """Options after which an item that asks the question has no situation. Where several options can be chosen
        together, only those that lead nowhere at all count."""
        for asked in self._questionnaire.reachable.values():
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
                    text = Text(
                        "选择该项后，这些事项没有可进入的情形", "After this answer, these items have no situation"
                    )
                    way = self._paths.path_to(code)
                    yield self._finding(
                        Defect.ANSWER_ENDS, "Option", code, choice.option.name, text, ended, way=way or {}
                    )

    def _leads_on(self, option: str) -> bool:
        """Whether an option leads anywhere, even to something outside of the subject."""
        return any(self._records.links_from(kind, option) for kind in (LeadsToSituation, LeadsToQuestion))

    def _items_from(self, choice: Choice) -> set[str]:
        """Codes of the items of which a situation may be entered after an option, inside or outside of the theme."""
        situations = {*choice.situations, *choice.outside}
        waiting = [*choice.shows]
        seen: set[str] = set()
        while waiting:
            code = waiting.pop()
            if code not in seen:
                seen.add(code)
                for each in self._questionnaire.questions[code].choices.values():
                    situations.update(each.situations, each.outside)
                    waiting += each.shows
        return {self._questionnaire.item_of(situation) for situation in situations}

    def _same_anyway(self) -> Iterator[LintFinding]:
        for asked in self._questionnaire.reachable.values():
            ends = {tuple(map(frozenset, (c.situations, c.shows, c.outside))) for c in asked.choices.values()}
            if len(ends) == 1 and asked.mandatory and asked.kind is not AnswerKind.MULTIPLE:
                text = Text(
                    "各选项导向相同，该判断项可以取消",
                    "All options lead to the same situations and questions: it need not be asked",
                )
                yield self._question(Defect.SAME_ANYWAY, asked, text)

    def _not_in_force(self) -> Iterator[LintFinding]:
        known = self._records.nodes(Situation)
        for code, choice in self._questionnaire.choices.items():
            ends = (known.get(link.end) for link in self._records.links_from(LeadsToSituation, code))
            inactive = [
                each
                for each in ends
                if each and each.item_code in self._questionnaire.items and not in_force(each.status)
            ]
            if inactive:
                names = listed(each.name for each in inactive)
                text = Text(f"“{names.zh}”未启用", f'Leads to "{names.en}", which is not in force')
                items = dict.fromkeys(each.item_code for each in inactive)
                yield self._finding(Defect.NOT_IN_FORCE, "Option", code, choice.option.name, text, items)

    def _of_item(self, item: str) -> Questionnaire:
        return self._questionnaire if item == self._subject else Questionnaire.of_item(self._records, item)

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
