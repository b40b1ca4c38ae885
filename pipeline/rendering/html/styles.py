"""The style sheet of the page: fonts and colours as data, then the rules of `report.css`.

What belongs here: what the sheet takes from tokens and font files. What does not: rules, which are CSS.
"""

import base64
from functools import cache
from pathlib import Path

from pipeline.rendering.coverage import FONTS
from pipeline.rendering.html.drawing import NAME_WIDTHS
from pipeline.rendering.numbers import plain
from pipeline.rendering.tokens import Theme, colours, sizes

HERE = Path(__file__).parent
_WEIGHTS = {
    400: "ToplineSans-Regular.woff2",
    600: "ToplineSans-Semibold.woff2",
    700: "ToplineSans-Bold.woff2",
}


@cache
def stylesheet() -> str:
    """Return the whole style sheet; print is always light, whatever the reader chose on the screen."""
    light, dark = _properties("light"), _properties("dark")
    return "\n".join(
        [
            *(_font_face(weight, file) for weight, file in _WEIGHTS.items()),
            f":root{{{light};{_sizes()}}}",
            f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}",
            f"@media screen{{:root[data-theme=dark]{{{dark}}}}}",
            (HERE / "report.css").read_text(encoding="utf-8"),
            *(_name_width(width) for width in NAME_WIDTHS),
        ]
    )


def _properties(theme: Theme) -> str:
    roles = colours(theme)
    title = roles["head"] if theme == "light" else roles["link"]
    pairs = ";".join(f"--{role}:{value}" for role, value in roles.items())
    return f"color-scheme:{theme};--title:{title};{pairs}"


def _sizes() -> str:
    return ";".join(f"--size-{use}:{plain(rem, 4)}rem" for use, rem in sizes("screen").items())


def _font_face(weight: int, file: str) -> str:
    data = base64.b64encode((FONTS / file).read_bytes()).decode()
    return (
        f"@font-face{{font-family:Topline;font-weight:{weight};"
        f'src:url(data:font/woff2;base64,{data}) format("woff2")}}'
    )


def _name_width(width: int) -> str:
    """Show the names that need a bar of at least so many pixels, in place of the lone numbers."""
    rules = f".named.w{width}{{display:inline}}.alone.w{width}{{display:none}}"
    return f"@container (min-width:{width}px){{{rules}}}"
