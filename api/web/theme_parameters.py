"""What routes about themes are asked with: which theme, and which of its situations."""

from typing import Annotated

from fastapi import Path
from pydantic import Field

from oncegraph.api.inputs.answers import answers_of
from oncegraph.api.web.parameters import Asked
from oncegraph.queries.records import Records
from oncegraph.schema.errors import NotFound
from oncegraph.schema.text import Text
from oncegraph.schema.theme import Theme

ThemeCode = Annotated[
    str,
    Path(description=f"{Theme.attributes()['theme_code'].title.zh} · Theme code.", examples=["ZT0002"]),
]


class AskedSituations(Asked):
    """The context, and which situations of the theme: all of them, some, or those that answers lead to."""

    situation: list[str] = Field([], description="只看这些情形，可多次 · Only these situations, repeatable.")
    answer: list[str] = Field(
        [],
        description="对判断项的回答，写作“判断项=选项”，可多次；只看由此进入的情形 · "
        "Answers as QUESTION=OPTION, repeatable; only the situations entered by them.",
    )

    @property
    def context(self) -> Asked:
        """The context alone."""
        return Asked(**self.model_dump(include=Asked.model_fields.keys()))

    @property
    def whole(self) -> bool:
        """Whether the theme is asked about before any answer."""
        return not self.situation and not self.answer

    def situations(self, records: Records, theme_code: str) -> tuple[str, ...]:
        """Raises NotFound for a theme or situation that there is not, and what `situations_of` raises."""
        from oncegraph.queries.theme.theme_flow import situations_of  # takes its time to import

        entered = situations_of(records, theme_code, answers_of(self.answer) if self.answer else None)
        for situation in self.situation:
            if situation not in entered:
                raise NotFound(
                    Text(
                        f"主题 {theme_code} 没有情形 {situation}。", f"Theme {theme_code} has no situation {situation}."
                    ),
                    Text(f"见 /api/v1/themes/{theme_code}。", f"See /api/v1/themes/{theme_code}."),
                )
        return tuple(each for each in entered if not self.situation or each in self.situation)
