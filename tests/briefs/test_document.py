"""One brief as a document: for whom, in which words, with what in it and nothing else."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from pmsite.audience import UnknownAudience
from pmsite.briefing import UnknownBrief, brief
from pmsite.pipeline import load
from pmsite.workspace import Workspace
from tests.make import PICTURE, TODAY, write

SETTINGS = "name: Field Notes\naudiences: {customers: {label: Customers}, investors: {}}\n"
BRIEF = """\
title: What comes
kind: customer
audience: customers
as_of: 2026-11-20
headline: It works <offline>.
sections:
  - roadmap
  - {view: shipped, where: 'theme == "trust"'}
  - {view: contact, text: "Ring us, or [write](https://x.example/us). See [how](../features/offline.md)."}
"""
FILES: Mapping[str, str] = {
    "briefs/a.md": f"---\n{BRIEF}---\n\nClosing words, and ![a lift](../lift.png).\n",
    "features/offline.md": "title: Offline mode\nstatus: shipped\nshipped: 2026-11-03\ntheme: trust\nvisibility: [customers]\nsupports: [o]",
    "features/next.md": "title: Shared jobs\nstatus: planned\ntarget: 2027-02-23\nowner: ada\nvisibility: [customers]\nsupports: [o]",
    "features/secret.md": "title: Zebra plan\nstatus: planned\ntarget: 2026-12-24\nsupports: [o]",
    "objectives/o.md": "title: Hidden goal\nkey_results: [{id: kr1, title: Known, kind: baseline}]",
    "themes/trust.md": "title: Trust\nvisibility: [customers]",
}


def plan(root: Path, files: Mapping[str, str] = FILES, settings: str = SETTINGS) -> Workspace:
    write(root, files, settings)
    (root / "lift.png").write_bytes(PICTURE)
    return load(root, "roadmap", TODAY)


def test_it_holds_its_readers_part_of_the_plan_and_all_that_it_needs(tmp_path: Path) -> None:
    workspace = plan(tmp_path)
    html = brief(workspace, "a")
    assert not workspace.report.failed, [d.message for d in workspace.report]
    assert "<h1" in html
    assert "It works &lt;offline&gt;." in html
    assert "<span>Customers</span>" in html
    assert "Shared jobs" in html
    assert "Q1 2027" in html
    assert "Feb 23" not in html
    assert "Zebra" not in html
    assert "Hidden goal" not in html
    assert 'src="data:image/png;base64,' in html
    assert '<a href="https://x.example/us" target="_blank" rel="noopener noreferrer">write</a>' in html
    assert "<span>how</span>" in html
    assert "not a commitment" in html


def test_it_asks_nothing_of_anybody_and_runs_nothing(tmp_path: Path) -> None:
    html = brief(plan(tmp_path), "a")
    assert "<script" not in html
    assert "@import" not in html
    assert "url(" not in html
    assert "default-src 'none'" in html
    assert not re.findall(r'(?:src|srcset|action)="(?!data:)', html)
    assert all(address.startswith("https://x.example/") for address in re.findall(r'href="([^"]*)"', html))


def test_it_names_its_date_its_content_and_the_revision_that_it_is_given(tmp_path: Path) -> None:
    workspace = plan(tmp_path)
    first, again = brief(workspace, "a", revision="1a2b3c4d5e6f"), brief(plan(tmp_path), "a", revision="1a2b3c4d5e6f")
    assert first == again
    foot = first[first.index("<footer") :]
    assert "As of Nov 20, 2026" in foot
    assert "<code>1a2b3c4d5e6f</code>" in foot
    digest = re.search(r"content <code>([0-9a-f]{16})</code>", foot)
    other = brief(plan(tmp_path, {**FILES, "features/offline.md": FILES["features/offline.md"].replace("mode", "work")}), "a")
    assert digest is not None
    assert digest[1] not in other
    assert "revision" not in other


def test_what_its_readers_may_not_see_changes_no_byte(tmp_path: Path) -> None:
    whole = brief(plan(tmp_path / "whole"), "a")
    left = {
        name: text.replace("\nsupports: [o]", "").replace("\nowner: ada", "")
        for name, text in FILES.items()
        if "secret" not in name and "objectives" not in name
    }
    assert brief(plan(tmp_path / "left", left), "a") == whole


def test_links_lead_to_the_site_of_its_readers_where_they_have_one(tmp_path: Path) -> None:
    html = brief(plan(tmp_path, settings=SETTINGS.replace("{label: Customers}", "{site: 'https://road.example/c'}")), "a")
    assert 'href="https://road.example/c/roadmap/features/offline/"' in html


def test_another_audience_reads_with_its_own_eyes_if_it_may(tmp_path: Path) -> None:
    workspace = plan(tmp_path)
    assert "Zebra plan" in brief(workspace, "a", "team")
    with pytest.raises(UnknownBrief, match="for customers, not for investors"):
        brief(workspace, "a", "investors")
    with pytest.raises(UnknownAudience):
        brief(workspace, "a", "custmers")
    with pytest.raises(UnknownBrief, match="no brief offline"):
        brief(workspace, "offline")


def test_it_speaks_its_own_language(tmp_path: Path) -> None:
    files = {**FILES, "briefs/a.md": f"---\n{BRIEF}language: zh\n---\n", "features/next.zh.md": "title: 一起干活"}
    html = brief(plan(tmp_path, files), "a")
    assert '<html lang="zh-Hans">' in html
    assert "一起干活" in html
    assert "Shared jobs" not in html
    assert "2027年第1季度" in html
    assert "不构成任何承诺" in html


def test_the_workspaces_own_disclaimer_and_its_place(tmp_path: Path) -> None:
    html = brief(plan(tmp_path, settings=f"{SETTINGS}disclaimer: {{en: Nothing is promised., place: top}}\n"), "a")
    assert html.index("Nothing is promised.") < html.index("What comes next")
    assert "not a commitment" not in html


def test_what_counts_as_new_begins_with_the_last_brief_even_one_that_no_site_shows(tmp_path: Path) -> None:
    before = "title: Before\nkind: customer\naudience: customers\nas_of: 2026-11-10\nheadline: Soon."
    html = brief(plan(tmp_path, {**FILES, "briefs/before.md": before}), "a")
    assert "since Nov 10, 2026" in html
    assert "Nothing shipped in this time." in html


def test_its_words_must_not_give_away_what_its_readers_may_not_see(tmp_path: Path) -> None:
    told = BRIEF.replace("Ring us", "Soon the Zebra plan. Ring us").replace("../features/offline.md", "../features/secret.md")
    workspace = plan(tmp_path, {**FILES, "briefs/a.md": f"---\n{told}---\n"})
    brief(workspace, "a")
    assert {(d.code, d.span.line) for d in workspace.report if d.code.endswith("hidden-item")} == {
        ("text-names-hidden-item", 10),
        ("link-to-hidden-item", 10),
    }


def test_a_filter_that_cannot_be_read_is_reported_with_its_place(tmp_path: Path) -> None:
    workspace = plan(tmp_path, {**FILES, "briefs/a.md": f"---\n{BRIEF.replace('theme ==', 'thme ==')}---\n"})
    brief(workspace, "a")
    assert [(d.code, d.span.line) for d in workspace.report if d.severity == "error"] == [("bad-where", 9)]


def test_a_picture_in_a_document_tells_nothing_but_what_it_shows(tmp_path: Path) -> None:
    workspace = plan(tmp_path)
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", "zq3canary55")
    Image.new("RGB", (4, 4)).save(tmp_path / "lift.png", pnginfo=told)
    html = brief(workspace, "a")
    (picture,) = re.findall(r"data:image/png;base64,([^\"]+)", html)
    assert b"zq3canary55" in (tmp_path / "lift.png").read_bytes()
    assert b"zq3canary55" not in b64decode(picture)
    (tmp_path / "lift.png").write_bytes(b"<script>")
    assert "data:image/png" not in brief(workspace, "a")
    assert [d.code for d in workspace.report if d.code == "file-not-as-named"] == ["file-not-as-named"]
