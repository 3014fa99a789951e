"""Findings about a flow besides its circles: missing producers, results that nobody needs, unrecorded times."""

from collections.abc import Iterator, Mapping, Sequence

from oncegraph.queries.records import Records
from oncegraph.queries.theme.orders import Need, needs_of, producers_of
from oncegraph.schema.codes import Origin
from oncegraph.schema.flow import Basis, Check, FlowFinding, Task
from oncegraph.schema.item import Item
from oncegraph.schema.material import Material
from oncegraph.schema.situation import Produces
from oncegraph.schema.text import Text, listed


def flow_findings(records: Records, tasks: Mapping[str, Task]) -> Iterator[FlowFinding]:
    """The findings about the situations of a flow. tasks: situation code → task."""
    needs = [need for situation in tasks for need in needs_of(records, situation)]
    needs_by_material = {
        material: [need for need in needs if material in need.materials]
        for material in dict.fromkeys(material for need in needs for material in need.materials)
    }
    items = dict.fromkeys(task.item_code for task in tasks.values())
    for material, needing in needs_by_material.items():
        yield from _producer(records, tasks, items, material, needing)
    for item in items:
        yield from _result(records, tasks, item, needs_by_material)
    yield from _necessity(records, tasks, needs_by_material)
    yield from _days(records, tasks, items)


def _producer(
    records: Records, tasks: Mapping[str, Task], items: Mapping[str, None], code: str, needing: Sequence[Need]
) -> Iterator[FlowFinding]:
    material = records.node(Material, code)
    producers = producers_of(records, code)
    outside = [item for item in producers if item not in items]
    served = all(items.keys() & set(producers) - {tasks[need.situation].item_code} for need in needing)
    own = [need.situation for need in needing if producers == [tasks[need.situation].item_code]]
    if own:
        names = _titles(tasks, own)
        yield FlowFinding(
            check=Check.OWN_RESULT,
            kind="Material",
            code=code,
            name=material.name,
            text=Text(
                f"{names.zh}要求《{material.name}》，而该材料正是本事项的办理结果：申请人须已持有",
                f"{names.en} requires {material.name}, which is its own result: the applicant must already hold it",
            ),
            codes=tuple(own),
        )
    elif not served and (material.origin == Origin.GOVERNMENT or (material.origin is None and outside)):
        by_government = material.origin == Origin.GOVERNMENT
        issued = Text("政府部门核发的", ", issued by government,") if by_government else Text("", "")
        others = listed(f"“{records.name(Item, item)}”" for item in outside)
        elsewhere = Text(
            f"由本流程以外的{others.zh}产出，申请人须已持有或另行办理",
            f"is produced by {others.en}, which is not part of this flow: the applicant must already hold it or apply "
            "for it separately",
        )
        nobody = Text("目录中没有事项产出", "is not produced by any item of the catalogue")
        producer = elsewhere if outside else nobody
        yield FlowFinding(
            check=Check.PRODUCED_ELSEWHERE if outside else Check.PRODUCED_BY_NOBODY,
            kind="Material",
            code=code,
            name=material.name,
            text=Text(f"{issued.zh}《{material.name}》{producer.zh}", f"{material.name}{issued.en} {producer.en}"),
            codes=tuple(outside or (need.situation for need in needing)),
        )


def _result(
    records: Records, tasks: Mapping[str, Task], item: str, needs_by_material: Mapping[str, Sequence[Need]]
) -> Iterator[FlowFinding]:
    for link in records.links_from(Produces, item):
        if any(tasks[need.situation].item_code != item for need in needs_by_material.get(link.end, ())):
            continue
        name = records.name(Material, link.end)
        by = records.name(Item, item)
        yield FlowFinding(
            check=Check.RESULT_NOT_NEEDED,
            kind="Material",
            code=link.end,
            name=name,
            text=Text(
                f"“{by}”产出的《{name}》，本流程的其他事项都不需要",
                f"{name}, the result of “{by}”, is not needed by any other item of this flow",
            ),
            codes=tuple(code for code, task in tasks.items() if task.item_code == item),
        )


def _necessity(
    records: Records, tasks: Mapping[str, Task], needs_by_material: Mapping[str, Sequence[Need]]
) -> Iterator[FlowFinding]:
    for code, needing in needs_by_material.items():
        doubtful = [need.situation for need in needing if need.assumed]
        if doubtful:
            names, name = _titles(tasks, doubtful), records.name(Material, code)
            yield FlowFinding(
                check=Check.NECESSITY_UNKNOWN,
                kind="Material",
                code=code,
                name=name,
                text=Text(
                    f"未登记《{name}》对{names.zh}是否必要，排序时按必要处理",
                    f"it is not recorded whether {name} is necessary for {names.en}; the order assumes that it is",
                ),
                codes=tuple(doubtful),
            )


def _days(records: Records, tasks: Mapping[str, Task], items: Mapping[str, None]) -> Iterator[FlowFinding]:
    for item in items:
        codes = tuple(code for code, task in tasks.items() if task.item_code == item)
        missing = listed(basis.title for basis in Basis if tasks[codes[0]].days(basis) is None)
        if missing.zh:
            name = records.name(Item, item)
            yield FlowFinding(
                check=Check.DAYS_UNKNOWN,
                kind="Item",
                code=item,
                name=name,
                text=Text(
                    f"“{name}”未登记{missing.zh}，总天数为下限",
                    f"“{name}” has no {missing.en.lower()} recorded: the total number of days is a lower bound",
                ),
                codes=codes,
            )


def _titles(tasks: Mapping[str, Task], codes: Sequence[str]) -> Text:
    return listed(f"“{tasks[code].title}”" for code in codes)
