"""Bodies on which readers of Markdown would differ: the check and the build refuse them in the same words."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.host.edits import make

pytestmark = [pytest.mark.host, pytest.mark.slow]

SECRET = "SECRETCANARY"
PASSAGE = f"<!-- internal -->\nNorthlight Lifts pays 240,000 EUR ({SECRET}).\n<!-- /internal -->\n"
REFUSED = {
    "a-fence-in-a-comment": (f"<!-- old:\n```\n-->\n\n{PASSAGE}\n```\n", "comment-unclear"),
    "a-comment-in-code": (f"Authors can write `<!--` in a template.\n\n{PASSAGE}", "internal-passage-unclear"),
    "a-comment-not-closed": (f"<!-- TODO: rewrite the next paragraph ->\n\n{PASSAGE}", "comment-unclear"),
    "a-mark-with-one-dash": (f"<!-- internal ->\n{SECRET}\n<!-- /internal ->\n", "internal-mark-misspelt"),
    "a-mark-with-a-long-dash": (f"<!— internal —>\n{SECRET}\n<!— /internal —>\n", "internal-mark-misspelt"),
    "an-element": (f"<internal>{SECRET}</internal>\n", "internal-mark-misspelt"),
    "code-in-an-entry": (
        f"- Entry\n\n      <!-- internal -->\n      {SECRET}\n      <!-- /internal -->\n",
        "internal-passage-unclear",
    ),
    "a-title-of-a-link": (f'[a](b.md "<!-- internal -->{SECRET}<!-- /internal -->")\n', "internal-passage-unclear"),
    "a-fence-with-a-title": (f'```md title="x"\n{PASSAGE}```\n', "internal-passage-unclear"),
    "an-open-attribute": (f'<div title="\n\n{PASSAGE}', "internal-passage-unclear"),
}
FACTS = {
    "summary": f"summary: 'a <!-- internal -->{SECRET}<!-- /internal -->'",
    "escaped": f'summary: "\\x3c!-- internal -->{SECRET}"',
    "wording": f"for: {{customers: {{summary: '&lt;!-- internal --&gt; {SECRET}'}}}}",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, Path]:
    """What the check says of all of them, what the build says, and where."""
    project = tmp_path_factory.mktemp("passages") / "project"
    make(project)
    folder = project / "roadmap" / "features"
    for name, (body, _) in REFUSED.items():
        (folder / f"{name}.md").write_text(f"---\ntitle: {name}\nvisibility: [customers]\n---\n{body}", encoding="utf-8")
    for name, fact in FACTS.items():
        (folder / f"fact-{name}.md").write_text(f"---\ntitle: {name}\nvisibility: [customers]\n{fact}\n---\n", encoding="utf-8")
    runs = (["pmsite", "check"], ["mkdocs", "build"])
    check, build = (
        subprocess.run([sys.executable, "-m", *words], cwd=project, capture_output=True, text=True, check=False) for words in runs
    )
    assert (check.returncode, build.returncode) == (1, 1)
    return check.stdout + check.stderr, build.stdout + build.stderr, project


@pytest.mark.parametrize("case", [*REFUSED, *(f"fact-{name}" for name in FACTS)])
def test_check_and_build_refuse_it_in_the_same_words(told: tuple[str, str, Path], case: str) -> None:
    check, build, _ = told
    code = "internal-passage-in-fact" if case.startswith("fact-") else REFUSED[case][1]
    found = re.findall(rf"^.*features/{case}\.md:\d+:\d+.*{code}.*$", check, re.MULTILINE)
    assert found, check
    message = found[0].partition("roadmap/")[2]
    assert message in build


def test_nothing_of_it_is_published(told: tuple[str, str, Path]) -> None:
    site = told[2] / "site"
    assert not any(SECRET.encode() in path.read_bytes() for path in site.rglob("*") if path.is_file())
