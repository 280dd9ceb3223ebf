"""Gathers a digest: from the comparison with an earlier revision, and from the views that judge what is due and what waits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pmsite.audience import TEAM, Projection, project
from pmsite.comparison.compare import Comparison, earlier, to_read
from pmsite.comparison.phrases import Phrases
from pmsite.comparison.sections import sections
from pmsite.digest.parts import LONG, SHORT, Digest, Line, Part, clipped
from pmsite.digest.since import begin
from pmsite.digest.whose import Whose, whose
from pmsite.history import git
from pmsite.model.item import Item
from pmsite.model.judgement import span
from pmsite.model.person import Person
from pmsite.render.standalone import addresses
from pmsite.views import attention, due, unreported
from pmsite.views.attention import Concern
from pmsite.wording import dates, labels
from pmsite.wording.differences import Teller
from pmsite.wording.reasons import judged_words, near_day, reason_words
from pmsite.wording.words import N_, Gettext, gettext
from pmsite.workspace import Workspace, told_in, with_others, words

MOST = 8
"""How many lines each part has where nobody says otherwise."""
POINTS = 2
"""How much of what follows from a change is told."""
_KINDS: Mapping[str, str] = {
    "overdue": N_("Overdue"),
    "off_track": N_("Off track"),
    "undecided": N_("Not decided"),
    "overloaded": N_("Too much"),
    "at_risk": N_("At risk"),
    "out_of_date": N_("Out of date"),
}
"""Why something needs attention, where its judgement has no word of its own."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a digest is asked for: since when, whose eyes, about whom, and in which language."""

    since: str
    audience: str = TEAM
    about: str = ""
    language: str = ""
    most: int = MOST


def gather(workspace: Workspace, wanted: Wanted) -> Digest:
    """The digest of a workspace without faults. Raises NoHistory, UnknownAudience and UnknownOwner."""
    told = told_in(workspace, wanted.language)
    assert told.product is not None  # callers look at the report first
    own = project(told.product, wanted.audience, words(told, wanted.language))
    seen = with_others(told, told.product, own, workspace.report)
    them = whose(seen, wanted.about)
    repository = git.find(workspace.root)
    first = begin(repository, workspace.root, wanted.since)
    before = earlier(workspace.root, workspace.prefix, seen.today, first.commit, repository)
    found = to_read(before, repository.commit("HEAD"), workspace, wanted.audience)
    return _Words(seen, them, _links(seen)).digest(found, first.day, wanted.most)


def _links(seen: Projection) -> Mapping[str, str]:
    site = seen.settings.site if seen.is_inside else seen.settings.audiences[seen.audience].site
    return addresses(seen, site or "")


