"""Result rows of the one set of materials of a theme: each material once, however many situations ask for it."""

from oncegraph.schema.codes import Necessity, Origin
from oncegraph.schema.guide import Thing
from oncegraph.schema.remaining import MaterialStand
from oncegraph.schema.tabular import Tabular
from oncegraph.schema.verdict import Rule, Spoken


class MaterialNeed(Tabular):
    """A situation that asks for a material. stand: what is to be done about it; alternative_group: any one of which is
    enough; produced_by: the items applied for at once that result in it."""

    situation: Thing
    item: Thing
    stand: MaterialStand
    rule: Rule
    necessity: Necessity | str | None = None
    alternative_group: str | None = None
    copies: int | None = None
    produced_by: tuple[Thing, ...] = ()
    text: Spoken


class ThemeMaterial(Tabular):
    """A material of the set. stand: the most that is to be done about it for any situation; necessity: the strictest,
    None where that was not recorded; copies: the most that one situation asks for; copies_apart: what all situations
    ask for together, one after the other; both None where nobody recorded any."""

    material_code: str
    name: str
    origin: Origin | str | None = None
    stand: MaterialStand
    necessity: Necessity | str | None = None
    copies: int | None = None
    copies_apart: int | None = None
    needs: tuple[MaterialNeed, ...]
    text: Spoken


class ThemeMaterials(Tabular):
    """The materials of some situations applied for as one thing, those to be handed in first.

    apart: how many materials they ask for, each situation by itself; once: how many different ones; of these, exempt,
    handed_on, to_hand_in, later, undecided. An alternative group, of which one is to be handed in, counts once there.
    """

    theme_code: str | None
    name: str
    materials: tuple[ThemeMaterial, ...]
    apart: int
    once: int
    exempt: int
    handed_on: int
    to_hand_in: int
    later: int
    undecided: int
