"""Each format of a picture is one entry, and the entries are told apart."""

import pytest

from oncegraph.visualize.formats.format import Format, formats_of
from oncegraph.visualize.formats.render import NotAFlow, render
from tests.support.examples.diagrams import EXAMPLES


def test_formats_are_told_apart_by_suffix_and_by_media_type() -> None:
    assert len({each.suffix for each in Format}) == len({each.media_type for each in Format}) == len(Format)
    suffixes = [suffix for each in Format for suffix in each.suffixes]
    assert len(set(suffixes)) == len(suffixes)
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in suffixes)


@pytest.mark.parametrize("format", Format)
def test_a_format_has_a_title_and_a_media_type_of_its_own(format: Format) -> None:
    assert format.title.zh and format.title.en
    assert format.media_type.count("/") == 1
    assert format.suffix == format.suffixes[0]


@pytest.mark.parametrize("format", Format)
@pytest.mark.parametrize("name", EXAMPLES)
def test_a_diagram_is_given_in_the_formats_that_can_describe_it_and_refused_in_others(
    name: str, format: Format
) -> None:
    diagram = EXAMPLES[name]
    assert (format in formats_of(diagram)) is format.can_describe(diagram.arrangement)
    if not format.can_describe(diagram.arrangement):
        with pytest.raises(NotAFlow, match="svg"):
            render(diagram, format)


def test_bpmn_describes_flows_only_and_every_other_format_all_arrangements() -> None:
    for diagram in EXAMPLES.values():
        left_out = set(Format) - set(formats_of(diagram))
        assert left_out == (set() if diagram is EXAMPLES["lanes"] else {Format.BPMN})
