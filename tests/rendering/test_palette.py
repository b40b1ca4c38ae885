"""Contrast of every text colour on its ground, and distance between answer colours for colour-blind readers.

Contrast is WCAG 2's; sight is simulated after Machado, Oliveira and Fernandes (2009), full severity; the
distance is CIE 1976 ΔE*ab.
"""

import itertools

import pytest

from pipeline.rendering.tokens import Theme, colours

ANSWERS = ("neg3", "neg2", "neg1", "mid", "pos1", "pos2", "pos3")
SIGHT = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.01182, 0.04294, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.3039),
    ),
}
GROUNDS = [(f"{role}_ink", role) for role in (*ANSWERS, "dk", "head")] + [
    ("ink", "page"),
    ("muted", "page"),
    ("link", "page"),
    ("dk_ink", "dk_line"),
]


def linear(colour: str) -> list[float]:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


def contrast(one: str, two: str) -> float:
    light = [sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(x), strict=True)) for x in (one, two)]
    return (max(light) + 0.05) / (min(light) + 0.05)


def lab(rgb: list[float]) -> list[float]:
    rgb = [min(1.0, max(0.0, c)) for c in rgb]
    matrix = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(m * c for m, c in zip(row, rgb, strict=True)) for row in matrix]
    white = (0.95047, 1.0, 1.08883)
    f = [v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in map(lambda a, b: a / b, xyz, white)]
    return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]


def distance(one: str, two: str, sight: str) -> float:
    seen = [
        lab([sum(m * c for m, c in zip(row, linear(colour), strict=True)) for row in SIGHT[sight]])
        for colour in (one, two)
    ]
    return sum((a - b) ** 2 for a, b in zip(*seen, strict=True)) ** 0.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_has_contrast(theme: Theme) -> None:
    paint = colours(theme)
    found = {(ink, ground): contrast(paint[ink], paint[ground]) for ink, ground in GROUNDS}
    assert {pair: ratio for pair, ratio in found.items() if ratio < 4.5} == {}
    assert contrast(paint["outline"], paint["page"]) >= 3


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("sight", SIGHT)
def test_answers_can_be_told_apart(theme: Theme, sight: str) -> None:
    paint = colours(theme)
    for one, two in itertools.combinations(ANSWERS, 2):
        assert distance(paint[one], paint[two], sight) >= 20, (one, two)
