"""Result rows of the common set of materials of a theme: each material once, even if several situations require it."""

from oncegraph.schema.codes import Necessity, Origin
from oncegraph.schema.guide import Thing
from oncegraph.schema.remaining import MaterialStand
from oncegraph.schema.tabular import Tabular
from oncegraph.schema.verdict import Rule, Spoken


class MaterialNeed(Tabular):
    """A situation that requires a material.

    stand: what has to be done about it; alternative_group: the group of which any one material is enough; produced_by:
    items of the same application that produce it.
    """

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
    """A material of the set.

    stand: the most that has to be done about it for any situation; necessity: the strictest one, None if it is not
    recorded; copies: the largest number that one situation requires; copies_apart: the sum over all situations; both
    None if no number is recorded.
    """

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
    """The materials of some situations that are applied for as one thing; those to be handed in come first.

    apart: number of materials if every situation is applied for separately; once: number of different materials. Of
    these: exempt, handed_on, to_hand_in, later, undecided; for the last three, an alternative group counts once.
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
