"""The preview's page of faults: causes first, each with its line, in which nothing acts."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from pmsite.host.fault_page import html
from pmsite.pipeline import load
from tests.make import write


def test_a_cause_comes_first_with_its_line_and_what_follows_from_it(tmp_path: Path) -> None:
    features = {f"features/f{n}.md": f"title: F{n}\nteam: core" for n in range(7)}
    files = {
        **features,
        "teams/core.md": "title: Core: <b>",
        "features/a.md": "title: A\nteam: nobody",
        "features/late.md": "title: L\ntarget: 2025",
    }
    write(tmp_path / "roadmap", files)
    page = html(load(tmp_path / "roadmap", "roadmap", date(2026, 11, 23)).report, tmp_path)
    assert re.findall(r'<p class="where"><code>(roadmap[^<]*)</code></p>', page) == [
        "roadmap/teams/core.md:2:12",
        "roadmap/features/a.md:3:1",
    ]
    assert "<pre><code>title: Core<mark>: &lt;b&gt;</mark></code></pre>" in page
    assert "<summary>7 other findings follow from it</summary>" in page
    assert page.count("team names core") == 5
    assert "and 2 more" in page
    assert "2025" not in page  # what is only due is no fault
