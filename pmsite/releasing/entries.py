"""Changes as lines of Markdown: for CHANGELOG.md, and for the text of a release."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from pmsite.model.change import Change, told_order
from pmsite.model.period import Period
from pmsite.model.settings import LANGUAGES, Settings
from pmsite.read.inline import first_paragraph, says
from pmsite.read.passages import bare, public_text
from pmsite.releasing.changelog_file import Group
from pmsite.wording import labels, words
from pmsite.writing.links import rebased

_CODE = re.compile(r"`[^`]*`")


def groups(changes: Iterable[Change], texts: Mapping[str, str], settings: Settings, language: str) -> list[Group]:
    """Changes as the groups of Keep a Changelog, in the workspace's order; `texts` has the entry of each by id."""
    by_kind: dict[str, list[str]] = {kind: [] for kind in settings.kinds}
    for change in sorted(changes, key=told_order):
        if change.id in texts:
            by_kind[change.kind].append(texts[change.id])
    return [Group(heading(kind, settings, language), tuple(found)) for kind, found in by_kind.items()]


def heading(kind: str, settings: Settings, language: str) -> str:
    """What the list of a kind is called in a language."""
    own = settings.kinds[kind].label
    return own or words.gettext(language)(labels.VALUES.get(kind, kind.replace("-", " ").capitalize()))


def language_of(headings: Iterable[str], settings: Settings) -> str:
    """The language that a file's headings are in: that of the first one known; English, as the form is, where there is none."""
    known = {heading(kind, settings, one).casefold(): one for kind in settings.kinds for one in reversed(LANGUAGES)}
    known["未发布"] = "zh"
    return next((known[found.casefold()] for found in headings if found.casefold() in known), LANGUAGES[0])


def entry(change: Change, folder: str, target: str, is_markdown: bool, moved: Mapping[str, str], language: str) -> str:
    """One change for everybody who has the repository: internal passages stay out of it. Paths are relative to the same place."""
    references = f" ({', '.join(change.references)})" if change.references else ""
    return _entry(change, folder, target, is_markdown, references, moved, language)


def folded(
    change: Change, folder: str, target: str, is_markdown: bool, readers: frozenset[str], features: Iterable[str], language: str
) -> str:
    """One change as part of a release's text; what not all readers of the release may see becomes an internal passage."""
    inside = ", ".join([*change.references, *features])
    if readers <= set(change.visibility):
        mark = f" <!-- internal -->({inside})<!-- /internal -->" if inside else ""
        return _entry(change, folder, target, is_markdown, mark, {}, language, whole=True)
    told = bare(_entry(change, folder, target, is_markdown, f" ({inside})" if inside else "", {}, language, whole=True))
    return f"<!-- internal -->\n{told}\n<!-- /internal -->"


def _entry(
    change: Change,
    folder: str,
    target: str,
    is_markdown: bool,
    references: str,
    moved: Mapping[str, str],
    language: str,
    whole: bool = False,
) -> str:
    gettext, colon = words.gettext(language), "：" if language == "zh" else ":"
    body = rebased((change.body if whole else public_text(change.body)).strip(), folder, target, moved)
    title = _sentence(_line(change.title, is_markdown))
    if not change.summary and says(body, change.title):  # the text tells it all, as that of a CHANGELOG.md does
        first = first_paragraph(body)
        title, body = " ".join(first.split()), body.removeprefix(first).strip()
    told = f"**{gettext('Breaking')}{colon}** {title}" if change.breaking else title
    if change.summary:
        told = _followed(told, _sentence(_line(change.summary, False)))
    if change.ends is not None:
        ends = gettext("Ends %(date)s") if isinstance(change.ends, Period) else gettext("Ends with %(version)s")
        told = _followed(told, _sentence(ends % {"date": change.ends, "version": change.ends}))
    below = [body] if whole or not change.summary else []
    if change.migration:
        below.append(f"{gettext('Migration')}{colon}{'' if language == 'zh' else ' '}{change.migration}")
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


def _followed(text: str, more: str) -> str:
    """Two sentences: Chinese ones have no space between them."""
    return f"{text}{'' if text[-1:] in '。！？' else ' '}{more}"


def _sentence(text: str) -> str:
    if text[-1:] in ".!?…。！？:":
        return text
    return text + ("。" if "\u3400" <= text[-1:] <= "\u9fff" else ".")
