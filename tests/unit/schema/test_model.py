"""The declarations are consistent, and the reference is up to date."""

import pytest

from oncegraph.schema import reference
from oncegraph.schema.codes import Origin
from oncegraph.schema.declaration import Declaration, Node, Relationship
from oncegraph.schema.model import DECLARATIONS, NODES, RELATIONSHIPS, RESULT_NODES, RESULT_RELATIONSHIPS

RESULTS = {**RESULT_NODES, **RESULT_RELATIONSHIPS}
ALL = {**DECLARATIONS, **RESULTS}
EACH = pytest.mark.parametrize("declaration", ALL.values(), ids=ALL)


def test_the_reference_is_up_to_date():
    assert reference.FILE.read_text("utf-8") == reference.reference(), "run: python -m oncegraph.schema.reference"


@EACH
def test_columns_of_a_sheet_have_distinct_names_and_titles(declaration: type[Declaration]):
    columns = [(name, attribute.zh, attribute.en) for name, attribute in declaration.attributes().items()]
    if issubclass(declaration, Relationship):
        columns += [(name, title.zh, title.en) for name, title in declaration.ends()]
    words = [word for column in columns for word in column]
    assert len(words) == len(set(words))


@EACH
def test_titles_exist_in_both_languages(declaration: type[Declaration]):
    texts = [declaration.title, declaration.about]
    texts += [text for a in declaration.attributes().values() for text in (a.title, a.about, a.unit) if text]
    assert all(text.zh and text.en for text in texts)
    assert declaration.source


@pytest.mark.parametrize("node", NODES.values(), ids=NODES)
def test_a_node_has_one_key_and_refers_to_declared_kinds(node: type[Node]):
    assert len(node.keys()) == 1
    assert {reference.kind for reference in node.references().values()} <= set(NODES)


def test_what_is_referred_to_is_loaded_before_what_refers_to_it():
    order = list(NODES)
    for label, node in NODES.items():
        for referred in node.references().values():
            assert order.index(referred.kind) <= order.index(label)


def test_no_declaration_takes_the_title_of_another():
    titles = [declaration.title.zh for declaration in ALL.values()]
    assert len(titles) == len(set(titles))
    assert len(NODES) + len(RELATIONSHIPS) == len(DECLARATIONS)


def test_results_are_nothing_that_is_loaded():
    assert not RESULTS.keys() & DECLARATIONS.keys()
    assert not {each.relationship_type for each in RESULT_RELATIONSHIPS.values()} & {
        each.relationship_type for each in RELATIONSHIPS.values()
    }


@pytest.mark.parametrize("word", ["government", "政府部门核发", "Issued by government"])
def test_a_code_is_found_by_itself_and_by_its_titles(word: str):
    assert Origin.lookup(word) is Origin.GOVERNMENT


def test_a_word_outside_a_code_list_stands_for_no_code():
    assert Origin.lookup("政府") is None
