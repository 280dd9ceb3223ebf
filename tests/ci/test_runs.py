"""The steps of the pipelines, run in order on fresh, shallow and forked clones: of one plan, and of a repository that holds two."""

from __future__ import annotations

import json
import re
import shutil
import struct
import sys
import zlib
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest
import yaml

from pmsite.starter import ci
from tests.ci.steps import INSTALL, Runner, merge_group, pull_request
from tests.ci.test_pipelines import init
from tests.history.repositories import git, start
from tests.reporting.runner import commands

MARKER = "<!-- pmsite:diff -->"
POISON = "import pathlib; pathlib.Path(__file__).with_suffix('.ran').touch(); pathlib.Path('{marker}').touch()\n"
FAULTY = "---\ntitle: Map\nstatus: bilding\n---\n"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\0\0"))
    + chunk(b"IEND", b"")
)
GIF = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
PICTURES = {"a.png": PNG, "b.GIF": GIF, "c.gif": GIF}


def committed(folder: Path, branch: str, files: Mapping[str, str | bytes]) -> None:
    """A branch of its own, from where the folder is, with one change."""
    git(folder, "checkout", "-q", "-b", branch)
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "A change")


def laid(work: Path, *words: str) -> dict[str, Any]:
    """Have the pipelines of a host written, and give each file read."""
    done = init(work, *words)
    assert done.returncode == 0, done.stderr
    return {path: yaml.safe_load((work / path).read_text("utf-8")) for path in done.stdout.splitlines() if path.endswith(".yml")}


