"""Checks on an SVG picture: boxes keep apart, texts stay in their boxes, and lines run between boxes."""

import re
from itertools import combinations, pairwise
from math import hypot
from xml.etree import ElementTree

from oncegraph.visualize.diagram import Diagram
from oncegraph.visualize.formats.svg import svg
from oncegraph.visualize.lettering import width

NS = "{http://www.w3.org/2000/svg}"


Rectangle = tuple[float, float, float, float]


def drawn(diagram: Diagram) -> ElementTree.Element:
    return ElementTree.fromstring(svg(diagram))


def numbers(element: ElementTree.Element, *names: str) -> list[float]:
    return [float(element.get(name)) for name in names]


def bounds(element: ElementTree.Element) -> Rectangle:
    """Of a box, a circle, or a diamond drawn as a path."""
    if element.tag == f"{NS}circle":
        x, y, radius = numbers(element, "cx", "cy", "r")
        return x - radius, y - radius, x + radius, y + radius
    if element.tag == f"{NS}path":
        corners = [tuple(map(float, point.split(","))) for point in element.get("d").strip("MZ").split("L")]
        xs, ys = zip(*corners, strict=True)
        return min(xs), min(ys), max(xs), max(ys)
    x, y, wide, high = numbers(element, "x", "y", "width", "height")
    return x, y, x + wide, y + high


def shape(group: ElementTree.Element) -> ElementTree.Element:
    """What a node is drawn as: the first thing in its group, but for what it is called."""
    inner = group.find(f"{NS}a")
    return next(child for child in (group if inner is None else inner) if child.tag != f"{NS}title")


def groups(root: ElementTree.Element) -> dict[str, ElementTree.Element]:
    return {group.get("data-id"): group for group in root.iter(f"{NS}g") if group.get("data-id")}


def boxes(root: ElementTree.Element) -> dict[str, tuple[Rectangle, list[ElementTree.Element]]]:
    """Of every node: its box and the texts in it."""
    return {name: (bounds(shape(group)), list(group.iter(f"{NS}text"))) for name, group in groups(root).items()}


def filled(text: ElementTree.Element) -> Rectangle:
    start, base, size = numbers(text, "x", "y", "font-size")
    return start, base - 0.8 * size, start + width(text.text or "", size), base + 0.2 * size


def overlap(one: Rectangle, other: Rectangle) -> bool:
    """By more than numbers are rounded."""
    (left, top, right, bottom), near = one, 0.02
    return left + near < other[2] and other[0] < right - near and top + near < other[3] and other[1] < bottom - near


def holds(box: ElementTree.Element, text: Rectangle) -> bool:
    """Whether a text stays inside the shape that it is written in."""
    left, top, right, bottom = bounds(box)
    x, y, across, down = (left + right) / 2, (top + bottom) / 2, (right - left) / 2 + 1, (bottom - top) / 2 + 1
    away = [(abs(a - x) / across, abs(b - y) / down) for a in text[::2] for b in text[1::2]]
    if box.tag == f"{NS}circle":
        return all(hypot(*each) <= 1 for each in away)
    if box.tag == f"{NS}path":
        return all(sum(each) <= 1 for each in away)
    return all(max(each) <= 1 for each in away)


def check(root: ElementTree.Element) -> None:
    """No box over another, no text out of its shape, nothing off the sheet."""
    for (one, _), (other, _) in combinations(boxes(root).values(), 2):
        assert not overlap(one, other)
    for group in groups(root).values():
        for text in group.iter(f"{NS}text"):
            assert holds(shape(group), filled(text)), text.text
    whole = tuple(map(float, root.get("viewBox").split()))
    for text in root.iter(f"{NS}text"):
        left, top, right, bottom = filled(text)
        assert left >= 0 and top >= 0 and right <= whole[2] and bottom <= whole[3], text.text
    for (left, top, right, bottom), _ in boxes(root).values():
        assert left >= 0 and top >= 0 and right <= whole[2] and bottom <= whole[3]


def edges_of(root: ElementTree.Element) -> list[tuple[str, list[tuple[float, float]]]]:
    """Of every edge what it joins, and the points that it goes through."""
    drawn = ((path.findtext(f"{NS}title"), path.get("d")) for path in root.iter(f"{NS}path"))
    ways = ((title, re.findall(r"[ML]([-\d.]+),([-\d.]+)", way)) for title, way in drawn if title)
    return [(title, [(float(x), float(y)) for x, y in way]) for title, way in ways]


def check_edges(root: ElementTree.Element) -> None:
    """No edge runs through a box; in a diamond or circle it ends at the side."""
    inside = [
        (left + 1, top + 1, right - 1, bottom - 1)
        for name, ((left, top, right, bottom), _) in boxes(root).items()
        if shape(groups(root)[name]).tag == f"{NS}rect"
    ]
    for title, points in edges_of(root):
        for (x, y), (to_x, to_y) in pairwise(points):
            ran = (min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))
            assert not any(overlap(ran, box) for box in inside), title


def check_labels(root: ElementTree.Element) -> None:
    """No label of an edge, stage or lane stands on a box."""
    for text in root.findall(f"{NS}text"):
        assert not any(overlap(filled(text), box) for box, _ in boxes(root).values()), text.text
