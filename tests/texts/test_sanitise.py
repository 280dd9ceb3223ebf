"""What content brings into a page can be taken for no part of it: neither by the theme, nor by a script, nor by a style sheet."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import material
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymdownx.superfences import fence_code_format

from pmsite.addresses import OWN, Target
from pmsite.templates import assets
from pmsite.texts.allowed import ATTRIBUTES, CLASSES, may_be_used
from pmsite.texts.bodies import BodyRenderer
from pmsite.texts.sanitise import Sanitiser

THEME = Path(material.__file__).parent / "templates"
TEMPLATES = "".join(path.read_text(encoding="utf-8") for path in sorted(THEME.rglob("*.html")))
SCRIPTS = "".join(path.read_text(encoding="utf-8") for path in sorted((THEME / "assets/javascripts").glob("bundle*.js")))
STYLES = "".join(path.read_text(encoding="utf-8") for path in sorted((THEME / "assets/stylesheets").glob("*.css")))
OURS = assets.script()
LITERALS = " ".join(
    part
    for found in re.findall(r'"((?:[^"\\\n]|\\.)*)"|\'((?:[^\'\\\n]|\\.)*)\'|`((?:[^`\\]|\\.)*)`', SCRIPTS + OURS)
    for part in found
)

HARMLESS = {
    "c": "a comment in code, in which the theme looks for numbers of remarks",
    "c1": "as c",
    "cm": "as c",
    "code": "the theme's name for the code inside a block of code",
    "footnote": "a note below the text, whose own text the theme shows in a tip",
    "footnote-ref": "the sign of a note, which the theme shows its text beside",
    "highlight": "a block of code, which the theme gives a button to copy it",
    "hll": "a marked line of code",
    "missing": "a colour of boxes; in the script it is a word of a diagram's own style",
    "note": "a colour of boxes; in the script it is a word of a diagram's own style",
    "tabbed-labels": "the row of a group of tabs, which is looked for only where `data-tabs` is, and that no text can have",
    "x": "a sign of another language in code; in the script it is a coordinate",
}
"""Classes that the theme's script looks for, and why a text may have them."""
LOOKS = {"md-button", "md-button--primary", "task-list", "task-list-control", "task-list-indicator", "task-list-item"}
"""Classes of the theme's own pages that only change how something looks."""


def clean(html: str) -> str:
    return Sanitiser().clean(html, lambda path: Target(f"../{path}")).html