@dataclass(frozen=True, slots=True)
class _Words:
    """Says of a projection what is asked for, as far as it is theirs."""

    seen: Projection
    them: Whose
    links: Mapping[str, str]

    @property
    def _(self) -> Gettext:
        return gettext(self.seen.settings.language)

    def digest(self, found: Comparison, since: date, most: int) -> Digest:
        """All parts that have lines, each with a few."""
        _, seen = self._, self.seen
        changed = _(labels.SECTIONS["changed"])
        if seen.plans:  # of the other plans nobody has read what they were
            changed = _(N_("Changed in the plan of %(name)s itself")) % {"name": seen.settings.name}
        parts = (
            Part("changed", changed, tuple(self._changed(found))),
            Part("due", _(N_("Due within a week")), tuple(self._due())),
            Part("at_risk", _("At risk"), tuple(self._at_risk())),
            Part("unreported", _(N_("No update this week")), tuple(self._unreported())),
        )
        title = N_("%(name)s, %(who)s: since %(date)s") if self.them.title else N_("%(name)s: since %(date)s")
        told = {"name": seen.settings.name, "who": self.them.title, "date": dates.day_words(since, seen.settings.language)}
        whole = Digest(
            _(title) % told,
            seen.settings.name,
            seen.settings.language,
            seen.audience,
            since,
            seen.today,
            self.them.title,
            tuple(part for part in parts if part.lines),
            _("and %(num)s more"),
            _(": "),
            _(N_(" (%(what)s)")),
        )
        return whole.shorter(most)

    def _line(self, item: Item | None, subject: str, told: str, owner: str = "") -> Line:
        if item is None:
            return Line(clipped(subject, SHORT), clipped(told, LONG))
        url = self.links.get(f"roadmap/{item.folder}/{item.id}", "")
        url = self.seen.homes.get(item.id, url)
        called = self.seen.with_plan(subject, item.id)
        return Line(clipped(called, SHORT), clipped(told, LONG), item.id, item.type, url, self._who(owner))

    def _who(self, owner: str) -> str:
        known = self.seen.items.get(owner)
        return known.title if known is not None else owner

    # What changed

    def _changed(self, found: Comparison) -> Iterator[Line]:
        teller = Teller(self.seen.settings.language, found.after.settings, found.titles)
        told = [line for section in sections(found, teller) for line in section.lines]
        grave, of_values = _telling(found), _values(found, Phrases(teller, found.moves))
        told.sort(key=lambda line: grave(line.id))
        for line in told:
            item = self.seen.items.get(line.id)
            known = item or found.after.items.get(line.id) or found.before.items.get(line.id)
            if known is None and (not self.seen.is_inside or self.them.names):  # a setting
                continue
            if self.them.has(known):
                sentence = of_values.get(line.id, line.sentence)
                said = self._("; ").join(filter(None, (line.grave, sentence, *line.points[:POINTS])))
                yield self._line(item, item.title if item else line.subject, said)

    # What is due

    def _due(self) -> Iterator[Line]:
        _, language = self._, self.seen.settings.language
        for one in due.build(self.seen):
            item = self.seen.items[one.ref.id]
            if self.them.has(None if one.owner and one.text else item, one.owner):
                kind = _(labels.TYPES[item.type][0])
                of = _("%(label)s: %(told)s") % {"label": kind, "told": item.title} if one.text else kind
                told = _(N_("%(date)s, %(what)s")) % {"date": dates.period_words(one.when, language), "what": of}
                yield self._line(item, one.text or item.title, told, one.owner)

    # What waits

    def _at_risk(self) -> Iterator[Line]:
        people = {person.title: person.id for person in self.seen.of(Person)}
        found = sorted(attention.concerns(self.seen), key=lambda one: (-one.days, one.order))
        for one in found:
            item = self.seen.items[one.ref.id]
            owner = people.get(one.owner, one.owner)
            if self.them.has(None if owner and one.text else item, owner):
                yield self._line(item, one.text or item.title, self._why(one, item), one.owner)

    def _why(self, one: Concern, item: Item) -> str:
        _, language = self._, self.seen.settings.language
        if one.loads:
            loads = [
                _("%(label)s: %(told)s")
                % {"label": dates.period_words(quarter, language), "told": dates.percent_words(share, language)}
                for quarter, share in one.loads
            ]
            said = _(", ").join(loads)
        else:
            said = judged_words(one.judgement, language, _)
        if not one.judgement.state:
            said = _("%(state)s: %(reason)s") % {"state": _(_KINDS[one.kind]), "reason": said} if said else _(_KINDS[one.kind])
        return said + _(" (%(what)s)") % {"what": item.title} if one.text else said

    def _unreported(self) -> Iterator[Line]:
        _, language = self._, self.seen.settings.language
        for one in unreported.build(self.seen):
            team = self.seen.items[one.team.id]
            if self.them.has(team):
                told = _(N_("none yet"))
                if one.last is not None:
                    ago = reason_words(span(one.days), language, _)
                    when = near_day(one.last, self.seen.today, language)
                    told = _(N_("last update %(date)s, %(ago)s ago")) % {"date": when, "ago": ago}
                yield self._line(team, team.title, told, getattr(team, "lead", None) or "")


def _telling(found: Comparison) -> Callable[[str], int]:
    """In which order changes are told: what stands as the comparison has it first, mere words last."""
    diff = found.diff
    moving = {"status", "horizon", "target", "release", "date", "period", "key_results"}
    rank = dict.fromkeys(_ids(diff.added), 1) | dict.fromkeys(_ids(diff.dropped), 1)
    for changed in diff.changed:
        rank[changed.item.id] = 0 if moving & {one.field for one in changed.differences} else 2
    return lambda name: rank.get(name, 0 if name else 3)


def _values(found: Comparison, say: Phrases) -> Mapping[str, str]:
    """By metric, what is said of it where its last value is another: that says the rows that brought it, too."""
    told = {}
    for changed in found.diff.changed:
        rows = [one for one in changed.differences if one.field == "series"]
        if any(one.part for one in rows):
            told[changed.item.id] = say.sentences(changed, [one for one in changed.differences if one not in rows or one.part])
    return told


def _ids(items: Iterable[object]) -> Iterator[str]:
    return (str(getattr(item, "id", "")) for item in items)
