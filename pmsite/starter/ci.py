"""The files that let a code host check and publish a plan, for each host. Words between `@` stand for what differs between plans."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

import pmsite
from pmsite.file_kinds import CARRIED
from pmsite.model.scaffold import scalar
from pmsite.read.limits import TABLE_BYTES
from pmsite.starter.told import in_words
from pmsite.starter.told import told as told_in
from pmsite.wording.words import catalog

HOSTS = ("github", "gitlab", "gitee")
REQUIREMENTS = "requirements-plan.in"
LOCKED = "requirements-plan.txt"
"""What the pipelines install, each package with its hash; made by the plan's owner, since hashes come from an index."""
VENDOR = "vendor"
"""Where the wheel of pmsite is, beside what is pinned: no index has it yet."""
FOLDER = Path(__file__).parent / "pipelines"
CHECK: Mapping[str, str] = {
    "github": ".github/workflows/plan-check.yml",
    "gitlab": ".gitlab-ci.yml",
    "gitee": ".workflow/plan-check.yml",
}
"""The file of each host that says which plan is checked."""
PUBLISH = ".github/workflows/plan-publish.yml"
"""Publishes all plans of a repository on GitHub, since that gives it one place for pages."""
INCLUDED = ".gitlab/plan.yml"
"""The jobs for GitLab where `.gitlab-ci.yml` is there already."""
UPDATES = (".github/dependabot.yml", "renovate.json")
"""What has newer versions proposed; one for a repository."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One of the plans of a repository: what it is called in its files, and where it is."""

    workspace: str
    audience: str
    site: str = "."
    """The folder of its mkdocs.yml, from the root of the repository."""
    language: str = "en"

    @property
    def label(self) -> str:
        """What tells it from other plans of the same repository, where it does not lie in the usual place."""
        parts = PurePosixPath(self.workspace).parts
        named = parts[:-1] if parts[-1] == "roadmap" else parts
        return re.sub(r"\W+", "-", "-".join(named)).strip("-")

    @property
    def key(self) -> str:
        """The label as Gitee takes names: small letters, digits and hyphens."""
        found = re.sub("[^a-z0-9]+", "-", self.label.lower()).strip("-")
        return found if self.label.isascii() else f"{found}-{sha256(self.label.encode()).hexdigest()[:8]}".strip("-")

    @property
    def line(self) -> str:
        """What the file that publishes says of it."""
        return f"{self.audience}:{self.site}:{self.workspace}"

    @property
    def patterns(self) -> tuple[str, ...]:
        """What its site is made of, where that is less than the whole repository."""
        return () if self.site == "." else (f"{self.site}/**", LOCKED, f"{VENDOR}/**")


def told() -> Iterator[str]:
    """What the files tell people, for the catalogs."""
    yield from told_in(_OTHERWISE)
    for host in HOSTS:
        for _, source in _sources(host):
            yield from told_in(source.read_text(encoding="utf-8"))


def paths(host: str) -> list[str]:
    """Where the files of a host belong, below the root of the repository."""
    return [path for path, _ in _sources(host)]


def workspace_of(text: str) -> str | None:
    """The workspace that a file of ours is for; nothing where it is not one of ours."""
    found = _NAMED.search(text) if "-m pmsite" in text else None
    try:
        if found and found["value"]:
            return _read_back(found["value"])
        return shlex.split(_read_back(found["command"]))[1].partition("=")[2] if found else None
    except (ValueError, IndexError):  # somebody has changed the line
        return None


def files(host: str, workspace: str, audience: str, site: str = ".", language: str = "en") -> Iterator[tuple[str, str]]:
    """Each file as its path below the root of the repository and its text; last what is to be pinned, which all hosts share."""
    yield from first(host, Plan(workspace, audience, site, language))
    yield requirements()


def requirements() -> tuple[str, str]:
    """What is to be pinned."""
    return REQUIREMENTS, f"pmsite[links]=={pmsite.__version__}\n"


def first(host: str, plan: Plan) -> Iterator[tuple[str, str]]:
    """The files for the only plan of a repository, or the first one."""
    for path, source in _sources(host):
        yield path, _filled(source, plan, is_included=False, publishes=True)


