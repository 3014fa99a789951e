"""DOT text, read by Graphviz itself: every node, edge and lane is there, and names are only names."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from oncegraph.schema.text import Text
from oncegraph.visualize.diagram import Diagram
from oncegraph.visualize.formats.dot import dot
from oncegraph.visualize.lettering import legible, width
from tests.support.examples.diagrams import EXAMPLES, flow, two_columns
from tests.support.examples.names import HOSTILE_TO_MERMAID

#: Graphviz is a program.
pytestmark = pytest.mark.process


def laid_out(diagram: Diagram, form: str = "json0") -> Any:
    """What Graphviz makes of it."""
    tool = Path(sys.executable).with_name("graphviz-pure")
    return json.loads(
        subprocess.run([tool, f"-T{form}"], input=dot(diagram), capture_output=True, check=True, text=True).stdout
    )


def lines_of_label(label: str) -> list[str]:
    """The lines of a label as they are drawn."""
    lines = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], label).split("\n")
    return [unescape(line) for line in lines]


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_node_edge_and_group_is_read(name: str) -> None:
    diagram = EXAMPLES[name]
    read = laid_out(diagram)
    nodes = [
        each for each in read["objects"] if "nodes" not in each and not each["name"].startswith(("cluster", "group"))
    ]
    assert len(nodes) == len(diagram.nodes)
    assert all("pos" in node for node in nodes)
    order = list(diagram.nodes)
    ids = {each["_gvid"]: order[int(each["name"].removeprefix("n"))] for each in nodes}
    met = {(ids[edge["tail"]], ids[edge["head"]]) for edge in read["edges"]}
    assert met == {(edge.start, edge.end) for edge in diagram.edges}


def test_lanes_are_clusters_with_their_nodes() -> None:
    read = laid_out(flow())
    names = {each["_gvid"]: lines_of_label(each["label"])[0] for each in read["objects"] if "label" in each}
    lanes = {each["label"]: {names[n] for n in each["nodes"]} for each in read["objects"] if "cluster" in each["name"]}
    assert set(lanes) == {str(lane.title) for lane in flow().lanes}
    assert lanes["城市管理局"] == {"∥ 户外招牌设置审批"}
    (licence,) = (each for each in read["objects"] if each.get("URL"))
    assert (licence["URL"], licence["penwidth"]) == ("/api/v1/items/licence", "2.4")


def test_the_note_is_written_below_the_title() -> None:
    read = laid_out(replace(flow(), note=Text("只画一部分", "a part is drawn")))
    assert lines_of_label(read["label"]) == ["开办餐饮店", "3 个事项，3 个部门", "※ 只画一部分"]


def test_hostile_names_are_drawn_as_they_are_in_boxes_wide_enough() -> None:
    names = ["<b>x</b>", "&lt;", "a\\nb\\", 'q"q', "n0:s -> n1", *HOSTILE_TO_MERMAID]
    read = laid_out(two_columns(*names))
    boxes = [each for each in read["objects"] if each.get("shape") == "box"]
    assert [lines_of_label(box["label"]) for box in boxes] == [[legible(name)] * 2 for name in names]
    assert all(float(box["width"]) * 72 >= width(legible(name), 11) for box, name in zip(boxes, names, strict=True))
