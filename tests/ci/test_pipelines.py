"""The files that `pmsite init --ci` writes: linted, and their steps run against a repository with a bare remote."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest
import yaml

import pmsite
from pmsite.starter import ci
from tests.ci.steps import INSTALL, Runner
from tests.history.repositories import git, start
from tests.reporting.runner import commands

ROOT = Path(__file__).parent.parent.parent
BIN = Path(sys.executable).parent
MARKER = "<!-- pmsite:diff -->"
POISON = "import pathlib; pathlib.Path(__file__).with_suffix('.ran').touch(); pathlib.Path('{marker}').touch()\n"


def run(folder: Path, program: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(BIN / program), *words], cwd=folder, capture_output=True, text=True, check=False)


def init(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return run(folder, "pmsite", "init", *words)


def workflow(name: str) -> dict[str, Any]:
    texts = dict(ci.files("github", "roadmap", "customers"))
    found: dict[str, Any] = yaml.safe_load(texts[f".github/workflows/{name}.yml"])
    return found


@pytest.fixture(scope="module")
def remote(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bare repository: on main a plan with its workflows, on `change` a pull request that also tries to run code."""
    folder = tmp_path_factory.mktemp("pipelines")
    work = start(folder / "work")
    assert init(work, "--ci", "github", "--name", "Field Notes").returncode == 0
    (work / ci.LOCKED).write_text("")
    git(work, "add", "-A")
    git(work, "commit", "-q", "-m", "The plan")
    git(work, "checkout", "-q", "-b", "change")
    plan = work / "roadmap"
    setup = plan / "features/guided-setup.md"
    setup.write_text(setup.read_text().replace("title: ", "title: '::error::x ##[error]x @ada' # ", 1))
    (plan / "features/cellars.md").write_text(
        "---\ntitle: Map of cellars\nsupports: [first-results]\nvisibility: [customers]\n---\n"
    )
    for name in ("yaml.py", "sitecustomize.py", "pmsite.py", "roadmap/yaml.py", "hook.py"):
        (work / name).write_text(POISON.format(marker=folder / "ran"))
    config = work / "mkdocs.yml"
    config.write_text(f"{config.read_text()}\nhooks: [hook.py]\n")
    (work / ci.LOCKED).write_text("evil==1.0\n")
    (plan / "features/drawing.svg").write_text("<svg/>")
    git(work, "add", "-A")
    git(work, "commit", "-q", "-m", "A change")
    git(work, "checkout", "-q", "-b", "sly")
    (plan / "features/link.png").symlink_to("/etc/hostname")
    git(work, "add", "-A")
    git(work, "commit", "-q", "-m", "A file of the machine")
    git(folder, "clone", "-q", "--bare", "work", "remote.git")
    return folder / "remote.git"


@pytest.fixture
def runner(remote: Path, tmp_path: Path) -> Runner:
    values = {"github.base_ref": "main", "github.event.pull_request.base.sha": git(remote, "rev-parse", "main")}
    return Runner(tmp_path, remote, values)


def test_a_pull_request_is_checked_and_told_without_running_any_of_it(runner: Runner, remote: Path) -> None:
    checked, told = runner.job(workflow("plan-check"), "check")
    assert (checked.returncode, told.returncode) == (0, 0), checked.stderr + told.stderr
    assert {command.name for command in commands(checked.stdout + checked.stderr + told.stdout)} == {"notice"}
    comment = runner.taken["plan-comment"].read_text(encoding="utf-8")
    assert comment.splitlines()[0] == MARKER
    assert "Map of cellars" in comment
    summary = (runner.folder / "summary.md").read_text(encoding="utf-8")
    assert "### pmsite:" in summary
    assert comment in summary
    assert not (remote.parent / "ran").exists()
    assert (runner.folder / "trusted" / ci.LOCKED).read_text() == ""


def test_a_pull_request_with_faults_fails_and_says_where(runner: Runner, remote: Path) -> None:
    git(runner.folder, "clone", "-q", "--bare", str(remote), "faulty.git")
    git(runner.folder, "clone", "-q", "-b", "change", "faulty.git", "again")
    (runner.folder / "again/roadmap/features/cellars.md").write_text("---\ntitle: Map\nstatus: bilding\n---\n")
    git(runner.folder / "again", "commit", "-qam", "A fault")
    git(runner.folder / "again", "push", "-q")
    runner.remote = runner.folder / "faulty.git"
    (checked,) = runner.job(workflow("plan-check"), "check")
    assert checked.returncode == 1
    (error,) = [found for found in commands(checked.stdout) if found.name == "error"]
    assert error.properties == {"file": "roadmap/features/cellars.md", "line": "3", "col": "1", "title": "unknown-status"}


