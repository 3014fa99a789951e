"""What holds of any questions and any answers, compared with all answers there are."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.guidance.guide import entered_situations, guide
from oncegraph.queries.guidance.progress import Progress
from oncegraph.queries.guidance.questionnaire import Questionnaire
from oncegraph.queries.records import Records
from oncegraph.schema.guide import Prospect
from oncegraph.schema.situation import Requires
from tests.support.examples.questions import all_answers, choices_of, question_records, situations_led_to
from tests.support.guidance_cases import CONTEXT
from tests.support.hypothesis_settings import bounded


def walk(draw: st.DataObject, questionnaire: Questionnaire) -> list[Progress]:
    """Where one stands after each answer, until nothing is asked any more."""
    path = [Progress(questionnaire, {})]
    while asked := path[-1].next:
        answer = draw.draw(st.sampled_from([*choices_of(asked)]))
        path.append(
            Progress(questionnaire, {code: _codes(a) for code, a in path[-1].answered.items()} | {asked.code: answer})
        )
    return path


def _codes(answer) -> list[str]:
    return [choice.code for choice in answer.choices]


@bounded(60)
@given(question_records(), st.data())
def test_every_path_ends_and_what_is_possible_only_shrinks(given: Records, draw: st.DataObject):
    questionnaire = Questionnaire.of_theme(given, "T")
    path = walk(draw, questionnaire)
    assert len(path) <= len(questionnaire.questions) + 1
    alive = [{c for c, p in s.prospects.items() if p in (Prospect.ENTERED, Prospect.POSSIBLE)} for s in path]
    assert all(later <= earlier for earlier, later in pairwise(alive))
    entered = [set(standing.entered) for standing in path]
    assert all(earlier <= later for earlier, later in pairwise(entered))
    assert all(len(later.open) < len(earlier.open) for earlier, later in pairwise(path))
    assert entered[-1] == alive[-1]


@bounded(60)
@given(question_records(), st.data())
def test_what_is_possible_is_what_some_answers_lead_to(given: Records, draw: st.DataObject):
    questionnaire = Questionnaire.of_theme(given, "T")
    ways = [*all_answers(questionnaire)]
    for standing in walk(draw, questionnaire):
        answered = {code: tuple(_codes(answer)) for code, answer in standing.answered.items()}
        still = [way for way in ways if answered.items() <= way.items()]
        led = [situations_led_to(questionnaire, way) | set(questionnaire.always) for way in still]
        ever = set().union(*(situations_led_to(questionnaire, way) for way in ways))
        for code, prospect in standing.prospects.items():
            if prospect is Prospect.ENTERED:
                assert all(code in each for each in led)
            elif prospect is Prospect.POSSIBLE:
                assert any(code in each for each in led)
            else:
                assert not any(code in each for each in led)
                assert (code in ever) == (prospect is Prospect.EXCLUDED)


@bounded(60)
@given(question_records(), st.data())
def test_the_situations_chosen_are_those_that_all_options_lead_to_in_any_order(given: Records, draw: st.DataObject):
    questionnaire = Questionnaire.of_theme(given, "T")
    way = draw.draw(st.sampled_from([*all_answers(questionnaire)]))
    expected = situations_led_to(questionnaire, way) | set(questionnaire.always)
    assert set(entered_situations(given, "T", way)) == expected
    shuffled = dict(draw.draw(st.permutations([*way.items()])))
    assert entered_situations(given, "T", shuffled) == entered_situations(given, "T", way)
    without_skips = {code: options for code, options in way.items() if options}
    assert set(entered_situations(given, "T", without_skips)) == expected


@bounded(60)
@given(question_records(), st.data())
def test_the_checklist_is_what_the_situations_that_all_options_lead_to_require(given: Records, draw: st.DataObject):
    questionnaire = Questionnaire.of_theme(given, "T")
    way = draw.draw(st.sampled_from([*all_answers(questionnaire)]))
    expected = situations_led_to(questionnaire, way) | set(questionnaire.always)
    found = guide(given, "T", way, Analysis(Catalogue.from_rows(given.rows), CONTEXT))
    required = {code: {link.end for link in given.links_from(Requires, code)} for code in expected}
    assert found.next is None
    assert {
        each.situation_code: {row.material_code for row in each.materials} for each in found.checklist.situations
    } == required
    assert found.checklist.to_hand_in == len(set().union(*required.values()))
    assert {row.material_code: {*row.situations} for row in found.materials} == {
        material: {code for code in required if material in required[code]}
        for material in set().union(*required.values())
    }
