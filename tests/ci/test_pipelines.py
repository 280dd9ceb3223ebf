"""The files that `pmsite init --ci` writes: what is written where, linted, and what fresh runners install."""

from __future__ import annotations

import re
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
from pmsite.starter.told import told
from tests.ci.steps import INSTALL, Runner
from tests.history.repositories import git, start

ROOT = Path(__file__).parent.parent.parent
BIN = Path(sys.executable).parent
NAMES = (("roadmap", "."), ("apps/my app/roadmap", "apps/my app"), ("计划/roadmap", "计划"))
"""Workspaces, and the folders of their sites."""


def run(folder: Path, program: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(BIN / program), *words], cwd=folder, capture_output=True, text=True, check=False)


def init(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return run(folder, "pmsite", "init", *words)


def workflow(name: str) -> dict[str, Any]:
    texts = dict(ci.files("github", "roadmap", "customers"))
    found: dict[str, Any] = yaml.safe_load(texts[f".github/workflows/{name}.yml"])
    return found


@pytest.mark.parametrize(("workspace", "site"), NAMES)
@pytest.mark.parametrize(
    "linter", [("actionlint", "-no-color", "-shellcheck=", "-pyflakes="), ("zizmor", "--offline", "--persona=auditor")]
)
def test_the_workflows_pass_their_linters(tmp_path: Path, linter: tuple[str, ...], workspace: str, site: str) -> None:
    names = [path for path in lay(tmp_path, "github", workspace, site) if "workflows" in path or linter[0] == "zizmor"]
    done = run(tmp_path, *linter, *names)
    assert done.returncode == 0, done.stdout + done.stderr
    first = tmp_path / ci.CHECK["github"]
    worse = (
        first.read_text(encoding="utf-8").replace("pull_request:", "pull_request_target:").replace("needs: check", "needs: nothing")
    )
    first.write_text(re.sub(r"@[0-9a-f]{40} # v", "@v", worse), encoding="utf-8")
    assert run(tmp_path, *linter, *names).returncode != 0


@pytest.mark.parametrize(("workspace", "site"), NAMES)
@pytest.mark.parametrize(
    ("host", "ending", "schema"),
    [
        ("github", "workflows/*.yml", "vendor.github-workflows"),
        ("github", "dependabot.yml", "vendor.dependabot"),
        ("gitlab", ".gitlab-ci.yml", "vendor.gitlab-ci"),
        ("gitlab", "renovate.json", "vendor.renovate"),
    ],
)
def test_the_pipelines_have_the_form_of_their_host(
    tmp_path: Path, host: str, ending: str, schema: str, workspace: str, site: str
) -> None:
    names = [path for path in lay(tmp_path, host, workspace, site) if Path(path).match(ending)]
    done = run(tmp_path, "check-jsonschema", "--builtin-schema", schema, *names)
    assert names
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["check-every-pull-request.md", "check-every-pull-request.zh.md"])
@pytest.mark.parametrize("host", ci.HOSTS)
def test_the_how_to_shows_the_files_as_they_are(host: str, name: str) -> None:
    page = (ROOT / "docs/how-to" / name).read_text(encoding="utf-8")
    for path, text in ci.files(host, "roadmap", "customers", language="zh" if name.endswith(".zh.md") else "en"):
        if path in ci.paths(host):
            shown = indent(f"```{'json' if path.endswith('.json') else 'yaml'}\n{text}```\n", "    ")
            assert f'??? quote "{path}"\n\n{shown}' in page


@pytest.mark.parametrize("host", ci.HOSTS)
def test_the_files_of_a_plan_in_chinese_speak_chinese(host: str) -> None:
    for path, text in ci.first(host, ci.Plan("计划/roadmap", "customers", "计划", "zh")):
        assert [words for words in told(text) if not re.search("[一-鿿]", words)] == [], path


def lay(folder: Path, host: str, workspace: str, site: str) -> list[str]:
    for path, text in ci.files(host, workspace, "customers", site, "en" if workspace.isascii() else "zh"):
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
                assert ("trusted/" in step["run"]) is (name == "plan-check")


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
        return ["\n".join(yaml.safe_load(texts[".gitlab-ci.yml"])["plan:check"]["before_script"])]
    commands = yaml.safe_load(texts[".workflow/plan-check.yml"])["stages"][0]["steps"][0]["commands"]
    return [command for command in commands if "pip install" in command]


