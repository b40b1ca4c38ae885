"""Questions: what is asked, its options and items, who is asked, and which column of a wave answers it.

Belongs here: the models of `questionnaire.yaml`. What states and bases follow from them is elsewhere.
"""

from typing import Annotated, Literal, get_args

from pydantic import Field, model_validator

from pipeline.survey.model import Id, Lasting, Model, Predicate, Text, WaveKey

QuestionType = Literal[
    "single",
    "multiple",
    "grid",
    "grid_multiple",
    "numeric",
    "scale",
    "nps",
    "ranking",
    "date",
    "open",
    "derived",
    "index",
]
Role = Literal["substantive", "dont_know", "not_applicable", "refused", "other"]
Colour = Literal["neg3", "neg2", "neg1", "mid", "pos1", "pos2", "pos3", "dk"]
Compat = Literal["exact", "reworded", "recoded", "reversed", "approximate", "break", "new", "dropped"]
COMPATS: tuple[Compat, ...] = get_args(Compat)
MissingState = Literal["skipped", "not_asked", "unknown_blank"]
NumberState = Literal["skipped", "not_asked", "unknown_blank", "dont_know", "not_applicable", "refused"]
Value = int | str

EVERYONE = "everyone"
NOT_SUBSTANTIVE = ("dont_know", "not_applicable", "refused")
ITEM_TYPES = frozenset({"grid", "grid_multiple", "ranking"})
TICK_TYPES = frozenset({"multiple", "grid_multiple"})
COMPUTED_TYPES = frozenset({"derived", "index"})
CODED_TYPES = frozenset({"single", "scale", "nps", "grid", "ranking"})
"""Types whose columns each hold one option."""
SCORED_TYPES = frozenset({"single", "scale", "grid", "derived"})
"""Types with one answer a person (and row), of which a mean of scores can be taken."""
OPTION_TYPES = frozenset({"single", "multiple", "grid", "grid_multiple", "scale", "nps", "ranking"})


class Option(Lasting):
    """An answer category.

    `code` is the option's number in topline, the same in every wave. An export's value is matched with it as
    a number, then with the option's texts and `match`; a wave's `recode` comes before both.
    """

    id: Id
    code: int = Field(ge=0, le=9999)
    text: Text
    short: Text | None = None
    phrase: Text | None = Field(default=None, description="As in a sentence after «svarer»: ja")
    clause: Text | None = Field(
        default=None, description="As in a sentence after «svarer at»: samarbeidet er som før"
    )
    role: Role = "substantive"
    score: float | None = Field(
        default=None,
        description="Value in means and indices; never implied by the code, except in a ranking, where the "
        "code is the place",
    )
    exclusive: bool = Field(default=False, description="Cannot be ticked together with others")
    colour: Colour | None = None
    match: tuple[Value, ...] = Field(
        default=(),
        description="Other values or labels by which exports name the option; '*' is any text that no option "
        "has, as where people may write an answer of their own",
    )
    when: Predicate | None = Field(default=None, description="Who belongs here, for a derived question")


class Item(Lasting):
    """A row of a grid, an alternative to rank, or a part of an index."""

    id: Id
    text: Text
    short: Text | None = None
    reversed: bool = Field(
        default=False,
        description="In an index, high scores count as low (for a question by itself: polarity)",
    )
    match: tuple[Value, ...] = Field(
        default=(), description="Other names by which exports know the row, for a binding by block"
    )


class Net(Model):
    """Several options taken together, e.g. the two most positive."""

    id: Id
    text: Text
    options: tuple[Id, ...] = Field(min_length=1)


class Binding(Model):
    """Where a wave's export holds a question. Columns are named by the platform's stable id.

    One of four: `column` for one column. `columns` for several, from option or item id to column (for a grid
    of ticks `item__option`). `block` for all columns that the export itself keeps together as one question:
    then each one's option or row is matched by its id, code, text or `match`. `mentions` for columns that
    each hold one of the options that a person named, or the items of a ranking by place.
    """

    column: str | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    block: str | None = Field(
        default=None, description="The export's name of a multiple-response question, grid or ranking"
    )
    mentions: tuple[str, ...] = Field(
        default=(),
        description="Columns that each hold one chosen option of a multiple question, or nothing; of a "
        "ranking the item on the first place, on the second, …",
    )
    recode: dict[Value, Value] = Field(default_factory=dict, description="Export value to option id or code")
    ticked: tuple[Value, ...] = Field(
        default=(),
        description="Values that mean chosen; default: 1, Y, or the option's text. '*' is any text. For an "
        "option of the role other any text that is no number is one",
    )
    unticked: tuple[Value, ...] = Field(default=(0, "N"), description="Values that mean not chosen")
    separator: str | None = Field(
        default=None, min_length=1, description="Separator of several answers joined in one cell"
    )


PLACES = {"column", "columns", "block", "mentions"}
"""The fields of a binding that say where, of which one is given."""


class WaveBinding(Binding):
    """What is different in one wave, and how comparable its answers are with the wave before."""

    compat: Compat = Field(
        default="exact",
        description="How comparable the answers are with the wave before. It turns nothing: for recoded and "
        "reversed, recode says which value is which option",
    )
    approved_by: str | None = Field(default=None, description="Who holds a reworded question comparable")
    text: Text | None = Field(default=None, description="The wording in this wave, where it differs")
    note: Text | None = Field(
        default=None, description="What changed, in words; printed where the change cuts a trend"
    )


