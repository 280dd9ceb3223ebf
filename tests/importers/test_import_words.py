"""Words of other systems: statuses, priorities, people, types and columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmsite.importers.kinds import ROW_KINDS, kind_of_word
from pmsite.importers.people import name_of
from pmsite.importers.rules import Rules, columns_of
from pmsite.importers.sources import SOURCES
from pmsite.importers.statuses import Statuses
from pmsite.importers.words import STAGES, normal, rank_of, unsure, words_of
from pmsite.model.settings import Settings
from tests.importers.make import bring_in, faults, files
from tests.make import write

OWN = Settings.model_validate(
    {
        "name": "P",
        "statuses": {"qa": {"stage": "building", "label": "Ready for QA"}, "parked": {"stage": "planned", "label": "挂起"}},
    }
)
STATUSES = Statuses(Rules(source="X", statuses={"Sprint 12": "building"}), OWN)


@pytest.mark.parametrize(
    ("word", "status", "is_guess"),
    [
        ("Todo", "planned", False),
        ("IN PROGRESS", "building", False),
        ("Doing 🚧", "building", False),
        ("待评审", "idea", False),
        ("已发布", "shipped", False),
        ("Won’t do", "dropped", False),
        ("ready for qa", "qa", False),
        ("挂起", "parked", False),
        ("sprint 12", "building", False),
        ("Closed", "shipped", True),
        ("已关闭", "dropped", True),
        ("On hold", "planned", True),
        ("Frobnicated", "", False),
    ],
)
def test_a_status_is_one_of_the_workspace_else_the_stage_that_the_word_means(word: str, status: str, is_guess: bool) -> None:
    found, guess = STATUSES.find(word)
    assert (found, bool(guess)) == (status, is_guess)


def test_a_status_takes_into_account_what_else_the_row_says() -> None:
    assert STATUSES.find("已关闭", done=True)[0] == "shipped"
    assert STATUSES.find("CLOSED", resolution="COMPLETED")[0] == "shipped"
    assert STATUSES.find("CLOSED", resolution="NOT_PLANNED", done=True)[0] == "dropped"
    assert STATUSES.find("Done", resolution="Won't Do") == ("dropped", "it ended as Won't Do")
    assert STATUSES.find("Awaiting sign-off", category="In Progress") == ("building", "by the source's category, In Progress")
    assert STATUSES.find("Sprint 12", resolution="archived")[0] == "dropped"
    assert STATUSES.find("Done", resolution="archived") == ("shipped", "")


@pytest.mark.parametrize("listed", [STAGES, ROW_KINDS])
def test_no_word_means_two_things(listed: dict[str, str]) -> None:
    seen: dict[str, str] = {}
    for meaning, words in listed.items():
        for word in words_of(words):
            assert seen.setdefault(normal(word), meaning) == meaning, word
    assert not seen.keys() & unsure().keys()


SPELT = {
    "in progress": "in_progress IN-PROGRESS InProgress in.progress 🚧In-Progress 2-In_Progress [2]in_progress in_progress(3) ２．In_Progress",
    "to do": "to_do TODO To-Do ToDo 📋to_do 01_To_Do todo: (to-do)",
    "won't do": "wont_do Won’t-Do WONT-DO wontdo",
    "on hold": "on_hold On-Hold ONHOLD ⏸on-hold",
    "待办": "待办 1、待办 【待办】 待办（12）",
    "à faire": "A_FAIRE à-faire À-Faire",
}


@pytest.mark.parametrize(("word", "spelt"), [(word, spelt) for word, listed in SPELT.items() for spelt in listed.split()])
def test_a_word_is_known_in_every_spelling(word: str, spelt: str) -> None:
    assert normal(spelt) == normal(word)
    assert STATUSES.find(spelt)[0] == STATUSES.find(word)[0] != ""


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Backlog; Offen; Ouvert; Abierto; Aberto; バックログ; 백로그; Aperto; Бэклог; Otwarte; 待處理; 新增", "idea"),
        ("To Do; Zu erledigen; À faire; Por hacer; Tareas por hacer; A fazer; Tarefas pendentes; 未着手; 해야 할 일; Da fare; К выполнению; Do zrobienia; Te doen; 待辦", "planned"),
        ("In Progress; In Arbeit; En cours; En curso; Em andamento; 作業中; 진행 중; In corso; В работе; W toku; In uitvoering; 進行中; 處理中", "building"),
        ("Done; Fertig; Erledigt; Terminé; Finalizada; Listo; Concluído; 完了; 완료; Completato; Готово; Gotowe; Gereed; 已發佈", "shipped"),
        ("Won't do; Abgelehnt; Annulé; Cancelado; 却下; 취소; Annullato; Отклонено; Odrzucone; Geannuleerd; 已廢棄", "dropped"),
        ("Closed; Geschlossen; Fermé; Cerrado; Fechado; クローズ; 닫힘; Chiuso; Закрыто; Zamknięte; Gesloten", "shipped"),
        ("Blocked; Blockiert; 阻塞; 受阻", "building"),
        ("Paused; Zurückgestellt; En attente; En espera; 保留; 보류; 擱置", "planned"),
    ],
)  # fmt: skip
def test_statuses_are_known_in_chinese_and_in_the_languages_of_jira(words: str, status: str) -> None:
    assert {word: STATUSES.find(word)[0] for word in words_of(words)} == dict.fromkeys(words_of(words), status)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Epic; Épica; エピック; 에픽; Эпик; 史诗; 史詩", "epic"),
        ("Initiative; Iniciativa; イニシアチブ; Инициатива; 举措", "initiative"),
        ("Theme; 主题; テーマ", "theme"),
        ("story; User-Story; tech-debt; Tarea; Tâche; Aufgabe; タスク; 작업; Задача; Taak", "feature"),
        ("Sub-task; Subtarea; 子任務", "task"),
        ("BUG; Fehler; バグ; 버그; Ошибка; Błąd; 缺陷; incident", "problem"),
        ("Service Request; 工单", "feedback"),
        ("Frobnication", ""),
    ],
)  # fmt: skip
def test_kinds_of_rows_are_known_in_the_same_languages(words: str, kind: str) -> None:
    assert {word: kind_of_word(word) for word in words_of(words)} == dict.fromkeys(words_of(words), kind)


def test_a_word_that_is_not_known_is_one_fault_with_the_number_of_its_rows(tmp_path: Path) -> None:
    rows = "".join(f"{n},Card {n},{('Sprint 12', 'Frobnicated', 'Shipped in March')[n % 3]}\n" for n in range(1, 61))
    outcome = bring_in(tmp_path, "trello", "Card ID,Card Name,List Name\n" + rows)
    found = [(d.span.line, d.message, d.hint.partition(",")[0]) for d in outcome.report]
    assert found == [
        (2, "List Name: Frobnicated is not a status that is known, in 20 rows", 'say what it means: --status "Frobnicated=planned"'),
        (3, "List Name: Shipped in March is not a status that is known, in 20 rows", 'say what it means: --status "Shipped in March=shipped"'),
        (4, "List Name: Sprint 12 is not a status that is known, in 20 rows", 'say what it means: --status "Sprint 12=planned"'),
    ]  # fmt: skip
    dates = "ID,Title,Due Date\n" + "".join(f"A-{n},T,{n}/1/26\n" for n in range(1, 29))
    outcome = bring_in(tmp_path / "dates", "linear", dates)
    assert [d.message for d in outcome.report] == ["Due Date: 1/1/26: it does not say which number is the day, in 28 rows"]


@pytest.mark.parametrize(
    ("word", "rank"), [("P0", 0), ("最高", 0), ("High", 1), ("普通", 2), ("较低", 3), ("No priority", 4), ("Odd", None)]
)
def test_priorities_rank(word: str, rank: int | None) -> None:
    assert rank_of(word) == rank


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Ada Park <ada@crew.example>", "Ada Park"),
        ("ada.park@crew.example", "ada.park"),
        ("@mona", "mona"),
        ("李雷(研发部)", "李雷"),
        ("王小明（产品）", "王小明"),
        ("O'Brien", "O'Brien"),
        ("712020:5b10-uuid", ""),
        ("x" * 101, ""),
        ("", ""),
    ],
)
def test_people_become_names(written: str, name: str) -> None:
    assert name_of(written) == name


def test_a_column_goes_by_the_sources_rules_then_by_a_field_of_the_workspace_then_by_its_name() -> None:
    settings = Settings.model_validate({"name": "P", "fields": {"feature": {"impact": {"kind": "number", "label": "Effekt"}}}})
    found = columns_of(["Summary", "Custom field (Impact)", "effekt", "截止时间(必填)", "Odd"], SOURCES["jira"].rules, settings)
    assert [(column.target, bool(column.guess)) for column in found] == [
        ("title", False), ("fields.impact", False), ("fields.impact", False), ("due", True), ("keep", False)
    ]  # fmt: skip


def test_a_priority_fills_a_field_of_the_workspace_by_rank(tmp_path: Path) -> None:
    write(tmp_path, {}, "name: P\nfields: {feature: {priority: {kind: choice, values: [最高, 较高, 普通, 较低, 最低]}}}\n")
    bring_in(tmp_path, "linear", "ID,Title,Priority\nA-1,One,Urgent\nA-2,Two,较低\n")
    written = files(tmp_path)
    assert "priority: 最高\n" in written["features/a-1.md"]
    assert "    Priority: Urgent\n" in written["features/a-1.md"]
    assert "priority: 较低\n" in written["features/a-2.md"]
    assert "    Priority:" not in written["features/a-2.md"]


def test_an_unknown_status_of_a_problem_is_a_fault_too(tmp_path: Path) -> None:
    outcome = bring_in(tmp_path, "jira", "Summary,Issue key,Issue Type,Status\nBoom,A-1,Bug,Frobnicated\n")
    assert faults(outcome) == ["export.csv:2:1 unknown-status"]


def test_what_waits_for_each_other_in_a_circle_is_related(tmp_path: Path) -> None:
    bring_in(tmp_path, "linear", "ID,Title,Blocked by\nA-1,One,A-2\nA-2,Two,A-3\nA-3,Three,A-1\nA-4,Four,A-1\n")
    written = files(tmp_path)
    assert all("\ndepends_on" not in written[f"features/a-{n}.md"] for n in (1, 2, 3))
    assert "related:\n  - a-2\n" in written["features/a-1.md"]
    assert "depends_on:\n  - a-1\n" in written["features/a-4.md"]


def test_releases_and_themes_that_exist_are_used_and_others_are_made(tmp_path: Path) -> None:
    write(tmp_path, {"releases/spring.md": "title: Spring\nversion: '3.2'\n", "themes/reach.md": "title: Reach\n"})
    bring_in(tmp_path, "linear", "ID,Title,Project Milestone,Project\nA-1,One,3.2,reach\nA-2,Two,3.3,Depth\n")
    written = files(tmp_path)
    assert "release: spring\n" in written["features/a-1.md"]
    assert "theme: reach\n" in written["features/a-1.md"]
    assert "parent: depth\n" in written["features/a-2.md"]
    assert 'level: epic\nmilestones:\n  - "3.3"\nimported:\n  source: Linear\n  id: "epic: Depth"\n' in written["features/depth.md"]
    assert set(written) == {
        "features/a-1.md",
        "features/a-2.md",
        "features/depth.md",
        "releases/spring.md",
        "themes/reach.md",
    }


def test_what_contradicts_itself_or_has_not_come_is_kept_apart(tmp_path: Path) -> None:
    bring_in(
        tmp_path,
        "linear",
        "ID,Title,Status,Started,Completed,Due Date\nA-1,One,Done,2026-05-02,2026-05-01,\nA-2,Two,Done,,2027-01-01,\nA-3,Three,Todo,2027-01-01,,2027-02-01\n",
    )
    written = files(tmp_path)
    assert "\nstarted:" not in written["features/a-1.md"]
    assert "\nshipped: 2026-05-01\n" in written["features/a-1.md"]
    assert "\nshipped:" not in written["features/a-2.md"]
    assert "\nstarted:" not in written["features/a-3.md"]
    assert all("2027-01-01" in written[f"features/a-{n}.md"] for n in (2, 3))


def test_a_truncated_file_gives_its_whole_rows_when_asked_to(tmp_path: Path) -> None:
    text = 'ID,Title\nA-1,One\nA-2,"Tw'
    assert not bring_in(tmp_path, "linear", text).sound
    assert not files(tmp_path)
    assert bring_in(tmp_path, "linear", text, keep_going=True).report.failed
    assert list(files(tmp_path)) == ["features/a-1.md"]


def test_a_changelog_becomes_releases_and_changes(tmp_path: Path) -> None:
    text = "# Changelog\n\n## [Unreleased]\n### Fixed\n- A `crash`\n\n## [1.0.0] - 2026-05-01 [YANKED]\n\nThe first one.\n\n### Added\n- **Export** to\n  [PDF](https://docs.example)\n\n[1.0.0]: https://code.example/v1\n"
    bring_in(tmp_path, "changelog", text, "CHANGELOG.md")
    written = files(tmp_path)
    assert list(written) == ["changes/a-crash.md", "changes/export-to-pdf.md", "releases/1.0.0.md"]
    assert written["releases/1.0.0.md"].startswith(
        '---\ntitle: "1.0.0"\nversion: "1.0.0"\ndate: 2026-05-01\nyanked: true\n'.replace('"1.0.0"', "1.0.0")
    )
    assert "  url: " in written["releases/1.0.0.md"]
    assert written["changes/export-to-pdf.md"].startswith("---\ntitle: Export to PDF\nkind: added\nrelease: 1.0.0\n")
    assert written["changes/export-to-pdf.md"].endswith("**Export** to\n[PDF](https://docs.example)\n")
    assert "release:" not in written["changes/a-crash.md"].partition("imported:")[0]


def test_names_that_differ_only_in_case_get_files_of_their_own_and_ids_that_do_are_a_fault(tmp_path: Path) -> None:
    bring_in(tmp_path / "a", "trello", "Card ID,Card Name\nx1,Dark mode\nX1,DARK MODE\nx2,dark mode\n")
    assert list(files(tmp_path / "a")) == ["features/dark-mode-x1.md", "features/dark-mode-x2.md", "features/dark-mode.md"]
    outcome = bring_in(tmp_path / "b", "csv", "id,title\nf-1,One\nF-1,Two\n")
    assert faults(outcome) == ["export.csv:3:1 colliding-ids"]


def test_titles_that_make_no_name_get_one_from_the_source(tmp_path: Path) -> None:
    bring_in(tmp_path, "trello", "Card ID,Card Name\n5f1,???\n5f2,index\n5f3,con\n,!!!\n5f4,离线 模式\n")
    assert list(files(tmp_path)) == [
        "features/5f1.md",
        "features/5f2.md",
        "features/5f3.md",
        "features/feature-2.md",
        "features/离线-模式.md",
    ]


def test_more_than_front_matter_holds_stands_below_the_body(tmp_path: Path) -> None:
    columns = [f"Column {n}" for n in range(60)]
    outcome = bring_in(tmp_path, "trello", f"Card ID,Card Name,{','.join(columns)}\nx,One,{','.join(['汉' * 400] * 60)}\n")
    assert outcome.sound, [d.message for d in outcome.report]
    text = files(tmp_path)["features/one.md"]
    assert text.count("汉" * 400) == 60
    assert "  fields:" not in text


def test_a_sprint_and_a_milestone_are_a_cycle_and_a_release(tmp_path: Path) -> None:
    bring_in(tmp_path, "gitlab", "Title,Issue ID,State,Iteration,Milestone\nA 1,1,opened,Cycle 7,Beta\nA 2,2,opened,Cycle 7,\n")
    written = files(tmp_path)
    assert "release: beta\n" in written["features/a-1.md"]
    assert "cycle: cycle-7\n" in written["features/a-1.md"]
    assert "cycle: cycle-7\n" in written["features/a-2.md"]
    assert "release:" not in written["features/a-2.md"]
