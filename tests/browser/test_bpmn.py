"""bpmn-js opens what we write without a warning, and finds everything in it."""

import pytest
from playwright.sync_api import Page

from oncegraph.visualize.diagram import Diagram
from oncegraph.visualize.formats.bpmn import bpmn
from tests.support.examples.diagrams import flow, flow_with_hostile_names
from tests.support.npm_packages import package

OPEN = """async xml => {
  const viewer = new BpmnJS({container: '#canvas'});
  const {warnings} = await viewer.importXML(xml);
  const shown = viewer.get('elementRegistry').filter(each => each.type !== 'label');
  return {warnings: warnings.map(String), types: shown.map(each => each.type), names: shown.map(
    each => each.businessObject.name || '')};
}"""


@pytest.mark.parametrize("diagram", [flow(), flow_with_hostile_names()], ids=["flow", "hostile"])
def test_bpmn_js_opens_a_flow_without_a_warning(page: Page, diagram: Diagram) -> None:
    page.add_script_tag(path=package("bpmn-js") / "dist" / "bpmn-viewer.production.min.js")
    opened = page.evaluate(OPEN, bpmn(diagram))
    assert opened["warnings"] == []
    assert opened["types"].count("bpmn:SequenceFlow") == len(diagram.edges)
    assert opened["types"].count("bpmn:Lane") == len(diagram.lanes)
    assert opened["types"].count("bpmn:Participant") == 1
    assert len(opened["types"]) == len(diagram.edges) + len(diagram.lanes) + len(diagram.nodes) + 2
    assert {str(lane.title) for lane in diagram.lanes} <= set(opened["names"])