GH = """#!{python}
import json, pathlib, subprocess, sys
words = sys.argv[1:]
store = pathlib.Path("{store}")
comments = json.loads(store.read_text())
if "--jq" in words:
    out = subprocess.run(["jq", "-r", words[words.index("--jq") + 1]], input=json.dumps(comments), text=True, capture_output=True, check=True)
    print(out.stdout, end="")
    sys.exit()
body = pathlib.Path(words[-1].removeprefix("body=@")).read_text()
(place,) = [word for word in words if word.startswith("repos/")]
if "POST" in words:
    assert place == "repos/o/r/issues/7/comments"
    comments.append({{"id": 100 + len(comments), "body": body, "user": {{"login": "github-actions[bot]"}}}})
else:
    (found,) = [comment for comment in comments if place == f"repos/o/r/issues/comments/{{comment['id']}}"]
    found["body"] = body
store.write_text(json.dumps(comments))
"""


@pytest.mark.skipif(shutil.which("jq") is None, reason="the stand-in for the host's client needs jq")
def test_one_comment_is_written_and_then_updated_and_nobody_elses(tmp_path: Path) -> None:
    store = tmp_path / "comments.json"
    others = [
        {"id": 1, "body": f"{MARKER}\nmine", "user": {"login": "ada"}},
        {"id": 2, "body": "x", "user": {"login": "github-actions[bot]"}},
    ]
    store.write_text(json.dumps(others))
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools/gh").write_text(GH.format(python=sys.executable, store=store))
    (tmp_path / "tools/gh").chmod(0o755)
    (tmp_path / "job").mkdir()
    values = {"github.token": "t", "github.repository": "o/r", "github.event.pull_request.number": "7"}
    runner = Runner(tmp_path / "job", tmp_path, values, tools=tmp_path / "tools")
    runner.taken["plan-comment"] = tmp_path / "comment.md"
    for text in ("first", "second"):
        (tmp_path / "comment.md").write_text(f"{MARKER}\n{text}\n")
        (done,) = runner.job(workflow("plan-check"), "comment")
        assert done.returncode == 0, done.stderr
        assert json.loads(store.read_text())[:2] == others
        assert [c["body"] for c in json.loads(store.read_text())[2:]] == [f"{MARKER}\n{text}\n"]
    (tmp_path / "comment.md").write_text("something else\n")
    assert runner.job(workflow("plan-check"), "comment")[0].returncode != 0


@pytest.mark.host
def test_the_preview_takes_data_alone_from_the_pull_request(runner: Runner, remote: Path) -> None:
    runner.branch = "sly"
    laid, built = runner.job(workflow("plan-preview"), "preview")
    assert (laid.returncode, built.returncode) == (0, 0), laid.stderr + built.stdout + built.stderr
    site = runner.taken["plan-preview"]
    assert "Map of cellars" in (site / "roadmap/features/cellars/index.html").read_text(encoding="utf-8")
    assert {path.suffix for path in (runner.folder / "trusted/roadmap").rglob("*") if path.is_file()} <= {
        ".md",
        ".csv",
        ".png",
        ".yml",
    }
    assert (runner.folder / "change/roadmap/features/link.png").is_symlink()
    assert not list((runner.folder / "trusted/roadmap").rglob("link.png"))
    assert not (remote.parent / "ran").exists()
    first, *_, last = built.stdout.splitlines()
    token = first.removeprefix("::stop-commands::")
    assert re.fullmatch("[0-9a-f]{32}", token)
    assert last == f"::{token}::"


@pytest.mark.host
def test_publishing_builds_with_the_secret_and_audits_without(runner: Runner) -> None:
    del runner.values["github.base_ref"]
    runner.values["secrets.PMSITE_LINK_SECRET"] = ""
    built, audited = runner.job(workflow("plan-publish"), "build")
    assert (built.returncode, audited.returncode) == (0, 0), built.stdout + built.stderr + audited.stdout + audited.stderr
    assert (runner.taken["github-pages"] / "index.html").is_file()


