"""Pages that are filled into the theme's shells are those that the theme itself makes, byte for byte."""

from __future__ import annotations

import errno
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from pmsite import background
from pmsite.host import mkdocs_known, shells
from pmsite.host.mkdocs_pages import GeneratedPage
from pmsite.host.mkdocs_theme import SiteTheme
from tests.host.edits import CONFIG, make
from tests.make import write

pytestmark = [pytest.mark.host, pytest.mark.usefixtures("own_secret")]

PAGES = {
    f"features/more-{n}.md": f"---\ntitle: 'More {n} & <b>'\ntags: [a, 'b {n % 2}']\n---\n## Why {n}\n\n{n} < 2\n" for n in range(9)
} | {
    f"features/less-{n}.md": f"---\ntitle: Less {n}\nsummary: 'A \"summary\" {n}'\n---\nSee [one](one.md) & more.\n"
    for n in range(4)
}
TEAM_AND_PUBLIC = "name: P\nlanguage: {language}\naudiences: {{customers: {{}}, public: {{}}}}\n"
OWN_TEMPLATE = '{% extends "base.html" %}\n{% block extrahead %}{% if page %}TOLD{% endif %}{% endblock %}\n'


def own_template(told: str) -> dict[str, str]:
    return {"theme/main.html": OWN_TEMPLATE.replace("TOLD", told)}


@dataclass(frozen=True)
class Case:
    """A site: lines of its mkdocs.yml in the place of others, files, and what is in the way of shells, if anything."""

    lines: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    audience: str = "team"
    language: str = "en"
    says: str = ""


THEME = "theme: {{name: material, font: false, features: [{}]}}"
CUSTOM = "theme: {name: material, font: false, custom_dir: theme}"
CASES = {
    "as it comes": Case(),
    "Chinese": Case(language="zh"),
    "for the public": Case(audience="public"),
    "previews": Case("plugins: [search, {pmsite: {preview: [customers, public]}}]"),
    "tags": Case("plugins: [search, tags, pmsite]", {"docs/tags.md": "# Tags\n\n<!-- material/tags -->\n"}),
    "tags twice": Case("plugins: [search, tags, tags: {tags_name_variable: others, tags_name_property: tags}, pmsite]"),
    "metadata of a folder": Case(
        "plugins: [search, meta, pmsite]", {"docs/roadmap/.meta.yml": "search: {boost: 2}\nhide: [path]\n"}
    ),
    "edit links": Case(
        THEME.format("content.action.edit, content.action.view") + "\nrepo_url: https://github.com/o/p\nedit_uri: edit/main/docs/"
    ),
    "instant navigation": Case(
        THEME.format("navigation.instant, navigation.instant.progress, navigation.tracking, navigation.top")
    ),
    "integrated contents": Case(THEME.format("toc.integrate, navigation.sections, navigation.expand, navigation.indexes")),
    "pruned": Case(THEME.format("navigation.prune, navigation.path, navigation.tabs, navigation.tabs.sticky, navigation.footer")),
    "files for addresses": Case("use_directory_urls: false"),
    "no address": Case("site_url: ''"),
    "no search": Case("plugins: [pmsite]"),
    "nothing in the navigation": Case("plugins: [search, {pmsite: {nav: false}}]"),
    "an item in the navigation": Case("nav: [index.md, {One: roadmap/features/one.md}]"),
    "a page below an item's": Case(
        "", {"docs/roadmap/features/one/notes.md": "# Notes\n", "docs/roadmap/features/more-1/a/b.md": "# B\n"}
    ),
    "feedback": Case(
        "extra: {analytics: {feedback: {title: 'Well?', ratings: [{icon: material/cat, name: Y, data: 1, note: '{url} {title}'}]}}}"
    ),
    "an unknown extension": Case("markdown_extensions: [meta, toc, tables]"),
    "a template that shows more": Case(
        CUSTOM,
        own_template(
            '<meta name="t" content="{{ page.title }}"><link href="{{ page.canonical_url }}">{{ page.url }} {{ page.file.src_uri }}'
        ),
    ),
    "a template that asks": Case(CUSTOM, own_template('{% if "See" in page.content or page.title == "Less 1" %}asked{% endif %}')),
    "a template that replaces": Case(CUSTOM, own_template('{{ page.meta.title | replace("More", "Most") }}')),
    "a template that escapes": Case(
        CUSTOM, own_template("{{ page.title | e }} {{ page.title | striptags | replace('More', 'Most') | e }}")
    ),
    "a template that cuts": Case(
        CUSTOM, own_template("{{ page.content | striptags | truncate(30) }}"), says="look into their content"
    ),
    "a template that counts": Case(CUSTOM, own_template("{{ page.title | length }}"), says="look into their title"),
    "a template with contents of its own": Case(
        CUSTOM, own_template("{% for one in page.toc %}{{ one.title }}{% endfor %}"), says="look into their headings or tags"
    ),
    "a template that lists tags": Case(
        CUSTOM + "\nplugins: [search, tags, pmsite]",
        own_template('{{ tags | map(attribute="name") | join(",") }}'),
        says="look into their headings or tags",
    ),
    "a template with words for some tags": Case(
        CUSTOM, own_template('{% if "b 1" in (page.meta.tags or []) %}tagged{% endif %}'), says="look into their tagged"
    ),
    "a template that lists pages": Case(CUSTOM, own_template("{% for file in pages %}{{ file.page.title }}{% endfor %}")),
}


