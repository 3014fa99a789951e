"""Which answers can be given together: compared with a search through all of them, and in the flow of a theme."""

from itertools import combinations

from hypothesis import given

from oncegraph.queries.guidance.answer_paths import AnswerPaths
from oncegraph.queries.guidance.questionnaire import Questionnaire
from oncegraph.queries.records import Records
from oncegraph.queries.theme.theme_flow import theme_flow
from tests.support.examples.question_rows import question_rows
from tests.support.examples.questions import all_answers, question_records, situations_led_to, visible_questions
from tests.support.hypothesis_settings import bounded


@bounded(60)
@given(question_records(circles=False))
def test_what_can_be_entered_together_is_what_some_answers_lead_into(given: Records):
    questionnaire = Questionnaire.of_theme(given, "T")
    paths = AnswerPaths.of(questionnaire)
    always = {*questionnaire.always}
    entered = [situations_led_to(questionnaire, way) | always for way in all_answers(questionnaire, overlaps=True)]
    reached = [code for code in questionnaire.situations if code in set().union(*entered)]
    for one, other in combinations(reached, 2):
        assert paths.together(one, other) == any({one, other} <= each for each in entered)
    for one, other in combinations([code for code in questionnaire.situations if code not in always], 2):
        path = paths.path_into(one, other)
        assert (path is not None) == any({one, other} <= each for each in entered)
        if path is not None:
            assert path.keys() <= visible_questions(questionnaire, path)
            assert {one, other} <= situations_led_to(questionnaire, path)


def test_a_question_that_one_item_asks_from_the_start_needs_no_answer_to_the_question_of_another_item():
    rows = dict(
        question_rows(
            items={
                "甲": {"situations": ["甲1", "甲2"], "asks": ["问甲", "共问"]},
                "乙": {"situations": ["乙1", "乙2"], "asks": ["共问"]},
            },
            questions={
                "问甲": {"options": {"是": ["甲1", "共问"], "否": "甲2"}},
                "共问": {"options": {"有": "乙1", "无": "乙2"}},
            },
            themes={"T": {"includes": ["甲1", "甲2", "乙1", "乙2"]}},
        )
    )
    rows["Material"] = [{"material_code": "证", "name": "证"}]
    rows["Produces"] = [{"item_code": "甲", "material_code": "证"}]
    rows["Requires"] = [{"situation_code": "乙1", "material_code": "证", "necessity": "required"}]
    orders = [(order.before, order.after) for order in theme_flow(Records(rows), "T").orders]
    assert orders == [("甲1", "乙1"), ("甲2", "乙1")]
