"""Nothing of an internal passage leaves the team, however its text is written: by a second reading, of the page that Markdown makes."""

from __future__ import annotations

import re
from itertools import pairwise
from random import Random

import pytest

from pmsite.read.body import faults
from pmsite.read.marked import read
from pmsite.read.passages import prose, public_text
from tests.fuzz.targets import bodies

BODIES = 300
"""For each of several seeds; `python tests/fuzz/targets/bodies.py COUNT SEED` judges as many as one likes."""

MET = {
    "a link's title that is open": (
        "none",
        '[a](b "zq2x[a](b)<!-- internal --><!-- /internal -->\n\n<!-- internal -->\n<!-- /internal -->',
    ),
    "a footnote that a mark ends in": ("extra", "<!-- internal --> \n[^1]: zq4x\nzq5x zq6x<!-- /internal -->\n\nzq7x\n"),
    "a footnote that an indented mark ends in": ("classic", "<!-- internal -->\n[^1]: zq1x\n <!-- /internal -->zq2x\n\nzq3x\n"),
    "a footnote in the middle of a passage": (
        "standard",
        "zq1x<!-- internal -->\nzq2x\n[^1]: zq3x\nzq4x<!-- /internal -->\n\nzq5x\n",
    ),
    "Markdown in HTML that is never closed": (
        "material",
        "<div markdown='1'>\nzq2x\n<div>\n\n<!-- internal -->\nzq4x\n\n<!-- /internal -->\n\nzq6x\n\n<!-- internal -->\n<!-- /internal -->\n",
    ),
    "a block of HTML after a passage": ("material", "<!-- internal --><!-- /internal -->/// html | pre\n\nzq3x\n"),
    "a block of HTML in a passage": ("material", "<!-- internal -->\n[\n/// html | pre\n\n<!-- /internal -->\n"),
    "code over lines around marks": (
        "none",
        "a `b\n<!-- internal -->zq1x<!-- /internal --> zq2x <!-- internal -->zq3x` <!-- /internal -->\n",
    ),
    "marks in code within a passage": (
        "standard",
        "<!-- internal -->zq1x `<!-- /internal -->` zq2x `<!-- internal -->` zq3x<!-- /internal -->\n",
    ),
    "marks in an attribute": (
        "extra",
        "*[ab]: <!-- internal -->zq1x<!-- /internal --> zq2x <!-- internal -->zq3x<!-- /internal -->\n\nab\n",
    ),
    "mathematics": ("material", "<!-- internal -->zq1x$a<!-- /internal --> zq2x <!-- internal -->b$zq3x<!-- /internal -->\n"),
    "a fence that only some readers know": (
        "none",
        '<!-- internal -->\n```py title="x"\nzq1x\n```\n<!-- /internal -->\nzq2x\n<!-- internal -->\n```\nzq3x\n```\n<!-- /internal -->\n',
    ),
    "a fence in the line of an entry": (
        "standard",
        "- ```\n  zq1x\n  ```\n\n  <!-- internal -->\n  zq2x\n  <!-- /internal -->\n\n  ```\n  zq3x\n  ```\n",
    ),
    "code right below indented code": ("standard", "    a\n```\n# <!-- internal -->zq1x<!-- /internal -->\n```\n"),
    "a fence that a wide space follows": ("standard", "```\n<!-- internal -->\nzq1x\n<!-- /internal -->\n```\u3000\n"),
}
"""Bodies on which readers of Markdown differ: none is accepted."""


@pytest.mark.parametrize("seed", range(6))
def test_no_accepted_body_tells_what_is_internal(seed: int) -> None:
    wrong = [told for number in range(BODIES) if (told := bodies.judge(bodies.make(Random(f"{seed}:{number}"))))]
    assert wrong == []


def test_enough_bodies_are_accepted_with_each_way_to_read_them() -> None:
    bodies.ACCEPTED.clear()
    for number in range(BODIES):
        bodies.judge(bodies.make(Random(f"enough:{number}")))
    assert min(bodies.ACCEPTED[name] for name in bodies.EXTENSIONS) > BODIES // len(bodies.EXTENSIONS) // 5


@pytest.mark.parametrize("case", MET)
def test_what_readers_of_markdown_differ_on_is_refused_and_hidden(case: str) -> None:
    name, body = MET[case]
    assert faults(body, "a.md", 1), "accepted"
    assert public_text(body) == ""
    assert bodies.judge(f"{name}\n{body}".encode()) == ""


@pytest.mark.parametrize("seed", range(3))
def test_a_text_and_its_parts_keep_their_places(seed: int) -> None:
    for number in range(BODIES):
        text = bodies.make(Random(f"places:{seed}:{number}")).decode()
        parts = read(text).parts
        assert all(a.end <= b.start for a, b in pairwise(parts))
        assert len(prose(text)) == len(text)
        assert public_text(text, keep_lines=True).count("\n") == text.count("\n")
        assert public_text(public_text(text)) in (public_text(text), ""), "what is public stays public, or becomes unclear"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "<!-- " * 200_000,
            "<!-- internal " * 70_000,
            "<" * 1_000_000,
            "` `` " * 200_000,
            "\\" * 1_000_000 + "`",
            "<a " * 300_000,
        ),
        *(
            "a <!-- b --> " * 80_000 + "<!-- internal -->",
            "```\n" * 250_000 + "<!-- internal -->",
            "  ```a\n" * 140_000 + "x\n  ```\n",
        ),
        *(
            "<!-- internal -->x<!-- /internal --> [a](" * 25_000,
            "&lt;" * 250_000,
            "!" * 1_000_000,
            "<div markdown>" * 70_000 + "<!-- internal -->",
        ),
    ],
    ids=lambda text: text[:16],
)
def test_no_text_stalls_the_reading(text: str) -> None:
    read(text)
    prose(text)


def test_the_trial_would_notice_a_reading_that_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    for broken in (lambda text: text, lambda text: re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)):
        monkeypatch.setattr(bodies, "public_text", broken)
        assert any(bodies.judge(bodies.make(Random(f"0:{number}"))) for number in range(40))
