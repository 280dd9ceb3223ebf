"""The steps of a workflow, run here: `run:` as it stands, the actions by what they do to the folder, expressions as GitHub reads them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.history.repositories import git

INSTALL = re.compile(r"python -I -m pip install --quiet --require-hashes --requirement (trusted/|change/)?requirements-plan\.txt")
EXPRESSION = re.compile(r"\$\{\{ (.+?) \}\}")
TOKEN = re.compile(r"'[^']*'|\|\||&&|[!=]=|!|[a-zA-Z_][\w.-]*")
WORDS = {"||": " or ", "&&": " and ", "!": " not ", "==": "==", "!=": "!=", "format": "formatted", "cancelled": "cancelled"}


def pull_request(branch: str = "change", *, fork: bool = False, base: str = "main") -> dict[str, str]:
    """What GitHub knows of a pull request."""
    return {
        "github.event_name": "pull_request",
        "github.repository": "o/r",
        "github.server_url": "https://host.example",
        "github.base_ref": base,
        "github.event.pull_request.head.repo.full_name": "stranger/r" if fork else "o/r",
        "github.event.pull_request.number": "7",
        "github.event.pull_request.head.sha": "a" * 40,
        "head": branch,
    }


def merge_group(remote: Path, branch: str = "change", base: str = "main") -> dict[str, str]:
    """What GitHub knows of a pull request in the merge queue."""
    at = git(remote, "rev-parse", base)
    return {
        "github.event_name": "merge_group",
        "github.repository": "o/r",
        "github.server_url": "https://host.example",
        "github.sha": "a" * 40,
        "github.event.merge_group.base_sha": at,
        "head": branch,
    }


@dataclass
class Runner:
    """A machine for one job, with the remote that its repository is on."""

    folder: Path
    remote: Path
    values: dict[str, str]
    """What names in expressions stand for; `head` is the branch that a change comes from."""
    tools: Path | None = None
    """A folder of programs that come before all others."""
    taken: dict[str, Path] = field(default_factory=dict)
    """What steps handed over, by name."""
    installed: list[str] = field(default_factory=list)
    """The commands that installed pmsite."""

    def applies(self, workflow: dict[str, Any], name: str) -> bool:
        """Whether a job runs at all."""
        return self._holds(str(workflow["jobs"][name].get("if", "true")), self.values)

    def job(self, workflow: dict[str, Any], name: str) -> list[subprocess.CompletedProcess[str]]:
        """Run a job's steps until one fails; what each `run:` did, besides those that install."""
        job = workflow["jobs"][name]
        values, whole = dict(self.values), {}
        for level in (workflow, job):
            for key, value in level.get("env", {}).items():
                whole[key] = values[f"env.{key}"] = self._filled(value, values)
        done = []
        for step in job["steps"]:
            if not self._holds(str(step.get("if", "true")), values):
                continue
            env = whole | {key: self._filled(value, values) for key, value in step.get("env", {}).items()}
            if "uses" in step:
                words = {key: self._filled(value, values) for key, value in step.get("with", {}).items()}
                taken = self._act(step["uses"].split("@")[0], words)
                values[f"steps.{step.get('id')}.outcome"] = "success" if taken else "failure"
                assert taken or step.get("continue-on-error")
            elif INSTALL.fullmatch(step["run"]):
                self.installed.append(step["run"])
            else:
                done.append(self._run(step["run"], self.folder / step.get("working-directory", "."), env))
                for line in self._outputs():
                    key, _, value = line.partition("=")
                    values[f"steps.{step['id']}.outputs.{key}"] = value
                if done[-1].returncode:
                    break
        return done

    def _outputs(self) -> list[str]:
        path = self.folder / "outputs"
        found = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        path.unlink(missing_ok=True)
        return found

    def _run(self, script: str, folder: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
        path = [*([str(self.tools)] if self.tools else []), str(Path(sys.executable).parent), os.environ["PATH"]]
        known = {
            "PATH": os.pathsep.join(path),
            "HOME": str(self.folder),
            "CI": "true",
            "GITHUB_OUTPUT": str(self.folder / "outputs"),
        }
        known |= {"GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"), "DISABLE_MKDOCS_2_WARNING": "true", **env}
        known |= {"GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8"}
        return subprocess.run(["bash", "-e", "-c", script], cwd=folder, env=known, capture_output=True, text=True, check=False)

    def _act(self, action: str, words: dict[str, str]) -> bool:
        if action == "actions/checkout":
            assert words["persist-credentials"] == "False"
            self._check_out(self.folder / words.get("path", "."), words.get("ref", ""), words.get("fetch-depth") == "0")
        elif action in ("actions/upload-artifact", "actions/upload-pages-artifact"):
            self.taken[words.get("name", "github-pages")] = self.folder / words["path"]
        elif action == "actions/download-artifact":
            found = self.taken.get(words["name"])
            if found is None:
                return False
            if found != self.folder / found.name:
                shutil.copy(found, self.folder / found.name)
        else:
            assert action == "actions/setup-python"
        return True

    def _check_out(self, folder: Path, ref: str, whole: bool) -> None:
        """What an event is about is checked out as the merge of its branch into its base; another branch as shallow as it is asked for."""
        base = self.values.get("github.event.merge_group.base_sha") or self.values.get("github.base_ref", "main")
        depth = () if whole or not ref else ("--depth", "1")
        git(self.folder, "clone", "-q", "-c", "core.symlinks=true", *depth, f"file://{self.remote}", str(folder / "clone"))
        for entry in sorted((folder / "clone").iterdir()):
            entry.rename(folder / entry.name)
        (folder / "clone").rmdir()
        at = ref or base
        git(folder, "checkout", "-q", "--detach", at if len(at) == 40 else f"origin/{at}")
        if not ref and "head" in self.values:
            git(folder, "merge", "-q", "--no-ff", "--no-edit", f"origin/{self.values['head']}")

    def _filled(self, text: object, values: dict[str, str]) -> str:
        return EXPRESSION.sub(lambda found: _written(_value(found[1], values)), str(text))

    def _holds(self, condition: str, values: dict[str, str]) -> bool:
        return bool(_value(condition.removeprefix("${{ ").removesuffix(" }}"), values))


def _value(expression: str, values: dict[str, str]) -> object:
    known: dict[str, Any] = {"v": lambda name: values.get(name, ""), "cancelled": lambda: False}
    known |= {"formatted": lambda text, *words: text.format(*words), "true": True, "false": False}
    word = TOKEN.sub(lambda found: _python(found[0]), expression.strip())
    return eval(word.strip(), {"__builtins__": {}}, known)


def _python(token: str) -> str:
    return token if token.startswith("'") or token in ("true", "false") else WORDS.get(token, f'v("{token}")')


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
