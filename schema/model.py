"""The whole model: all node kinds and relationships with a sheet of their own, in the order in which they are loaded,
and the kinds of results that analyses write into the graph."""

from oncegraph.schema.declaration import Declaration, Node, Relationship
from oncegraph.schema.field import Field
from oncegraph.schema.form import Form, FormField
from oncegraph.schema.item import CatalogueEntry, Item, Precedes, Step
from oncegraph.schema.material import LicenceType, Material, Proves
from oncegraph.schema.place import Department, Region
from oncegraph.schema.question import Asks, LeadsToQuestion, LeadsToSituation, Option, Question
from oncegraph.schema.run import FieldAssessed, MaterialAssessed, Run, SituationAssessed
from oncegraph.schema.situation import Produces, Requires, Situation
from oncegraph.schema.source import DataSource, ObtainedVia, SuppliedBy
from oncegraph.schema.theme import Includes, Theme

NODES: dict[str, type[Node]] = {
    node.__name__: node
    for node in (
        Region,
        Department,
        CatalogueEntry,
        Item,
        Step,
        Situation,
        LicenceType,
        Material,
        Form,
        Field,
        FormField,
        DataSource,
        Question,
        Option,
        Theme,
    )
}

RELATIONSHIPS: dict[str, type[Relationship]] = {
    relationship.__name__: relationship
    for relationship in (
        Requires,
        Proves,
        SuppliedBy,
        ObtainedVia,
        Produces,
        Precedes,
        Asks,
        LeadsToSituation,
        LeadsToQuestion,
        Includes,
    )
}

#: Name → declaration. A sheet or file of the exchange format has this name, or the Chinese title.
DECLARATIONS: dict[str, type[Declaration]] = {**NODES, **RELATIONSHIPS}

#: Results that OnceGraph itself writes. They are neither loaded nor exported and are not part of the catalogue.
RESULT_NODES: dict[str, type[Node]] = {Run.__name__: Run}
RESULT_RELATIONSHIPS: dict[str, type[Relationship]] = {
    relationship.__name__: relationship for relationship in (SituationAssessed, FieldAssessed, MaterialAssessed)
}
