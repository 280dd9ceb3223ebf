"""Payloads have the documented form of their receiver, are no larger than it takes, and hold no text that acts there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from typing import Any

import jsonschema
import pytest

from pmsite.digest import dingtalk, feishu, slack, wecom
from pmsite.digest.parts import Digest, Line, Part
from pmsite.digest.registry import FORMS

NASTY = (
    "@all", "@channel <!channel>", "<@U024BE7LH>", "<#C024BE7LR>", "<!subteam^S1>", '<at user_id="all">all</at>', '<at id=all></at>',
    "[here](https://evil.example)", "<https://evil.example|here>", "https://evil.example/a", "www.evil.example", "![x](https://evil.example/x.png)",
    "**b** *i* _i_ ~~s~~ `c`", '<font color="warning">f</font>', "<img src=x onerror=alert(1)>", "</ul><script>alert(1)</script>", "a\n# b\n- c",
    ":tada:", "\\*a\\*", "##[error]x", "\u202eevil", "{{ x }}", "&lt;b&gt; &amp;",
)  # fmt: skip
FULL = {"type": "object", "additionalProperties": False}
TEXT = {
    **FULL,
    "required": ["type", "text"],
    "properties": {
        "type": {"const": "text"},
        "text": {"type": "string", "minLength": 1},
        "style": {**FULL, "properties": {"bold": {"const": True}, "italic": {"const": True}}},
    },
}
LINK = {
    **FULL,
    "required": ["type", "url", "text"],
    "properties": {"type": {"const": "link"}, "url": {"pattern": "^https://plan"}, "text": {"type": "string", "minLength": 1}},
}
SECTION = {
    **FULL,
    "required": ["type", "elements"],
    "properties": {"type": {"const": "rich_text_section"}, "elements": {"type": "array", "items": {"anyOf": [TEXT, LINK]}}},
}
BULLETS = {
    **FULL,
    "required": ["type", "style", "elements"],
    "properties": {
        "type": {"const": "rich_text_list"},
        "style": {"const": "bullet"},
        "elements": {"type": "array", "items": SECTION},
    },
}
HEADER = {
    **FULL,
    "required": ["type", "text"],
    "properties": {
        "type": {"const": "header"},
        "text": {
            **FULL,
            "required": ["type", "text"],
            "properties": {
                "type": {"const": "plain_text"},
                "text": {"type": "string", "minLength": 1, "maxLength": 150},
                "emoji": {"const": False},
            },
        },
    },
}
RICH = {
    **FULL,
    "required": ["type", "elements"],
    "properties": {"type": {"const": "rich_text"}, "elements": {"type": "array", "items": {"anyOf": [SECTION, BULLETS]}}},
}
SLACK = {
    **FULL,
    "required": ["text", "blocks"],
    "properties": {
        "text": {"type": "string", "minLength": 1, "maxLength": 3000},
        "blocks": {"type": "array", "minItems": 1, "maxItems": 50, "items": {"anyOf": [HEADER, RICH]}},
        "unfurl_links": {"const": False},
        "unfurl_media": {"const": False},
    },
}
POST = {
    **FULL,
    "required": ["title", "content"],
    "properties": {
        "title": {"type": "string"},
        "content": {
            "type": "array",
            "items": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "anyOf": [
                        {**FULL, "required": ["tag", "text"], "properties": {"tag": {"const": "text"}, "text": {"type": "string"}}},
                        {
                            **FULL,
                            "required": ["tag", "text", "href"],
                            "properties": {"tag": {"const": "a"}, "text": {"type": "string"}, "href": {"pattern": "^https://plan"}},
                        },
                    ]
                },
            },
        },
    },
}
FEISHU = {
    **FULL,
    "required": ["msg_type", "content"],
    "properties": {
        "msg_type": {"const": "post"},
        "content": {**FULL, "properties": {"post": {**FULL, "properties": {"zh_cn": POST, "en_us": POST}, "minProperties": 1}}},
    },
}
WORDS = {"type": "string", "minLength": 1}
DINGTALK = {
    **FULL,
    "required": ["msgtype", "markdown", "at"],
    "properties": {
        "msgtype": {"const": "markdown"},
        "markdown": {**FULL, "required": ["title", "text"], "properties": {"title": WORDS, "text": WORDS}},
        "at": {**FULL, "required": ["isAtAll"], "properties": {"isAtAll": {"const": False}}},
    },
}
WECOM = {
    **FULL,
    "required": ["msgtype", "markdown"],
    "properties": {
        "msgtype": {"const": "markdown"},
        "markdown": {**FULL, "required": ["content"], "properties": {"content": WORDS}},
    },
}
RECEIVERS = {"slack": SLACK, "feishu": FEISHU, "dingtalk": DINGTALK, "wecom": WECOM}
CHATS = sorted(RECEIVERS)


def digest(texts: tuple[str, ...], url: str = "", language: str = "en", parts: int = 1) -> Digest:
    lines = tuple(Line(text, text, "a", "feature", url, text) for text in texts)
    found = tuple(Part("changed", text, lines, f"and 3 more {text}", 3) for text in texts[:parts])
    return Digest(texts[0], texts[0], language, "team", date(2026, 11, 10), date(2026, 11, 23), texts[0], found, "and %(num)s more")


def sent(chat: str, found: Digest) -> Any:
    return json.loads(FORMS[chat](found))


def texts_of(payload: Any) -> Iterator[str]:
    """Every text of a payload that a reader sees; no addresses."""
    if isinstance(payload, dict):
        for name, value in payload.items():
            if name not in ("url", "href"):
                yield from texts_of(value)
    elif isinstance(payload, list):
        for value in payload:
            yield from texts_of(value)
    elif isinstance(payload, str):
        yield payload


@pytest.mark.parametrize("chat", CHATS)
@pytest.mark.parametrize("url", ["", "https://plan.example/a/"])
def test_a_payload_has_the_form_that_its_receiver_documents(chat: str, url: str) -> None:
    jsonschema.validate(sent(chat, digest(NASTY, url, parts=4)), RECEIVERS[chat])


@pytest.mark.parametrize("chat", CHATS)
@pytest.mark.parametrize("text", NASTY)
def test_no_text_acts_in_a_chat(chat: str, text: str) -> None:
    for shown in texts_of(sent(chat, digest((text,)))):
        assert not re.search(r"@(?=\w)|://|www\.|\u202e", shown)
        if chat == "slack" and shown.startswith(text[:1]):
            assert "\n" not in shown
        if chat == "feishu":
            assert not re.search(r"<at|<a ", shown)
    if chat in ("dingtalk", "wecom"):
        body = sent(chat, digest((text,)))["markdown"]
        for line in body.get("text", body.get("content")).splitlines():
            kept = re.sub(r"^(### |- |\*\*(?=.*\*\*$))|\*\*$", "", line)  # the marks of its own
            assert not re.search(r"[<>*`\[\]]|~~", kept), line
            assert not re.search(r"(?<!\w)_|_(?!\w)", kept), line


def test_the_text_that_slack_shows_in_a_notification_has_no_markup() -> None:
    for text in NASTY:
        shown = sent("slack", digest((text,)))["text"]
        assert not re.search(r"[<>]|&(?!(?:amp|lt|gt);)", shown)


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.handlers: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.handlers |= {name for name, _ in attrs if name.startswith("on") or name == "src"}


def test_a_mail_has_no_element_of_a_text_and_loads_nothing() -> None:
    html = FORMS["html"](digest(NASTY, "https://plan.example/a/", parts=3))
    page = _Elements()
    page.feed(html)
    assert page.found == {"html", "head", "meta", "title", "style", "body", "h1", "h2", "ul", "li", "a", "span", "p"}
    assert not page.handlers
    assert not re.search(r"url\(|@import|var\(", html)
    assert set(re.findall(r'href="([^"]*)"', html)) == {"https://plan.example/a/"}


@pytest.mark.parametrize(
    ("chat", "limit"), [("slack", slack.LIMIT), ("feishu", 20_000), ("dingtalk", dingtalk.LIMIT), ("wecom", 4_096)]
)
@pytest.mark.parametrize("url", ["", "https://plan.example/" + "a" * 400 + "/"])
def test_a_payload_is_no_larger_than_its_receiver_takes_and_says_what_is_left_out(chat: str, limit: int, url: str) -> None:
    long = tuple(f"{n} " + "长" * 119 for n in range(40))
    found = digest(long, url, "zh", parts=4)
    payload = sent(chat, found)
    size = payload["markdown"]["content"] if chat == "wecom" else json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    assert len(size.encode()) <= limit
    assert re.search(r"and \d+ more", json.dumps(payload))
    jsonschema.validate(payload, RECEIVERS[chat])
    assert feishu.LIMIT < 20_000
    assert wecom.LIMIT == 4_096


def test_what_has_room_is_not_cut() -> None:
    for chat in CHATS:
        assert "second" in FORMS[chat](digest(("first", "second"), "https://plan.example/a/", parts=2))
        assert "https://plan.example/a/" in FORMS[chat](digest(("first",), "https://plan.example/a/"))
