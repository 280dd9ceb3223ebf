"""A body brings text and pictures into a page, and nothing that runs, submits, frames or covers it."""

from __future__ import annotations

import pytest

from pmsite.addresses import Target
from pmsite.texts.bodies import BodyRenderer

BODIES = BodyRenderer()
PLACES = {"roadmap/features/b.md": Target("../b/", is_item=True), "roadmap/x.png": Target("../../x.png")}


def render(text: str) -> str:
    return BODIES.render(text, "roadmap/features", PLACES.get).html


@pytest.mark.parametrize(
    "text",
    [
        "<script>hostile()</script>",
        '<img src=x onerror="hostile()">',
        "[x](javascript:hostile())",
        "[x](java&#x09;script:hostile())",
        "[x](&#106;avascript:hostile())",
        "<javascript:hostile()>",
        "![x](data:text/html,hostile())",
        '<iframe srcdoc="hostile()"></iframe>',
        "<svg><a xlink:href='javascript:hostile()'>x</a></svg>",
        "# H {: onclick=hostile() }",
        '<p style="position:fixed">hostile()</p>',
        "<form action=//hostile()><input name=a></form>",
        "<style>hostile()</style>",
        '<a href="vbscript:hostile()">x</a>',
        "<details ontoggle=hostile() open>x</details>",
    ],
)
def test_nothing_in_a_body_can_run(text: str) -> None:
    html = render(text).replace("&#40;", "(")
    for danger in (
        "<script",
        "<iframe",
        "<form",
        "<style",
        "<svg",
        "onerror",
        "onclick",
        "ontoggle",
        "position",
        "script:",
        "data:",
    ):
        assert danger not in html


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("<script>x</script>", "<script>"),
        ("<p onclick='x'>a</p>", "onclick"),
        ("[a](javascript:x)", "href address"),
        ("plain *text* and `<script>` and https://example.org", ""),
        ("| a | b |\n|--:|---|\n| 1 | 2 |", ""),
        ("```html\n<script>x</script>\n```", ""),
        ("[a](https://example.org) [b](b.md) [c](#d) <https://example.org/?a=b:c>", ""),
        ("- [x] done\n- [ ] open", ""),
    ],
)
def test_what_was_taken_out_is_named(text: str, names: str) -> None:
    removed = BODIES.render(text, "roadmap/features", lambda path: None).removed
    assert (names in removed) if names else removed == ()


def test_links_between_files_become_links_between_pages() -> None:
    html = render("[b](b.md#top) ![x](../x.png) [gone](gone.md) [out](https://example.org)")
    assert 'href="../b/#at-top"' in html
    assert 'src="../../x.png"' in html
    assert 'href="gone.md"' in html
    assert 'href="https://example.org"' in html


def test_headings_keep_chinese_anchors_and_are_listed() -> None:
    body = BODIES.render("## 路线图\n\n### 2026年第3季度\n\n## 路线图\n", "roadmap", lambda path: None)
    assert 'id="at-路线图"' in body.html
    assert [(h.id, [c.id for c in h.children]) for h in body.headings] == [("at-路线图", ["at-2026年第3季度"]), ("at-路线图_1", [])]


def test_extensions_that_read_files_never_run_on_a_body() -> None:
    bodies = BodyRenderer(["pymdownx.snippets", "pymdownx.superfences"], {"pymdownx.snippets": {"base_path": ["."]}})
    assert "--8&lt;--" in bodies.render('--8<-- "pyproject.toml"', "roadmap", lambda path: None).html.replace("<p>", "")
