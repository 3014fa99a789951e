"""A merged form in Excel and in Word, read back."""

import io

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn
from rich.console import Console

from oncegraph.queries.forms.distribution import mapping_of, split
from oncegraph.schema.form_mapping import Gathered
from oncegraph.schema.merged_form import MergedForm
from oncegraph.schema.verdict import Verdict
from oncegraph.visualize.forms import tables
from oncegraph.visualize.forms.excel import xlsx
from oncegraph.visualize.forms.layout import parts
from oncegraph.visualize.forms.tables import show
from oncegraph.visualize.forms.word import docx
from oncegraph.visualize.tables.text_files import csv_bytes
from tests.support.examples.forms import merge_one_field, theme_form
from tests.support.examples.sample_city import sample_records
from tests.support.language import speaking

TITLE = "开办餐饮店申请表"


@pytest.fixture(scope="module")
def form() -> MergedForm:
    return theme_form(sample_records(), "ZT0002")


@pytest.fixture(scope="module")
def book(form: MergedForm) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(xlsx(form, TITLE)))


@pytest.fixture(scope="module")
def document(form: MergedForm):
    return Document(io.BytesIO(docx(form, TITLE)))


def test_the_workbook_begins_with_a_form_and_tells_the_rest_behind_it(
    book: openpyxl.Workbook, form: MergedForm
) -> None:
    assert book.sheetnames == ["申请表", "填写项", "来源", "冲突", "合并前后", "附件"]
    page = book["申请表"]
    assert page["A1"].value == TITLE
    assert "57 项" in page["A2"].value and "32 项" in page["A2"].value
    titles = [row[0].value for row in page.iter_rows(min_row=5)]
    wanted = []
    for part in parts(form):
        wanted.append(part.title)
        for section in part.sections:
            wanted += [section.title, *(f"{line.title}{' *' if line.required else ''}" for line in section.lines)]
    assert titles == [*wanted, "附件", *(each.name for each in form.attachments)]
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("portrait", 9)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows == "$4:$4"


def test_what_is_filled_automatically_is_coloured_and_names_its_source(book: openpyxl.Workbook) -> None:
    page = book["申请表"]
    lines = {row[0].value: row for row in page.iter_rows(min_row=5)}
    phone, area = lines["联系电话 *"], lines["经营场所面积 *"]
    assert "自动填写：统一身份认证平台" in phone[2].value
    assert phone[1].fill.fgColor.rgb == "FFE2F0D9"
    assert area[1].fill.fgColor.rgb != "FFE2F0D9" and area[1].value is None
    assert area[1].number_format == "@"  # a number typed there keeps its zeros


def test_choices_are_offered_in_excel() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx(theme_form(sample_records(), "ZT0003"), "x")))
    (offered,) = book["申请表"].data_validations.dataValidation
    assert offered.formula1 == '"一居室,两居室"'


@pytest.mark.parametrize(
    ("control", "code_list"),
    [(None, "甲；乙"), ("multiple_choice", "甲；乙"), ("dropdown", "甲,乙；丙"), ("dropdown", '甲；"乙"')],
)
def test_no_choices_are_offered_in_excel_that_would_refuse_an_answer(control: str | None, code_list: str) -> None:
    form = merge_one_field({"control": control, "code_list": code_list}, {})
    assert not openpyxl.load_workbook(io.BytesIO(xlsx(form, "x")))["申请表"].data_validations.dataValidation


def test_origins_and_conflicts_are_listed_in_full(book: openpyxl.Workbook, form: MergedForm) -> None:
    origins = [[cell.value for cell in row] for row in book["来源"].iter_rows(min_row=4)]
    assert len(origins) == form.tally.fields_before
    assert "YYYY-MM-DD → YYYY年MM月DD日" in {row[8] for row in origins}
    conflicts = [[cell.value for cell in row] for row in book["冲突"].iter_rows(min_row=2)]
    assert len(conflicts) == len(form.conflicts)
    (apart,) = [row for row in conflicts if row[:2] == ["格式不同", "建筑面积"]]
    assert apart[2].split("\n")[0] == "平方米，整数：建设工程消防验收申请表「建筑面积」"
    assert (apart[3], apart[4]) == ("不能统一，分别填写", None)
    totals = [[cell.value for cell in row] for row in book["合并前后"].iter_rows(min_row=10)]
    assert totals == [["合并前共计", None, 57, None, 37, 20], ["合并后", None, 32, 0, 16, 16]]


