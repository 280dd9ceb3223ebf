"""What is done with a built site before a server shows it: pages name what may run in them, and texts are packed."""

from __future__ import annotations

import base64
import gzip
import hashlib
import os
import re
from pathlib import Path

import brotli
import pytest

from pmsite.publishing import packed
from pmsite.publishing.finish import finish
from pmsite.publishing.markup import read
from pmsite.publishing.policy import MOST_NAMED

HEAD = '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>T</title></head>\n'


def hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def site(root: Path, **pages: str) -> dict[str, str]:
    """Pages by their names, as they are once the site is finished."""
    for name, text in pages.items():
        (root / f"{name}.html").write_bytes(text.encode())
    finish(root, "team", public=False)
    return {name: (root / f"{name}.html").read_bytes().decode() for name in pages}


def policy_of(page: str) -> dict[str, str]:
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    assert found, page
    return dict(part.strip().split(" ", 1) for part in found[1].split(";"))


def test_a_page_names_its_scripts_and_those_of_the_pages_that_may_come_in_its_place(tmp_path: Path) -> None:
    pages = site(tmp_path, a=f"{HEAD}<script>one()</script>", b=f"{HEAD}<script type=module>two()</script><style>p {{}}</style>")
    assert {policy_of(page)["script-src"] for page in pages.values()} == {
        " ".join(["'self'", *sorted([hashed("one()"), hashed("two()")])])
    }
    assert {policy_of(page)["style-src"] for page in pages.values()} == {f"'self' {hashed('p {}')}"}


def test_the_policy_stands_behind_the_encoding_and_before_everything_else(tmp_path: Path) -> None:
    page = site(tmp_path, a=f"{HEAD}<p>x")["a"]
    assert re.search(r'<head>\n<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" [^>]*>\n<title>', page)


@pytest.mark.parametrize(
    "page",
    [
        "<p>x",
        "<!-- a --><!DOCTYPE html><p>x",
        "<html><body>x",
        "<head><script>1</script></head>",
        "<HTML><HEAD LANG='a>b'><link rel=x>",
    ],
)
def test_a_page_without_a_whole_head_has_its_policy_first_all_the_same(tmp_path: Path, page: str) -> None:
    done = site(tmp_path, a=page)["a"]
    assert not re.search(r"<(?:script|link|body|p)", done[: done.index("<meta http-equiv")], re.IGNORECASE)
    assert done.replace(f"\n{re.search('<meta http-equiv[^>]*>', done)[0]}", "") == page  # type: ignore[index]


@pytest.mark.parametrize(
    ("script", "is_named"),
    [
        ("<script>run()</script>", True),
        ("<SCRIPT DEFER>run()</SCRIPT >", True),
        ("<script type='text/javascript'>run()</script>", True),
        ("<script type='importmap'>run()</script>", True),
        ("<script data-x='a>b'>run()</script>", True),
        ("<script>run()</script><!-- <script>not()</script> -->", True),
        ("<script type='application/json'>run()</script>", False),
        ("<script src=run.js>run()</script>", False),
        ("<!-- <script>run()</script> -->", False),
        ("<textarea><script>run()</script></textarea>", False),
        ("<p title='<script>run()</script>'>", False),
        ("&lt;script>run()&lt;/script>", False),
        ("<scripted>run()</scripted>", False),
    ],
)
def test_a_script_is_named_where_a_browser_would_run_it(tmp_path: Path, script: str, is_named: bool) -> None:
    page = site(tmp_path, a=HEAD + script)["a"]
    assert policy_of(page)["script-src"] == (f"'self' {hashed('run()')}" if is_named else "'self'")


def test_line_ends_are_those_that_a_browser_reads(tmp_path: Path) -> None:
    page = site(tmp_path, a=f"{HEAD}<script>one()\r\ntwo()\r</script>")["a"]
    assert hashed("one()\ntwo()\n") in policy_of(page)["script-src"]
    assert "one()\r\ntwo()\r" in page


@pytest.mark.parametrize(
    ("tag", "becomes"),
    [
        ('<p style="--l:0.5" class="a b">', '<p class="a b {name}">'),
        ("<p class=a style='--l:0.5;'>", '<p class="a {name}">'),
        ("<p id=x style=--l:0.5 hidden>", '<p class="{name}" id=x hidden>'),
        ('<P STYLE=" --l:0.5 " title="a > b">', '<P class="{name}" title="a > b">'),
        ('<path style="--l:0.5"/>', '<path class="{name}"/>'),
        ('<p style="--l:0.5" style="color: red">', '<p class="{name}">'),
        ('<p class="a&amp;b" style="--l:0.5">', '<p class="a&amp;b {name}">'),
    ],
)
def test_a_style_attribute_becomes_a_class(tag: str, becomes: str) -> None:
    found = read(f"{HEAD}{tag}x")
    (name,) = found.rules
    assert found.text == f"{HEAD}{becomes.format(name=name)}x"
    assert found.rules[name] == "--l:0.5"


def test_an_empty_style_attribute_goes() -> None:
    assert read("<p style=''>x").text == "<p>x"


@pytest.mark.parametrize(
    "style",
    [
        "background: url(x.png)",
        "color: red } * { color: blue",
        "width: calc(1px",
        "content: 'x'",
        "color: red /* open",
        "a: b) ; (c: d",
        "x: \\7d",
    ],
)
def test_a_style_attribute_that_a_sheet_would_read_otherwise_is_named_by_its_hash(tmp_path: Path, style: str) -> None:
    page = site(tmp_path, a=f'{HEAD}<p style="{style}">x')["a"]
    assert f'style="{style}"' in page
    assert policy_of(page)["style-src"] == f"'self' 'unsafe-hashes' {hashed(style)}"
    assert not (tmp_path / "assets").exists()


