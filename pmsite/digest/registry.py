"""The registry of forms of a digest: one line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from pmsite.digest import as_json, dingtalk, feishu, html, markdown, slack, text, wecom
from pmsite.digest.parts import Digest

FORMS: Mapping[str, Callable[[Digest], str]] = MappingProxyType(
    {
        "text": text.write,
        "markdown": markdown.write,
        "html": html.write,
        "json": as_json.write,
        "slack": slack.write,
        "feishu": feishu.write,
        "dingtalk": dingtalk.write,
        "wecom": wecom.write,
    }
)
"""By name, what writes a digest for a receiver."""
