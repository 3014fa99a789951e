"""Which pictures there are of what, and how each is put together."""

from typing import TYPE_CHECKING

from api.answers import of_one_situation
from schema.codes import CodeList
from schema.errors import RefusedInput
from schema.model import NODES
from schema.text import Text, listed

if TYPE_CHECKING:
    from queries.exemption.analysis import Analysis
    from schema.verdict import ItemVerdict


class Picture(CodeList):
    """What a picture shows of a subject."""

    CHAIN = "chain", "五级链", "Chain of five levels"


#: Kind of subject → its pictures, the usual one first.
PICTURES: dict[str, tuple[Picture, ...]] = {"Item": (Picture.CHAIN,), "Situation": (Picture.CHAIN,)}


class NoSuchPicture(RefusedInput):
    """There is no picture of that kind of a subject."""

    code = "no_such_picture"
    exit_code = 2

    def __init__(self, kind: str, picture: Picture):
        title, of = NODES[kind].title, picture.title
        has = listed(PICTURES[kind])
        super().__init__(
            Text(f"{title.zh}没有“{of.zh}”图。", f'There is no picture "{of.en}" of a {title.en.lower()}.'),
            Text(f"可用：{has.zh}。", f"There is {has.en}."),
        )


def checked(kind: str, picture: Picture | None) -> Picture:
    """The picture wanted, or the usual one. Raises NoSuchPicture."""
    if picture is None:
        return PICTURES[kind][0]
    if picture not in PICTURES[kind]:
        raise NoSuchPicture(kind, picture)
    return picture


def item_of(analysis: "Analysis", kind: str, code: str) -> "ItemVerdict":
    """The verdicts of an item, or of a situation as all there is of its item. Raises NotFound."""
    if kind == "Item":
        return analysis.item(code)
    situation = analysis.situation(code)
    catalogue = analysis.catalogue
    return of_one_situation(situation, catalogue.names["Item"][catalogue.index["Item"][situation.item_code]])
