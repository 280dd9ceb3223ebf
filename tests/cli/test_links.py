"""`pmsite links`: secrets go to a terminal or to a file of one's own, and nowhere else."""

from __future__ import annotations

import os
import pty
import re
import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from pmsite.share.secret import VARIABLE
from tests.make import write
from tests.share.reading import MASTER_TEXT

SETTINGS = "name: Field Notes\naudiences: {investors: {}}\n"
READY = f"{SETTINGS}links: {{site_id: demo, kid: 6aec60fc}}\n"
BRIEF = "title: For Acme\naudience: investors\nlink: true\nexpires: 2026-12-31\n"
LINK = "M1Y2d10pZgs_3KNwwSVSImTE4OnCmzzUFdGroF3yjrw"
TOKEN = "jHJ3GwCctjeh1J3Q9Purcg"
SECRET = {VARIABLE: MASTER_TEXT}
OTHER = {VARIABLE: MASTER_TEXT[::-1].replace("8", "A")}


def plan(root: Path, settings: str = READY, **briefs: str) -> Path:
    write(root / "plan/roadmap", {f"briefs/{name}.md": text for name, text in briefs.items()}, settings)
    return root / "plan"


def environment(extra: Mapping[str, str]) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in ("CI", "GITHUB_ACTIONS", VARIABLE)}
    return {**kept, "SOURCE_DATE_EPOCH": "1795392000", **extra}


def links(folder: Path, *words: str, env: Mapping[str, str] = SECRET) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pmsite", "links", *words],
        cwd=folder,
        env=environment(env),
        capture_output=True,
        text=True,
        check=False,
    )


def at_terminal(folder: Path, *words: str, env: Mapping[str, str] = SECRET) -> str:
    """What a person sees who runs the command at a terminal."""
    here, there = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, "-m", "pmsite", "links", *words], cwd=folder, env=environment(env), stdout=there, stderr=there
    )
    os.close(there)
    seen = b""
    try:
        while part := os.read(here, 4096):
            seen += part
    except OSError:  # the other end is closed
        pass
    os.close(here)
    done.wait()
    return seen.decode().replace("\r\n", "\n")


def test_list_shows_whole_links_at_a_terminal(tmp_path: Path) -> None:
    folder = plan(tmp_path, **{"acme-q3": BRIEF, "old": BRIEF.replace("2026-12-31", "2026-11-22"), "plain": "title: Plain"})
    assert at_terminal(folder, "list", "--site-url", "https://plan.example/x") == (
        "acme-q3: For Acme\n"
        "    for investors, until 2026-12-31 in UTC, epoch 1\n"
        f"    https://plan.example/x/s/{TOKEN}/#{LINK}\n"
        "\n"
        "old: For Acme\n"
        "    for investors, ended with 2026-11-22; the next build removes it\n"
        "\n"
        "Whoever has a link can read it and pass it on. To take one back, raise `link_epoch` in its brief and publish the site;\n"
        "copies that somebody made stay readable.\n"
    )


def test_list_shows_the_passphrase_beside_its_link(tmp_path: Path) -> None:
    folder = plan(tmp_path, **{"acme-q3": f"{BRIEF}passphrase: true"})
    seen = at_terminal(folder, "list")
    assert f"    s/{TOKEN}/#{LINK}\n    passphrase a362-f6ku-nn7g-6e7s (send it another way than the link)\n" in seen


def test_a_higher_epoch_gives_another_link(tmp_path: Path) -> None:
    folder = plan(tmp_path, **{"acme-q3": f"{BRIEF}link_epoch: 2"})
    seen = at_terminal(folder, "list")
    assert "s/Bcuq62bJOdunveHBzP9iIg/#hH2tHOMz4p9_nnkmy__vM9Ro_s8un64XGkmMEdnJ8TU" in seen
    assert LINK not in seen


@pytest.mark.parametrize("words", [("list",), ("new-secret",)])
def test_secrets_are_not_written_where_others_may_read_them(tmp_path: Path, words: tuple[str, ...]) -> None:
    folder = plan(tmp_path, **{"acme-q3": BRIEF})
    piped = links(folder, *words)
    assert piped.returncode == 2
    assert "--output" in piped.stderr
    assert piped.stdout == ""
    seen = at_terminal(folder, *words, env={**SECRET, "CI": "true"})
    assert "--output" in seen
    for told in (piped.stderr, seen):
        assert LINK not in told
        assert not re.search(r"[\w-]{43}", told)


