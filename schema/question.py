"""办理判断项: the questions whose answers lead to situations (逐级引导)."""

from datetime import date
from typing import Annotated

from oncegraph.schema.codes import AnswerKind
from oncegraph.schema.declaration import Attribute, Node, Reference, Relationship
from oncegraph.schema.item import Item
from oncegraph.schema.situation import Situation
from oncegraph.schema.text import Text

#: 民法典第一千二百五十九条: 以上、以下 include the number itself, 不满、超过 do not.
LIMITS = "Civil Code, article 1259"
INCLUDED = Text("包括本数", "Including this number")
NOT_INCLUDED = Text("不包括本数", "Not including this number")
DAY_INCLUDED = Text("包括当日", "Including this day")


class Question(Node):
    title = Text("判断项", "Question")
    about = Text("向申请人提出的办理判断项", "A question asked of the applicant")
    source = "S0"

    question_code: Annotated[str, Attribute("判断项编码", "Question code", key=True)]
    name: Annotated[str, Attribute("问题", "Question text", searched=True)]
    answer_kind: Annotated[str | None, Attribute("作答方式", "Answer kind", codes=AnswerKind)] = None
    mandatory: Annotated[bool | None, Attribute("是否必答", "Mandatory")] = None
    unit: Annotated[
        str | None,
        Attribute(
            "作答单位", "Unit of the answer", about=Text("数字的单位，如 周岁", "Unit of the number, such as years")
        ),
    ] = None


class Option(Node):
    title = Text("选项", "Option")
    about = Text(
        "判断项的一个选项；数字或日期判断项的选项是一个范围，未登记的一端表示不限",
        "One option of a question; for numbers and dates it is a range, open where no limit is recorded",
    )
    source = "S0"

    option_code: Annotated[str, Attribute("选项编码", "Option code", key=True)]
    name: Annotated[str, Attribute("选项内容", "Option text")]
    question_code: Annotated[
        str,
        Attribute("判断项编码", "Question code", indexed=True, refers_to=Reference("Question", "OFFERS", inward=True)),
    ]
    position: Annotated[int | None, Attribute("顺序", "Position")] = None
    minimum: Annotated[float | None, Attribute("不少于", "Minimum", about=INCLUDED, source=LIMITS)] = None
    exclusive_minimum: Annotated[
        float | None, Attribute("超过", "Exclusive minimum", about=NOT_INCLUDED, source=LIMITS)
    ] = None
    maximum: Annotated[float | None, Attribute("不多于", "Maximum", about=INCLUDED, source=LIMITS)] = None
    exclusive_maximum: Annotated[
        float | None, Attribute("不满", "Exclusive maximum", about=NOT_INCLUDED, source=LIMITS)
    ] = None
    from_day: Annotated[date | None, Attribute("起始日期", "From day", about=DAY_INCLUDED)] = None
    until_day: Annotated[date | None, Attribute("截止日期", "Until day", about=DAY_INCLUDED)] = None


class Asks(Relationship):
    relationship_type = "ASKS"
    start = Item
    end = Question
    title = Text("事项判断项", "Question asked")
    about = Text(
        "事项提出的判断项；多个事项可共用", "A question that the item asks; several items may share a question"
    )
    source = "S0"

    position: Annotated[int | None, Attribute("顺序", "Position")] = None


class LeadsToSituation(Relationship):
    relationship_type = "LEADS_TO"
    start = Option
    end = Situation
    title = Text("选项导向情形", "Option leads to situation")
    about = Text("选择该项即进入该情形", "Choosing the option leads to the situation")
    source = "S0"


class LeadsToQuestion(Relationship):
    relationship_type = "LEADS_TO"
    start = Option
    end = Question
    title = Text("选项导向判断项", "Option leads to question")
    about = Text("选择该项后接着提问", "Choosing the option leads to a further question")
    source = "S0"
