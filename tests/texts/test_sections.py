"""What is found in pages for the search is what the theme's own search finds there."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from material.plugins.search import plugin as theirs

from pmsite.host import mkdocs_search
from pmsite.host.mkdocs_search import SearchWords
from pmsite.texts.bodies import BodyRenderer
from pmsite.texts.sections import PROBE, sections
from tests.properties.test_addresses import RICH, TEXT

REPOSITORY = Path(__file__).parents[2]
RENDERER = BodyRenderer(RICH)
Told = list[tuple[str | None, list[str], list[str]]]

NAMES = ["p", "h1", "h2", "div", "a", "pre", "code", "li", "ul", "em", "br", "sup"]
PLAIN = st.one_of(
    st.sampled_from(["text", " ", "\n", "a\nb", "&amp;", "&lt;b&gt;", "&nbsp;", "&notit;", ">", "\xa0", "'", '"']),
    st.sampled_from(NAMES).map("<{}>".format),
    st.sampled_from(NAMES).map("</{}>".format),
    st.sampled_from(['<h2 id="x">', '<h3 class="z" id="y">', '<h1 id="w">', '<h2 title=" id=" class="q">', "<br/>", "<hr />", "<p\nid>"]),
    st.sampled_from(['<a class="headerlink">', '<a class="headerlink x">', '<a title=" class=" lang="x">', '<i title=">">']),
)  # fmt: skip
NESTED = st.recursive(
    PLAIN,
    lambda inner: st.builds(
        "<{0}{1}>{2}</{0}>".format,
        st.sampled_from([name for name in NAMES if name != "br"]),
        st.sampled_from(["", ' id="k"', ' class="headerlink"']),
        st.lists(inner, max_size=4).map("".join),
    ),
    max_leaves=15,
)
STRANGE = st.sampled_from(
    ["<", "&", "<!-- -->", "<!", "<?x>", "</", '<h1 id="">', "<h2 id>", '<h2 id="a&amp;b">', '<h2 id="a" id="b">', "<h2 ID='v'>", "<p/>", "<P>",
     "<a class='headerlink'>", "<svg>", "<script>", "</script>", "<title>", '<p data-search-exclude="">', '<div class="linenodiv">', "<object>",
     '<i title="<">', "<i =>", "</p >", "</p x>", "<em/x>", "<textarea>", "</textarea>", "<a\x0cb>", '<a b="c"d="e">']
)  # fmt: skip
HTML = st.lists(st.one_of(PLAIN, NESTED), max_size=8).map("".join)


def read(html: str) -> Told | None:
    found = sections(html)
    return None if found is None else [(section.id, section.title, section.text) for section in found]


def read_by_the_theme(html: str) -> Told | None:
    parser = theirs.Parser()
    try:
        parser.feed(html)
        parser.close()
    except ValueError:  # it asks for the beginning of an element in another section
        return None
    return [(section.id, section.title, section.text) for section in parser.data]


@settings(max_examples=400)
@given(html=HTML)
@example(html=PROBE)
@example(html='<p><h2 id="x">a</p>')
@example(html="<p>>")
@example(html="<li><code> </code>x</li><li> \n</li>")
def test_what_is_plain_is_read_as_the_theme_reads_it(html: str) -> None:
    assert read(html) == read_by_the_theme(html)


@settings(max_examples=400)
@given(html=st.lists(st.one_of(STRANGE, HTML), max_size=4).map("".join))
def test_what_is_strange_is_not_read_as_something_else(html: str) -> None:
    found = read(html)
    assert found is None or found == read_by_the_theme(html)


@settings(max_examples=100)
@given(text=TEXT)
def test_a_text_of_an_item_is_read_whatever_is_in_it(text: str) -> None:
    html = RENDERER.render(text, "roadmap/features", lambda path: None).html
    assert read(html) == read_by_the_theme(html)


def test_the_texts_of_a_real_plan_are_read() -> None:
    for path in sorted(REPOSITORY.glob("roadmap/**/*.md")):
        html = RENDERER.render(path.read_text(encoding="utf-8").split("\n---\n", 1)[-1], "roadmap", lambda path: None).html
        assert read(html) == read_by_the_theme(html), path


class Page(SimpleNamespace):
    """As much of a page as search asks for."""

    found = b""
    preview = kind = also = summary = ""


def page(url: str, words: str, **meta: Any) -> Any:
    return Page(url=url, words=words, content="all of it", title="T", toc=(), meta=meta)


def written(words: SearchWords, folder: Path) -> str:
    (folder / "search").mkdir(exist_ok=True)
    words._search.on_post_build(config=SimpleNamespace(site_dir=str(folder)))
    words.write(SimpleNamespace(site_dir=str(folder)))  # type: ignore[arg-type]
    return (folder / "search/search_index.json").read_text(encoding="utf-8")


@pytest.fixture
def search(tmp_path: Path) -> Any:
    found = theirs.SearchPlugin()
    found.load_config({"lang": ["en"], "separator": "-", "pipeline": []})
    found.search_index = theirs.SearchIndex(**found.config)
    return found


PAGES = [
    page("b/", '<h1>B</h1><p>é &amp; "x"</p><h2 id="one">One</h2>two', tags=["t", 3], search={"boost": 2}),
    page("a/", "<h1>A</h1><svg><title>drawn</title></svg>"),
    page("c/", "<h1>C</h1>", search={"exclude": True}),
    page("d/", "no title"),
]


@pytest.mark.parametrize("changed", ["", "another reader", "another way to write", "pages left out"])
def test_the_index_is_the_one_that_search_writes(
    search: Any, changed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owned = {"location": "./#x", "title": "Owned", "text": "", "tags": []}
    if changed == "another reader":
        monkeypatch.setattr(theirs.Parser, "handle_data", lambda self, data: None)
    elif changed == "another way to write":
        monkeypatch.setattr(search.search_index, "generate_search_index", lambda prev: json.dumps(search.search_index.entries))
    elif changed == "pages left out":
        search.is_dirty = True
    words = SearchWords(search)
    search.search_index.entries = [owned]
    for one in PAGES:
        words.add(one)
    words.finish(["d/", "a/", "b/", "c/"])
    found = written(words, tmp_path)
    search.search_index.entries = []
    for one in (PAGES[3], PAGES[1], PAGES[0], PAGES[2]):
        search.search_index.add_entry_from_context(_whole(one))
    search.search_index.entries.append(owned)
    assert found == search.search_index.generate_search_index(None)


def _whole(one: Any) -> Any:
    return SimpleNamespace(url=one.url, content=one.words, title=one.title, toc=(), meta=one.meta)


def test_the_theme_that_is_installed_is_read_alike(search: Any) -> None:
    assert mkdocs_search._is_read_alike(search.search_index)
    assert mkdocs_search._around(search.search_index)


def test_what_is_found_in_pages_takes_the_place_of_what_was_found(search: Any, tmp_path: Path) -> None:
    words = SearchWords(search)
    for one in PAGES:
        words.add(one)
    words.finish([one.url for one in PAGES])
    before = written(words, tmp_path)
    assert not words.replace({"a/": words.packed(PAGES[1])})
    assert words.replace({"a/": words.packed(page("a/", "<h1>Z</h1>"))})
    words.write_anew(SimpleNamespace(site_dir=str(tmp_path)))  # type: ignore[arg-type]
    after = (tmp_path / "search/search_index.json").read_text(encoding="utf-8")
    assert after == before.replace('"Adrawn"', '"Z"')
