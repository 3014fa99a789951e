"""Result rows of a comparison of two states of a catalogue: what became of each thing, and what it saves."""

from typing import Annotated, Any, ClassVar

from pydantic import Field

from oncegraph.schema.codes import CodeList
from oncegraph.schema.declaration import Attribute, Titled
from oncegraph.schema.figures import Reduction
from oncegraph.schema.merged_form import MergedForm
from oncegraph.schema.tabular import Tabular
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import Rule, Spoken

#: Attributes of edits that are not about what is recorded, but about what follows from it: what was decided of a field
#: or material, and whether an item waits for others (as a `SectionKind`).
VERDICT, ORDER = "verdict", "order"


class Edit(CodeList):
    """变化: what became of a thing between two states (S0 module 7: 减材料 减环节 减时间 减跑动)."""

    REMOVED = "removed", "取消", "Removed"
    ADDED = "added", "新增", "Added"
    MERGED = "merged", "合并", "Merged"
    EXEMPTED = "exempted", "免交", "Exempted"
    FILLED = "filled", "免填", "Filled automatically"
    PARALLEL = "parallel", "并联", "Made parallel"
    CHANGED = "changed", "变更", "Changed"
    KEPT = "kept", "保留", "Kept"


class Edited(Titled):
    """One difference between two states.

    kind, identity: the thing, by the name of its declaration and what tells it apart there (`identity_columns`);
    of a verdict the field or material itself, of the situation. before, after: of one attribute its values; without an
    attribute all that was recorded of a thing that came or went, None where it was not there.
    """

    edit: Annotated[Edit, Attribute("变化", "Edit")]
    kind: Annotated[str, Attribute("类别", "Kind")]
    identity: Annotated[tuple[str, ...], Attribute("编码", "Code")]
    name: Annotated[str, Attribute("名称", "Name")]
    item_code: Annotated[str | None, Attribute("实施编码", "Item code")] = None
    item_name: Annotated[str | None, Attribute("事项名称", "Item")] = None
    situation_code: Annotated[str | None, Attribute("情形编码", "Situation code")] = None
    situation_name: Annotated[str | None, Attribute("情形名称", "Situation")] = None
    attribute: Annotated[str | None, Attribute("属性", "Attribute")] = None
    before: Annotated[Any, Attribute("原先", "Before")] = None
    after: Annotated[Any, Attribute("现在", "After")] = None
    into: Annotated[str | None, Attribute("并入", "Merged into")] = None
    rule: Annotated[
        Rule | None, Attribute("规则", "Rule", about=Text("免交所依规则", "By which a material is exempt"))
    ] = None
    sources: Annotated[tuple[str, ...], Attribute("数源", "Sources")] = ()
    reason: Annotated[Spoken | None, Attribute("原因", "Reason")] = None


class Cause(Tabular):
    """Why a thing is different: the number of the action of a reform, what it did and why, and what the thing was
    merged into."""

    action: int
    text: Spoken
    into: str | None = None


class Comparison(Tabular):
    """Two states compared: what it saves, in all and by theme, item and department where something differs; every
    difference; and of what is the same only how many, by kind."""

    main_table: ClassVar[str] = "edits"

    totals: Reduction
    themes: tuple[Reduction, ...]
    items: tuple[Reduction, ...]
    departments: tuple[Reduction, ...]
    edits: tuple[Edited, ...]
    kept: dict[str, int]


class OneThing(Tabular):
    """一件事: a theme, or some situations, before and after.

    Before, every item is applied for by itself: its own forms and materials, one item after the other. After, all are
    one thing: one form, one set of materials, one acceptance, and as many items at once as results and law allow.
    situations: codes of those that count; outline: what is handled after what, in words; circles: how many circles
    of items there are that wait for each other (their days are in no figure).
    """

    main_table: ClassVar[str] = "edits"

    code: str | None
    name: str
    situations: tuple[str, ...]
    totals: Reduction
    edits: tuple[Edited, ...]
    outline: Spoken
    circles: int
    form: MergedForm = Field(exclude=True)