@pytest.mark.parametrize(
    "linter", [("actionlint", "-no-color", "-shellcheck=", "-pyflakes="), ("zizmor", "--offline", "--persona=auditor")]
)
def test_the_workflows_pass_their_linters(tmp_path: Path, linter: tuple[str, ...]) -> None:
    names = lay(tmp_path, "github")
    done = run(tmp_path, *linter, *names)
    assert done.returncode == 0, done.stdout + done.stderr
    first = tmp_path / names[0]
    worse = (
        first.read_text(encoding="utf-8").replace("pull_request:", "pull_request_target:").replace("needs: check", "needs: nothing")
    )
    first.write_text(re.sub(r"@[0-9a-f]{40} # v", "@v", worse), encoding="utf-8")
    assert run(tmp_path, *linter, *names).returncode != 0


@pytest.mark.parametrize(("host", "schema"), [("github", "vendor.github-workflows"), ("gitlab", "vendor.gitlab-ci")])
def test_the_pipelines_have_the_form_of_their_host(tmp_path: Path, host: str, schema: str) -> None:
    done = run(tmp_path, "check-jsonschema", "--builtin-schema", schema, *lay(tmp_path, host))
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("host", ci.HOSTS)
def test_the_how_to_shows_the_files_as_they_are(host: str) -> None:
    page = (ROOT / "docs/how-to/check-every-pull-request.md").read_text(encoding="utf-8")
    for path, text in ci.files(host, "roadmap", "customers"):
        if path in ci.paths(host):
            shown = indent("```yaml\n" + text + "```\n", "    ")
            assert f'??? quote "{path}"\n\n{shown}' in page


def lay(folder: Path, host: str) -> list[str]:
    for path, text in ci.files(host, "roadmap", "customers"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return ci.paths(host)


@pytest.mark.parametrize("name", ["plan-check", "plan-preview", "plan-publish"])
def test_no_workflow_gives_a_stranger_anything(name: str) -> None:
    found = workflow(name)
    jobs = found["jobs"]
    assert "pull_request_target" not in str(found)
    assert found["permissions"] == {}
    for job in jobs.values():
        assert job["timeout-minutes"] <= 20
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
            assert "secrets." not in str(step.get("env", "")) or name == "plan-publish"
            if "pip install" in step.get("run", ""):
                assert INSTALL.fullmatch(step["run"])
                assert "trusted/" in step["run"] or name == "plan-publish"


def test_a_merge_request_is_checked_by_the_steps_for_gitlab(remote: Path, tmp_path: Path) -> None:
    found = yaml.safe_load(dict(ci.files("gitlab", "roadmap", "customers"))[".gitlab-ci.yml"])
    git(tmp_path, "clone", "-q", "-b", "change", f"file://{remote}", "clone")
    base = git(tmp_path / "clone", "merge-base", "origin/main", "HEAD")
    values = {"WORKSPACE": "roadmap", "AUDIENCE": "customers", "CI_MERGE_REQUEST_DIFF_BASE_SHA": base}
    runner = Runner(tmp_path / "clone", remote, {})
    *pins, _install = found[".plan"]["before_script"]
    for script in ("\n".join([*pins, 'cp "$trusted/requirements-plan.txt" ..']), *found["plan:check"]["script"]):
        done = runner._run(script, tmp_path / "clone", values)
        assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "requirements-plan.txt").read_text() == ""
    assert {entry["severity"] for entry in json.loads((tmp_path / "clone/plan-quality.json").read_text())} <= {"info", "minor"}
    assert (tmp_path / "clone/plan-change.md").read_text().startswith(MARKER)
    secret = {job: "PMSITE_LINK_SECRET" in str(found[job]) for job in ("plan:check", "plan:preview")}
    assert not any(secret.values())


@pytest.fixture(scope="module")
def vendored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository that holds pmsite's wheel, pinned by its hash as pip-compile writes it; other packages are left out here."""
    folder = start(tmp_path_factory.mktemp("vendored") / "plan")
    wheel = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "--wheel-dir",
        ci.VENDOR,
        str(ROOT),
    ]
    subprocess.run(wheel, cwd=folder, check=True, capture_output=True)
    (made,) = (folder / ci.VENDOR).iterdir()
    pinned = f"pmsite[links]=={pmsite.__version__} --hash=sha256:{sha256(made.read_bytes()).hexdigest()}"
    (folder / ci.LOCKED).write_text(f"--find-links {ci.VENDOR}\n\n{pinned}\n")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "The wheel")
    return folder


def installing(host: str) -> list[str]:
    """What a host's pipelines run to install pmsite, as it stands in them."""
    texts = dict(ci.files(host, "roadmap", "customers"))
    if host == "github":
        steps = workflow("plan-preview")["jobs"]["preview"]["steps"] + workflow("plan-publish")["jobs"]["build"]["steps"]
        return [step["run"] for step in steps if INSTALL.fullmatch(step.get("run", ""))]
    if host == "gitlab":
        return ["\n".join(yaml.safe_load(texts[".gitlab-ci.yml"])[".plan"]["before_script"])]
    return [yaml.safe_load(texts[".workflow/plan-check.yml"])["stages"][0]["steps"][0]["commands"][0]]


