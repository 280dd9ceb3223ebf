"""A digest for a custom robot of DingTalk (钉钉).

https://open.dingtalk.com/document/orgapp/custom-robot-access: `markdown` has a title for the list of chats and a text with headings, bold, links
and lists; only `at` calls anybody; a robot may send 20 messages a minute, else it waits ten.
"""

from __future__ import annotations

from typing import Any

from pmsite.digest.parts import Digest
from pmsite.digest.payload import fitting, marked, unmarked, whole

LIMIT = 15_000
"""Bytes of a payload. DingTalk documents no number for robots; senders find that 20,000 is refused."""


def write(digest: Digest) -> str:
    """The payload; it calls nobody."""
    return fitting(digest, LIMIT, whole, _made)


def _made(digest: Digest) -> dict[str, Any]:
    text = marked(digest, "###")
    return {"msgtype": "markdown", "markdown": {"title": unmarked(digest.title), "text": text}, "at": {"isAtAll": False}}
