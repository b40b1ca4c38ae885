"""The report layer: what people read, with the figures once published found again."""

from collections.abc import Iterator

import dagster as dg
import pandas as pd

from pipeline.assets.layer import Result, SurveyAssets, failure, markdown
from pipeline.reconciliation.figures import Computed, PublishedError
from pipeline.reconciliation.reconcile import Reconciliation, describe, reconcile
from pipeline.reporting.material import Marts, material
from pipeline.reporting.release import write_release
from pipeline.survey.reports import Report

RECONCILIATION = "reconciliation"
ANOMALIES = "published_figures_agree"


def report_assets(survey: SurveyAssets) -> list[dg.AssetsDefinition]:
    """An asset a report."""
    return [_report(survey, report) for report in survey.definition.reports.values()]


def marts_of(survey: SurveyAssets, wave: str) -> Marts:
    """The marts that reports read."""
    empty = pd.DataFrame()
    universe, weighting = survey.definition.survey.universe, survey.definition.survey.weighting
    return Marts(
        questions=survey.read("mart_question", wave),
        groups=survey.read("mart_demographic", wave),
        facts=survey.read("mart_fact", wave),
        representativity=survey.read("mart_representativity", wave) if universe else empty,
        scope=survey.read("mart_scope", wave) if universe else empty,
        measures=survey.read("mart_representativity_measure", wave) if universe else empty,
        propensity=survey.read("mart_r_indicator", wave) if universe else empty,
        response=survey.read("mart_response_rate", wave) if universe and universe.invited else empty,
        weighting=survey.read("mart_weighting", wave) if weighting else empty,
        weighting_run=survey.read("mart_weighting_run", wave) if weighting else empty,
        impact=survey.read("mart_weight_impact", wave),
    )


PARTICIPATION = (
    "mart_representativity",
    "mart_representativity_measure",
    "mart_r_indicator",
    "mart_scope",
)


def _deps(survey: SurveyAssets) -> list[str]:
    universe = survey.definition.survey.universe
    return [
        "mart_question",
        "mart_demographic",
        "mart_weight_impact",
        "mart_fact",
        *(["mart_weighting", "mart_weighting_run"] if survey.definition.survey.weighting else []),
        *(PARTICIPATION if universe else []),
        *(["mart_response_rate"] if universe and universe.invited else []),
    ]


def _report(survey: SurveyAssets, report: Report) -> dg.AssetsDefinition:
    name = f"report_{report.report}"
    key = survey.key(name)
    has_published = bool(report.published)
    checks = [
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

    @dg.multi_asset(
        name=f"{survey.definition.id}__{name}",
        specs=[
            survey.spec(
                name,
                f"The report «{report.title('en')}» as HTML, PDF and Excel, with its tables and a manifest.",
                _deps(survey),
                {"python", "html", "pdf", "excel"},
            )
        ],
        check_specs=checks if has_published else [],
    )
    def asset(context: dg.AssetExecutionContext) -> Iterator[Result]:
        with survey.working_on(context) as wave:
            marts = marts_of(survey, wave).of_report(report.report)
            computed = Computed(marts.questions, marts.groups, marts.representativity, marts.facts)
            try:
                found = reconcile(
                    survey.definition, report, wave, survey.root.survey(survey.definition.id), computed
                )
            except PublishedError as error:
                raise failure(error) from None
            if found is not None and len(found.missed):
                yield _reconciled(key, found)
                raise failure(ValueError(mismatch(found)))
            chosen = material(survey.definition, report, wave, marts, found)
            folder = write_release(chosen, survey.root, survey.warehouse, _raw_files(survey, wave))
            results = (
                [_reconciled(key, found), _agreeing(key, found)]
                if found
                else _nothing_published(key, has_published)
            )
            metadata = {
                "folder": dg.MetadataValue.path(folder),
                "files": dg.MetadataValue.md("\n".join(f"- `{p.name}`" for p in sorted(folder.glob("*.*")))),
                "hidden groups": dg.MetadataValue.int(chosen.hidden_n),
            }
            yield dg.MaterializeResult[None](asset_key=key, metadata=metadata, check_results=results)

    return asset


def _raw_files(survey: SurveyAssets, wave: str) -> dict[str, str]:
    """SHA-256 of the raw files of a wave, by name."""
    inputs = survey.inputs(wave, *_deps(survey))
    return {name: digest for name, digest in inputs.items() if name != "definition"}


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
