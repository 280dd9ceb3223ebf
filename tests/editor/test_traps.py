"""What happens to a plan while its pages are open: other windows, editors and branches, files that cannot be read or written, a server that is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.browser.editing import QUIET, Served, running
from tests.editor.client import Client
from tests.editor.conftest import PLAN, SETTINGS, log_of
from tests.make import write

pytestmark = pytest.mark.host


def setting(value: str, item: str = "one", place: str = "target", **more: Any) -> dict[str, Any]:
    return {"do": "set", "item": item, "place": [place], "value": value, **more}


def until(window: Client, path: str, words: str, *, there: bool = True) -> str:
    end = time.monotonic() + 30
    while (words in (shown := window.get(path).body.decode())) != there:
        assert time.monotonic() < end, shown[:3000]
        time.sleep(0.05)
    return shown


def test_only_the_meant_line_changes_and_the_page_follows(served: Served, window: Client) -> None:
    build = window.get("/_pmsite/session").told["build"]
    done = window.apply(setting("2026-Q4"), title="One is planned for Q4")
    assert done.told["undo"] == "One is planned for Q4"
    assert served.diff() == ["roadmap/features/one.md", "+target: 2026-Q4"]
    later = window.get(f"/_pmsite/wait?build={build}").told
    assert later["build"] != build
    assert not later["failed"]
    until(window, "/roadmap/features/one/", "Q4 2026")
    assert window.item("one")["written"]["target"] == "2026-Q4"
    assert window.item("one")["hash"] == done.told["files"][0]["hash"]
    assert window.post("undo").told["undo"] == "One is planned for Q4"
    assert served.diff() == []
    assert window.post("redo").status == 200
    assert served.diff() == ["roadmap/features/one.md", "+target: 2026-Q4"]


def test_what_two_windows_change_is_never_lost(served: Served, window: Client) -> None:
    other = Client(served.address)
    seen = window.item("one")
    assert other.apply(setting("shipped", place="status")).status == 200
    by_file = window.apply(setting("2026-Q4"), seen={seen["path"]: seen["hash"]})
    assert by_file.status == 409
    assert by_file.told["path"] == "roadmap/features/one.md"
    assert by_file.reason
    by_fact = window.apply(setting("idea", place="status", was="building"))
    assert by_fact.status == 409
    assert served.diff() == ["roadmap/features/one.md", "-status: building  # since May", "+status: shipped  # since May"]
    assert window.apply(setting("2026-Q4", was=None)).status == 200  # another fact of the same file is nobody's loss


def test_one_window_does_not_take_back_what_another_did(served: Served, window: Client) -> None:
    mine = window.apply(setting("2026-Q4"), title="mine").told["change"]
    theirs = Client(served.address).apply(setting("idea", item="three", place="status"), title="theirs").told["change"]
    refused = window.post("undo", {"change": mine})
    assert refused.status == 409
    assert "theirs" in refused.reason
    assert window.post("undo", {"change": theirs}).status == 200
    assert window.post("redo", {"change": mine}).status == 409
    assert window.post("undo", {"change": mine}).status == 200
    assert served.diff() == []


def test_what_an_editor_wrote_meanwhile_stays(served: Served, window: Client) -> None:
    seen, path = window.item("one"), served.root / "roadmap/features/one.md"
    path.write_text(path.read_text("utf-8") + "More.\n", encoding="utf-8")
    assert window.apply(setting("2026-Q4"), seen={seen["path"]: seen["hash"]}).status == 409
    assert window.apply({"do": "body", "item": "one", "text": "Mine.", "was": seen["body"]}).status == 409
    assert window.apply(setting("2026-Q4")).status == 200
    assert served.diff() == ["roadmap/features/one.md", "+target: 2026-Q4", "+More."]
    path.write_text(path.read_text("utf-8") + "And more.\n", encoding="utf-8")
    undone = window.post("undo")
    assert undone.status == 409
    assert "And more." in path.read_text("utf-8")


def test_another_branch_is_checked_out_under_it(served: Served, window: Client) -> None:
    before = window.item("one")
    served.git("checkout", "-q", "-b", "other")
    assert window.apply(setting("2027-Q1")).status == 200
    served.git("commit", "-qam", "Later")
    there = window.item("one")
    served.git("checkout", "-q", "main")
    assert window.apply(setting("shipped", place="status"), seen={there["path"]: there["hash"]}).status == 409
    assert window.item("one") == before
    assert "2027" not in until(window, "/roadmap/features/one/", "2027", there=False)
    assert window.get("/_pmsite/session").told["branch"] == "main"
    assert window.post("undo").status in (409, 422)  # it is not there any more
    assert served.diff() == []
    served.git("branch", "-D", "other")


def test_faults_are_refused_in_the_words_of_the_check(served: Served, window: Client) -> None:
    refused = window.apply(setting("bilding", place="status"))
    assert refused.status == 422
    fault = refused.told["faults"][0]
    assert (fault["code"], fault["mine"], fault["path"]) == ("unknown-status", True, "roadmap/features/one.md")
    assert (fault["item"], fault["place"], fault["line"]) == ("one", ["status"], 3)
    assert fault["hint"]
    inside = window.apply(
        {"do": "add", "item": "grow", "place": ["key_results"], "value": {"id": "x", "title": "X", "target": "soon"}}
    )
    assert [(one["item"], one["place"]) for one in inside.told["faults"]] == [("grow", ["key_results", 1, "target"])]
    assert window.apply(setting("nothing", item="nobody")).status == 422
    assert served.diff() == []


def test_a_plan_that_has_faults_is_edited_all_the_same_and_mended_from_its_page(served: Served, window: Client) -> None:
    broken = served.root / "roadmap/features/two.md"
    broken.write_text("---\ntitle: Two\nstatus: [idea\ntags: [a]\n---\nText.\n", encoding="utf-8", newline="")
    shown = until(window, "/roadmap/features/one/", 'data-path="roadmap/features/two.md"')
    assert "data-token" in shown
    assert "http-equiv" not in shown  # it would take away what somebody types
    assert window.apply(setting("2026-Q4")).status == 200
    assert window.get("/_pmsite/item/two").status == 404
    found = window.get("/_pmsite/file?path=roadmap/features/two.md").told
    assert found["faults"][0]["line"] == 3
    half = found["text"].replace("[idea", "ideal")
    saved = window.apply({"do": "raw", "path": found["path"], "text": half}, seen={found["path"]: found["hash"]})
    assert saved.status == 200
    assert [one["code"] for one in saved.told["told"]] == ["unknown-status"]
    again = {"do": "raw", "path": found["path"], "text": half.replace("ideal", "idea")}
    assert window.apply(again, seen={found["path"]: found["hash"]}).status == 409
    now = window.get("/_pmsite/file?path=roadmap/features/two.md").told
    assert window.apply(again, seen={now["path"]: now["hash"]}).told["told"] == []
    assert served.diff() == ["roadmap/features/one.md", "+target: 2026-Q4"]
    until(window, "/roadmap/features/two/", "Text.")
    assert window.get("/_pmsite/file?path=roadmap/features/two.md").status == 422  # it is sound now


def test_settings_with_faults_are_mended_too(served: Served, window: Client) -> None:
    settings = served.root / "roadmap/product.yml"
    settings.write_bytes(SETTINGS.replace("audiences", "audience").replace("\n", "\r\n").encode())
    until(window, "/", 'data-path="roadmap/product.yml"')
    for path in ("types", "item/one", "refs?q=o"):
        assert window.get(f"/_pmsite/{path}").status in (404, 409, 422)
    assert window.apply(setting("2026-Q4")).status == 422
    assert window.get("/_pmsite/session").status == 200
    found = window.get("/_pmsite/file?path=roadmap/product.yml").told
    wish = {"do": "raw", "path": found["path"], "text": found["text"].replace("audience", "audiences")}
    assert window.apply(wish, seen={found["path"]: found["hash"]}).status == 200
    assert settings.read_bytes() == SETTINGS.replace("\n", "\r\n").encode()  # its line ends are as they were


def test_what_has_one_right_answer_is_mended_at_once(served: Served, window: Client) -> None:
    path = served.root / "roadmap/features/two.md"
    path.write_text(path.read_text("utf-8").replace("status", "statsu"), encoding="utf-8")
    until(window, "/", "statsu")
    found = window.get("/_pmsite/mends").told
    assert [one["path"] for one in found["files"]] == ["roadmap/features/two.md"]
    path.write_text(path.read_text("utf-8") + "More.\n", encoding="utf-8")
    assert window.post("mend", {"digest": found["digest"]}).status == 409
    assert window.post("mend", {"digest": window.get("/_pmsite/mends").told["digest"]}).status == 200
    assert served.diff() == ["roadmap/features/two.md", "+More."]


def test_a_file_that_cannot_be_read_is_in_the_way_of_nothing_else(served: Served, window: Client) -> None:
    (served.root / "roadmap/features/two.md").write_bytes(b"---\ntitle: T\xff\n---\n")
    until(window, "/", "not-utf-8")
    assert window.apply(setting("idea", item="two", place="status")).status == 422
    assert window.apply(setting("2026-Q4")).status == 200
    file = window.get("/_pmsite/file?path=roadmap/features/two.md")
    assert file.status == 422
    assert file.reason


def test_a_link_is_neither_read_nor_written(served: Served, window: Client) -> None:
    path, secret = served.root / "roadmap/features/two.md", served.root / "secret.md"
    secret.write_text("---\ntitle: Secret\n---\n", encoding="utf-8")
    path.unlink()
    path.symlink_to(secret)
    until(window, "/", "symbolic-link")
    assert window.apply(setting("idea", item="two", place="status")).status == 422
    assert "Secret" not in window.get("/_pmsite/file?path=roadmap/features/two.md").body.decode()
    assert window.apply({"do": "raw", "path": "roadmap/features/two.md", "text": "x"}).status == 422
    assert secret.read_text("utf-8") == "---\ntitle: Secret\n---\n"
    secret.unlink()


def test_it_is_quiet_in_the_log(served: Served, window: Client) -> None:
    assert window.get("/_pmsite/session").status == 200
    assert "Traceback" not in log_of(served)


def site(root: Path, settings: str = SETTINGS) -> Path:
    write(root / "roadmap", PLAN, settings)
    (root / "docs").mkdir()
    (root / "docs/index.md").write_text("# Home\n", encoding="utf-8")
    (root / "mkdocs.yml").write_text("site_name: T\ntheme: {name: material, font: false}\nplugins: [pmsite]\n", encoding="utf-8")
    return root


def test_a_server_that_is_killed_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = site(tmp_path / "p")
    ids = ("one", "two", "three")
    with running(root) as address:
        window, asked = Client(address), threading.Event()

        def ask() -> None:
            with suppress(OSError):
                for at in range(10_000):
                    assert window.apply(*(setting(f"Name {at}", item=id, place="summary") for id in ids)).status == 200
                    if at > 3:
                        asked.set()

        asking = threading.Thread(target=ask)
        asking.start()
        assert asked.wait(60)
        process = int(
            subprocess.run(
                ["pgrep", "-f", f"mkdocs serve -q -a 127.0.0.1:{window.port}"], capture_output=True, text=True, check=True
            ).stdout.split()[0]
        )
        os.kill(process, signal.SIGKILL)
        asking.join(60)
    with running(root) as address:
        window = Client(address)
        assert window.apply(setting("2026-Q4")).status == 200  # which undoes what was left half done
        assert len({window.item(id)["written"]["summary"] for id in ids}) == 1
        assert window.post("undo").status == window.post("undo").status == 200
        assert len({window.item(id)["written"]["summary"] for id in ids}) == 1
        assert not list(root.glob(".roadmap.pmsite-*"))


def test_a_plan_is_edited_where_nothing_is_watched(tmp_path: Path) -> None:
    root = site(tmp_path / "p", SETTINGS + "language: zh\n")
    with running(root, "--no-livereload") as address:
        window = Client(address)
        told = window.get("/_pmsite/session").told
        assert not told["follows"]
        assert told["language"] == "zh"
        build = told["build"]
        assert window.apply(setting("Another name", place="title")).status == 200
        assert window.get(f"/_pmsite/wait?build={build}").told["build"] != build
        until(window, "/roadmap/features/one/", "Another name")
        assert window.post("apply", {}, X_Pmsite_Token="x").told["hint"] == "请重新加载页面。"


@pytest.mark.parametrize(
    ("options", "environment", "why"),
    [(("-a", "0.0.0.0:{port}"), {}, "other machines"), ((), {"PMSITE_AUDIENCE": "customers"}, "customers")],
)
def test_what_others_can_reach_or_see_is_only_for_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], environment: dict[str, str], why: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    root = site(tmp_path / "p")
    probe = subprocess.run([sys.executable, "-c", "import socket; s=socket.socket(); s.bind(('127.0.0.1',0)); print(s.getsockname()[1])"], capture_output=True, text=True, check=True)  # fmt: skip
    port = probe.stdout.strip()
    given = [word.format(port=port) for word in (options or ("-a", "127.0.0.1:{port}"))]
    with subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "-q", *given], cwd=root, env={**os.environ, **QUIET}
    ) as process:
        try:
            window = _awaited(f"http://127.0.0.1:{port}/")
            told = window.get("/_pmsite/session").told
            assert why in told["read_only"]
            assert told["hint"]
            assert window.token == ""
            assert window.get("/_pmsite/static/editor.js").status == 200
            for path in ("item/one", "types", "refs?q=o", "file?path=x", "mends"):
                assert window.get(f"/_pmsite/{path}").status == 423
            for name in ("apply", "preview", "undo", "text", "mend"):
                refused = window.post(name, {"operations": [setting("2026-Q4")]})
                assert refused.status == 423
                assert why in refused.reason
        finally:
            process.terminate()


def _awaited(address: str) -> Client:
    end = time.monotonic() + 60
    while True:
        try:
            return Client(address)
        except OSError:
            assert time.monotonic() < end
            time.sleep(0.1)


def test_a_site_that_cannot_be_built_says_so_until_it_can(tmp_path: Path) -> None:
    root = site(tmp_path / "p")
    config = root / "mkdocs.yml"
    before = config.read_text("utf-8")
    with running(root) as address:
        window = Client(address)
        config.write_text(before + "theme: {name: nothing-of-this-name}\n", encoding="utf-8")
        shown = until(window, "/roadmap/features/one/", "the site cannot be built")
        assert "data-token" in shown
        assert window.get("/_pmsite/wait?build=0").told["failed"]
        assert window.apply(setting("2026-Q4")).status == 200
        config.write_text(before, encoding="utf-8")
        until(window, "/roadmap/features/one/", "Q4 2026")
        assert not window.get("/_pmsite/wait?build=0").told["failed"]