@pytest.mark.parametrize("host", ci.HOSTS)
def test_a_fresh_runner_installs_the_wheel_of_the_repository_and_asks_no_index_for_it(
    vendored: Path, tmp_path: Path, host: str
) -> None:
    for number, script in enumerate(installing(host)):
        job = tmp_path / str(number)
        git(tmp_path, "clone", "-q", f"file://{vendored}", str(job / "trusted" if " trusted/" in script else job))
        only_it = {
            "PIP_NO_INDEX": "1",
            "PIP_NO_DEPS": "1",
            "PIP_FIND_LINKS": "",
            "PIP_TARGET": str(tmp_path / f"installed {number}"),
        }
        done = Runner(tmp_path, vendored, {})._run(script, job, only_it)
        assert done.returncode == 0, done.stdout + done.stderr
        assert (tmp_path / f"installed {number}" / "pmsite/templates").is_dir()


@pytest.mark.parametrize("host", ci.HOSTS)
def test_init_writes_a_hosts_files_beside_a_plan_and_never_over_others(tmp_path: Path, host: str) -> None:
    start(tmp_path)
    assert init(tmp_path).returncode == 0
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    done = init(tmp_path, "--ci", host)
    assert (done.returncode, done.stdout.split()) == (0, [*ci.paths(host), ci.REQUIREMENTS])
    assert f"pip wheel --no-deps --wheel-dir {ci.VENDOR} /" in done.stderr
    assert f"--find-links {ci.VENDOR}" in done.stderr
    assert all(path.read_bytes() == text for path, text in before.items())
    for path in ci.paths(host):
        assert "@WORKSPACE@" not in (tmp_path / path).read_text(encoding="utf-8")
        assert "customers" in (tmp_path / path).read_text(encoding="utf-8") or "check" in path
        yaml.safe_load((tmp_path / path).read_text(encoding="utf-8"))
    again = init(tmp_path, "--ci", host)
    assert again.returncode == 2
    assert "nothing was written" in again.stderr


def no_audience(root: Path) -> None:
    (root / "roadmap").mkdir()
    (root / "roadmap/product.yml").write_text("name: P\n")


def below(root: Path) -> None:
    (root.parent / ".git").mkdir()


@pytest.mark.parametrize(
    ("prepare", "words", "told"),
    [
        (no_audience, ("--ci", "github"), "names no audience"),
        (below, ("--ci", "github"), "root of the repository"),
        (lambda root: None, ("--ci", "github", "-w", "../x"), "a folder inside"),
        (lambda root: None, ("--ci", "github", "-w", "plan"), "no plan/product.yml"),
        (lambda root: None, ("-w", "plan"), "belongs to --ci"),
        (lambda root: None, ("--ci", "forgejo"), "github"),
    ],
)
def test_init_refuses_what_no_host_would_read(
    tmp_path: Path, prepare: Callable[[Path], None], words: tuple[str, ...], told: str
) -> None:
    root = tmp_path / "repository"
    root.mkdir()
    prepare(root)
    before = sorted(root.rglob("*"))
    done = init(root, *words)
    assert done.returncode == 2
    assert told in done.stderr
    assert sorted(root.rglob("*")) == before


def test_a_plan_elsewhere_in_the_repository_is_named(tmp_path: Path) -> None:
    start(tmp_path)
    (tmp_path / "our plan").mkdir()
    (tmp_path / "our plan/product.yml").write_text("name: P\naudiences: {partners: {}, public: {}}\n")
    assert init(tmp_path, "--ci", "github", "-w", "our plan").returncode == 0
    found = yaml.safe_load((tmp_path / ".github/workflows/plan-preview.yml").read_text())
    assert found["env"] == {"WORKSPACE": "our plan", "AUDIENCE": "public"}


def test_the_hook_for_commits_runs_the_check(tmp_path: Path) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert {"id", "name", "entry", "language"} <= set(hook)
    assert re.search(hook["files"], "roadmap/product.yml")
    assert init(tmp_path).returncode == 0
    assert run(tmp_path, *hook["entry"].split()).returncode == 0
    (tmp_path / "roadmap/vision.md").write_text("---\nstatus: x\n---\n")
    assert run(tmp_path, *hook["entry"].split()).returncode == 1
