"""Checks on an SVG picture: boxes keep apart, texts stay in their boxes, and lines run between boxes.

A check that fails names what is in the way of what, with both rectangles.
"""

import re
from collections.abc import Mapping
from itertools import combinations, pairwise
from math import hypot
from typing import NamedTuple
from xml.etree.ElementTree import Element, fromstring

from oncegraph.visualize.diagram import Diagram
from oncegraph.visualize.formats.svg import svg
from oncegraph.visualize.lettering import width

NS = "{http://www.w3.org/2000/svg}"

#: Numbers in a picture are rounded to this, in pixels.
ROUNDED = 0.02


class Rectangle(NamedTuple):
    """In pixels, from the upper left corner of the picture."""

    left: float
    top: float
    right: float
    bottom: float

    def __str__(self) -> str:
        return f"({self.left:g}, {self.top:g})–({self.right:g}, {self.bottom:g})"

    def overlaps(self, other: "Rectangle") -> bool:
        """Whether it has something in common with another, by more than numbers are rounded."""
        return (
            self.left + ROUNDED < other.right
            and other.left < self.right - ROUNDED
            and self.top + ROUNDED < other.bottom
            and other.top < self.bottom - ROUNDED
        )

    def contains(self, other: "Rectangle") -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )


def draw(diagram: Diagram) -> Element:
    """The SVG of a diagram, parsed."""
    return fromstring(svg(diagram))


def numbers(element: Element, *names: str) -> list[float]:
    return [float(element.get(name)) for name in names]


def bounds(element: Element) -> Rectangle:
    """The rectangle around a box, a circle, or a diamond drawn as a path."""
    if element.tag == f"{NS}circle":
        x, y, radius = numbers(element, "cx", "cy", "r")
        return Rectangle(x - radius, y - radius, x + radius, y + radius)
    if element.tag == f"{NS}path":
        corners = [tuple(map(float, point.split(","))) for point in element.get("d").strip("MZ").split("L")]
        xs, ys = zip(*corners, strict=True)
        return Rectangle(min(xs), min(ys), max(xs), max(ys))
    x, y, wide, high = numbers(element, "x", "y", "width", "height")
    return Rectangle(x, y, x + wide, y + high)


def text_bounds(text: Element) -> Rectangle:
    """The rectangle that a text fills."""
    start, base, size = numbers(text, "x", "y", "font-size")
    return Rectangle(start, base - 0.8 * size, start + width(text.text or "", size), base + 0.2 * size)


def shape(group: Element) -> Element:
    """What a node is drawn as: the first element in its group after the title."""
    inner = group.find(f"{NS}a")
    return next(child for child in (group if inner is None else inner) if child.tag != f"{NS}title")


def groups(root: Element) -> dict[str, Element]:
    """Node → the group of all that is drawn for it."""
    return {group.get("data-id"): group for group in root.iter(f"{NS}g") if group.get("data-id")}


def boxes(root: Element) -> dict[str, tuple[Rectangle, list[Element]]]:
    """Node → its box and the texts in it."""
    return {name: (bounds(shape(group)), list(group.iter(f"{NS}text"))) for name, group in groups(root).items()}


def routes(root: Element) -> list[tuple[str, list[tuple[float, float]]]]:
    """Of every edge the title, which names its ends, and the points that it goes through."""
    paths = ((path.findtext(f"{NS}title"), path.get("d")) for path in root.iter(f"{NS}path"))
    points = ((title, re.findall(r"[ML]([-\d.]+),([-\d.]+)", path)) for title, path in paths if title)
    return [(title, [(float(x), float(y)) for x, y in path]) for title, path in points]


def check_picture(root: Element) -> None:
    """No box over another, no text out of its shape, nothing off the sheet."""
    by_label = _by_label(root)
    check_apart(by_label)
    sheet = Rectangle(*map(float, root.get("viewBox").split()))
    for label, box in by_label.items():
        assert sheet.contains(box), f"{label} {box} is not on the sheet {sheet}"
    for name, group in groups(root).items():
        for text in group.iter(f"{NS}text"):
            assert _fits(shape(group), text_bounds(text)), (
                f"text {text.text!r} {text_bounds(text)} does not fit into {_label(name, group)} {bounds(shape(group))}"
            )
    for text in root.iter(f"{NS}text"):
        assert sheet.contains(text_bounds(text)), f"text {text.text!r} {text_bounds(text)} is not on the sheet {sheet}"


def check_apart(rectangles: Mapping[str, Rectangle]) -> None:
    """No rectangle over another. rectangles: by what they are called when a check fails."""
    for (one, here), (other, there) in combinations(rectangles.items(), 2):
        assert not here.overlaps(there), f"{one} {here} overlaps {other} {there}"


def check_routes(root: Element) -> None:
    """No edge runs through a box; at a diamond or circle it ends at the side."""
    inside = {
        _label(name, group): Rectangle(box.left + 1, box.top + 1, box.right - 1, box.bottom - 1)
        for name, group in groups(root).items()
        if shape(group).tag == f"{NS}rect"
        for box in [bounds(shape(group))]
    }
    for title, points in routes(root):
        for (x, y), (to_x, to_y) in pairwise(points):
            part = Rectangle(min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))
            for label, box in inside.items():
                assert not part.overlaps(box), f"edge {title!r} {part} runs through {label} {box}"


def check_labels(root: Element) -> None:
    """No label of an edge, stage or lane is over a box."""
    by_label = _by_label(root)
    for text in root.findall(f"{NS}text"):
        here = text_bounds(text)
        for label, box in by_label.items():
            assert not here.overlaps(box), f"label {text.text!r} {here} overlaps {label} {box}"


def _by_label(root: Element) -> dict[str, Rectangle]:
    return {_label(name, group): bounds(shape(group)) for name, group in groups(root).items()}


def _label(name: str, group: Element) -> str:
    """The identity of a node and its title, or the first text in it."""
    title = next((element.text for tag in ("title", "text") for element in group.iter(f"{NS}{tag}")), "")
    return f"{name} {title!r}"


def _fits(box: Element, text: Rectangle) -> bool:
    """Whether a text stays inside the shape that it is written in."""
    left, top, right, bottom = bounds(box)
    x, y, across, down = (left + right) / 2, (top + bottom) / 2, (right - left) / 2 + 1, (bottom - top) / 2 + 1
    away = [(abs(a - x) / across, abs(b - y) / down) for a in text[::2] for b in text[1::2]]
    if box.tag == f"{NS}circle":
        return all(hypot(*each) <= 1 for each in away)
    if box.tag == f"{NS}path":
        return all(sum(each) <= 1 for each in away)
    return all(max(each) <= 1 for each in away)
