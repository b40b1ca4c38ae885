"""What all definition models share: frozen, closed to unknown keys, with ids and texts of one form.

Belongs here: the base model, ids and localised texts.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, RootModel, model_validator

Id = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$",
        max_length=60,
        description="An id: lower-case letters, digits and single underscores, beginning with a letter",
    ),
]
WaveKey = Annotated[
    str, Field(pattern=r"^[0-9]{4}([-_][0-9a-z]+)?$", description="A wave, keyed by year: '2023'")
]
Predicate = Annotated[
    str,
    Field(
        min_length=1, description="A condition in SQL over the survey's variables, e.g. hjemmekontor = 'yes'"
    ),
]

NAMES = {
    r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$": "lower-case letters a-z, digits and single underscores, a letter first",
    r"^[0-9a-f]{12,64}$": "the first 12 digits of a SHA-256 or more, 0-9 and a-f, in quotes",
    r"^[0-9]{4}([-_][0-9a-z]+)?$": "a year, or a year with a suffix: 2023, 2023-autumn",
}
"""What the patterns of ids and waves mean, in words."""

EVERY_LANGUAGE = "*"


Language = Annotated[
    Literal["nb", "en"],
    Field(description="A language that reports are written in: nb (bokmål) or en (English)"),
]


class Model(BaseModel):
    """A part of a definition. Unknown keys are refused, and nothing changes after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def _wave_key(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


NamedWave = Annotated[WaveKey, BeforeValidator(_wave_key, json_schema_input_type=WaveKey | int)]
"""A wave as a value, where a year is read as a number."""


class Lasting(Model):
    """A part of a definition that some waves have and others do not."""

    first_wave: NamedWave | None = Field(
        default=None, alias="from", description="The first wave that has it; default: it was always there"
    )
    last_wave: NamedWave | None = Field(
        default=None, alias="until", description="The last wave that has it; default: it is still there"
    )

    def is_in(self, wave: str | None) -> bool:
        """Whether a wave has it; None asks for any wave."""
        if wave is None:
            return True
        after = self.first_wave is None or wave >= self.first_wave
        return after and (self.last_wave is None or wave <= self.last_wave)


class Text(RootModel[dict[str, str]]):
    """A text in one or more languages: `{nb: Ja, en: Yes}`, or one string for every language."""

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _one_string(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {EVERY_LANGUAGE: value}
        return value

    def __call__(self, language: str) -> str:
        """The text in `language`, else the text for every language, else the first one given."""
        texts = self.root
        if language in texts:
            return texts[language]
        return texts.get(EVERY_LANGUAGE) or next(iter(texts.values()), "")

    def all(self) -> tuple[str, ...]:
        """Every wording, each once."""
        return tuple(dict.fromkeys(self.root.values()))


def text_of(text: Text | None, language: str, fallback: str = "") -> str:
    """The text in `language`, or `fallback` where none is given."""
    return text(language) if text is not None else fallback
