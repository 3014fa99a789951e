"""Result rows of comparing two states of a catalogue: what changed, and how much it saves."""

from typing import Annotated, Any, ClassVar

from pydantic import Field

from oncegraph.schema.codes import CodeList
from oncegraph.schema.declaration import Attribute, Titled
from oncegraph.schema.figures import Reduction
from oncegraph.schema.merged_form import MergedForm
from oncegraph.schema.tabular import Tabular
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import Rule, Spoken

#: Values of `Edited.attribute` for changes of what follows from recorded facts: the verdict on a field or material, and
#: whether an item waits for others (as a `SectionKind`).
VERDICT, ORDER = "verdict", "order"


class Edit(CodeList):
    """变化: how a thing differs between two states (S0 module 7: 减材料 减环节 减时间 减跑动)."""

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

    kind, identity: the name of the declaration, and the values of its `identity_columns`; for a verdict, the field or
    material, in the situation given. before, after: the values of the attribute; if no attribute is given, everything
    that is recorded about the thing that was added or removed, None on the side where it does not exist.
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
        Rule | None,
        Attribute("规则", "Rule", about=Text("免交所依据的规则", "The rule by which the material is exempt")),
    ] = None
    sources: Annotated[tuple[str, ...], Attribute("数源", "Sources")] = ()
    reason: Annotated[Spoken | None, Attribute("原因", "Reason")] = None


class Cause(Tabular):
    """Why a thing differs. action: number of the action of the reform, from 1; text: what the action did and why; into:
    name of what the thing was merged into."""

    action: int
    text: Spoken
    into: str | None = None


class Comparison(Tabular):
    """The comparison of two states.

    totals, themes, items, departments: the savings in total, and for each theme, item and department that differs;
    edits: every difference; kept: number of unchanged things by kind.
    """

    main_table: ClassVar[str] = "edits"

    totals: Reduction
    themes: tuple[Reduction, ...]
    items: tuple[Reduction, ...]
    departments: tuple[Reduction, ...]
    edits: tuple[Edited, ...]
    kept: dict[str, int]


class OneThing(Tabular):
    """一件事: a theme, or some situations, before and after they are applied for as one thing.

    Before, every item is applied for separately, with its own forms and materials, one item after the other. After,
    there is one form, one set of materials and one acceptance, and items are handled in parallel where results and law
    allow it. situations: codes of the situations that count; outline: the order of handling as a sentence; circles:
    number of circles of items that wait for each other (their days are not counted in any figure).
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
