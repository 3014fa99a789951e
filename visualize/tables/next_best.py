"""What to open next: in words and as tables."""

from typing import Any

from rich.console import Console

from oncegraph.schema.gain import Gain, Measure
from oncegraph.schema.next_best import CandidateKind, NextBest, NextBestStep, Optimum, RankedCandidate
from oncegraph.schema.remedy import remedies
from oncegraph.schema.text import Text, listed
from oncegraph.schema.totals import Totals
from oncegraph.visualize.tables.table import Sheet, print_sheet

#: Measure → the attributes of Totals that it raises: the part, and the whole.
OF_TOTALS = {
    Measure.FIELDS: ("fields_filled", "fields"),
    Measure.MATERIALS: ("requirements_exempt", "requirements"),
    Measure.SITUATIONS: ("situations_zero_material", "situations"),
    Measure.FIELDS_A_YEAR: ("cases_fields_filled", "cases_fields"),
    Measure.MATERIALS_A_YEAR: ("cases_requirements_exempt", "cases_requirements"),
    Measure.CASES: ("cases_zero_material", "cases"),
}
#: How to open a candidate if no binding gives a reason.
HOW = {
    CandidateKind.KEY: Text("由调用方随查询提供该字段", "have every caller send the field"),
    CandidateKind.LICENCE: Text("汇聚该证照并共享", "aggregate the licence and share it"),
}
NOT_AGGREGATED = Text("未汇聚完成", "not aggregated in full")
ALONE = Text(
    "增益逐项单独精确计算；该项使某些字段成为已知，其他数源因而可以查询的，所得增益也已计入。",
    "Each gain is computed exactly and for one candidate alone. It includes what other sources give "
    "once a field that the candidate makes known can be used to query them.",
)
TOGETHER = Text(
    "依次开通时，每一步都在前面各步的基础上重新计算增益。一项使查询字段成为已知、另一项以该字段查询的，还成对试算；成对开通按成本计增益更大的，相继选取。"
    "三项以上须同时开通才有增益的，仍可能遗漏。",
    "In the sequence, gains are computed again after each step. A candidate that makes a key field known and one that "
    "is queried with it are also tried as a pair, and taken one after the other if the pair gains more for its cost. "
    "Gains that three or more candidates have only together may still be missed.",
)
NOT_TOGETHER = Text(
    "依次开通时，每一步都在前面各步的基础上重新计算增益，但未成对试算：两个数源须同时开通才有的增益会遗漏。",
    "In the sequence, gains are computed again after each step, but pairs were not tried: "
    "gains that two sources have only together are missed.",
)
NOTHING = Text("没有开通后能带来增益的项目。", "No candidate would gain anything if it were opened.")
BEST_SET = Text("最优组合", "The best set")
RANKING, SEQUENCE = Text("单独开通", "Each by itself"), Text("依次开通", "One after the other")
WHY, UNBLOCK = Text("未开通原因", "Why it is closed"), Text("如何开通", "What would open it")
REACHED, PAIRED = Text("全部字段免填率", "Of all fields, fill-free"), Text("与上一项同时开通", "with the previous one")


def optimum_in_words(optimum: Optimum) -> Text:
    """The gain of the best set, whether it is proven, and how near the sequence comes to it, in words."""
    best, measure = _by(optimum.gain, optimum.measure), optimum.measure.title
    zh = f"最优组合共 {len(optimum.candidates)} 项，{measure.zh}增益 {best}"
    en = f"The best set has {len(optimum.candidates)} and gains {best} ({measure.en.lower()})"
    if optimum.proven:
        zh, en = f"{zh}，已证明没有更优组合", f"{en}; it is proven that no set gains more"
    else:
        zh, en = (
            f"{zh}，限时内未能证明最优，增益上限为 {optimum.bound}",
            f"{en}; not proven in time, no set exceeds {optimum.bound}",
        )
    return Text(f"{zh}；依次开通可得 {optimum.stepwise}。", f"{en}. The sequence reaches {optimum.stepwise}.")


def note(in_pairs: bool) -> Text:
    """How candidates are handled that gain more together because one makes a key field of the other known, in words."""
    how = TOGETHER if in_pairs else NOT_TOGETHER
    return Text(f"{ALONE.zh}{how.zh}", f"{ALONE.en} {how.en}")


def why(candidate: RankedCandidate) -> Text:
    """Why it is closed."""
    if candidate.kind is CandidateKind.LICENCE:
        return NOT_AGGREGATED
    return listed((reason.title for reason in candidate.blockers), Text("；", "; "))


def unblock(candidate: RankedCandidate) -> Text:
    """What would open it."""
    return HOW.get(candidate.kind) or remedies(candidate.blockers)


def share(totals: Totals, running: Gain, measure: Measure) -> float | None:
    """The share, 0 to 1, that is reached by a measure after `running` was gained; None if the whole is 0."""
    part, whole = OF_TOTALS[measure]
    of = getattr(totals, whole)
    return (getattr(totals, part) + getattr(running, measure.value)) / of if of else None