class _Events(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[object] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, sorted(attributes, key=str)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(tag)

    def handle_data(self, data: str) -> None:
        self.found.append(data.encode())


def events(html: str) -> list[object]:
    """What HTML says, whatever the order of attributes."""
    return _Events(html).found


def test_scripts_look_for_no_class_that_content_can_have_but_for_harmless_ones() -> None:
    sought = {name for name in re.findall(r"\.([A-Za-z_][\w-]*)", LITERALS) if may_be_used(name)}
    assert sought <= HARMLESS.keys()


def test_templates_have_no_class_that_content_can_have_but_for_looks() -> None:
    theirs = {name for found in re.findall(r'class="([^"]*)"', TEMPLATES) for name in re.findall(r"[A-Za-z_][\w-]+", found)}
    assert len(theirs) > 100
    assert {name for name in theirs if may_be_used(name)} <= LOOKS


def test_our_own_classes_are_none_that_content_can_have() -> None:
    ours = set(re.findall(r"\.([A-Za-z_][\w-]*)", OURS + assets.style()))
    assert {name for name in ours if name.startswith("pm")}
    assert not {name for name in ours if name.startswith(("pm", "md-")) and may_be_used(name)} - LOOKS


def test_no_class_of_content_takes_a_place_of_its_own_on_the_page() -> None:
    """The theme's style sheets lift nothing out of the flow that a text could make, but for marks before and inside of it."""
    lifted: set[str] = set()
    for selectors, rules in re.findall(r"([^{}]+)\{([^{}]*)\}", STYLES):
        if re.search(r"position:\s*(?:fixed|absolute|sticky)", rules):
            for selector in selectors.split(","):
                last = re.split(r"[\s>+~]", selector.strip())[-1]
                if ":before" not in last and ":after" not in last:
                    lifted.update(name for name in re.findall(r"\.([A-Za-z_][\w-]*)", last) if may_be_used(name))
    assert lifted == set()


def test_no_part_of_a_page_has_an_id_that_begins_as_those_of_content_do() -> None:
    known = set(re.findall(r'\b(?:id|for|name)="([^"]+)"', TEMPLATES)) | set(re.findall(r"#([A-Za-z_][\w-]*)", LITERALS))
    assert {"__config", "__search", "__drawer"} <= known
    assert not [name for name in known if name.startswith(OWN) and name != OWN]


def test_content_has_no_attribute_that_a_script_reads_but_the_numbers_of_lines() -> None:
    assert {name for names in ATTRIBUTES.values() for name in names if name.startswith(("data-", "aria-", "on"))} == {
        "data-linenos"
    }
    assert "data-linenos" not in LITERALS


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ('<h2 id="__config">x</h2>', '<h2 id="at-__config">x</h2>'),
        ('<p id="at-x">x</p>', '<p id="at-at-x">x</p>'),
        ('<div class="md-consent__overlay note">x</div>', '<div class="note">x</div>'),
        ('<div class="md-consent__overlay">x</div>', "<div>x</div>"),
        (
            '<input type="radio" name="body" id="a"><label for="a">x</label>',
            '<input type="radio" name="at-body" id="at-a"><label for="at-a">x</label>',
        ),
        ('<a href="#x">x</a>', '<a href="#at-x" rel="noopener">x</a>'),
        ('<a href="?q#x">x</a>', '<a href="?q#at-x" rel="noopener">x</a>'),
        ('<a href="#">x</a>', '<a href="#" rel="noopener">x</a>'),
        ('<td headers="a b">x</td>', "x"),
        ('<div data-pmsite="1" data-tabs="1:2" data-md-component="consent" aria-label="x" role="dialog">x</div>', "<div>x</div>"),
        ('<a target="theirs" href="b.txt">x</a>', '<a href="../b.txt" rel="noopener">x</a>'),
        ('<a target="_blank" href="b.txt">x</a>', '<a target="_blank" href="../b.txt" rel="noopener">x</a>'),
        ('<p align="center">x</p>', '<p align="center">x</p>'),
        ("<button>x</button><!-- y -->", "x"),
        ('<pre class="mermaid">x</pre>', "<pre>x</pre>"),
        (
            '<table><tr><td style="position:fixed;text-align:left">x</td></tr></table>',
            '<table><tbody><tr><td style="text-align:left">x</td></tr></tbody></table>',
        ),
    ],
)
def test_what_is_left(html: str, left: str) -> None:
    assert events(clean(html)) == events(left)


def test_an_owners_own_code_block_keeps_its_class() -> None:
    fences = [{"name": "mermaid", "class": "mermaid", "format": fence_code_format}]
    bodies = BodyRenderer(["pymdownx.superfences"], {"pymdownx.superfences": {"custom_fences": fences}})
    assert '<pre class="mermaid">' in bodies.render("```mermaid\na\n```", "", lambda path: None).html


TEXT = """\
# A heading with *words* {#own .note}

[above](#own) and a note[^1] and HTML[^2].

[^1]: The note.
[^2]: Another.

- [x] done
- [ ] open

=== "One"

    ```python linenums="1" hl_lines="1" title="a.py"
    x = 1  # (1)!
    ```

    ```yaml
    - x: y
    ```

=== "Two"

    !!! warning "Careful"
        ++ctrl+c++ is ==marked== ~~gone~~ H~2~O

Term
:   What it means, https://example.org and @name and :material-check:
"""


