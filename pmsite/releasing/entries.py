"""Changes as lines of Markdown: for CHANGELOG.md, and for the text of a release."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from pmsite.model.change import Change, told_order
from pmsite.model.period import Period
from pmsite.model.settings import Settings
from pmsite.read.inline import first_paragraph, says
from pmsite.read.passages import bare, public_text
from pmsite.releasing.changelog_file import Group
from pmsite.releasing.links import rebased

_CODE = re.compile(r"`[^`]*`")


def groups(changes: Iterable[Change], texts: Mapping[str, str], settings: Settings) -> list[Group]:
    """Changes as the groups of Keep a Changelog, in the workspace's order; `texts` has the entry of each by id."""
    by_kind: dict[str, list[str]] = {kind: [] for kind in settings.kinds}
    for change in sorted(changes, key=told_order):
        if change.id in texts:
            by_kind[change.kind].append(texts[change.id])
    return [Group(heading(kind, settings), tuple(found)) for kind, found in by_kind.items()]


def heading(kind: str, settings: Settings) -> str:
    """What CHANGELOG.md calls a kind."""
    return settings.kinds[kind].label or kind.replace("-", " ").capitalize()


def entry(change: Change, folder: str, target: str, is_markdown: bool, moved: Mapping[str, str]) -> str:
    """One change for everybody who has the repository: internal passages stay out of it. Paths are relative to the same place."""
    references = f" ({', '.join(change.references)})" if change.references else ""
    return _entry(change, folder, target, is_markdown, references, moved)


def folded(
    change: Change, folder: str, target: str, is_markdown: bool, readers: frozenset[str], features: Iterable[str] = ()
) -> str:
    """One change as part of a release's text; what not all readers of the release may see becomes an internal passage."""
    inside = ", ".join([*change.references, *features])
    if readers <= set(change.visibility):
        mark = f" <!-- internal -->({inside})<!-- /internal -->" if inside else ""
        return _entry(change, folder, target, is_markdown, mark, {}, whole=True)
    told = bare(_entry(change, folder, target, is_markdown, f" ({inside})" if inside else "", {}, whole=True))
    return f"<!-- internal -->\n{told}\n<!-- /internal -->"


def _entry(
    change: Change, folder: str, target: str, is_markdown: bool, references: str, moved: Mapping[str, str], whole: bool = False
) -> str:
    body = rebased((change.body if whole else public_text(change.body)).strip(), folder, target, moved)
    title = _sentence(_line(change.title, is_markdown))
    if not change.summary and says(body, change.title):  # the text tells it all, as that of a CHANGELOG.md does
        first = first_paragraph(body)
        title, body = " ".join(first.split()), body.removeprefix(first).strip()
    told = f"{'**Breaking:** ' if change.breaking else ''}{title}"
    if change.summary:
        told += f" {_sentence(_line(change.summary, False))}"
    if change.ends is not None:
        told += f" Ends {'' if isinstance(change.ends, Period) else 'with '}{change.ends}."
    below = [body] if whole or not change.summary else []
    if change.migration:
        below.append(f"Migration: {change.migration}")
    return "\n".join(_indented(f"{told}{references}", [text for text in below if text]))


def _indented(first: str, below: Iterable[str]) -> Iterator[str]:
    yield f"- {first}"
    for text in below:
        yield ""
        yield from (f"  {line}".rstrip() for line in text.split("\n"))


def _line(text: str, is_markdown: bool) -> str:
    """A text on one line; one that is no Markdown loses no angle bracket to it."""
    flat = " ".join(text.split())
    if is_markdown or "<" not in flat:
        return flat
    parts, at = [], 0
    for code in _CODE.finditer(flat):
        parts += [flat[at : code.start()].replace("<", "\\<"), code[0]]
        at = code.end()
    return "".join([*parts, flat[at:].replace("<", "\\<")])


def _sentence(text: str) -> str:
    if text[-1:] in ".!?…。！？:":
        return text
    return text + ("。" if "\u3400" <= text[-1:] <= "\u9fff" else ".")
