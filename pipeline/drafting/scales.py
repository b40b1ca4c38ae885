"""Options of a drafted question that are the points of a scale: scores, colours, and points that stand apart.

Belongs here: from options to scales. The order of the words is told in `order`.
"""

from dataclasses import replace

from pipeline.drafting.options import DraftOption, Options
from pipeline.drafting.order import scale_order
from pipeline.drafting.valence import valence
from pipeline.survey.colours import COLOURS

_FEWEST_BESIDE = 4


def without_apart(found: Options) -> Options:
    """Take the one point that stands apart from a scale for don't know: 8 beside 1 to 5.

    Only where the words of the others make a scale, or there are no words at all.
    """
    main = found.substantive
    if len(main) < _FEWEST_BESIDE or found.options[-1] is not main[-1]:
        return found
    *scale, last = main
    codes = [option.code for option in scale]
    in_steps = codes == list(range(codes[0], codes[0] + len(codes))) and codes[0] in {0, 1}
    if not in_steps or last.code < codes[-1] + 2 or valence(last.text) is not None:
        return found
    if scale_order([option.text for option in scale]) is None:
        return found
    options = tuple(
        replace(option, role="dont_know") if option is last else option for option in found.options
    )
    note = f"code {last.code} stands apart from the scale: is it don't know, or not applicable?"
    return replace(found, options=options, notes=(*found.notes, note))


def with_scale(found: Options) -> tuple[Options, bool, bool]:
    """Options with scores and colours where they are a scale.

    Returns:
        The options, whether they are a scale, and whether its colours could not be told.
    """
    main = found.substantive
    order = scale_order([option.text for option in main]) if found.is_ordered else None
    if order is None:
        return found, False, False
    count = len(main)
    ranks = range(1, count + 1) if not order.endswith("_down") else range(count, 0, -1)
    places = {option.id: rank for option, rank in zip(main, ranks, strict=True)}
    coloured = order.startswith("valence")
    options = tuple(
        replace(
            option,
            score=places[option.id],
            colour=COLOURS[count][places[option.id] - 1] if coloured else None,
        )
        if option.id in places
        else option
        for option in found.options
    )
    return replace(found, options=options), True, not coloured


def nps_options(found: Options) -> tuple[DraftOption, ...] | None:
    """Options 0 to 10 with scores, where there are no other answers; labels at the ends are matched."""
    by_code = {option.code: option for option in found.substantive}
    if not by_code or not set(by_code) <= set(range(11)) or not {0, 10} <= set(by_code):
        return None
    labelled = {code: o.text for code, o in by_code.items() if o.text != str(code)}
    points = tuple(
        DraftOption(f"p{n}", n, str(n), score=n, match=(labelled[n],) if n in labelled else ())
        for n in range(11)
    )
    return points + tuple(option for option in found.options if option.role != "substantive")
