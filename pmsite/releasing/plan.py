"""What making a release does to the files: every new text, and what goes."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pmsite.messages import said
from pmsite.model.change import Change
from pmsite.model.product import Product
from pmsite.model.release import Release
from pmsite.model.settings import LANGUAGES
from pmsite.read.passages import bare
from pmsite.read.record import Record
from pmsite.read.text import marked
from pmsite.releasing import changelog_file, entries
from pmsite.releasing.contents import Contents, Wanted
from pmsite.releasing.front import with_facts
from pmsite.releasing.refused import Refused
from pmsite.releasing.version import loose
from pmsite.workspace import Workspace
from pmsite.writing.front import new_text
from pmsite.writing.links import rebased


@dataclass(slots=True)
class Plan:
    """Texts by file, None where the file goes; `came_from` says which files only moved."""

    texts: dict[Path, str | None] = field(default_factory=dict)
    came_from: dict[Path, Path] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    version: str = ""

    @property
    def edits(self) -> dict[Path, bytes | None]:
        """What is to be written, as bytes."""
        return {path: None if text is None else text.encode() for path, text in self.texts.items()}


def draw_up(workspace: Workspace, chosen: Contents, wanted: Wanted, changelog: Path | None) -> Plan:
    """The plan of a release; raises Refused."""
    assert workspace.product is not None  # a release is only made of a workspace without faults
    making = _Making(workspace, workspace.product, chosen, Plan(notes=list(chosen.notes), version=chosen.version.text))
    making.release(wanted)
    for feature in chosen.features:
        making.add_facts(feature.id, {"release": chosen.id})
    making.fragments(wanted.remove)
    making.links_elsewhere()
    if changelog is not None:
        making.changelog(changelog, wanted.readers)
    return making.plan


@dataclass(slots=True)
class _Making:
    workspace: Workspace
    product: Product
    chosen: Contents
    plan: Plan
    moved: dict[str, str] = field(default_factory=dict)
    """Where files of the workspace are now."""

    @property
    def root(self) -> Path:
        return self.workspace.root

    @property
    def item(self) -> str:
        """The release item's place in the workspace."""
        planned = self.chosen.planned
        return self.workspace.records[planned.id].inside if planned else f"releases/{self.chosen.version.text}.md"

    def release(self, wanted: Wanted) -> None:
        """The release item: a new one, or the planned one completed."""
        chosen, planned = self.chosen, self.chosen.planned
        made: dict[str, Any] = {"date": str(chosen.date)}
        tried = (found for found in chosen.neighbours.candidates if self._is_for_as_many(found))
        highlights = wanted.highlights or tuple(dict.fromkeys(text for found in tried for text in found.highlights))
        if highlights and not (planned and planned.highlights):
            made["highlights"] = highlights
        scope = {"scope": chosen.scope}
        if planned is not None:
            if planned.date is not None and planned.date != chosen.date:
                self.plan.notes.append(said("the date of {path} was {date}", path=planned.path, date=planned.date))
            known = loose(planned.name)
            stem = planned.name.removesuffix(known.build) if known else chosen.version.text
            named = {} if known and known.build == chosen.version.build else {"version": f"{stem}{chosen.version.build}"}
            same = planned.date == chosen.date
            self.add_facts(planned.id, {**named, **{k: v for k, v in made.items() if not (k == "date" and same)}, **scope})
            return
        if (self.root / self.item).exists() or chosen.version.text in self.product.items:
            raise Refused(
                said("the id {text} is taken by something that is no release", text=chosen.version.text),
                said("give that another id"),
            )
        facts: dict[str, Any] = {"title": wanted.title or self._title(), "version": self._called(), **made}
        facts |= {"visibility": chosen.visibility} if chosen.visibility else {}
        self.plan.texts[self.root / self.item] = new_text(Release.type, {**facts, **scope}, "")

    def _called(self) -> str:
        """The version with its build, and with a `v` before it where the release before has one."""
        latest, version = self.chosen.neighbours.latest, f"{self.chosen.version.text}{self.chosen.version.build}"
        return f"v{version}" if latest and re.match(r"v[0-9]", latest.name) else version

    def _title(self) -> str:
        latest, called = self.chosen.neighbours.latest, self._called()
        return latest.title.replace(latest.name, called) if latest and latest.name in latest.title else called

    def add_facts(self, id: str, facts: Mapping[str, Any]) -> None:
        """Facts into an item's file."""
        record = self.workspace.records[id]
        path = self.root / record.inside
        self.plan.texts[path] = with_facts(_read(path), record, self.product.items[id].type, facts)

    def fragments(self, remove: bool) -> None:
        """The fragments: into an archive of their own, or into the release's text."""
        for change in self.chosen.changes:
            record = self.workspace.records[change.id]
            self.moved[record.inside] = (
                self.item if remove else f"changes/{self.chosen.version.text}/{posixpath.basename(record.inside)}"
            )
        spoken: dict[str, list[Record]] = {}
        for translation in self.workspace.translations.values():
            spoken.setdefault(translation.item, []).append(translation.record)
        for change in self.chosen.changes:
            record, translations = self.workspace.records[change.id], spoken.get(change.id, [])
            if remove:
                for gone in (record, *translations):
                    self.plan.texts[self.root / gone.inside] = None
                if translations:
                    self.plan.notes.append(said("the translations of {id} go with it", id=change.id))
            else:
                self._archive(record, self._with_release(change, record))
                for translated in translations:
                    self._archive(translated, _read(self.root / translated.inside))
        told = self._told_by_candidates()
        if told or (remove and self.chosen.changes):
            self._fold(self.chosen.changes if remove else (), told)

    def _archive(self, record: Record, text: str) -> None:
        old = self.root / record.inside
        new = self.root / "changes" / self.chosen.version.text / posixpath.basename(record.inside)
        if new != old and new.exists():
            raise Refused(said("{path} exists already", path=new.relative_to(self.root)), said("give the fragment another name"))
        self.plan.texts[new] = self._rebased(text, record.inside, new)
        if new != old:
            self.plan.texts[old] = None
            self.plan.came_from[new] = old

    def _with_release(self, change: Change, record: Record) -> str:
        """A fragment that names its release; a plain one gets front matter of its own."""
        if record.is_plain:
            facts: dict[str, Any] = {"title": change.title, "kind": change.kind}
            facts |= {"references": change.references} if change.references else {}
            return new_text(Change.type, {**facts, "release": self.chosen.id}, record.body.rstrip("\n"))
        text = _read(self.root / record.inside)
        if change.release == self.chosen.id:
            return text
        return with_facts(text, record, Change.type, {"release": self.chosen.id})

    def _rebased(self, text: str, inside: str, new: Path) -> str:
        after = posixpath.dirname(new.relative_to(self.root).as_posix())
        return rebased(text, posixpath.dirname(inside), after, self.moved)

    def _told_by_candidates(self) -> dict[str, list[str]]:
        """By heading, the changes that candidates tell in their text since their fragments went."""
        settings = self.product.settings
        headings = {
            entries.heading(kind, settings, one): entries.heading(kind, settings, settings.language)
            for kind in settings.kinds
            for one in LANGUAGES
        }
        found: dict[str, list[str]] = {}
        for candidate in self.chosen.neighbours.candidates:
            record = self.workspace.records[candidate.id]
            text = rebased(record.body, posixpath.dirname(record.inside), posixpath.dirname(self.item), self.moved)
            for heading, below in changelog_file.by_heading(text):
                if heading in headings and below:
                    theirs = self._is_for_as_many(candidate)
                    found.setdefault(headings[heading], []).append(
                        below if theirs else f"<!-- internal -->\n{bare(below)}\n<!-- /internal -->"
                    )
        return found

    def _is_for_as_many(self, candidate: Release) -> bool:
        """Whether all readers of the release may see a candidate of it."""
        return frozenset(self.chosen.visibility) <= frozenset(candidate.visibility)

    def _fold(self, changes: Sequence[Change], told: Mapping[str, Sequence[str]]) -> None:
        folder, readers = posixpath.dirname(self.item), frozenset(self.chosen.visibility)
        texts = {}
        for change in changes:
            record = self.workspace.records[change.id]
            links = (self._link(id, folder) for id in change.features)
            texts[change.id] = entries.folded(
                change, posixpath.dirname(record.inside), folder, record.is_plain, readers, links, self.product.settings.language
            )
        found = entries.groups(changes, texts, self.product.settings, self.product.settings.language)
        below = {group.heading: [*told.get(group.heading, ()), *group.entries] for group in found}
        blocks = [f"## {heading}\n\n" + "\n".join(listed) for heading, listed in below.items() if listed]
        path = self.root / self.item
        text = self.plan.texts[path] or ""
        end = "\r\n" if "\r\n" in text else "\n"
        self.plan.texts[path] = text.rstrip() + end + end + "\n\n".join(blocks).replace("\n", end) + end

    def _link(self, id: str, folder: str) -> str:
        return f"[{id}]({posixpath.relpath(self.workspace.records[id].inside, folder)})"

    def links_elsewhere(self) -> None:
        """Links of other files to those that moved."""
        others = {record.inside: record for record in self.workspace.records.values()}
        others |= {found.record.inside: found.record for found in self.workspace.translations.values()}
        for inside, record in others.items():
            path = self.root / inside
            if inside in self.moved or ("changes/" not in record.body and not inside.startswith("changes/")):
                continue
            folder = posixpath.dirname(inside)
            if rebased(record.body, folder, folder, self.moved) != record.body:
                known = self.plan.texts.get(path)
                self.plan.texts[path] = rebased(known if known is not None else _read(path), folder, folder, self.moved)

    def changelog(self, path: Path, readers: frozenset[str] | None) -> None:
        """CHANGELOG.md with the release in it: what all of its readers may see, or everything where they are the team."""
        neighbours = self.chosen.neighbours
        among = changelog_file.Among(
            _plain_name(neighbours.previous) if neighbours.previous else "",
            frozenset(map(_plain_name, neighbours.candidates)),
            is_older=neighbours.newer is not None,
        )
        mark, text = marked(_read(path)) if path.exists() else ("", changelog_file.begun(self.product.settings.changelog_head))
        told = changelog_file.told_already(text, among)
        language = entries.language_of(changelog_file.headings(text), self.product.settings)
        readers = frozenset(self.chosen.visibility) if readers is None else readers
        kept = [change for change in self.chosen.changes if readers <= frozenset(change.visibility)]
        out = [change.id for change in self.chosen.changes if change not in kept]
        if out:
            who = ", ".join(sorted(readers))
            self.plan.notes.append(
                said(
                    "{name} is for {who}, who may not see: {out}; --audience team tells everything",
                    name=path.name,
                    who=who,
                    out=list(out),
                )
            )
        common = Path(os.path.commonpath([self.root, path.parent]))
        target = path.parent.relative_to(common).as_posix()
        texts = {}
        for change in kept:
            record = self.workspace.records[change.id]
            folder = (self.root / posixpath.dirname(record.inside)).relative_to(common).as_posix()
            texts[change.id] = entries.entry(change, folder, target, record.is_plain, self._moved_from(common), language)
        doubles = [c.id for c in kept if _same(c, texts[c.id], told)]
        candidates = {release.id for release in neighbours.candidates}
        by_hand = [change.id for change in kept if change.id in doubles and change.release not in candidates]
        if by_hand:
            self.plan.notes.append(said("{name} tells it already: {lines}", name=path.name, lines=list(by_hand)))
        fresh = {id: text for id, text in texts.items() if id not in doubles}
        groups = entries.groups(kept, fresh, self.product.settings, language)
        made = changelog_file.with_release(text, self.chosen.version, str(self.chosen.date), groups, among)
        withdrawn = frozenset(_plain_name(release) for release in self.product.of(Release) if release.yanked)
        self.plan.texts[path] = mark + changelog_file.with_withdrawn(made, withdrawn)

    def _moved_from(self, common: Path) -> dict[str, str]:
        prefix = self.root.relative_to(common)
        return {(prefix / old).as_posix(): (prefix / new).as_posix() for old, new in self.moved.items()}


def _plain_name(release: Release) -> str:
    found = loose(release.name)
    return found.text if found else release.name


def _same(change: Change, entry: str, told: frozenset[str]) -> bool:
    return not told.isdisjoint(map(changelog_file.plain, (change.title, f"{change.title}{change.summary}", entry)))


def _read(path: Path) -> str:
    return path.read_bytes().decode()
