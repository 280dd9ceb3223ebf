"""The notes of one release, for the page that a code host has for it, for a mail, or for the message of a tag."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmsite.audience import Projection
from pmsite.exports.changelog_md import entry, told_of
from pmsite.model.period import Period
from pmsite.model.release import Release
from pmsite.read.inline import as_text, escaped
from pmsite.read.passages import code_lines
from pmsite.views import changelog
from pmsite.views.notes import ALL, ChangeGroup, Line, ReleaseNotes
from pmsite.wording import labels, words
from pmsite.wording.dates import period_words

_LINK = re.compile(r"(?<!!)\[([^\[\]]+)\]\((https?://[^\s()]+)\)")
_BEGUN = re.compile(r"(?P<space>\s*)(?P<mark>(?:[-*+]|\d{1,9}[.)]|>)\s+|#{1,6}\s+)?(?P<rest>.*)")


def markdown(product: Projection, release: Release) -> str:
    """The notes as Markdown, without a heading of their own, since where they go the release has a title."""
    return "\n\n".join(_blocks(product, release)) + "\n"


def text(product: Projection, release: Release) -> str:
    """The notes as plain text, which begins with what the release is called and its day."""
    day = f" ({period_words(release.date, product.settings.language)})" if release.date else ""
    lines = markdown(product, release).split("\n")
    return "\n".join([f"{release.title}{day}", "", *_plain(lines)])


def _blocks(product: Projection, release: Release) -> Iterator[str]:
    gettext = words.gettext(product.settings.language)
    told = changelog.notes(product, release, changes=ALL)
    if told.yanked:
        yield f"> **{gettext('This release was withdrawn.')}**"
    if told.summary:
        yield escaped(told.summary)
    if told.highlights:
        yield "\n".join(f"- {escaped(line)}" for line in told.highlights)
    if body := told_of(release):
        yield body
    for group in told.groups:
        yield "\n".join([f"### {_heading(group, gettext)}", "", *_entries(product, group, gettext)])
    if told.shipped:
        yield "\n".join([f"### {gettext('Features shipped')}", "", *_shipped(told)])
    if told.is_empty and not body:
        yield gettext("Nothing is written about this release yet.")


def _heading(group: ChangeGroup, gettext: words.Gettext) -> str:
    return escaped(group.label or gettext(labels.VALUES.get(group.kind, group.kind.replace("-", " ").capitalize() or "Changes")))


def _entries(product: Projection, group: ChangeGroup, gettext: words.Gettext) -> Iterator[str]:
    definitions: dict[str, None] = {}
    for line in group.lines:
        yield from entry(product.items[line.ref.id], definitions)
        yield from (f"  {told}".rstrip() for told in _to_do(line, product.settings.language, gettext))
    yield from ("", *definitions) if definitions else ()


def _to_do(line: Line, language: str, gettext: words.Gettext) -> Iterator[str]:
    """What readers have to do, and by when, below the entry of a change."""
    if isinstance(line.ends, Period):
        yield from ("", gettext("Ends %(date)s") % {"date": period_words(line.ends, language)})
    elif line.ends:
        yield from ("", gettext("Ends with %(version)s") % {"version": escaped(line.ends)})
    if line.action:
        by = f" ({period_words(line.by, language)})" if line.by else ""
        yield from ("", f"**{gettext(labels.FIELDS['action'])}**: {escaped(line.action)}{by}")
    if line.migration:
        yield from ("", f"**{gettext(labels.FIELDS['migration'])}**:", "", *line.migration.strip().split("\n"))


def _shipped(told: ReleaseNotes) -> Iterator[str]:
    for card in told.shipped:
        yield f"- {escaped(f'{card.title}: {card.summary}' if card.summary else card.title)}"


def _plain(lines: list[str]) -> Iterator[str]:
    """Lines of Markdown as readers see them; addresses stay, since nobody can follow a word."""
    for line, is_code in zip(lines, code_lines("\n".join(lines)), strict=True):
        if is_code:
            if not line.lstrip().startswith(("```", "~~~")):
                yield line
            continue
        begun = _BEGUN.fullmatch(line)
        assert begun is not None  # it matches any line
        mark = begun["mark"] or ""
        rest = as_text(_LINK.sub(lambda link: link[1] if link[1] == link[2] else f"{link[1]} (<{link[2]}>)", begun["rest"]))
        yield f"{begun['space']}{'' if mark.startswith(('#', '>')) else mark}{rest}".rstrip()
