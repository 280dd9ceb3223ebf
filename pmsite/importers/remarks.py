"""What was said about an item in its source, and whatever is too long for front matter: a passage for the team, below the body."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from pmsite.importers.draft import Draft
from pmsite.importers.markup import plain, to_markdown
from pmsite.importers.markup.harmless import code_block
from pmsite.read import body
from pmsite.read.limits import BODY_LINE
from pmsite.read.misspelt import defused
from pmsite.read.passages import code_lines

LONG = 1_000
"""Characters from which on a kept text stands in the passage rather than in front matter."""
ALL = 24_000
"""Bytes of kept texts that front matter holds together, where 64 KiB fit in all."""

_ADDRESS = re.compile(r"https?://[^\s;,<>()\[\]\"]+")
_TICK = re.compile(r"\[([ xX])\]\s*(.*)", re.DOTALL)
_LINE = BODY_LINE // 2
_BEGIN, _END = "<!-- internal -->", "<!-- /internal -->"


_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "heading": "Imported from {}",
        "comment": "Comments",
        "attachment": "Attachments",
        "checklist": "Checklist",
        "subtask": "Sub-tasks",
    },
    "zh": {"heading": "导入自 {}", "comment": "评论", "attachment": "附件", "checklist": "检查项", "subtask": "子任务"},
}
"""The headings of the passage, in the workspace's language."""


def headings(source: str) -> dict[str, str]:
    """By language, the line that a passage begins with."""
    return {language: f"## {words['heading'].format(source)}" for language, words in _WORDS.items()}


def passage(draft: Draft, source: str, form: str, language: str) -> str:
    """The whole passage, or nothing. Takes the long texts out of what the draft keeps."""
    words = _WORDS[language]
    parts = [part for kind, found in draft.remarks.items() for part in (f"### {words[kind]}", *_entries(kind, found, form))]
    parts += [part for name, text in _long(draft) for part in (f"### {plain(name)}", _safe(to_markdown(text, form)[0]))]
    if not parts:
        return ""
    return "\n\n".join([_BEGIN, headings(source)[language], *parts, _END])


def carried(new: str, there: str, spoken: Collection[str], source: str, language: str) -> str:
    """A new passage with those parts of the one that is there of which the export does not speak."""
    kinds = {f"### {words[kind]}": kind for words in _WORDS.values() for kind in words if kind != "heading"}
    kept = [text for heading, text in _parts(there) if heading in kinds and kinds[heading] not in spoken]
    if not kept:
        return new
    lines = new.split("\n\n") if new else [_BEGIN, headings(source)[language], _END]
    return "\n\n".join([*lines[:-1], *kept, lines[-1]])


def _parts(passage_there: str) -> Iterator[tuple[str, str]]:
    """The parts of a passage, each with its heading."""
    told = passage_there.removesuffix(_END)
    lines, code = told.split("\n"), code_lines(told)
    starts = [at for at, line in enumerate(lines) if line.startswith("### ") and not code[at]]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=False):
        yield lines[start], "\n".join(lines[start:end]).strip()


def body_of(parts: list[str], *, beside: bool = False) -> str:
    """The body, as one text that the reader of bodies accepts, `beside` a passage or alone."""
    text = "\n\n".join(part for part in parts if part)
    return text if (_fits(text) if beside else not body.faults(text, "", 1)) else _as_code(text)


def parted(text: str, source: str) -> tuple[str, str, str]:
    """A body as what stands before the passage, the passage, and what stands after it."""
    starts = (text.find(f"{_BEGIN}\n\n{heading}\n") for heading in headings(source).values())
    start = max(starts)
    end = text.find(_END, start) + len(_END)
    return (text[:start], text[start:end], text[end:]) if start >= 0 and end > start else (text, "", "")


def _entries(kind: str, found: list[str], form: str) -> Iterator[str]:
    if kind in ("comment", "subtask"):
        for text in found:
            quoted = "\n".join(f"> {line}".rstrip() for line in defused(to_markdown(text, form)[0]).split("\n"))
            yield quoted if _fits(quoted) else _as_code(text)
    elif kind == "checklist":
        yield "\n".join(_tick(text) for text in found)
    else:
        yield "\n".join(f"- {_attachment(text)}" for text in found)


def _tick(text: str) -> str:
    found = _TICK.match(text)
    return f"- [{found[1].lower() if found else ' '}] {plain(' '.join((found[2] if found else text).split()))}"


def _attachment(text: str) -> str:
    address = _ADDRESS.search(text)
    if address is None:
        return plain(" ".join(text.split()))
    about = " ".join(f"{text[: address.start()]} {text[address.end() :]}".strip(" ;,").split())
    return f"[{plain(about)}](<{address[0]}>)" if about else f"<{address[0]}>"


def _long(draft: Draft) -> Iterator[tuple[str, str]]:
    total = sum(len(f"{name}{value}".encode()) for name, values in draft.unmapped.items() for value in values)
    for name, values in list(draft.unmapped.items()):
        if total > ALL or any(len(value) > LONG for value in values):
            del draft.unmapped[name]
            yield from ((name, value) for value in values)


def _safe(text: str) -> str:
    """A text that can stand in a passage: as code, its lines folded, where it cannot."""
    return text if _fits(text) else _as_code(text)


def _fits(text: str) -> bool:
    return not body.faults(f"{text}\n\n{_BEGIN}\n\n{_END}", "", 1)


def _as_code(text: str) -> str:
    lines = (line[at : at + _LINE] for line in text.split("\n") for at in range(0, max(1, len(line)), _LINE))
    return code_block(defused("\n".join(lines)))
