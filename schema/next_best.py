"""Result rows of next best: what to open next."""

from typing import Annotated, ClassVar

from oncegraph.schema.codes import CodeList
from oncegraph.schema.declaration import Attribute, Titled
from oncegraph.schema.gain import Gain, Measure
from oncegraph.schema.tabular import Tabular
from oncegraph.schema.text import Text
from oncegraph.schema.totals import Totals
from oncegraph.schema.verdict import Reason


class CandidateKind(CodeList):
    """What can be opened."""

    SOURCE = "source", "数源", "Source"
    BINDING = "binding", "单个绑定", "Single binding"
    AGREEMENT = "agreement", "共享协议", "Sharing agreement"
    KEY = "key", "查询字段", "Key field"
    LICENCE = "licence", "证照", "Licence"


class RankedCandidate(Titled):
    """A candidate to open: why it is closed, what it would cost, and what it gains."""

    kind: Annotated[CandidateKind, Attribute("类别", "Kind")]
    code: Annotated[str, Attribute("编码", "Code")]
    name: Annotated[str, Attribute("名称", "Name")]
    blockers: Annotated[tuple[Reason, ...], Attribute("未开通原因", "Why it is closed")] = ()
    cost: Annotated[float, Attribute("成本", "Cost")] = 1.0
    gain: Annotated[Gain, Attribute("增益", "Gain")]


class NextBestStep(Titled):
    """A candidate in a sequence: its gain after those before it, and the total reached with it."""

    position: Annotated[int, Attribute("次序", "Position")]
    candidate: Annotated[RankedCandidate, Attribute("开通", "To open")]
    with_last: Annotated[
        bool,
        Attribute(
            "与上一项同时开通",
            "Together with the one before",
            about=Text(
                "两项同时开通的增益，大于其中任何一项单独开通的增益",
                "Both together gain more than any single candidate",
            ),
        ),
    ]
    running: Annotated[Gain, Attribute("累计增益", "Gain so far")]
    spent: Annotated[float, Attribute("累计成本", "Cost so far")]


class NextBest(Tabular):
    """What to open next. best: the candidates that gain the most, each alone; steps: a sequence of candidates; tried:
    number of candidates."""

    main_table: ClassVar[str] = "steps"

    measure: Measure
    tried: int
    budget: float | None
    best: tuple[RankedCandidate, ...]
    steps: tuple[NextBestStep, ...]
    totals: Totals


class Optimum(Tabular):
    """The best set of at most `most` candidates (None: any number) within the budget. candidates: those of the set,
    each with the gain that it has alone; gain: of all together; bound: an upper limit for any set, by the measure;
    proven: whether it is proven that no set gains more; stepwise: what the sequence of steps (see NextBest) reaches,
    by the measure and within the same limits."""

    measure: Measure
    tried: int
    most: int | None
    budget: float | None
    candidates: tuple[RankedCandidate, ...]
    gain: Gain
    spent: float
    bound: int
    proven: bool
    stepwise: int
