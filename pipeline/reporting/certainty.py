"""How sure the figures are: what margins of error cover, and how groups were compared.

Belongs here: the sections of the method chapter on precision and tests. Every number in them is one of
`mart_method`.
"""

from pipeline.rendering.tree import Paragraph, Section
from pipeline.reporting.headings import decimals
from pipeline.reporting.scale_means import prints_means
from pipeline.reporting.words import Words


def precision_section(words: Words) -> Section:
    """How large the margins of everyone's shares are, and that they cover chance alone."""
    told, say, number = words.material.told, words.catalogue.text, words.numbers.number
    if told.number("is_census"):
        return Section("precision", say("method.precision"), (Paragraph(say("method.census")),))
    report = words.material.report
    texts = [say("method.margin", confidence=number(told.count("confidence_pct")))]
    low, high = told.number("moe_min_pp"), told.number("moe_max_pp")
    if low is not None and high is not None:
        range_ = say("precision.range", low=number(low, 1), high=number(high, 1))
        texts.append(
            range_ if number(low, 1) != number(high, 1) else say("precision.one", points=number(high, 1))
        )
        if report.breakdowns:
            texts.append(say("precision.groups"))
    texts.append(say("precision.finite" if told.number("is_finite") else "precision.infinite"))
    if report.margins and prints_means(words):
        texts.append(say("precision.mean"))
    limits = [told.number(name) or 0.0 for name in ("reliable_n_eff", "reliable_width_pp")]
    least, width, half = (number(limit, decimals(limit)) for limit in (*limits, limits[1] / 2))
    texts.append(say("precision.unreliable", least=least, width=width, half=half))
    return Section("precision", say("method.precision"), (Paragraph(" ".join(texts)),))


def tests_section(words: Words) -> Section:
    """How groups are compared, or that they are not; nothing in a report without groups."""
    say, report = words.catalogue.text, words.material.report
    if not report.breakdowns:
        return Section("tests", say("method.tests"), ())
    if not report.tests:
        return Section("tests", say("method.tests"), (Paragraph(say("tests.none")),))
    return Section("tests", say("method.tests"), (Paragraph(" ".join(_tests(words))),))


def _tests(words: Words) -> list[str]:
    told, say, number = words.material.told, words.catalogue.text, words.numbers.number
    limits = {name: told.number(f"min_diff_{name}") or 0.0 for name in ("pp", "index", "sd")}
    points, index, sd = (number(least, decimals(least)) for least in limits.values())
    q = number(told.count("q_pct"))
    texts = [
        say("method.test_rest", points=points, q=q, tests=number(told.count("tests_n"))),
        say("tests.method"),
    ]
    if told.count("method_n", "fisher"):
        texts.append(say("tests.fisher", tests=number(told.count("method_n", "fisher"))))
    if told.count("method_n", "welch"):
        texts.append(say("tests.means", points=points, index=index, sd=sd))
    if told.count("not_tested_n"):
        least = number(told.count("min_n_eff"))
        texts.append(say("tests.untested", least=least, numbers=number(told.count("not_tested_n"))))
    marked = told.count("marked_n")
    texts.append(words.catalogue.counted("tests.marked", marked) if marked else say("tests.marked_none"))
    if words.material.report.letters:
        texts.append(say("tests.letters"))
        sharing = words.material.definition.sharing
        if any(breakdown.demographic in sharing for breakdown in words.material.report.breakdowns):
            texts.append(say("tests.sharing"))
    return texts
