"""One decision as Markdown (MADR 2 to 4, and records with the sections of Michael Nygard): what of it is a fact, and what stays text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt

STATUSES = {
    "proposed": "proposed",
    "draft": "proposed",
    "pending": "proposed",
    "accepted": "accepted",
    "approved": "accepted",
    "decided": "accepted",
    "rejected": "rejected",
    "declined": "rejected",
    "deprecated": "deprecated",
    "obsolete": "deprecated",
    "superseded": "superseded",
    "replaced": "superseded",
    "partly superseded": "partly_superseded",
    "partially superseded": "partly_superseded",
    "partly_superseded": "partly_superseded",
}
"""What records call the state of a decision, by its first words in small letters."""
CONTEXT = ("context and problem statement", "context")
OPTIONS, OUTCOME = "considered options", "decision outcome"
JUDGED = ("pros and cons of the options", "pros and cons")
CONSEQUENCES = {"consequences": "", "positive consequences": "Good, because ", "negative consequences": "Bad, because "}
"""By heading, how a consequence begins where its heading says whether it is good."""
FACTS = {
    "deciders": "decision-makers",
    "decision makers": "decision-makers",
    "decision-makers": "decision-makers",
    "status": "status",
    "date": "date",
    "consulted": "consulted",
    "informed": "informed",
}
"""Facts of a list below the title, as records of MADR 2 have it, and what the front matter calls them."""

_PARSER = MarkdownIt("commonmark")
_FACT = re.compile(r"(?:[*+-]\s+)?\**(?P<name>[A-Za-z -]+?)\**:\**\s*(?P<value>.*)")
_LINK = re.compile(r"\[(?P<words>[^\]]*)\]\((?P<address>[^()\s]*)[^()]*\)")
_CHOSEN = re.compile(
    r"chosen option\w*:?\s*[\"“'*_]*(?P<title>.+?)[\"”*_]+(?:[\s,.;]|\Z)|chosen option:?\s*(?P<bare>[^,.\n]+)", re.IGNORECASE
)
_ARGUMENT = re.compile(r"(?P<side>good|pro|bad|con)\b\s*[,:]?\s+(?:because\s+)?(?P<text>.+)", re.IGNORECASE | re.DOTALL)
_BY = re.compile(r"\bby\b\s*:?\s*(?P<other>.+)", re.IGNORECASE | re.DOTALL)
_MARKS = re.compile(r"[*_`\"“”]")


@dataclass(slots=True)
class Choice:
    """One way that was open."""

    title: str
    text: list[str] = field(default_factory=list)
    pros: list[str] = field(default_factory=list)
    cons: list[str] = field(default_factory=list)
    chosen: bool = False


@dataclass(slots=True)
class Decided:
    """What a record says: its facts by the names of MADR's front matter, and the rest as it is written."""

    title: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    options: list[Choice] = field(default_factory=list)
    consequences: list[str] = field(default_factory=list)
    body: str = ""


@dataclass(slots=True)
class _Section:
    level: int
    title: str
    lines: list[str]
    head: list[str]


def read(text: str) -> Decided:
    """A record without its front matter."""
    found, kept = Decided(), []
    above = ""
    for section in _sections(text):
        name = _plain(section.title)
        above = name if section.level <= 2 else above
        if section.level == 1 and not found.title:
            found.title = section.title
            kept += _below_title(section.lines, found.facts)
        elif section.level == 2 and name == "status" and section.lines:
            found.facts.setdefault("status", " ".join(line.strip() for line in section.lines if line.strip()))
        elif section.level == 2 and name in CONTEXT:
            kept += [*(section.head if kept and any(line.strip() for line in kept) else []), *section.lines]
        elif section.level == 2 and name == OPTIONS:
            kept += _options(section, found.options)
        elif section.level == 2 and name in JUDGED:
            kept += section.lines
        elif section.level == 3 and above in JUDGED:
            _judge(_option(section.title, found.options), section.lines)
        elif section.level in (2, 3) and name in CONSEQUENCES:
            kept += _consequences(section, CONSEQUENCES[name], found.consequences)
        elif section.level == 2 and name == OUTCOME:
            outcome = "\n".join(section.lines).strip()
            _choose(outcome, found.options)
            kept += [*section.head, *section.lines] if outcome and not _says_only(outcome, found.options) else []
        else:
            kept += [*section.head, *section.lines]
    found.body = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    return found


