"""The layout of a merged form for people: parts with headings, and a line for each entry."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from oncegraph.queries.forms.conversion import options
from oncegraph.schema.codes import ControlType
from oncegraph.schema.form_mapping import RequiringSituation
from oncegraph.schema.merged_form import EntryGroup, MergedEntry, MergedForm
from oncegraph.schema.remaining import MaterialStand
from oncegraph.schema.text import Text, listed
from oncegraph.schema.theme_materials import ThemeMaterial
from oncegraph.schema.verdict import Verdict

ATTACHMENTS = Text("附件", "Attachments")
REQUIRED = Text(
    "带 * 的为必填项；标有“自动填写”的由数源提供，无须填写。",
    "* Required. Entries marked as automatic are filled from a data source.",
)
TO_ENCLOSE = {MaterialStand.TO_HAND_IN, MaterialStand.UNDECIDED, MaterialStand.LATER, MaterialStand.OPTIONAL}
CLAUSE = Text("；", "; ")


class FormLine(NamedTuple):
    """An entry: its title, what may be written there, and how it is filled, if it is.

    signed: it is signed or sealed and needs space; choices: to choose from; several: more than one may be chosen.
    """

    entry: str
    title: str
    required: bool
    hint: str
    note: str
    verdict: Verdict
    signed: bool
    choices: Sequence[str]
    several: bool


class FormSection(NamedTuple):
    """Lines of one category; title None where none was recorded."""

    title: str | None
    lines: Sequence[FormLine]


class FormPart(NamedTuple):
    title: str
    sections: Sequence[FormSection]


def parts(form: MergedForm) -> list[FormPart]:
    """The parts of a form in order, in the current language."""
    places = {place.situation_code: place for place in form.situations}
    return [
        FormPart(
            str(group.title),
            [
                FormSection(section, [_line(entry, places) for entry in entries])
                for section, entries in groupby(of_group, lambda entry: entry.section)
            ],
        )
        for group, of_group in groupby(form.entries, lambda entry: entry.group)
    ]


def note(entry: MergedEntry, places: dict[str, RequiringSituation]) -> Text:
    """How an entry is filled, or a remark that only the applicant can answer it; empty if it is simply typed."""
    filled = [fill for fill in entry.fills if fill.verdict is Verdict.YES]
    sources = listed(dict.fromkeys(fill.source_name or "" for fill in filled))
    if entry.verdict is Verdict.YES and entry.as_standard:
        return Text(f"自动填写：{sources.zh}", f"automatic: {sources.en}")
    if entry.verdict is Verdict.YES:
        return Text(
            f"自动填写：{sources.zh}（格式与标准字段不同，须由数源按此格式提供）",
            f"automatic: {sources.en} (in another format than the standard field: the source has to provide this "
            "format)",
        )
    if filled:
        others = listed(_items(entry, places))
        return Text(
            f"部分情形下自动填写：{sources.zh}；须填写的情形：{others.zh}",
            f"automatic in some situations: {sources.en}; typed by the applicant for {others.en}",
        )
    if entry.verdict is Verdict.UNKNOWN:
        return Text("能否自动填写不明", "unknown whether automatic")
    return Text("须本人填写", "only the applicant can answer") if entry.act_of_will else Text("", "")


def enclosed(attachment: ThemeMaterial) -> bool:
    """Whether the applicant has to, or may have to, enclose the material."""
    return attachment.stand in TO_ENCLOSE


def summary(form: MergedForm) -> Text:
    """Before and after, in one sentence."""
    tally = form.tally
    zh = (
        f"合并前 {tally.forms} 张申请表共 {tally.fields_before} 项；合并后 1 张表 {tally.entries} 项，"
        f"去除重复 {tally.removed} 项：自动填写 {tally.filled} 项，须填写 {tally.to_type} 项"
    )
    en = (
        f"Before: {tally.forms} forms with {tally.fields_before} fields. After: one form with {tally.entries}, "
        f"{tally.removed} duplicates removed: {tally.filled} filled automatically, {tally.to_type} to type"
    )
    if tally.filled_in_part:
        zh += f"（其中 {tally.filled_in_part} 项仅在部分情形下自动填写）"
        en += f" (of which {tally.filled_in_part} are automatic in some situations)"
    return Text(f"{zh}。", f"{en}.")


def _line(entry: MergedEntry, places: dict[str, RequiringSituation]) -> FormLine:
    return FormLine(
        entry=entry.entry,
        title=str(entry.title),
        required=entry.required is True,
        hint=str(_hint(entry)),
        note=str(note(entry, places)),
        verdict=entry.verdict,
        signed=entry.group is EntryGroup.DECLARATION,
        choices=choices(entry),
        several=entry.control == ControlType.MULTIPLE_CHOICE,
    )


def choices(entry: MergedEntry) -> list[str]:
    """The choices of an entry by its code list; empty for free text."""
    free = (entry.control or ControlType.TEXT) == ControlType.TEXT
    offered = None if free else options(entry.code_list)
    return [*offered.values()] if offered else []


def _hint(entry: MergedEntry) -> Text:
    control = ControlType.lookup(entry.control or "")
    parts: list[Text | str] = [control.title] if control and control is not ControlType.TEXT else []
    if entry.format:
        parts.append(entry.format)
    if offered := choices(entry):
        parts.append("／".join(offered))
    elif entry.code_list:
        parts.append(entry.code_list)
    return listed(parts, Text("，", ", "))


def _items(entry: MergedEntry, places: dict[str, RequiringSituation]) -> Iterable[str]:
    """Names of the items for which it is not filled."""
    codes = [code for fill in entry.fills if fill.verdict is not Verdict.YES for code in fill.situations]
    return dict.fromkeys(places[code].item_name for code in codes)
