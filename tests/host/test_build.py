"""A workspace becomes a site, and a fault leaves the site of before."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from pmsite.model.types import TYPES
from pmsite.wording import labels
from tests.make import PICTURE, write

pytestmark = pytest.mark.host

CONFIG = """\
site_name: T
site_url: https://example.org/
theme: {name: material, font: false}
plugins: [search, pmsite]
markdown_extensions: [admonition, attr_list, tables, pymdownx.superfences]
"""
PLAN = {
    "vision.md": "title: Our <b>vision</b>\nstatement: Less paper.",
    "objectives/o.md": "title: Goal\nperiod: 2026-Q4\nkey_results:\n  - {id: k, title: KR, baseline: 0, target: 10, current: 4}",
    "features/now.md": "---\ntitle: Now thing\nstatus: building\nsupports: [o.k]\n---\nSee [the other](later.md#more) and ![p](p.png).\n",
    "features/later.md": "---\ntitle: Later <b>thing</b>\nstatus: idea\n---\n## More\n\n<script>hostile()</script>\n",
}
DAY = {"SOURCE_DATE_EPOCH": "1795392000", "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "docs").mkdir()
    write(tmp_path / "roadmap", PLAN)
    (tmp_path / "roadmap/features/p.png").write_bytes(PICTURE)
    (tmp_path / "roadmap/features/unused.png").write_bytes(b"\x89PNG")
    return tmp_path


def build(project: Path, *options: str, audience: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    every = {**os.environ, **DAY, **env, **({"PMSITE_AUDIENCE": audience} if audience else {})}
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", *options], cwd=project, env=every, capture_output=True, text=True, check=False
    )


def site(project: Path) -> dict[str, bytes]:
    return {
        path.relative_to(project / "site").as_posix(): path.read_bytes() for path in (project / "site").rglob("*") if path.is_file()
    }


def test_every_item_has_a_page_that_links_to_its_reasons_and_to_other_files(project: Path) -> None:
    assert build(project).returncode == 0
    page = (project / "site/roadmap/features/now/index.html").read_text(encoding="utf-8")
    assert 'href="../../../roadmap/features/later/#at-more"' in page
    assert 'href="../../../roadmap/objectives/o/' in page
    assert 'src="../../../roadmap/features/p.png"' in page
    assert (project / "site/roadmap/features/p.png").is_file()
    assert not (project / "site/roadmap/features/unused.png").exists()
    assert "pmsite/pmsite.css" in page


def test_the_headings_of_an_item_are_listed_beside_it(project: Path) -> None:
    assert build(project).returncode == 0
    page = (project / "site/roadmap/features/later/index.html").read_text(encoding="utf-8")
    listed = page.split("md-nav--secondary")[1].split("</nav>")[0]
    assert 'href="#at-more"' in listed


def test_titles_and_bodies_cannot_bring_markup(project: Path) -> None:
    done = build(project)
    everything = b"".join(content for name, content in site(project).items() if name.endswith(".html")).decode()
    assert "Later &lt;b&gt;thing" in everything
    assert "Later <b>" not in everything
    assert "Our &lt;b&gt;vision" in everything
    assert "Our <b>" not in everything
    assert "hostile()" not in everything
    assert "roadmap/features/later.md:5" in done.stderr
    assert "<script>" in done.stderr


def test_a_fault_ends_the_build_and_leaves_the_site_of_before(project: Path) -> None:
    build(project)
    before = site(project)
    write(project / "roadmap", {"features/now.md": "title: Now thing\nstatus: bilding"})
    done = build(project)
    assert done.returncode == 1
    assert "roadmap/features/now.md:3" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert site(project) == before
    assert not list(project.glob(".site*"))


def test_a_fault_in_a_page_leaves_the_site_of_before(project: Path) -> None:
    (project / "docs/page.md").write_text("# Page\n\n```pmsite\nview: roadmap\n```\n", encoding="utf-8")
    assert build(project).returncode == 0
    assert "Now thing" in (project / "site/page/index.html").read_text(encoding="utf-8")
    before = site(project)
    (project / "docs/page.md").write_text("# Page\n\n```pmsite\nview: roadmap\nwhere: stauts == 1\n```\n", encoding="utf-8")
    done = build(project)
    assert done.returncode == 1
    assert "docs/page.md:5" in done.stdout + done.stderr
    assert "status" in done.stdout + done.stderr
    assert site(project) == before
    assert not list(project.glob(".site*"))


def test_a_build_that_breaks_off_while_it_writes_leaves_the_site_of_before_and_nothing_else(project: Path) -> None:
    build(project)
    before = site(project)
    (project / "hook.py").write_text("def on_post_page(output, page, config):\n    raise OSError('disk full')\n", encoding="utf-8")
    (project / "mkdocs.yml").write_text(f"{CONFIG}hooks: [hook.py]\n", encoding="utf-8")
    assert build(project).returncode != 0
    assert site(project) == before
    assert not list(project.glob(".site*"))


def test_the_line_of_a_fault_in_a_page_counts_its_front_matter(project: Path) -> None:
    (project / "docs/page.md").write_text(
        "---\ntitle: Page\n---\n\n# Page\n\n```pmsite\nview: roadmap\nwhere: stauts == 1\n```\n", encoding="utf-8"
    )
    done = build(project)
    assert done.returncode == 1
    assert "docs/page.md:9" in done.stdout + done.stderr


def test_the_theme_speaks_the_language_of_the_workspace(project: Path) -> None:
    (project / "roadmap/product.yml").write_text(
        "name: P\nlanguage: zh\naudiences: {customers: {}, public: {}}\n", encoding="utf-8"
    )
    build(project)
    assert b'<html lang="zh"' in site(project)["roadmap/index.html"]


@pytest.mark.parametrize(
    ("setting", "address"),
    [
        ("repo_url: https://git.example/o/r", "https://git.example/o/r/edit/main/roadmap/features/now.md"),
        ("repo_url: https://gitlab.example/o/r", "https://gitlab.example/o/r/-/edit/main/roadmap/features/now.md"),
        (
            "repo_url: https://git.example/o/r\nedit_uri: edit/trunk/docs/",
            "https://git.example/o/r/edit/trunk/roadmap/features/now.md",
        ),
    ],
)
def test_an_item_is_edited_where_its_file_is(project: Path, setting: str, address: str) -> None:
    (project / "mkdocs.yml").write_text(
        CONFIG.replace("font: false", "font: false, features: [content.action.edit]") + setting + "\n", encoding="utf-8"
    )
    build(project)
    assert address.encode() in site(project)["roadmap/features/now/index.html"]


def test_many_pages_are_the_same_and_so_is_what_is_said_of_them(project: Path) -> None:
    def run(few: int) -> tuple[dict[str, bytes], list[str]]:
        shutil.rmtree(project / ".cache", ignore_errors=True)
        start = f"import pmsite.background as e; e.FEW = {few}; from mkdocs.__main__ import cli; cli(['build'])"
        done = subprocess.run(
            [sys.executable, "-c", start], cwd=project, env={**os.environ, **DAY}, capture_output=True, text=True, check=True
        )
        return site(project), sorted(line for line in done.stderr.splitlines() if "WARNING" in line)

    write(
        project / "roadmap", {f"features/f{n}.md": f"---\ntitle: F {n}\n---\n<script>x</script> ![p](p.png)\n" for n in range(60)}
    )
    pages, said = run(few=10**6)
    assert any("f59.md" in line for line in said)
    assert run(few=1) == (pages, said)


def test_strict_counts_each_warning_once_and_keeps_the_site_of_before(project: Path) -> None:
    done = build(project, "--strict")
    assert done.returncode == 1
    assert "Aborted with 1 warning" in done.stdout + done.stderr
    assert not (project / "site").exists()


def test_the_same_inputs_give_the_same_bytes(project: Path) -> None:
    build(project, PYTHONHASHSEED="0", TZ="Pacific/Kiritimati", LC_ALL="C")
    first = site(project)
    build(project, PYTHONHASHSEED="1", TZ="America/Lima")
    assert site(project) == first


def test_an_unknown_audience_is_never_the_public(project: Path) -> None:
    done = build(project, audience="pubic")
    assert done.returncode != 0
    assert "pubic" in done.stdout + done.stderr
    assert not (project / "site").exists()


def test_an_outside_audience_gets_what_is_meant_for_it_and_nothing_else(project: Path) -> None:
    write(
        project / "roadmap",
        {"features/now.md": "title: Now thing\nstatus: building\nsupports: [o.k]\nowner: ada\nvisibility: [public]"},
    )
    assert build(project, audience="public").returncode == 0
    everything = b"".join(site(project).values()).decode("utf-8", "replace")
    assert "Now thing" in everything
    for hidden in ("Later &lt;b", "features/later", "Less paper", "objectives/o", ">ada<"):
        assert hidden not in everything


@pytest.mark.parametrize("audience", ["public", "customers", "team"])
def test_a_public_text_that_leads_to_something_hidden_stops_every_build(project: Path, audience: str) -> None:
    text = PLAN["features/now.md"].replace("supports", "visibility: [public]\nsupports")
    write(project / "roadmap", {"features/now.md": text})
    done = build(project, audience=audience)
    assert done.returncode == 1
    assert "roadmap/features/now.md:7" in done.stdout + done.stderr
    assert not (project / "site").exists()


def test_a_site_for_an_audience_says_so_and_shows_no_repository(project: Path) -> None:
    config = CONFIG + "repo_url: https://code.example/team/secret\nedit_uri: edit/main/docs/\n"
    (project / "mkdocs.yml").write_text(config, encoding="utf-8")
    write(project / "roadmap", {"features/now.md": "title: Now thing\nstatus: building\nvisibility: [public]"})
    done = build(project, audience="public")
    assert "Site for public: 1 of 4 items" in done.stderr
    assert b"code.example" not in b"".join(site(project).values())
    (project / "mkdocs.yml").write_text(
        config.replace("search, pmsite", "search, pmsite: {show_repository: true}"), encoding="utf-8"
    )
    build(project, audience="public")
    assert b"code.example/team/secret" in site(project)["index.html"]
    assert b"edit/main/roadmap" not in b"".join(site(project).values())


def test_pictures_for_outside_readers_tell_nothing_but_what_they_show(project: Path) -> None:
    text = "---\ntitle: Now thing\nvisibility: [public]\n---\n![p](p.png)\n"
    write(project / "roadmap", {"features/now.md": text})
    (project / "roadmap/features/p.png").write_bytes(PICTURE[:40])
    assert "file-not-as-named" in build(project, audience="public").stdout
    assert not (project / "site").exists()
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", "zq3canary55")
    Image.new("RGB", (4, 4)).save(project / "roadmap/features/p.png", pnginfo=told)
    assert build(project, audience="public").returncode == 0
    assert b"zq3canary55" not in b"".join(site(project).values())
    assert b"zq3canary55" in (build(project), site(project)["roadmap/features/p.png"])[1]


def test_an_internal_passage_in_the_owners_page_is_refused_outside_the_team(project: Path) -> None:
    page = "# Home\n\nWrite `<!-- internal -->` like this.\n\n"
    write(project / "roadmap", {"features/now.md": "title: Now thing\nvisibility: [public]"})
    (project / "docs/index.md").write_text(page, encoding="utf-8")
    assert build(project, audience="public").returncode == 0
    (project / "docs/index.md").write_text(f"{page}<!-- internal -->\nzq3canary55\n<!-- /internal -->\n", encoding="utf-8")
    assert build(project).returncode == 0
    done = build(project, audience="public")
    assert done.returncode == 1
    assert "docs/index.md:5:1 error internal-passage-in-page" in done.stdout + done.stderr


def test_several_sites_come_from_one_workspace_by_inheritance(project: Path) -> None:
    write(project / "roadmap", {"features/now.md": "title: Now thing\nstatus: building\nvisibility: [public]"})
    base = CONFIG.replace("plugins: [search, pmsite]", "plugins:\n  search: {}\n  pmsite: {}")
    (project / "mkdocs.yml").write_text(base, encoding="utf-8")
    child = "INHERIT: mkdocs.yml\nsite_name: For all\nsite_dir: public\nplugins:\n  pmsite: {audience: public}\n"
    (project / "mkdocs.public.yml").write_text(child, encoding="utf-8")
    assert build(project).returncode == 0
    assert build(project, "-f", "mkdocs.public.yml").returncode == 0
    assert (project / "site/roadmap/features/later/index.html").is_file()
    assert (project / "public/roadmap/features/now/index.html").is_file()
    assert not (project / "public/roadmap/features/later").exists()


def test_the_team_can_switch_to_what_others_see(project: Path) -> None:
    (project / "mkdocs.yml").write_text(CONFIG.replace("pmsite]", "pmsite: {preview: [public]}]"), encoding="utf-8")
    shared = "title: Now thing\nstatus: building\nowner: ada\nvisibility: [public]\nfor: {public: {title: Your thing}}"
    write(project / "roadmap", {"features/now.md": shared})
    assert build(project).returncode == 0
    ours, theirs = (
        (project / f"site/{prefix}roadmap/features/now/index.html").read_text(encoding="utf-8") for prefix in ("", "as/public/")
    )
    assert 'href="../../../as/public/roadmap/features/now/"' in ours
    assert 'href="../../../../../roadmap/features/now/"' in theirs
    assert "Your thing" in theirs
    assert "ada" in ours
    assert "ada" not in theirs.split("</header>")[1]
    assert 'class="pm pm-switch' in ours
    assert 'class="pm pm-switch' not in (project / "site/roadmap/features/later/index.html").read_text(encoding="utf-8")
    assert not (project / "site/as/public/roadmap/features/later").exists()
    assert b"Your thing" not in site(project)["search/search_index.json"]


def test_only_the_team_can_preview(project: Path) -> None:
    (project / "mkdocs.yml").write_text(CONFIG.replace("pmsite]", "pmsite: {preview: [public, pubic]}]"), encoding="utf-8")
    done = build(project)
    assert done.returncode != 0
    assert "pubic" in done.stdout + done.stderr
    (project / "mkdocs.yml").write_text(CONFIG.replace("pmsite]", "pmsite: {preview: [customers]}]"), encoding="utf-8")
    write(project / "roadmap", {"features/now.md": "title: Now thing\nvisibility: [public, customers]"})
    assert build(project, audience="public").returncode == 0
    assert not any(name.startswith("as/") for name in site(project))


def test_a_page_of_the_owner_wins(project: Path) -> None:
    (project / "docs/roadmap").mkdir()
    (project / "docs/roadmap/timeline.md").write_text("# My own timeline\n", encoding="utf-8")
    build(project)
    assert "My own timeline" in (project / "site/roadmap/timeline/index.html").read_text(encoding="utf-8")


def test_types_that_nobody_uses_leave_no_trace(project: Path) -> None:
    shutil.rmtree(project / "roadmap")
    used = {
        "teams/node.md": "title: Node",
        "releases/1.31.md": 'title: "1.31"\ndate: 2026-08-13',
        "features/pods.md": 'title: Pods\nstatus: building\nteam: node\nrelease: "1.31"\nstarted: 2026-05',
    }
    write(project / "roadmap", used)
    assert build(project, "--strict").returncode == 0
    everything = b"".join(content for name, content in site(project).items() if name.endswith((".html", ".json"))).decode()
    unused = [model for model in TYPES if model.type not in ("team", "release", "feature")]
    for model in unused:
        assert f"roadmap/{model.folder}/" not in everything
        assert not re.search(rf">\s*(?:{'|'.join(labels.TYPES[model.type])})\s*<", everything)
    assert {name.split("/")[1] for name in site(project) if name.startswith("roadmap/")} == {
        *(
            "index.html",
            "index.md",
            "table",
            "timeline",
            "by-team",
            "by-release",
            "calendar",
            "changelog",
            "features",
            "teams",
            "releases",
        ),
        *("calendar.ics", "csv", "feeds", "plan.json", "plan.schema.json", "at-risk"),
        "health",  # since the release is out without its feature
    }


def test_one_plan_can_be_told_in_two_languages(project: Path) -> None:
    (project / "mkdocs.yml").write_text(CONFIG.replace("pmsite]", "pmsite: {language: zh}]"), encoding="utf-8")
    write(
        project / "roadmap",
        {"features/now.zh.md": "---\ntitle: 现在做的\n---\n正在做。\n"},
        "name: P\nlanguages: [en, zh]\naudiences: {public: {}}\n",
    )
    assert build(project).returncode == 0
    told, untold = ((project / f"site/roadmap/features/{id}/index.html").read_text(encoding="utf-8") for id in ("now", "later"))
    assert "现在做的</h1>" in told
    assert "正在做" in told
    assert "未翻译" not in told
    assert "未翻译" in untold
    assert re.search(r'<h1[^>]* lang="en">Later', untold)
    assert "路线图" in untold


def test_pages_ask_nothing_of_other_hosts(project: Path) -> None:
    build(project)
    for name, content in site(project).items():
        if name.endswith((".html", ".css")):
            found = re.findall(
                rb"(?:src|@import)[=\s(\"']+https?://[^\s\"')]+|<link[^>]+rel=\"(?:stylesheet|preconnect)\"[^>]+https?://[^\s\"')]+",
                content,
            )
            assert not found, (name, found)


@pytest.mark.parametrize(
    "plugins",
    [
        "  - pmsite\n  - pmsite: {workspace: other}\n",
        "  - pmsite: {workspace: other}\n  - /pmsite\n",
        "  pmsite: {}\n  /pmsite: {workspace: other}\n",
        "  pmsite: {}\n  pmsite: {workspace: other}\n",  # MkDocs reads the last of them, and the first product would be gone
    ],
)
def test_two_products_in_one_site_are_refused_in_one_sentence(project: Path, plugins: str) -> None:
    (project / "mkdocs.yml").write_text(
        f"site_name: T\ntheme: {{name: material, font: false}}\nplugins:\n{plugins}", encoding="utf-8"
    )
    built = build(project)
    assert built.returncode == 1
    assert "Traceback" not in built.stderr
    assert "`plugins` in mkdocs.yml names pmsite more than once (lines 4, 5)." in built.stderr
    assert not (project / "site").exists()


def test_an_entry_that_is_switched_off_is_no_second_product(project: Path) -> None:
    config = CONFIG.replace("[search, pmsite]", "[search, pmsite, pmsite: {enabled: false}]")
    (project / "mkdocs.yml").write_text(config, encoding="utf-8")
    assert build(project).returncode == 0
