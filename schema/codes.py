"""The code lists. A value outside of its list is loaded and reported, never rejected: codes differ between places.

The English code is stored; files may contain the code, the Chinese title or the English title.
"""

from enum import StrEnum
from typing import Self

from oncegraph.schema.text import Text


class CodeList(StrEnum):
    """A closed list of codes, each with a Chinese and an English title."""

    title: Text  # type: ignore[assignment]  # replaces str.title, which is not needed for codes

    # Members always have titles. The defaults let type checkers accept a look-up by value, such as Level("national").

    def __new__(cls, code: str, zh: str = "", en: str = "") -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.title = Text(zh, en)
        return member

    @classmethod
    def lookup(cls, word: str) -> Self | None:
        """The member with this code or with this title in either language; None if there is none."""
        return next((code for code in cls if word in (code.value, code.title.zh, code.title.en)), None)


class ItemType(CodeList):
    """事项类型 (S0: ten kinds of administrative power, and public services)."""

    LICENSING = "licensing", "行政许可", "Administrative licensing"
    PENALTY = "penalty", "行政处罚", "Administrative penalty"
    COERCION = "coercion", "行政强制", "Administrative coercion"
    LEVY = "levy", "行政征收", "Administrative levy"
    PAYMENT = "payment", "行政给付", "Administrative payment"
    INSPECTION = "inspection", "行政检查", "Administrative inspection"
    CONFIRMATION = "confirmation", "行政确认", "Administrative confirmation"
    REWARD = "reward", "行政奖励", "Administrative reward"
    ADJUDICATION = "adjudication", "行政裁决", "Administrative adjudication"
    OTHER_POWER = "other_power", "其他行政权力", "Other administrative power"
    PUBLIC_SERVICE = "public_service", "公共服务", "Public service"


class Audience(CodeList):
    """服务对象: whom a service is intended for."""

    NATURAL_PERSON = "natural_person", "自然人", "Natural person"
    ENTERPRISE = "enterprise", "企业法人", "Enterprise"
    PUBLIC_INSTITUTION = "public_institution", "事业法人", "Public institution"
    SOCIAL_ORGANISATION = "social_organisation", "社会组织法人", "Social organisation"
    UNINCORPORATED = "unincorporated", "非法人企业", "Unincorporated enterprise"
    GOVERNMENT_AGENCY = "government_agency", "行政机关", "Government agency"
    OTHER_ORGANISATION = "other_organisation", "其他组织", "Other organisation"


class LoginIdentity(CodeList):
    """登录即知: whose login makes a field known, such as 姓名 of a person or 统一社会信用代码 of a legal entity."""

    PERSON = "person", "个人", "Person"
    LEGAL_ENTITY = "legal_entity", "法人", "Legal entity"


class HandlingType(CodeList):
    """办件类型."""

    INSTANT = "instant", "即办件", "Instant"
    COMMITTED = "committed", "承诺件", "Within a promised time"


class HandlingForm(CodeList):
    """办理形式."""

    COUNTER = "counter", "窗口办理", "At a counter"
    ONLINE = "online", "网上办理", "Online"
    POST = "post", "快递申请", "By post"


class Level(CodeList):
    """层级 of a department, region, item or source, from the national level down."""

    NATIONAL = "national", "国家", "National"
    PROVINCIAL = "provincial", "省", "Provincial"
    MUNICIPAL = "municipal", "市", "Municipal"
    DISTRICT = "district", "区县", "District"
    TOWNSHIP = "township", "镇街", "Township"


class StepKind(CodeList):
    """环节."""

    ACCEPTANCE = "acceptance", "受理", "Acceptance"
    REVIEW = "review", "审查", "Review"
    DECISION = "decision", "决定", "Decision"
    SPECIAL = "special", "特别程序", "Special procedure"
    CERTIFICATION = "certification", "制证", "Certification"
    DELIVERY = "delivery", "送达", "Delivery"


class SpecialProcedure(CodeList):
    """特别程序."""

    SITE_INSPECTION = "site_inspection", "勘查", "Site inspection"
    EXPERT_REVIEW = "expert_review", "评审", "Expert review"
    HEARING = "hearing", "听证", "Hearing"
    EXAMINATION = "examination", "考试", "Examination"


class MaterialType(CodeList):
    """材料类型 (S0)."""

    APPLICATION_FORM = "application_form", "申请表单", "Application form"
    APPROVAL = "approval", "批文", "Approval document"
    LICENCE = "licence", "证照", "Licence or certificate"
    GENERAL = "general", "一般材料", "General material"
    PROOF = "proof", "证明材料", "Proof"


class Origin(CodeList):
    """材料来源 (S2: three kinds)."""

    GOVERNMENT = "government", "政府部门核发", "Issued by government"
    APPLICANT = "applicant", "申请人自备", "Prepared by the applicant"
    THIRD_PARTY = "third_party", "第三方机构出具", "Issued by a third party"


class Necessity(CodeList):
    """材料必要性."""

    REQUIRED = "required", "必要", "Required"
    OPTIONAL = "optional", "非必要", "Optional"
    DEFERRED = "deferred", "容缺后补", "May be handed in later"


