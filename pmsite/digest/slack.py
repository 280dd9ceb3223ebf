"""A digest for an incoming webhook of Slack.

https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks: `text` is what notifications show, `blocks` what the channel does.
https://docs.slack.dev/reference/block-kit/blocks: at most 50 blocks in a message, 150 characters in a header, 3,000 in a text.
https://docs.slack.dev/messaging/formatting-message-text: `&`, `<` and `>` are all that acts in `text`; a mention is `<!channel>`.
"""

from __future__ import annotations

from typing import Any

from pmsite.digest.parts import Digest, Line, clipped
from pmsite.digest.payload import fitting, whole
from pmsite.reporting.safe import uncalled

HEADER, LIMIT = 150, 12_000
"""Characters of a header; bytes of a payload. Slack names no limit for the sum of all blocks, and refuses more than about 13,000 characters
(https://github.com/slackapi/bolt-js/issues/2509)."""


def write(digest: Digest) -> str:
    """The payload. Texts stand in elements of rich text, which have no markup: a mention or a link would be an element of its own."""
    return fitting(digest, LIMIT, whole, _made)


def _made(digest: Digest) -> dict[str, Any]:
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": {"type": "plain_text", "text": clipped(uncalled(digest.title), HEADER), "emoji": False}}
    ]
    for part in digest.parts:
        items = [_line(digest, line) for line in part.lines]
        if part.more:
            items.append(_section(_text(part.more, italic=True)))
        blocks.append(
            {
                "type": "rich_text",
                "elements": [
                    _section(_text(part.heading, bold=True)),
                    {"type": "rich_text_list", "style": "bullet", "elements": items},
                ],
            }
        )
    return {"text": _escaped(f"{digest.title}. {digest.summary}"), "blocks": blocks, "unfurl_links": False, "unfurl_media": False}


def _line(digest: Digest, line: Line) -> dict[str, Any]:
    name = {"type": "link", "url": line.url, "text": uncalled(line.subject)} if line.url else _text(line.subject, bold=True)
    return _section(name, _text(digest.said(line)))


def _section(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(elements)}


def _text(text: str, **style: bool) -> dict[str, Any]:
    return {"type": "text", "text": uncalled(text), **({"style": style} if style else {})}


def _escaped(text: str) -> str:
    return uncalled(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