@pytest.mark.parametrize("host", ci.HOSTS)
def test_a_fresh_runner_installs_the_wheel_of_the_repository_and_asks_no_index_for_it(
    vendored: Path, tmp_path: Path, host: str
) -> None:
    for number, script in enumerate(installing(host)):
        job = tmp_path / str(number)
        below = next((name for name in ("trusted", "change") if f" {name}/" in script), ".")
        git(tmp_path, "clone", "-q", f"file://{vendored}", str(job / below))
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
        text = (tmp_path / path).read_text(encoding="utf-8")
        assert not re.search("@[A-Z_]+@", text)
        assert "customers" in text or "check" in path or path in ci.UPDATES
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
    plan(tmp_path / "our plan")
    assert init(tmp_path, "--ci", "github", "-w", "our plan").returncode == 0
    found = yaml.safe_load((tmp_path / ".github/workflows/plan-preview.yml").read_text())
    assert found["env"] == {"WORKSPACE": "our plan", "AUDIENCE": "public"}


def plan(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "product.yml").write_text("name: P\naudiences: {partners: {}, public: {}}\n")


def test_pipelines_work_in_the_folder_of_the_configuration_and_answer_to_changes_in_it(tmp_path: Path) -> None:
    start(tmp_path)
    for workspace, config, site, filtered in (
        ("app/roadmap", "app/mkdocs.yml", "app", True),
        ("team/lid", None, "team", True),
        ("c++/roadmap", None, "c++", True),
        ("plans/box", "mkdocs.yml", ".", False),
    ):
        plan(tmp_path / workspace)
        if config:
            (tmp_path / config).write_text("site_name: P\n")
        done = init(tmp_path, "--ci", "github", "-w", workspace)
        (path,) = [path for path in done.stdout.splitlines() if "preview" in path]
        found = yaml.safe_load((tmp_path / path).read_text())
        assert found["jobs"]["preview"]["env"]["SITE"] == site
        answers = found[True]["pull_request"]  # `on` is a word of YAML 1.1
        assert (answers["paths"][0].replace("\\", "") == f"{site}/**") if filtered else answers is None
        assert "merge_group" in found[True]


@pytest.mark.parametrize(
    ("host", "more"),
    [
        ("github", [".github/workflows/plan-check-box.yml", ".github/workflows/plan-preview-box.yml"]),
        ("gitlab", [".gitlab/plan-box.yml"]),
        ("gitee", [".workflow/plan-check-box.yml", ".workflow/plan-site-box.yml"]),
    ],
)
def test_a_second_product_has_files_jobs_and_comments_of_its_own(tmp_path: Path, host: str, more: list[str]) -> None:
    start(tmp_path)
    for workspace in ("app/roadmap", "box/roadmap"):
        plan(tmp_path / workspace)
    first = init(tmp_path, "--ci", host, "-w", "app/roadmap").stdout.splitlines()
    assert set(first) == {*ci.paths(host), ci.REQUIREMENTS}
    before = {path: (tmp_path / path).read_bytes() for path in first}
    done = init(tmp_path, "--ci", host, "-w", "box/roadmap")
    assert done.stdout.splitlines() == more
    assert {path: (tmp_path / path).read_bytes() for path in first} == before
    if host != "gitee":
        assert "public:box:box/roadmap" in done.stderr
    if host == "gitlab":
        assert "include:\n      - local: .gitlab/plan-box.yml" in done.stderr
    both = [yaml.safe_load((tmp_path / path).read_text()) for path in (ci.CHECK[host], more[0])]
    texts = [str(found) for found in both]
    assert "box" not in texts[0]
    if host == "github":
        assert both[0]["name"] != both[1]["name"]
        assert {found["concurrency"]["group"] for found in both} == {
            f"plan-check-{name}-${{{{ github.ref }}}}" for name in ("app", "box")
        }
        assert [job["name"] for found in both for job in found["jobs"].values()] == [
            *("Check of app", "Comment of app"),
            *("Check of box", "Comment of box"),
        ]
        assert "<!-- pmsite:diff box -->" in texts[1]
    elif host == "gitlab":
        assert not set(both[0]) & set(both[1])
        assert "workflow" not in both[1]
    else:
        assert both[0]["name"] != both[1]["name"]
    for workspace in ("app/roadmap", "box/roadmap"):
        again = init(tmp_path, "--ci", host, "-w", workspace)
        assert again.returncode == 2
        assert "nothing was written" in again.stderr


