"""The figures that measure a reform (S0: 减材料 减环节 减时间 减跑动; S2: 253 items, 1,611 materials, 603 steps and 348
visits fewer), and by how much they decrease."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import computed_field

from oncegraph.schema.declaration import Attribute, Titled
from oncegraph.schema.item import WORKING_DAYS
from oncegraph.schema.tabular import Tabular
from oncegraph.schema.text import Text

PER_ITEM = Text("按事项分别计数；同一事项的多个情形不重复计数", "Counted for each item, once for all its situations")


class Count(Tabular):
    """A sum of recorded facts. value: None if none is recorded; unknown: how many facts are not recorded."""

    value: int | None = 0
    unknown: int = 0

    @classmethod
    def of(cls, value: int | None) -> "Count":
        """The count of a single fact, None if it is not recorded."""
        return cls.model_construct(value=value, unknown=int(value is None))

    @classmethod
    def summed(cls, counts: Iterable["Count"]) -> "Count":
        counts = list(counts)
        known = [count.value for count in counts if count.value is not None]
        value = sum(known) if known or not counts else None
        return cls.model_construct(value=value, unknown=sum(count.unknown for count in counts))


class Figures(Titled):
    """What a scope demands of applicants, and how long it takes. Items and situations are those in force.

    A fact that is not recorded counts as unknown, never as 0.
    """

    items: Annotated[Count, Attribute("事项", "Items")]
    situations: Annotated[Count, Attribute("情形", "Situations")]
    steps: Annotated[Count, Attribute("环节", "Steps")]
    forms: Annotated[Count, Attribute("表单", "Forms", about=PER_ITEM)]
    fields: Annotated[Count, Attribute("表单字段", "Fields of forms", about=PER_ITEM)]
    fields_to_type: Annotated[Count, Attribute("须填字段", "Fields to type", about=PER_ITEM)]
    materials: Annotated[
        Count,
        Attribute(
            "材料",
            "Materials",
            about=Text(f"{PER_ITEM.zh}；一个任选组计一份", f"{PER_ITEM.en}; an alternative group counts as one"),
        ),
    ]
    materials_to_hand_in: Annotated[Count, Attribute("须交材料", "Materials to hand in")]
    materials_exempt: Annotated[
        Count, Attribute("免交材料", "Materials exempt", about=Text("规则 2 至 6", "Rules 2 to 6"))
    ]
    materials_only_once: Annotated[
        Count,
        Attribute(
            "免交或只提交一次材料",
            "Materials only once or exempt",
            about=Text("规则 2 至 8", "Rules 2 to 8"),
            source="S2",
        ),
    ]
    visits: Annotated[Count, Attribute("跑动次数", "Visits")]
    legal_days: Annotated[Count, Attribute("法定时限", "Legal days", unit=WORKING_DAYS)]
    promised_days: Annotated[Count, Attribute("承诺时限", "Promised days", unit=WORKING_DAYS)]

    @classmethod
    def summed(cls, figures: Iterable["Figures"]) -> "Figures":
        figures = list(figures)
        names = cls.model_fields
        return cls(**{name: Count.summed(getattr(each, name) for each in figures) for name in names})


class Saved(Tabular):
    """The decrease of a figure; negative if it increases. percent: in per cent of the figure before, None if that was
    0."""

    by: int
    percent: float | None


class Reduction(Tabular):
    """The figures of a scope before and after.

    kind, code, name: the theme, item or department; None for a whole catalogue, or if nothing is recorded.
    """

    kind: str | None = None
    code: str | None = None
    name: str | None = None
    before: Figures
    after: Figures

    @computed_field
    def saved(self) -> dict[str, Saved | None]:
        """Figure → its decrease; None if facts that are not recorded make it impossible to tell."""
        return {name: self.saving(name) for name in Figures.model_fields}

    def saving(self, name: str) -> Saved | None:
        """The decrease of one figure; None if facts that are not recorded make it impossible to tell."""
        before, after = getattr(self.before, name), getattr(self.after, name)
        if before.value is None or after.value is None or before.unknown != after.unknown:
            return None
        by = before.value - after.value
        return Saved(by=by, percent=round(100 * by / before.value, 1) if before.value else None)
