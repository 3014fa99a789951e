"""Which binding a change means, and whether a new one can be added: the same for a what-if and for a reform."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from oncegraph.schema.change import Between
from oncegraph.schema.errors import OnceGraphError
from oncegraph.schema.source import Binding
from oncegraph.schema.text import Text

#: The number of a binding for which none is given.
FIRST: str = Binding.model_fields["binding"].default

#: Makes the error for a change: what is wrong, what to do next, and whether something is not in the graph.
Refusal = Callable[[Text, Text, bool], OnceGraphError]


class BindingName(NamedTuple):
    """What distinguishes bindings between the same two ends. mode: a code of Mode, None for a binding of a field."""

    number: str
    mode: str | None


def choose_binding(between: Between, there: Sequence[BindingName], refuse: Refusal) -> int:
    """The index, among the bindings between the two ends, of the one that a change means."""
    places = [
        place
        for place, name in enumerate(there)
        if between.number in (None, name.number) and between.mode in (None, name.mode)
    ]
    if not places:
        raise refuse(
            Text(
                f"“{between.owner}”与“{between.source}”之间没有这个绑定。",
                f'There is no such binding of "{between.owner}" to "{between.source}".',
            ),
            Text("新增绑定请用 new_binding。", "To add one, use new_binding."),
            True,
        )
    if len(places) > 1:
        numbers = ", ".join(sorted({there[place].number for place in places}))
        raise refuse(
            Text(
                f"“{between.owner}”与“{between.source}”之间有多个绑定。",
                f'"{between.owner}" has several bindings to "{between.source}".',
            ),
            Text(
                f"请写明 number（绑定序号：{numbers}），材料的绑定还须写明 mode（获取方式）。",
                f"Give the number ({numbers}), and for a material the mode.",
            ),
            False,
        )
    return places[0]


def name_new_binding(between: Between, there: Sequence[BindingName], refuse: Refusal) -> BindingName:
    """The name of a new binding. Fails if the binding of a material has no mode, or if the binding exists already."""
    if between.material is not None and between.mode is None:
        raise refuse(
            Text("材料的新绑定未写明获取方式。", "The new binding of a material has no mode."),
            Text("请补充 mode（获取方式）。", "Add its mode."),
            False,
        )
    name = BindingName(between.number or FIRST, between.mode)
    if name in there:
        raise refuse(
            Text("该绑定已存在。", "This binding exists already."),
            Text(
                "修改该绑定请用 binding；另增一个绑定请写其他 number。",
                "To change it, use binding; to add another, give another number.",
            ),
            False,
        )
    return name
