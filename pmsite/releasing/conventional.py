"""Commit messages in the form of Conventional Commits 1.0.0."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "feat": "added",
        "fix": "fixed",
        "perf": "changed",
        "refactor": "changed",
        "deprecate": "deprecated",
        "remove": "removed",
        "security": "security",
    }
)
"""By type of commit, the kind of change; other types tell users nothing unless they break something."""
FOR_DEVELOPERS = frozenset({"refactor"})

_SUBJECT = re.compile(r"(?P<type>[A-Za-z][\w-]{0,39})(?:\((?P<scope>[^()\n]{1,80})\))?(?P<breaking>!)?: +(?P<title>\S.*)")
_FOOTER = re.compile(r"(?P<key>BREAKING[ -]CHANGE|[A-Za-z][\w-]{0,39})(?:: | (?=#))(?P<value>.*)")
_ISSUE = re.compile(r"\s*\((?P<issues>(?:#[0-9]{1,9}(?:, *)?)+)\)\s*$")
_REFERENCES = frozenset({"refs", "ref", "fixes", "closes", "resolves", "issue", "see"})
_REVERTED = re.compile(r"This reverts commit ([0-9a-f]{7,64})")
_UNDOES = re.compile(r"(?P<word>Revert|Reapply) \"(?P<subject>.+)\"(?: \(#[0-9]+\))?")
"""The subject that git and code hosts give to what undoes a commit, or has it back."""


@dataclass(frozen=True, slots=True)
class Commit:
    """What a commit says. `type` is empty where its message is in another form."""

    name: str
    date: str
    type: str
    scope: str
    title: str
    text: str
    breaking: bool
    migration: str
    references: tuple[str, ...]
    reverts: str
    subject: str = ""
    undoes: str = ""
    """The subject of the commit that it reverts, where its own says so: a rebase and a code host leave nothing else to know it by."""
    origin: str = ""
    """What stays the same of it when a rebase or a cherry-pick makes it anew."""

    @property
    def kind(self) -> str:
        """The kind of change that it is; nothing where it tells users nothing."""
        return KINDS.get(self.type, "changed" if self.breaking or self.type == "revert" else "")


def read(name: str, date: str, message: str) -> Commit:
    """A commit by its name, the day of it, and its message."""
    subject, _, rest = message.strip().partition("\n")
    found = _SUBJECT.fullmatch(subject.strip())
    text, footers = _split(rest.strip())
    title = found["title"].strip() if found else subject.strip()
    issues = _ISSUE.search(title)
    breaking = [value for key, value in footers if key in ("BREAKING CHANGE", "BREAKING-CHANGE")]
    named = [part for key, value in footers if key.casefold() in _REFERENCES for part in re.split(r"[,\s]+", value) if part]
    references = [*(issues["issues"].replace(" ", "").split(",") if issues else ()), *named]
    reverted = _REVERTED.search(rest)
    undoes = _undoes(subject.strip())
    return Commit(
        name,
        date,
        found["type"].casefold() if found else "revert" if reverted or undoes else "",
        (found["scope"] or "").strip() if found else "",
        title[: issues.start()] if issues else title,
        text,
        bool((found and found["breaking"]) or (found and breaking)),
        "\n\n".join(breaking),
        tuple(dict.fromkeys(references)),
        reverted[1] if reverted else "",
        subject.strip(),
        undoes,
    )


def _undoes(subject: str) -> str:
    found = _UNDOES.fullmatch(subject)
    if found is None:
        return subject[len("revert:") :].strip() if subject.casefold().startswith("revert:") else ""
    return found["subject"] if found["word"] == "Revert" else f'Revert "{found["subject"]}"'


def _split(rest: str) -> tuple[str, list[tuple[str, str]]]:
    """The text of a message, and its footers, which stand in the last paragraphs."""
    paragraphs = re.split(r"\n[ \t]*\n", rest) if rest else []
    footers: list[tuple[str, str]] = []
    while paragraphs and (_FOOTER.match(paragraphs[-1]) or _is_continued(paragraphs)):
        footers = _footers(paragraphs.pop()) + footers
    return "\n\n".join(paragraphs).strip(), footers


def _is_continued(paragraphs: list[str]) -> bool:
    """Whether a breaking change is told in more than one paragraph, of which this is a later one."""
    return any(re.match(r"BREAKING[ -]CHANGE: ", paragraph) for paragraph in paragraphs[1:-1])


def _footers(paragraph: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for line in paragraph.split("\n"):
        footer = _FOOTER.fullmatch(line)
        if footer:
            found.append((footer["key"], footer["value"].strip()))
        elif found:
            key, value = found[-1]
            found[-1] = (key, f"{value}\n{line.strip()}".strip())
        else:
            found.append(("", line))
    return found
