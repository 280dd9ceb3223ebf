"""The changelog as CHANGELOG.md, in the form of Keep a Changelog 1.1.0."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmsite.audience import Projection
from pmsite.views import changelog
from pmsite.views.changelog import ChangeGroup
from pmsite.views.notes import ALL

HEAD = """\
# Changelog

All notable changes to {name} are written down here.

The format is that of [Keep a Changelog](https://keepachangelog.com/en/1.1.0/).
"""
_MARKUP = re.compile(r"[\\`|<>&\[\]#@]")


def write(product: Projection) -> str:
    """The file: what is unreleased, then the releases that are out, the newest first. Its words are English, since its form is."""
    parts = [HEAD.format(name=escaped(product.settings.name))]
    pending = changelog.unreleased(product)
    if pending:
        parts.append("\n".join(["## [Unreleased]", *_groups(pending.groups)]) + "\n")
    for release in product.releases:
        if product.is_out(release):
            notes = changelog.notes(product, release, changes=ALL)
            date = f" - {notes.date}" if notes.date else ""
            lines = [f"## [{escaped(notes.name)}]{date}{' [YANKED]' if notes.yanked else ''}"]
            lines += [f"\n{escaped(notes.summary)}"] if notes.summary else []
            parts.append("\n".join([*lines, *_groups(notes.groups)]) + "\n")
    return "\n".join(parts)


def _heading(group: ChangeGroup) -> str:
    return group.label or group.kind.replace("-", " ").capitalize() or "Changed"


def _groups(groups: tuple[ChangeGroup, ...]) -> Iterator[str]:
    for group in groups:
        yield f"\n### {_heading(group)}\n"
        for line in group.lines:
            told = f"{line.ref.title}: {line.summary}" if line.summary else line.ref.title
            yield f"- {'**Breaking:** ' if line.breaking else ''}{escaped(told)}"


def escaped(text: str) -> str:
    """An author's text on one line of Markdown, as text alone."""
    return _MARKUP.sub(lambda found: f"\\{found[0]}", " ".join(text.split()))