def test_a_file_of_ones_own_takes_the_links(tmp_path: Path) -> None:
    folder = plan(tmp_path, **{"acme-q3": f"{BRIEF}passphrase: true"})
    out = tmp_path / "mine.txt"
    done = links(folder, "list", "--output", str(out), env={**SECRET, "CI": "true", "GITHUB_ACTIONS": "true"})
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"::add-mask::{LINK}\n::add-mask::a362-f6ku-nn7g-6e7s\n"
    assert LINK in out.read_text(encoding="utf-8")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    again = links(folder, "list", "--output", str(out))
    assert again.returncode == 2
    assert "exists; nothing was written" in again.stderr


@pytest.mark.parametrize("marker", [".git", "mkdocs.yml", "properdocs.yml", "sitemap.xml", "roadmap"])
def test_a_file_in_a_repository_or_a_site_is_refused(tmp_path: Path, marker: str) -> None:
    folder = plan(tmp_path, **{"acme-q3": BRIEF})
    (tmp_path / "there/deep").mkdir(parents=True)
    if marker != "roadmap":
        (tmp_path / "there" / marker).touch()
    out = folder / "roadmap/mine.txt" if marker == "roadmap" else tmp_path / "there/deep/mine.txt"
    done = links(folder, "list", "-o", str(out))
    assert done.returncode == 2
    assert "name a file outside" in done.stderr
    assert not out.exists()


def test_a_new_secret_becomes_the_links_of_a_plan(tmp_path: Path) -> None:
    folder = plan(tmp_path, "# ours\nname: Field Notes  # the product\naudiences: {investors: {}}\n", **{"acme-q3": BRIEF})
    out = tmp_path / "secret"
    assert links(folder, "new-secret", "-o", str(out), env={}).returncode == 0
    made = {VARIABLE: out.read_text(encoding="utf-8").strip()}
    assert len(made[VARIABLE]) == 43
    assert links(folder, "check", env=made).returncode == 1
    done = links(folder, "rotate", env=made)
    assert done.returncode == 0, done.stderr
    text = (folder / "roadmap/product.yml").read_text(encoding="utf-8")
    assert re.fullmatch(
        r'# ours\nname: Field Notes  # the product\naudiences: \{investors: \{\}\}\nlinks: \{site_id: field-notes, kid: "[0-9a-f]{8}"\}\n',
        text,
    )
    assert "names this secret already" in links(folder, "rotate", env=made).stdout
    assert links(folder, "check", env=made).stdout == "No faults.\n1 private link.\n"


@pytest.mark.parametrize(
    "before",
    [
        "links: {site_id: demo, kid: 12345678}  # ours\n",
        "links: {kid: '12345678', site_id: demo}\n",
        "links:\n  site_id: demo\n  # the secret\n  kid: 12345678   # written by pmsite\nstale_after: 30\n",
        "links:\n  site_id: demo\nstale_after: 30\n",
        "links: {site_id: demo}\n",
        "links: { # ours\n  site_id: demo, kid: 12345678 }\n",
    ],
)
def test_rotate_changes_one_value_and_keeps_all_else(tmp_path: Path, before: str) -> None:
    folder = plan(tmp_path, f"{SETTINGS}{before}", **{"acme-q3": BRIEF})
    path = folder / "roadmap/product.yml"
    done = links(folder, "rotate")
    assert done.returncode == 0, done.stderr
    after = path.read_text(encoding="utf-8")
    assert 'kid: "6aec60fc"' in after
    plain = re.sub(r'\s*kid: (?:"[^"]*"|\'[^\']*\'|\w+),?|[\s{},]', "", after)
    assert plain == re.sub(r'\s*kid: (?:"[^"]*"|\'[^\']*\'|\w+),?|[\s{},]', "", f"{SETTINGS}{before}")
    assert links(folder, "check").returncode == 0


def test_rotate_says_what_to_write_where_only_a_person_can(tmp_path: Path) -> None:
    before = f"{SETTINGS}links: {{\n    site_id: demo\n  }}\n"
    folder = plan(tmp_path, before)
    done = links(folder, "rotate")
    assert done.returncode == 1
    assert 'links: {site_id: demo, kid: "6aec60fc"}' in done.stderr
    assert (folder / "roadmap/product.yml").read_text(encoding="utf-8") == before


