"""A difference as a comment under a pull request: details folded, nothing left out, and no text of a plan that acts as markup or calls anybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pmsite.comparison.links import Links
from pmsite.comparison.sections import Line, Section, summary
from pmsite.render.differences import Teller
from pmsite.render.words import N_, Gettext
from pmsite.reporting.safe import escaped

_PAGE = N_("page")
SHORT = 10
"""Lines of a section that stand open; what is folded and longer is sorted by type and team."""
SAME = 5
"""So many lines of one section that say the same share it in a heading."""
LIMIT = 65_000
"""Characters of one comment: code hosts take 65,536."""


def comment(
    found: Iterable[Section], teller: Teller, base: str, audience: str = "", links: Links | None = None, limit: int = LIMIT
) -> str:
    """The whole comment; `base` is the name of a revision. Its first line is the same in every run, so that one comment can be found and updated.

    Where it would not fit into `limit` characters (0 for any number), links to pages go first, then those to files, then lines from its
    end, and it says so.
    """
    found = tuple(found)
    for shown in _less_and_less(links):
        lines = list(_Comment(teller.translate, shown).lines(found, teller, base, audience))
        text = "\n".join(lines).rstrip("\n") + "\n"
        if not limit or len(text) <= limit:
            return text
    return _cut(lines, limit, teller.translate)


def _less_and_less(links: Links | None) -> Iterator[Links | None]:
    if links is not None:
        yield links
        if links.site:
            yield replace(links, site="")
    yield None


@dataclass(frozen=True, slots=True)
class _Comment:
    translate: Gettext
    links: Links | None

    def lines(self, found: Sequence[Section], teller: Teller, base: str, audience: str) -> Iterator[str]:
        yield f"<!-- pmsite:diff{f':{audience}' if audience else ''} -->"
        yield "### " + self.translate(N_("What this does to the plan"))
        yield ""
        told = escaped(summary(found, teller))
        yield f"`{base}` → {told}" if base else told
        yield ""
        for section in found:
            yield from self._open(section) if section.first else self._folded(section.heading, section.lines)

    def _open(self, section: Section) -> Iterator[str]:
        shown = section.lines if len(section.lines) <= SHORT else section.lines[: SHORT // 2]
        yield (
            f"**{escaped(section.heading)}** ({len(section.lines)})"
            if len(section.lines) > SHORT
            else f"**{escaped(section.heading)}**"
        )
        yield ""
        for line in shown:
            yield from self._line(line)
        yield ""
        if len(shown) < len(section.lines):
            yield from self._folded(self.translate(N_("%(heading)s: all")) % {"heading": section.heading}, section.lines)

    def _folded(self, heading: str, lines: Sequence[Line]) -> Iterator[str]:
        yield f"<details><summary>{escaped(heading)} ({len(lines)})</summary>"
        yield ""
        if len(lines) <= SHORT:
            for line in lines:
                yield from self._line(line)
            yield ""
        else:
            yield from self._grouped(lines)
        yield "</details>"
        yield ""

    def _grouped(self, lines: Sequence[Line]) -> Iterator[str]:
        often = Counter(line.told for line in lines if not line.points)
        groups: dict[tuple[str, str], list[Line]] = {}
        for line in lines:
            shared = line.told if not line.points and often[line.told] >= SAME else ""
            groups.setdefault((line.group, shared), []).append(line)
        for (group, shared), members in sorted(groups.items()):
            name = ": ".join(filter(None, (escaped(group), escaped(shared)))) or "–"
            yield f"*{name}* ({len(members)})"
            yield ""
            for line in members:
                yield from self._line(replace(line, told="") if shared else line)
            yield ""

    def _line(self, line: Line) -> Iterator[str]:
        told = f"**{escaped(line.told)}**" if line.is_grave and line.told else escaped(line.told)
        yield "- " + ": ".join(filter(None, (self._named(line), told)))
        for point in line.points:
            yield f"  - {escaped(point)}"

    def _named(self, line: Line) -> str:
        name = f"**{escaped(line.subject) or '–'}**"
        if line.path and self.links is not None:
            name = f"[{name}]({self.links.file(line.path, line.line)})"
        page = self.links.page(line.type, line.id) if self.links is not None and line.type else ""
        on_site = f"([{self.translate(_PAGE)}]({page}))" if page else ""
        return " ".join(filter(None, (name, f"`{line.id}`" if line.id else "", on_site)))


def _cut(lines: list[str], limit: int, translate: Gettext) -> str:
    """As many lines as fit, with every fold closed, and how many things are left out."""
    room = limit - 400  # for the sentence
    kept: list[str] = []
    size = 0
    is_open = False
    for line in lines:
        size += len(line) + 1
        if size > room:
            break
        is_open = line.startswith("<details>") or (is_open and line != "</details>")
        kept.append(line)
    left = sum(1 for line in lines[len(kept) :] if line.startswith("- "))
    told = translate(N_("%(num)s more do not fit into a comment. `pmsite diff --format markdown --limit 0` tells them all.")) % {
        "num": left
    }
    return "\n".join([*kept, *(["", "</details>"] if is_open else []), "", f"**{escaped(told)}**"]) + "\n"
