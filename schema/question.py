"""办理判断项: the questions whose answers lead to situations (逐级引导)."""

from typing import Annotated

from schema.codes import AnswerKind
from schema.declaration import Attribute, Node, Reference, Relationship
from schema.item import Item
from schema.situation import Situation
from schema.text import Text


class Question(Node):
    title = Text("判断项", "Question")
    about = Text("向申请人提出的办理判断项", "A question asked of the applicant")
    source = "S0"

    question_code: Annotated[str, Attribute("判断项编码", "Question code", key=True)]
    name: Annotated[str, Attribute("问题", "Question text", searched=True)]
    answer_kind: Annotated[str | None, Attribute("作答方式", "Answer kind", codes=AnswerKind)] = None
    mandatory: Annotated[bool | None, Attribute("是否必答", "Mandatory")] = None


class Option(Node):
    title = Text("选项", "Option")
    about = Text("判断项的一个选项", "One answer that a question offers")
    source = "S0"

    option_code: Annotated[str, Attribute("选项编码", "Option code", key=True)]
    name: Annotated[str, Attribute("选项内容", "Option text")]
    question_code: Annotated[
        str,
        Attribute("判断项编码", "Question code", indexed=True, refers_to=Reference("Question", "OFFERS", inward=True)),
    ]
    position: Annotated[int | None, Attribute("顺序", "Position")] = None


class Asks(Relationship):
    type = "ASKS"
    start = Item
    end = Question
    title = Text("事项判断项", "Question asked")
    about = Text("事项提出的判断项；多个事项可共用", "A question that the item asks; items may share it")
    source = "S0"

    position: Annotated[int | None, Attribute("顺序", "Position")] = None


class LeadsToSituation(Relationship):
    type = "LEADS_TO"
    start = Option
    end = Situation
    title = Text("选项导向情形", "Option leads to situation")
    about = Text("选择该项即进入该情形", "Choosing the option leads to the situation")
    source = "S0"


class LeadsToQuestion(Relationship):
    type = "LEADS_TO"
    start = Option
    end = Question
    title = Text("选项导向判断项", "Option leads to question")
    about = Text("选择该项后接着提问", "Choosing the option leads to a further question")
    source = "S0"
