"""The report as one HTML file: fonts, styles and script inside, no request, works without JavaScript."""

from pipeline.rendering.html.writer import render, write

__all__ = ["render", "write"]