class Mode(CodeList):
    """获取方式 of a material (S2)."""

    LICENCE_SHARING = "licence_sharing", "证照共享", "Shared licence"
    DATA_CHECK = "data_check", "数据核验", "Data check"
    REUSE = "reuse", "材料复用", "Reuse of a material on file"
    COLLABORATION = "collaboration", "业务协同", "Collaboration of departments"
    COMMITMENT = "commitment", "告知承诺", "Commitment of the applicant"


class Returns(CodeList):
    """返回内容: what a source returns when queried."""

    VALUE = "value", "返回值", "A value"
    DOCUMENT = "document", "返回文件", "A document"
    MATCH = "match", "核对一致", "Whether what was typed matches"


class Status(CodeList):
    """状态 of anything that comes into force and ceases to be in force."""

    DRAFT = "draft", "草稿", "Draft"
    ACTIVE = "active", "启用", "Active"
    SUSPENDED = "suspended", "暂停", "Suspended"
    DEPRECATED = "deprecated", "弃用", "Deprecated"
    REMOVED = "removed", "取消", "Removed"


def in_force(status: str | None) -> bool:
    """Whether something with this status is in force: it is active, or its status is not recorded."""
    return status in (None, Status.ACTIVE)


class SystemClass(CodeList):
    """系统类别 (S1: 国垂 117, 省垂 109, 市级自建 30)."""

    NATIONAL_VERTICAL = "national_vertical", "国垂", "National vertical system"
    PROVINCIAL_VERTICAL = "provincial_vertical", "省垂", "Provincial vertical system"
    SELF_BUILT = "self_built", "自建", "Self-built system"
    SHARED_PLATFORM = "shared_platform", "共享平台", "Shared platform"


class Interlinking(CodeList):
    """融通状态 of a system (S1: five steps; of 30 systems 25 in use, 4 migrated, 1 linked)."""

    NOT_STARTED = "not_started", "未启动", "Not started"
    TECHNICAL = "technical", "初步技术对接", "First technical contact"
    FORMS = "forms", "表单创建", "Forms being created"
    INTERFACES = "interfaces", "接口联调", "Interfaces being integrated"
    TESTING = "testing", "综合测试", "Tested as a whole"
    IN_USE = "in_use", "上线应用", "In use"
    MIGRATED = "migrated", "已迁移至省级系统", "Migrated to the provincial system"
    LINKED = "linked", "已链接", "Linked from the provincial portal"


class SourceKind(CodeList):
    """数源类别."""

    BASE_REGISTER = "base_register", "基础库", "Base register"
    BUSINESS_SYSTEM = "business_system", "业务系统", "Business system"
    LICENCE_LIBRARY = "licence_library", "证照库", "Licence library"
    MATERIAL_ARCHIVE = "material_archive", "历史材料库", "Archive of materials handed in"
    SUBJECT_FILE = "subject_file", "一人一档/一企一档", "File of a person or enterprise"


class Sharing(CodeList):
    """共享条件."""

    UNCONDITIONAL = "unconditional", "无条件", "Unconditional"
    CONDITIONAL = "conditional", "有条件", "Conditional"
    NOT_SHARED = "not_shared", "不予共享", "Not shared"


class Aggregation(CodeList):
    """汇聚状态 of a licence type (S1: 60 can be aggregated, 47 are)."""

    NOT_STARTED = "not_started", "未汇聚", "Not started"
    IN_PROGRESS = "in_progress", "汇聚中", "In progress"
    DONE = "done", "已汇聚", "Done"


class ControlType(CodeList):
    """控件类型 of a form field (S0-5)."""

    EMAIL = "email", "邮箱", "E-mail"
    POSTCODE = "postcode", "邮编", "Postcode"
    LANDLINE = "landline", "固定电话", "Landline"
    MOBILE = "mobile", "移动电话", "Mobile phone"
    RESIDENT_ID = "resident_id", "身份证号码", "Resident identity number"
    HONG_KONG_ID = "hong_kong_id", "香港身份证", "Hong Kong identity card"
    MACAO_ID = "macao_id", "澳门身份证", "Macao identity card"
    TAIWAN_ID = "taiwan_id", "台湾身份证", "Taiwan identity card"
    FOREIGN_PASSPORT = "foreign_passport", "外国护照", "Foreign passport"
    OTHER_PASSPORT = "other_passport", "其他护照", "Other passport"
    TEXT = "text", "文本", "Text"
    SINGLE_CHOICE = "single_choice", "单选", "Single choice"
    MULTIPLE_CHOICE = "multiple_choice", "多选", "Multiple choice"
    NUMBER = "number", "数字", "Number"
    DATE = "date", "日期点", "Date"
    DATE_RANGE = "date_range", "日期段", "Date range"
    DROPDOWN = "dropdown", "下拉框", "Drop-down"
    LINKED_ID_TYPE = "linked_id_type", "联动证件类型", "Identity type with linked number"
    LINKED_DROPDOWN = "linked_dropdown", "联动下拉框", "Linked drop-down"


class AnswerKind(CodeList):
    """办理判断项的作答方式."""

    SINGLE = "single", "单选", "Single choice"
    MULTIPLE = "multiple", "多选", "Multiple choice"
    NUMBER = "number", "数字", "Number"
    DATE = "date", "日期", "Date"
