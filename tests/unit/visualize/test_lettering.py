"""Texts are never wider than they are taken for, whatever the names are."""

from fontTools.ttLib import TTCollection
from hypothesis import given
from hypothesis import strategies as st
from noto_cjk_sans_otc import FONT_PATH

from oncegraph.visualize.lettering import ELLIPSIS, fit, legible, width, wrap, wrap_evenly

texts = st.text(max_size=80)


@given(texts, st.floats(20, 300))
def test_a_fitted_text_fits(text: str, room: float):
    shown = fit(text, 14, room)
    assert width(shown, 14) <= room
    assert shown == legible(text) or shown.endswith(ELLIPSIS)


def test_a_long_name_is_cut_and_a_short_one_is_not():
    assert fit("商品房预售许可", 10, 70) == "商品房预售许可"
    assert fit("商品房预售许可", 10, 69) == "商品房预售…"
    assert fit("商品房预售许可", 10, 9) == ""


@given(texts, st.floats(20, 300))
def test_wrapped_lines_fit_and_lose_nothing(text: str, room: float):
    lines = wrap(text, 14, room, 1000)
    assert all(width(line, 14) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == legible(text).replace(" ", "")


@given(texts, st.floats(20, 300), st.integers(1, 4))
def test_balanced_lines_are_as_many_fit_and_lose_nothing(text: str, room: float, most: int):
    lines, greedy = wrap_evenly(text, 14, room, most), wrap(text, 14, room, most)
    assert len(lines) == len(greedy)
    assert "".join(lines).replace(" ", "") == "".join(greedy).replace(" ", "")
    assert all(width(line, 14) <= room for line in lines)


def test_balanced_lines_leave_no_letter_alone():
    assert wrap("残疾人基本型辅助器具适配补贴", 10, 125, 3) == ["残疾人基本型辅助器具适配", "补贴"]
    assert wrap_evenly("残疾人基本型辅助器具适配补贴", 10, 125, 3) == ["残疾人基本型辅", "助器具适配补贴"]
    assert wrap_evenly("第 11–25 个工作日，可推迟 30 天", 10, 160, 3) == ["第 11–25 个工作日，", "可推迟 30 天"]
    assert wrap_evenly("短", 10, 125, 3) == ["短"]


def test_lines_break_between_words_and_marks_stay_where_they_belong():
    assert wrap("record the status", 10, 80, 9) == ["record the", "status"]
    assert wrap("甲乙丙丁，戊", 10, 40, 9) == ["甲乙丙", "丁，戊"]
    assert wrap("甲乙丙（丁）", 10, 40, 9) == ["甲乙丙", "（丁）"]
    assert wrap("甲乙丙丁戊己庚", 10, 30, 2) == ["甲乙丙", "丁戊…"]


def test_what_cannot_be_seen_is_left_out():
    assert legible("甲\n 乙\t丙\x00\u200b\u202e\ud800") == "甲 乙 丙"


def test_no_letter_of_a_real_font_is_wider_than_it_is_taken_for():
    with TTCollection(str(FONT_PATH), lazy=True) as collection:
        font = next(font for font in collection.fonts if font["name"].getDebugName(1) == "Noto Sans CJK SC")
        advances, glyphs, em = font["hmtx"], font.getBestCmap(), font["head"].unitsPerEm
        letters = [*range(0x20, 0x7F), *range(0x3000, 0x3030), *range(0x4E00, 0x9FFF, 7), *range(0xFF01, 0xFF5F)]
        too_wide = [chr(c) for c in letters if c in glyphs and advances[glyphs[c]][0] > em * width(chr(c), 1) + 1]
    assert not too_wide
