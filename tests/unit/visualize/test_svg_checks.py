"""The checks of pictures find what is wrong, and name what is in the way of what."""

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element, fromstring

import pytest

from tests.support.svg import check_labels, check_picture, check_routes


def picture(*parts: str) -> Element:
    return fromstring(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">{"".join(parts)}</svg>',
    )


def box(name: str, x: float, text: str = "甲") -> str:
    return (
        f'<g data-id="Item/{name}"><title>{name}</title><rect x="{x}" y="10" width="60" height="40"/>'
        f'<text x="{x + 4}" y="30" font-size="10">{text}</text></g>'
    )


EDGE = '<path d="M10,20L190,20"><title>A → C</title></path>'
LABEL = '<text x="70" y="30" font-size="10">label</text>'


def test_boxes_apart_with_a_text_each_are_fine() -> None:
    root = picture(box("A", 0), box("B", 100))
    check_picture(root)
    check_routes(root)
    check_labels(root)


A, B, LONG = box("A", 0), box("B", 50), box("A", 0, "很长的名称" * 2)


@pytest.mark.parametrize(
    ("check", "parts", "message"),
    [
        (check_picture, [A, B], "Item/A 'A' (0, 10)–(60, 50) overlaps Item/B 'B' (50, 10)–(110, 50)"),
        (check_picture, [LONG], "text '很长的名称很长的名称' (4, 22)–(104, 32) does not fit into Item/A 'A' (0, 10)"),
        (check_picture, [box("A", 150)], "Item/A 'A' (150, 10)–(210, 50) is not on the sheet (0, 0)–(200, 100)"),
        (check_picture, [LABEL.replace("70", "190")], "text 'label' (190, 22)–"),
        (check_routes, [B, EDGE], "edge 'A → C' (10, 20)–(190, 20) runs through Item/B 'B' (51, 11)–(109, 49)"),
        (check_labels, [B, LABEL], "overlaps Item/B 'B' (50, 10)–(110, 50)"),
    ],
)
def test_a_check_that_fails_names_both(check: Callable[[Element], None], parts: list[str], message: str) -> None:
    with pytest.raises(AssertionError, match=re.escape(message)):
        check(picture(*parts))
