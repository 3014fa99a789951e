"""Result rows of the lists that reform teams work from: the status of each entry, and what blocks it."""

from typing import Self

from pydantic import computed_field

from oncegraph.schema.codes import CodeList
from oncegraph.schema.tabular import Tabular
from oncegraph.schema.text import Text
from oncegraph.schema.verdict import Spoken, Verdict


class ListStatus(CodeList):
    """The status of an entry of a list; `verdict` says how far the aim of the list is reached."""

    verdict: Verdict

    def __new__(cls, code: str, zh: str, en: str, verdict: Verdict) -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.title = Text(zh, en)
        member.verdict = verdict
        return member

    @classmethod
    def of(cls, code: str | None) -> Self:
        """The status with this code; UNKNOWN if there is none."""
        return next((each for each in cls if each.value == code), None) or cls["UNKNOWN"]


class ZeroMaterialStatus(ListStatus):
    """零材料 (S2)."""

    ACHIEVED = "achieved", "零材料", "No materials", Verdict.YES
    IN_PART = "in_part", "部分情形", "Some situations", Verdict.CONDITIONAL
    NOT_YET = "not_yet", "尚须提交", "Materials remain", Verdict.NO
    UNKNOWN = "unknown", "不明", "Unknown", Verdict.UNKNOWN


class FullyOnlineStatus(ListStatus):
    """全程网办: S1's three lists, and UNKNOWN if a decisive fact was not recorded."""

    ACHIEVED = "achieved", "已实现", "Achieved", Verdict.YES
    BREAKABLE = "breakable", "可突破", "Can be broken through", Verdict.CONDITIONAL
    NOT_FOR_NOW = "not_for_now", "暂不能实现", "Not possible for now", Verdict.NO
    UNKNOWN = "unknown", "不明", "Unknown", Verdict.UNKNOWN


class InstantApprovalStatus(ListStatus):
    """秒批秒办 (S1, S2)."""

    CANDIDATE = "candidate", "已具备条件", "A candidate", Verdict.YES
    BLOCKED = "blocked", "未具备条件", "Blocked", Verdict.NO
    UNKNOWN = "unknown", "不明", "Unknown", Verdict.UNKNOWN


class LicenceStatus(ListStatus):
    """证照汇聚 (S1)."""

    NOT_STARTED = "not_started", "未汇聚", "Not started", Verdict.NO
    IN_PROGRESS = "in_progress", "汇聚中", "In progress", Verdict.CONDITIONAL
    DONE = "done", "已汇聚", "Done", Verdict.YES
    UNKNOWN = "unknown", "不明", "Unknown", Verdict.UNKNOWN


class SystemStatus(ListStatus):
    """系统融通 (S1: five steps; migrated; linked)."""

    NOT_STARTED = "not_started", "未启动", "Not started", Verdict.NO
    TECHNICAL = "technical", "初步技术对接", "First technical contact", Verdict.CONDITIONAL
    FORMS = "forms", "表单创建", "Forms being created", Verdict.CONDITIONAL
    INTERFACES = "interfaces", "接口联调", "Interfaces being integrated", Verdict.CONDITIONAL
    TESTING = "testing", "综合测试", "Tested as a whole", Verdict.CONDITIONAL
    IN_USE = "in_use", "上线应用", "In use", Verdict.YES
    MIGRATED = "migrated", "已迁移至省级系统", "Migrated to the provincial system", Verdict.YES
    LINKED = "linked", "已链接", "Linked from the provincial portal", Verdict.YES
    UNKNOWN = "unknown", "不明", "Unknown", Verdict.UNKNOWN


class ReuseStatus(ListStatus):
    """材料复用 (S2)."""

    REUSABLE = "reusable", "可复用", "Could be reused", Verdict.CONDITIONAL
    REUSED = "reused", "已复用", "Reused", Verdict.YES
    EXEMPT = "exempt", "已免交", "Exempt already", Verdict.YES
    NOT_REUSABLE = "not_reusable", "不可复用", "Cannot be reused", Verdict.NO
    UNKNOWN = "unknown", "不明", "Unknown", Verdict.UNKNOWN


class OneSourceStatus(ListStatus):
    """一数一源 (S2)."""

    SEVERAL = "several", "多个权威数源", "Several authoritative sources", Verdict.NO
    NONE = "none", "没有权威数源", "No authoritative source", Verdict.CONDITIONAL
    UNKNOWN = "unknown", "不明", "Unknown", Verdict.UNKNOWN


