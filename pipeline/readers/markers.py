"""Reserved cell texts: what a platform knows of a blank and a blank cell cannot say.

Belongs here: the texts themselves. What they mean for an answer is decided where answer states are made.
"""

NOT_SHOWN = "{question_not_shown}"
"""The platform knows that this respondent was never shown the question: the answer state is `not_asked`.

It is LimeSurvey's own text in its VV export, and no answer can be mistaken for it there: the platform writes
a brace in an answer as `{lbrace}`, and so do readers of the formats below with an answer of these characters.
In every other format they are an answer like any other.
"""

NOT_SHOWN_AS_ANSWER = "{lbrace}question_not_shown}"
"""An answer that reads like `NOT_SHOWN`, in those formats."""

MARKING_FORMATS = frozenset(("limesurvey", "triple_s"))
"""The formats whose readers write `NOT_SHOWN` into a frame."""

SEEN_UNANSWERED = "-99"
"""What Qualtrics writes for a question that was shown and left empty, where an export is set to do so."""

OWN_WORDS = "[other]"
"""How the id of a column ends in which LimeSurvey keeps what a person wrote beside the options of a question.

The rest of the id is the question's. A text there is the option «other», ticked.
"""
