"""Reserved cell texts: what a platform knows of a blank and a blank cell cannot say.

Belongs here: the texts themselves. What they mean for an answer is decided where answer states are made.
"""

NOT_SHOWN = "{question_not_shown}"
"""The platform knows that this respondent was never shown the question: the answer state is `not_asked`.

Only formats that tell it write it into a frame (LimeSurvey's VV export). It is that export's own text, and no
answer can be mistaken for it there: the platform writes a brace in an answer as `{lbrace}`. In every other
format the same characters are an answer like any other.
"""

OWN_WORDS = "[other]"
"""How the id of a column ends in which LimeSurvey keeps what a person wrote beside the options of a question.

The rest of the id is the question's. A text there is the option «other», ticked.
"""
