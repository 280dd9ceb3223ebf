"""What the strip tells of the plan itself: features, goals, releases, launches, and those who work on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from pmsite.audience import Projection
from pmsite.model.brief import Brief
from pmsite.model.component import Component
from pmsite.model.cycle import Cycle
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import members
from pmsite.model.item import Item
from pmsite.model.launch import Launch
from pmsite.model.metric import Metric
from pmsite.model.objective import Objective
from pmsite.model.period import Period
from pmsite.model.release import Release
from pmsite.model.replaced import heirs
from pmsite.model.team import Team
from pmsite.model.theme import Theme
from pmsite.model.vision import Vision
from pmsite.views import metric, status
from pmsite.views.parts import StageCount, ref
from pmsite.views.record import records
from pmsite.views.strip.cell import Cell, Said, cell, count

if TYPE_CHECKING:
    from pmsite.views.component import ComponentPage
    from pmsite.views.cycle import CyclePage
    from pmsite.views.feature import FeaturePage
    from pmsite.views.launch import LaunchPage
    from pmsite.views.people import PersonPage
    from pmsite.views.results import ObjectivePage
    from pmsite.views.roadmap import Roadmap
    from pmsite.views.team import TeamPage


INSTEAD = 3
"""How many of those that took the place of something are named."""


def target(product: Projection, feature: Feature, page: FeaturePage) -> Cell | None:
    """When a feature reaches users, or reached them; with the date that it had before, and since when it has another."""
    card = page.card
    if taking := heirs(product).get(feature.id):
        return Cell("Replaced by", tuple(Said(ref(one)) for one in taking[:INSTEAD]), (), ("target", "replaces"))
    if card.target is None:
        return None
    if card.stage == "shipped":
        return cell("shipped", card.target, fields=("shipped",))
    if card.from_parts:
        return cell("target", card.target, "fact", Said(card.target, "derived"), fields=("target",))
    record = records(product).get(feature.id)
    moved = (Said(record.moves[-1], "move"),) if record and record.moves else ()
    return cell("target", card.target, "fact", *moved, fields=("target",))


def way_covered(product: Projection, objective: Objective, page: ObjectivePage) -> Cell | None:
    """An objective's score, and what of it is due today."""
    judgement = page.goal.judgement
    if judgement.shown is None:
        return None
    due = (Said(judgement.due, "due"),) if judgement.due is not None else ()
    return cell("Score", judgement.shown, "score", *due)


def forecast(product: Projection, objective: Objective, page: ObjectivePage) -> Cell | None:
    """How an objective stands, and why, unless that is its score, which has a place of its own."""
    judgement = page.goal.judgement
    if not judgement.is_told:
        return None
    if judgement.message == "grade":
        judgement = replace(judgement, message="")
    is_over = judgement.state in ("achieved", "partly", "missed", "ungraded")
    return cell("Result" if is_over else "Forecast", judgement, "judged", fields=("judgement",))


def sureness(product: Projection, objective: Objective, page: ObjectivePage) -> Cell | None:
    """How sure the team is of an objective's key results on the whole."""
    share = status.confidence(product, objective, product.today)
    return cell("confidence", share, "share") if share is not None else None


def days_left(product: Projection, release: Release, page: object) -> Cell | None:
    """How many days there are until a release, or that it is out."""
    if release.yanked:
        return cell("status", "yanked", "state", fields=("out", "yanked"))
    if product.is_out(release):
        return cell("status", "shipped", "stage", fields=("out", "yanked"))
    return cell("Time left", max(0, (release.date.last - product.today).days), "days") if release.date else None


def brings(product: Projection, release: Release, page: object) -> Cell | None:
    """How many of a release's features are done."""
    features = [feature for feature in _features(product, release) if feature.status.stage != "dropped"]
    if not features:
        return None
    done = sum(feature.status.stage == "shipped" for feature in features)
    return cell("Features shipped", (done, len(features)), "counted")


def unsure(product: Projection, release: Release, page: object) -> Cell | None:
    """How many of a release's open features are of low confidence."""
    count = sum(feature.is_open and feature.confidence == "low" for feature in _features(product, release))
    return cell("Low confidence", count, "number") if count else None


def _features(product: Projection, item: Item) -> list[Feature]:
    naming = product.pointing(item.id, item.type)
    if item.type == "release":
        return list(members(product, naming))
    return [found for found in naming if isinstance(found, Feature) and product.counts(found)]


def readiness(product: Projection, launch: Launch, page: LaunchPage) -> Cell | None:
    """How much of a launch's checklist is done."""
    if not page.total:
        return None
    overdue = (Said(page.overdue, "overdue"),) if page.overdue else ()
    return cell("Readiness", (page.done, page.total), "counted", *overdue)


