"""The report as a tagged PDF: PDF/UA-1 and PDF/A-2a, made by Typst, with row headers added after it."""

from pipeline.rendering.pdf.writer import render, write

__all__ = ["render", "write"]
