"""What a wave no longer says: differences that were declared for the wave before it, and for no other.

Belongs here: the one trap of declaring differences by wave. Whatever changed for good goes on the question.
"""

from pipeline.survey.survey import Definition


def lapsed_differences(definition: Definition, wave: str) -> list[str]:
    """Questions whose declared difference in the wave before does not hold in `wave`, a sentence each.

    Args:
        definition: The survey.
        wave: The wave that is run.
    """
    earlier = [w for w in sorted(definition.survey.waves) if w < wave]
    if not earlier:
        return []
    before = earlier[-1]
    return [
        f"question {question.id}: what is declared for wave {before} does not hold in {wave}; where the form "
        f"is still as in {before}, declare it on the question itself, and the older form under earlier waves"
        for question in definition.questionnaire.questions
        if before in question.waves
        and wave not in question.waves
        and question.binding(before) != question.binding(wave)
        and question.waves[before].model_fields_set - {"compat", "approved_by", "note", "text"}
    ]
