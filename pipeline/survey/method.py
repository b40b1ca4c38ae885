"""How a survey was made, in words that no data tell: what the method chapter of its reports must say.

Belongs here: the model of `method:` in `survey.yaml` and in its waves. Everything that can be counted or
computed (dates, sizes, response rates, weighting, tests) comes from the marts and is never typed.
"""

from typing import Literal

from pydantic import Field

from pipeline.survey.model import Model, Text

Mode = Literal["web", "phone", "paper", "face_to_face", "sms"]


class Method(Model):
    """How the survey was made. A wave's own fields stand instead of the survey's.

    The fields follow the disclosure items of AAPOR's Code of Ethics (April 2021) and of the ESOMAR/WAPOR
    guideline. All but `instrument` and `processing` are needed before a report comes out, `weighting` where
    a report uses the weights of an export.
    """

    sponsor: Text | None = Field(default=None, description="Who ordered the survey and paid for it")
    conductor: Text | None = Field(default=None, description="Who sent it, and handled the answers")
    strategy: Text | None = Field(
        default=None, description="How answers were collected, e.g. a form that everyone filled in alone"
    )
    population: Text | None = Field(default=None, description="Who the results are to speak for")
    recruitment: Text | None = Field(
        default=None,
        description="Which list the persons come from, how they were chosen, asked and reminded, and what "
        "they were given for answering",
    )
    modes: tuple[Mode, ...] = Field(
        default=(), description="How people answered: web, phone, paper, face_to_face or sms"
    )
    instrument: Text | None = Field(
        default=None,
        description="More about the form, e.g. its languages; the questions are printed by themselves",
    )
    weighting: Text | None = Field(
        default=None, description="How the weights that the export brings were made; others tell themselves"
    )
    processing: Text | None = Field(
        default=None,
        description="What was done to the answers by hand; what the pipeline did it tells itself",
    )
    limitations: Text | None = Field(
        default=None, description="What the results cannot tell, and errors that margins do not cover"
    )

    def with_own(self, own: "Method") -> "Method":
        """This method with the fields that `own` gives in place of its own."""
        return self.model_copy(update={name: getattr(own, name) for name in own.model_fields_set})

    def gaps(self, *, brings_weights: bool) -> dict[str, str]:
        """The fields that a report needs and that say nothing, with what each is."""
        optional = OPTIONAL - ({"weighting"} if brings_weights else set())
        return {
            name: str(field.description)
            for name, field in type(self).model_fields.items()
            if name not in optional and _is_silent(getattr(self, name))
        }

    def not_stated(self) -> list[str]:
        """The fields that still say what a draft put there."""
        drafted = {*NOT_STATED.values()}
        texts = {name: getattr(self, name) for name in type(self).model_fields}
        return [name for name, text in texts.items() if isinstance(text, Text) and drafted & {*text.all()}]


NOT_STATED = {"nb": "Ikke oppgitt", "en": "Not stated"}
"""What a draft says of what an export does not tell, until somebody knows better."""
OPTIONAL = frozenset({"instrument", "weighting", "processing"})


def _is_silent(value: Text | tuple[Mode, ...] | None) -> bool:
    texts = value.all() if isinstance(value, Text) else value
    return not texts or not any(text.strip() for text in texts)
