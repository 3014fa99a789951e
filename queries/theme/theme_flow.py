"""A theme as a whole: its situations, what is asked about them, and its flow, before and after answers are given."""

from collections.abc import Iterator
from itertools import combinations

from oncegraph.queries.guidance.answers import Answers
from oncegraph.queries.guidance.guide import entered_situations
from oncegraph.queries.guidance.questionnaire import GuidedQuestion, Questionnaire
from oncegraph.queries.guidance.ranges import range_of
from oncegraph.queries.records import Records
from oncegraph.queries.theme.flow import flow
from oncegraph.schema.codes import AnswerKind
from oncegraph.schema.flow import Branch, Check, Decision, Flow, FlowFinding
from oncegraph.schema.situation import Situation
from oncegraph.schema.text import Text
from oncegraph.schema.theme import Includes


def situations_of(records: Records, theme_code: str, answers: Answers | None = None) -> tuple[str, ...]:
    """Codes of the situations that answers choose; without answers, of all in force that the theme includes.

    Raises NotFound, and what `queries.guidance.guide.entered_situations` raises.
    """
    if answers is None:
        return Questionnaire.of_theme(records, theme_code).situations
    return entered_situations(records, theme_code, answers)


def theme_flow(records: Records, theme_code: str, answers: Answers | None = None) -> Flow:
    """The flow of a theme with these answers; without answers, of all that it includes, with its questions open.

    Raises what `situations_of` raises.
    """
    if answers is not None:
        return flow(records, situations_of(records, theme_code, answers), theme=theme_code)
    questionnaire = Questionnaire.of_theme(records, theme_code)
    found = flow(records, questionnaire.situations, theme=theme_code, decisions=decisions(questionnaire))
    return found.model_copy(update={"findings": (*_included(records, theme_code, questionnaire), *found.findings)})


def decisions(questionnaire: Questionnaire) -> tuple[Decision, ...]:
    """The questions that some answers lead to."""
    return tuple(_decision(asked) for asked in questionnaire.reachable.values())


def _decision(asked: GuidedQuestion) -> Decision:
    return Decision(
        question_code=asked.code,
        name=asked.question.name,
        kind=asked.kind,
        exclusive=_exclusive(asked),
        branches=tuple(
            Branch(
                option_code=code,
                name=choice.option.name,
                situation_codes=choice.situations,
                question_codes=choice.shows,
            )
            for code, choice in asked.choices.items()
        ),
    )


def _exclusive(asked: GuidedQuestion) -> bool:
    if asked.kind in (AnswerKind.NUMBER, AnswerKind.DATE):
        ranges = [range_of(choice.option, asked.kind) for choice in asked.choices.values()]
        return None not in ranges and all(one.shared(other).empty for one, other in combinations(ranges, 2))
    return asked.kind is AnswerKind.SINGLE


def _included(records: Records, theme_code: str, questionnaire: Questionnaire) -> Iterator[FlowFinding]:
    """Situations of the theme that are not in force, and those that no answer leads to."""
    choices = (choice for asked in questionnaire.reachable.values() for choice in asked.choices.values())
    reached = {*questionnaire.always, *(code for choice in choices for code in choice.situations)}
    for link in records.links_from(Includes, theme_code):
        if link.end not in questionnaire.situations:
            yield _finding(records, Check.NOT_IN_FORCE, link.end, Text("未启用，不列入流程", "is not in force"))
        elif link.end not in reached:
            outline_of = Text("没有回答能到达，仍列入流程", "is reached by no answer; it is in the flow all the same")
            yield _finding(records, Check.NOT_REACHED, link.end, outline_of)


def _finding(records: Records, check: Check, code: str, remark: Text) -> FlowFinding:
    name = records.node(Situation, code).name
    text = Text(f"情形“{name}”{remark.zh}", f"The situation “{name}” {remark.en}")
    return FlowFinding(check=check, kind="Situation", code=code, name=name, text=text, codes=(code,))
