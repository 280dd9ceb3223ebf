"""A picture stands alone: nothing from elsewhere, no text that acts, nothing outside of its edges, and little however large the plan is."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pmsite.audience import project
from pmsite.audit.search import search
from pmsite.audit.secrets import secrets
from pmsite.charts import svg
from pmsite.pictures.sheet import WIDTH, size
from pmsite.pipeline import load
from tests.make import TODAY, write
from tests.pictures.test_cases import CASES, DUTIES, HERE, drawn

NASTY = "</text><script>alert(1)</script> & \"q\" <image href='https://evil.example/x.png'/> ]]> 长标题" * 3
SETTINGS = "name: '<P> & Q'\naudiences: {customers: {label: '<Customers>'}}\n"
VIEWS = ("roadmap", "timeline", "goals")


def elements(text: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(text).iter())


@pytest.mark.parametrize("name", [*CASES, "burn-up"])
def test_a_picture_asks_nothing_of_anybody(name: str) -> None:
    text = (HERE / "cases" / f"{name}.svg").read_text(encoding="utf-8")
    kinds = {element.tag.rpartition("}")[2] for element in elements(text)}
    assert kinds <= {"svg", "title", "style", "rect", "line", "polyline", "circle", "path", "text", "g"}
    assert not re.search(r"href|url\(|@import|@font-face|var\(|<script|\bon\w+=", text)
    assert set(re.findall(r"https?://[^\"]*", text)) == {"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("name", [*CASES, "burn-up"])
def test_every_text_of_a_picture_is_inside(name: str) -> None:
    root = ElementTree.fromstring((HERE / "cases" / f"{name}.svg").read_text(encoding="utf-8"))
    height = float(root.attrib["height"])
    outer = [element for element in root if element.tag.endswith("text")]
    assert outer
    for element in outer:
        room = svg.width_of(element.text or "") * size(element.attrib["class"].rpartition("--")[2]) / 12
        x, y = float(element.attrib["x"]), float(element.attrib["y"])
        left = {"start": x, "middle": x - room / 2, "end": x - room}[element.attrib["text-anchor"]]
        assert left >= 0, element.text
        assert left + room <= WIDTH, element.text
        assert 0 < y < height


def hostile(folder: Path) -> Path:
    title = NASTY.replace("'", "''")
    feature = f"title: '{title}'\nstatus: building\ntarget: 2026-12\nvisibility: [customers]\nsupports: [goal]"
    goal = f"title: '{title}'\nperiod: 2026-Q4\nvisibility: [customers]\nkey_results: [{{id: kr1, title: '{title}', baseline: 0, target: 5, unit: '{title[:40]}', current: 3}}]"
    return write(folder / "roadmap", {"features/a.md": feature, "objectives/goal.md": goal}, SETTINGS)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("audience", ["team", "customers"])
def test_no_text_acts_in_a_picture(view: str, audience: str, tmp_path: Path) -> None:
    text = drawn(view, "-w", str(hostile(tmp_path)), "--audience", audience).stdout
    found = elements(text)
    assert {element.tag.rpartition("}")[2] for element in found} <= {"svg", "title", "style", "rect", "line", "circle", "text", "g"}
    assert any((element.text or "").startswith("</text><script>") for element in found)
    assert not [name for element in found for name in element.attrib if name.startswith("on")]


@pytest.mark.parametrize("view", VIEWS)
def test_a_picture_of_a_large_plan_is_small_and_says_what_is_left_out(view: str, tmp_path: Path) -> None:
    plan = {f"features/f{n}.md": f"title: Feature {n}\nstatus: planned\ntarget: 2027-01" for n in range(600)}
    plan |= {f"objectives/o{n}.md": f"title: Goal {n}\nperiod: 2026-Q4" for n in range(50)}
    text = drawn(view, "-w", str(write(tmp_path / "roadmap", plan))).stdout
    assert len(text) < 60_000
    assert re.search(r">and \d+ more</text>", text)
    assert float(ElementTree.fromstring(text).attrib["height"]) < 2_000


HIDDEN = {
    "features/zq-sealed.md": "title: zq sealed room\nstatus: building\ntarget: 2026-12-05\nsupports: [goal]\nteam: zq-crew",
    "objectives/zq-goal.md": "title: zq goal of ours\nperiod: 2026-Q4\nparent: goal",
    "teams/zq-crew.md": "title: zq crew of nobody",
    "releases/zq-9.md": "title: zq release nine\ndate: 2026-12-24",
}


def two_plans(folder: Path) -> tuple[Path, Path]:
    seen = "title: Open door\nstatus: building\ntarget: 2026-12-10\nvisibility: [customers]\nsupports: [goal]\n"
    goal = {"objectives/goal.md": "title: Every crew\nperiod: 2026-Q4\nvisibility: [customers]"}
    settings = "name: P\naudiences: {customers: {}}\n"
    poor = write(folder / "poor/roadmap", {"features/open.md": seen, **goal}, settings)
    rich = {"features/open.md": f"{seen}owner: zq-owner\nteam: zq-crew\nrelease: zq-9\ndepends_on: [zq-sealed]", **goal, **HIDDEN}
    return poor, write(folder / "rich/roadmap", rich, settings)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("form", ["svg", "png"])
def test_what_is_hidden_makes_no_difference_and_would_be_found(view: str, form: str, tmp_path: Path) -> None:
    if form == "png":
        pytest.importorskip("resvg_py")
    poor, rich = two_plans(tmp_path)
    folder = tmp_path / "out"
    folder.mkdir()

    def made(name: str, place: Path, audience: str) -> Path:
        path = folder / f"{name}.{form}"
        result = drawn(view, "-w", str(place), "--audience", audience, "-o", str(path))
        assert result.exit_code == 0, result.stderr
        return path

    theirs = made("theirs", rich, "customers")
    assert theirs.read_bytes() == made("poor", poor, "customers").read_bytes()
    found = load(rich, "roadmap", TODAY)
    assert found.product is not None
    hidden = secrets(found.product, project(found.product, "customers"), found.records, found.translations, found.files)
    assert not search(theirs, hidden).leaks
    assert search(theirs, hidden).proof
    leaks = {leak.path for leak in search(made("ours", rich, "team"), hidden).leaks}
    assert ("roadmap/objectives/zq-goal.md" if view == "goals" else "roadmap/features/zq-sealed.md") in leaks


def test_a_png_is_sharp_and_holds_its_texts_as_text(tmp_path: Path) -> None:
    pytest.importorskip("resvg_py")
    from PIL import Image

    for theme, light in (("light", True), ("dark", False)):
        path = tmp_path / f"{theme}.png"
        assert drawn("roadmap", "-w", str(DUTIES), "--theme", theme, "-o", str(path)).exit_code == 0
        with Image.open(path) as image:
            assert image.width == 2 * WIDTH
            assert (sum(image.convert("RGB").getpixel((4, 4))) > 400) is light  # type: ignore[arg-type]
            assert image.info["Title"].startswith("Roadmap, ")
            assert "As of Nov 23, 2026" in image.info["Description"]
    again = tmp_path / "again.png"
    drawn("roadmap", "-w", str(DUTIES), "--theme", "dark", "-o", str(again))
    assert again.read_bytes() == path.read_bytes()


def test_a_png_without_its_extra_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "resvg_py", None)
    result = drawn("roadmap", "-w", str(DUTIES), "-o", str(tmp_path / "a.png"))
    assert (result.exit_code, result.stderr) == (1, 'Error: PNG needs the extra `png`: pip install "pmsite[png]"\n')
    assert not (tmp_path / "a.png").exists()


def test_chinese_without_a_font_for_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("resvg_py")
    monkeypatch.setattr("pmsite.exports.fonts.has_chinese_font", lambda: False)
    result = drawn("roadmap", "-w", str(DUTIES), "--language", "zh", "-o", str(tmp_path / "a.png"))
    assert result.exit_code == 1
    assert "no Chinese font: install one, such as fonts-noto-cjk" in result.stderr
