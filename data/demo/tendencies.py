"""Unseen tendencies that make one person's answers hang together and groups differ.

Here: one number a person for each tendency, in units of about one standard deviation.
Not here: answers.
"""

import numpy as np
import pandas as pd
from draws import noise, stream
from targets import occupations

_FORMAL_BY_AGREEMENT = {2.0: 0.3, 3.0: 0.1, 4.0: -0.3, 5.0: 0.7, 6.0: -0.4, 8.0: -0.3, 9.0: -0.5, 11.0: -0.7}


def tendencies(people: pd.DataFrame) -> pd.DataFrame:
    """Return the tendencies of each respondent.

    Columns: `formal` (the employer has things in writing and pays), `keen` (likes working from home), `mood`
    (sees harm in it), `unsure` (answers "Vet ikke"), `content` (satisfied at work), `loyal` (to the union).
    """
    rng = stream(40)
    n = len(people)
    age, office = people["age"].to_numpy(), (people["office"] == 2).to_numpy()
    percent = occupations()["home_office_percent"].loc[people["occupation"]].to_numpy(float)
    woman = (people["gender"] == 1).to_numpy()
    agreement = people["tariffavtale"].map(_FORMAL_BY_AGREEMENT).fillna(0.0).to_numpy()
    keen = noise(rng, n) + percent / 60.0 - age * 0.1
    content = noise(rng, n) + age * 0.12 + percent / 150.0
    return pd.DataFrame(
        {
            "formal": noise(rng, n) * 0.6 + agreement + office * 0.25 + percent / 80.0,
            "keen": keen,
            "mood": noise(rng, n) * 0.8 - keen * 0.5 + np.isin(age, [3, 4]) * 0.25 + office * 0.3,
            "unsure": noise(rng, n) * 0.6 - percent / 40.0 + np.where(age <= 1, 0.4, 0.0) + woman * 0.1,
            "content": content,
            "loyal": noise(rng, n) + content * 0.25 + office * 0.8 + age * 0.1,
        },
        index=people.index,
    )