def go(product: Projection, launch: Launch, page: LaunchPage) -> Cell | None:
    """Whether a launch goes ahead, and when that is, or was, decided."""
    decision = launch.go_no_go
    if decision is None or not decision.decision:
        return None
    return cell("go_no_go", decision.decision, "state", *((Said(decision.date),) if decision.date else ()))


def people(product: Projection, team: Team, page: TeamPage) -> Cell | None:
    """How many people are in a team."""
    return cell("People", len(page.members), "number") if page.members else None


def load(product: Projection, team: Team, page: TeamPage) -> Cell | None:
    """What is planned for a team, as a share of what it can give in the nearest quarter."""
    found = page.load.loads[0] if page.load else None
    if found is None or not found.capacity:
        return None
    much = (Said("Too much", "late"),) if found.share > 1 else ()
    return cell("Load", found.share, "share", *much, Said(found.quarter))


def team_work(product: Projection, team: Team, page: TeamPage) -> Cell | None:
    """How many features a team builds now."""
    return _stage("Building now", page.roadmap.stages, "building")


def cycle_left(product: Projection, cycle: Cycle, page: CyclePage) -> Cell | None:
    """How many days a cycle that runs has left."""
    if page.state != "running" or cycle.ends is None:
        return None
    return cell("Time left", (cycle.ends.last - product.today).days, "days")


def cycle_finished(product: Projection, cycle: Cycle, page: CyclePage) -> Cell | None:
    """How much of a cycle's work is finished."""
    work = page.work
    return cell("Finished", (work.finished, work.of), "counted") if work and work.of and page.state != "coming" else None


def theme_work(product: Projection, theme: Theme, work: Roadmap) -> Cell | None:
    """How many features of a theme are built now."""
    return _stage("Building now", work.stages, "building")


def theme_shipped(product: Projection, theme: Theme, work: Roadmap) -> Cell | None:
    """How many features of a theme have reached users."""
    return _shipped(work)


def building_in(product: Projection, component: Component, page: ComponentPage) -> Cell | None:
    """How many features of a component are built now."""
    return _stage("Building now", page.roadmap.stages, "building")


def shipped_in(product: Projection, component: Component, page: ComponentPage) -> Cell | None:
    """How many features of a component have reached users."""
    return _shipped(page.roadmap)


def open_problems(product: Projection, component: Component, page: ComponentPage) -> Cell | None:
    """How much is broken in a component."""
    return cell("Open problems", page.broken, "number") if page.broken else None


def last_release(product: Projection, component: Component, page: ComponentPage) -> Cell | None:
    """The last release that brought something in a component."""
    return cell("Last release", page.release) if page.release else None


def _shipped(work: Roadmap) -> Cell | None:
    total = sum(found.count for found in work.stages if found.stage != "dropped")
    done = sum(found.count for found in work.stages if found.stage == "shipped")
    return cell("Features shipped", (done, total), "counted") if total else None


def _stage(name: str, stages: tuple[StageCount, ...], stage: str) -> Cell | None:
    count = next((found.count for found in stages if found.stage == stage), 0)
    return cell(name, count, "number") if count else None


def person_work(product: Projection, person: Item, page: PersonPage) -> Cell | None:
    """How many features somebody answers for."""
    return cell("Features", len(page.workload.features), "number") if page.workload.features else None


def person_goals(product: Projection, person: Item, page: PersonPage) -> Cell | None:
    """How many goals somebody's work serves."""
    return cell("Goals served", len(page.workload.goals), "number") if page.workload.goals else None


def readers(product: Projection, brief: Brief, page: object) -> Cell | None:
    """Whom a brief is for."""
    audience = product.settings.audiences.get(brief.audience)
    if not brief.audience:
        return None
    shown = Said(audience.label) if audience and audience.label else Said(brief.audience, "choice")
    return Cell("Readers", (shown,), (), ("audience",))


def kind_of_brief(product: Projection, brief: Brief, page: object) -> Cell | None:
    """What sort of brief it is."""
    return cell("kind", brief.kind, "brief_kind", fields=("kind",)) if brief.kind else None


def north_star(product: Projection, vision: Vision, page: object) -> Cell | None:
    """The one metric that says how much good the product does, and its last value."""
    star = product.items.get(vision.north_star or "")
    if not isinstance(star, Metric):
        return None
    found = metric.reading(product, star)
    value = (Said((found.latest.value, found.unit), "quantity"), Said(found, "moved")) if found.latest else ()
    return cell("north_star", found.ref, "fact", *value, fields=("north_star",))


def goals_now(product: Projection, vision: Vision, page: object) -> Cell | None:
    """How many objectives there are for today."""
    return count("Goals now", (found for found in product.of(Objective) if _is_now(found.period, product.today)))


def _is_now(period: Period | None, today: date) -> bool:
    return period is not None and period.first <= today <= period.last
