"""Pictures of what the graph holds: from a command into a file, and from a route as what is accepted."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest
from pypdf import PdfReader
from typer.testing import Result

from oncegraph.visualize.formats.format import Format
from oncegraph.visualize.formats.json import read
from tests.support.command_line import output_of
from tests.support.examples.sample_city import CAR_PARK, PRESALE, PRESALE_SITUATION
from tests.support.server import V1

ITEM = f"{V1}/items/{PRESALE}/diagram"
FLOW = f"{V1}/themes/ZT0002/diagram"
OF_ITEM = [each for each in Format if each is not Format.BPMN]


@pytest.mark.parametrize("format", OF_ITEM)
def test_a_command_writes_the_format_of_the_suffix(
    oncegraph: Callable[..., Result], tmp_path: Path, format: Format
) -> None:
    file = tmp_path / f"图{format.suffix}"
    assert output_of(oncegraph("draw", "商品房预售许可", "-o", str(file))) == ""
    _check(format, file.read_bytes())


def test_a_command_writes_text_without_a_file_and_draws_a_situation(oncegraph: Callable[..., Result]) -> None:
    told = output_of(oncegraph("draw", "地下停车场", "--as", "mermaid", "--picture", "chain"))
    assert told.startswith('---\ntitle: "经营性公共停车场备案')
    assert '["地下停车场<br/>' in told
    english = output_of(oncegraph("draw", PRESALE, "--as", "dot", "--lang", "en"))
    assert "Material" in english


def test_a_command_refuses_what_cannot_be_drawn(oncegraph: Callable[..., Result], tmp_path: Path) -> None:
    for arguments, told in (
        (("没有这个",), "没有编码或名称"),
        (("商品房预售许可", "-o", str(tmp_path / "x.jpg")), ".svg"),
        (("商品房预售许可", "--as", "png", "--dpi", "1200", "-o", str(tmp_path / "x.png")), "dpi"),
    ):
        refused = oncegraph("draw", *arguments)
        assert refused.exit_code in (2, 3)
        assert told in refused.output
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("format", OF_ITEM)
def test_a_route_gives_what_is_accepted_or_named(http: httpx.Client, format: Format) -> None:
    accepted = http.get(ITEM, headers={"Accept": f"{format.media_type}, */*;q=0.1"})
    named = http.get(ITEM, params={"format": format}, headers={"Accept": "text/html"})
    for answer in (accepted, named, http.get(ITEM, headers={"Accept": format.media_type})):
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].partition(";")[0] == format.media_type
        assert "Accept" in answer.headers["vary"].split(", ")
        assert answer.content == accepted.content
    _check(format, accepted.content)


def _check(format: Format, content: bytes) -> None:
    """It is the chain of 商品房预售许可."""
    if format is Format.PNG:
        assert content.startswith(b"\x89PNG")
    elif format is Format.PDF:
        assert "商品房预售许可申请表" in PdfReader(BytesIO(content)).pages[0].extract_text()
    else:
        assert "商品房预售许可申请表" in content.decode()
    if format is Format.SVG:
        ElementTree.fromstring(content)
    if format is Format.JSON:
        assert f"Item/{PRESALE}" in read(content).nodes


def test_each_media_type_is_remembered_apart(http: httpx.Client) -> None:
    answers = [http.get(FLOW, headers={"Accept": each.media_type}) for each in Format for _ in range(2)]
    tags = [answer.headers["etag"] for answer in answers]
    assert tags[::2] == tags[1::2]
    assert len(set(tags)) == len(Format)
    again = http.get(FLOW, headers={"Accept": "image/png", "If-None-Match": tags[2 * [*Format].index(Format.PNG)]})
    assert again.status_code == 304


def test_a_flow_is_bpmn_as_well_and_nothing_else_is(
    oncegraph: Callable[..., Result], http: httpx.Client, tmp_path: Path
) -> None:
    file = tmp_path / "流程.bpmn"
    assert output_of(oncegraph("draw", "开办餐饮店", "-o", str(file))) == ""
    assert file.read_bytes() == http.get(FLOW, params={"format": "bpmn"}).content
    assert ElementTree.parse(file).getroot().tag == "{http://www.omg.org/spec/BPMN/20100524/MODEL}definitions"
    refused = http.get(ITEM, params={"format": "bpmn"})
    assert refused.status_code == 422
    assert "svg" in refused.json()["next_step"]
    assert oncegraph("draw", "商品房预售许可", "--as", "bpmn").exit_code == 2


def test_an_unavailable_media_type_is_refused_with_those_that_are_available(http: httpx.Client) -> None:
    refused = http.get(ITEM, headers={"Accept": "text/html"})
    assert refused.status_code == 406
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["code"] == "not_acceptable"
    assert "image/svg+xml" in refused.json()["next_step"]
    assert http.get(ITEM, params={"format": "jpg"}).status_code == 422
    assert http.get(ITEM, params={"format": "png", "dpi": 1200}).status_code == 422
    assert http.get(f"{V1}/items/nothing/diagram").status_code == 404


def test_situations_and_items_of_many_are_drawn(http: httpx.Client) -> None:
    one = read(http.get(f"{V1}/situations/{PRESALE_SITUATION}/diagram?format=json").content)
    many = read(http.get(f"{V1}/items/{CAR_PARK}/diagram?format=json&lang=en").content)
    assert f"Situation/{PRESALE_SITUATION}" in one.nodes
    assert sum(name.startswith("Situation/") for name in many.nodes) == 10


def test_why_is_drawn_in_the_same_ways(http: httpx.Client, oncegraph: Callable[..., Result], tmp_path: Path) -> None:
    path = f"{V1}/explanation?situation={PRESALE_SITUATION}"
    assert http.get(path).json()["kind"] == "Situation"
    assert http.get(path, headers={"Accept": "application/json, image/png"}).json()["kind"] == "Situation"
    assert http.get(path, headers={"Accept": "image/png"}).content.startswith(b"\x89PNG")
    assert http.get(path, headers={"Accept": "text/html"}).status_code == 406
    output_of(oncegraph("why", "商品房预售许可", "项目编号", "-o", str(tmp_path / "why.pdf")))
    assert (tmp_path / "why.pdf").read_bytes().startswith(b"%PDF")
    assert json.loads(output_of(oncegraph("why", "商品房预售许可", "项目编号", "--as", "json")))["title"] == "项目编号"
