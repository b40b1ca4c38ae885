"""The condition of every sum over options: each person in the base is in exactly one of them.

Here belongs the refusal of rows for which that is not so: multiple choice, or a frame that lacks options.

Not here: what is summed (nets, scored, omnibus).
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipeline.methods.bad_input import floats, refuse_where, require_columns
from pipeline.methods.keys import key_codes


def require_one_answer(options: pd.DataFrame, *, base: str, keys: Sequence[str], function: str) -> None:
    """Refuse option rows whose `option_n` do not add up to the base.

    Args:
        options: all options in the base, one row per `keys` × option, with `option_n` and `<base>_n`.
        base: name of the base, as `valid`.
        keys: columns that name a question in a group.
        function: the function that is asking, for the message.

    Raises:
        MethodError: with the first such key.
    """
    require_columns(options, [*keys, "option_n", f"{base}_n"], function=function)
    codes = key_codes(options, keys)
    total = np.bincount(codes, floats(options["option_n"]))[codes]
    reason = (
        f"option_n does not add up to {base}_n: one answer a person, and a row for every option, are needed"
    )
    bad = total != floats(options[f"{base}_n"])
    refuse_where(bad, function=function, frame=options, keys=keys, reason=reason)