def test_what_extensions_make_stays_as_it_is() -> None:
    names = "admonition attr_list def_list footnotes md_in_html tables toc pymdownx.caret pymdownx.critic pymdownx.details pymdownx.highlight "
    names += "pymdownx.inlinehilite pymdownx.keys pymdownx.magiclink pymdownx.mark pymdownx.superfences pymdownx.tabbed pymdownx.tasklist pymdownx.tilde"
    configs = {"pymdownx.tabbed": {"alternate_style": True}, "pymdownx.tasklist": {"custom_checkbox": True}}
    bodies = BodyRenderer(names.split(), configs)
    body = bodies.render(TEXT, "", lambda path: None)
    assert body.removed == ()
    for kept in (
        'class="tabbed-set tabbed-alternate"',
        'class="key-control"',
        'class="task-list-indicator"',
        'class="admonition warning"',
    ):
        assert kept in body.html


class _Page(HTMLParser):
    """Every id, name, class and link inside of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.asked: list[str] = []
        self.classes: list[str] = []
        self.names: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            self.names.add(name)
            self.ids += [value or ""] if name in ("id", "name") else []
            self.asked += (
                [value or ""]
                if name == "for"
                else [value[1:]]
                if name == "href" and (value or "").startswith("#") and value
                else []
            )
            self.classes += (value or "").split() if name == "class" else []


def test_every_way_inside_of_a_text_leads_somewhere() -> None:
    names = ["attr_list", "footnotes", "toc", "admonition", "pymdownx.superfences", "pymdownx.tabbed", "pymdownx.highlight"]
    page = _Page(BodyRenderer(names, {"pymdownx.tabbed": {"alternate_style": True}}).render(TEXT, "", lambda path: None).html)
    assert len(page.asked) > 5
    assert set(page.asked) <= set(page.ids)


BODIES = BodyRenderer()
PIECES = st.sampled_from(
    ["<div ", "<a ", "<p/", "<input ", "<img ", "<svg>", "<td ", "<label ", 'id="__config"', "id=__search", "class='md-overlay note pm'", 'class="pm-rail"',
     'data-pmsite="1"', "data-tabs=1:2", "name=body", "for=__drawer", 'style="position:fixed"', "onclick=x", ">", "/>", "\n", " ", "\n\n", "text",
     "{#__palette .md-overlay data-x=1}", "## H ", "!!! md-overlay", "</div>", "<!--", "-->", "`", "    ", "[a](b.md#c){ .pm }", "<script>", "</script>", "&lt;", '"', "'"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join))
def test_whatever_is_written_no_part_of_a_page_is_forged(text: str) -> None:
    page = _Page(BODIES.render(text, "roadmap", lambda path: None).html)
    assert all(found.startswith(OWN) for found in page.ids)
    assert all(name in CLASSES or may_be_used(name) for name in page.classes)
    assert not [name for name in page.names if name.startswith(("data-", "on", "aria-")) or name == "style"]


@pytest.mark.parametrize(
    ("written", "id"),
    [
        ("why", "at-why"),
        ("中文", "at-中文"),
        ("fn:1", "at-fn:1"),
        ("50%", "at-50-"),
        ('x" onclick="hostile()', "at-x-onclick=-hostile-"),
        ("x\\", "at-x-"),
        ("x'><b>", "at-x-b-"),
        ("a b", "at-a-b"),
    ],
)
def test_an_id_holds_nothing_that_ends_an_attribute_a_selector_or_an_escape_and_links_follow(written: str, id: str) -> None:
    at, fragment = escape(written), quote(written)
    assert f'<b id="{id}">' in clean(f'<b id="{at}">x</b>')
    assert f'for="{id}"' in clean(f'<label for="{at}">x</label>')
    assert f'href="#{id}"' in clean(f'<a href="#{fragment}">x</a>')
    item = Sanitiser().clean(f'<a href="b.md#{fragment}">x</a>', lambda path: Target("../b/", is_item=True)).html
    assert f'href="../b/#{id}"' in item
