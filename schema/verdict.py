"""Result rows of the exemption analysis: what was decided about a field, a material, a situation, an item, and why."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import PlainSerializer

from oncegraph.schema.codes import CodeList
from oncegraph.schema.tabular import Tabular, frame_of
from oncegraph.schema.text import Text

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd


class Verdict(CodeList):
    """A fact that nobody recorded gives UNKNOWN, never YES."""

    YES = "yes", "是", "Yes"
    CONDITIONAL = "conditional", "部分", "In part"
    UNKNOWN = "unknown", "不明", "Unknown"
    NO = "no", "否", "No"


class When(CodeList):
    """The mode of a question: what works by design, or what works at this moment."""

    DESIGN = "design", "设计时", "By design (probes ignored)"
    NOW = "now", "运行时", "Right now (probes heeded)"


class Rule(CodeList):
    """The rule by which a material was decided; in the order in which the rules are tried."""

    CANCELLED = "cancelled", "已取消", "Dropped by a reform"
    SHARED = "shared", "证照共享", "Shared licence"
    VERIFIED = "verified", "数据核验", "Verified by data"
    GENERATED = "generated", "系统生成", "Generated from filled fields"
    COMPOSED = "composed", "数据替代", "Composed from data"
    CANDIDATE = "candidate", "待确认可替代", "Candidate: legal equivalence not recorded"
    COLLABORATED = "collaborated", "业务协同", "Departments collaborate"
    COMMITTED = "committed", "告知承诺", "Commitment"
    REUSED = "reused", "材料复用", "Reused from file"
    DEFERRED = "deferred", "容缺后补", "May be handed in later"
    PARTIAL = "partial", "部分免交", "Covered in part"
    SUBMIT = "submit", "须提交", "To be handed in"


def material_in_words(verdict: Verdict, rule: Rule) -> Text:
    """The verdict on a material and its rule, in words. An unknown verdict never reads "to be handed in"."""
    if rule in _DECIDED:
        return _DECIDED[rule]
    told, by_rule = _EXEMPT[verdict], verdict is Verdict.YES or rule is Rule.CANDIDATE
    return Text(f"{told.zh}：{rule.title.zh}", f"{told.en}: {rule.title.en}") if by_rule else told


_EXEMPT = {
    Verdict.YES: Text("免交", "Exempt"),
    Verdict.CONDITIONAL: Text("部分免交", "Exempt in part"),
    Verdict.UNKNOWN: Text("能否免交不明", "Unknown whether exempt"),
    Verdict.NO: Text("须提交", "To be handed in"),
}
_DECIDED = {
    Rule.CANCELLED: Text("不再要求：改革已取消", "No longer required: dropped by a reform"),
    Rule.DEFERRED: Text("须提交，可容缺后补", "To be handed in, possibly later"),
}

#: Rules 2 to 6, by which a material is exempt. A commitment and a reuse are counted apart.
EXEMPTING = frozenset({Rule.SHARED, Rule.VERIFIED, Rule.GENERATED, Rule.COMPOSED, Rule.COLLABORATED})
#: Rules whose verdict depends on one arrangement, and rules whose verdict depends on what covers the facts.
BY_ARRANGEMENT = frozenset({Rule.SHARED, Rule.COLLABORATED, Rule.COMMITTED, Rule.REUSED})
BY_FACTS = frozenset({Rule.VERIFIED, Rule.GENERATED, Rule.COMPOSED, Rule.CANDIDATE, Rule.PARTIAL})


class Reason(CodeList):
    """Why a binding, field, material or situation is not a plain YES. In the order in which reasons are listed."""

    BINDING_INACTIVE = "binding_inactive", "绑定未启用", "The binding is not active"
    SOURCE_SUSPENDED = "source_suspended", "数源已暂停", "The source is suspended"
    SOURCE_INACTIVE = "source_inactive", "数源未启用", "The source is not active"
    SOURCE_DOWN = "source_down", "数源探测超时", "The source was not probed within its SLA"
    STALE = "stale", "数据已过时效", "The data are too old"
    NOT_SHARED = "not_shared", "不予共享", "The source is not shared"
    NOT_APPROVED = "not_approved", "有条件共享未获批准", "Conditional sharing without a recorded approval"
    OUT_OF_AUDIENCE = "out_of_audience", "不适用于该对象", "The audience is out of scope"
    OUT_OF_REGION = "out_of_region", "不适用于该地区", "The region is out of scope"
    KEY_UNKNOWN = "key_unknown", "查询所需字段未知", "A key field is not known"
    KEY_CIRCLE = "key_circle", "查询字段互为前提", "Key fields wait for each other in a circle"
    MATCH_ONLY = "match_only", "数源只核对不返回值", "The source only checks what was typed"
    DOCUMENT_ONLY = "document_only", "数源只返回文件", "The source returns a document only"
    BINDING_STATUS_UNKNOWN = "binding_status_unknown", "未登记绑定状态", "Status of the binding not recorded"
    SOURCE_STATUS_UNKNOWN = "source_status_unknown", "未登记数源状态", "Status of the source not recorded"
    PROBE_UNKNOWN = "probe_unknown", "未登记探测时间", "No probe recorded although an SLA is set"
    FRESHNESS_UNKNOWN = "freshness_unknown", "未登记数据时效", "Freshness not recorded"
    SHARING_UNKNOWN = "sharing_unknown", "未登记共享条件", "Sharing condition not recorded"
    AUDIENCE_UNKNOWN = "audience_unknown", "未登记适用对象", "Audience not recorded"
    REGION_UNKNOWN = "region_unknown", "未登记适用区划", "Region not recorded"
    KEY_UNDECIDED = "key_undecided", "查询所需字段能否获得不明", "Unknown whether a key field can be known"
    RETURNS_UNKNOWN = "returns_unknown", "未登记返回内容", "What the source returns is not recorded"
    NO_SOURCE = "no_source", "没有数源", "No source supplies it"
    ACT_OF_WILL = "act_of_will", "须本人意思表示", "An act of will of the applicant"
    WILL_UNKNOWN = "will_unknown", "未登记是否意思表示", "Not recorded whether it is an act of will"
    NO_ARRANGEMENT = "no_arrangement", "没有获取方式", "No way of obtaining it is recorded"
    NOT_GOVERNMENT = "not_government", "非政府部门核发，不适用证照共享", "Not issued by government: no licence sharing"
    ORIGIN_UNKNOWN = "origin_unknown", "未登记材料来源", "Origin not recorded"
    ORIGINAL_SURRENDERED = "original_surrendered", "须收缴原件", "The original must be surrendered"
    ORIGINAL_UNKNOWN = "original_unknown", "未登记是否收缴原件", "Not recorded whether the original is surrendered"
    FACTS_UNKNOWN = "facts_unknown", "未登记所含字段", "The fields that it contains are not recorded"
    FIELDS_REMAIN = "fields_remain", "仍有字段无数源覆盖", "Some fields are not covered by any source"
    FIELDS_UNDECIDED = "fields_undecided", "有字段能否覆盖不明", "Unknown whether some fields are covered"
    REQUIREDNESS_UNKNOWN = (
        "requiredness_unknown",
        "未登记字段是否必填",
        "Not recorded whether a form field is required",
    )
    NOT_EQUIVALENT = "not_equivalent", "数据不可替代该材料", "Data may not legally replace it"
    EQUIVALENCE_UNKNOWN = "equivalence_unknown", "未登记数据可否替代", "Legal equivalence of data not recorded"
    THIRD_PARTY = "third_party", "第三方材料须有约定数源", "A third party's document needs an agreed source"
    FIRST_TIME = "first_time", "首次须提交，此后复用", "Handed in the first time, reused afterwards"
    LIST_UNCONFIRMED = (
        "list_unconfirmed",
        "材料清单未确认完整",
        "The list of materials is not confirmed to be complete",
    )
    MATERIALS_REMAIN = "materials_remain", "仍有材料须提交", "Materials remain to be handed in"
    MATERIALS_UNDECIDED = "materials_undecided", "有材料能否免交不明", "Unknown whether some materials are exempt"
    NECESSITY_UNKNOWN = "necessity_unknown", "未登记是否必要", "Not recorded whether a material is necessary"
    NO_SITUATION = "no_situation", "没有有效情形", "The item has no active situation"
    RESTS_ON_DEFAULT = "rests_on_default", "依据默认值", "The verdict rests on a default of the mapping"


class FieldVerdict(Tabular):
    """Whether a field of a situation is fill-free (免填)."""

    field_code: str
    name: str
    verdict: Verdict
    source_code: str | None = None
    source_name: str | None = None
    binding: str | None = None
    keys: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


class MaterialVerdict(Tabular):
    """Whether a material of a situation is exempt (免交); `remaining` are codes of fields that nothing covers."""

    material_code: str
    name: str
    verdict: Verdict
    rule: Rule
    source_codes: tuple[str, ...] = ()
    alternative_group: str | None = None
    remaining: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


class SituationVerdict(Tabular):
    """All verdicts of a situation; `fields` are those of its application forms."""

    main_table: ClassVar[str] = "fields"

    situation_code: str
    name: str
    item_code: str
    fields: tuple[FieldVerdict, ...]
    materials: tuple[MaterialVerdict, ...]
    zero_material: Verdict
    reasons: tuple[Reason, ...] = ()

    @property
    def fill_free(self) -> int:
        return sum(field.verdict is Verdict.YES for field in self.fields)

    @property
    def exempt(self) -> int:
        return sum(m.verdict is Verdict.YES and m.rule in EXEMPTING for m in self.materials)


class ItemVerdict(Tabular):
    """An item over its active situations: `zero_material_count` of `len(situations)` need no material."""

    main_table: ClassVar[str] = "fields"

    item_code: str
    name: str
    situations: tuple[SituationVerdict, ...]
    zero_material: Verdict
    zero_material_count: int
    reasons: tuple[Reason, ...] = ()


#: A text that is converted to the current language.
Spoken = Annotated[Text, PlainSerializer(str, return_type=str)]


class Explanation(Tabular):
    """One step of an explanation, as a tree: what was decided about a thing, and the premises it follows from.

    kind, code, name: the thing (kind is its declaration's name); text: the step in words; change: what would have to
    change for a YES, by the nearest miss (None where it is a YES); relationship: how it is linked to the step above,
    as (type, mode or binding), and `link`: the same in words.
    """

    kind: str
    code: str
    name: str
    verdict: Verdict
    text: Spoken
    reasons: tuple[Reason, ...] = ()
    change: Spoken | None = None
    relationship: tuple[str, str] | None = None
    link: Spoken | None = None
    premises: tuple["Explanation", ...] = ()

    def walk(self, depth: int = 0) -> "Iterator[tuple[int, Explanation]]":
        """This step and all below it, each with its depth."""
        yield depth, self
        for premise in self.premises:
            yield from premise.walk(depth + 1)

    def to_frame(self, table: str | None = None) -> "pd.DataFrame":
        """A row for each step: depth, relationship, kind, code, name, verdict, reasons, text, change."""
        columns = ("kind", "code", "name", "verdict", "reasons", "text", "change")
        return frame_of(
            {"depth": depth, "relationship": step.relationship and step.relationship[0]}
            | {name: getattr(step, name) for name in columns}
            for depth, step in self.walk()
        )

    def to_networkx(self) -> "nx.DiGraph[str]":
        """A graph from each thing (`Kind/code`) to the premises of its verdict, with the attributes of the steps."""
        import networkx as nx  # imported here, because importing it is slow

        graph: nx.DiGraph[str] = nx.DiGraph()
        for _, step in self.walk():
            about: dict[str, Any] = {"name": step.name, "verdict": step.verdict.value, "text": str(step.text)}
            graph.add_node(f"{step.kind}/{step.code}", **about)
            for premise in step.premises:
                kind = premise.relationship and premise.relationship[0]
                graph.add_edge(f"{step.kind}/{step.code}", f"{premise.kind}/{premise.code}", relationship=kind)
        return graph
