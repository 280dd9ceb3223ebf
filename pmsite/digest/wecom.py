"""A digest for a robot of a group in WeCom (企业微信).

https://developer.work.weixin.qq.com/document/path/91770: the content of `markdown` may have 4,096 bytes in UTF-8 and knows headings, bold, links,
code, quotes and `<font>`; `<@id>` calls somebody; a robot may send 20 messages a minute.
"""

from __future__ import annotations

from typing import Any

from pmsite.digest.parts import Digest
from pmsite.digest.payload import fitting, marked

LIMIT = 4_096
"""Bytes of the content."""


def write(digest: Digest) -> str:
    """The payload; it calls nobody."""
    return fitting(digest, LIMIT, lambda payload: len(payload["markdown"]["content"].encode()), _made)


def _made(digest: Digest) -> dict[str, Any]:
    return {"msgtype": "markdown", "markdown": {"content": marked(digest, "###")}}
