"""Style sheets and scripts of a published site are named by what is in them, and pages lead to those names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pmsite.publishing.assets import NAMED, Assets

HASH = r"\.[0-9a-f]{8}"
PAGES = {
    '<link rel="stylesheet" href="../css/a.css">': rf'<link rel="stylesheet" href="\.\./css/a{HASH}\.css">',
    "<link rel=stylesheet href=../css/a.css>": rf"<link rel=stylesheet href=\.\./css/a{HASH}\.css>",
    "<script src='../js/b.js?v=1#x' defer></script>": rf"<script src='\.\./js/b{HASH}\.js\?v=1#x' defer></script>",
    '<script src="/js/b.js"></script>': rf'<script src="/js/b{HASH}\.js"></script>',
    '<script src="/base/js/b.js"></script>': rf'<script src="/base/js/b{HASH}\.js"></script>',
    '<script src="../js/b%20c.js"></script>': rf'<script src="\.\./js/b%20c{HASH}\.js"></script>',
    '<script src="../js/d.0123abcd.min.js"></script>': None,
    '<script src="https://cdn.example/b.js"></script>': None,
    '<script src="//cdn.example/js/b.js"></script>': None,
    '<script src="../../js/b.js"></script>': None,
    '<script src="../js/gone.js"></script>': None,
    '<script src="../js/b.js" integrity="sha384-x"></script>': None,
    '<link rel="icon" href="../p.png">': None,
    '<a href="../css/a.css">the style</a>': None,
    '<img src="../p.png">': None,
    '<link rel="canonical" href="https://x.example/css/a.css">': None,
    '<script data-src="../js/b.js"></script>': None,
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name, text in {
        "css/a.css": '@import "more.css"; body { background: url(../p.png); src: url("f.woff2") url(data:x) url(#g) }',
        "css/more.css": "@import url(a.css); p { color: red }",
        "css/f.woff2": "font",
        "p.png": "picture",
        "js/b.js": "let b",
        "js/b c.js": "let c",
        "js/d.0123abcd.min.js": "let d",
        "s/token/index.html": '<script src="../../js/b.js"></script>',
    }.items():
        (tmp_path / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / name).write_text(text)
    (tmp_path / "site/page").mkdir()
    return tmp_path / "site"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[:50])
def test_where_a_page_leads(site: Path, page: str) -> None:
    (site / "page/index.html").write_text(f"<p>é {page}</p>")
    Assets(site).name_by_content()
    found = (site / "page/index.html").read_text()
    assert re.fullmatch(rf"<p>é {PAGES[page] or re.escape(page)}</p>", found), found
    for lead in re.findall(r'(?:href|src)=["\']?([^"\'?#> ]+)', found):
        if NAMED.search(lead) and not lead.startswith("/base"):
            assert (site / "page" / lead.replace("%20", " ")).exists() or (site / lead.lstrip("/")).exists()


def test_a_style_sheet_leads_to_what_it_needs_by_content_too(site: Path) -> None:
    (site / "page/index.html").write_text('<link rel="stylesheet" href="../css/a.css">')
    named = Assets(site).name_by_content()
    style = next(site.glob("css/a.*.css")).read_text()
    assert re.search(
        rf'@import "more{HASH}\.css"; body {{ background: url\(\.\./p{HASH}\.png\); src: url\("f{HASH}\.woff2"\) url\(data:x\) url\(#g\) }}',
        style,
    )
    assert len(named) == 4
    assert all((site / name).is_file() for name in named)


def test_what_differs_has_another_name_and_what_is_the_same_has_the_same(tmp_path: Path, site: Path) -> None:
    (site / "page/index.html").write_text('<script src="../js/b.js"></script>')
    first = Assets(site).name_by_content()
    assert Assets(site).name_by_content() == [name for name in first if "assets/" in name]
    (site / "js/b.js").write_text("let other")
    (site / "page/index.html").write_text('<script src="../js/b.js"></script>')
    assert Assets(site).name_by_content() != first


def test_private_links_stay_as_they_were_sealed(site: Path) -> None:
    before = (site / "s/token/index.html").read_text()
    Assets(site).name_by_content()
    assert (site / "s/token/index.html").read_text() == before
