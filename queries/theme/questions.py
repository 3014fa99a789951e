"""Questions about a theme (一件事): its flow, its single set of materials, and what handling it as one thing saves."""

from dataclasses import dataclass

from oncegraph.queries.city import City
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.guidance.selection import Selection
from oncegraph.queries.records import Records
from oncegraph.schema.comparison import OneThing
from oncegraph.schema.flow import Flow
from oncegraph.schema.theme_materials import ThemeMaterials


@dataclass(frozen=True)
class FlowQuestion:
    """The flow of a theme: what comes first, what runs in parallel, how long it takes. Without answers its questions
    are open."""

    theme: Selection

    def answer(self, city: City, context: Context) -> Flow:
        """Raises NotFound, and what is wrong with an answer (queries/guidance/answers.py)."""
        return flow_of(self.theme, self.theme.read(city))


@dataclass(frozen=True)
class ThemeMaterialsQuestion:
    """The single set of materials of a theme, each handed in once."""

    theme: Selection

    def answer(self, city: City, context: Context) -> ThemeMaterials:
        """Raises as FlowQuestion does."""
        from oncegraph.queries.theme.materials import materials

        records = self.theme.read(city)
        code = self.theme.subjects[0].code
        return materials(records, self.theme.situations(records), city.analysis(context), theme=code)


@dataclass(frozen=True)
class OneThingQuestion:
    """Compares applying for each item separately with handling all of them as one thing."""

    theme: Selection

    def answer(self, city: City, context: Context) -> OneThing:
        """Raises as FlowQuestion does."""
        from oncegraph.queries.reform.one_thing import one_thing

        records = self.theme.read(city)
        return one_thing(records, flow_of(self.theme, records), city.analysis(context))


def flow_of(theme: Selection, records: Records) -> Flow:
    """The flow of a selection, from given records."""
    from oncegraph.queries.theme.flow import flow
    from oncegraph.queries.theme.theme_flow import theme_flow

    code = theme.subjects[0].code
    return theme_flow(records, code) if theme.whole else flow(records, theme.situations(records), theme=code)
