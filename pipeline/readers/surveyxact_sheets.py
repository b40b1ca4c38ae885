"""The sheets `Dataset(1)`, `Dataset(2)`, … of a wide SurveyXact dataset as one table.

Belongs here: putting them side by side. Does not: finding them (`surveyxact`).
"""

from collections.abc import Sequence

from pipeline.readers.columns import named
from pipeline.readers.export import ExportError
from pipeline.readers.table import Table


def beside(parts: Sequence[Table]) -> Table:
    """The parts of a dataset as one table. A column that several have, such as the key, is kept once.

    Raises:
        ExportError: The sheets have different numbers of rows, or a shared column differs between them.
    """
    first = parts[0]
    header, columns = list(first.head[0]), list(first.cells.columns)
    for part in parts[1:]:
        if part.cells.num_rows != first.cells.num_rows:
            raise ExportError(
                f"{part.name} has {part.cells.num_rows + 1} rows, but {first.name} has "
                f"{first.cells.num_rows + 1}: respondents cannot be matched. Export as CSV"
            )
        for name, column in zip(part.head[0], part.cells.columns, strict=True):
            if name not in header:
                header.append(name)
                columns.append(column)
            elif not columns[header.index(name)].equals(column):
                raise ExportError(f"{part.name}: column '{name}' is not the same as in the sheets before it")
    return Table(first.name, [header], named(columns), first.notes)