def status(written: str) -> tuple[str, list[str]]:
    """The status that words mean, nothing where they mean none; and the names of what the decision is replaced by."""
    words = " ".join(_MARKS.sub("", _LINK.sub(lambda link: link["words"], written)).casefold().split())
    known = next((STATUSES[name] for name in sorted(STATUSES, key=len, reverse=True) if words.startswith(name)), "")
    by = _BY.search(written) if known in ("superseded", "partly_superseded") else None
    if by is None:
        return known, []
    links = [link["address"].rpartition("/")[2].removesuffix(".md") for link in _LINK.finditer(by["other"])]
    return known, links or [part.strip(" .*_") for part in re.split(r",| and ", by["other"]) if part.strip(" .*_")]


def _sections(text: str) -> Iterator[_Section]:
    """A text by its headings, whether these are marked by signs or underlined; what stands in blocks of code is no heading."""
    lines = text.split("\n")
    tokens = _PARSER.parse(text)
    marks = [
        (token.map, int(token.tag[1:]), tokens[at + 1].content)
        for at, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0 and token.map
    ]
    first = marks[0][0][0] if marks else len(lines)
    if any(line.strip() for line in lines[:first]):
        yield _Section(4, "", lines[:first], [])
    for nth, ((begin, end), level, title) in enumerate(marks):
        until = marks[nth + 1][0][0] if nth + 1 < len(marks) else len(lines)
        yield _Section(level, title.strip(), lines[end:until], ["", *lines[begin:end]])


def _below_title(lines: list[str], facts: dict[str, str]) -> list[str]:
    """What stands below the title less the facts that are listed there."""
    kept = []
    for line in lines:
        told = _FACT.fullmatch(line.strip())
        name = FACTS.get(told["name"].strip().casefold(), "") if told else ""
        if told and name and name not in facts:
            facts[name] = told["value"].strip()
        else:
            kept.append(line)
    return kept


def _bullets(lines: list[str]) -> tuple[list[str], list[str]]:
    """The entries of the lists at the margin, each as its text; and the lines that are in none."""
    text = "\n".join(lines)
    entries, taken = [], set()
    for token in _PARSER.parse(text):
        if token.type == "list_item_open" and token.level == 1 and token.map:
            begin, end = token.map
            taken |= set(range(begin, end))
            first, *more = lines[begin:end]
            width = len(first) - len(re.sub(r"\A\s*(?:[*+-]|\d+[.)])\s+", "", first))
            entries.append(
                "\n".join([first[width:], *(line[width:] if not line[:width].strip() else line for line in more)]).strip()
            )
    return entries, [line for at, line in enumerate(lines) if at not in taken]


def _options(section: _Section, options: list[Choice]) -> list[str]:
    entries, rest = _bullets(section.lines)
    for entry in entries:
        title, _, text = entry.partition("\n")
        found = _option(_LINK.sub(lambda link: link["words"], title), options)
        found.text += [title] if any(not link["address"].startswith("#") for link in _LINK.finditer(title)) else []
        found.text += [text] if text.strip() else []
    return [*section.head, *rest] if any(line.strip() for line in rest) else []


def _option(title: str, options: list[Choice]) -> Choice:
    found = next((option for option in options if _plain(option.title) == _plain(title)), None)
    if found is None:
        found = Choice(title.strip())
        options.append(found)
    return found


def _judge(option: Choice, lines: list[str]) -> None:
    entries, rest = _bullets(lines)
    option.text += ["\n".join(rest).strip()] if any(line.strip() for line in rest) else []
    for entry in entries:
        told = _ARGUMENT.fullmatch(entry)
        if told is None:
            option.text.append("* " + entry.replace("\n", "\n  "))
        else:
            side = option.pros if told["side"].casefold() in ("good", "pro") else option.cons
            side.append(told["text"].strip())


def _consequences(section: _Section, begins: str, consequences: list[str]) -> list[str]:
    entries, rest = _bullets(section.lines)
    consequences += [f"{begins}{entry}" for entry in entries]
    return [*section.head, *rest] if any(line.strip() for line in rest) else []


def _choose(outcome: str, options: Iterable[Choice]) -> None:
    told = _CHOSEN.search(_LINK.sub(lambda link: link["words"], outcome))
    title = _plain(told["title"] or told["bare"] or "") if told else ""
    for option in options:
        option.chosen = bool(title) and _plain(option.title) == title


def _says_only(outcome: str, options: Iterable[Choice]) -> bool:
    """Whether an outcome says no more than which option was chosen."""
    return _plain(outcome) in {f"chosen option: {_plain(option.title)}" for option in options if option.chosen}


def _plain(title: str) -> str:
    return " ".join(_MARKS.sub("", _LINK.sub(lambda link: link["words"], title)).casefold().split()).strip(" .:")
