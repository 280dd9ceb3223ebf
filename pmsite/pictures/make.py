"""From what is asked for to a picture: a view of the plan, or a section of a brief."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pmsite.audience import TEAM, Projection
from pmsite.briefing import UnknownBrief, told
from pmsite.charts.words import Words
from pmsite.history.site_history import SiteHistory
from pmsite.model.brief import Brief
from pmsite.model.faults import did_you_mean
from pmsite.model.metric import Metric
from pmsite.model.period import Period, day_of
from pmsite.model.release import Release
from pmsite.model.vision import Vision
from pmsite.pictures import goals as goals_picture
from pmsite.pictures import roadmap as roadmap_picture
from pmsite.pictures import series as series_picture
from pmsite.pictures import timeline as timeline_picture
from pmsite.pictures.frame import Frame, framed
from pmsite.pictures.sheet import NothingToDraw, Pen
from pmsite.render.expressions import ExpressionFault, item_filter
from pmsite.views import goals, item_past, kpis, roadmap, timeline
from pmsite.views.asked import Asked, Keep
from pmsite.wording import dates, labels
from pmsite.wording.words import N_, gettext
from pmsite.workspace import Workspace, in_language

Drawing = Callable[[Pen, float], float]
VIEWS = ("roadmap", "timeline", "goals", "metric", "burn-up")
"""What can be drawn by its name."""
_NAMES: Mapping[str, str] = MappingProxyType({"roadmap": N_("Roadmap"), "timeline": N_("Timeline"), "goals": N_("Goals")})
_DRAWN: Mapping[str, Callable[[Any, Pen, float], float]] = MappingProxyType(
    {
        "roadmap": roadmap_picture.draw,
        "timeline": timeline_picture.draw,
        "goals": goals_picture.draw,
        "trend": lambda found, pen, top: series_picture.draw_metric(found.reading, pen, top),
    }
)
"""By section of a brief, what draws it."""


class UnknownPicture(ValueError):
    """There is no such view, section, metric or release, as far as these readers see. `hint` says what to write instead."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked for: a view or a section, whose eyes, which metric or release, which language and light."""

    what: str
    audience: str = ""
    of: str = ""
    language: str | None = None
    theme: str = "light"
    where: str = ""
    group_by: str = "horizon"


def picture(workspace: Workspace, asked: Asking) -> str:
    """The picture as SVG. Raises UnknownPicture, UnknownBrief, UnknownAudience and NothingToDraw."""
    if "/" in asked.what:
        return _of_brief(workspace, asked)
    if asked.what not in VIEWS:
        near = did_you_mean(asked.what, VIEWS)
        choices = f"write one of {', '.join(VIEWS)}, or a brief and its section, such as investors/roadmap"
        raise UnknownPicture(f"there is no picture of {asked.what}", f"did you mean {near}?" if near else choices)
    product = workspace.product
    assert product is not None  # callers look at the report first
    seen = in_language(workspace, product, asked.audience or TEAM, asked.language)
    if asked.what == "burn-up":
        seen = SiteHistory().add_to(workspace.root, workspace.prefix, product, seen, workspace.report)
    title, draw = _view(seen, asked)
    return _framed(seen, title, day_of(seen.today), draw, asked.theme)


def _view(seen: Projection, asked: Asking) -> tuple[str, Drawing]:
    """The title of a view, and what draws it."""
    title = gettext(seen.settings.language)(_NAMES.get(asked.what, ""))
    if asked.what == "metric":
        return _metric(seen, asked.of)
    if asked.what == "burn-up":
        return _burnup(seen, asked.of)
    keep = _filter(seen, "objective" if asked.what == "goals" else "feature", asked.where)
    build: Mapping[str, Callable[[], Any]] = {
        "roadmap": lambda: roadmap.build(seen, asked.group_by, keep),
        "timeline": lambda: timeline.build(seen, keep),
        "goals": lambda: goals.build(seen, keep),
    }
    found = build[asked.what]()
    return title, lambda pen, top: _DRAWN[asked.what](found, pen, top)


