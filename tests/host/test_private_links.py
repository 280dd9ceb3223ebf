"""Private links in a build: written where the secret is, and nothing of them anywhere else."""

from __future__ import annotations

import base64
import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pmsite.share.keys import derive
from pmsite.share.secret import VARIABLE, Secret, encode
from tests.make import write
from tests.share.reading import MASTER, MASTER_TEXT, Refused, open_payload, payload_of

pytestmark = pytest.mark.host

CONFIG = """\
site_name: T
site_url: https://plan.example/
theme: {name: material, font: false}
plugins: [search, {pmsite: {links: !ENV [PMSITE_LINKS, auto]}}]
"""
SETTINGS = "name: Field Notes\naudiences: {investors: {}, customers: {}}\nlinks: {site_id: demo, kid: 6aec60fc}\n"
BRIEF = "---\ntitle: Third quarter\naudience: investors\nheadline: All is well.\nlink: true\nexpires: 2026-12-31\n---\nThank you.\n\n<!-- internal -->Not for them.<!-- /internal -->\n"
PLAN = {
    "features/open.md": "title: Open thing\nstatus: building\nvisibility: [investors]",
    "features/hidden.md": "title: Concealed matter\nstatus: building",
    "briefs/acme-q3.md": BRIEF,
    "briefs/other.md": BRIEF.replace("link: true", "link: true\npassphrase: true").replace("Third quarter", "Another one"),
}
KEYS = derive(Secret(MASTER), "demo", "acme-q3", 1)
PAGE = f"s/{KEYS.token}/index.html"
DAY = "1795392000"
"""23 November 2026."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "docs").mkdir()
    write(tmp_path / "roadmap", PLAN, SETTINGS)
    return tmp_path


def build(project: Path, secret: str = MASTER_TEXT, *words: str, **env: str) -> tuple[int, str]:
    """The exit code of a build, and all that it printed."""
    kept = {key: value for key, value in os.environ.items() if key not in ("CI", VARIABLE)}
    every = {**kept, "SOURCE_DATE_EPOCH": DAY, **({VARIABLE: secret} if secret else {}), **env}
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", *words], cwd=project, env=every, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode, done.stdout + done.stderr


def site(project: Path) -> dict[str, bytes]:
    root = project / "site"
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def links(project: Path) -> set[str]:
    return {path for path in site(project) if path.startswith("s/")}


def test_a_linked_brief_is_there_for_its_readers_and_shows_what_they_may_see(project: Path) -> None:
    code, told = build(project)
    assert code == 0, told
    assert "Private links: 2" in told
    assert len(links(project)) == 2
    document = open_payload(payload_of(site(project)[PAGE]), KEYS.link)
    for shown in ("Third quarter", "All is well.", "Thank you.", "Open thing"):
        assert shown in document
    for hidden in ("Concealed matter", "Not for them.", "<script"):
        assert hidden not in document
    with pytest.raises(Refused):
        open_payload(payload_of(site(project)[PAGE]), derive(Secret(MASTER), "demo", "acme-q3", 2).link)


def test_nothing_else_of_the_site_knows_of_links(project: Path) -> None:
    build(project)
    whole = site(project)
    build(project, secret="")
    without = site(project)
    assert {path: content for path, content in whole.items() if not path.startswith("s/") and path != "_headers"} == without
    for path, content in whole.items():
        text = gzip.decompress(content) if path.endswith(".gz") else content
        assert KEYS.token.encode() not in text or path == PAGE, path
        assert path == "_headers" or b"/s/" not in text.replace(b"</s/", b""), path


def test_the_keys_are_in_no_file_and_in_nothing_that_is_printed(project: Path) -> None:
    _, told = build(project)
    phrase = derive(Secret(MASTER), "demo", "other", 1, with_passphrase=True)
    values = [MASTER, KEYS.link, KEYS.material, phrase.link, phrase.material, phrase.passphrase.encode()]
    forms = [
        form for value in values for form in (value, value.hex().encode(), encode(value).encode(), base64.b64encode(value)[:-1])
    ]
    everything = [told.encode(), *(path.read_bytes() for path in project.rglob("*") if path.is_file())]
    for text in everything:
        for form in (*forms, phrase.passphrase.replace("-", "").encode()):
            assert form not in text


def test_the_same_secret_gives_the_same_bytes(project: Path) -> None:
    build(project, PYTHONHASHSEED="0", TZ="Pacific/Kiritimati")
    first = site(project)
    build(project, PYTHONHASHSEED="1", TZ="Pacific/Pago_Pago")
    assert site(project) == first


def test_a_higher_epoch_or_an_end_takes_the_page_away(project: Path) -> None:
    build(project)
    before = links(project)
    write(project / "roadmap", {"briefs/acme-q3.md": BRIEF.replace("link: true", "link: true\nlink_epoch: 2")}, SETTINGS)
    build(project)
    assert len(before & links(project)) == 1
    assert PAGE not in links(project)
    code, told = build(project, SOURCE_DATE_EPOCH="1798761599")  # the last second of 2026 in UTC
    assert (code, len(links(project))) == (0, 2), told
    code, told = build(project, SOURCE_DATE_EPOCH="1798761600")
    assert (code, links(project)) == (0, set()), told
    assert "Private links: 0, 2 ended and left out" in told


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("roadmap/product.yml", "name: [\n"),
        ("roadmap/features/open.md", "---\ntitle: Open thing\nstatus: bulding\n---\n"),
        ("roadmap/launches/warned.md", "---\ntitle: No owner\n---\n"),
        ("docs/own.md", "```pmsite\nview: raodmap\n```\n"),
    ],
    ids=["settings", "plan", "warning", "page"],
)
def test_a_link_that_has_ended_is_taken_out_though_the_build_fails(project: Path, path: str, text: str) -> None:
    later = BRIEF.replace("2026-12-31", "2027-12-31")
    write(project / "roadmap", {"briefs/other.md": later}, SETTINGS)
    build(project)
    before = site(project)
    assert len(links(project)) == 2
    (project / path).parent.mkdir(exist_ok=True)
    (project / path).write_text(text, encoding="utf-8")
    code, _ = build(project, MASTER_TEXT, "--strict", SOURCE_DATE_EPOCH="1798761599")
    assert (code, site(project)) == (1, before)
    code, told = build(project, "", "--strict", SOURCE_DATE_EPOCH="1798761600")
    assert code == 1
    assert "Private links: 1 has ended and is no longer in site/, although the build failed" in told
    assert site(project) == {path: content for path, content in before.items() if path != PAGE}


@pytest.mark.parametrize("when", ["auto", "never"])
def test_without_the_secret_a_plain_build_leaves_links_out(project: Path, when: str) -> None:
    code, told = build(project, secret="", PMSITE_LINKS=when)
    assert code == 0
    assert links(project) == set()
    assert (f"Private links: left out, since the environment has no {VARIABLE}" in told) is (when == "auto")


@pytest.mark.parametrize("env", [{"CI": "true"}, {"PMSITE_LINKS": "required"}])
def test_without_the_secret_nothing_is_published_where_links_must_be(project: Path, env: dict[str, str]) -> None:
    build(project)
    before = site(project)
    code, told = build(project, secret="", **env)
    assert code == 1
    assert "link-secret-missing" in told
    assert site(project) == before


def test_a_site_may_be_without_links_in_ci_too(project: Path) -> None:
    assert build(project, secret="", CI="true", PMSITE_LINKS="never")[0] == 0
    assert build(project, CI="true", PMSITE_LINKS="never")[0] == 0
    assert links(project) == set()


@pytest.mark.parametrize(
    ("secret", "code"),
    [
        (MASTER_TEXT[::-1].replace("8", "A"), "link-secret-other"),
        (encode(MASTER[:31]), "link-secret-short"),
        ("A" * 43, "link-secret-repeats"),
        (f"{MASTER_TEXT} ", "link-secret-white-space"),
    ],
)
def test_a_secret_that_does_not_fit_publishes_nothing(project: Path, secret: str, code: str) -> None:
    exit_code, told = build(project, secret)
    assert exit_code == 1
    assert code in told
    assert secret.strip() not in told
    assert not (project / "site").exists()


@pytest.mark.parametrize(
    "change", [("audience: investors\n", ""), ("investors\n", "investers\n"), ("2026-12-31", "2026-12-31T00:00:00+14:00")]
)
def test_a_brief_that_is_wrong_publishes_nothing(project: Path, change: tuple[str, str]) -> None:
    write(project / "roadmap", {"briefs/acme-q3.md": BRIEF.replace(*change)}, SETTINGS)
    code, told = build(project)
    assert code == 1
    assert "roadmap/briefs/acme-q3.md" in told
    assert not (project / "site").exists()


def test_headers_of_the_owners_own_stay(project: Path) -> None:
    (project / "docs/_headers").write_text("/*\n  X-Own: yes\n", encoding="utf-8")
    build(project)
    text = site(project)["_headers"].decode()
    assert text.startswith("/*\n  X-Own: yes\n\n/s/*\n  Content-Security-Policy: ")
