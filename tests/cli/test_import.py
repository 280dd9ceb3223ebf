"""`pmsite import` as a person uses it."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.make import write

LINEAR = "ID,Title,Status,Due Date\nA-1,One,Todo,\nA-2,Two,Sprint 12,\nA-3,Three,Done,13/01/26\nA-4,Four,Backlog,2023-14-05\nA-5,Five,Todo,2026-12-01\n"


def pmsite(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "SOURCE_DATE_EPOCH": "1795392000"}
    return subprocess.run(
        [sys.executable, "-m", "pmsite", *words], cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False
    )


def plan(folder: Path, name: str = "export.csv", text: str = LINEAR) -> Path:
    write(folder / "roadmap", {})
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def items(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder / "roadmap").as_posix() for path in (folder / "roadmap").rglob("*.md"))


def test_every_fault_is_told_with_its_row_and_nothing_is_written(tmp_path: Path) -> None:
    done = pmsite(plan(tmp_path), "import", "linear", "export.csv")
    assert done.returncode == 1
    assert done.stderr == (
        "export.csv:3:1 error unknown-status Status: Sprint 12 is not a status that is known\n"
        "  | A-2,Two,Sprint 12,\n"
        "  | ^\n"
        '    hint: say what it means: --status "Sprint 12=planned", or `statuses` of a mapping file\n'
        "export.csv:4:1 error bad-cell Due Date: 13/01/26: it does not say which number is the day\n"
        "  | A-3,Three,Done,13/01/26\n"
        "  | ^\n"
        "    hint: add `--dates day-first` or `--dates month-first`\n"
        "export.csv:5:1 error bad-cell Due Date: 2023-14-05: there is no day 2023-14-05\n"
        "  | A-4,Four,Backlog,2023-14-05\n"
        "  | ^\n"
        "    hint: is the order of the numbers another one?\n"
        "3 errors\n"
        "Nothing was written. Mend the rows, or import the good ones with --keep-going.\n"
    )
    assert items(tmp_path) == []
    assert sorted(os.listdir(tmp_path)) == ["export.csv", "roadmap"]


def test_the_good_rows_come_in_when_asked_for(tmp_path: Path) -> None:
    done = pmsite(
        plan(tmp_path), "import", "linear", "export.csv", "--keep-going", "--dates", "day-first", "--status", "Sprint 12=building"
    )
    assert done.returncode == 1
    assert items(tmp_path) == ["features/a-1.md", "features/a-2.md", "features/a-3.md", "features/a-5.md"]
    assert done.stdout.endswith("Linear: 4 new, 1 not imported\n")
    assert "status: building" in (tmp_path / "roadmap/features/a-2.md").read_text(encoding="utf-8")
    assert pmsite(tmp_path, "check").returncode == 0


def test_a_row_that_others_refer_to_and_that_cannot_come_in_leaves_no_broken_reference(tmp_path: Path) -> None:
    plan(
        tmp_path,
        text="ID,Title,Status,Blocked by,Parent issue\nA-1,One,Todo,A-2,\nA-2,Two,Nonsense,,\nA-3,,Todo,,\nA-4,Four,Todo,A-3,A-2\n",
    )
    done = pmsite(tmp_path, "import", "linear", "export.csv", "--keep-going")
    assert items(tmp_path) == ["features/a-1.md", "features/a-4.md"]
    assert pmsite(tmp_path, "check").returncode == 0
    assert "blocked by: A-2" not in done.stdout
    assert "depends on: A-2" in (tmp_path / "roadmap/features/a-1.md").read_text(encoding="utf-8")


def test_a_dry_run_shows_the_plan_and_writes_nothing(tmp_path: Path) -> None:
    done = pmsite(plan(tmp_path, text="ID,Title,Status\nA-1,离线,Todo\n"), "import", "linear", "export.csv", "--dry-run")
    assert done.returncode == 0
    assert done.stdout == (
        "row             did  item                      fields\n"
        "export.csv:2:1  new  roadmap/features/a-1.md  status, title\n".replace(
            "item                      fields", "item                     fields"
        )
        + "\n"
        "column  became       rows  guessed\n"
        "Status  status       1\n"
        "ID      imported.id  1\n"
        "Title   title        1\n"
        "\n"
        "Linear: 1 new (dry run: nothing was written)\n"
    )
    assert items(tmp_path) == []


def test_the_receipt_says_row_by_row_what_was_mapped_guessed_and_kept(tmp_path: Path) -> None:
    plan(tmp_path, text="Name,State,=Formula,Owner\nOne,Closed,x,Ada <a@x.example>\n")
    done = pmsite(tmp_path, "import", "productboard", "export.csv", "--receipt", "receipt.csv")
    assert done.returncode == 0, done.stderr
    row = next(csv.DictReader(io.StringIO((tmp_path / "receipt.csv").read_text(encoding="utf-8-sig"))))
    assert row["row"] == "export.csv:2:1"
    assert row["item"] == "roadmap/features/one.md"
    assert row["mapped"] == "State → status; Name → title; Owner → owner"
    assert row["guessed"] == "State → status: it is closed, and nothing says that it was not done"
    assert row["kept aside"] == "'=Formula" or row["kept aside"] == "=Formula"
    assert not any(cell.startswith(("=", "+", "@")) for cell in row.values())


def test_suggest_drafts_a_mapping_that_imports_what_nobody_knew(tmp_path: Path) -> None:
    plan(tmp_path, "wishes.csv", "Nr;Wunsch;Status;Bereich;2026\n7;Dunkler Modus;offen;Editor;x\n8;Export;erledigt;Editor;\n")
    told = pmsite(tmp_path, "import", "csv", "wishes.csv")
    assert told.returncode == 1
    assert "draft a mapping with `pmsite import --suggest wishes.csv > mapping.yml`" in told.stderr
    drafted = pmsite(tmp_path, "import", "--suggest", "wishes.csv")
    assert drafted.returncode == 0
    text = drafted.stdout
    assert "  Nr: key  # 2 rows, such as: 7, guessed" in text
    assert "  Wunsch: title  # 2 rows, such as: Dunkler Modus, guessed: the column with texts of its own in most rows" in text
    assert "  offen: idea  # 1 row\n" in text
    assert "  erledigt: shipped  # 1 row\n" in text
    (tmp_path / "wishes.yml").write_text(text.replace("  Bereich: keep", "  Bereich: theme"), encoding="utf-8")
    done = pmsite(tmp_path, "import", "csv", "wishes.csv", "--mapping", "wishes.yml")
    assert done.returncode == 0, done.stderr
    assert items(tmp_path) == ["features/dunkler-modus.md", "features/export.md", "themes/editor.md"]
    assert "source: wishes" in (tmp_path / "roadmap/features/export.md").read_text(encoding="utf-8")
    assert pmsite(tmp_path, "check").returncode == 0
    assert pmsite(tmp_path, "import", "csv", "wishes.csv", "--mapping", "wishes.yml").stdout.endswith("wishes: 3 unchanged\n")


def test_a_file_of_another_system_is_told_with_its_command(tmp_path: Path) -> None:
    plan(tmp_path, "a b.csv", "ID,Work Item Type,Title,State\n1,Bug,One,Done\n")
    told = pmsite(tmp_path, "import", "csv", "a b.csv")
    assert told.returncode == 1
    assert (
        "this looks like an export of Azure DevOps, by Work Item Type and State: try `pmsite import azure-devops 'a b.csv'`"
        in told.stderr
    )
    told = pmsite(tmp_path, "import", "linear", "a b.csv", "--dry-run")
    assert told.returncode == 0
    assert "warning other-system this looks like an export of Azure DevOps" in told.stderr
    drafted = pmsite(tmp_path, "import", "--suggest", "a b.csv").stdout
    assert "#   pmsite import azure-devops FILE --mapping THIS-FILE --dry-run\n" in drafted
    assert "\nsource: Azure DevOps  #" in drafted


@pytest.mark.parametrize(
    ("source", "header", "told"),
    [
        ("csv", "title,taget", "call taget target, if that is what you mean; else draft a mapping"),
        ("jira", "Sumary,Issue key", "call Sumary Summary, if that is what you mean; else draft a mapping"),
        ("csv", "title,qqqq", "hint: draft a mapping with"),
    ],
)
def test_a_header_that_is_nearly_right_is_told(tmp_path: Path, source: str, header: str, told: str) -> None:
    done = pmsite(plan(tmp_path, text=f"{header}\na,b\n"), "import", source, "export.csv")
    assert done.returncode == 1
    assert told in done.stderr


def test_many_words_without_a_meaning_are_said_at_once(tmp_path: Path) -> None:
    plan(tmp_path, text="ID,Title,Status\nA-1,One,Frob\nA-2,Two,Nicate\nA-3,Three,Quux\n")
    told = pmsite(tmp_path, "import", "linear", "export.csv")
    assert (
        "at once: `pmsite import linear --suggest export.csv > mapping.yml`, put it right, and add `--mapping mapping.yml`."
        in told.stderr
    )
    (tmp_path / "m.yml").write_text(pmsite(tmp_path, "import", "linear", "--suggest", "export.csv").stdout, encoding="utf-8")
    assert pmsite(tmp_path, "import", "linear", "export.csv", "--mapping", "m.yml").returncode == 0


def test_faults_of_a_mapping_file_have_their_place(tmp_path: Path) -> None:
    plan(tmp_path)
    (tmp_path / "m.yml").write_text("source: X\ncolumns:\n  Title: titel\nstatusses: {}\n", encoding="utf-8")
    done = pmsite(tmp_path, "import", "csv", "export.csv", "--mapping", "m.yml")
    assert done.returncode == 1
    assert "m.yml:3:3 error unknown-target" in done.stderr
    assert "did you mean title?" in done.stderr
    assert "m.yml:4:1 error unknown-key" in done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("import",), "Missing argument"),
        (("import", "linear"), "name the source and its file"),
        (("import", "lotus", "export.csv"), "lotus is not a source: name one of pingcode"),
        (("import", "azure", "export.csv"), "azure is not a source: name one of pingcode"),
        (("import", "gihub", "export.csv"), "gihub is not a source: did you mean github?"),
        (("import", "linear", "export.csv", "--status", "x"), "WORD=STATUS"),
        (("import", "linear", "export.csv", "--encoding", "x-none"), "not a known encoding"),
        (("import", "linear", "export.csv", "--mapping", "none.yml"), "none.yml cannot be read"),
    ],
)
def test_wrong_usage_is_a_sentence(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    done = pmsite(plan(tmp_path), *words)
    assert done.returncode == 2
    assert told in done.stderr


def test_a_workspace_that_cannot_be_read_whole_is_not_written_into(tmp_path: Path) -> None:
    plan(tmp_path)
    (tmp_path / "roadmap/features").mkdir()
    (tmp_path / "roadmap/features/a-1.md").write_text("---\ntitle: One\n", encoding="utf-8")
    done = pmsite(tmp_path, "import", "linear", "export.csv")
    assert done.returncode == 1
    assert "front-matter-not-closed" in done.stderr
    assert items(tmp_path) == ["features/a-1.md"]


def test_a_folder_that_cannot_be_written_leaves_all_as_it_was(tmp_path: Path) -> None:
    plan(tmp_path, text="ID,Title\nA-1,One\n")
    (tmp_path / "roadmap/features").write_text("a file, not a folder", encoding="utf-8")
    done = pmsite(tmp_path, "import", "linear", "export.csv")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert items(tmp_path) == []


@pytest.mark.parametrize(
    ("module", "name", "text"),
    [("python_calamine", "a.xlsx", "PK\x03\x04"), ("markdownify", "a.csv", "ID,Title,Description\nA-1,One,<p>Hi <b>x</b></p>\n")],
)
def test_what_is_not_installed_is_a_sentence(tmp_path: Path, module: str, name: str, text: str) -> None:
    plan(tmp_path, name, text)
    if name == "a.xlsx":
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("x", "y")
    code = f"import sys; sys.modules[{module!r}] = None; from pmsite.cli import main; main(['import', 'aha', {name!r}, '--mapping', 'm.yml'])"
    (tmp_path / "m.yml").write_text("source: X\ncolumns: {ID: key, Title: title, Description: body}\n", encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"needs {module}: install it with `pip install 'pmsite[import]'`" in done.stderr
    assert items(tmp_path) == []


PLAN = {
    "features/a.md": "title: One\nscore: {reach: 10, impact: 2, confidence: 80%, effort: 3}",
    "features/a.zh.md": "---\ntitle: 一\n---\n正文。\n",
    "metrics/m.md": "title: M",
    "metrics/m.csv": "date,value\n2026-09,5\n",
}


def exported(folder: Path) -> Path:
    """A plan, exported from another folder into this one."""
    write(folder / "other/roadmap", PLAN)
    assert pmsite(folder / "other", "export", "json", "-o", "../plan.json").returncode == 0
    (folder / "here").mkdir()
    return folder / "here"


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_plan_comes_into_an_empty_folder_and_leaves_it_as_the_same_document(tmp_path: Path) -> None:
    here = exported(tmp_path)
    done = pmsite(here, "import", "json", "../plan.json", "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "row            did  item                      fields\n"
        "plan.json:1    new  roadmap/product.yml       name, audiences\n"
        "plan.json:3:1  new  roadmap/features/a.md     title, score\n"
        "plan.json:3:1  new  roadmap/features/a.zh.md  title, body\n"
        "plan.json:4:1  new  roadmap/metrics/m.md      title\n"
        "plan.json:4:1  new  roadmap/metrics/m.csv     date, value\n"
        "\n"
        "pmsite: 5 new (dry run: nothing was written)\n"
    )
    assert everything(here) == {}
    done = pmsite(here, "import", "json", "../plan.json", "--receipt", "receipt.csv")
    assert (done.returncode, done.stdout, done.stderr) == (0, "pmsite: 5 new\n", "")
    receipt = csv.DictReader(io.StringIO((here / "receipt.csv").read_text(encoding="utf-8-sig")))
    assert [(row["item"], row["did"], row["wrote"]) for row in receipt][1] == ("roadmap/features/a.md", "new", "title, score")
    assert pmsite(here, "export", "json").stdout == (tmp_path / "plan.json").read_text(encoding="utf-8")
    assert pmsite(here, "import", "csv", "../plan.json").stdout == "pmsite: 5 unchanged\n"
    assert pmsite(here, "import", "json", "../plan.json", "-w", "new/place/roadmap").stdout == "pmsite: 5 new\n"
    assert pmsite(here, "check", "new/place/roadmap").returncode == 0


def test_a_plan_takes_the_place_of_what_is_there_only_when_asked(tmp_path: Path) -> None:
    here = exported(tmp_path)
    write(here / "roadmap", {**PLAN, "features/a.md": "title: Ours  # and why"})
    before = everything(here)
    done = pmsite(here, "import", "json", "../plan.json")
    assert done.returncode == 0
    assert done.stdout == "pmsite: 4 unchanged, 1 kept, 1 conflict\n"
    assert "plan.json:3:1 warning import-conflict roadmap/features/a.md: title, score differ from the plan\n" in done.stderr
    assert everything(here) == before
    done = pmsite(here, "import", "json", "../plan.json", "--conflicts", "source")
    assert (done.returncode, done.stdout) == (0, "pmsite: 1 updated, 4 unchanged\n")
    assert (here / "roadmap/features/a.md").read_text(encoding="utf-8").startswith("---\ntitle: One  # and why\nscore: {reach: ")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("jira", "../plan.json"), "import it with `pmsite import json FILE`"),
        (("json", "../plan.json", "--keep-going"), "takes no --keep-going"),
        (("json", "../plan.json", "--mapping", "m.yml"), "takes no --mapping"),
        (("json", "../plan.json", "--suggest"), "takes no --suggest"),
        (("json", "../plan.json", "--status", "a=b"), "takes no --status"),
    ],
)
def test_what_a_plan_has_no_use_for_is_refused(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    done = pmsite(exported(tmp_path), "import", *words)
    assert done.returncode == 2
    assert told in " ".join(done.stderr.split())


def test_half_a_plan_and_a_faulty_one_leave_the_folder_empty(tmp_path: Path) -> None:
    here = exported(tmp_path)
    text = (tmp_path / "plan.json").read_text(encoding="utf-8")
    (tmp_path / "half.json").write_text(text[: len(text) // 2], encoding="utf-8")
    (tmp_path / "faulty.json").write_text(text.replace('"title": "M"', '"titel": "M"'), encoding="utf-8")
    done = pmsite(here, "import", "json", "../half.json")
    assert (done.returncode, done.stdout) == (1, "")
    assert "half.json:3:" in done.stderr
    assert "error broken-json the JSON is broken here" in done.stderr
    done = pmsite(here, "import", "json", "../faulty.json")
    assert done.returncode == 1
    assert "faulty.json:4:1 error unknown-key metrics/m.md: titel is not a known key\n" in done.stderr
    assert "did you mean `title`?" in done.stderr
    assert "Nothing was written. Mend the plan, or export it again.\n" in done.stderr
    assert list(here.iterdir()) == []


def test_a_plan_that_cannot_be_written_leaves_all_as_it_was(tmp_path: Path) -> None:
    here = exported(tmp_path)
    write(here / "roadmap", {})
    (here / "roadmap/metrics").write_text("a file, not a folder", encoding="utf-8")
    before = everything(here)
    done = pmsite(here, "import", "json", "../plan.json")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert everything(here) == before
    (here / "file").write_text("", encoding="utf-8")
    done = pmsite(here, "import", "json", "../plan.json", "-w", "file/roadmap")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
