"""What is wrong with a wave's data, in words that name no person's values.

Belongs here: the one exception of coding, which carries every problem found.
"""


class WaveError(ValueError):
    """Data that the definition does not fit. The wave stops here, with every problem named.

    Attributes:
        problems: Each with place, what was found in counts, and what would be right.
    """

    def __init__(self, where: str, problems: list[str]) -> None:
        self.problems = problems
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        super().__init__(f"{where} has {count}:\n" + "\n".join(f"  {p}" for p in problems))
