"""What a person means by a word: a theme, an item, a situation of the graph, by code or by name."""

import pytest

from oncegraph.graph.client import Client
from oncegraph.queries.city import GraphCity
from oncegraph.queries.names import SeveralMatch, subject_of
from oncegraph.schema.errors import NotFound
from oncegraph.schema.item import Item
from oncegraph.schema.situation import Situation
from oncegraph.schema.theme import Theme
from tests.support.examples.sample_city import PRESALE, PRESALE_SITUATION


@pytest.mark.parametrize(
    ("kinds", "word", "meant"),
    [
        ((Theme,), "ZT0001", ("Theme", "ZT0001")),
        ((Theme,), "扶残助残", ("Theme", "ZT0001")),
        ((Theme,), "餐饮", ("Theme", "ZT0002")),
        ((Theme, Item), PRESALE, ("Item", PRESALE)),
        ((Theme, Item, Situation), "新建商品房预售", ("Situation", PRESALE_SITUATION)),
        ((Situation, Theme), "人才引进", ("Theme", "ZT0003")),  # a whole name before a part of a situation's
    ],
)
def test_a_code_a_name_or_a_part_of_a_name(city: Client, kinds, word: str, meant: tuple[str, str]):
    assert subject_of(GraphCity(city), kinds, word) == meant


@pytest.mark.parametrize("word", ["", "没有这一件事"])
def test_what_is_not_there(city: Client, word: str):
    with pytest.raises(NotFound, match="一件事主题或事项"):
        subject_of(GraphCity(city), (Theme, Item), word)


def test_what_stands_for_several(city: Client):
    with pytest.raises(SeveralMatch) as told:
        subject_of(GraphCity(city), (Theme, Item), "残疾人")
    assert len(told.value.candidates) > 5
