"""One round of publishing: fetch, build, audit, switch. Whatever fails, what is shown stays, without the links that have ended."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.metadata import distributions
from pathlib import Path

from pmsite.clock import today, utc_today
from pmsite.diagnostics import Report
from pmsite.messages import counted, reason, said
from pmsite.publishing import agreement
from pmsite.publishing.assets import Assets, carry
from pmsite.publishing.building import Builder
from pmsite.publishing.configuration import FILE, Publishing, Site, read_file, read_text
from pmsite.publishing.destination import Busy, Destination, Version, now
from pmsite.publishing.failed import Failed, from_system
from pmsite.publishing.finish import finish
from pmsite.publishing.log import Log
from pmsite.publishing.repository import Repository
from pmsite.publishing.status import FAILING, FRESH, HELD, Status
from pmsite.publishing.withdrawal import withdraw

_FIRST_PAUSE, _LONGEST_PAUSE = 60.0, 3600.0
"""Seconds until a commit that could not be built is tried again, where nothing else has changed: twice as long each time."""
_SECRET = "PMSITE_LINK_SECRET"  # noqa: S105  # the name of a variable


@dataclass(frozen=True, slots=True)
class Wish:
    """What the owner says when the command is called."""

    configuration: Path | None = None
    """The owner's own publish.yml; the branch's where there is none."""
    repository: str = ""
    branch: str = ""
    agrees: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a round ended."""

    state: str
    is_news: bool = False
    """Whether a new version is shown."""


class Publisher:
    """Publishes into one destination, round after round."""

    def __init__(self, destination: Destination, wish: Wish, log: Log) -> None:
        self.destination, self._wish, self._log = destination, wish, log
        self.status = Status.of(destination.status_file)
        self._failure: Failed | None = None
        self._failed_with = ""
        self._pause, self._due = _FIRST_PAUSE, 0.0

    def publish(self, *, urgent: bool = True) -> Outcome:
        """Show the newest commit, and say how that went. Raises Busy where somebody else is at it.

        What failed and has not changed since is built again at once where it is `urgent`, else after a while.
        """
        lock = self.destination.lock()
        try:
            try:
                return self._round(lock.handle, urgent)
            except Failed as failed:
                return self._failed(failed)
            except OSError as fault:
                return self._failed(from_system(fault))
        finally:
            lock.release()

    def _round(self, holding: int, urgent: bool) -> Outcome:
        self.destination.tidy()
        own = self._own_configuration()
        source = self._wish.repository or self._from_file(own)
        repository = Repository(self.destination.folder / "repository.git", self.destination.work / "tree", holding)
        branch = self._wish.branch or (own.branch if own else "")
        commit = repository.fetch(source, branch)
        if commit != self.status.facts["commit_wanted"]:
            self._log.tell("fetched", said("The newest commit is {commit}", commit=commit[:12]), commit=commit)
        self.status.facts |= {"commit_wanted": commit, "checked": now()}
        wanted = own or self._configuration_in(repository, commit)
        made_of = _digest(commit, repository.tags(), wanted.model_dump_json(), _tools(), _link_secret())
        days = _days()
        shown = self.destination.current()
        if self.destination.held:
            return self._held()
        if shown and (shown.source, shown.days) == (made_of, days):
            with self.destination.switching():
                self._prune(None)
            return self._is_fresh(is_news=False)
        if self._failure and not urgent and self._failed_with == made_of + days and time.monotonic() < self._due:
            raise self._failure
        self._failed_with = made_of + days
        return self._build(repository, commit, wanted, Version(self.destination.room, 0, commit, made_of, days))

    def _build(self, repository: Repository, commit: str, wanted: Publishing, facts: Version) -> Outcome:
        began = time.monotonic()
        self.status.write(building={"commit": commit, "since": now()})
        repository.check_out(commit)
        room = self.destination.begin(self.destination.room)
        builder = Builder(self.destination.tree, self.destination.work, repository.holding)
        builder.forget_others([site.folder for site in wanted.sites])
        assets = {}
        for site in wanted.sites:
            started = time.monotonic()
            workspaces = builder.build(site, room / site.folder)
            named = Assets(room / site.folder).name_by_content()
            builder.audit(site, room / site.folder, workspaces)
            sheets = finish(room / site.folder, site.audience, public=site.public)
            assets[site.folder] = sorted({*named, *sheets})
            seconds = round(time.monotonic() - started, 1)
            self._log.tell(
                "site-built",
                said("Built {folder} for {audience} in {seconds} s", folder=site.folder, audience=site.audience, seconds=seconds),
                site=site.folder,
                audience=site.audience,
                seconds=seconds,
            )
        kept = self.destination.versions()
        for site in wanted.sites:
            carry(site.folder, room, kept)
        os.sync()  # a machine that loses power shows a whole version, or the one before
        folders = tuple(site.folder for site in wanted.sites)
        version = self._switch(replace(facts, sites=folders, assets=assets))
        if version is None:
            return self._held()
        repository.pack()
        seconds = round(time.monotonic() - began, 1)
        self._log.tell(
            "published",
            said("Shown is {commit} since {time}, after {seconds} s", commit=commit[:12], time=now(), seconds=seconds),
            commit=commit,
            version=version.path.name,
            seconds=seconds,
        )
        return self._is_fresh(is_news=True)

    def _switch(self, facts: Version) -> Version | None:
        """Show what was built; nothing where somebody has gone back meanwhile."""
        with self.destination.switching():
            if self.destination.held:
                return None
            before = self.destination.current()
            version = self.destination.keep(self.destination.room, facts)
            self.destination.switch_to(version)
            self._prune(before)
            return version

    def _own_configuration(self) -> Publishing | None:
        return (
            None
            if self._wish.configuration is None
            else _sound(lambda report: read_file(self._wish.configuration or Path(), report))
        )

    def _from_file(self, own: Publishing | None) -> str:
        if own is None or self._wish.configuration is None:
            raise Failed("no-repository", said("no repository is named"))
        beside = self._wish.configuration.resolve().parent
        written = own.repository
        is_path = written and "://" not in written and ":" not in written.partition("/")[0]
        return str((beside / written).resolve()) if is_path else written or str(beside)

    def _configuration_in(self, repository: Repository, commit: str) -> Publishing:
        data = repository.file(commit, FILE)
        if data is None:
            raise Failed(
                "no-publish-yml",
                said("this commit has no {file}, which says what is published; name one of your own with --config", file=FILE),
            )
        wanted = _sound(lambda report: read_text(data, FILE, report))
        if agreement.hold_to(self.destination.agreed_file, wanted, agrees=self._wish.agrees):
            told = [_agreed(site) for site in wanted.sites]
            self._log.tell("agreed", said("Agreed to: {told}", told=told), closed=wanted.closed)
        return wanted

    def _prune(self, before: Version | None) -> None:
        for path in self.destination.prune(before):
            self._log.tell("kept", said("{name} stays, since something is mounted in it", name=path.name), version=path.name)

    def _is_fresh(self, *, is_news: bool) -> Outcome:
        self._failure, self._pause = None, _FIRST_PAUSE
        return self._ended(FRESH, None, is_news=is_news)

    def _held(self) -> Outcome:
        self.destination.tidy()
        return self._ended(HELD, None)

    def _failed(self, failed: Failed) -> Outcome:
        if failed is not self._failure:
            self._log.tell("failed", reason(failed), code=failed.code, **failed.facts)
            self._failure, self._due = failed, time.monotonic() + self._pause
            self._pause = min(self._pause * 2, _LONGEST_PAUSE)
        self.destination.tidy()
        return self._ended(FAILING, failed)

    def _ended(self, state: str, failed: Failed | None, *, is_news: bool = False) -> Outcome:
        """Note how the round ended; where nothing new is shown, what has ended is withdrawn all the same."""
        try:
            if not is_news:
                take_out(self.destination, self._log)
            self.status.is_now(state, failed)
            self.status.write(held=self.destination.held, **shown_now(self.destination))
        except Busy:
            self._log.tell(
                "busy", said("Somebody else decides for long what is shown; links that have ended wait for the next round")
            )
        except OSError as fault:
            self._log.tell(
                "not-written", said("The status cannot be written: {why}", why=fault.strerror), code=from_system(fault).code
            )
        return Outcome(state, is_news)


