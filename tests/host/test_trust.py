"""What content may bring into a site is the same for the check and for every build, and is told in the same words."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.make import PICTURE, write

pytestmark = pytest.mark.host

CONFIG = """\
site_name: T
theme: {name: material, font: false}
plugins: [search, pmsite]
markdown_extensions: [attr_list, pymdownx.superfences]
"""
SETTINGS = "name: P\naudiences: {customers: {}}\n"
CONFIGURED = {
    "features/aa.md": """\
---
title: With the theme's ids
status: planned
visibility: [customers]
---
<h2 id="__config">{"base": "https://evil.example/x", "search": "https://evil.example/worker.js"}</h2>

<div class="md-consent__overlay">COVER</div>

<a id="__search">x</a> <input type="checkbox" id="__drawer" name="getElementById"> <a id="pm-data"></a>

## Heading {#__palette data-pmsite=1}

<div class="pmsite-00000000000000000000000000000000-1"></div>

```pmsite
view: roadmap
```

See [the heading](#__palette) and [another](bb.md#why).
""",
    "features/bb.md": "---\ntitle: Another\nstatus: planned\nvisibility: [customers]\n---\n## Why\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    write(tmp_path / "roadmap", {}, SETTINGS)
    return tmp_path


def run(project: Path, *words: str, audience: str = "") -> str:
    env = {**os.environ, "SOURCE_DATE_EPOCH": "1795392000", "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    env |= {"PMSITE_AUDIENCE": audience} if audience else {}
    done = subprocess.run([sys.executable, "-m", *words], cwd=project, env=env, capture_output=True, text=True, check=False)
    return f"{done.returncode}\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize("audience", ["", "customers"])
def test_a_text_is_taken_for_no_part_of_the_page(project: Path, audience: str) -> None:
    write(project / "roadmap", CONFIGURED, SETTINGS)
    assert run(project, "mkdocs", "build", audience=audience).startswith("0")
    page = (project / "site/roadmap/features/aa/index.html").read_text(encoding="utf-8")
    for name in ("__config", "__search", "__drawer", "__palette", "pm-data"):
        assert page.count(f'id="{name}"') == (name in ("__config", "__search", "__drawer"))
    assert "md-consent" not in page
    assert "data-pmsite" not in page
    assert page.count("pm-board") or page.count("pm-columns") or page.count("Another") > 1  # the view stands in its place, once
    assert 'href="#at-__palette"' in page
    assert 'id="at-__palette"' in page
    assert 'href="../../../roadmap/features/bb/#at-why"' in page
    assert 'id="at-why"' in (project / "site/roadmap/features/bb/index.html").read_text(encoding="utf-8")


class _Starts(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


HEADING = "---\ntitle: A\nstatus: planned\nvisibility: [customers]\n---\n## {}\n\nText.\n"


@pytest.mark.parametrize(
    ("heading", "id", "name"),
    [
        (
            """Why { id='x" onmouseover="hostile()" style="position:fixed;inset:0' }""",
            "at-x-onmouseover=-hostile-style=-position:fixed;inset:0",
            "Why",
        ),
        ("""Why { id="x'><img src=x onerror=hostile()>" }""", None, "Why"),
        ("Why {#50%}", "at-50-", "Why"),
        ("""Why { data-toc-label='<img src=x onerror=hostile()>&lt;script&gt;' }""", None, "<script>"),
        ("`<img src=x onerror=hostile()>`", None, "<img src=x onerror=hostile()>"),
        ("This &amp; that", "at-this--that", "This & that"),
    ],
)
def test_a_heading_is_words_and_an_anchor_in_the_table_of_contents(project: Path, heading: str, id: str | None, name: str) -> None:
    """The theme prints both as they are; scripts look for the id, and stop where it is no part of an address."""
    write(project / "roadmap", {"features/aa.md": HEADING.format(heading)}, SETTINGS)
    assert run(project, "mkdocs", "build", audience="customers").startswith("0")
    page = (project / "site/roadmap/features/aa/index.html").read_text(encoding="utf-8")
    assert not [attributes for tag, attributes in _Starts(page).found if "onmouseover" in attributes or "onerror" in attributes]
    listed = page.split("md-nav--secondary")[1].partition(">")[2].split("</nav>")[0]
    assert re.sub(r"\s+", " ", unescape(re.sub("<[^>]*>", "", listed))).strip() == f"Table of contents {name}"
    (link,) = [str(attributes["href"]) for tag, attributes in _Starts(listed).found if tag == "a"]
    assert re.fullmatch(r"#at-[\w.:;=-]*", link)
    assert not id or (link == f"#{id}" and f'<h2 id="{id}"' in page)


def test_the_theme_reads_no_title_as_html(project: Path) -> None:
    config = CONFIG.replace("font: false", "font: false, features: [content.code.copy, content.tooltips]")
    (project / "mkdocs.yml").write_text(config, encoding="utf-8")
    write(project / "roadmap", CONFIGURED, SETTINGS)
    said = run(project, "mkdocs", "build", audience="customers")
    assert "content.tooltips of the theme is left out" in said
    page = (project / "site/roadmap/features/bb/index.html").read_text(encoding="utf-8")
    assert '"features": ["content.code.copy"]' in page


@pytest.mark.parametrize(("docs", "workspace"), [("docs", "docs/roadmap"), ("docs", "docs"), ("linked", "roadmap")])
def test_a_plan_among_the_owners_pages_is_published_through_pmsite_alone(project: Path, docs: str, workspace: str) -> None:
    config = (
        CONFIG.replace("search, pmsite", f"search, {{pmsite: {{workspace: {workspace}}}}}")
        + f"docs_dir: {docs}\nsite_dir: ../site\n"
    )
    (project / "mkdocs.yml").write_text(config, encoding="utf-8")
    if docs == "linked":
        (project / "linked").mkdir()
        (project / "linked/plan").symlink_to(project / "roadmap", target_is_directory=True)
    files = {
        "features/aa.md": "---\ntitle: A\nstatus: planned\nvisibility: [customers]\nowner: HIDDENCANARY\n---\nText.\n",
        "features/hidden.md": "---\ntitle: HIDDENCANARY\nstatus: planned\n---\nHIDDENCANARY\n",
        "features/active.html": "<script>hostile()</script>",
    }
    write(project / workspace, files, SETTINGS)
    assert run(project, "mkdocs", "build", audience="customers").startswith("0")
    site = project.parent / "site"
    assert (site / "roadmap/features/aa/index.html").is_file()
    for path in site.rglob("*"):
        assert path.name not in ("product.yml", "active.html")
        assert path.is_dir() or b"HIDDENCANARY" not in path.read_bytes()


MARKUP = {
    "features/a.md": "---\ntitle: A\nstatus: planned\nowner: me\nresult: '<form>x</form>'\n---\n<!-- a remark -->\n\n<script>x</script> <p align=center>y</p>\n",
    "features/b.md": "---\ntitle: B\nstatus: planned\nowner: me\n---\nPlain, with `<script>` as an example.\n",
}


def told(output: str) -> list[str]:
    """What is said of removed markup, by file and words."""
    return sorted(
        f"{path} {words.split(' (')[0]}"
        for path, words in re.findall(r"(roadmap/[\w/.]+)[\d:]* (?:warning )?markup-removed:? ([^\n]+)", output)
    )


def test_a_strict_check_says_of_markup_what_a_strict_build_says(project: Path) -> None:
    write(project / "roadmap", MARKUP, SETTINGS)
    check, built = run(project, "pmsite", "check", "--strict"), run(project, "mkdocs", "build", "--strict")
    assert (check[0], built[0]) == ("1", "1")
    assert told(check) == told(built)
    assert told(check) == [
        "roadmap/features/a.md <form> is not allowed in an item and was left out",
        "roadmap/features/a.md <script> is not allowed in an item and was left out",
    ]


def test_a_file_of_the_repository_is_read_for_no_item(project: Path) -> None:
    extensions = 'markdown_extensions:\n  - pymdownx.snippets:SnippetExtension:\n      base_path: ["."]\n'
    (project / "mkdocs.yml").write_text(CONFIG.rpartition("markdown_extensions")[0] + extensions, encoding="utf-8")
    (project / "secret.txt").write_text("SECRETCANARY", encoding="utf-8")
    write(project / "roadmap", {"features/aa.md": '---\ntitle: A\nvisibility: [customers]\n---\n--8<-- "secret.txt"\n'}, SETTINGS)
    said = run(project, "mkdocs", "build", audience="customers")
    assert said.startswith("0")
    assert said.count("In items these do not run, as they may reach beyond the text: pymdownx.snippets:SnippetExtension") == 1
    assert "SECRETCANARY" not in "".join(path.read_text(encoding="utf-8") for path in (project / "site/roadmap").rglob("*.html"))


def test_what_a_sites_own_extensions_load_from_elsewhere_stops_its_build(project: Path) -> None:
    """The check knows no extensions of the site; the build judges again."""
    (project / "mkdocs.yml").write_text(CONFIG.replace("attr_list,", "pymdownx.emoji,"), encoding="utf-8")
    write(project / "roadmap", {"features/aa.md": "---\ntitle: A\nvisibility: [customers]\n---\nWell :smile: done.\n"}, SETTINGS)
    assert run(project, "pmsite", "check").startswith("0")
    said = run(project, "mkdocs", "build", audience="customers")
    assert said.startswith("1")
    assert "an image from another host tells that host who reads the page" in said
    assert not (project / "site").exists()


def test_pictures_written_as_html_are_carried_and_nothing_else_is(project: Path) -> None:
    body = '<img src="dns.png" alt="one"> ![two](./two.png?raw=true "Two") `![three](three.html)` <a href="paper.pdf">paper</a>'
    files = {"features/aa.md": f"---\ntitle: A\nvisibility: [customers]\n---\n{body}\n", "features/three.html": "<script>"}
    pictures = {
        "features/dns.png": PICTURE,
        "features/two.png": PICTURE,
        "features/unused.png": PICTURE,
        "features/paper.pdf": b"%PDF-1.7",
    }
    write(project / "roadmap", {**files, **pictures}, SETTINGS)
    assert run(project, "mkdocs", "build", audience="customers").startswith("0")
    carried = {path.name for path in (project / "site/roadmap/features").iterdir() if path.is_file()}
    assert carried - {"index.html"} == {"dns.png", "two.png", "paper.pdf"}
    page = (project / "site/roadmap/features/aa/index.html").read_text(encoding="utf-8")
    assert 'src="../../../roadmap/features/dns.png"' in page
    assert 'href="../../../roadmap/features/paper.pdf"' in page