def project(root: Path, case: Case) -> Path:
    make(root)
    write(root / "roadmap", PAGES, settings=TEAM_AND_PUBLIC.format(language=case.language))
    keys = {line.partition(":")[0] for line in case.lines.splitlines()}
    kept = [line for line in CONFIG.splitlines() if line.partition(":")[0] not in keys]
    for path, text in {"mkdocs.yml": "\n".join([*kept, case.lines, ""]), **case.files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def built(root: Path) -> dict[str, bytes]:
    config = load_config(str(root / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    return files(root / "site")


def files(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


@pytest.fixture
def by_mkdocs(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], dict[str, bytes]]:
    """A site of which MkDocs reads, makes and writes every page."""

    def made(root: Path) -> dict[str, bytes]:
        with monkeypatch.context() as patch:
            patch.setattr(mkdocs_known, "_unknown_to_pages", lambda _config: iter(["everything"]))
            return built(root)

    return made


@pytest.mark.parametrize("name", CASES)
def test_a_site_is_the_one_that_mkdocs_makes(
    name: str, tmp_path: Path, by_mkdocs: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    case = CASES[name]
    caplog.set_level("INFO", "mkdocs")
    monkeypatch.setenv("PMSITE_AUDIENCE", case.audience)
    root = project(tmp_path / "project", case)
    expected = by_mkdocs(root)
    caplog.clear()
    alone = built(root)
    assert alone.keys() == expected.keys()
    assert [path for path, content in expected.items() if alone[path] != content] == []
    told = [message for message in caplog.messages if "the theme makes" in message]
    assert len(told) == bool(case.says)
    assert case.says in "".join(told)
    monkeypatch.setattr(background, "FEW", 1)
    monkeypatch.setattr(background, "processors", lambda: 3)
    assert built(root) == expected


def test_most_pages_are_filled_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    html = SiteTheme.html

    def counted(theme: SiteTheme, page: GeneratedPage) -> str:
        made.append(page.url)
        return html(theme, page)

    monkeypatch.setattr(SiteTheme, "html", counted)
    site = built(project(tmp_path / "project", CASES["as it comes"]))
    pages = [path for path in site if path.startswith("roadmap/features/") and path.endswith(".html")]
    assert len(pages) > 15
    assert len([url for url in made if url.startswith("roadmap/features/")]) < 10


def test_where_the_theme_makes_something_else_it_makes_every_page(
    tmp_path: Path, by_mkdocs: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "mkdocs")
    root = project(tmp_path / "project", CASES["as it comes"])
    expected = by_mkdocs(root)
    filled = shells.Shells._filled
    monkeypatch.setattr(shells.Shells, "_filled", lambda *given: (filled(*given) or "") + "<!-- a gap that was overlooked -->")
    assert built(root) == expected
    assert "makes something else" in "".join(caplog.messages)
    monkeypatch.setattr(background, "FEW", 1)
    monkeypatch.setattr(background, "processors", lambda: 3)
    assert built(root) == expected


def test_where_the_theme_makes_something_else_no_page_stays_as_it_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path / "project", CASES["as it comes"])
    built(root)
    write(
        root / "roadmap", {f"features/also-{n}.md": f"title: Also {n}\n" for n in range(3)}, TEAM_AND_PUBLIC.format(language="en")
    )
    filled = shells.Shells._filled
    monkeypatch.setattr(shells.Shells, "_filled", lambda *given: (filled(*given) or "") + "<!-- a gap that was overlooked -->")
    site = built(root)
    assert "roadmap/features/also-2/index.html" in site
    assert not [at for at, content in site.items() if b"overlooked" in content]


def test_templates_that_look_at_a_page_unseen_are_found_out(
    tmp_path: Path, by_mkdocs: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """Of a site's own templates the second, fourth, eighth page of a kind and so on are compared; this is the eighth."""
    caplog.set_level("INFO", "mkdocs")
    long = {"features/more-7.md": "---\ntitle: More 7\ntags: [a]\n---\n## One\n\n## Two\n\n## Three\n"}
    case = Case(CUSTOM, own_template("{% if page.toc | length > 2 %}long{% endif %}"))
    root = project(tmp_path / "project", case)
    write(root / "roadmap", long, settings=TEAM_AND_PUBLIC.format(language="en"))
    expected = by_mkdocs(root)
    assert built(root) == expected
    assert "of roadmap/features/more-7/ it makes something else" in "".join(caplog.messages)


def test_faults_that_rendering_finds_leave_the_site_of_before(tmp_path: Path) -> None:
    root = project(tmp_path / "project", CASES["as it comes"])
    before = built(root)
    (root / "roadmap/features/p.png").write_bytes(b"no picture")
    with pytest.raises(Abort):
        built(root)
    assert files(root / "site") == before


@pytest.mark.parametrize(
    ("writes", "file"), [("written._put", r"roadmap/.*index.html"), ("mkdocs_files.pieces", r"roadmap/.*\.(?:xml|json|csv)")]
)
def test_a_full_disk_leaves_the_site_of_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writes: str, file: str) -> None:
    root = project(tmp_path / "project", CASES["as it comes"])
    before = built(root)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    (root / "roadmap/teams/t.md").write_text("---\ntitle: Another\n---\n", encoding="utf-8")
    monkeypatch.setattr(f"pmsite.host.{writes}", full)
    with pytest.raises(Abort, match=f"{file} cannot be written: No space left on device"):
        built(root)
    assert files(root / "site") == before


def test_what_another_plugin_does_to_a_page_stays(tmp_path: Path) -> None:
    hook = "def on_page_content(html, page, **_):\n    return html + '<p>From a hook</p>'\n"
    site = built(project(tmp_path / "project", Case("hooks: [hook.py]", {"hook.py": hook})))
    assert b"From a hook" in site["roadmap/features/one/index.html"]
    assert b"From a hook" in site["roadmap/index.html"]
