"""The page around the payload: the same for everybody, and it asks nothing of any host."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import date

import pytest

from pmsite.share.keys import LinkKeys, derive
from pmsite.share.page import policy, seal
from pmsite.share.secret import Secret, encode
from tests.share.reading import MASTER, open_payload, payload_of


def keys(brief: str = "acme-q3") -> LinkKeys:
    return derive(Secret(MASTER), "demo", brief, 1)


def shell(page: bytes) -> bytes:
    return re.sub(rb'(?<=id="sealed">).*?(?=</script>)', b"", page, flags=re.DOTALL)


def test_a_page_holds_its_document_for_its_readers_alone() -> None:
    html = "<title>Acme</title><p>Acme pays</p></script><!--<script>"
    page = seal(html, keys(), language="en", expires=date(2026, 12, 31))
    assert open_payload(payload_of(page), keys().link) == html
    assert '"exp":"2026-12-31T23:59:59Z"' in payload_of(page)["aad"]
    for hidden in ("Acme", "acme", "demo", encode(keys().link)):
        assert hidden.encode() not in page


def test_the_same_inputs_give_the_same_bytes() -> None:
    assert seal("x", keys(), language="zh") == seal("x", keys(), language="zh")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_pages_differ_in_their_payload_alone(language: str) -> None:
    one = seal("x", keys(), language=language)
    two = seal("y" * 4000, keys("other"), language=language, expires=date(2026, 12, 31))
    assert shell(one) == shell(two)
    assert len(payload_of(one)["ct"]) == len(payload_of(two)["ct"])


def test_the_only_script_is_the_one_that_the_policy_names() -> None:
    page = seal("x", keys(), language="en").decode()
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy()
    assert "unsafe-inline'" not in policy().partition("style-src")[0]
    assert page.count("<script") == 2
    assert not re.search(r"\son\w+=", page)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_page_loads_nothing_and_says_so(language: str) -> None:
    page = seal("x", keys(), language=language).decode()
    assert page.replace("&#39;", "'").count(policy()) == 1
    assert "default-src 'none'" in policy()
    assert not re.search(r"(?:src|href)=\"(?!data:)|https?:|url\(|@import", page)
    for said in ('name="referrer" content="no-referrer"', 'content="noindex,nofollow,noarchive"', "<noscript>"):
        assert said in page
    assert f'<html lang="{language}">' in page


def test_the_frame_may_run_nothing_and_is_of_no_origin() -> None:
    page = seal("x", keys(), language="en").decode()
    assert '<iframe id="frame" sandbox="allow-popups allow-popups-to-escape-sandbox" title="Document" hidden>' in page


SENTENCES = {
    "en": (
        "This document is decrypted in your browser and needs JavaScript.",
        "Open this link over https in a current browser.",
        "The link is incomplete. Copy all of it, including the part after #.",
        "This link is not valid. Ask its sender for a new one.",
        "This link expired on <time></time>. Ask its sender for a new one.",
        "This passphrase does not fit.",
    ),
    "zh": (
        "此文档在你的浏览器中解密，需要启用 JavaScript。",
        "请用新版浏览器通过 https 打开此链接。",
        "链接不完整。请复制整个链接，包括 # 之后的部分。",
        "此链接无效。请向发送者索取新的链接。",
        "此链接已于<time></time>过期。请向发送者索取新的链接。",
        "口令不正确。",
    ),
}


@pytest.mark.parametrize("language", SENTENCES)
def test_every_failure_has_its_sentence(language: str) -> None:
    page = seal("x", keys(), language=language).decode()
    for sentence in SENTENCES[language]:
        assert sentence in page
