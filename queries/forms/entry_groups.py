"""The group of a merged form that a field belongs to: applicant, agent, subject of the application, or declaration."""

from oncegraph.schema.field import Field
from oncegraph.schema.merged_form import EntryGroup

#: Words in the name or category of a field. Labels are not considered, because they differ from form to form.
OF_AN_AGENT = ("经办", "代理", "代办", "委托", "监护")
OF_A_DECLARATION = ("签名", "签字", "签章", "盖章", "承诺", "声明")
OF_AN_APPLICANT = ("自然人", "法人", "申请人", "联系", "账户")


def group_of(field: Field) -> EntryGroup:
    """The group of a field: decided by whether a login makes it known, whether it is an act of will, and by the words
    of its name and category."""
    words = f"{field.name} {field.category or ''}"
    if field.login_identity:
        return EntryGroup.APPLICANT
    if field.act_of_will:
        signed = any(word in words for word in OF_A_DECLARATION)
        return EntryGroup.DECLARATION if signed else EntryGroup.SUBJECT
    if any(word in words for word in OF_AN_AGENT):
        return EntryGroup.AGENT
    of_applicant = any(word in (field.category or field.name) for word in OF_AN_APPLICANT)
    return EntryGroup.APPLICANT if of_applicant else EntryGroup.SUBJECT