class Question(Binding):
    """One question. See the field descriptions; types differ in which fields they use."""

    id: Id
    type: QuestionType = "single"
    text: Text
    short: Text | None = None
    intro: Text | None = Field(default=None, description="What the form says before the question itself")
    options: tuple[Option, ...] = ()
    codelist: Id | None = Field(default=None, description="A named list of options, instead of options")
    items: tuple[Item, ...] = ()
    ask_if: Predicate | None = Field(
        default=None, description="Who is asked; 'everyone', or a condition. Without it a blank tells nothing"
    )
    blank: Literal["skipped", "unknown", "not_asked"] | None = Field(
        default=None,
        description="What a blank of someone whom the routing leaves in means; by default skipped where "
        "ask_if is given, else unknown",
    )
    missing: dict[Value, NumberState] = Field(
        default_factory=dict,
        description="Export values that stand for a blank; for a number also for don't know and the like",
    )
    background: bool = Field(
        default=False, description="From the register or platform: no part of the questionnaire"
    )
    sensitive: bool = False
    blank_is_none: bool = Field(
        default=False,
        description="Nothing ticked is an answer, of those whom the export proves to have seen the question: "
        "by cells that say «not ticked», or by marks on cells that were never shown",
    )
    exclusive: Literal["drop_exclusive", "drop_others", "invalid"] = "drop_exclusive"
    min: float | None = None
    max: float | None = None
    unit: Text | None = None
    decimal: Literal[".", ","] | None = Field(
        default=None, description="Decimal mark of numbers written as text"
    )
    date_format: str | None = Field(
        default=None, description="strptime format of a date written as text, where it is not the export's"
    )
    polarity: Literal["normal", "reversed"] = Field(
        default="normal",
        description="reversed: low scores are the good ones. Then top, bottom and balance are turned, and "
        "the question counts the other way in an index; its own mean is not turned",
    )
    anchors: tuple[Text, Text] | None = None
    expression: Annotated[str, Field(min_length=1)] | None = Field(
        default=None, description="For a derived number: SQL over the survey's variables"
    )
    index_of: tuple[str, ...] = Field(
        default=(), description="Questions, or grid rows as question__item, that make up an index"
    )
    min_items: int | None = Field(default=None, ge=1)
    min_diff: float | None = Field(
        default=None,
        ge=0,
        description="Smallest difference of its mean or index that is marked, in its own unit; default: "
        "tests.min_diff_index or tests.min_diff_sd of the survey",
    )
    nets: tuple[Net, ...] = ()
    top2: bool = Field(default=False, description="Show top-2, bottom-2 and their balance")
    top_k: int | None = Field(
        default=None,
        ge=1,
        le=5,
        description="How many options make the top and the bottom; default: 2, or 1 of a scale of 2 or 3",
    )
    focus: Id | None = Field(
        default=None, description="The option that sentences on groups speak of; default: the most frequent"
    )
    waves: dict[WaveKey, WaveBinding] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _shape(self) -> "Question":
        if self.options and self.codelist:
            raise ValueError("give options or codelist, not both")
        if self.type in ITEM_TYPES and not self.items:
            raise ValueError(f"a {self.type} question needs items")
        if self.type not in ITEM_TYPES and self.items:
            raise ValueError(f"a {self.type} question has no items")
        if self.type == "index" and len(self.index_of) < 2:
            raise ValueError(
                "an index needs index_of with at least two questions, or rows of grids as question__item"
            )
        if self.type == "derived" and not self.expression and not any(o.when for o in self.options):
            raise ValueError("a derived question needs an expression, or options with when")
        roles = sorted({str(s) for s in self.missing.values()} & set(NOT_SUBSTANTIVE))
        if roles and self.type not in {"numeric", "date"}:
            raise ValueError(f"missing: {roles[0]} is an answer; make it an option with that role")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min is above max")
        return self

    def binding(self, wave: str) -> WaveBinding:
        """The question's binding in `wave`: its own, with what the wave declares differently.

        A place that the wave declares stands instead of the question's own place, whichever kind either is.
        """
        special = self.waves.get(wave, WaveBinding())
        changed = {name: getattr(special, name) for name in special.model_fields_set}
        kept = Binding.model_fields.keys() - (PLACES if changed.keys() & PLACES else set())
        own = {name: getattr(self, name) for name in kept}
        return WaveBinding.model_validate(own | changed)

    @property
    def blank_means(self) -> Literal["skipped", "unknown", "not_asked"]:
        """What a blank of someone whom the routing leaves in means."""
        return self.blank or ("unknown" if self.ask_if is None else "skipped")

    @property
    def condition(self) -> str | None:
        """The routing condition, or None when everyone is asked."""
        return None if self.ask_if in (None, EVERYONE) else self.ask_if

    def place(self, option: Option) -> float:
        """The place that an option of a ranking stands for, 1 being the best: its score, or else its code."""
        return option.code if option.score is None else option.score

    @property
    def is_numeric(self) -> bool:
        """Whether the answer is a number rather than an option."""
        return self.type in {"numeric", "index"} or (self.type == "derived" and self.expression is not None)

    @property
    def is_computed(self) -> bool:
        """Whether the answer is computed from others, so that no export holds it."""
        return self.type in COMPUTED_TYPES

    @property
    def has_ticks(self) -> bool:
        """Whether there is a column of ticks for every option."""
        return self.type in TICK_TYPES


class Codelist(Model):
    """A named list of options that several questions share."""

    options: tuple[Option, ...] = Field(min_length=1)


class Questionnaire(Model):
    """The content of `questionnaire.yaml`."""

    codelists: dict[Id, Codelist] = Field(default_factory=dict)
    questions: tuple[Question, ...] = Field(min_length=1)
