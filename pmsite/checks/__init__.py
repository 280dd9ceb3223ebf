"""Rules across items: one small class per rule, one file per family."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from pmsite.background import BackgroundTasks, is_worth_it
from pmsite.checks import (
    asks,
    briefs,
    components,
    customers,
    cycles,
    dates,
    decisions,
    elsewhere,
    experiments,
    exposure,
    features,
    goals,
    hierarchy,
    insights,
    judgements,
    launches,
    links,
    markdown,
    market,
    milestones,
    ownership,
    private_links,
    problems,
    references,
    releases,
    together,
    translations,
    unread,
    wordings,
)
from pmsite.checks.following import part
from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Report, Severity
from pmsite.messages import Message, said
from pmsite.model.faults import unknown_key
from pmsite.read.spans import span_of

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        rule.code: rule()
        for rule in (
            unread.FileNotRead,
            references.UnknownReference,
            references.WrongTypeOfItem,
            elsewhere.UnknownElsewhere,
            elsewhere.GoneElsewhere,
            references.Cycle,
            references.UnknownTracker,
            dates.EndsBeforeItStarts,
            dates.PlannedInThePast,
            dates.ShippedInTheFuture,
            dates.ShippedBeforeItsRelease,
            dates.ShippedWithoutDate,
            dates.NotHappenedYet,
            dates.ReviewOverdue,
            dates.StaleItem,
            milestones.MilestonePassed,
            milestones.MilestoneAfterTarget,
            milestones.MilestonesOutOfOrder,
            ownership.Unowned,
            ownership.NearlyKnownName,
            goals.ObjectiveWithoutKeyResults,
            goals.KeyResultWithoutDistance,
            goals.WrongUnit,
            goals.DuplicateKeyResult,
            goals.TooManyKeyResults,
            judgements.CurrentBesideCheckIn,
            judgements.PlanOutsidePeriod,
            judgements.PlanOutOfOrder,
            judgements.PlanWithoutWay,
            judgements.OutsidersReadOtherwise,
            goals.ContinuesLaterGoal,
            goals.MoreThanOneVision,
            features.FeatureWithoutGoal,
            features.RaciWithoutAccountable,
            features.StatusRequires,
            features.OffTheScale,
            features.NeededTooLate,
            together.TogetherApart,
            features.TargetAfterRelease,
            features.TargetAfterGoal,
            features.ShippedWithoutResult,
            hierarchy.ParentBelowChild,
            hierarchy.ParentOfSameLevel,
            hierarchy.ParentTooDeep,
            hierarchy.WorkWithoutParent,
            hierarchy.ShippedWithOpenParts,
            hierarchy.DroppedWithOpenParts,
            hierarchy.AllPartsShipped,
            hierarchy.IdeaWithStartedParts,
            hierarchy.PartsLaterThanParent,
            hierarchy.EffortOutgrown,
            hierarchy.DerivedForNobody,
            hierarchy.InheritedForNobody,
            components.ComponentOfAnotherTeam,
            cycles.CycleWithoutDays,
            cycles.CyclesOverlap,
            cycles.GroupInCycle,
            cycles.ReleaseLooksLikeACycle,
            customers.CustomerUnknown,
            customers.UnknownSegment,
            asks.AskOfOneself,
            asks.AskLate,
            asks.AskClash,
            releases.ReleasePassed,
            launches.LaunchWithoutOwner,
            launches.LaunchUndecided,
            launches.LaunchPassed,
            insights.InsightWithoutAction,
            insights.InsightWithoutEvidence,
            insights.AskedAndNotTold,
            experiments.DecidedBeforeItsEnd,
            experiments.ExperimentPastItsEnd,
            experiments.UnevenSplit,
            decisions.DecisionWithoutApprover,
            decisions.DecisionWithoutChoice,
            decisions.SupersessionMismatch,
            market.OldAnswer,
            market.UnknownCapability,
            market.UnknownTrendCategory,
            market.TrendHistoryAhead,
            market.UnknownAxis,
            problems.OverdueAction,
            problems.ProblemWithoutRootCause,
            problems.RiskWithoutResponse,
            problems.ResidualAboveRisk,
            translations.MissingTranslation,
            links.FileOutsideWorkspace,
            links.MissingImage,
            links.ActiveFile,
            links.UnknownKindOfFile,
            links.FileNotAsNamed,
            links.InternalPassageInFile,
            links.FileNotReadable,
            links.SpacesInAddress,
            links.BrokenLink,
            links.BrokenLinkDefinition,
            private_links.LinkNotSetUp,
            private_links.LinkWithoutAudience,
            private_links.LinkWithoutExpiry,
            private_links.LinkExpiresSoon,
            private_links.LinkExpired,
            private_links.LinkFieldWithoutLink,
            wordings.WordingForUnknownAudience,
            wordings.WordingNobodyReads,
            wordings.WordingOfNoField,
            wordings.WordingDateDiffers,
            links.LinkToHiddenItem,
            exposure.TextNamesHiddenItem,
            links.RemoteImage,
            links.MarkupRemoved,
            markdown.ListNotSeen,
            briefs.UnknownAudienceOfBrief,
            briefs.BriefNamesHiddenItem,
            briefs.ItemNotShownInSection,
            briefs.OptionWithoutEffect,
            briefs.SectionWithoutWords,
            briefs.BriefWithoutHeadline,
            briefs.BriefWithoutDisclaimer,
            briefs.BriefCoarserThanPages,
            briefs.BriefPeriodOver,
        )
    }
)
"""The registry of rules: one line each."""

__all__ = ["RULES", "Context", "Rule", "run"]


def explained() -> Mapping[str, str]:
    """By code, what each rule is about, in a sentence or two."""
    return {code: Message(" ".join((type(rule).__doc__ or "").split("\n\n")[0].split()), {}) for code, rule in RULES.items()}


def run(context: Context, report: Report, only: Container[str] = RULES) -> None:
    """Run every rule that the workspace has not switched off, with the severity that it gives it; `only` those with these codes."""
    chosen = context.product.settings.checks
    for code in chosen:
        if code not in RULES:
            report.add(unknown_key(code, context.settings, ("checks", code), RULES))
        elif RULES[code].fixed:
            report.add(_not_to_relax(code, context))
    asked = [rule for rule in RULES.values() if rule.code in only and (rule.fixed or chosen.get(rule.code) != "off")]
    every_word = [rule for rule in asked if rule.every_word]
    looked_at = context.product.items if context.only is None else context.only
    with BackgroundTasks([partial(_found, every_word, context)], int(is_worth_it(len(looked_at)))) as other:
        found = _found([rule for rule in asked if not rule.every_word], context)
        found += other.value(0)
    if not context.absent:
        report.extend(found)
        return
    own, following = part(found, RULES, context)
    report.extend(own)
    report.fold((file.path for file in context.absent.files), following)


def guard(context: Context, report: Report) -> None:
    """Run the rules alone that find what nothing may be shown with: those that protect readers, and those whose findings are errors."""
    chosen = context.product.settings.checks
    found = (rule for rule in RULES.values() if rule.fixed or chosen.get(rule.code, rule.severity) == Severity.ERROR)
    report.extend(_found(found, context))


def _found(rules: Iterable[Rule], context: Context) -> list[Diagnostic]:
    chosen = context.product.settings.checks
    found = []
    for rule in rules:
        severity = Severity(chosen[rule.code]) if rule.code in chosen and not rule.fixed else None
        found += [replace(fault, severity=severity) if severity else fault for fault in rule.find(context)]
    return found


def _not_to_relax(code: str, context: Context) -> Diagnostic:
    message = said("{code} protects readers and cannot be changed in product.yml", code=code)
    return Diagnostic("fixed-check", Severity.ERROR, span_of(context.settings, "checks", code), message, said("remove the line"))
