"""What a site tells of a plan's history: its past, and the plan as it was on named days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pmsite.audience import AsOf, Projection, project
from pmsite.diagnostics import Report, Span
from pmsite.history import past
from pmsite.history.git import NoHistory
from pmsite.history.identity import is_back
from pmsite.history.names import renamed
from pmsite.history.past import Tale
from pmsite.history.read import History, last_touching, read
from pmsite.history.revision import Then, product_at
from pmsite.history.who import who
from pmsite.messages import counted, reason, said
from pmsite.model.item import Item
from pmsite.model.product import Product, connect

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(slots=True)
class SiteHistory:
    """Reads the history of a workspace. With `keeps`, what was read stays in memory for the next build, until something is committed."""

    keeps: bool = False
    known: History | None = None

    def add_to(self, root: Path, prefix: str, product: Product, seen: Projection, report: Report) -> Projection:
        """A projection with its past and its named days, as its audience may know them. What is missing is said in the report."""
        place = Span(f"{prefix}/product.yml")
        try:
            history = read(root, known=self.known)
        except NoHistory as fault:
            report.notice(
                "no-history", place, said("the site tells nothing of the plan's history: {why}", why=reason(fault)), fault.hint
            )
            return seen
        self.known = history if self.keeps else None
        if not history.revisions:
            report.notice(
                "no-history",
                place,
                said("the site tells nothing of the plan's history: nothing of it is committed"),
                said("commit it"),
            )
            return seen
        moments = list(_moments(history, product, report, place))
        wanted = {moment.revision for moment in moments}
        told = past.tell(history, product, seen, prefix, wanted, lambda inside: (root / inside).is_file())
        if unread := told.unread:
            message = counted(
                unread,
                "{count} old version of files had faults and is left out of the history",
                "{count} old versions of files had faults and are left out of the history",
            )
            report.notice("history-gap", place, message)
        if not history.is_whole:
            hint = said("fetch the whole history: `git fetch --unshallow`, or `fetch-depth: 0` in a workflow")
            report.notice("history-incomplete", place, said("this clone is shallow: the history begins where it was cut"), hint)
        days = []
        for moment in moments:
            try:
                then = _then(history, moment, product, prefix, told)
            except NoHistory as fault:
                _no_such_day(moment.name, fault, place, report)
            else:
                days.append(AsOf(moment.name, moment.day, project_past(then, product, seen)))
        return replace(seen, past=told.past, days=tuple(days))


@dataclass(frozen=True, slots=True)
class _Moment:
    """A named day: the commit that holds its plan, and the last revision up to there that touched it."""

    name: str
    commit: str
    revision: str
    day: date


def _moments(history: History, product: Product, report: Report, place: Span) -> Iterator[_Moment]:
    for name, written in product.settings.as_of.items():
        try:
            commit, day = _moment(history, written)
            yield _Moment(name, commit, last_touching(history.repository, commit), day)
        except NoHistory as fault:
            _no_such_day(name, fault, place, report)


def _then(history: History, moment: _Moment, product: Product, prefix: str, told: Tale) -> Product:
    """The plan of a day in the ids of today, so that what has another one now is still the same; raises NoHistory."""
    then = product_at(history.repository, moment.commit, prefix, moment.day, history.heads)
    mark = told.marks.get(moment.revision)
    if mark is None:  # a tag that the main line does not go through
        names = dict(who(history.repository, (moment.commit, then), (history.head, Then(product)), prefix).names)
        return renamed(then.product, names, product.items).product
    lines = {f"{prefix}/{inside}": line for inside, line in mark.lines.items()}
    carried = {item.id: item for item in mark.carried.values() if item.id not in then.product.items}
    whole = connect(then.product.settings, {**then.product.items, **carried}, then.product.today) if carried else then.product
    names = {id: told.ids[lines[item.path]] for id, item in whole.items.items() if lines.get(item.path) in told.ids}
    taken = set(names.values())
    back = (id for id in whole.items.keys() & product.items.keys() - names.keys() - taken)
    names |= {id: id for id in back if is_back(whole.items[id], product.items[id])}
    return renamed(whole, names, product.items).product


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
    hint = fault.hint or said("name a day on which the plan was there, or a tag")
    report.warning("no-such-day", place, said("as_of: {name}: {why}", name=name, why=reason(fault)), hint)


def _moment(history: History, written: str) -> tuple[str, date]:
    """The commit that holds the plan of a day, or of a tag, and the day."""
    if _DAY.fullmatch(written):
        day = date.fromisoformat(written)
        known = [revision for revision in history.revisions if revision.day <= day]
        if not known:
            raise NoHistory(said("the history begins on {day}, after {written}", day=history.revisions[0].day, written=written))
        return known[-1].commit, day
    commit = history.repository.commit(written)
    told = history.repository.run("log", "-1", "--no-show-signature", "--format=%cs", "--end-of-options", commit)
    return commit, date.fromisoformat(told.decode().strip())


def project_past(then: Product, now: Product, seen: Projection) -> Projection:
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
