"""The audit finds an internal passage in a site even where the projection has told it: it reads passages by itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pmsite import audience
from pmsite.audit.passages import outside
from pmsite.audit.search import search
from pmsite.audit.secrets import secrets
from pmsite.read.record import Record
from tests.make import SETTINGS, product

SECRET = "Northlight Lifts pays 240,000 EUR for it"
PASSAGE = f"<!-- internal -->\n{SECRET}.\n<!-- /internal -->\n"
BODIES = {
    "a passage": f"Told.\n\n{PASSAGE}\nTold too.\n",
    "after a comment in code": f"Authors write `<!--` to begin.\n\n{PASSAGE}",
    "after a comment that is not closed": f"<!-- to do: rewrite ->\n\n{PASSAGE}",
    "after a fence in a comment": f"<!-- old:\n```\n-->\n\n{PASSAGE}\n```\n",
    "in other words": f"＜!-- INTERNAL: --＞ {SECRET}.",
}
BROKEN: dict[str, Callable[[str], str]] = {
    "nothing is taken out": lambda text: text,
    "a comment swallows the mark": lambda text: re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL),
    "a closed comment is looked for, in code too": lambda text: re.sub(r"<!--\s*/?internal\s*-->", "", text),
    "all after a fence is code": lambda text: text if "```" in text else re.sub(r"<!--[^>]*-->", "", text),
}


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("mistake", BROKEN)
def test_what_the_projection_tells_by_mistake_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, mistake: str
) -> None:
    monkeypatch.setattr(audience, "public_text", BROKEN[mistake])
    text = BODIES[body]
    whole = product({"features/aa.md": "---\ntitle: Lifts\nvisibility: [customers]\n---\nTold.\n"}, SETTINGS)
    whole = replace(whole, items={"aa": whole.items["aa"].model_copy(update={"body": text})})
    seen = audience.project(whole, "customers")
    assert SECRET in seen.items["aa"].body, "the projection is sound after all"
    (tmp_path / "index.html").write_text(f"<h1>Lifts</h1><p>{seen.items['aa'].body}</p>", encoding="utf-8")
    found = search(
        tmp_path, secrets(whole, seen, {"aa": Record("roadmap/features/aa.md", "features/aa.md", {}, "", 2, text)}, {}, ())
    )
    assert [(leak.path, leak.field) for leak in found.leaks] == [("roadmap/features/aa.md", "body")] * len(found.leaks)
    assert found.leaks


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a\n\n<!-- internal -->b<!-- /internal -->\n\nc", ["a", "c"]),
        (
            "a\n\n```html\n<!-- internal -->\nb\n<!-- /internal -->\n```\n",
            ["a", "```html <!-- internal --> b <!-- /internal --> ```"],
        ),
        ("a <!-- note --> b", ["a", "b"]),
        ("a `<!-- note -->` b <!-- c\n\nd -->", ["a `<!-- note -->` b"]),
        ("a <!-- internal --> b", ["a"]),
        ("a <!-- /internal --> b", ["b"]),
        ("`<!-- internal -->` b `<!-- /internal -->` c", ["`", "` c"]),
        ("a &lt;!-- internal --&gt; b &lt;!-- /internal --&gt; c", ["a", "c"]),
        ("No mark, whatever is internal.", ["No mark, whatever is internal."]),
    ],
)
def test_what_may_be_told_at_most(text: str, told: list[str]) -> None:
    assert [" ".join(part.split()) for part in re.split(r"\n\n|  ", outside(text)) if part.strip()] == told