def sheets(answer: NextBest, in_pairs: bool, optimum: Optimum | None = None) -> list[Sheet]:
    """The ranking, the sequence and the best set, with all numbers."""
    titles = [each.title for each in Gain.attributes().values()]
    gains = [str(title) for title in titles]
    so_far = [str(Text(f"累计{title.zh}", f"{title.en} so far")) for title in titles]
    return [
        Sheet(
            str(RANKING),
            [*_candidate_titles(), *gains],
            [(*_candidate(each), *_gain(each.gain)) for each in answer.best],
            about=str(ALONE),
        ),
        Sheet(
            str(SEQUENCE),
            [
                *(_title(NextBestStep, "position"), *_candidate_titles(), _title(NextBestStep, "with_last")),
                *(*gains, *so_far, _title(NextBestStep, "spent"), *_share_titles(answer)),
            ],
            [
                (
                    step.position,
                    *_candidate(step.candidate),
                    step.with_last,
                    *_gain(step.candidate.gain),
                    *_gain(step.running),
                    step.spent,
                    *_shares(answer, step),
                )
                for step in answer.steps
            ],
            about=str(note(in_pairs)),
        ),
        *([_best_set(optimum)] if optimum else []),
    ]


def _best_set(optimum: Optimum) -> Sheet:
    gains = [str(each.title) for each in Gain.attributes().values()]
    rows = [(*_candidate(each), *_gain(each.gain)) for each in optimum.candidates]
    return Sheet(str(BEST_SET), [*_candidate_titles(), *gains], rows, about=str(optimum_in_words(optimum)))


def show(console: Console, answer: NextBest, in_pairs: bool, optimum: Optimum | None = None) -> None:
    """For a reader: the candidates that gain most, and a sequence with running totals."""
    candidates = [*answer.best, *(step.candidate for step in answer.steps), *(optimum.candidates if optimum else ())]
    if not candidates:
        console.print(str(NOTHING), style="bold")
        return
    by = str(answer.measure.title)
    # kinds and costs are shown only where they differ
    kinds, costs = len({each.kind for each in candidates}) > 1, any(each.cost != 1 for each in candidates)
    named = [_title(RankedCandidate, name) for name in (*(("kind",) if kinds else ()), "code", "name")]

    def names(candidate: RankedCandidate) -> tuple[str, ...]:
        return (*((str(candidate.kind.title),) if kinds else ()), candidate.code, candidate.name)

    def cost(of: float) -> tuple[float, ...]:
        return (of,) if costs else ()

    priced, spent = (
        [title] if costs else [] for title in (_title(RankedCandidate, "cost"), _title(NextBestStep, "spent"))
    )
    best = [
        (*names(each), str(why(each)), str(unblock(each)), *cost(each.cost), _by(each.gain, answer.measure))
        for each in answer.best
    ]
    print_sheet(console, Sheet(str(RANKING), [*named, str(WHY), str(UNBLOCK), *priced, by], best))
    steps = [
        (
            step.position,
            *names(step.candidate),
            str(PAIRED) if step.with_last else "",
            _by(step.candidate.gain, answer.measure),
            _by(step.running, answer.measure),
            *cost(step.spent),
            *_shares(answer, step),
        )
        for step in answer.steps
    ]
    titles = [
        _title(NextBestStep, "position"),
        *named,
        "",
        by,
        _title(NextBestStep, "running"),
        *spent,
        *_share_titles(answer),
    ]
    print_sheet(console, Sheet(str(SEQUENCE), titles, steps))
    console.print(str(note(in_pairs)))
    if optimum:
        rows = [(*names(each), *cost(each.cost), _by(each.gain, answer.measure)) for each in optimum.candidates]
        print_sheet(console, Sheet(str(BEST_SET), [*named, *priced, by], rows))
        console.print(str(optimum_in_words(optimum)), style="bold")
    many = answer.tried
    console.print(str(Text(f"共比较 {many} 个可开通的项目。", f"{many} candidates were compared.")), style="bold")


def _candidate_titles() -> list[str]:
    return [
        *(_title(RankedCandidate, name) for name in ("kind", "code", "name")),
        str(WHY),
        str(UNBLOCK),
        _title(RankedCandidate, "cost"),
    ]


def _candidate(of: RankedCandidate) -> tuple[Any, ...]:
    return (str(of.kind.title), of.code, of.name, str(why(of)), str(unblock(of)), of.cost)


def _gain(gain: Gain) -> tuple[int, ...]:
    return tuple(_by(gain, measure) for measure in Measure)


def _by(gain: Gain, measure: Measure) -> int:
    return getattr(gain, measure.value)


def _share_titles(answer: NextBest) -> list[str]:
    """The headings of the shares: of all fields, and by the measure if that is another one."""
    other = Text(f"{answer.measure.title.zh}占比", f"Share of {answer.measure.title.en.lower()}")
    return [str(REACHED), *([str(other)] if answer.measure is not Measure.FIELDS else [])]


def _shares(answer: NextBest, step: NextBestStep) -> list[str]:
    measures = dict.fromkeys((Measure.FIELDS, answer.measure))
    found = [share(answer.totals, step.running, measure) for measure in measures]
    return ["–" if each is None else f"{each:.1%}" for each in found]


def _title(kind: type[RankedCandidate] | type[NextBestStep], name: str) -> str:
    return str(kind.attributes()[name].title)
