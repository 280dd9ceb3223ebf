"""Foreign Markdown without what would act: live tags, comments, addresses that run, links into a repository that is not here."""

from __future__ import annotations

import re

from pmsite.messages import joined, said
from pmsite.read.parts import ticks_are_paired

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_VIEW = re.compile(r"^([ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t>]+)?(?:`{3,}|~{3,})[ \t{.]*)pmsite", re.MULTILINE | re.IGNORECASE)
_CODE = re.compile(r"(?<![\\`])(`+)(?!`)[^`\n]*?(?<!`)\1(?!`)")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_WEB = r"(?:https?:)//[^\"<>\s]+"
INLINE_TAG = re.compile(
    r"</?(?:kbd|sub|sup|b|i|u|s|strong|em|code)>|</a>"
    rf"|<br ?/?>|<a href=\"{_WEB}\">"
    rf"|<img(?: (?:src=\"{_WEB}\"|alt=\"[^\"<>]*\"|width=\"\d+\"|height=\"\d+\"))+ ?/?>"
    rf"|<{_WEB}>|<[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+>"
)
"""Tags that stand within a line: in those that make blocks, Markdown would not be Markdown any more."""
_FOLDED = re.compile(r"</?details(?: open(?:=\"\")?)?>", re.IGNORECASE)
_SUMMARY = re.compile(r"<summary>([^<>\n]*)</summary>", re.IGNORECASE)
_LINK = re.compile(
    r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*+(?:<([^<>\n]*)>|((?:[^()\s<>]|\([^()\s]*\))*))((?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?)\s*+\)"
)
_DEFINITION = re.compile(r"^ {0,3}\[([^\]^][^\]]*)\]:\s*+(?!<?https?://|<?mailto:)", re.MULTILINE)
_SAFE = re.compile(r"(?:https?://[^\s/@\\]+|mailto:|#)\S*", re.IGNORECASE)


def harmless(text: str) -> tuple[str, str]:
    """The text, and in words what was changed in it; nothing where nothing was."""
    parts: list[str] = []
    changed: set[str] = set()
    if _VIEW.search(text):
        text = _VIEW.sub(r"\1text", text)
        changed.add(said("a block of pmsite is shown as text"))
    held: list[str] = []
    fence = info = ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if fence and found and found[1].startswith(fence) and not found[2].strip():
            parts.append(_code(held, info))
            held, fence = [], ""
        elif not fence and found and "`" not in found[2]:
            parts += [_prose("\n".join(held), changed)] if held else []
            held, fence, info = [], found[1], found[2].strip()
        else:
            held.append(line)
    if fence:
        changed.add(said("a code block was closed"))
        parts.append(_code(held, info))
    elif held:
        parts.append(_prose("\n".join(held), changed))
    return "\n".join(parts).strip(), joined(*sorted(changed))


def is_safe(address: str) -> bool:
    """Whether an address leads to the web or to a mailbox, and runs nothing."""
    return _SAFE.fullmatch(address.replace(" ", "%20")) is not None


def code_block(text: str, info: str = "") -> str:
    """A text as a block of code, in a fence that nothing in it can close."""
    longest = max((len(run) for run in re.findall("`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{info}\n{text}\n{fence}"


def _code(lines: list[str], info: str) -> str:
    return code_block("\n".join(lines), info if re.fullmatch(r"[\w+#.-]*", info) else "")


def _prose(text: str, changed: set[str]) -> str:
    if "<" not in text and "](" not in text and "]:" not in text:
        return text
    codes: list[str] = []

    def put_by(found: re.Match[str]) -> str:
        codes.append(found[0])
        return f"\0{len(codes) - 1}\0"

    text = "\n".join(_CODE.sub(put_by, line) if ticks_are_paired(line) else line for line in text.split("\n"))
    if "<!--" in text:
        text = _COMMENT.sub("", text)
        changed.add(said("comments were left out"))
    if _FOLDED.search(text):
        text = _SUMMARY.sub(r"\n**\1**\n", _FOLDED.sub("\n", text))
        changed.add(said("folded parts are open"))
    text = _escaped_tags(text, changed)
    text = _LINK.sub(lambda found: _link(found, changed), text)
    text = _DEFINITION.sub(r"\\[\1]: ", text)
    return re.sub("\0(\\d+)\0", lambda found: codes[int(found[1])], text)


def _escaped_tags(text: str, changed: set[str]) -> str:
    """Every `<` that begins no harmless tag as text. Letter, slash, mark or question mark after it is what makes it live."""
    parts, at = [], 0
    for found in re.finditer(r"<(?=[A-Za-z/!?])", text):
        if found.start() < at:
            continue
        parts.append(text[at : found.start()])
        if tag := INLINE_TAG.match(text, found.start()):
            parts.append(tag[0])
            at = tag.end()
        else:
            parts.append("&lt;")
            changed.add(said("tags are shown as text"))
            at = found.end()
    parts.append(text[at:])
    return "".join(parts)


def _link(found: re.Match[str], changed: set[str]) -> str:
    address = found[3] if found[3] is not None else found[4]
    if is_safe(address):
        return found[0]
    changed.add(said("links that lead nowhere from here are shown as text"))
    label = found[2].strip()
    shown = address.replace("<", "&lt;")
    return f"{label} ({shown})" if label and shown and label != shown else label or shown