def test_rotate_keeps_line_ends_and_never_changes_the_sites_name(tmp_path: Path) -> None:
    folder = plan(tmp_path, READY.replace("6aec60fc", "12345678").replace("\n", "\r\n"))
    assert links(folder, "rotate", "--site-id", "other").returncode == 2
    assert links(folder, "rotate").returncode == 0
    assert (folder / "roadmap/product.yml").read_bytes().count(b"\r\n") == READY.count("\n")


@pytest.mark.parametrize(
    ("env", "code"),
    [
        ({}, "link-secret-missing"),
        ({VARIABLE: "hunter22"}, "link-secret-short"),
        ({VARIABLE: f"{MASTER_TEXT}\n"}, "link-secret-white-space"),
        ({VARIABLE: "A" * 43}, "link-secret-repeats"),
        ({VARIABLE: f"{MASTER_TEXT}="}, "link-secret-not-base64url"),
        (OTHER, "link-secret-other"),
    ],
)
@pytest.mark.parametrize("word", ["check", "list"])
def test_a_secret_that_does_not_fit_is_said_without_saying_it(tmp_path: Path, env: Mapping[str, str], code: str, word: str) -> None:
    folder = plan(tmp_path, **{"acme-q3": BRIEF})
    done = links(folder, word, env=env)
    assert done.returncode == 1
    told = done.stdout + done.stderr
    assert code in told or word == "list"
    assert "Traceback" not in told
    for value in env.values():
        assert value.strip() not in told


def test_check_shows_only_what_is_public(tmp_path: Path) -> None:
    folder = plan(tmp_path, **{"acme-q3": f"{BRIEF}passphrase: true", "b": BRIEF.replace("expires: 2026-12-31\n", "")})
    done = links(folder, "check", env={**SECRET, "CI": "true"})
    assert done.returncode == 0
    assert "roadmap/briefs/b.md:4:1 reminder link-without-expiry" in done.stdout
    assert done.stdout.endswith("2 private links.\n")
    assert not re.search(rf"{LINK}|{TOKEN}|a362|{MASTER_TEXT}", done.stdout + done.stderr)


@pytest.mark.parametrize("url", ["http://plan.example/", "plan.example", "https://u:p@plan.example/", "https://plan.example/?a#b"])
def test_an_address_that_browsers_open_no_links_at_is_refused(tmp_path: Path, url: str) -> None:
    done = links(plan(tmp_path, **{"acme-q3": BRIEF}), "list", "--site-url", url)
    assert done.returncode == 2
    assert "https://" in done.stderr


def test_checking_a_plan_never_reads_the_secret(tmp_path: Path) -> None:
    folder = plan(tmp_path, **{"acme-q3": BRIEF})
    code = (
        "import os, sys\n"
        "class Watched(dict):\n"
        "    def _look(self, key):\n"
        f"        assert key != {VARIABLE!r}\n"
        "    def __getitem__(self, key): self._look(key); return super().__getitem__(key)\n"
        "    def get(self, key, default=None): self._look(key); return super().get(key, default)\n"
        "os.environ = Watched(os.environ)\n"
        "from pmsite.cli import main\n"
        "main(['check'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment(SECRET), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_without_the_library_the_extra_is_named(tmp_path: Path) -> None:
    folder = plan(tmp_path, **{"acme-q3": BRIEF})
    code = (
        "import sys, importlib.util as u\n"
        "find = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name == 'cryptography' else find(name, *a)\n"
        "sys.modules['cryptography'] = None\n"
        "from pmsite.cli import main\n"
        "main(['links', 'check'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment(SECRET), capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert 'pip install "pmsite[links]"' in done.stdout


def test_a_product_with_a_chinese_name_gets_a_name_for_its_links(tmp_path: Path) -> None:
    folder = plan(tmp_path, "name: 野外手记\naudiences: {investors: {}}\n", **{"acme-q3": BRIEF})
    assert links(folder, "rotate").returncode == 0
    assert 'links: {site_id: plan-e138f90a, kid: "6aec60fc"}' in (folder / "roadmap/product.yml").read_text(encoding="utf-8")
    assert links(folder, "check").returncode == 0
