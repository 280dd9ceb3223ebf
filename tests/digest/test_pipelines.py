"""The pipelines of the how-to, in English and in Chinese: each code host reads them as what they are meant to be."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

HOW_TO = Path(__file__).parent.parent.parent / "docs/how-to"
PAGES = ("send-a-digest.md", "send-a-digest.zh.md")
BLOCK = re.compile(r'```yaml title="(?P<name>[^"]+)"\n(?P<text>.*?)```', re.DOTALL)
BIN = Path(sys.executable).parent


def pipelines(page: str) -> dict[str, str]:
    return {found["name"]: found["text"] for found in BLOCK.finditer((HOW_TO / page).read_text(encoding="utf-8"))}


def commands(name: str, text: str) -> list[Any]:
    """What a pipeline runs, step by step."""
    read = yaml.safe_load(text)
    if name.startswith(".github"):
        return [step["run"] for step in read["jobs"]["digest"]["steps"] if "run" in step]
    return list(read["plan:digest"]["script"] if name.startswith(".gitlab") else read["stages"][0]["steps"][0]["commands"])


@pytest.mark.parametrize("page", PAGES)
def test_there_is_one_for_each_code_host(page: str) -> None:
    assert list(pipelines(page)) == [".github/workflows/plan-digest.yml", ".gitlab/plan-digest.yml", ".workflow/plan-digest.yml"]


@pytest.mark.parametrize("page", PAGES)
def test_every_step_is_a_command_and_the_address_is_nowhere_but_where_it_is_posted_to(page: str) -> None:
    for name, text in pipelines(page).items():
        steps = commands(name, text)
        assert all(isinstance(step, str) for step in steps), name
        asking = next(step for step in steps if "pmsite digest" in step)
        posting = next(step for step in steps if "curl" in step)
        assert "WEBHOOK" not in asking.replace("env -u PLAN_DIGEST_WEBHOOK", "")
        assert "--config -" in posting  # never an argument, which other processes can see
        assert re.search(r"-s .*digest.json", "\n".join(steps))
        assert re.search(r"unshallow|GIT_DEPTH: \"0\"|fetch-depth: 0", text)
        done = subprocess.run(["sh", "-n"], input="\n".join(steps), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_the_workflow_passes_its_linters(tmp_path: Path) -> None:
    name = ".github/workflows/plan-digest.yml"
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text(pipelines(PAGES[0])[name], encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    for words in (["actionlint", "-no-color", "-shellcheck=", "-pyflakes=", name], ["zizmor", "--offline", name]):
        done = subprocess.run([str(BIN / words[0]), *words[1:]], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_gitlab_reads_its_own(tmp_path: Path) -> None:
    path = tmp_path / "plan-digest.json"
    path.write_text(json.dumps(yaml.safe_load(pipelines(PAGES[0])[".gitlab/plan-digest.yml"])), encoding="utf-8")
    words = [str(BIN / "check-jsonschema"), "--builtin-schema", "vendor.gitlab-ci", str(path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
