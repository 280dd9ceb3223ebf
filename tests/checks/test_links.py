"""Odd addresses end as diagnostics, where they are written; what is an example in code is none."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from pmsite.checks.texts import marked_up_fields
from pmsite.diagnostics import Severity
from pmsite.model.types import TYPES
from pmsite.pipeline import load
from pmsite.read.limits import IMAGE_BYTES
from pmsite.texts.carried import Refused, carried
from tests.make import PICTURE, TODAY, write

LONG = "a" * 5000
TEMPLATES = Path(__file__).parents[2] / "pmsite/templates"


def told(tmp_path: Path, body: str, **files: str | bytes) -> list[str]:
    """What is said of links in a text that customers read, without its hints."""
    write(tmp_path / "roadmap", {"features/a.md": f"---\ntitle: A\nvisibility: [customers]\n---\n{body}\n", **files})
    codes = {"broken-link", "broken-link-definition", "active-file", "missing-image", "file-outside-workspace", "remote-image"}
    codes |= {"unknown-kind-of-file", "file-not-as-named", "link-to-hidden-item", "markup-removed"}
    return [
        f"{d.span.line}:{d.span.column} {d.code}" for d in load(tmp_path / "roadmap", "roadmap", TODAY).report if d.code in codes
    ]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (f"[x](../../{LONG})", ["5:5 broken-link"]),
        (f"![x]({LONG}.png)", ["5:6 missing-image"]),
        ("[x](../../a%00b)", ["5:5 broken-link"]),
        ("[x](%ff%fe.md)", ["5:5 broken-link"]),
        ("[x](../../../../../../etc/hostname)", ["5:5 broken-link"]),
        ("![x](../../../../../../etc/hostname)", ["5:6 file-outside-workspace"]),
        ("![x](%2e%2e/%2e%2e/x.png)", ["5:6 file-outside-workspace"]),
        ("[x](h%69dden.md)", ["5:5 link-to-hidden-item"]),
        ("[x](./../features//hidden.md?a#b)", ["5:5 link-to-hidden-item"]),
        ("[x](HIDDEN.md)", ["5:5 broken-link"]),
        ("[x](plain.md.txt) [y](../notes/plain.md)", ["5:23 unknown-kind-of-file"]),
        ("[over\ntwo lines](hidden.md)", ["6:12 link-to-hidden-item"]),
        ("words hidden.md\n\n[x][h]\n\n[h]: hidden.md", ["9:6 link-to-hidden-item"]),
        ("- list\n\n    [x](hidden.md)", ["7:9 link-to-hidden-item"]),
        ("    [x](hidden.md)\n\n`[x](hidden.md)` and\n\n```\n![x](https://h.example/x.png)\n```", []),
        ("`[x](hidden.md)` and [x](hidden.md)", ["5:26 link-to-hidden-item"]),
        ("![x](p.png) <img src=p.png> <a href='p.png'>p</a>", []),
        ("![x](P.png)", ["5:6 missing-image"]),
        ("[x](run.HTML) [y](run.HTML#a) [z](sly.txt)", ["5:5 active-file", "5:19 active-file", "5:35 active-file"]),
        ("[x](https://h.example/x.html) <https://h.example> <ada@h.example>", []),
        ('<img src="//h.example/x.png">', ["5:11 remote-image"]),
        ("![x](/\\h.example/x.png)", ["5:6 remote-image"]),
    ],
)  # fmt: skip
def test_an_address_is_judged_as_browsers_read_it(tmp_path: Path, body: str, found: list[str]) -> None:
    files: dict[str, str | bytes] = {"features/hidden.md": "title: Hidden", "features/p.png": PICTURE, "features/run.HTML": "x"}
    files |= {"features/sly.txt": " <script>x</script>", "features/plain.md.txt": "# Plain", "notes/plain.md": b"# Plain\n"}
    assert told(tmp_path, body, **files) == found


def test_every_definition_is_looked_at_once(tmp_path: Path) -> None:
    """Texts of thousands of definitions, used and unused, are no reason to wait: the hang that a test can see would last for hours."""
    assert told(tmp_path, "[a]: x\n" * 4_900 + "\n[a]") in (["4904:6 broken-link-definition"], ["5:6 broken-link-definition"])


def test_fields_that_pages_render_are_judged() -> None:
    """Where a template renders another field as Markdown, the checks must look at it as well."""
    asked = {
        call for path in TEMPLATES.rglob("*.html") for call in re.findall(r"markdown\(([^)]*)\)", path.read_text(encoding="utf-8"))
    }
    elsewhere = {"disclaimer.words", "found.text", "line", "part.text"}
    named = {call.split(",")[0].rpartition(".")[2] for call in asked - elsewhere}
    assert named <= {name for model in TYPES for name in marked_up_fields(model)}
    assert elsewhere <= asked


@pytest.mark.parametrize(
    "front",
    [
        "type: persona\ngoals: '[x](run.html)'",
        "type: brief\naudience: customers\nsections: [{view: text, text: '![x](run.html)'}]",
        "type: brief\naudience: customers\nsections: [{view: highlights, points: ['![x](run.html)']}]",
        "type: feature\nreason: x\nfor: {customers: {reason: '[x](run.html)'}}\nvisibility: [customers]",
    ],
)
def test_texts_of_fields_are_judged_as_bodies_are(tmp_path: Path, front: str) -> None:
    write(tmp_path / "roadmap", {"features/x.md": f"title: X\n{front}", "features/run.html": "x"})
    assert [d.code for d in load(tmp_path / "roadmap", "roadmap", TODAY).report if d.code == "active-file"] == ["active-file"]


def test_a_text_in_product_yml_is_judged(tmp_path: Path) -> None:
    settings = "name: P\naudiences: {customers: {}}\ndisclaimer: {en: '![x](https://h.example/x.png)'}\n"
    write(tmp_path / "roadmap", {}, settings)
    assert [str(d.span) for d in load(tmp_path / "roadmap", "roadmap", TODAY).report if d.code == "remote-image"] == [
        "roadmap/product.yml:3:14"
    ]


@pytest.mark.parametrize("readers", ["customers", ""])
def test_a_file_that_cannot_be_read_is_told_where_it_is_linked(tmp_path: Path, readers: str) -> None:
    write(
        tmp_path / "roadmap", {"features/a.md": f"---\ntitle: A\nvisibility: [{readers}]\n---\n[x](large.png)\n[y](locked.txt)\n"}
    )
    (tmp_path / "roadmap/features/large.png").write_bytes(PICTURE)
    os.truncate(tmp_path / "roadmap/features/large.png", IMAGE_BYTES + 1)  # readers outside get a picture that is made anew
    (tmp_path / "roadmap/features/locked.txt").write_text("x", encoding="utf-8")
    (tmp_path / "roadmap/features/locked.txt").chmod(0)
    found = [f"{d.span.line}:{d.span.column} {d.message}" for d in load(tmp_path / "roadmap", "roadmap", TODAY).report]
    large = ["5:5 the file large.png cannot be read: it is too large"] if readers else []
    locked = ["6:5 the file locked.txt cannot be read: permission denied"] if os.geteuid() else []  # the superuser reads all
    assert found == [*large, *locked]


@pytest.mark.parametrize("length", [0, 1024 * 1024 - 6, 3 * 1024 * 1024])
def test_an_internal_passage_is_found_anywhere_in_a_file(tmp_path: Path, length: int) -> None:
    write(tmp_path / "roadmap", {"features/a.md": "---\ntitle: A\nvisibility: [customers]\n---\n[x](x.txt)\n"})
    (tmp_path / "roadmap/features/x.txt").write_text(
        f"x{'é' * (length // 2)}<!-- internal -->b<!-- /internal -->", encoding="utf-8"
    )
    found = load(tmp_path / "roadmap", "roadmap", TODAY).report
    assert [str(d.span) for d in found if d.code == "internal-passage-in-file"] == ["roadmap/features/a.md:5:5"]
    with pytest.raises(Refused, match="internal passage"):
        carried(tmp_path / "roadmap/features/x.txt", inside=False)
    assert carried(tmp_path / "roadmap/features/x.txt", inside=True) is None


@pytest.mark.parametrize(
    ("visibility", "fields", "found"),
    [
        ("[]", "[summary, series]", ["5:5 link-to-hidden-item"]),
        ("[customers]", "[summary]", ["5:5 link-to-hidden-item"]),
        ("[customers]", "[summary, series]", []),
    ],
)
def test_a_metrics_table_is_for_those_who_see_its_values(tmp_path: Path, visibility: str, fields: str, found: list[str]) -> None:
    settings = f"name: P\naudiences: {{customers: {{fields: {{metric: {fields}}}}}}}\n"
    files = {
        "features/a.md": "---\ntitle: A\nvisibility: [customers]\n---\n[x](../metrics/m.csv)\n",
        "metrics/m.md": f"title: M\nvisibility: {visibility}",
        "metrics/m.csv": "date,value\n2026-10-01,4\n",
    }
    write(tmp_path / "roadmap", files, settings)
    report = load(tmp_path / "roadmap", "roadmap", TODAY).report
    assert [f"{d.span.line}:{d.span.column} {d.code}" for d in report if d.severity is Severity.ERROR] == found
