"""What a site tells of a plan's history: its past, and the plan as it was on named days."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pmsite.audience import AsOf, Projection, project
from pmsite.diagnostics import Report, Span
from pmsite.history import past
from pmsite.history.git import NoHistory
from pmsite.history.read import History, read
from pmsite.history.revision import product_at
from pmsite.model.item import Item
from pmsite.model.product import Product, connect

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(slots=True)
class Recall:
    """Reads the history of a workspace. With `keeps`, what was read stays in memory for the next build, until something is committed."""

    keeps: bool = False
    known: History | None = None

    def remind(self, root: Path, prefix: str, product: Product, seen: Projection, report: Report) -> Projection:
        """A projection with its past and its named days, as its audience may know them. What is missing is said in the report."""
        place = Span(f"{prefix}/product.yml")
        try:
            history = read(root, known=self.known)
        except NoHistory as fault:
            report.notice("no-history", place, f"the site tells nothing of the plan's history: {fault}", fault.hint)
            return seen
        self.known = history if self.keeps else None
        if not history.revisions:
            report.notice(
                "no-history", place, "the site tells nothing of the plan's history: nothing of it is committed", "commit it"
            )
            return seen
        found, unread = past.tell(history, product, seen, prefix)
        if unread:
            what = f"{unread} old version{'s' if unread > 1 else ''} of files had faults"
            report.notice("history-gap", place, f"{what} and {'are' if unread > 1 else 'is'} left out of the history")
        if not history.is_whole:
            hint = "fetch the whole history: `git fetch --unshallow`, or `fetch-depth: 0` in a workflow"
            report.notice("history-incomplete", place, "this clone is shallow: the history begins where it was cut", hint)
        days = tuple(self._days(history, prefix, product, seen, report, place))
        return replace(seen, past=found, days=days)

    def _days(self, history: History, prefix: str, product: Product, seen: Projection, report: Report, place: Span) -> list[AsOf]:
        found = []
        for name, written in product.settings.as_of.items():
            try:
                commit, day = _moment(history, written)
                then = product_at(history.repository, commit, prefix, day, history.heads).product
            except NoHistory as fault:
                _no_such_day(name, fault, place, report)
            else:
                found.append(AsOf(name, day, as_seen(then, product, seen)))
        return found


def check_days(root: Path, prefix: str, product: Product, report: Report) -> None:
    """Report the named days that a site cannot show; nothing where there is no history, which is no fault."""
    try:
        history = read(root)
    except NoHistory:
        return
    for name, written in product.settings.as_of.items() if history.revisions else ():
        try:
            _moment(history, written)
        except NoHistory as fault:
            _no_such_day(name, fault, Span(f"{prefix}/product.yml"), report)


def _no_such_day(name: str, fault: NoHistory, place: Span, report: Report) -> None:
    hint = fault.hint or "name a day on which the plan was there, or a tag"
    report.warning("no-such-day", place, f"as_of: {name}: {fault}", hint)


def _moment(history: History, written: str) -> tuple[str, date]:
    """The commit that holds the plan of a day, or of a tag, and the day."""
    if _DAY.fullmatch(written):
        day = date.fromisoformat(written)
        known = [revision for revision in history.revisions if revision.day <= day]
        if not known:
            raise NoHistory(f"the history begins on {history.revisions[0].day}, after {written}")
        return known[-1].commit, day
    commit = history.repository.commit(written)
    told = history.repository.run("log", "-1", "--no-show-signature", "--format=%cs", "--end-of-options", commit)
    return commit, date.fromisoformat(told.decode().strip())


def as_seen(then: Product, now: Product, seen: Projection) -> Projection:
    """A product of another day as an audience may know it today: for outsiders the facts of then, of what they may see now as well, in the words of today."""
    if seen.is_inside:
        return project(then, seen.audience)
    audience = seen.audience
    if audience not in then.settings.audiences:
        return replace(seen, items={}, today=then.today, links=(), past=None)
    items = {id: item for id, item in then.items.items() if id in seen.items and type(item) is type(seen.items[id])}
    found = project(connect(then.settings, items, then.today), audience, also=now.settings)
    spoken = {id: item.model_copy(update=_words(seen.items[id])) for id, item in found.items.items()}
    return replace(found, items=spoken)


def _words(item: Item) -> dict[str, str]:
    return {"title": item.title, "summary": item.summary, "body": ""}
