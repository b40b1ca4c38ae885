"""What reports refer to, checked: questions, demographics, facts, conditions and texts.

Belongs here: the part of `checking` that concerns `reports/*.yaml`.
"""

from pipeline.survey.check import SURVEY, Check
from pipeline.survey.checking_shown import check_shown
from pipeline.survey.checking_texts import check_placeholders
from pipeline.survey.documents import Loc
from pipeline.survey.reports import Fact, Report
from pipeline.survey.variables import demographic_variables


def check_reports(check: Check) -> None:
    """Note everything wrong in the reports of a definition."""
    names = {f.data["report"]: n for n, f in check.files.items() if n.startswith("reports/") and f.data}
    for report in check.definition.reports.values():
        file = names.get(report.report, f"reports/{report.report}.yaml")
        if file != f"reports/{report.report}.yaml":
            check.report(file, ("report",), f"{report.report} is not the file's name")
        check.condition(report.base, file, ("base",))
        _check_chapters(check, report, file)
        check_shown(check, report, file)
        for i, breakdown in enumerate(report.breakdowns):
            check.known(
                breakdown.demographic,
                check.definition.demographics,
                "demographic",
                file,
                ("breakdowns", i, "demographic"),
            )
        _check_sharing(check, report, file)
        if report.benchmark:
            units, shown = report.benchmark.demographic, [b.demographic for b in report.breakdowns]
            check.known(units, shown, "breakdown by", file, ("benchmark", "demographic"))
        for name, fact in report.facts.items():
            _check_fact(check, report, fact, file, ("facts", name))
        for i, name in enumerate(report.strip):
            check.known(name, report.facts, "fact", file, ("strip", i))
        _check_representativity(check, report, file)
        _check_published(check, report, file)
        check_placeholders(check, report, file)
        for i, language in enumerate(report.languages):
            check.known(language, check.definition.survey.languages, "language", file, ("languages", i))
        survey = check.definition.survey
        if report.weighted and survey.weighting is None and survey.weight is None:
            message = "the survey declares no weighting and no weight column"
            follows = check.was_cut(SURVEY, "weighting") or check.was_cut(SURVEY, "weight")
            check.report(file, ("weighted",), message, follows=follows)


def _check_sharing(check: Check, report: Report, file: str) -> None:
    """What is not made of groups that share respondents."""
    for i, breakdown in enumerate(report.breakdowns):
        if breakdown.demographic in check.definition.sharing and report.trend and report.trend.groups:
            message = f"{breakdown.demographic} is multiple: a trend of its groups is not made"
            check.report(file, ("breakdowns", i, "demographic"), message)
    if report.benchmark and report.benchmark.demographic in check.definition.sharing:
        message = f"{report.benchmark.demographic} is multiple: units cannot share respondents"
        check.report(file, ("benchmark", "demographic"), message)


def _check_chapters(check: Check, report: Report, file: str) -> None:
    questions = check.definition.questions
    entries = (
        (entry.id, ("chapters", i, "questions", j))
        for i, chapter in enumerate(report.chapters)
        for j, entry in enumerate(chapter.entries)
    )
    check.unique(entries, "question", file)
    for i, chapter in enumerate(report.chapters):
        for j, entry in enumerate(chapter.entries):
            loc: Loc = ("chapters", i, "questions", j)
            if check.known(entry.id, questions, "question", file, loc):
                options = [o.id for o in check.definition.options(questions[entry.id])]
                for option in entry.order:
                    check.known(option, options, "option", file, (*loc, "order"))
                if questions[entry.id].type in {"open", "date"}:
                    reason = f"{entry.id} is of type {questions[entry.id].type}, which reports do not show"
                    check.report(file, loc, f"{reason}; leave it out of the chapters")


def _check_fact(check: Check, report: Report, fact: Fact, file: str, loc: Loc) -> None:
    check.condition(fact.count, file, (*loc, "count"))
    check.condition(fact.share, file, (*loc, "share"))
    check.condition(fact.among, file, (*loc, "among"))
    needs_universe = {"response_rate_pct", "invited_n", "universe_n"}
    if fact.take in needs_universe and check.definition.survey.universe is None:
        message = f"{fact.take} needs a universe in survey.yaml"
        check.report(file, (*loc, "take"), message, follows=check.was_cut(SURVEY, "universe"))
    if (
        fact.take in {"scope_above_pct", "universe_n", "representativity_n"}
        and report.representativity is None
    ):
        message = f"{fact.take} needs representativity in this report"
        check.report(file, (*loc, "take"), message, follows=check.was_cut(file, "representativity"))


def _check_representativity(check: Check, report: Report, file: str) -> None:
    part = report.representativity
    if part is None:
        return
    universe = check.definition.survey.universe
    if universe is None:
        message = "survey.yaml declares no universe to compare with"
        check.report(file, ("representativity",), message, follows=check.was_cut(SURVEY, "universe"))
        return
    for i, table in enumerate(part.tables):
        check.known(
            table, universe.columns, "column of the universe for", file, ("representativity", "tables", i)
        )
    shared = {n: v for n, v in demographic_variables(check.definition).items() if n in universe.columns}
    check.condition(part.base, file, ("representativity", "base"), shared)
    if part.scope:
        check.known(
            part.scope.demographic,
            universe.columns,
            "column of the universe for",
            file,
            ("representativity", "scope"),
        )
        check.condition(part.scope.share, file, ("representativity", "scope", "share"))
        check.condition(part.scope.among, file, ("representativity", "scope", "among"))


def _check_published(check: Check, report: Report, file: str) -> None:
    for wave, published in report.published.items():
        check.known(wave, check.definition.survey.waves, "wave", file, ("published", wave))
        if published.stated_base:
            check.known(published.stated_base, report.facts, "fact", file, ("published", wave, "stated_base"))
