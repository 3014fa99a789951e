"""What depends on a source, field or licence type: result rows of impact."""

from typing import Annotated, ClassVar

from oncegraph.schema.declaration import Attribute, Titled
from oncegraph.schema.gain import Gain
from oncegraph.schema.tabular import Tabular
from oncegraph.schema.totals import PAIRS


class Affected(Titled):
    """A field, material or situation whose verdict changes: in how many situations, and their cases a year."""

    code: Annotated[str, Attribute("编码", "Code")]
    name: Annotated[str, Attribute("名称", "Name")]
    situations: Annotated[int, Attribute("情形数", "Situations")]
    cases: Annotated[int, Attribute("年办件量", "Cases a year")]


class OtherSource(Titled):
    """A source that takes over: the number of pairs of a situation and a field (or material) that it also serves."""

    source_code: Annotated[str, Attribute("数源编码", "Source code")]
    name: Annotated[str, Attribute("数源名称", "Source")]
    pairs: Annotated[int, Attribute("可接替", "Takes over")]


class Margin(Titled):
    """How many of the pairs that depend on what is lost are also covered by other usable sources ("three others cover
    92 %")."""

    relying: Annotated[int, Attribute("依赖数", "Relying", about=PAIRS)]
    covered: Annotated[int, Attribute("其他数源可接替", "Covered by others")]
    others: Annotated[tuple[OtherSource, ...], Attribute("接替数源", "OtherSource sources")]


class Impact(Tabular):
    """What depends on a source, field or licence type, and what is lost without it. bindings … items: how many
    could use it; keys: fields that are no longer known; fields, materials, situations: those that lose their YES, most
    cases first; margin: for the fields that it fills, or for the materials that
    are exempt by sharing it (licence)."""

    main_table: ClassVar[str] = "fields"

    kind: str
    code: str
    name: str
    bindings: int
    dependent_fields: int
    dependent_materials: int
    dependent_situations: int
    dependent_items: int
    dependent_cases: int
    loss: Gain
    keys: tuple[Affected, ...]
    fields: tuple[Affected, ...]
    materials: tuple[Affected, ...]
    situations: tuple[Affected, ...]
    margin: Margin
