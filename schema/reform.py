"""A reform as data: a sequence of actions on items (腾合放转调, S2) and, in more detail, on materials and sources.

Things are named by code or by their exact name. Changes of single sources and bindings are those of schema/change.py.
"""

from typing import Annotated, Any, NamedTuple, get_args

from pydantic import AfterValidator

from oncegraph.schema.change import (
    BindingAttributes,
    BindingChange,
    Change,
    Code,
    Day,
    Many,
    NewBinding,
    SourceChange,
    code_in,
)
from oncegraph.schema.codes import CodeList, ItemType, Level
from oncegraph.schema.comparison import Cause, Edit
from oncegraph.schema.rows import Rows
from oncegraph.schema.tabular import Tabular
from oncegraph.schema.verdict import Spoken


class ActionKind(CodeList):
    """The kinds of actions of a reform; the first five are S2's 腾合放转调."""

    RETIRE = "retire", "腾", "Retire"
    MERGE = "merge", "合", "Merge"
    DELEGATE = "delegate", "放", "Delegate"
    TRANSFER = "transfer", "转", "Transfer"
    RETYPE = "retype", "调", "Change type"
    OPEN = "open", "开通数源", "Open a source"
    DROP = "drop", "取消材料", "Drop a material"
    COMMIT = "commit", "告知承诺", "Replace by commitment"
    SHARE = "share", "证照共享", "Share a licence"
    SOURCE = "source", "变更数源", "Change a source"
    BINDING = "binding", "变更绑定", "Change a binding"
    NEW_BINDING = "new_binding", "新增绑定", "Add a binding"


class Retire(Change):
    """腾: removes an item that is no longer needed, with its situations, its steps and the forms that only it
    requires."""

    about = "retire"

    retire: Code


class Merge(Change):
    """合: an item becomes an internal step of another.

    Its situations are removed; what they still require is added to those of the other item, and the fields of its forms
    to the other's form. A material that one of the two issued and the other required is no longer required. Its steps
    become one step, without acceptance and delivery, which need no visit any more. step, days: name of the step, and
    its working days, by default those of the replaced steps. The other attributes are those of the item after merging;
    by default its legal days are the sum of both, its promised days the sum of those of the other item and of the step.
    """

    about = "merge"

    merge: Code
    into: Code
    step: str | None = None
    days: Many = None
    name: str | None = None
    item_type: Annotated[str, AfterValidator(code_in(ItemType))] | None = None
    legal_days: Many = None
    promised_days: Many = None
    visits: Many = None
    visits_reason: str | None = None
    result_name: str | None = None

    @property
    def new_values(self) -> dict[str, Any]:
        """As in `Change`, but an empty name is ignored."""
        return {name: value for name, value in super().new_values.items() if value or name != "name"}


class Delegate(Change):
    """放: an item is handled at a lower level and, if named, by another department or in another region."""

    about = "delegate"

    delegate: Code
    use_level: Annotated[str, AfterValidator(code_in(Level))]
    department: Code | None = None
    region: Code | None = None


class Transfer(Change):
    """转: transfers an item to another department, with the steps that its department handled."""

    about = "transfer"

    transfer: Code
    department: Code


class Retype(Change):
    """调: corrects the type of an item."""

    about = "retype"

    retype: Code
    item_type: Annotated[str, AfterValidator(code_in(ItemType))]


class Open(Change):
    """Puts a source in force, shared and fresh, in all its bindings that were not removed; scopes and key fields do not
    change. data_updated_at: by default the day for which the reform is tried; max_age_days: for bindings without a
    recorded greatest age."""

    about = "open"

    open: Code
    data_updated_at: Day = None
    max_age_days: Many = 365


class Drop(Change):
    """A material is no longer required: by one situation, by those of an item, or anywhere."""

    about = "drop"

    drop: Code
    item: Code | None = None
    situation: Code | None = None


class Commit(BindingAttributes):
    """A commitment, kept in a source, replaces a material. By default the binding is in force, for everyone and
    everywhere, with data up to a year old."""

    about = "commit"

    commit: Code
    source: Code


class Share(BindingAttributes):
    """A licence, named by its material or licence type, is obtained from a source; for defaults see `Commit`."""

    about = "share"

    share: Code
    source: Code


#: All actions of a reform; a new action is added here and to `ActionKind`.
Action = (
    Retire
    | Merge
    | Delegate
    | Transfer
    | Retype
    | Open
    | Drop
    | Commit
    | Share
    | SourceChange
    | BindingChange
    | NewBinding
)
ACTIONS: tuple[type[Change], ...] = get_args(Action)


class Reform(NamedTuple):
    """Actions in the order in which they are applied. name: the name of the document that contains them."""

    title: str
    actions: tuple[Change, ...]
    name: str = ""


class Effect(Tabular):
    """The effect of an action: how many things it changed, by edit and kind; notes: what should be checked."""

    number: int
    action: ActionKind
    about: str
    name: str
    text: Spoken
    edits: dict[Edit, dict[str, int]]
    notes: tuple[Spoken, ...] = ()


class Reformed(NamedTuple):
    """A catalogue after a reform. causes: (kind, identity) → cause, for everything that the actions changed."""

    rows: Rows
    effects: tuple[Effect, ...]
    causes: dict[tuple[str, tuple[str, ...]], Cause]
