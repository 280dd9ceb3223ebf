"""Icons that Material's emoji extension draws pass into a page; no other drawing does."""

from __future__ import annotations

import pytest
from material.extensions import emoji

from pmsite.addresses import Target
from pmsite.texts.bodies import BodyRenderer

BODIES = BodyRenderer(
    ["attr_list", "pymdownx.emoji"], {"pymdownx.emoji": {"emoji_index": emoji.twemoji, "emoji_generator": emoji.to_svg}}
)
SHAPE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M0 0"/></svg>'


@pytest.mark.parametrize(
    "text",
    [
        ":material-check:",
        "Done :material-check: and :octicons-check-16:",
        ":fontawesome-solid-check:",
        ':material-check:{ title="Done" }',
        "## Done :material-check:",
        "| a |\n|---|\n| :material-check: |",
    ],
)
def test_an_icon_is_drawn_and_nothing_is_said_to_be_missing(text: str) -> None:
    body = BODIES.render(text, "roadmap", lambda path: None)
    assert body.html.count("<svg") == body.html.count("</path></svg></span>") > 0
    assert body.removed == ()


@pytest.mark.parametrize(
    "drawing",
    [
        SHAPE,
        f'<span class="other">{SHAPE}</span>',
        f'<span class="twemoji">{SHAPE.replace("<path", "<path onclick=hostile()")}</span>'.replace(
            'd="M0 0"', 'd="M0 0" fill="red"'
        ),
        f'<span class="twemoji">{SHAPE.replace("<path", "<script>hostile()</script><path")}</span>',
        f'<span class="twemoji">{SHAPE.replace("<path", "<foreignObject><p>hostile()</p></foreignObject><path")}</span>',
        f'<span class="twemoji">{SHAPE.replace("<path", "<use href=#hostile()></use><path")}</span>',
        f'<span class="twemoji">{SHAPE.replace("<path", "<a xlink:href=javascript:hostile()><path")}</span>',
        f'<span class="twemoji">{SHAPE.replace("<path", "<style>hostile()</style><path")}</span>',
        f'<span class="twemoji">{SHAPE.replace("<svg", "<svg style=position:fixed onload=hostile()")}</span>',
        f'<span class="twemoji">{SHAPE.replace("<path", "<title><style><img src=x onerror=hostile()></style></title><path")}</span>',
        f"<p title='<span class=\"twemoji\"><svg onload=hostile()>'>{SHAPE}</p>",
    ],
)
def test_no_other_drawing_is(drawing: str) -> None:
    html = BODIES.render(f"A :material-check:\n\n{drawing}\n", "roadmap", lambda path: None).html
    for danger in ("onclick=", "onload=h", "<script", "foreignObject", "<use", "href", "<style", "style=", "fill=", "onerror"):
        assert danger not in html.replace("&lt;svg onload=h", "")
    inside = html.split('<span class="twemoji">')[1:]
    assert html.count("<svg") == sum(part.count("<svg xmlns") == 1 for part in inside)


def test_a_drawing_that_is_left_out_is_named() -> None:
    assert "<svg>" in BODIES.render(f"A\n\n{SHAPE}\n", "roadmap", lambda path: None).removed


def test_what_a_plugin_adds_to_markdown_does_not_run_on_a_body() -> None:
    from markdown.extensions.meta import MetaExtension

    assert "Key: value" in BodyRenderer([MetaExtension()]).render("Key: value\n\nText", "roadmap", lambda path: None).html


def test_a_link_to_an_item_without_a_page_leads_nowhere() -> None:
    assert BODIES.render("[a](a.md#b)", "roadmap", lambda path: Target("", is_item=True)).html == '<p><a rel="noopener">a</a></p>'
