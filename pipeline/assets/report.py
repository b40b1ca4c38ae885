"""The report layer: what people read, with the figures once published found again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg

from pipeline.assets.layer import Result, SurveyAssets, failure, markdown
from pipeline.assets.report_marts import read_marts, report_marts
from pipeline.reconciliation.figures import Computed, PublishedError
from pipeline.reconciliation.published import published_inputs
from pipeline.reconciliation.reconcile import Reconciliation, describe, reconcile
from pipeline.reporting.material import material
from pipeline.reporting.release import write_release
from pipeline.survey.pilots import pilot_note
from pipeline.survey.reports import Report

RECONCILIATION = "reconciliation"
ANOMALIES = "published_figures_agree"


def report_assets(survey: SurveyAssets) -> list[dg.AssetsDefinition]:
    """An asset a report."""
    return [_report(survey, report) for report in survey.definition.reports.values()]


def _report(survey: SurveyAssets, report: Report) -> dg.AssetsDefinition:
    name = f"report_{report.report}"
    key = survey.key(name)
    has_published = bool(report.published)

    @dg.multi_asset(
        name=f"{survey.definition.id}__{name}",
        specs=[
            survey.spec(
                name,
                f"The report «{report.title('en')}» as HTML, PDF and Excel, with its tables and a manifest.",
                [*report_marts(survey.definition).values()],
                {"python", "html", "pdf", "excel"},
                skippable=True,
            )
        ],
        check_specs=_checks(key) if has_published else [],
    )
    def asset(context: dg.AssetExecutionContext) -> Iterator[Result]:
        with survey.working_on(context) as wave:
            if survey.definition.is_pilot(wave):
                context.log.warning(pilot_note(wave))
                yield from _nothing_published(key, has_published)
                return
            marts = read_marts(survey, wave, report_marts(survey.definition)).of_report(report.report)
            computed = Computed(marts.questions, marts.groups, marts.representativity, marts.facts)
            definition = survey.in_wave(wave)
            try:
                found = reconcile(definition, report, wave, survey.root.survey(definition.id), computed)
            except PublishedError as error:
                raise failure(error) from None
            if found is not None and len(found.missed):
                yield _reconciled(key, found)
                raise failure(ValueError(mismatch(found)))
            chosen = material(definition, report, wave, marts, found)
            folder = write_release(chosen, survey.root, survey.warehouse, _inputs(survey, report, wave))
            results = (
                [_reconciled(key, found), _agreeing(key, found)]
                if found
                else _nothing_published(key, has_published)
            )
            metadata = _metadata(folder, chosen.hidden_n)
            yield dg.MaterializeResult[None](asset_key=key, metadata=metadata, check_results=results)

    return asset


def _checks(key: dg.AssetKey) -> list[dg.AssetCheckSpec]:
    """What is checked of a report whose figures were published before."""
    return [
        dg.AssetCheckSpec(
            RECONCILIATION,
            asset=key,
            blocking=True,
            description="Every figure once published for the wave comes out of the computations again.",
        ),
        dg.AssetCheckSpec(
            ANOMALIES,
            asset=key,
            description="The published figures agree among themselves; a warning says what is off.",
        ),
    ]


def _metadata(folder: Path, hidden_n: int) -> dict[str, dg.MetadataValue[Any]]:
    """Where the release lies, its files, and how many groups are hidden in it."""
    return {
        "folder": dg.MetadataValue.path(folder),
        "files": dg.MetadataValue.md("\n".join(f"- `{p.name}`" for p in sorted(folder.glob("*.*")))),
        "hidden groups": dg.MetadataValue.int(hidden_n),
    }


def _inputs(survey: SurveyAssets, report: Report, wave: str) -> dict[str, str]:
    """SHA-256 by name: raw files, tables of earlier waves that trends read, and published figures."""
    inputs = survey.inputs(wave, *report_marts(survey.definition).values())
    published = published_inputs(report.published.get(wave), survey.root.survey(survey.definition.id))
    return {name: digest for name, digest in inputs.items() if name != "definition"} | published


def mismatch(found: Reconciliation) -> str:
    """What stopped matching, figure by figure."""
    lines = [
        f"  {row['file']} {row['place']}, {row['figure']}: published {row['published']}, "
        f"computed {row['computed'] or 'nothing'}"
        for row in found.missed.head(20).to_dict("records")
    ]
    more = f"\n  … and {len(found.missed) - 20} more" if len(found.missed) > 20 else ""
    return (
        f"{len(found.missed)} of {len(found.figures)} published figures do not come out:\n"
        + "\n".join(lines)
        + more
    )


def _reconciled(key: dg.AssetKey, found: Reconciliation) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        asset_key=key,
        check_name=RECONCILIATION,
        passed=not len(found.missed),
        metadata={
            "figures": len(found.figures),
            "matched": found.matched,
            "by file": dg.MetadataValue.md(markdown(found.summary())),
        },
    )


def _agreeing(key: dg.AssetKey, found: Reconciliation) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        asset_key=key,
        check_name=ANOMALIES,
        passed=not found.anomalies,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={f"warning {i}": describe(anomaly) for i, anomaly in enumerate(found.anomalies, start=1)},
    )


def _nothing_published(key: dg.AssetKey, has_published: bool) -> list[dg.AssetCheckResult]:
    """Checks of a wave that nothing was published for pass."""
    names = [RECONCILIATION, ANOMALIES] if has_published else []
    return [
        dg.AssetCheckResult(asset_key=key, check_name=name, passed=True, metadata={"figures": 0})
        for name in names
    ]
