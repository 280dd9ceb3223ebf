"""What is odd about the exports of each system, as small files like those that people export."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsite.diagnostics import Report
from pmsite.importers.export import Export
from pmsite.importers.likeness import likeness
from pmsite.importers.rules import read_rules
from pmsite.importers.sources import SOURCES
from pmsite.importers.sources.clickup import SOURCE as CLICKUP
from pmsite.importers.suggest import Asked, suggestion
from pmsite.model.settings import Settings
from tests.importers.make import bring_in, faults, files
from tests.importers.newer_exports import SAMPLES

SHARED = Path(__file__).parents[3] / "shared" / "faults"


def imported(root: Path, source: str, text: str | bytes, name: str = "export.csv") -> dict[str, str]:
    outcome = bring_in(root, source, text, name)
    assert outcome.sound, [f"{d.span} {d.message}" for d in outcome.report]
    return files(root)


def test_a_tree_of_azure_devops_keeps_its_tree(tmp_path: Path) -> None:
    written = imported(
        tmp_path,
        "azure-devops",
        "ID,Work Item Type,Title 1,Title 2,Title 3,State,Tags,Iteration Path,Area Path\n"
        '"1","Epic","Platform",,,"New","","P","P"\n"2","Feature",,"Payments",,"Committed","a; b","P\\2026\\Sprint 7","P\\Shop"\n'
        '"3","Task",,,"Credit card","Closed","","P","P"\n"5","Feature",,"Refunds",,"Removed","","P","P"\n',
    )
    assert sorted(written) == [
        "components/shop.md", "cycles/sprint-7.md", "features/credit-card.md", "features/payments.md", "features/platform.md", "features/refunds.md",
    ]  # fmt: skip
    assert "level: epic\n" in written["features/platform.md"]
    assert "parent: platform\n" in written["features/payments.md"]
    assert "level:" not in written["features/payments.md"]
    assert "status: building\n" in written["features/payments.md"]
    assert "tags:\n  - a\n  - b\n" in written["features/payments.md"]
    assert "component: shop\n" in written["features/payments.md"]
    assert "cycle: sprint-7\n" in written["features/payments.md"]
    assert 'id: "cycle: 2026 / Sprint 7"\n' in written["cycles/sprint-7.md"]
    assert r"P\\2026\\Sprint 7" in written["features/payments.md"]
    assert "\nlevel: task\nparent: payments\n" in written["features/credit-card.md"]
    assert "parent: platform\n" in written["features/refunds.md"]


def test_titles_of_azure_devops_in_several_columns_of_one_row_name_what_is_above(tmp_path: Path) -> None:
    written = imported(
        tmp_path,
        "azure-devops",
        "ID,Work Item Type,Title 1,Title 2,State\n1,Epic,Platform,,New\n2,Feature,Platform,Payments,New\n",
    )
    assert "parent: platform\n" in written["features/payments.md"]


def test_a_task_of_asana_is_shipped_when_it_is_completed_and_else_where_its_section_says(tmp_path: Path) -> None:
    head = "Task ID,Completed At,Name,Section/Column,Parent task,Blocked By (Dependencies)\n"
    rows = "1,2026-09-03,Ship it,Doing,,\n2,,Write docs,In progress,,Ship it\n3,,Pick fonts,Brand ideas,Write docs,\n4,,Sub,,Pick fonts,\n"
    written = imported(tmp_path, "asana", head + rows)
    assert "status: shipped\n" in written["features/ship-it.md"]
    assert "shipped: 2026-09-03\n" in written["features/ship-it.md"]
    assert "status: building\n" in written["features/write-docs.md"]
    assert "depends_on:\n  - ship-it\n" in written["features/write-docs.md"]
    assert "status: planned\n" in written["features/pick-fonts.md"]
    assert "    Section/Column: Brand ideas\n" in written["features/pick-fonts.md"]
    assert "\nparent: pick-fonts\n" in written["features/sub.md"]


@pytest.mark.parametrize(
    ("cells", "day"),
    [
        ('1.73344E+12,"12/6/2024, 4:00:00 AM GMT+5:30"', "2024-12-06"),
        ('1.73344E+12,"6/12/2024, 04:00:00 GMT+5:30"', "2024-12-06"),
        ("1733438000000,", "2024-12-06"),
        ("1738368000000,", "2025-02-01"),
        ("1774468800000,", "2026-03-26"),
    ],
)
def test_a_day_of_clickup_is_the_one_that_was_set(cells: str, day: str) -> None:
    export = Export("a.csv", f"Task ID,Task Name,Due Date,Due Date Text\nx,One,{cells}\n".encode())
    assert CLICKUP.table(export, Report()).rows[0].first("Due Date")[:10] == day


def test_a_task_of_clickup_with_lists_and_json_in_its_cells(tmp_path: Path) -> None:
    written = imported(
        tmp_path,
        "clickup",
        "Task ID, Task Name,Status,Assignees,Tags,Priority,Parent ID,Checklists,Comments,Attachments\n"
        'a,null,complete,"[Ada Park,Bo Lind,Cy Oh]","[x,y]",2,null,"{""Launch"":[""Say it""]}",'
        '"[{""text"":""Good\\n"",""by"":""ada.park@crew.example"",""assigned"":false,""date"":""4/4/2026""}]","[{""title"":""plan.pdf"",""url"":""https://f.example/p""}]"\n'
        'b,"Two\tlines",reopen,[],[],null,a,{},[],[]\n',
    )
    first, second = written["features/null.md"], written["features/two-lines.md"]
    assert "owner: Ada Park\n" in first
    assert "tags:\n  - x\n  - y\n" in first
    assert "Priority: High\n" in first
    assert "- [ ] Launch: Say it\n" in first
    assert "ada.park@" not in first
    assert "[plan.pdf](<https://f.example/p>)" in first
    assert "status: building\n" in second
    assert '\nparent: "null"\n' in second


def test_a_story_of_shortcut(tmp_path: Path) -> None:
    written = imported(
        tmp_path,
        "shortcut",
        "id,name,type,requester,owners,state,labels,epic,iteration,is_archived,completed_at,severity\n"
        "1,Tune it,bug,ada@crew.example,bo@crew.example;cy@crew.example,Completed,a;b,Tactile,Iteration 7,false,2026/04/01 10:00:00,Severity 2\n"
        "2,Old idea,feature,ada@crew.example,,Unscheduled,,,,true,,\n",
    )
    assert "severity: high\n" in written["problems/tune-it.md"]
    assert "tags:\n  - a\n  - b\n" in written["problems/tune-it.md"]
    assert "resolved: 2026-04-01\n" in written["problems/tune-it.md"]
    assert "status: dropped\n" in written["features/old-idea.md"]
    assert "level: epic\n" in written["features/tactile.md"]


def test_relations_of_notion_find_the_item_by_its_title(tmp_path: Path) -> None:
    written = imported(
        tmp_path,
        "notion",
        "Feature,Status,Blocked by,Parent item,Created time,Last edited time\n"
        '"Sync (v2), fast",Done,,,"March 1, 2026 9:30 AM",\nOffline,Not started,"Sync (v2), fast (https://www.notion.so/Sync-12ab?pvs=21)",'
        '"Work anywhere (Plan/Work%20anywhere%2012.md), Other (https://www.notion.so/o)",,\nWork anywhere,In progress,,,,\n',
    )
    assert "depends_on:\n  - sync-v2-fast\n" in written["features/offline.md"]
    assert "\nparent: work-anywhere\n" in written["features/offline.md"]
    assert "https://www.notion.so/Sync-12ab?pvs=21" in written["features/offline.md"]
    assert "Other" in written["features/offline.md"]


def test_requirements_tasks_and_bugs_of_zentao_are_told_apart_by_their_keys(tmp_path: Path) -> None:
    story = "编号,所属产品,所属模块,所属计划,需求名称,当前状态,所处阶段,关闭原因,指派给,创建日期,相关需求\n"
    story += "1,甲(#1),/登录/短信(#3),1.0 [2026-03-01 ~ 2026-04-01](#2),短信登录,激活,研发中,,王五(#wangwu),2026-02-03,\n"
    story += "2,甲(#1),/(#0),,导出,已关闭,已发布,,,0000-00-00,短信登录(#1)\n3,甲(#1),/,,旧,已关闭,未开始,不做,,,\n4,甲(#1),/,,稿,草稿,未开始,,,,\n"
    written = imported(tmp_path, "zentao", story.encode("gb18030"), "story.csv")
    assert "status: building\n" in written["features/story-1.md"]
    assert "owner: 王五\n" in written["features/story-1.md"]
    assert "date: 2026-04-01\n" in written["releases/1.0.md"]
    assert "parent: 登录\n" in written["components/短信.md"]
    assert "component: 短信\n" in written["features/story-1.md"]
    assert "status: shipped\n" in written["features/story-2.md"]
    assert "related:\n  - story-1\n" in written["features/story-2.md"]
    assert "0000" not in written["features/story-2.md"]
    assert "status: dropped\n" in written["features/story-3.md"]
    assert "status: idea\n" in written["features/story-4.md"]
    written = imported(
        tmp_path,
        "zentao",
        "Bug编号,所属产品,Bug标题,严重程度,Bug状态,解决方案,相关需求\n1,甲(#1),登录报错,2(#2),激活,,短信登录(#1)\n",
        "bugs.csv",
    )
    assert "status: open\n" in written["problems/bug-1.md"]
    assert "severity: high\n" in written["problems/bug-1.md"]
    assert "related:\n  - story-1\n" in written["problems/bug-1.md"]
    assert "短信登录" in written["features/story-1.md"]


def test_what_says_nothing_in_an_export_of_zentao_is_named(tmp_path: Path) -> None:
    outcome = bring_in(tmp_path, "zentao", "Bug编号,Bug标题,截止日期,指派给\n1,甲,0000-00-00,王五(#w)\n")
    assert outcome.left_out == ["the inner numbers behind names, such as (#12)", "days that are not set, such as 0000-00-00"]


def test_issues_of_several_projects_of_gitlab_stay_apart(tmp_path: Path) -> None:
    rows = "".join(f"Issue {name},7,https://git.example/acme/{name}/-/issues/7,Closed,Ada\n" for name in ("app", "box"))
    written = imported(tmp_path, "gitlab", f"Title,Issue ID,URL,State,Author Username\n{rows}")
    assert '  id: "acme/app#7"\n' in written["features/issue-app.md"]
    assert sorted(written) == ["features/issue-app.md", "features/issue-box.md"]


JIRA = {
    "German dates": "Vorgangstyp,Schlüssel,Zusammenfassung,Status,Priorität,Bearbeiter,Erstellt,Stichwörter,Benutzerdefiniertes Feld (Impact)\n"
    "Fehler,AB-1,Absturz,In Arbeit,High,Ada Park,15.03.2026 10:22,mobil,3\n",
    "German": "Vorgangstyp,Vorgangsschlüssel,Zusammenfassung,Status,Priorität,Zugewiesene Person,Erstellt,Fälligkeitsdatum,Stichwörter,Benutzerdefinierte Felder (Impact)\n"
    "Fehler,AB-1,Absturz,In Arbeit,High,Ada Park,01/Mai/26 3:26 PM,15/Okt/26 12:00 AM,mobil,3\n",
    "Spanish": "Tipo de Incidencia,Clave de incidencia,Resumen,Estado,Prioridad,Persona asignada,Creada,Fecha de vencimiento,Etiquetas,Campo personalizado (Impact)\n"
    "Error,AB-1,Caída,En curso,High,Ada Park,21/abr/26 11:37 PM,15/oct/26 12:00 AM,móvil,3\n",
    "French": "Type de ticket,Clé de ticket,Résumé,État,Priorité,Personne assignée,Création,Date d'échéance,Étiquettes,Champs personnalisés (Impact)\n"
    "Bogue,AB-1,Plantage,En cours,High,Ada Park,21/avr./26 11:37 PM,15/oct./26 12:00 AM,mobile,3\n",
    "Portuguese": "Tipo de item,Chave da item,Resumo,Status,Prioridade,Responsável,Criado,Data de vencimento,Etiquetas,Campo personalizado (Impact)\n"
    "Erro,AB-1,Queda,Em andamento,High,Ada Park,21/abr./26 11:37 PM,15/out./26 12:00 AM,móvel,3\n",
    "Korean": "이슈 유형,이슈 키,요약,상태,우선순위,담당자,생성일,기한,레이블,사용자정의 필드 (Impact)\n버그,AB-1,충돌,진행 중,High,Ada Park,2026-04-21 오후 11:37,2026-10-15,mobile,3\n",
    "Chinese": "问题类型,问题关键字,概要,状态,优先级,经办人,创建日期,到期日,标签,自定义字段(Impact)\n缺陷,AB-1,崩溃,进行中,High,Ada Park,21/四月/26 11:37 下午,15/十月/26 12:00 上午,mobile,3\n",
    "Japanese": "課題タイプ,課題キー,要約,ステータス,優先度,担当者,作成日,期限,ラベル,カスタムフィールド (Impact)\nバグ,AB-1,落ちる,進行中,High,Ada Park,2026/04/21 23:37,2026/10/15,mobile,3\n",
    "Russian": "Тип задачи,Ключ проблемы,Тема,Статус,Приоритет,Исполнитель,Создано,Срок исполнения,Метки,Пользовательское поле (Impact)\n"
    "Ошибка,AB-1,Сбой,В работе,High,Ada Park,21/апр/26 11:37 PM,15/окт/26 12:00 AM,mobile,3\n",
    "Polish": "Typ zgłoszenia,Klucz zgłoszenia,Podsumowanie,Status,Priorytet,Osoba przypisana,Utworzono,Termin,Etykiety,Pole niestandardowe (Impact)\n"
    "Błąd,AB-1,Awaria,W toku,High,Ada Park,21/kwi/26 11:37 PM,15/paź/26 12:00 AM,mobile,3\n",
    "Dutch": "Issuetype,Issuecode,Samenvatting,Status,Prioriteit,Toegewezen persoon,Aangemaakt,Vervaldatum,Labels,Aangepast veld (Impact)\n"
    "Fout,AB-1,Crash,Bezig,High,Ada Park,21/apr./26 11:37 PM,15/okt./26 12:00 AM,mobile,3\n",
}


@pytest.mark.parametrize("language", JIRA)
def test_jira_in_the_languages_of_its_interface(tmp_path: Path, language: str) -> None:
    (tmp_path / "product.yml").write_text("name: P\nfields: {problem: {felt: {kind: number, label: Impact}}}\n", encoding="utf-8")
    written = imported(tmp_path, "jira", JIRA[language])
    item = written["problems/ab-1.md"]
    for fact in ("status: acting", "severity: high", "owner: Ada Park", "detected: 2026-", "felt: 3", "  id: AB-1"):
        assert f"\n{fact}" in item, item
    assert "tags:\n  - m" in item


@pytest.mark.parametrize(
    ("outward", "inward"),
    [
        ("Enlace de incidencia saliente (Blocks)", "Enlace a la incidencia interna (Blocks)"),
        ("Lien de ticket sortant (Blocks)", "Lien du ticket entrant (Blocks)"),
        ("Outward issue link (Blocks)", "Inward issue link (Blocks)"),
    ],
)
def test_links_of_jira_go_the_way_that_their_name_says(tmp_path: Path, outward: str, inward: str) -> None:
    rows = "A-1,One,A-2,\nA-2,Two,,\nA-3,Three,,A-2\n"
    written = imported(tmp_path, "jira", f"Issue key:,Summary,{outward},{inward}\n{rows}")
    found = {key: re.findall(r"^(?:blocks|depends_on):\n  - .*", text, re.MULTILINE) for key, text in written.items()}
    assert found["features/a-3.md"] == ["depends_on:\n  - a-2"]
    assert found["features/a-1.md"] + found["features/a-2.md"] in (["blocks:\n  - a-2"], ["depends_on:\n  - a-1"])


def test_ids_and_ranks_of_jira_are_known_by_what_they_are(tmp_path: Path) -> None:
    id = "5f3c0a1b2c3d4e5f6a7b8c9d"
    written = imported(
        tmp_path,
        "jira",
        "Clave de incidencia,Resumen,Persona asignada,ID de la persona asignada,Campo personalizado (Clasificación),Descripción\n"
        f"A-1,Uno,Ada Park,{id},0|i0004f:,Pregunta a [~accountid:{id}]\n",
    )["features/a-1.md"]
    assert "Pregunta a @Ada Park\n" in written
    assert "i0004f" not in written
    assert id not in written


def test_a_title_that_must_not_come_in_is_missing_and_why_is_told(tmp_path: Path) -> None:
    outcome = bring_in(tmp_path, "trello", "Card ID,Card Name\n1,ada@crew.example\n", "a.csv")
    assert [(fault.code, "a mail address in Card Name is left out" in fault.hint) for fault in outcome.report] == [
        ("missing-title", True)
    ]


def test_the_last_of_what_a_title_holds_on_another_line_stays(tmp_path: Path) -> None:
    assert "title: One two" in imported(tmp_path, "linear", 'ID,Title\nA-1,"One\n two"\n')["features/a-1.md"]


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        (("12/24/2026", "3/4/2026"), "month-first"),
        (("24/12/2026 10:00", "3/4/2026"), "day-first"),
        (("03.04.2026 10:22", "5.4.2026"), "day-first"),
        (("24/12/2026", "12/24/2026"), ""),
        (("3/4/2026", "4/4/2026"), ""),
        (("26/01/13", "13/01/26"), ""),
    ],
)
def test_a_date_that_leaves_no_doubt_tells_for_all(tmp_path: Path, dates: tuple[str, str], told: str) -> None:
    outcome = bring_in(tmp_path, "asana", "Task ID,Name,Due Date\n1,One,{}\n2,Two,{}\n".format(*dates))
    assert outcome.sound is bool(told)
    assert [guess for guess in outcome.guesses if told and guess.startswith(f"dates are {told}, since {dates[0]}")] or not told


def test_a_status_that_the_workspace_knows_is_its_own_before_it_is_the_sources(tmp_path: Path) -> None:
    (tmp_path / "product.yml").write_text("name: P\nstatuses: {agreed: {stage: planned, label: Committed}}\n", encoding="utf-8")
    written = imported(tmp_path, "azure-devops", "ID,Work Item Type,Title,State\n1,Feature,One,Committed\n")
    assert "status: agreed\n" in written["features/one.md"]


WORDS = st.sampled_from(
    [
        "Frob",
        "in arbeit",
        "done",
        "3/4/26",
        "12/24/2026",
        "2026-01-02",
        "tbd",
        "1",
        "no title, surely",
        "[a, b]",
        "x: y # z",
        "",
        "'",
        "离线",
    ]
)


@given(
    st.lists(st.text(alphabet="abcNrTitelStausDu e:#-[]()'\"离线", min_size=1, max_size=12), min_size=1, max_size=6, unique=True),
    st.data(),
)
@hypothesis.settings(max_examples=60, deadline=None)
def test_a_drafted_mapping_imports_what_it_was_drafted_for(columns: list[str], data: st.DataObject) -> None:
    hypothesis.assume(not columns[0].lstrip().startswith("["))  # JSON begins so
    rows = data.draw(st.lists(st.lists(WORDS, min_size=len(columns), max_size=len(columns)), min_size=1, max_size=6))
    text = io.StringIO(newline="")
    csv.writer(text).writerows([columns, *rows])
    export, source = Export("wishes.csv", text.getvalue().encode()), SOURCES["csv"]
    table = source.table(export, Report())
    drafted = suggestion(table, Asked("csv", source.rules, "wishes"), Settings.model_validate({"name": "P"}))
    report = Report()
    rules = read_rules(drafted, "wishes.yml", report)
    assert rules is not None, [fault.message for fault in report]
    with TemporaryDirectory() as folder:
        given_rules = {name: getattr(rules, name) for name in rules.model_fields_set} | {"exact": "false"}
        outcome = bring_in(Path(folder), "csv", export.data, "wishes.csv", rules=given_rules)
        told = {fault.code for fault in outcome.report if fault.severity.value == "error"}
        assert told <= {"missing-title", "duplicate-row"}, (drafted, [fault.message for fault in outcome.report])


@pytest.mark.parametrize("make", SAMPLES, ids=lambda make: make.__name__)
def test_no_export_looks_like_one_of_another_system(make: object) -> None:
    sample = make()  # type: ignore[operator]
    export = Export(sample.name, sample.data)
    found = likeness(export, SOURCES[sample.source].table(export, Report()))
    assert found is None or found.word == sample.source


@pytest.mark.parametrize(
    ("place", "word"),
    [
        ("imports/jira-es/jira.csv", "jira"),
        ("imports/ado/ado-mini.csv", "azure-devops"),
        ("imports/ado/ado-tree.csv", "azure-devops"),
        ("imports/zentao/story.csv", "zentao"),
        ("imports/zentao/bugs.csv", "zentao"),
        ("imports/notion-range/n.csv", "notion"),
        ("imports/trello-email/board.json", "trello"),
        ("imports/gfm/issues.json", "github"),
        ("imports/linear-cycle/l.csv", "linear"),
        ("zh/任务.csv", "worktile"),
    ],
)
def test_a_file_that_nobody_named_is_known_by_its_columns(tmp_path: Path, place: str, word: str) -> None:
    if not SHARED.exists():
        pytest.skip("the folder of faults is not here")
    export = Export("file", (SHARED / place).read_bytes())
    found = likeness(export, SOURCES["csv"].table(export, Report()))
    assert found is not None
    assert found.word == word
    outcome = bring_in(tmp_path, "csv", export.data, "file")
    assert any(f"pmsite import {word} file" in fault.hint for fault in outcome.report), faults(outcome)
