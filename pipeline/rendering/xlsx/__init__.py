"""The report as a workbook: an index, a sheet a question with a native chart, sheets for the method."""

from pipeline.rendering.xlsx.writer import render, write

__all__ = ["render", "write"]