def test_the_word_form_has_a_heading_for_each_group_and_a_cell_for_each_entry(document, form: MergedForm) -> None:
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == [*(part.title for part in parts(form)), "附件"]
    words = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for entry in form.entries:
        assert f"{entry.title}{' *' if entry.required else ''}" in words
        if entry.verdict is Verdict.YES:
            assert any(text.startswith("自动填写：") for text in words)
    assert document.paragraphs[0].text == document.core_properties.title == TITLE


def test_the_word_form_shades_what_is_filled_and_lists_the_attachments(document, form: MergedForm) -> None:
    *_, attached = document.tables
    assert [row.cells[0].text for row in attached.rows] == ["材料", *(each.name for each in form.attachments)]
    boxes = {row.cells[0].text: row.cells[2].text for row in attached.rows}
    assert (boxes["公司章程"], boxes["营业执照"]) == ("☐", "—")
    shaded = [
        cell._tc.tcPr.find(qn("w:shd")).get(qn("w:fill"))
        for table in document.tables
        for row in table.rows
        for cell in row.cells
        if cell.text.startswith("自动填写：")
    ]
    assert len(shaded) >= 16 and set(shaded) == {"E2F0D9"}


def test_properties_of_a_cell_are_written_in_the_order_that_word_requires(document) -> None:
    told = [
        [each.tag for each in cell._tc.tcPr] for table in document.tables for row in table.rows for cell in row.cells
    ]
    assert all(tags.index(qn("w:shd")) < tags.index(qn("w:vAlign")) for tags in told if qn("w:shd") in tags)


def test_the_word_form_names_a_font_for_chinese(document) -> None:
    for style, font in (("Normal", "宋体"), ("Title", "黑体"), ("Heading 1", "黑体"), ("Heading 2", "黑体")):
        fonts = document.styles[style].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == font
        assert not [name for name in fonts.attrib if "Theme" in name]


def test_word_is_given_no_characters_that_it_cannot_hold() -> None:
    form = merge_one_field(
        {"name": "甲\x01", "category": "乙\x0b", "control": "dropdown", "code_list": "丙\ud800；丁"}, {}
    )
    document = Document(io.BytesIO(docx(form, "戊\x00")))
    assert document.paragraphs[0].text == "戊\ufffd"
    assert "乙\ufffd" in [p.text for p in document.paragraphs]
    assert [cell.text for cell in document.tables[0].rows[0].cells][:2] == ["甲\ufffd", "☐ 丙\ufffd　☐ 丁"]


def test_a_title_may_be_long(form: MergedForm) -> None:
    title = "表&" * 200
    document = Document(io.BytesIO(docx(form, title)))
    assert (document.paragraphs[0].text, document.core_properties.title) == (title, title[:255])
    page = openpyxl.load_workbook(io.BytesIO(xlsx(form, title)))["申请表"]
    assert page.oddFooter.center.text.startswith("表&&表")


def test_the_files_speak_english_too(form: MergedForm) -> None:
    with speaking("en"):
        book = openpyxl.load_workbook(io.BytesIO(xlsx(form, "Form")))
        words = [p.text for p in Document(io.BytesIO(docx(form, "Form"))).paragraphs]
    assert book.sheetnames == ["Form", "Entries", "Origins", "Conflicts", "Before and after", "Attachments"]
    assert "Applicant" in words and "Attachments" in words


def test_a_reader_sees_entries_conflicts_attachments_and_totals(form: MergedForm) -> None:
    stream = io.StringIO()
    show(Console(file=stream, width=10_000), form, "开办餐饮店")
    told = stream.getvalue()
    assert "✓ 免填" in told and "~ 不能统一，分别填写" in told and "由“企业设立登记”产出" in told
    assert "另有 6 个字段在各表上的标签不同" in told
    assert "合并前 6 张申请表共 57 项；合并后 1 张表 32 项，去除重复 25 项：自动填写 16 项，须填写 16 项" in told


def test_an_identity_is_shown_by_its_type_and_number() -> None:
    form, identity = (
        merge_one_field({"control": "linked_id_type"}, {}),
        {"type": "居民身份证", "number": "11010519491231002X"},
    )
    forms = split(mapping_of(form), {"F": identity})
    for sheets in (tables.filled(forms), tables.gathered(form, Gathered(values={"F": identity}))):
        assert "居民身份证；11010519491231002X" in csv_bytes(sheets).decode()
