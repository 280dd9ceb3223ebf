"""A digest for a custom bot of Feishu (飞书), or of Lark.

https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot: `post` is a title and paragraphs of elements; a body may have 20 KB; a bot may
send 100 messages a minute, and 5 a second.
"""

from __future__ import annotations

from typing import Any

from pmsite.digest.parts import Digest, Line
from pmsite.digest.payload import fitting, whole
from pmsite.reporting.safe import uncalled

LIMIT = 19_000
"""Bytes of a body, less what a signature takes."""
_LANGUAGES = {"zh": "zh_cn", "en": "en_us"}


def write(digest: Digest) -> str:
    """The payload. Texts stand in elements that have no markup: a mention would be an element of its own."""
    return fitting(digest, LIMIT, whole, _made)


def _made(digest: Digest) -> dict[str, Any]:
    paragraphs: list[list[dict[str, str]]] = []
    for part in digest.parts:
        paragraphs.append([{"tag": "text", "text": f"【{_plain(part.heading)}】"}])
        paragraphs += [_line(digest, line) for line in part.lines]
        if part.more:
            paragraphs.append([{"tag": "text", "text": f"• {_plain(part.more)}"}])
    post = {"title": _plain(digest.title), "content": paragraphs}
    return {"msg_type": "post", "content": {"post": {_LANGUAGES[digest.language]: post}}}


def _line(digest: Digest, line: Line) -> list[dict[str, str]]:
    subject, told = _plain(line.subject), _plain(digest.said(line))
    if line.url:
        return [{"tag": "text", "text": "• "}, {"tag": "a", "text": subject, "href": line.url}, {"tag": "text", "text": told}]
    return [{"tag": "text", "text": f"• {subject}{told}"}]


def _plain(text: str) -> str:
    """A text without the tags that texts of a chat may hold, such as `<at user_id="all">`."""
    return uncalled(text).replace("<", "＜").replace(">", "＞")
