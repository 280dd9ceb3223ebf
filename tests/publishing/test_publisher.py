"""A branch becomes what is shown, all sites at once; and whatever goes wrong, what is shown stays."""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from pmsite.lock import Lock
from pmsite.publishing import commands, publisher
from pmsite.publishing import repository as repository_of
from pmsite.publishing.assets import Assets
from pmsite.publishing.destination import Busy, Destination, Unfit
from pmsite.publishing.failed import Failed
from pmsite.publishing.log import Log
from pmsite.publishing.publisher import Wish, roll_back
from pmsite.share.keys import derive
from pmsite.share.page import seal
from pmsite.share.secret import Secret
from tests.history.repositories import git
from tests.killing import killed_at_each_call
from tests.publishing.conftest import SITES, Builder, Published, into, say
from tests.share.reading import MASTER

DAY = 86_400
NOON = 1795392000 + DAY // 2
"""23 November 2026."""


def test_the_newest_commit_is_shown_to_each_audience_as_its_site(published: Published) -> None:
    assert published.round() == "fresh"
    assert (published.shows("team"), published.shows()) == ("first for team", "first for customers")
    assert published.said() == ["fetched", "agreed", "site-built", "site-built", "published"]
    assert published.status["state"] == "fresh"
    assert published.status["commit_shown"] == published.status["commit_wanted"]
    assert os.readlink(published.folder / "current") == f"versions/{published.versions[0]}"


def test_a_version_says_its_own_name_so_that_a_server_keeps_a_request_within_it(published: Published, repository: Path) -> None:
    published.round()
    say(repository, "second")
    published.round()
    told = [json.loads((published.folder / f"versions/{name}/version.json").read_text())["name"] for name in published.versions]
    assert told == published.versions


def test_the_same_commit_on_the_same_day_costs_no_build(published: Published, builder: Builder) -> None:
    published.round()
    assert published.publisher.publish().is_news is False
    assert len(builder.built) == 2
    assert len(published.versions) == 1


@pytest.mark.parametrize("changed", ["day", "day before", "tag", "secret", "configuration"])
def test_what_pages_are_made_of_besides_the_commit_makes_them_anew(
    published: Published, builder: Builder, repository: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    published.round()
    if "day" in changed:  # forwards, or backwards where somebody sets the clock
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOON + (DAY if changed == "day" else -DAY)))
    elif changed == "tag":
        git(repository, "tag", "v1")
    elif changed == "secret":
        monkeypatch.setenv("PMSITE_LINK_SECRET", "another")
    else:
        say(repository, "first", publish_yml=SITES.replace("customers, a", "customers, configuration: mkdocs.yml, a"))
    published.round()
    assert len(builder.built) == 4
    monkeypatch.setenv("SOURCE_DATE_EPOCH", os.environ["SOURCE_DATE_EPOCH"])
    published.round()
    assert len(builder.built) == 4


def test_a_new_day_takes_the_place_of_the_day_before_so_that_a_rollback_goes_to_another_commit(
    published: Published, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published.round()
    say(repository, "second")
    for day in range(8):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOON + day * DAY))
        published.round()
    assert len(published.versions) <= 3
    roll_back(Destination(published.folder), 1, Log(io.StringIO()))
    assert published.shows() == "first for customers"


@pytest.mark.slow
def test_five_versions_are_kept_and_nothing_grows(published: Published, repository: Path) -> None:
    counts = []
    for number in range(30):
        say(repository, f"line {number}")
        assert published.round() == "fresh"
        files = [path for path in published.folder.rglob("*") if "objects" not in path.parts and "tree" not in path.parts]
        counts.append(len(files))
    assert len(published.versions) == 5
    assert len(set(counts[10:])) == 1
    assert published.shows() == "line 29 for customers"


