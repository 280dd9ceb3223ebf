"""What stands between an edit and its page finds every error of the edited file, and of the plan as a whole, that a check finds."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmsite.diagnostics import Severity
from pmsite.pipeline import check_all, guard, load, read
from tests.fuzz import workspaces
from tests.make import TODAY, write
from tests.properties.plans import SETTINGS, plans

HIDDEN = {
    "features/dark.md": "title: Zeppelin-9 for harbours",
    "insights/dim.md": "title: What the harbours of the north asked for by night",
}
TEXTS = [
    "About Zeppelin-9 for harbours.",
    "See [it](dark.md).",
    "![x](https://example.org/x.png)",
    "What the harbours of the north asked for by night",
    "<script>x</script>",
    "```pmsite\nview: nothing\n```",
    "",
]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(files=plans(), texts=st.lists(st.sampled_from(TEXTS), min_size=2, max_size=2))
def test_every_error_of_an_edited_file_is_found_before_its_page_is_shown(files: dict[str, str], texts: list[str]) -> None:
    edited = {
        f"features/edited{at}.md": f"---\ntitle: Edited {at}\nstatus: idea\nvisibility: [customers]\n---\n{text}\n"
        for at, text in enumerate(texts)
    }
    with TemporaryDirectory() as folder:
        plan = write(Path(folder), {**files, **HIDDEN, **edited}, SETTINGS.format(language="en"))
        found = load(plan, "roadmap", TODAY).report
        first = read(plan, "roadmap", TODAY)
        if first.report.failed:
            return
        guard(first, frozenset({"edited0"}))
    errors = {one for one in found if one.severity is Severity.ERROR}
    told = set(first.report)
    of_others = {"text-names-hidden-item", "link-to-hidden-item", "remote-image"}
    assert {one for one in errors if one.span.path.endswith("edited0.md") or one.code not in of_others} <= told
    assert {one for one in told if one.severity is Severity.ERROR} <= errors


def test_what_a_guard_leaves_out_a_check_finds_afterwards() -> None:
    for seed in range(40):
        with TemporaryDirectory() as folder:
            plan = write(Path(folder), workspaces.plan(Random(seed)))
            found = load(plan, "roadmap", TODAY).report
            later = read(plan, "roadmap", TODAY)
            guard(later, frozenset())
            check_all(later)
        assert list(later.report) == list(found)
