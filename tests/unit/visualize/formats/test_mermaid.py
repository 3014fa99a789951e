"""Mermaid text: what is in the diagram and nothing else, whatever the names are."""

import re
from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from oncegraph.schema.text import Text
from oncegraph.visualize.diagram import Accent
from oncegraph.visualize.formats.mermaid import mermaid, quote, readable, unquote
from tests.support.examples.diagrams import flow, gantt, sankey, two_columns
from tests.support.examples.names import HOSTILE_TO_MERMAID
from tests.support.hypothesis_settings import bounded


def lines(text: str) -> list[str]:
    _, title, _, *rest = text.splitlines()
    assert title.startswith('title: "')
    return [line.strip() for line in rest]


def test_a_flow_is_written_with_its_lanes_shapes_lines_and_accents() -> None:
    told = lines(mermaid(flow()))
    assert told[0] == "flowchart LR"
    assert [line for line in told if line.startswith("subgraph")] == [
        'subgraph g0["市场监管局"]',
        'subgraph g1["卫生健康委"]',
        'subgraph g2["城市管理局"]',
    ]
    for line in (
        'n0(["开始"])',
        'n1{"要设户外招牌吗？"}',
        'n2@{ shape: fork, label: " " }',
        'n3["营业执照<br/>3 个工作日"]',
        'n4["∥ 户外招牌设置审批"]',
        'n1 -->|"要"| n2',
        "n0 --> n1",
        "class n3,n7 critical",
        "class n4 parallel",
        'click n3 href "/api/v1/items/licence"',
    ):
        assert line in told
    drawn = [line for line in told if "-->" in line]
    (strong,) = (line for line in told if line.startswith("linkStyle"))
    numbers = [int(number) for number in strong.split()[1].split(",")]
    assert [drawn[number] for number in numbers] == ['n3 -->|"营业执照"| n5', "n5 --> n6", "n6 --> n7"]
    assert len(drawn) == len(flow().edges)


def test_a_gantt_chart_counts_days_and_shows_the_state_before() -> None:
    assert lines(mermaid(gantt()))[1:] == [
        "dateFormat YYYY-MM-DD HH:mm",
        "axisFormat 第%-j天",
        "section 市场监管局",
        "营业执照（改革前） :done, n0b, 2001-01-01 00:00, 5.5d",
        "营业执照 :crit, n0, 2001-01-01 00:00, 3d",
        "section 卫生健康委",
        "食品经营许可 :n1, 2001-01-04 00:00, 10.5d",
        "办结 :milestone, n2, 2001-01-14 12:00, 0d",
    ]


def test_the_state_before_has_the_name_of_the_legend() -> None:
    legend = ((Accent.BEFORE, Text("逐个办理", "one after the other")),)
    assert "营业执照（逐个办理） :done" in mermaid(replace(gantt(), legend=legend))


def test_the_note_is_written_behind_the_title() -> None:
    told = mermaid(replace(flow(), note=Text("只画一部分", "a part is drawn")))
    assert 'title: "开办餐饮店：3 个事项，3 个部门。※ 只画一部分"' in told.splitlines()


def test_a_flow_is_labelled_with_its_weight_and_drawn_as_broad() -> None:
    told = lines(mermaid(sankey()))
    assert [line for line in told if "---" in line] == ['n0 ---|"12"| n2', 'n1 ---|"2.5"| n3', "n1 --- n2"]
    assert [line for line in told if line.startswith("linkStyle")] == [
        "linkStyle 0 stroke-width:24.0px",
        "linkStyle 1 stroke-width:5.0px",
    ]


@bounded(200)
@given(st.text(max_size=60))
@example(HOSTILE_TO_MERMAID[0])
@example(HOSTILE_TO_MERMAID[2])
def test_any_text_comes_back_from_a_label(text: str) -> None:
    label = quote(text)
    assert unquote(label) == readable(text)
    assert not set(re.sub(r"#\d+;", "", label)) & set('"#;%<>&[]{}|`*_:@\\ﬂ')


@bounded(60)
@given(st.lists(st.text(max_size=40), min_size=2, max_size=6))
@example(HOSTILE_TO_MERMAID)
def test_all_names_come_back_in_their_order(names: list[str]) -> None:
    told = lines(mermaid(two_columns(*names)))
    labels = [line.partition('["')[2].removesuffix('"]') for line in told if re.match(r"n\d+\[", line)]
    assert [[unquote(part) for part in label.split("<br/>")] for label in labels] == [
        [readable(name)] * 2 if name else [" "] for name in names
    ]
    assert len([line for line in told if "---" in line]) == len(names) - 1
