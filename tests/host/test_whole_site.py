"""Whole sites of the starters: every link leads somewhere, and nothing is said twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from pmsite import starter
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import role
from pmsite.model.item import Item
from pmsite.model.types import shape
from pmsite.pipeline import load
from tests.host.test_build import build

pytestmark = pytest.mark.host

TODAY = date(2026, 11, 23)
EMBEDDED = "# Start\n\n```pmsite\nview: roadmap\n```\n"
PLACES = (
    ("example-en", starter.example, "en", "", ""),
    ("example-zh", starter.example, "zh", "", ""),
    ("small-en-home-of-pmsite", lambda language, today: starter.files(language, "Field Notes", today), "en", "", ""),
    ("small-zh-home-of-the-owner", lambda language, today: starter.files(language, "田野笔记", today), "zh", EMBEDDED, ""),
    (
        "small-zh-file-addresses",
        lambda language, today: starter.files(language, "田野笔记", today),
        "zh",
        "",
        "use_directory_urls: false\n",
    ),
)


class Page(HTMLParser):
    """The addresses and anchors of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in ("href", "src"):
                self.links.append(value or "")


@pytest.fixture(scope="module", params=PLACES, ids=lambda place: place[0])
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    _, files, language, home, config = request.param
    root: Path = tmp_path_factory.mktemp("whole")
    for path, text in files(language, TODAY):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text + (config if path == "mkdocs.yml" else ""), encoding="utf-8", newline="\n")
    if home:
        (root / "docs/index.md").write_text(home, encoding="utf-8")
    done = build(root, "--strict")
    assert done.returncode == 0, done.stderr
    return root


def pages(project: Path) -> dict[Path, str]:
    return {path: path.read_text(encoding="utf-8") for path in (project / "site").rglob("*.html") if path.name != "404.html"}


def test_every_link_leads_to_a_page_of_the_site_and_every_anchor_is_there(project: Path) -> None:
    site = (project / "site").resolve()
    known = {path.resolve(): Page(text) for path, text in pages(project).items()}
    broken = [
        f"{at.relative_to(site)}: {link}" for at, page in known.items() for link in page.links if not leads(at, link, site, known)
    ]
    assert broken == []


def leads(at: Path, link: str, site: Path, known: dict[Path, Page]) -> bool:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return True
    target = (at.parent / unquote(parts.path)).resolve() if parts.path else at
    target = target / "index.html" if target.is_dir() else target
    if not target.is_file() or not target.is_relative_to(site):
        return False
    return not parts.fragment or target not in known or unquote(parts.fragment) in (*known[target].ids, "__skip", "__comments")


def test_no_two_places_of_a_page_have_one_anchor(project: Path) -> None:
    for path, text in pages(project).items():
        ids = Page(text).ids
        assert sorted(ids) == sorted(set(ids)), path


def test_a_text_of_an_item_stands_once_on_its_page(project: Path) -> None:
    found = load(project / "roadmap", "roadmap", TODAY)
    assert found.product is not None
    for item in found.product.items.values():
        at = next(
            (p for p in pages(project) if p.match(f"*/{item.folder}/{item.id}/index.html") or p.name == f"{item.id}.html"), None
        )
        if at is None and isinstance(item, Feature) and role(found.product.settings, item) == "work":
            continue  # a row on the page of what it is a part of
        assert at is not None, item.id
        article = re.sub(r"<[^>]*>", "", at.read_text(encoding="utf-8").partition("<article")[2].partition("</article>")[0])
        for name, text in sentences(item):
            assert article.count(text) <= 1, f"{item.id}: {name}"


def sentences(item: Item) -> Iterator[tuple[str, str]]:
    for name in type(item).model_fields:
        text = getattr(item, name)
        if (
            shape(type(item), name) == "text"
            and name not in ("title", "body")
            and text
            and len(text) > 12
            and not set(text) & set("<&>'\"*`[_")
        ):
            yield name, text