def test_pages_with_the_same_rules_share_a_sheet_that_is_named_by_them(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "c.html").write_text(f'{HEAD}<p style="--l:1">')
    pages = site(tmp_path, a=f'{HEAD}<p style="--l:1">', b=f'{HEAD}<p style="--l:1"><p style="--l:2">')
    sheets = finish_names(tmp_path)
    assert len(sheets) == 2
    named = [re.findall(r'href="(assets/stylesheets/inline\.[0-9a-f]{8}\.css)"', page) for page in pages.values()]
    assert sorted(named[0] + named[1]) == sheets
    assert f'href="../../{named[0][0]}"' in (tmp_path / "deep" / "er" / "c.html").read_text()
    for name in sheets:
        content = (tmp_path / name).read_bytes()
        assert hashlib.sha256(content).hexdigest()[:8] == name.split(".")[1]
        assert re.fullmatch(rb"(?::is\(\.inline-[0-9a-f]{10},#_#_#_\)\{--l:\d\}\n)+", content)


def finish_names(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.glob("assets/stylesheets/inline.*.css"))


def test_the_sheets_that_were_made_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(f'{HEAD}<p style="--l:1">')
    assert finish(tmp_path, "team", public=False) == finish_names(tmp_path)


def test_a_page_with_a_policy_of_its_own_keeps_it_and_every_byte(tmp_path: Path) -> None:
    own = '<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src \'none\'"><p style="x: y"><script>1</script>'
    assert site(tmp_path, a=own)["a"] == own


def test_what_is_finished_twice_is_finished_once(tmp_path: Path) -> None:
    first = site(tmp_path, a=f'{HEAD}<script>1</script><p style="--l:1">')
    again = finish(tmp_path, "team", public=False)
    assert (tmp_path / "a.html").read_bytes().decode() == first["a"]
    assert again == []


def test_many_scripts_are_named_by_the_pages_that_have_them_alone(tmp_path: Path) -> None:
    pages = site(tmp_path, **{f"p{at}": f"{HEAD}<script>run({at})</script>" for at in range(MOST_NAMED + 1)})
    assert {name: policy_of(page)["script-src"] for name, page in pages.items()} == {
        f"p{at}": f"'self' {hashed(f'run({at})')}" for at in range(MOST_NAMED + 1)
    }


def test_a_site_that_draws_mermaid_lets_its_pages_have_style_sheets_that_nobody_knows_before(tmp_path: Path) -> None:
    pages = site(tmp_path, a=f'{HEAD}<pre class="mermaid"><code>graph</code></pre>', b=f"{HEAD}<p>mermaid <style>p {{}}</style>")
    assert {policy_of(page)["style-src"] for page in pages.values()} == {"'self' 'unsafe-inline'"}
    assert {policy_of(page)["script-src"] for page in pages.values()} == {"'self'"}


def test_a_page_in_an_encoding_of_old_keeps_its_letters(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes('<head><title>caf\xe9</title></head><p style="--l:1">'.encode("latin-1"))
    finish(tmp_path, "team", public=False)
    assert b"<title>caf\xe9</title>" in (tmp_path / "a.html").read_bytes()


def test_a_file_that_another_version_has_too_is_not_written_into(tmp_path: Path) -> None:
    before = tmp_path / "before.html"
    before.write_text(HEAD)
    (tmp_path / "site").mkdir()
    os.link(before, tmp_path / "site" / "a.html")
    finish(tmp_path / "site", "team", public=False)
    assert before.read_text() == HEAD


def test_texts_are_packed_always_the_same_way(tmp_path: Path) -> None:
    text = "a text that is said again and again\n" * 100
    for name in ("a.css", "b.json", "c.png", "d.html"):
        (tmp_path / name).write_text(text)
    (tmp_path / "small.css").write_text("p {}")
    finish(tmp_path, "team", public=False)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "a.css", "a.css.br", "a.css.gz", "b.json", "b.json.br", "b.json.gz", "c.png", "d.html", "d.html.br", "d.html.gz", "small.css",
    ]  # fmt: skip
    assert gzip.decompress((tmp_path / "a.css.gz").read_bytes()).decode() == text
    assert brotli.decompress((tmp_path / "a.css.br").read_bytes()).decode() == text
    assert gzip.decompress((tmp_path / "d.html.gz").read_bytes()) == (tmp_path / "d.html").read_bytes()
    first = (tmp_path / "a.css.gz").read_bytes()
    os.utime(tmp_path / "a.css", (1, 1))
    finish(tmp_path, "team", public=False)
    assert (tmp_path / "a.css.gz").read_bytes() == first
    assert (tmp_path / "a.css.gz").stat().st_mtime == 1
    assert [path.name for path in packed.beside(tmp_path / "a.css")] == ["a.css.gz", "a.css.br"]


def test_the_page_of_a_private_link_is_not_packed(tmp_path: Path) -> None:
    page = tmp_path / "s" / ("A" * 22) / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text('<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">' + "x" * 4000)
    finish(tmp_path, "team", public=False)
    assert [path.name for path in page.parent.iterdir()] == ["index.html"]


@pytest.mark.parametrize(
    "text", ["<p " * 50_000, "<!--" * 50_000, "<a '" * 50_000, "<p style='" * 50_000, '<p style="x:(" ' * 20_000, "<" * 200_000]
)
def test_no_text_stalls(text: str) -> None:
    read(text)
