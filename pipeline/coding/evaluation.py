"""Evaluating SQL expressions over a frame, as something that is handed in.

Belongs here: the type alone. The warehouse is the only door to the database; pure functions get a way through
it.
"""

from collections.abc import Callable, Mapping

import pandas as pd

Evaluate = Callable[[pd.DataFrame, Mapping[str, str]], pd.DataFrame]
"""Rows, and new column to SQL expression; gives a frame of the new columns on the same index."""
