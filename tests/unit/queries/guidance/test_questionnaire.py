"""What is asked for an item or a theme, in which order, and what leads where."""

import pytest

from oncegraph.queries.guidance.questionnaire import Questionnaire
from oncegraph.queries.records import Records
from oncegraph.schema.codes import AnswerKind
from oncegraph.schema.errors import NotFound
from tests.support.examples.question_rows import question_rows

RECORDS = Records(
    question_rows(
        items={
            "证": {"situations": ["本人办", "监护人办", "停办"], "asks": ["有证吗", "谁办"]},
            "补贴": {"situations": ["低保", "边缘"], "asks": ["有证吗", "收入", "附带"]},
            "查询": {"situations": ["查档"]},
        },
        questions={
            "有证吗": {"options": {"没有": ["谁办", "收入"], "有": ["收入"]}},
            "谁办": {"options": {"本人": "本人办", "监护人": "监护人办"}},
            "收入": {"options": {"最低": "低保", "边缘家庭": ["边缘", "细问"], "其他": []}},
            "细问": {"options": {"甲": "低保", "乙": []}, "answer_kind": "multiple", "mandatory": False},
            "附带": {"options": {"丙": [], "丁": "岔路"}},
            "岔路": {"options": {"戊": []}},
        },
        themes={
            "一件事": {"includes": ["本人办", "低保", "查档"]},
            "可选": {"includes": {"本人办": {}, "查档": {"optional": True}}},
        },
    )
)


def test_a_theme_asks_once_what_several_items_ask_and_follow_ups_come_next():
    theme = Questionnaire.of_theme(RECORDS, "一件事")
    assert [*theme.questions] == ["有证吗", "谁办", "收入", "细问"]
    assert theme.questions["有证吗"].items == ("证", "补贴")
    assert {code: each.shown_by for code, each in theme.questions.items()} == {
        "有证吗": (),
        "谁办": ("没有",),
        "收入": ("没有", "有"),
        "细问": ("边缘家庭",),
    }


def test_an_item_asks_only_what_its_own_situations_depend_on():
    assert [*Questionnaire.of_item(RECORDS, "补贴").questions] == ["有证吗", "收入", "细问"]
    assert Questionnaire.of_item(RECORDS, "补贴").pointless == ("附带",)
    assert Questionnaire.of_item(RECORDS, "查询").questions == {}


def test_situations_outside_of_a_theme_are_listed_also_behind_further_questions():
    theme = Questionnaire.of_theme(RECORDS, "一件事")
    assert theme.choices["边缘家庭"].outside == ("边缘",)
    assert theme.choices["监护人"].outside == ("监护人办",) and theme.choices["监护人"].situations == ()
    without = Questionnaire(RECORDS, ["本人办"])
    assert [*without.questions] == ["有证吗", "谁办"]
    assert Questionnaire(RECORDS, ["边缘"]).choices["边缘家庭"].outside == ("低保",)


def test_a_situation_that_no_answer_leads_to_is_entered_unasked_where_it_is_the_only_one_of_its_item():
    assert Questionnaire.of_theme(RECORDS, "一件事").always == ("查档",)
    assert Questionnaire.of_theme(RECORDS, "可选").always == ()
    assert Questionnaire.of_item(RECORDS, "证").always == ()


def test_what_was_not_recorded():
    questions = Questionnaire.of_item(RECORDS, "补贴").questions
    assert (questions["收入"].kind, questions["收入"].mandatory) == (AnswerKind.SINGLE, True)
    assert (questions["细问"].kind, questions["细问"].mandatory) == (AnswerKind.MULTIPLE, False)
    with pytest.raises(NotFound):
        Questionnaire.of_theme(RECORDS, "证")


def test_a_situation_that_is_not_in_force_does_not_count():
    rows = question_rows(
        items={"证": {"situations": {"旧": {"status": "removed"}, "新": {}}, "asks": ["问"]}},
        questions={"问": {"options": {"甲": "旧", "乙": "新"}}},
    )
    questionnaire = Questionnaire.of_item(Records(rows), "证")
    assert questionnaire.situations == ("新",)
    assert questionnaire.choices["甲"].situations == () == questionnaire.choices["甲"].outside


def test_questions_that_lead_to_each_other_come_last_and_are_never_shown_from_the_start():
    rows = question_rows(
        items={"证": {"situations": ["一", "二"], "asks": ["甲问", "乙问", "丙问"]}},
        questions={
            "甲问": {"options": {"甲": ["乙问", "一"]}},
            "乙问": {"options": {"乙": "甲问"}},
            "丙问": {"options": {"丙": "二"}},
        },
    )
    questions = Questionnaire.of_item(Records(rows), "证").questions
    assert [*questions] == ["丙问", "甲问", "乙问"]
    assert questions["甲问"].shown_by == ("乙",) and questions["乙问"].shown_by == ("甲",)