def take_out(destination: Destination, log: Log) -> None:
    """Take the private links that have ended out of what is shown. Raises OSError."""
    with destination.switching():
        shown = destination.current()
        version, gone = withdraw(destination, shown, utc_today())
        if gone and version:
            if version != shown:
                destination.switch_to(version)
                destination.prune(shown)
            log.tell(
                "withdrawn",
                counted(gone, "Withdrew {count} private link that has ended", "Withdrew {count} private links that have ended"),
                links=gone,
            )


def roll_back(destination: Destination, steps: int, log: Log) -> None:
    """Show an earlier version, and nothing newer until somebody says so. Raises Failed, Busy or OSError."""
    with destination.switching():
        target = destination.earlier(steps)
        if target is None:
            raise Failed("no-version", said("there is no version that old; see the folder versions/"))
        before = destination.current()
        destination.hold(target)
        version, _ = withdraw(destination, target, utc_today())
        version = version or target
        for site in version.sites:  # pages of newer versions are open still
            carry(site, version.path, destination.versions())
        destination.switch_to(version)
        destination.prune(before)
    log.tell(
        "rolled-back",
        said("Shown is {commit} again, until `pmsite publish --resume`", commit=target.commit[:12]),
        commit=target.commit,
    )
    status = Status.of(destination.status_file)
    status.is_now(HELD)
    status.write(held=destination.held, **shown_now(destination))


def shown_now(destination: Destination) -> dict[str, object]:
    """What the status says of the version that is shown."""
    shown = destination.current()
    if shown is None:
        return {"commit_shown": None, "shown": None, "sites": []}
    return {"commit_shown": shown.commit or None, "shown": shown.path.name, "sites": list(shown.sites)}


def _sound(read: Callable[[Report], Publishing | None]) -> Publishing:
    report = Report()
    found = read(report)
    if found is None:
        first = next(iter(report))
        facts = {"place": str(first.span), "code": first.code, "message": first.message, "hint": first.hint}
        told = said("{place} {code}: {message}", place=first.span, code=first.code, message=first.message)
        if first.hint:
            told = said("{message}. {hint}", message=told, hint=first.hint)
        raise Failed("bad-publish-yml", told, diagnostic=facts)
    return found


def _agreed(site: Site) -> str:
    if site.public:
        return said("{folder} for {audience}, public", folder=site.folder, audience=site.audience)
    return said("{folder} for {audience}", folder=site.folder, audience=site.audience)


def _days() -> str:
    """The days that a site is made for: of the plan, and of private links."""
    return f"{today()}/{utc_today()}"


def _tools() -> str:
    """What tells whether the programs that build have changed."""
    found = sorted(f"{one.name}=={one.version}" for one in distributions() if one.metadata)
    return _digest(platform.python_version(), *found)


def _link_secret() -> str:
    """What tells whether the links' secret is another one; the secret is random and long, so nobody finds it by this."""
    return _digest("links", os.environ.get(_SECRET, ""))


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()[:32]