class Obstacle(CodeList):
    """What blocks an entry of a list."""

    MATERIAL_REMAINS = "material_remains", "材料须提交", "A material has to be handed in"
    MATERIAL_IN_PART = "material_in_part", "材料仅部分免交", "A material is exempt in part only"
    MATERIAL_DEFERRED = "material_deferred", "材料容缺后补", "A material may be handed in later"
    MATERIAL_COMMITTED = "material_committed", "材料以告知承诺代替", "A commitment replaces a material"
    MATERIAL_ON_FILE = "material_on_file", "材料首次须提交", "A material is handed in the first time"
    MATERIAL_COLLABORATED = "material_collaborated", "材料靠业务协同", "Departments collaborate on a material"
    MATERIAL_UNDECIDED = "material_undecided", "材料能否免交不明", "Unknown whether a material is exempt"
    NECESSITY_UNKNOWN = "necessity_unknown", "未登记材料是否必要", "Not recorded whether a material is necessary"
    LIST_UNCONFIRMED = "list_unconfirmed", "材料清单未确认完整", "The list of materials is not confirmed"
    NO_SITUATION = "no_situation", "没有有效情形", "No active situation"

    STEP_OFFLINE = "step_offline", "环节线下办理", "A step is not done online"
    DELIVERY_IN_PERSON = "delivery_in_person", "送达未提供邮寄", "Delivered neither online nor by post"
    ORIGINAL_IN_PERSON = "original_in_person", "交回原件未提供邮寄", "An original cannot be handed in by post"
    PRESENCE_BY_LAW = "presence_by_law", "法律要求到场", "The law requires presence"
    PRESENCE_UNKNOWN = "presence_unknown", "未登记法律是否要求到场", "Not recorded whether the law requires presence"
    STEP_UNKNOWN = "step_unknown", "未登记环节是否网上办理", "Not recorded whether a step is done online"
    STAGE_UNKNOWN = "stage_unknown", "未登记该阶段", "A stage is not recorded"
    NO_ONLINE_FORM = "no_online_form", "未提供网上办理", "Not offered online"
    FORMS_UNKNOWN = "forms_unknown", "未登记办理形式", "Handling forms not recorded"
    VISITS = "visits", "法律未要求的跑动", "Visits that no law requires"
    VISITS_UNKNOWN = "visits_unknown", "未登记跑动次数", "Visits not recorded"

    NO_COMPARISON_RULES = "no_comparison_rules", "条件不能自动比对", "Conditions are not decidable by data"
    COMPARISON_UNKNOWN = "comparison_unknown", "未登记能否自动比对", "Not recorded whether data decide the conditions"
    ISSUED_BY_HAND = "issued_by_hand", "结果非系统签发", "The result is not issued by the system"
    ISSUING_UNKNOWN = "issuing_unknown", "未登记结果是否系统签发", "Not recorded whether the system issues the result"
    SPECIAL_PROCEDURE = "special_procedure", "有特别程序", "A special procedure"
    DISCRETION = "discretion", "有自由裁量", "Discretion"
    DISCRETION_UNKNOWN = "discretion_unknown", "未登记有无自由裁量", "Not recorded whether there is discretion"

    NOT_AGGREGATED = "not_aggregated", "证照未汇聚", "The licence is not aggregated"
    AGGREGATING = "aggregating", "证照汇聚未完成", "Aggregation is not finished"
    AGGREGATION_UNKNOWN = "aggregation_unknown", "未登记汇聚状态", "Aggregation not recorded"
    NOT_SHARED_YET = "not_shared_yet", "已汇聚而未能共享", "Aggregated, but not shared"
    NOT_GOVERNMENT = "not_government", "非政府部门核发", "Not issued by government"
    ORIGIN_UNKNOWN = "origin_unknown", "未登记材料来源", "Origin not recorded"
    ORIGINAL_SURRENDERED = "original_surrendered", "须收缴原件", "The original is surrendered"
    ORIGINAL_UNKNOWN = "original_unknown", "未登记是否收缴原件", "Not recorded whether the original is surrendered"

    INTERLINKING_UNSTARTED = "interlinking_unstarted", "融通未启动", "Interlinking not started"
    INTERLINKING_UNFINISHED = "interlinking_unfinished", "融通未完成", "Interlinking not finished"
    INTERLINKING_UNKNOWN = "interlinking_unknown", "未登记融通状态", "Interlinking not recorded"
    SOURCE_CLOSED = "source_closed", "数源不可用", "The source cannot be used"
    SOURCE_UNDECIDED = "source_undecided", "数源能否使用不明", "Unknown whether the source can be used"
    FEEDS_NOTHING = "feeds_nothing", "未绑定任何字段或材料", "Bound to no field and no material"

    NO_REUSE = "no_reuse", "未登记材料复用", "No reuse is arranged"
    REUSE_CLOSED = "reuse_closed", "材料复用不可用", "The reuse that is arranged cannot be used"
    REUSE_UNDECIDED = "reuse_undecided", "材料复用能否使用不明", "Unknown whether the reuse arranged can be used"
    VALIDITY_UNKNOWN = "validity_unknown", "未登记有效期", "Validity not recorded"

    SURPLUS_AUTHORITY = "surplus_authority", "多余的权威数源", "One authoritative source too many"
    NO_AUTHORITY = "no_authority", "没有权威数源", "No authoritative source"
    AUTHORITY_UNKNOWN = "authority_unknown", "未登记是否权威", "Not recorded whether it is authoritative"


class Blocker(Tabular):
    """One thing that blocks an entry. kind, code, name: the thing concerned; unblock: what would have to change."""

    obstacle: Obstacle
    kind: str
    code: str
    name: str
    unblock: Spoken

    @computed_field
    @property
    def title(self) -> Spoken:
        return self.obstacle.title


AnyListStatus = (
    ZeroMaterialStatus
    | FullyOnlineStatus
    | InstantApprovalStatus
    | LicenceStatus
    | SystemStatus
    | ReuseStatus
    | OneSourceStatus
)


class Entry(Tabular):
    """One entry of a list.

    kind, code, name: the thing it is about, with its item, department and region if it has them; counts: by the names
    that the list declares, None if not recorded; annual_cases: cases a year, by which entries are ordered (None: not
    recorded).
    """

    kind: str
    code: str
    name: str
    status: AnyListStatus
    counts: dict[str, int | None]
    item_code: str | None = None
    item_name: str | None = None
    department_code: str | None = None
    department_name: str | None = None
    region_code: str | None = None
    annual_cases: int | None = None
    remark: Spoken | None = None
    blockers: tuple[Blocker, ...] = ()

    @computed_field
    @property
    def status_title(self) -> Spoken:
        return self.status.title
