"""Where the points of a trend lie, so that HTML and PDF cannot differ.

What belongs here: positions in percent of a row's box. What does not: units, fonts, page or screen.
"""

from dataclasses import dataclass

from pipeline.rendering.tree import TrendLines, TrendRow

MANY_ROWS = 8
"""With more rows than this they stand closer."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a line.

    Attributes:
        x: from the left, in percent of the row's width.
        y: from the top, in percent of the height for points.
        from_x: where the line to it comes from; None for none.
        from_y: the same.
        last: whether it is of the newest wave.
    """

    x: float
    y: float
    from_x: float | None
    from_y: float | None
    last: bool


def wave_x(place: int, figure: TrendLines) -> float:
    """Return the middle of a wave's column, in percent of the width."""
    return 100 * (place + 0.5) / len(figure.waves)


def cuts(figure: TrendLines) -> list[float]:
    """Return where lines are cut, between two waves, in percent of the width."""
    return [100 * i / len(figure.waves) for i, wave in enumerate(figure.waves) if wave.cut and i]


def dots(row: TrendRow, figure: TrendLines) -> list[Dot | None]:
    """Place the points of a row: each row has its own middle, and all have the same scale."""
    values = [point.value for point in row.points if point.value is not None]
    middle = (min(values) + max(values)) / 2 if values else 0.0
    found: list[Dot | None] = []
    before: Dot | None = None
    for place, point in enumerate(row.points):
        if figure.waves[place].cut:
            before = None
        if point.value is None:
            found.append(None)
            if point.text:  # a hidden number: no line may tell what lies between its neighbours
                before = None
            continue
        start = before if point.joined else None
        y = 50 - 100 * (point.value - middle) / figure.span
        dot = Dot(
            wave_x(place, figure),
            min(max(y, 0.0), 100.0),
            start.x if start else None,
            start.y if start else None,
            place == len(row.points) - 1,
        )
        found.append(dot)
        before = dot
    return found
