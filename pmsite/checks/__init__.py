"""Rules across items: one small class per rule, one file per family."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from pmsite.checks import briefs, dates, features, goals, links, references, releases
from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Report, Severity
from pmsite.model.faults import unknown_key

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        rule.code: rule()
        for rule in (
            references.UnknownReference,
            references.WrongTypeOfItem,
            references.Cycle,
            references.WordingForUnknownAudience,
            references.UnknownTracker,
            dates.EndsBeforeItStarts,
            dates.PlannedInThePast,
            dates.ShippedInTheFuture,
            dates.ShippedBeforeItsRelease,
            dates.ShippedWithoutDate,
            dates.StaleItem,
            goals.ObjectiveWithoutKeyResults,
            goals.KeyResultWithoutDistance,
            goals.DuplicateKeyResult,
            goals.TooManyKeyResults,
            goals.MoreThanOneVision,
            features.FeatureWithoutGoal,
            features.RaciWithoutAccountable,
            releases.ReleasePassed,
            links.FileOutsideWorkspace,
            links.MissingImage,
            links.BrokenLink,
            links.BrokenLinkDefinition,
            briefs.UnknownAudienceOfBrief,
            briefs.BriefNamesHiddenItem,
            briefs.ItemNotShownInSection,
            briefs.OptionWithoutEffect,
            briefs.SectionWithoutWords,
            briefs.BriefWithoutHeadline,
            briefs.BriefWithoutDisclaimer,
            briefs.BriefPeriodOver,
        )
    }
)
"""The registry of rules: one line each."""

__all__ = ["RULES", "Context", "Rule", "run"]


def run(context: Context, report: Report) -> None:
    """Run every rule that the workspace has not switched off, with the severity that it gives it."""
    chosen = context.product.settings.checks
    for code in chosen:
        if code not in RULES:
            report.add(unknown_key(code, context.settings, ("checks", code), RULES))
    for code, rule in RULES.items():
        if chosen.get(code) == "off":
            continue
        severity = Severity(chosen[code]) if code in chosen else None
        for found in rule.find(context):
            report.add(replace(found, severity=severity) if severity else found)
