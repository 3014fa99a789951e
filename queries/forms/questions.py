"""Questions about merged forms (多表合一): the one form, and how its values go back into each of them."""

from dataclasses import dataclass

from oncegraph.queries.city import City
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.guidance.selection import Selection
from oncegraph.schema.form_mapping import FormMapping
from oncegraph.schema.merged_form import MergedForm


@dataclass(frozen=True)
class MergedFormQuestion:
    """The application forms of situations merged into one, by standard field."""

    of: Selection

    def answer(self, city: City, context: Context) -> MergedForm:
        """Raises NotFound, OneSubject, OutOfStep, and what is wrong with an answer (queries/guidance/answers.py)."""
        from oncegraph.queries.forms.merge import merge

        records = self.of.read(city)
        return merge(records, self.of.situations(records), city.analysis(context))


@dataclass(frozen=True)
class FormMappingQuestion:
    """The document by which another system gives the values of the merged form back to every form."""

    of: Selection

    def answer(self, city: City, context: Context) -> FormMapping:
        """Raises as MergedFormQuestion does."""
        from oncegraph.queries.forms.distribution import mapping_of

        return mapping_of(MergedFormQuestion(self.of).answer(city, context))
