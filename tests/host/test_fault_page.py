"""The preview's page of faults: causes first, each with its line, in which nothing acts."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from pmsite.pipeline import load
from pmsite.render import faults
from tests.make import write


def test_a_cause_comes_first_with_its_line_and_what_follows_from_it(tmp_path: Path) -> None:
    features = {f"features/f{n}.md": f"title: F{n}\nteam: core" for n in range(7)}
    files = {
        **features,
        "teams/core.md": "title: Core: <b>",
        "features/a.md": "title: A\nteam: nobody",
        "features/late.md": "title: L\ntarget: 2025",
        "features/slip.md": "titel: S",
    }
    write(tmp_path / "roadmap", files)
    page = faults.page(load(tmp_path / "roadmap", "roadmap", date(2026, 11, 23)).report, tmp_path)
    assert re.findall(r'<p class="where"><code>(roadmap[^<]*)</code></p>', page) == [
        "roadmap/features/slip.md:2:1",
        "roadmap/teams/core.md:2:12",
        "roadmap/features/a.md:3:1",
    ]
    assert '<p class="hint">did you mean <code>title</code>?</p>' in page
    assert "<pre><code>title: Core<mark>: &lt;b&gt;</mark></code></pre>" in page
    assert "<summary>7 other findings follow from it</summary>" in page
    assert page.count("team names core") == 5
    assert "and 2 more" in page
    assert "2025" not in page  # what is only due is no fault


@pytest.mark.host
def test_the_line_of_a_fault_is_quoted_wherever_the_plan_lies(project: Path) -> None:
    (project / "plans").mkdir()
    (project / "roadmap").rename(project / "plans/roadmap")
    config = (project / "mkdocs.yml").read_text(encoding="utf-8")
    nested = config.replace("pmsite]", "pmsite: {workspace: plans/roadmap}]")
    (project / "mkdocs.yml").write_text(nested, encoding="utf-8")
    write(project / "plans/roadmap", {"features/late.md": "title: Late\nteam: nobody"})
    site = load_config(str(project / "mkdocs.yml"))
    site.plugins.on_startup(command="build", dirty=False)
    with pytest.raises(Abort, match=r"plans/roadmap/features/late\.md:3:1 .*\n  \| team: nobody"):
        build(site)
