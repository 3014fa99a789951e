"""A reform as data: what is done to items (腾合放转调, S2) and, finer, to materials and sources, one after the other.

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
    """How a reform calls what it does; the first five are S2's 腾合放转调."""

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
    """腾: an item nobody needs any more goes, with its situations, steps and the forms that only it asks for."""

    about = "retire"

    retire: Code


class Merge(Change):
    """合: an item becomes an internal step of another.

    Its situations go; what they still ask for joins those of the other item, fields of its forms on the other's form.
    What one of the two issued and the other asked for is asked for no more. Its steps become the one step, without
    acceptance and delivery, for which nobody comes any more. step, days: name of the step, and the working days it
    takes, otherwise those of its steps. The other attributes are those of the merged item; its legal days are, unless
    given, those of both, its promised days those of the other item and of the step.
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
        """An empty name counts as not given."""
        return {name: value for name, value in super().new_values.items() if value or name != "name"}


class Delegate(Change):
    """放: an item is handled at a lower level, by another department or in another region where these are named."""

    about = "delegate"

    delegate: Code
    use_level: Annotated[str, AfterValidator(code_in(Level))]
    department: Code | None = None
    region: Code | None = None


class Transfer(Change):
    """转: an item goes to another department, with the steps that its department did."""

    about = "transfer"

    transfer: Code
    department: Code


class Retype(Change):
    """调: the type of an item is put right."""

    about = "retype"

    retype: Code
    item_type: Annotated[str, AfterValidator(code_in(ItemType))]


class Open(Change):
    """A source is in force, shared and fresh, in each of its bindings that was not removed; scopes and key fields stay
    as they are recorded. data_updated_at: otherwise the day on which the reform is tried; max_age_days: of bindings of
    which no greatest age is recorded."""

    about = "open"

    open: Code
    data_updated_at: Day = None
    max_age_days: Many = 365


class Drop(Change):
    """A material is not asked for any more: in a situation, in those of an item, or anywhere."""

    about = "drop"

    drop: Code
    item: Code | None = None
    situation: Code | None = None


class Commit(BindingAttributes):
    """A commitment, kept in a source, stands for a material. What is not said of the binding: in force, for everyone
    and everywhere, data of any age up to a year."""

    about = "commit"

    commit: Code
    source: Code


class Share(BindingAttributes):
    """A licence, by its material or licence type, is had from a source; see `Commit` for what is not said."""

    about = "share"

    share: Code
    source: Code


#: Everything that a reform may do; a new action is added here and to `ActionKind`.
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
    """Actions to be taken in their order. name: what the document is called in which they were written."""

    title: str
    actions: tuple[Change, ...]
    name: str = ""


class Effect(Tabular):
    """What an action did: to how many things, by edit and kind; notes: what somebody should look at."""

    number: int
    action: ActionKind
    about: str
    name: str
    text: Spoken
    edits: dict[Edit, dict[str, int]]
    notes: tuple[Spoken, ...] = ()


class Reformed(NamedTuple):
    """A catalogue after a reform. causes: by (kind, identity), of everything that the actions touched."""

    rows: Rows
    effects: tuple[Effect, ...]
    causes: dict[tuple[str, tuple[str, ...]], Cause]
