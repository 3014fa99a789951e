"""The single entry point to all questions, for the command line, the API, the pages and notebooks.

A question is a small value that names things by code. Each folder beside this file declares its questions in
`questions.py`. A question computes its answer from a city (queries/city.py) in a context: for whom, where and when.
"""

from typing import Protocol, TypeVar

from oncegraph.queries.city import City
from oncegraph.queries.exemption.context import Context

A_co = TypeVar("A_co", covariant=True)
A = TypeVar("A")


class Question(Protocol[A_co]):
    """A question that can be asked of a city."""

    def answer(self, city: City, context: Context) -> A_co:
        """The answer: one or more rows of schema/. Raises NotFound for a code that the city does not contain."""
        ...


def ask(city: City, question: Question[A], context: Context | None = None) -> A:
    """The answer to a question about a city. context: by default today, in mode `design`, for the recorded audiences
    and regions. Raises what the question's `answer` raises.
    """
    return question.answer(city, context or Context())
