"""The one entrance to all questions, for the command line, the API, the pages and notebooks.

A question is a small value: what is asked, with codes in place of words. Each folder beside this file declares its own
in `questions.py`, and each answers itself from a city (queries/city.py) in a context: for whom, where and when.
"""

from typing import Protocol, TypeVar

from oncegraph.queries.city import City
from oncegraph.queries.exemption.context import Context

A_co = TypeVar("A_co", covariant=True)
A = TypeVar("A")


class Question(Protocol[A_co]):
    """What can be asked of a city."""

    def answer(self, city: City, context: Context) -> A_co:
        """The answer, a row or rows of schema/. Raises NotFound for a code that the city does not hold."""
        ...


def ask(city: City, question: Question[A], context: Context | None = None) -> A:
    """The answer to a question about a city. context: by design, today and for whoever is served, if left out.

    Raises what the question says.
    """
    return question.answer(city, context or Context())