@pytest.fixture(scope="module")
def remote(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bare repository: on main a plan with its workflows; on other branches what people change in it."""
    folder = tmp_path_factory.mktemp("pipelines")
    work = start(folder / "work")
    assert init(work, "--ci", "github", "--name", "Field Notes").returncode == 0
    (work / ci.LOCKED).write_text("")
    git(work, "add", "-A")
    git(work, "commit", "-q", "-m", "The plan")
    setup = (work / "roadmap/features/guided-setup.md").read_text()
    poison = POISON.format(marker=folder / "ran")
    config = (work / "mkdocs.yml").read_text()
    change = {
        "roadmap/features/guided-setup.md": setup.replace("title: ", "title: '::error::x ##[error]x @ada' # ", 1),
        "roadmap/features/cellars.md": "---\ntitle: Map of cellars\nsupports: [first-results]\nvisibility: [customers]\n---\n"
        + "".join(f"![]({name})\n" for name in PICTURES),
        **{f"roadmap/features/{name}": data for name, data in PICTURES.items()},
        **dict.fromkeys(("yaml.py", "sitecustomize.py", "pmsite.py", "roadmap/yaml.py"), poison),
        "docs/new.md": "# A new page\n",
        "roadmap/features/drawing.svg": "<svg/>",
    }
    committed(work, "change", change)
    committed(work, "hooked", {"hook.py": poison, "mkdocs.yml": f"{config}\nhooks: [hook.py]\n", ci.LOCKED: "evil==1.0\n"})
    (work / "roadmap/features/link.png").symlink_to("/etc/hostname")
    shutil.rmtree(work / "docs")
    (work / "docs-more").symlink_to("/etc")
    git(work, "add", "-A")
    git(work, "commit", "-q", "-m", "Files of the machine")
    for branch, files in {
        "faulty": {"roadmap/features/cellars.md": FAULTY},
        "unreadable": {"roadmap/product.yml": "name: [\n"},
        "code": {"src/app.py": "x = 1\n"},
        "many": {f"roadmap/features/酒窖{n}.md": "---\ntitle: 酒窖\nstatus: 建造中\n---\n" for n in range(400)},
    }.items():
        git(work, "checkout", "-q", "main")
        committed(work, branch, files)
    git(work, "checkout", "-q", "-b", "gone", "main")
    git(work, "rm", "-q", "-r", "roadmap")
    git(work, "commit", "-q", "-m", "No plan")
    git(folder, "clone", "-q", "--bare", "work", "remote.git")
    git(folder / "remote.git", "symbolic-ref", "HEAD", "refs/heads/main")
    return folder / "remote.git"


@pytest.fixture
def runner(remote: Path, tmp_path: Path) -> Runner:
    return Runner(tmp_path, remote, pull_request())


def workflow(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(dict(ci.files("github", "roadmap", "customers"))[f".github/workflows/{name}.yml"])
    return found


@pytest.mark.parametrize("event", ["pull_request", "fork", "merge_group"])
def test_a_change_is_checked_and_told_without_running_any_of_it(runner: Runner, remote: Path, event: str) -> None:
    runner.values = merge_group(remote) if event == "merge_group" else pull_request(fork=event == "fork")
    looked, told, checked = runner.job(workflow("plan-check"), "check")
    assert (looked.returncode, checked.returncode, told.returncode) == (0, 0, 0), checked.stderr + told.stderr
    assert {command.name for command in commands(checked.stdout + checked.stderr + told.stdout)} == {"notice"}
    comment = runner.taken["plan-comment"].read_text(encoding="utf-8")
    assert comment.splitlines()[0] == MARKER
    assert "Map of cellars" in comment
    summary = (runner.folder / "summary.md").read_text(encoding="utf-8")
    assert "### pmsite:" in summary
    assert comment in summary
    assert not (remote.parent / "ran").exists()
    assert (runner.folder / "trusted" / ci.LOCKED).read_text() == ""
    assert runner.applies(workflow("plan-check"), "comment") is (event == "pull_request")


def test_a_change_with_faults_fails_says_where_and_is_commented(runner: Runner) -> None:
    runner.values["head"] = "faulty"
    *_, checked = runner.job(workflow("plan-check"), "check")
    assert checked.returncode == 1
    (error,) = [found for found in commands(checked.stdout) if found.name == "error"]
    assert error.properties == {"file": "roadmap/features/cellars.md", "line": "3", "col": "1", "title": "unknown-status"}
    comment = runner.taken["plan-comment"].read_text(encoding="utf-8")
    assert comment.startswith(f"{MARKER}\n")
    assert "bilding" in comment


def test_what_cannot_be_read_is_what_the_comment_says(runner: Runner) -> None:
    runner.values["head"] = "unreadable"
    *_, checked = runner.job(workflow("plan-check"), "check")
    assert checked.returncode == 1
    assert "product" in runner.taken["plan-comment"].read_text(encoding="utf-8")


def test_a_comment_of_many_faults_fits_into_what_the_host_takes(runner: Runner) -> None:
    runner.values["head"] = "many"
    *_, checked = runner.job(workflow("plan-check"), "check")
    assert checked.returncode == 1
    assert 10_000 < len(runner.taken["plan-comment"].read_text(encoding="utf-8")) < 65_536


def test_no_comment_says_that_all_is_well_where_the_plan_is_gone(runner: Runner) -> None:
    runner.values["head"] = "gone"
    assert runner.job(workflow("plan-check"), "check")[-1].returncode
    told = runner.taken.get("plan-comment")  # or else the comment says that nothing could be checked
    assert told is None or "there is no folder roadmap" in told.read_text(encoding="utf-8")


def test_what_touches_no_file_of_the_plan_has_no_comment(runner: Runner) -> None:
    runner.values["head"] = "code"
    done = runner.job(workflow("plan-check"), "check")
    assert [step.returncode for step in done] == [0, 0, 0]
    assert runner.taken["plan-comment"].read_bytes() == b""


GH = """#!{python}
import json, pathlib, subprocess, sys
words = sys.argv[1:]
store = pathlib.Path("{store}")
comments = json.loads(store.read_text())
if "--jq" in words:
    out = subprocess.run(["jq", "-r", words[words.index("--jq") + 1]], input=json.dumps(comments), text=True, capture_output=True, check=True)
    print(out.stdout, end="")
    sys.exit()
(place,) = [word for word in words if word.startswith("repos/")]
if "POST" in words:
    assert place == "repos/o/r/issues/7/comments"
    body = pathlib.Path(words[-1].removeprefix("body=@")).read_text()
    comments.append({{"id": 100 + len(comments), "body": body, "user": {{"login": "github-actions[bot]"}}}})
else:
    (found,) = [comment for comment in comments if place == f"repos/o/r/issues/comments/{{comment['id']}}"]
    if "DELETE" in words:
        comments.remove(found)
    else:
        found["body"] = pathlib.Path(words[-1].removeprefix("body=@")).read_text()
store.write_text(json.dumps(comments))
"""


@pytest.mark.skipif(shutil.which("jq") is None, reason="the stand-in for the host's client needs jq")
def test_one_comment_is_written_updated_and_removed_and_nobody_elses(tmp_path: Path) -> None:
    store = tmp_path / "comments.json"
    others = [
        {"id": 1, "body": f"{MARKER}\nmine", "user": {"login": "ada"}},
        {"id": 2, "body": "x", "user": {"login": "github-actions[bot]"}},
        {"id": 3, "body": "<!-- pmsite:diff box -->\nof another product", "user": {"login": "github-actions[bot]"}},
    ]
    store.write_text(json.dumps(others))
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools/gh").write_text(GH.format(python=sys.executable, store=store))
    (tmp_path / "tools/gh").chmod(0o755)
    (tmp_path / "job").mkdir()
    server = {"github.token": "t", "github.run_id": "9"}
    runner = Runner(tmp_path / "job", tmp_path, pull_request() | server, tools=tmp_path / "tools")

    def after(text: str | None) -> list[str]:
        (tmp_path / "job/comment.md").unlink(missing_ok=True)
        runner.taken = {} if text is None else {"plan-comment": tmp_path / "comment.md"}
        (tmp_path / "comment.md").write_text(text or "")
        (done,) = runner.job(workflow("plan-check"), "comment")
        assert done.returncode == 0, done.stderr
        found = json.loads(store.read_text())
        assert found[: len(others)] == others
        return [comment["body"] for comment in found[len(others) :]]

    assert after("") == []
    for text in ("first", "second"):
        assert after(f"{MARKER}\n{text}\n") == [f"{MARKER}\n{text}\n"]
    (told,) = after(None)  # the check came to no end
    assert told.startswith(f"{MARKER}\nThe plan could not be checked")
    assert "https://host.example/o/r/actions/runs/9" in told
    assert after(f"{MARKER}\nthird\n") == [f"{MARKER}\nthird\n"]
    assert after("") == []
    (tmp_path / "comment.md").write_text("something else\n")
    assert runner.job(workflow("plan-check"), "comment")[0].returncode != 0


@pytest.mark.host
def test_the_preview_takes_data_alone_from_a_fork(runner: Runner, remote: Path) -> None:
    runner.values = pull_request("hooked", fork=True)
    laid, built = runner.job(workflow("plan-preview"), "preview")
    assert (laid.returncode, built.returncode) == (0, 0), laid.stderr + built.stdout + built.stderr
    site = runner.taken["plan-preview"]
    assert "Map of cellars" in (site / "roadmap/features/cellars/index.html").read_text(encoding="utf-8")
    carried = {path.name for path in site.rglob("*") if path.suffix.lower() in (".png", ".gif")}
    assert set(PICTURES) <= carried
    assert not (site / "how-we-plan").exists()  # the fork has removed the page
    plan = runner.folder / "change/roadmap"
    assert {path.suffix.lower() for path in plan.rglob("*") if path.is_file()} <= {".md", ".csv", ".png", ".gif", ".yml"}
    assert (runner.folder / "fork/roadmap/features/link.png").is_symlink()
    assert not list(plan.rglob("link.png"))
    assert not (runner.folder / "change/docs-more").exists()
    assert not (remote.parent / "ran").exists()
    assert (runner.folder / "change" / ci.LOCKED).read_text() == ""
    assert "once they are merged" in (runner.folder / "summary.md").read_text()
    first, *_, last = built.stdout.splitlines()
    token = first.removeprefix("::stop-commands::")
    assert re.fullmatch("[0-9a-f]{32}", token)
    assert last == f"::{token}::"


@pytest.mark.host
def test_the_preview_of_the_repositorys_own_change_has_its_pages_settings_and_requirements(runner: Runner, tmp_path: Path) -> None:
    work = tmp_path / "work"
    git(tmp_path, "clone", "-q", str(runner.remote), "work")
    config = (work / "mkdocs.yml").read_text()
    own = {"docs/more.md": "# More pages\n", "mkdocs.yml": config.replace("site_name:", "site_name: Own words #", 1)}
    committed(work, "own", {**own, ci.LOCKED: "other==1.0\n"})
    runner.remote, runner.values["head"] = work, "own"
    git(work, "branch", "-f", "main", "origin/main")
    (built,) = runner.job(workflow("plan-preview"), "preview")
    assert built.returncode == 0, built.stdout + built.stderr
    page = (runner.taken["plan-preview"] / "more/index.html").read_text(encoding="utf-8")
    assert "More pages" in page
    assert "Own words" in page
    assert (runner.folder / "change" / ci.LOCKED).read_text() == "other==1.0\n"
    assert runner.installed[0].endswith(f"change/{ci.LOCKED}")


@pytest.mark.host
def test_publishing_builds_with_the_secret_and_audits_without(runner: Runner) -> None:
    runner.values = {"secrets.PMSITE_LINK_SECRET": ""}
    (built,) = runner.job(workflow("plan-publish"), "build")
    assert built.returncode == 0, built.stdout + built.stderr
    assert "hidden values" in built.stdout
    assert (runner.taken["github-pages"] / "index.html").is_file()


def test_a_fork_publishes_nothing_and_gets_no_secret(runner: Runner) -> None:
    assert runner.applies(workflow("plan-publish"), "build")
    runner.values = {"github.event.repository.fork": "true"}
    assert not runner.applies(workflow("plan-publish"), "build")
    for name, job in (("plan-check", "check"), ("plan-check", "comment"), ("plan-preview", "preview")):
        assert "secrets.PMSITE" not in str(workflow(name)["jobs"][job])


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of two products and their code, where one is the example; with the pipelines of all hosts for both."""
    folder = tmp_path_factory.mktemp("products")
    work = start(folder / "work")
    for product, words in {"app": ["--example"], "the box": ["--name", "Box"]}.items():
        (work / product).mkdir()
        assert init(work / product, *words).returncode == 0
    (work / "src").mkdir()
    (work / "src/main.py").write_text("x = 1\n")
    (work / ci.LOCKED).write_text("")
    for host in ci.HOSTS:
        for product in ("app", "the box"):
            done = init(work, "--ci", host, "-w", f"{product}/roadmap")
            assert done.returncode == 0, done.stderr
    publish = work / ci.PUBLISH
    publish.write_text(publish.read_text().replace("\n\njobs:", "\n    customers:the box:the box/roadmap\n\njobs:"))
    git(work, "add", "-A")
    git(work, "commit", "-q", "-m", "Two products")
    feature = "---\ntitle: Lid\nvisibility: [customers]\n---\n"
    for branch, files in {
        "lid": {"the box/roadmap/features/lid.md": feature},
        "faulty": {"the box/roadmap/features/lid.md": FAULTY},
        "code": {"src/main.py": "x = 2\n"},
    }.items():
        git(work, "checkout", "-q", "main")
        committed(work, branch, files)
    git(work, "checkout", "-q", "main")
    return work


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def test_each_of_two_products_answers_to_changes_in_its_own_folder(two: Path, tmp_path: Path) -> None:
    told = {}
    for name in ("plan-check.yml", "plan-check-the-box.yml"):
        (tmp_path / name).mkdir()
        runner = Runner(tmp_path / name, two, pull_request("lid"))
        found = read(two / ".github/workflows" / name)
        done = runner.job(found, "check")
        assert all(step.returncode == 0 for step in done), done[-1].stderr
        told[name] = runner.taken["plan-comment"].read_text(encoding="utf-8"), bool(runner.installed)
    assert told["plan-check.yml"] == ("", False)
    comment, is_installed = told["plan-check-the-box.yml"]
    assert is_installed
    assert comment.splitlines()[:2] == ["<!-- pmsite:diff the-box -->", "### What this does to the plan: the-box"]
    assert "Lid" in comment


def test_a_fault_stands_at_its_place_from_the_root_of_the_repository(two: Path, tmp_path: Path) -> None:
    runner = Runner(tmp_path, two, pull_request("faulty"))
    *_, checked = runner.job(read(two / ".github/workflows/plan-check-the-box.yml"), "check")
    (error,) = [found for found in commands(checked.stdout) if found.name == "error"]
    assert error.properties["file"] == "the box/roadmap/features/lid.md"


@pytest.mark.host
def test_two_products_are_published_beside_each_other_and_previewed_each(two: Path, tmp_path: Path) -> None:
    runner = Runner(tmp_path, two, {"secrets.PMSITE_LINK_SECRET": ""})
    (built,) = runner.job(read(two / ci.PUBLISH), "build")
    assert built.returncode == 0, built.stdout + built.stderr
    assert {path.name for path in (tmp_path / "public").iterdir()} == {"app", "the box"}
    assert "Box" in (tmp_path / "public/the box/roadmap/index.html").read_text(encoding="utf-8")
    (tmp_path / "preview").mkdir()
    runner = Runner(tmp_path / "preview", two, pull_request("lid", fork=True))
    laid, built = runner.job(read(two / ".github/workflows/plan-preview-the-box.yml"), "preview")
    assert (laid.returncode, built.returncode) == (0, 0), built.stdout + built.stderr
    assert (runner.taken["plan-preview-the-box"] / "roadmap/features/lid/index.html").is_file()


STUB = """#!{python}
import os, pathlib, shutil, sys
if "--site-dir" in sys.argv:
    site = pathlib.Path(sys.argv[sys.argv.index("--site-dir") + 1])
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir(parents=True)
    (site / "index.html").write_text(f"{{os.environ['PMSITE_AUDIENCE']}} {{pathlib.Path.cwd().name}}")
"""


def test_a_site_in_the_root_is_published_with_those_of_folders_below_it(tmp_path: Path) -> None:
    (tmp_path / "tools").mkdir()
    for program in ("mkdocs", "python"):
        (tmp_path / "tools" / program).write_text(STUB.format(python=sys.executable))
        (tmp_path / "tools" / program).chmod(0o755)
    texts = dict(ci.files("gitlab", "roadmap", "customers")), dict(ci.files("github", "roadmap", "customers"))
    scripts = [yaml.safe_load(texts[0][".gitlab-ci.yml"])["pages"]["script"][1], ""]
    scripts[1] = yaml.safe_load(texts[1][ci.PUBLISH])["jobs"]["build"]["steps"][3]["run"]
    for number, script in enumerate(scripts):
        root = tmp_path / f"root {number}"
        (root / "box").mkdir(parents=True)
        values = {"SITES": "public:box:box/roadmap\ncustomers:.:roadmap\n", "CI_PROJECT_DIR": str(root)}
        done = Runner(tmp_path, root, {}, tools=tmp_path / "tools")._run(script, root, values)
        assert done.returncode == 0, done.stderr
        assert (root / "public/index.html").read_text() == f"customers root {number}"
        assert (root / "public/box/index.html").read_text() == "public box"


def gitlab(jobs: dict[str, Any], name: str, folder: Path, remote: Path, values: dict[str, str]) -> list[Any]:
    """Run a job until one of its commands fails; each line goes on in the folder, and with the variables, of those before."""
    job = jobs[next(key for key in jobs if key == name)]
    plan = jobs[job["extends"]]
    lines = [*job.get("before_script", ()), *job["script"]]
    script = "\n".join(line for line in lines if "pip install" not in line)
    host = {
        "CI_PROJECT_DIR": str(folder),
        "CI_MERGE_REQUEST_SOURCE_PROJECT_URL": "https://host.example/o/r",
        "CI_COMMIT_SHA": "a" * 40,
    }
    env = {**plan["variables"], **job.get("variables", {}), **host, **values}
    return [Runner(folder, remote, {})._run(f"set -o pipefail\n{script}", folder, env)]


@pytest.mark.parametrize(("branch", "code"), [("change", 0), ("faulty", 1), ("main", 0)])
def test_on_gitlab_a_merge_request_is_told_and_the_target_branch_has_a_report(
    remote: Path, tmp_path: Path, branch: str, code: int
) -> None:
    jobs = yaml.safe_load(dict(ci.files("gitlab", "roadmap", "customers"))[".gitlab-ci.yml"])
    git(tmp_path, "clone", "-q", "-b", branch, f"file://{remote}", "clone")
    base = git(tmp_path / "clone", "merge-base", "origin/main", "HEAD")
    values = {} if branch == "main" else {"CI_MERGE_REQUEST_DIFF_BASE_SHA": base, "CI_MERGE_REQUEST_IID": "7"}
    (done,) = gitlab(jobs, "plan:check", tmp_path / "clone", remote, values)
    assert done.returncode == code, done.stdout + done.stderr
    found = json.loads((tmp_path / "clone/plan-quality.json").read_text())
    worst = {entry["severity"] for entry in found if entry["check_name"] != "newly-visible"}  # which the host is to list first
    assert bool(worst - {"info", "minor"}) is bool(code)
    told = tmp_path / "clone/plan-change.md"
    assert told.exists() is (branch != "main")
    assert branch == "main" or ("bilding" if code else "Map of cellars") in told.read_text()
    assert {rule["if"] for rule in jobs["plan:check"]["rules"]} == {
        '$CI_PIPELINE_SOURCE == "merge_request_event"',
        "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH",
    }
    assert not any("PMSITE_LINK_SECRET" in str(jobs[job]) for job in ("plan:check", "plan:preview"))


@pytest.mark.parametrize(("branch", "told"), [("code", ""), ("gone", "there is no folder roadmap")])
def test_on_gitlab_an_empty_answer_is_no_answer_that_nobody_could_give(
    remote: Path, tmp_path: Path, branch: str, told: str
) -> None:
    jobs = yaml.safe_load(dict(ci.files("gitlab", "roadmap", "customers"))[".gitlab-ci.yml"])
    git(tmp_path, "clone", "-q", "-b", branch, f"file://{remote}", "clone")
    values = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": git(tmp_path / "clone", "rev-parse", "origin/main"), "CI_MERGE_REQUEST_IID": "7"}
    (done,) = gitlab(jobs, "plan:check", tmp_path / "clone", remote, values)
    assert bool(done.returncode) is bool(told)
    found = (tmp_path / "clone/plan-change.md").read_text()
    assert told in found
    assert bool(found) is bool(told)


@pytest.mark.parametrize("broken", ["git archive", "pip install"])
def test_on_gitlab_a_run_that_installs_nothing_leaves_no_answer(remote: Path, tmp_path: Path, broken: str) -> None:
    jobs = yaml.safe_load(dict(ci.files("gitlab", "roadmap", "customers"))[".gitlab-ci.yml"])
    git(tmp_path, "clone", "-q", "-b", "change", f"file://{remote}", "clone")
    job = jobs["plan:check"]
    job["before_script"] = ["false" if broken in line else line for line in job["before_script"]]
    (done,) = gitlab(jobs, "plan:check", tmp_path / "clone", remote, {"CI_MERGE_REQUEST_IID": "7"})
    assert done.returncode == 1
    assert not (tmp_path / "clone/plan-change.md").exists()


@pytest.mark.host
def test_on_gitlab_two_products_have_jobs_of_their_own(two: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "-b", "lid", f"file://{two}", "clone")
    clone = tmp_path / "clone"
    jobs, more = read(clone / ".gitlab-ci.yml"), read(clone / ".gitlab/plan-the-box.yml")
    assert not set(jobs) & set(more)
    assert "pages" in jobs
    values = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": git(clone, "rev-parse", "origin/main"), "CI_MERGE_REQUEST_IID": "7"}
    for name in ("plan:check-the-box", "plan:preview-the-box"):
        (done,) = gitlab(more, name, clone, two, values)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "Lid" in (clone / "plan-change-the-box.md").read_text()
    assert (clone / "preview-the-box/roadmap/features/lid/index.html").is_file()
    assert more["plan:check-the-box"]["rules"][0]["changes"] == ["the box/**/*", ci.LOCKED, "vendor/**/*"]
    told, gone = more["plan:comment-the-box"]["rules"]
    assert (told["if"], told["changes"][0], told["when"]) == (gone["if"], "the box/**/*", "always")
    assert gone["variables"] == {"UNTOUCHED": "yes"}
    assert more["plan:comment-the-box"]["needs"] == [{"job": "plan:check-the-box", "optional": True}]


@pytest.mark.host
def test_on_gitee_a_shallow_clone_is_checked_told_and_built(two: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", "-b", "lid", "--no-single-branch", f"file://{two}", "clone")
    (step,) = read(two / ".workflow/plan-check-the-box.yml")["stages"][0]["steps"]
    script = "\n".join(line for line in step["commands"] if "pip install" not in line)
    done = Runner(tmp_path, two, {})._run(script, tmp_path / "clone", {})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Lid" in done.stdout
    git(two, "branch", "-f", "release-1", "main")
    git(two, "branch", "-f", "lid-2", "lid")
    for base, told in (("lid-2", False), ("release-1", True)):
        done = Runner(tmp_path, two, {})._run(script, tmp_path / "clone", {"GITEE_BRANCH": base})
        assert done.returncode == 0, done.stdout + done.stderr
        assert ("newly-visible" in done.stdout) is told
    assert (tmp_path / "clone/preview/roadmap/features/lid/index.html").is_file()


def test_what_installs_names_no_file_of_a_fork() -> None:
    for name, job in (("plan-check", "check"), ("plan-preview", "preview"), ("plan-publish", "build")):
        steps = [step.get("run", "") for step in workflow(name)["jobs"][job]["steps"]]
        assert len([run for run in steps if INSTALL.fullmatch(run)]) == 1


class Notes(BaseHTTPRequestHandler):
    """A stand-in for GitLab: the notes of one merge request, one a page."""

    notes: ClassVar[list[dict[str, Any]]] = []

    def answer(self, told: object, page: str = "") -> None:
        self.send_response(200)
        self.send_header("X-Next-Page", page)
        self.end_headers()
        self.wfile.write(json.dumps(told).encode())

    def do_GET(self) -> None:
        assert self.headers["PRIVATE-TOKEN"] == "t"
        if self.path == "/api/user":
            return self.answer({"id": 5})
        page = int(self.path.rpartition("=")[2])
        return self.answer(self.notes[page - 1 : page], str(page + 1) if page < len(self.notes) else "")

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"]
        named = self.path.rpartition("/")[2]
        if named == "notes":
            self.notes.append({"id": 100 + len(self.notes), "author": {"id": 5}, "body": body})
        else:
            self.note(named)["body"] = body
        self.answer({})

    do_PUT = do_POST

    def do_DELETE(self) -> None:
        self.notes.remove(self.note(self.path.rpartition("/")[2]))
        self.answer(None)

    def note(self, named: str) -> dict[str, Any]:
        (found,) = [note for note in self.notes if str(note["id"]) == named]
        return found

    def log_message(self, *words: object) -> None:
        pass


def test_on_gitlab_one_note_is_written_updated_and_removed_where_there_is_a_token(tmp_path: Path) -> None:
    others = [{"id": 1, "author": {"id": 4}, "body": f"{MARKER}\nmine"}, {"id": 2, "author": {"id": 5}, "body": "x"}]
    Notes.notes = list(others)
    jobs = yaml.safe_load(dict(ci.files("gitlab", "roadmap", "customers"))[".gitlab-ci.yml"])
    assert all("PMSITE_COMMENT_TOKEN" in rule["if"] for rule in jobs["plan:comment"]["rules"])
    with ThreadingHTTPServer(("127.0.0.1", 0), Notes) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        values = {"CI_API_V4_URL": f"http://127.0.0.1:{server.server_port}/api", "PMSITE_COMMENT_TOKEN": "t"}
        values |= {"CI_MERGE_REQUEST_PROJECT_ID": "3", "CI_MERGE_REQUEST_IID": "7", "CI_PIPELINE_URL": "https://host.example/9"}
        for text, told in (
            ("", []),
            (f"{MARKER}\n### first\n", [f"{MARKER}\n### first\n"]),
            (f"{MARKER}\nsecond\nand more\n", [f"{MARKER}\nsecond\nand more\n"]),
            ("", []),
            (
                None,
                [
                    f"{MARKER}\nThe plan could not be checked, so nothing is known of this change. The run says why: https://host.example/9\n"
                ],
            ),
            ("UNTOUCHED", []),
        ):
            (tmp_path / "plan-change.md").unlink(missing_ok=True)
            if text is not None and text != "UNTOUCHED":
                (tmp_path / "plan-change.md").write_text(text)
            more = {"UNTOUCHED": "yes"} if text == "UNTOUCHED" else {}
            (done,) = gitlab(jobs, "plan:comment", tmp_path, tmp_path, values | more)
            assert done.returncode == 0, done.stderr
            assert Notes.notes[:2] == others
            assert [note["body"] for note in Notes.notes[2:]] == told
        box = yaml.safe_load(dict(ci.files("gitlab", "box/roadmap", "customers", "box"))[".gitlab-ci.yml"])
        (tmp_path / "plan-change-box.md").write_text(f"{MARKER}\n### What this does\n\n- x\n")
        assert gitlab(box, "plan:comment-box", tmp_path, tmp_path, values)[0].returncode == 0
        assert Notes.notes[-1]["body"] == "<!-- pmsite:diff box -->\n### What this does: box\n\n- x\n"
        server.shutdown()