def test_jobs_that_gitlab_has_already_are_joined(tmp_path: Path) -> None:
    theirs = "variables:\n  WORKSPACE: build\nbuild:\n  script: [make]\n"
    start(tmp_path)
    plan(tmp_path / "roadmap")
    (tmp_path / ".gitlab-ci.yml").write_text(theirs)
    done = init(tmp_path, "--ci", "gitlab")
    assert done.stdout.splitlines() == [".gitlab/plan.yml", "renovate.json", ci.REQUIREMENTS]
    assert "include:\n      - local: .gitlab/plan.yml" in done.stderr
    assert set(yaml.safe_load((tmp_path / ".gitlab/plan.yml").read_text())) == {
        ".plan",
        "plan:check",
        "plan:preview",
        "plan:comment",
        "pages",
    }
    assert (tmp_path / ".gitlab-ci.yml").read_text() == theirs
    assert init(tmp_path, "--ci", "gitlab").returncode == 2
    plan(tmp_path / "box/roadmap")
    assert init(tmp_path, "--ci", "gitlab", "-w", "box/roadmap").stdout.splitlines() == [".gitlab/plan-box.yml"]


@pytest.mark.parametrize("theirs", [".github/dependabot.yml", ".github/dependabot.yaml", "renovate.json", ".github/renovate.json5"])
def test_what_proposes_versions_already_stays(tmp_path: Path, theirs: str) -> None:
    start(tmp_path)
    plan(tmp_path / "roadmap")
    (tmp_path / theirs).parent.mkdir(exist_ok=True)
    (tmp_path / theirs).write_text("theirs")
    for host in ci.HOSTS:
        done = init(tmp_path, "--ci", host)
        assert done.returncode == 0, done.stderr
        assert not {*ci.UPDATES} & {*done.stdout.splitlines()}
    assert (tmp_path / theirs).read_text() == "theirs"


@pytest.mark.parametrize(("language", "told"), [("en", "could not be checked"), ("zh", "未能检查")])
def test_what_a_comment_says_of_no_check_is_in_the_plans_language(tmp_path: Path, language: str, told: str) -> None:
    start(tmp_path)
    assert init(tmp_path, "--ci", "github", "--language", language).returncode == 0
    assert told in (tmp_path / ci.CHECK["github"]).read_text(encoding="utf-8")


@pytest.mark.parametrize(("folder", "label"), [("计划", ""), ("App", " of App"), ("our app", " of our-app")])
def test_names_are_such_as_their_host_takes(folder: str, label: str) -> None:
    texts = {host: dict(ci.files(host, f"{folder}/roadmap", "customers", folder)) for host in ci.HOSTS}
    for job in yaml.safe_load(texts["gitlab"][".gitlab-ci.yml"]).values():
        if "expose_as" in job.get("artifacts", {}):
            assert re.fullmatch(r"[a-zA-Z0-9_][-a-zA-Z0-9_ ]*", job["artifacts"]["expose_as"])
            assert job["artifacts"]["expose_as"].endswith(f"{'plan' if 'plan' in job['artifacts']['expose_as'] else 'site'}{label}")
    for path in ci.paths("gitee"):
        pipeline = yaml.safe_load(texts["gitee"][path])
        (step,) = pipeline["stages"][0]["steps"]
        assert all(re.fullmatch(r"[a-z0-9_-]{1,64}", name) for name in (pipeline["name"], step["name"]))
        assert (folder if folder != "our app" else "our-app") in pipeline["displayName"]


def test_a_folders_name_is_nothing_that_a_shell_reads(tmp_path: Path) -> None:
    start(tmp_path)
    plan(tmp_path / "it's $(touch x)/roadmap")
    assert init(tmp_path, "--ci", "gitee", "-w", "it's $(touch x)/roadmap").returncode == 0
    (step,) = yaml.safe_load((tmp_path / ci.CHECK["gitee"]).read_text())["stages"][0]["steps"]
    shown = subprocess.run(["bash", "-c", f'{step["commands"][0]}; echo "$WORKSPACE"'], capture_output=True, text=True, check=True)
    assert shown.stdout == "it's $(touch x)/roadmap\n"


def test_the_hook_for_commits_runs_the_check(tmp_path: Path) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert {"id", "name", "entry", "language"} <= set(hook)
    assert re.search(hook["files"], "roadmap/product.yml")
    assert init(tmp_path).returncode == 0
    assert run(tmp_path, *hook["entry"].split()).returncode == 0
    (tmp_path / "roadmap/vision.md").write_text("---\nstatus: x\n---\n")
    assert run(tmp_path, *hook["entry"].split()).returncode == 1
