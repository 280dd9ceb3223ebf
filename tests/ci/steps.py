"""The steps of a workflow, run here: `run:` as it stands, the actions by what they do to the folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.history.repositories import git

INSTALL = re.compile(r"python -I -m pip install --quiet --require-hashes --requirement (trusted/)?requirements-plan\.txt")
EXPRESSION = re.compile(r"\$\{\{ ([\w.]+) \}\}")


@dataclass
class Runner:
    """A machine for one job, with the remote that its repository is on."""

    folder: Path
    remote: Path
    values: dict[str, str]
    """What the expressions in `env:` and `with:` stand for."""
    branch: str = "change"
    """Where the pull request comes from."""
    tools: Path | None = None
    """A folder of programs that come before all others."""
    taken: dict[str, Path] = field(default_factory=dict)
    """What steps handed over, by name."""

    def job(self, workflow: dict[str, Any], name: str) -> list[subprocess.CompletedProcess[str]]:
        """Run a job's steps until one fails; what each `run:` did."""
        job = workflow["jobs"][name]
        values = self.values | {f"env.{key}": value for key, value in workflow.get("env", {}).items()}
        done = []
        for step in job["steps"]:
            env = {key: self._filled(value, values) for key, value in {**workflow.get("env", {}), **step.get("env", {})}.items()}
            if "uses" in step:
                self._act(step["uses"].split("@")[0], {key: self._filled(v, values) for key, v in step.get("with", {}).items()})
            elif not INSTALL.fullmatch(step["run"]):
                done.append(self._run(step["run"], self.folder / step.get("working-directory", "."), env))
                if done[-1].returncode:
                    break
        return done

    def _run(self, script: str, folder: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
        path = [*([str(self.tools)] if self.tools else []), str(Path(sys.executable).parent), os.environ["PATH"]]
        known = {"PATH": os.pathsep.join(path), "HOME": str(self.folder), "CI": "true"}
        known |= {"GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"), "DISABLE_MKDOCS_2_WARNING": "true", **env}
        known |= {"GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8"}
        return subprocess.run(["bash", "-e", "-c", script], cwd=folder, env=known, capture_output=True, text=True, check=False)

    def _act(self, action: str, words: dict[str, str]) -> None:
        if action == "actions/checkout":
            assert words["persist-credentials"] == "False"
            self._check_out(self.folder / words.get("path", "."), words.get("ref", ""))
        elif action in ("actions/upload-artifact", "actions/upload-pages-artifact"):
            self.taken[words.get("name", "github-pages")] = self.folder / words["path"]
        elif action == "actions/download-artifact":
            found = self.taken[words["name"]]
            (self.folder / found.name).write_bytes(found.read_bytes())
        else:
            assert action == "actions/setup-python"

    def _check_out(self, folder: Path, ref: str) -> None:
        """A pull request is checked out as the merge of its branch into its base."""
        git(self.folder, "clone", "-q", "-c", "core.symlinks=true", f"file://{self.remote}", str(folder / "clone"))
        for entry in sorted((folder / "clone").iterdir()):
            entry.rename(folder / entry.name)
        (folder / "clone").rmdir()
        git(folder, "checkout", "-q", "--detach", ref or "origin/main")
        if not ref and "github.base_ref" in self.values:
            git(folder, "merge", "-q", "--no-ff", "--no-edit", f"origin/{self.branch}")

    @staticmethod
    def _filled(text: object, values: dict[str, str]) -> str:
        return EXPRESSION.sub(lambda found: values[found[1]], str(text))