def test_loose_objects_are_packed(published: Published, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmsite.publishing.repository._LOOSE_MOST", 20)
    for number in range(12):
        say(repository, f"line {number}")
        published.round()
    assert len(list((published.folder / "repository.git/objects").glob("[0-9a-f][0-9a-f]/*"))) < 30
    assert len(list((published.folder / "repository.git/objects/pack").glob("*.pack"))) == 1


# What fails


def failing(published: Published, code: str) -> None:
    """The round fails with a code, what was shown is still, and the status says so."""
    before = published.shows()
    assert published.round() == "failing"
    assert published.shows() == before
    error = published.status["error"]
    assert isinstance(error, dict)
    assert error["code"] == code, error
    assert published.events()[-1]["code"] == code
    assert not [name for name in published.versions if name.startswith(".")]


def test_a_build_that_fails_keeps_what_is_shown_and_says_which_site_and_why(
    published: Published, builder: Builder, repository: Path
) -> None:
    published.round()
    wanted = say(repository, "second")
    builder.fails["customers"] = b"ERROR   -  roadmap/features/a.md:3:1 unknown-status\nAborted\n"
    failing(published, "build-failed")
    assert published.status["commit_wanted"] == wanted
    assert published.status["error"] == {
        "code": "build-failed",
        "message": "the site for customers is not built: ERROR   -  roadmap/features/a.md:3:1 unknown-status",
        "site": "customers",
    }
    since = published.status["since"]
    assert published.round() == "failing"
    assert published.status["since"] == since
    del builder.fails["customers"]
    assert published.round() == "fresh"
    assert published.shows() == "second for customers"


def test_a_site_that_fails_its_audit_is_not_shown_nor_is_any_other(
    published: Published, builder: Builder, repository: Path
) -> None:
    published.round()
    say(repository, "second")
    builder.fails["audit"] = b"index.html holds title of roadmap/features/a.md (as it is)\n"
    failing(published, "audit-failed")
    assert published.shows("team") == "first for team"


def test_a_configuration_without_the_plugin_or_for_others_publishes_nothing(published: Published, builder: Builder) -> None:
    builder.tells = False
    failing(published, "no-plugin")


def test_a_configuration_that_is_not_there_or_leads_out_of_the_repository(
    published: Published, repository: Path, tmp_path: Path
) -> None:
    published.round()
    (repository / "mkdocs.yml").unlink()
    say(repository, "second")
    failing(published, "no-configuration")


def test_a_branch_that_disappears(published: Published, repository: Path) -> None:
    wish = Wish(repository=str(repository), branch="main")
    mine = into(published.folder, repository, wish)
    mine.round()
    git(repository, "checkout", "-q", "--detach")
    git(repository, "branch", "-q", "-D", "main")
    failing(mine, "branch-gone")
    git(repository, "checkout", "-q", "-b", "main")
    assert mine.round() == "fresh"


def test_a_force_push_is_followed_whatever_it_throws_away(published: Published, repository: Path) -> None:
    say(repository, "second")
    published.round()
    git(repository, "checkout", "-q", "--orphan", "other")
    say(repository, "rewritten")
    git(repository, "branch", "-q", "-M", "main")
    published.round()
    assert published.shows() == "rewritten for customers"


def test_a_repository_that_is_gone_and_comes_back(published: Published, repository: Path, tmp_path: Path) -> None:
    published.round()
    repository.rename(tmp_path / "moved")
    failing(published, "not-fetched")
    (tmp_path / "moved").rename(repository)
    assert published.round() == "fresh"


def test_no_login_in_an_address_is_told(tmp_path: Path, builder: Builder) -> None:
    mine = into(tmp_path / "place", "https://ana:hidden@127.0.0.1:1/plan.git")
    assert mine.round() == "failing"
    assert "hidden" not in mine.stream.getvalue()
    assert "hidden" not in (mine.folder / "status.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("step", ["check_out", "keep", "switch_to", "name_by_content", "carry"])
@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_disk_that_is_full_at_any_step(
    published: Published, repository: Path, monkeypatch: pytest.MonkeyPatch, step: str, fault: int
) -> None:
    published.round()
    say(repository, "second")

    def full(*_: object, **__: object) -> None:
        raise OSError(fault, os.strerror(fault))

    owner: object = {"check_out": repository_of.Repository, "name_by_content": Assets, "carry": publisher}.get(step, Destination)
    with monkeypatch.context() as patch:
        patch.setattr(owner, step, full)
        failing(published, "disk-full")
    assert published.round() == "fresh"


def test_a_disk_that_is_really_full(tmp_path: Path, repository: Path, builder: Builder) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if (
        sys.platform != "linux"
        or os.geteuid()
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=900k", "tmpfs", disk], check=False).returncode
    ):
        pytest.skip("no small disk can be had here")
    try:
        mine = into(disk, repository)
        mine.round()
        say(repository, "second")
        builder.also = fill
        failing(mine, "disk-full")
        builder.also = lambda _, into: None
        assert mine.round() == "fresh"
        assert mine.shows() == "second for customers"
    finally:
        subprocess.run(["umount", disk], check=True)


def fill(_: str, into: Path) -> None:
    for number in range(20):
        (into / f"{number}.bin").write_bytes(b"x" * 100_000)


# Who else is there


def test_two_publishers_of_one_folder_build_one_after_the_other(published: Published, builder: Builder, repository: Path) -> None:
    other = into(published.folder, repository)
    seen: list[str] = []

    def meanwhile(audience: str, _: Path) -> None:
        with pytest.raises(Busy):
            other.publisher.publish()
        seen.append(audience)

    builder.also = meanwhile
    published.round()
    assert seen == ["team", "customers"]
    assert other.publisher.publish().is_news is False


def test_what_a_killed_publisher_began_holds_the_place_until_it_has_ended(tmp_path: Path) -> None:
    destination = Destination(tmp_path / "place")
    process = os.fork()
    if not process:
        lock = destination.lock()
        commands.run([sys.executable, "-c", "import time; time.sleep(2)"], tmp_path, dict(os.environ), 60, holding=lock.handle)
        os._exit(0)
    while not _is_taken(destination):
        time.sleep(0.01)
    time.sleep(0.3)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    assert _is_taken(destination)
    while _is_taken(destination):
        time.sleep(0.05)


def _is_taken(destination: Destination) -> bool:
    lock = Lock(destination.work / "build.lock")
    if lock.take():
        lock.release()
        return False
    return True


def test_a_program_that_takes_too_long_is_ended_with_all_that_it_began(tmp_path: Path) -> None:
    script = "import subprocess, sys, os; p = subprocess.Popen(['sleep', '600']); open('pid', 'w').write(str(p.pid)); p.wait()"
    with pytest.raises(Failed, match="took longer than 1 seconds"):
        commands.run([sys.executable, "-c", script], tmp_path, dict(os.environ), 1)
    pid = (tmp_path / "pid").read_text()
    for _ in range(100):
        status = Path(f"/proc/{pid}/stat")
        if not status.exists() or status.read_text().split()[2] == "Z":
            return
        time.sleep(0.05)
    raise AssertionError("it runs still")


class Repository:
    """Stands where git is asked, so that a publication has few calls."""

    def __init__(self, path: Path, tree: Path, holding: int = -1) -> None:
        self.tree, self.holding = tree, holding

    def fetch(self, source: str, branch: str) -> str:
        return source.rpartition("/")[2]

    def tags(self) -> str:
        return ""

    def file(self, commit: str, path: str) -> bytes:
        return SITES.encode()

    def check_out(self, commit: str) -> None:
        self.tree.mkdir(exist_ok=True)
        (self.tree / "mkdocs.yml").write_text("")
        (self.tree / "line.txt").write_text(commit)

    def pack(self) -> None:
        """Nothing."""


@pytest.mark.slow
def test_a_publisher_that_is_killed_at_any_call_shows_a_whole_version_and_the_next_one_goes_on(
    tmp_path: Path, builder: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publisher, "Repository", Repository)
    monkeypatch.setattr(publisher, "_tools", lambda: "")
    seen = set()

    for number in range(5):
        into(tmp_path / "before", f"{number:08x}").round()

    def begin(at: int) -> Path:
        return Path(shutil.copytree(tmp_path / "before", tmp_path / str(at), symlinks=True))

    def work(folder: Path) -> None:
        into(folder, f"{5:08x}").round()

    for folder in killed_at_each_call(begin, work):
        found = into(folder, f"{5:08x}")
        shown = {found.shows("team"), found.shows()}
        line = "00000005" if "00000005 for team" in shown else "00000004"
        assert shown == {f"{line} for team", f"{line} for customers"}
        seen.add(line)
        assert found.round() == "fresh"
        assert found.shows() == "00000005 for customers"
        assert len(found.versions) == 5
        assert not [name for name in found.versions if name.startswith(".")]
        shutil.rmtree(folder)
    assert seen == {"00000004", "00000005"}


def test_a_publisher_that_is_killed_while_git_works_is_followed_by_one_that_goes_on(published: Published, repository: Path) -> None:
    published.round()
    for number in range(8):
        say(repository, f"line {number}")
        process = os.fork()
        if not process:
            into(published.folder, repository).round()
            os._exit(0)
        time.sleep(number * 0.03)
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        while _is_taken(Destination(published.folder)):
            time.sleep(0.01)
        assert published.round() == "fresh"
        assert published.shows() == f"line {number} for customers"


# Back, and on again


def test_a_rollback_stays_until_somebody_resumes_and_what_comes_meanwhile_is_told(
    published: Published, builder: Builder, repository: Path
) -> None:
    published.round()
    say(repository, "second")
    published.round()
    destination = Destination(published.folder)
    roll_back(destination, 1, Log(io.StringIO()))
    assert (published.shows("team"), published.shows()) == ("first for team", "first for customers")
    third = say(repository, "third")
    built = len(builder.built)
    assert published.round() == "held"
    assert len(builder.built) == built
    assert published.shows() == "first for customers"
    assert published.status["state"] == "held"
    assert published.status["commit_wanted"] == third
    assert destination.let_go()
    assert published.round() == "fresh"
    assert published.shows() == "third for customers"


def test_a_rollback_goes_so_many_versions_back_and_again_from_there(published: Published, repository: Path) -> None:
    for line in ("second", "third", "fourth"):
        published.round()
        say(repository, line)
    published.round()
    destination, log = Destination(published.folder), Log(io.StringIO())
    roll_back(destination, 2, log)
    assert published.shows() == "second for customers"
    roll_back(destination, 1, log)
    assert published.shows() == "first for customers"
    with pytest.raises(Failed, match="no version that old"):
        roll_back(destination, 1, log)
    assert published.shows() == "first for customers"


def test_pages_that_are_open_when_somebody_goes_back_still_find_what_they_load(published: Published, repository: Path) -> None:
    published.round()
    say(repository, "second")
    published.round()
    site = published.folder / "current/customers"
    newer = {path.name for path in site.glob("a.*.css")}
    roll_back(Destination(published.folder), 1, Log(io.StringIO()))
    assert published.shows() == "first for customers"
    assert newer <= {path.name for path in site.glob("a.*.css")}


def test_who_goes_back_while_a_build_is_under_way_has_the_last_word(
    published: Published, builder: Builder, repository: Path
) -> None:
    published.round()
    say(repository, "second")
    published.round()
    say(repository, "third")
    builder.also = lambda audience, _: (
        roll_back(Destination(published.folder), 1, Log(io.StringIO())) if audience == "team" else None
    )
    assert published.round() == "held"
    assert published.shows() == "first for customers"


# What has ended


def linked(builder: Builder, day: date) -> str:
    keys = derive(Secret(MASTER), "demo", "b", 1)

    def also(_: str, into: Path) -> None:
        page = into / "s" / keys.token / "index.html"
        page.parent.mkdir(parents=True)
        page.write_bytes(seal("<p>x</p>", keys, language="en", expires=day))
        page.with_name("index.html.gz").write_bytes(b"packed")

    builder.also = also
    return f"s/{keys.token}"


@pytest.mark.parametrize("why", ["build", "fetch", "held", "full"])
def test_a_link_that_has_ended_goes_although_nothing_new_can_be_shown(
    published: Published, builder: Builder, repository: Path, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    folder = linked(builder, date(2026, 11, 23))
    published.round()
    if why == "held":
        say(repository, "second")
        published.round()
        roll_back(Destination(published.folder), 1, Log(io.StringIO()))
    before = published.versions
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOON + DAY))
    builder.fails = {"team": b"x"} if why in ("build", "full") else {}
    if why == "fetch":
        shutil.rmtree(repository)
    if why == "full":
        monkeypatch.setattr(Destination, "keep", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
    assert (published.folder / "current/customers" / folder / "index.html").exists()
    assert published.round() == ("held" if why == "held" else "failing")
    for site in ("team", "customers"):
        assert not (published.folder / "current" / site / folder).exists() or not list(
            (published.folder / "current" / site / folder).iterdir()
        )
    assert published.shows() == "first for customers"
    assert "withdrawn" in published.said()
    assert len(published.versions) <= len(before) + 1
    published.round()
    assert published.said().count("withdrawn") == 1


def test_a_rollback_brings_back_no_link_that_has_ended_and_the_order_stays(
    published: Published, builder: Builder, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = linked(builder, date(2026, 11, 23))
    published.round()
    say(repository, "second")
    published.round()
    say(repository, "third")
    published.round()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOON + DAY))
    destination, log = Destination(published.folder), Log(io.StringIO())
    roll_back(destination, 1, log)
    assert published.shows() == "second for customers"
    assert not (published.folder / "current/customers" / folder).exists()
    roll_back(destination, 1, log)
    assert published.shows() == "first for customers"
    assert not (published.folder / "current/customers" / folder).exists()


# What a page loads


def test_a_page_that_is_open_finds_its_style_after_others_have_come_and_never_that_of_another(
    published: Published, repository: Path
) -> None:
    for number in range(7):
        say(repository, f"line {number}")
        published.round()
    site = published.folder / "current/customers"
    styles = {path.read_text(encoding="utf-8") for path in site.glob("a.*.css")}
    assert styles == {f"/* line {number} */" for number in range(2, 7)} | {"/* line 1 */"}
    assert (site / "a.css").read_text(encoding="utf-8") == "/* line 6 */"


# Where it is


@pytest.mark.parametrize("there", ["folder", "file", "others"])
def test_a_folder_that_is_not_made_for_this_is_refused_and_untouched(tmp_path: Path, there: str) -> None:
    folder = tmp_path / "place"
    if there == "file":
        folder.write_text("x")
    else:
        (folder / ("current" if there == "folder" else "photos")).mkdir(parents=True)
    with pytest.raises(Unfit):
        Destination(folder)
    assert not (folder / "versions").exists()


def test_a_site_that_is_a_mount_is_never_emptied(published: Published, repository: Path, tmp_path: Path) -> None:
    published.round()
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "kept").write_text("x")
    mount = (published.folder / "current/team").resolve()
    if os.geteuid() or subprocess.run(["mount", "--bind", theirs, mount], check=False).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        for number in range(6):
            say(repository, f"line {number}")
            assert published.round() == "fresh"
        assert published.shows("team") == "line 5 for team"
        assert (theirs / "kept").exists()
        assert "kept" in published.said()
    finally:
        subprocess.run(["umount", mount], check=True)
    say(repository, "last")
    published.round()
    assert len(published.versions) == 5


def test_a_place_may_be_a_mount_itself(tmp_path: Path, repository: Path, builder: Builder) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() or subprocess.run(["mount", "-t", "tmpfs", "tmpfs", disk], check=False).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        mine = into(disk, repository)
        assert mine.round() == "fresh"
        assert mine.shows() == "first for customers"
    finally:
        subprocess.run(["umount", disk], check=True)


# What builds get


def test_builds_get_no_secret_that_is_not_theirs(published: Published, builder: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMSITE_WEBHOOK_SECRET", "hook")
    monkeypatch.setenv("PMSITE_REPOSITORY_TOKEN", "token")
    monkeypatch.setenv("PMSITE_LINK_SECRET", "links")
    published.round()
    for environment in builder.environments:
        assert not {"PMSITE_WEBHOOK_SECRET", "PMSITE_REPOSITORY_TOKEN"} & set(environment)
        assert environment["PMSITE_LINK_SECRET"] == "links"
        assert Path(environment["TMPDIR"]).is_relative_to(published.folder)
    assert {environment["PMSITE_PUBLIC"] for environment in builder.environments} == {"false"}
