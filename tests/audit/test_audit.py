"""What `pmsite audit` looks for, what it leaves out, and what it says."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.make import write

SETTINGS = "name: P\naudiences: {customers: {}, partners: {}}\n"
PLAN = {
    "features/open-door.md": "---\ntitle: Open door\nsummary: Walk in.\nowner: zq4owner77\nvisibility: [customers]\n"
    "score: {reach: 7391846, impact: 2, confidence: 80%, effort: 1}\nfor: {partners: {title: Zephyr for partners}}\n---\n"
    "Told to all.\n\n<!-- internal -->\nOnly we say *this here* aloud.\n<!-- /internal -->\n",
    "features/sealed-room.md": "---\n# zq5remark88\ntitle: Sealed room\ntarget: 2031-03-19\n---\nWalls of zq6body99 all around.\n",
    "features/sealed-room.zh.md": "---\ntitle: 密封的房间\n---\n四面都是墙壁。\n",
    "metrics/hidden-metric.md": "title: A metric",
    "metrics/hidden-metric.csv": "date,value,note\n2026-09,123456.7,zq7cell11 happened\n",
}
VISIBLE = "<h1>Open door</h1><p>Walk in. Told to all.</p>"


def audit(folder: Path, site: Mapping[str, str | bytes], audience: str = "customers") -> subprocess.CompletedProcess[str]:
    write(folder / "roadmap", PLAN, SETTINGS)
    (folder / "roadmap/features/zq8picture22.png").write_bytes(b"\x89PNG")
    for name, content in site.items():
        path = folder / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    command = [sys.executable, "-m", "pmsite", "audit", "site", "--audience", audience]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


LEAKS: Mapping[str, str] = {
    "the id of a hidden item": "sealed-room",
    "the title of a hidden item": "the sealed room",
    "its date": "2031-03-19",
    "its date in words": "on Mar 19, 2031",
    "its date in Chinese": "2031年3月19日",
    "its body": "Walls of zq6body99 all around!",
    "its translation": "密封的房间",
    "a comment in front matter": "zq5remark88",
    "a hidden field of a visible item": "zq4owner77",
    "a number": "7391846",
    "a number with separators": "7,391,846",
    "an internal passage": "Only we say <i>this here</i> aloud.",
    "the words for another audience": "Zephyr for partners",
    "a cell of a table": "zq7cell11 happened",
    "a value of a series": "123456.7",
    "the name of a picture that nothing visible uses": "features/zq8picture22.png",
}


@pytest.mark.parametrize("leak", LEAKS)
def test_a_leak_is_found_and_its_value_is_not_told(tmp_path: Path, leak: str) -> None:
    done = audit(tmp_path, {"index.html": f"{VISIBLE}<p>{LEAKS[leak]}</p>"})
    assert done.returncode == 1, done.stdout
    first, *_ = done.stdout.splitlines()
    assert first.startswith("index.html holds ")
    assert LEAKS[leak] not in first.partition(" of ")[0]


def test_a_leak_in_the_name_of_a_file_or_in_a_packed_one_is_found(tmp_path: Path) -> None:
    site: dict[str, str | bytes] = {
        "index.html": VISIBLE,
        "roadmap/sealed-room/index.html": "",
        "sitemap.xml.gz": gzip.compress(b"<loc>zq4owner77</loc>"),
    }
    done = audit(tmp_path, site)
    assert done.returncode == 1
    assert "roadmap/sealed-room/index.html holds id of roadmap/features/sealed-room.md (file name)" in done.stdout
    assert "sitemap.xml.gz holds owner of roadmap/features/open-door.md (gzip)" in done.stdout


def test_a_site_that_holds_nothing_hidden_is_counted(tmp_path: Path) -> None:
    done = audit(tmp_path, {"index.html": VISIBLE, "other.html": "nothing"})
    assert done.returncode == 0
    assert done.stdout.startswith("Searched 2 files (53 bytes) for ")
    assert "0 found. Proof of the search: 1 of 1 visible titles found." in done.stdout


def test_a_site_that_shows_nothing_of_the_workspace_proves_nothing(tmp_path: Path) -> None:
    done = audit(tmp_path, {"index.html": "another site"})
    assert done.returncode == 1
    assert "is this the right folder" in done.stdout


def test_the_team_a_wrong_audience_and_a_faulty_workspace_are_refused(tmp_path: Path) -> None:
    for audience in ("team", "custmers"):
        done = audit(tmp_path, {"index.html": VISIBLE}, audience)
        assert (done.returncode, done.stdout) == (2, "")
    write(tmp_path / "roadmap", {"features/bad.md": "titel: Bad"}, SETTINGS)
    command = [sys.executable, "-m", "pmsite", "audit", "site", "--audience", "customers"]
    faulty = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert faulty.returncode == 1
    assert "pmsite check" in faulty.stderr
