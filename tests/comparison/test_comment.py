"""The comment under a pull request: what it says first, what it never leaves out, and what it does not conclude."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from pmsite.comparison.compare import Comparison, compare
from pmsite.comparison.links import Links
from pmsite.comparison.markdown import LIMIT, comment
from pmsite.comparison.sections import Section, sections
from pmsite.wording.differences import Teller
from tests.history.repositories import commit, git, plan
from tests.make import TODAY

HOST = 65_536
"""Characters that code hosts take."""
SETTINGS = (
    "name: Field Notes\naudiences:\n  customers: {label: Customers, dates: quarter}\n  partners: {label: Partners}\n"
    "checks: {unowned: off, feature-without-goal: off}\n"
)
Files = dict[str, str | None]


def compared(folder: Path, before: Files, after: Files, settings: str = SETTINGS) -> Comparison:
    plan(folder, ("2026-11-01", before), ("2026-11-20", after), settings=settings)
    return compare(folder / "roadmap", "roadmap", TODAY, "HEAD~1", "HEAD")


def told(found: Comparison) -> list[str]:
    """Every section as text: its heading, its lines, and what follows from each."""
    lines = []
    for section in _sections(found):
        lines.append(section.heading)
        for line in section.lines:
            said = "; ".join(filter(None, (line.grave and f"**{line.grave}**", line.sentence)))
            lines += [f"- {line.subject} {line.id}: {said}".replace(" :", ":"), *(f"  - {point}" for point in line.points)]
    return lines


def _teller(found: Comparison) -> Teller:
    return Teller(found.after.settings.language, found.after.settings, found.titles)


def _sections(found: Comparison) -> Sequence[Section]:
    return sections(found, _teller(found))


def commented(found: Comparison, links: Links | None = None, limit: int = LIMIT) -> str:
    return comment(_sections(found), _teller(found), "main", links=links or Links("roadmap", found.folder), limit=limit)


def test_what_cannot_be_read_is_said_first_and_nothing_follows_from_it(tmp_path: Path) -> None:
    before: Files = {
        "features/a.md": "title: A\nstatus: planned\nvisibility: [customers]",
        "features/b.md": "title: B\nstatus: planned\ndepends_on: [a]\nrelated: [a]\nvisibility: [customers]",
        "releases/1.md": "title: One\nvisibility: [customers]",
    }
    found = compared(tmp_path, before, {"features/a.md": "title: A\nstatus: planed\nvisibility: [customers]"})
    assert told(found) == [
        "Cannot be read",
        "- roadmap/features/a.md:3:1: status: planed is not a status of this workspace. did you mean planned? "
        "Else write one of idea, discovery, planned, building, shipped, dropped",
        "  - and 2 that follow from it",
    ]


@pytest.mark.parametrize("head", ["HEAD", None])
def test_a_plan_whose_settings_cannot_be_read_is_told_so(tmp_path: Path, head: str | None) -> None:
    plan(tmp_path, ("2026-11-01", {"features/a.md": "title: A"}), settings=SETTINGS)
    commit(tmp_path, {"product.yml": "name: [", "features/a.md": "title: B"}, "2026-11-20")
    found = compare(tmp_path / "roadmap", "roadmap", TODAY, "HEAD~1", head)
    (section,) = _sections(found)
    assert section.heading == "Cannot be read"
    assert section.lines[0].subject.startswith("roadmap/product.yml:1")


def test_a_file_that_was_and_stays_unreadable_is_no_matter_of_the_change(tmp_path: Path) -> None:
    broken: Files = {"features/a.md": "title: A\nstatus: planed", "features/b.md": "title: B"}
    assert compared(tmp_path, broken, {"features/c.md": "title: C"}).unread == {}


def test_readers_are_told_what_they_will_notice_as_they_read_it(tmp_path: Path) -> None:
    both = "visibility: [customers, partners]"
    before: Files = {
        "features/moved.md": f"title: Moved\nstatus: planned\ntarget: 2026-12-10\n{both}",
        "features/renamed.md": f"title: Old name\nstatus: planned\n{both}",
        "features/hidden.md": "title: Kept back\nstatus: planned",
        "features/taken.md": "title: Taken back\nstatus: planned\nvisibility: [customers]",
        "features/gone.md": "title: Gone\nstatus: planned\nvisibility: [partners]",
    }
    after: Files = {
        "features/moved.md": f"title: Moved\nstatus: planned\ntarget: 2027-01-20\n{both}",
        "features/renamed.md": f"title: New name\nstatus: planned\n{both}",
        "features/hidden.md": "title: Kept back\nstatus: planned\nvisibility: [customers]",
        "features/taken.md": "title: Taken back\nstatus: planned",
        "features/gone.md": None,
        "features/new.md": "title: Brand new\nstatus: planned\ntarget: 2027-02-11\nvisibility: [customers]",
    }
    lines = told(compared(tmp_path, before, after))
    assert lines[: lines.index("Dates")] == [
        "What Customers and Partners will read",
        "- New name renamed: was called “Old name”",
        "What Customers will read",
        "- Kept back hidden: **was hidden from them until now: Planned**",
        "- Taken back taken: they can no longer see it",
        "- Moved moved: Target: Q1 2027, was Q4 2026",
        "- Brand new new: new: Planned, Q1 2027",
        "What Partners will read",
        "- Gone gone: is gone from the plan",
        "- Moved moved: Target: Jan 20, 2027, was Dec 10, 2026",
    ]


def test_a_goal_is_judged_before_and_after(tmp_path: Path) -> None:
    goal = (
        "title: Crews stay\nperiod: 2026-Q4\nkey_results:\n"
        "  - id: kr1\n    title: Weekly crews\n    baseline: 400\n    target: 900\n    checkins:\n"
        "      - {date: 2026-11-19, value: 600, confidence: 80%}\n"
    )
    now = f'{goal}      - {{date: 2026-11-20, value: 610, confidence: 20%, note: "Two firms wait"}}\n'
    lines = told(compared(tmp_path, {"objectives/q4.md": goal}, {"objectives/q4.md": now}))
    assert lines[0] == "Goals"
    assert lines[1] == "- Crews stay q4: Off track, was On track (its only key result is off track); score 0.42, was 0.40"
    assert lines[2:] == [
        "  - Weekly crews: 610, was 600",
        "  - Weekly crews, check-in of Nov 20, 2026: 610, 20% confident, “Two firms wait”",
    ]


def test_a_moved_date_tells_what_it_now_comes_too_late_for(tmp_path: Path) -> None:
    before: Files = {
        "features/engine.md": "title: Engine\nstatus: building\ntarget: 2026-11\nrelease: one\nsupports: [q4]",
        "features/on-top.md": "title: On top\nstatus: planned\ntarget: 2026-12\ndepends_on: [engine]",
        "features/along.md": "title: Along\nstatus: planned\nrelease: one",
        "releases/one.md": 'title: "1.0"\nversion: "1.0"\ndate: 2026-12-15',
        "launches/big.md": "title: Big day\nstatus: planned\ndate: 2026-12-20\nfeatures: [engine]\nowner: ada",
        "objectives/q4.md": "title: Goal\nperiod: 2026-Q4\nkey_results: [{id: kr1, title: KR, baseline: 0, target: 1}, {id: kr2, title: KR 2, baseline: 0, target: 1}]",
    }
    after: Files = {"features/engine.md": str(before["features/engine.md"]).replace("2026-11", "2027-02")}
    found = compared(tmp_path, before, after)
    lines = told(found)
    assert lines[lines.index("Dates") + 1 :] == [  # and no new fault that says the same once more
        "- Engine engine: Target: Feb 2027, was Nov 2026, first move",
        "  - now comes after its release: 1.0 (one, Dec 15, 2026)",
        "  - now comes after the goal that it serves ends: Goal (q4, Q4 2026)",
        "  - now comes after what needs it: On top (on-top, Dec 2026)",
        "  - now comes after the launch that brings it: Big day (big, Dec 20, 2026)",
    ]
    assert [fault.code for fault in found.faults if fault.severity.is_fault] == [
        "target-after-goal",
        "target-after-release",
        "needed-too-late",
    ]
    commit(tmp_path, {"releases/one.md": 'title: "1.0"\nversion: "1.0"\ndate: 2027-03-01'}, "2026-11-21")
    lines = told(compare(tmp_path / "roadmap", "roadmap", TODAY, "HEAD~1", "HEAD"))
    at = lines.index("Dates")
    assert lines[at + 1 : at + 3] == [
        "- 1.0 one: Date: Mar 1, 2027, was Dec 15, 2026",
        "  - with it comes Along (along)",
    ]


def test_only_faults_that_the_change_brings_are_told(tmp_path: Path) -> None:
    old = "title: Old\nstatus: planned\nowner: Ada\nscore: {reach: 9, impact: 9, confidence: 50%, effort: 1}"
    before: Files = {"features/old.md": old, "features/other.md": old.replace("Old", "Another thing")}
    after: Files = {
        "features/old.md": old.replace("status", "summary: A line above moves what was there.\nstatus"),
        "features/other.md": None,
        "features/renamed.md": old.replace("Old", "Another thing"),
        "features/new.md": old.replace("Old", "New").replace("impact: 9", "impact: 7"),
    }
    found = compared(tmp_path, before, after)
    assert [(fault.span.path, fault.code) for fault in found.faults if fault.severity.is_fault] == [
        ("roadmap/features/new.md", "off-the-scale")
    ]


def test_items_of_one_title_are_told_apart(tmp_path: Path) -> None:
    before: Files = {f"features/perf-{name}.md": "title: Performance\nstatus: idea" for name in "ab"}
    after: Files = {
        "features/perf-a.md": "title: Performance\nstatus: planned",
        "features/perf-b.md": "title: Performance\nstatus: dropped",
    }
    text = commented(compared(tmp_path, before, after))
    assert "- [**Performance**](roadmap/features/perf-a.md) `perf-a`: Status: Planned, was Idea\n" in text
    assert "- [**Performance**](roadmap/features/perf-b.md) `perf-b`: Status: Dropped, was Idea\n" in text


def test_links_lead_to_files_of_the_host_and_to_pages_that_the_site_has(tmp_path: Path) -> None:
    before: Files = {"features/a b(c).md": "id: a\ntitle: A\nstatus: idea", "features/seen.md": "title: Seen\nstatus: idea"}
    after: Files = {
        "features/a b(c).md": "id: a\ntitle: A\nstatus: planned",
        "features/seen.md": "title: Seen\nstatus: planned\nvisibility: [customers]",
    }
    found = compared(tmp_path, before, after)
    links = Links("roadmap", found.folder, "https://host.example/o/r/blob/abc/", "https://site.example/", {"seen"})
    text = commented(found, links)
    assert "[**A**](https://host.example/o/r/blob/abc/roadmap/features/a%20b%28c%29.md) `a`: Status" in text
    assert (
        "[**Seen**](https://host.example/o/r/blob/abc/roadmap/features/seen.md) `seen` ([page](https://site.example/roadmap/features/seen/))"
        in text
    )
    assert "site.example/roadmap/features/a/" not in text


def many(number: int) -> tuple[Files, Files]:
    teams: Files = {f"teams/team-{at}.md": f"title: Team number {at}" for at in range(8)}
    heads = {
        f"features/feature-{at:04}.md": f"title: Feature {at} with a name as long as names of features are\nstatus: planned\nteam: team-{at % 8}"
        for at in range(number)
    }
    return {**teams, **heads}, {name: f"{head}\nvisibility: [customers]" for name, head in heads.items()}


def test_two_hundred_items_are_all_told_in_one_comment(tmp_path: Path) -> None:
    found = compared(tmp_path, *many(200))
    links = Links(
        "roadmap",
        found.folder,
        f"https://host.example/owner/repository/blob/{'0' * 40}/",
        "https://site.example/",
        found.after.items.keys(),
    )
    text = commented(found, links)
    assert len(text) <= HOST
    assert "`feature-0000`" in text
    assert not {f"`feature-{at:04}`" for at in range(200)} - set(re.findall(r"`feature-\d+`", text))
    assert text.count("<details>") == text.count("</details>")
    assert "*Features · Team number 3: was hidden from them until now: Planned* (24)" in text
    assert len(re.findall(r"`feature-\d+`", text)) == 200  # each once


@pytest.mark.parametrize("limit", [1_500, 3_000, 6_000, 9_000])
def test_what_does_not_fit_is_counted_with_the_command_that_tells_it(tmp_path: Path, limit: int) -> None:
    found = compared(tmp_path, *many(60))
    whole = commented(found, limit=0)
    text = commented(found, limit=limit)
    assert len(text) <= limit
    assert text.count("<details>") == text.count("</details>")
    left = re.search(r"\*\*(\d+) of these do not fit into a comment\. `pmsite diff main --format markdown --limit 0` tells", text)
    assert bool(left) is (limit < 5_000)  # of more room, links are let go
    assert _lines(text) + int(left[1] if left else 0) == _lines(whole)
    by_section = [int(number) for number in re.findall(r"\*(\d+) more do not fit\*", text)]
    assert sum(by_section) == int(left[1] if left else 0)


def _lines(text: str) -> int:
    return text.count("\n- ")


def test_what_becomes_visible_and_what_cannot_be_read_is_cut_last(tmp_path: Path) -> None:
    """However much else a change holds: the shown, and the unread, stand in the comment."""
    before, after = many(6)
    for at in range(120):
        before[f"features/other-{at:03}.md"] = f"title: Other {at}\nstatus: planned\nvisibility: [partners]"
        after[f"features/other-{at:03}.md"] = (
            f"title: Renamed {at}\nstatus: planned\ntarget: 2027-0{1 + at % 9}\nvisibility: [partners]"
        )
        before[f"features/inside-{at:03}.md"] = f"title: Inside {at}\nstatus: planned"
        after[f"features/inside-{at:03}.md"] = f"title: Inside {at}\nstatus: planed"
    whole = compared(tmp_path, before, after)
    text = commented(whole, limit=8_000)
    assert len(text) <= 8_000
    assert set(re.findall(r"`(feature-\d+)`: \*\*was hidden", text)) == {f"feature-{at:04}" for at in range(6)}
    assert text.count("inside-00") == 10
    assert "**What Partners will read** (120)" in text
    assert "dates: 120" in text


def test_what_readers_see_of_what_was_hidden_is_told_as_it_reads(tmp_path: Path) -> None:
    kept = "---\ntitle: A\nstatus: planned\nvisibility: [partners]\n---\nTold.\n\n<!-- internal -->\nThe price doubles.\n<!-- /internal -->\n"
    fields = SETTINGS.replace("{label: Partners}", "{label: Partners, fields: {feature: [title, body]}}")
    before: Files = {"features/a.md": kept, "features/b.md": "title: B\nstatus: planned\ntarget: 2027-01\nvisibility: [partners]"}
    opened = kept.replace("<!-- internal -->\n", "").replace("<!-- /internal -->\n", "")
    assert told(compared(tmp_path, before, {"features/a.md": opened}, fields))[:2] == [
        "What Partners will read",
        "- A a: **they can now see its text: added “The price doubles.”**",
    ]
    commit(tmp_path, {"product.yml": fields.replace("[title, body]", "[title, body, target]")}, "2026-11-21")
    lines = told(compare(tmp_path / "roadmap", "roadmap", TODAY, "HEAD~1", "HEAD"))
    assert lines[:2] == ["What Partners will read", "- B b: **they can now see Target: Jan 2027**"]


def test_what_readers_are_told_is_not_told_again(tmp_path: Path) -> None:
    before: Files = {
        "features/a.md": "---\ntitle: A\nstatus: planned\nvisibility: [partners]\n---\nOne.\n",
        "features/gone.md": "title: Gone\nstatus: planned\nvisibility: [partners]",
    }
    after: Files = {
        "features/a.md": "---\ntitle: A\nstatus: planned\nsummary: Short.\nowner: ada\nvisibility: [partners]\n---\nOne.\n\nTwo.\n",
        "features/gone.md": None,
        "features/new.md": "title: New\nstatus: planned\nvisibility: [partners]",
    }
    assert told(compared(tmp_path, before, after)) == [
        "What Partners will read",
        "- Gone gone: is gone from the plan",
        "- New new: new: Planned",
        "- A a: Summary: “Short.”; Text: added “Two.”",  # it was empty, and not hidden
        "Everything else",
        "- A a: Owner: ada, was not set",
    ]


def test_a_brief_is_read_by_those_whom_it_is_for(tmp_path: Path) -> None:
    """A private link or a mail brings it to them, whatever its `visibility` says."""
    brief = "title: News\naudience: {}\nheadline: We go on.\nlink: true"
    found = compared(tmp_path, {"briefs/q.md": brief.format("team")}, {"briefs/q.md": brief.format("partners")})
    assert told(found)[:2] == ["What Partners will read", "- News q: **was hidden from them until now**"]
    commit(tmp_path, {"briefs/q.md": brief.format("partners").replace("go on", "stop")}, "2026-11-21")
    lines = told(compare(tmp_path / "roadmap", "roadmap", TODAY, "HEAD~1", "HEAD"))
    assert lines[:2] == ["What Partners will read", "- News q: In short: “We stop.”, was “We go on.”"]


def test_settings_that_readers_meet_are_told_once(tmp_path: Path) -> None:
    found = compared(tmp_path, {}, {"product.yml": SETTINGS.replace("name: Field Notes", "name: Feld\ncapabilities: [Offline]")})
    assert told(found) == [
        "What Customers and Partners will read",
        "- product.yml: name: Feld, was Field Notes; capabilities: added Offline",
    ]


def test_there_is_nothing_to_tell_where_the_plan_says_the_same(tmp_path: Path) -> None:
    found = compared(
        tmp_path, {"features/a.md": "title: A\nstatus: idea"}, {"features/a.md": 'status: "idea"\ntitle:   A', "notes.txt": "x"}
    )
    assert found.is_empty
    assert told(found) == []


def test_a_commit_is_checked_as_its_files_are(tmp_path: Path) -> None:
    from pmsite.comparison.then import checked
    from pmsite.history import git as history
    from pmsite.pipeline import load

    files: Files = {
        "features/a.md": "title: A\nstatus: planed",
        "metrics/m.md": "title: M\nunit: x",
        "metrics/m.csv": "date,value\n2026-10-01,x\n",
    }
    plan(tmp_path, ("2026-11-01", files), settings=SETTINGS)
    (tmp_path / "roadmap" / "features" / "link.md").symlink_to("/etc/hosts")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "A link")
    repository = history.find(tmp_path / "roadmap")
    there = checked(repository, repository.commit("HEAD"), "roadmap", TODAY)
    assert list(there) == list(load(tmp_path / "roadmap", "roadmap", TODAY).report)