def further(host: str, plan: Plan) -> Iterator[tuple[str, str]]:
    """The files for one more plan, whose names and jobs are its own. What publishes is there already, but on Gitee."""
    ending = f"-{plan.label or plan.workspace}.yml"
    for path, source in _sources(host):
        if path not in (PUBLISH, *UPDATES):
            named = INCLUDED if host == "gitlab" else path
            yield named.replace(".yml", ending), _filled(source, plan, is_included=True, publishes=False)


def included(plan: Plan) -> Iterator[tuple[str, str]]:
    """The jobs for a repository on GitLab that has jobs already."""
    for path, source in _sources("gitlab"):
        yield INCLUDED if path == CHECK["gitlab"] else path, _filled(source, plan, is_included=True, publishes=True)


def _filled(source: Path, plan: Plan, *, is_included: bool, publishes: bool) -> str:
    text = in_words(source.read_text(encoding="utf-8"), catalog(plan.language))
    if is_included:
        text = _without(text, "workflow")
    if not publishes:
        text = _without(text, "pages")
    for mark, word in _words(plan).items():
        text = text.replace(mark, word)
    return text


def _without(text: str, key: str) -> str:
    """A file without one of its parts, and what is said in it."""
    return re.sub(rf"^{key}:\n(?: .*\n|\n)*", "", text, flags=re.MULTILINE).rstrip("\n") + "\n"


def _words(plan: Plan) -> dict[str, str]:
    label = plan.label
    patterns = [re.sub(r"[?+![\]]", r"\\\g<0>", pattern) for pattern in plan.patterns]
    patterns += [".github/workflows/plan-*.yml"] if patterns else []
    changes = [pattern.replace("/**", "/**/*") for pattern in plan.patterns]
    return {
        "@PATHS@\n": f"    paths: {json.dumps(patterns, ensure_ascii=False)}\n" if patterns else "",
        "@CHANGES@\n": f"      changes: {json.dumps(changes, ensure_ascii=False)}\n" if changes else "",
        "@OTHERWISE@\n": in_words(_OTHERWISE, catalog(plan.language)) if changes else "",
        "@WORKSPACE@": scalar(plan.workspace),
        "@AUDIENCE@": scalar(plan.audience),
        "@SITE@": scalar(plan.site),
        "@LINE@": plan.line,
        "@SET_WORKSPACE@": scalar(f"export WORKSPACE={shlex.quote(plan.workspace)}"),
        "@SET_AUDIENCE@": scalar(f"export PMSITE_AUDIENCE={shlex.quote(plan.audience)}"),
        "@SET_SITE@": scalar(f"export SITE={shlex.quote(plan.site)}"),
        "@OF@": label and (f"（{label}）" if plan.language == "zh" else f" of {label}"),
        "@IN@": label and f"（{label}）",
        "@DASH@": label and f"-{label}",
        "@KEY@": plan.key and f"-{plan.key}",
        "@KEY_UNDER@": plan.key and f"_{plan.key.replace('-', '_')}",
        "@EXPOSED@": f" of {label}" if label and label.isascii() else "",
        "@SPACE@": label and f" {label}",
        "@COLON@": label and f": {label}",
        "@DATA@": "|".join(sorted(ending[1:] for ending in (CARRIED | {".md"}))),
        "@LARGEST@": str(TABLE_BYTES // 1024 + 1),
        "@UNREAD@": json.dumps(_UNREAD.get(plan.language, _UNREAD["en"]), ensure_ascii=False),
    }


def _read_back(written: str) -> str:
    """What `scalar` wrote, which may since have been put into single quotes."""
    return str(json.loads(written)) if written.startswith('"') else written.strip("'")


def _sources(host: str) -> list[tuple[str, Path]]:
    folder = FOLDER / host
    return [(path.relative_to(folder).as_posix(), path) for path in sorted(folder.rglob("*")) if path.is_file()]


_OTHERWISE = """\
    # Where a merge request no longer touches the folder, its note goes.
    - if: $CI_PIPELINE_SOURCE == "merge_request_event" && $PMSITE_COMMENT_TOKEN
      variables:
        UNTOUCHED: "yes"
"""
_NAMED = re.compile(r"""^ +(?:WORKSPACE: (?P<value>.+)|- (?P<command>"?export WORKSPACE=.+))$""", re.MULTILINE)
"""Where a file of ours says which plan it is for."""
_UNREAD = {
    "en": "The plan could not be checked, so nothing is known of this change. The run says why:",
    "zh": "计划未能检查，因此不知道这次改动会带来什么。原因见运行记录：",
}
