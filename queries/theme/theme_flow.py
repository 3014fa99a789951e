"""The flow of a theme: of all its situations with its questions still open, or of those that answers lead to."""

from collections.abc import Iterator

from oncegraph.queries.guidance.answer_paths import decisions_of
from oncegraph.queries.guidance.answers import Answers
from oncegraph.queries.guidance.guide import entered_situations
from oncegraph.queries.guidance.questionnaire import Questionnaire
from oncegraph.queries.records import Records
from oncegraph.queries.theme.flow import flow
from oncegraph.schema.flow import Check, Flow, FlowFinding
from oncegraph.schema.situation import Situation
from oncegraph.schema.text import Text
from oncegraph.schema.theme import Includes


def situations_of(records: Records, theme_code: str, answers: Answers | None = None) -> tuple[str, ...]:
    """Codes of the situations that answers lead to; without answers, of all active situations that the theme includes.

    Raises NotFound, and what `queries.guidance.guide.entered_situations` raises.
    """
    if answers is None:
        return Questionnaire.of_theme(records, theme_code).situations
    return entered_situations(records, theme_code, answers)


def theme_flow(records: Records, theme_code: str, answers: Answers | None = None) -> Flow:
    """The flow of a theme with these answers; without answers, the flow of all that the theme includes, with its
    questions open.

    Raises what `situations_of` raises.
    """
    if answers is not None:
        return flow(records, situations_of(records, theme_code, answers), theme=theme_code)
    questionnaire = Questionnaire.of_theme(records, theme_code)
    whole = flow(records, questionnaire.situations, theme=theme_code, decisions=decisions_of(questionnaire))
    findings = (*_situation_findings(records, theme_code, questionnaire), *whole.findings)
    return whole.model_copy(update={"findings": findings})


def _situation_findings(records: Records, theme_code: str, questionnaire: Questionnaire) -> Iterator[FlowFinding]:
    """Situations of the theme that are not in force, and those that no answer leads to."""
    choices = (choice for question in questionnaire.reachable.values() for choice in question.choices.values())
    reached = {*questionnaire.always, *(code for choice in choices for code in choice.situations)}
    for link in records.links_from(Includes, theme_code):
        if link.end not in questionnaire.situations:
            yield _finding(records, Check.NOT_IN_FORCE, link.end, Text("未启用，不列入流程", "is not in force"))
        elif link.end not in reached:
            remark = Text(
                "不能由任何回答进入，仍列入流程", "is reached by no answer; the flow includes it nevertheless"
            )
            yield _finding(records, Check.NOT_REACHED, link.end, remark)


def _finding(records: Records, check: Check, code: str, remark: Text) -> FlowFinding:
    name = records.node(Situation, code).name
    text = Text(f"情形“{name}”{remark.zh}", f"The situation “{name}” {remark.en}")
    return FlowFinding(check=check, kind="Situation", code=code, name=name, text=text, codes=(code,))
