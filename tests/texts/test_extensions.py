"""Extensions run on content for what they are, however they are spelt: those that reach beyond the text never do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from markdown.extensions.toc import TocExtension
from pymdownx.b64 import B64Extension
from pymdownx.snippets import SnippetExtension

from pmsite.texts.bodies import BodyRenderer

SNIPPET = '--8<-- "secret.txt"\n'


def named(spelling: Any) -> str:
    return spelling if isinstance(spelling, str) else type(spelling).__name__


class Ours(SnippetExtension):  # type: ignore[misc]  # it ships no types
    """The same under another name."""


class Headings(TocExtension):
    """One of ours, from a module that nobody knows."""


@pytest.mark.parametrize(
    "spelling",
    [
        "pymdownx.snippets",
        "pymdownx.snippets:SnippetExtension",
        "pymdownx.snippets:makeExtension",
        f"{__name__}:Ours",
        SnippetExtension(base_path=["."]),
        Ours(base_path=["."]),
    ],
    ids=named,
)
def test_an_extension_that_reads_files_never_runs(spelling: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret.txt").write_text("SECRETCANARY", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    configs = {spelling: {"base_path": [str(tmp_path)]}} if isinstance(spelling, str) else {}
    bodies = BodyRenderer([spelling, "tables"], configs)
    assert "SECRETCANARY" not in bodies.render(SNIPPET, "", lambda path: None).html
    assert bodies.refused == (named(spelling),)


@pytest.mark.parametrize(
    "spelling",
    ["meta", "markdown.extensions.meta", "pymdownx.b64", B64Extension(), "pymdownx.pathconverter", Headings()],
    ids=named,
)
def test_what_is_not_known_does_not_run_and_is_named(spelling: Any) -> None:
    bodies = BodyRenderer([spelling])
    assert bodies.refused == (named(spelling),)
    assert "<table>" in bodies.render("| a |\n|---|\n| b |", "", lambda path: None).html


@pytest.mark.parametrize("spelling", ["toc", "markdown.extensions.toc", "markdown.extensions.toc:TocExtension"])
def test_headings_are_listed_once_however_their_extension_is_spelt(spelling: str) -> None:
    body = BodyRenderer([spelling], {spelling: {"permalink": "#"}}).render("## Why", "", lambda path: None)
    assert [heading.id for heading in body.headings] == ["at-why"]
    assert body.html.count('class="headerlink"') == 1


@pytest.mark.parametrize("option", [{"pymdownx.superfences": {}}, {"pymdownx.extra": {}}])
def test_code_of_others_that_draws_blocks_does_not_run(option: dict[str, Any]) -> None:
    def draw(*_: object, **__: object) -> str:
        raise AssertionError("it ran")

    fences = {"custom_fences": [{"name": "run", "class": "run", "format": draw}]}
    (name,) = option
    bodies = BodyRenderer([name], {name: fences if name.endswith("superfences") else {"pymdownx.superfences": fences}})
    assert "print()" in bodies.render("```run\nprint()\n```", "", lambda path: None).html
    assert bodies.refused == ("code called run",)


@pytest.mark.parametrize(
    "options",
    [
        'pygments_style="no-such-style"',
        'pygments_formatter="img"',
        'tagsfile="tags"',
        'filters="no-such-filter"',
        'lang="x"',
        'linenostart="x"',
        'src="x"',
    ],
)
def test_a_block_of_code_says_nothing_to_what_colours_it_but_which_lines_to_number_and_mark(options: str) -> None:
    bodies = BodyRenderer(["attr_list", "fenced_code", "codehilite"])
    text = f'``` {{ .python hl_lines="1" linenums="1" {options} }}\nx = 1\n```\n'
    html = bodies.render(text, "roadmap", lambda path: None).html
    assert 'class="codehilitetable"' in html
    assert 'class="hll"' in html