def _filter(seen: Projection, type_name: str, where: str) -> Keep:
    """Which items are drawn."""
    try:
        return item_filter(seen, type_name, where) if where else None
    except ExpressionFault as fault:
        raise UnknownPicture(f"--where: {fault}", str(fault.hint)) from None


def _metric(seen: Projection, name: str) -> tuple[str, Drawing]:
    stars = [vision.north_star for vision in seen.of(Vision) if vision.north_star]
    id = name or next(iter(stars), "")
    if id not in {metric.id for metric in seen.of(Metric)}:
        raise _unknown(
            "metric", id, [metric.id for metric in seen.of(Metric)], "the vision names no North Star that these readers see"
        )
    found = kpis.trend(seen, Asked(items=(id,)))
    reading = found.reading
    if reading is None:
        raise NothingToDraw(f"{id} has fewer than two values that these readers see", "a line needs two")
    return reading.ref.title, lambda pen, top: series_picture.draw_metric(reading, pen, top)


def _burnup(seen: Projection, name: str) -> tuple[str, Drawing]:
    releases = seen.of(Release)
    coming = next(
        (release for release in sorted(seen.coming, key=lambda one: one.date or day_of(seen.today)) if release.date), None
    )
    id = name or (coming.id if coming else "")
    release = next((one for one in releases if one.id == id), None)
    if release is None:
        raise _unknown("release", id, [one.id for one in releases], "no release that these readers see is to come")
    past = item_past.build(seen, release)
    found = past.burnup if past else None
    if found is None:
        raise NothingToDraw(
            f"the history tells no burn-up of {id}", "it needs two days in git's history on which features of the release changed"
        )
    return release.title, lambda pen, top: series_picture.draw_burnup(found, pen, top)


def _unknown(kind: str, id: str, known: list[str], without: str) -> UnknownPicture:
    if not id:
        return UnknownPicture(without, f"name a {kind} with --of")
    near = did_you_mean(id, known)
    few = (
        f"write one of {', '.join(known)}"
        if 0 < len(known) <= 30
        else f"these readers see no {kind}"
        if not known
        else "look at `pmsite list`"
    )
    return UnknownPicture(f"{id} is no {kind} that these readers see", f"did you mean {near}?" if near else few)


def _of_brief(workspace: Workspace, asked: Asking) -> str:
    """A section of a brief: its number, or the name of its view."""
    id, _, wanted = asked.what.partition("/")
    found = told(workspace, id, asked.audience)
    page = found.page
    names = [part.view for part in page.parts]
    at = (
        int(wanted) - 1
        if wanted.isdecimal() and wanted.isascii() and len(wanted) < 4
        else names.index(wanted)
        if wanted in names
        else -1
    )
    if not 0 <= at < len(names):
        raise UnknownBrief(
            f"the brief {id} has no section {wanted}", f"write one of {', '.join(dict.fromkeys(names))}, or its number"
        )
    part = page.parts[at]
    if part.view not in _DRAWN or not part.template:
        raise UnknownPicture(f"{part.view} is told in words, not drawn", f"write one of {', '.join(_DRAWN)}")
    if part.view == "trend" and part.content.reading is None:
        raise NothingToDraw("these readers see no metric with two values there", "choose another with `items`")
    translate = gettext(found.seen.settings.language)
    title = part.title or translate(labels.SECTIONS[part.view])
    return _framed(
        found.seen, title, page.as_of, lambda pen, top: _DRAWN[part.view](part.content, pen, top), asked.theme, found.brief
    )


def _framed(seen: Projection, title: str, day: Period, draw: Drawing, theme: str, brief: Brief | None = None) -> str:
    language = seen.settings.language
    translate = gettext(language)
    words = Words(translate, lambda value: dates.period_words(value, language))
    audience = brief.audience if brief is not None and seen.is_inside else seen.audience
    known = seen.settings.audiences.get(audience)
    readers = (known.label or audience) if known else translate(N_("For the team"))
    corner = f"{readers} · {translate('As of %(date)s') % {'date': dates.period_words(day, language)}}"
    return framed(Frame(title, seen.settings.name, corner, language, words), draw, theme)
