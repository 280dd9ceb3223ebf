"""Words by which other systems say what kind of thing a row is, and the types of items and levels of work that they mean."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from pmsite.importers.words import normal, table, words_of

_SUBTASKS = """
    sub-task; subtask; sub task; child task; sub-item; sub-issue; 子任务; 子工作项; 子需求; 子任務; 子工作項; unteraufgabe; teilaufgabe; sous-tâche; subtarea; subtarefa; サブタスク; 하위 작업; 부작업;
    sottotask; sottoattività; attività secondaria; подзадача; podzadanie; subtaak; alt görev; deluppgift; underopgave; deloppgave; alitehtävä; dílčí úkol; підзавдання"""
ROW_KINDS: Mapping[str, str] = {
    "theme": "theme; goal area; capability; 主题; 主題; テーマ; тема; thema; tema",
    "initiative": "initiative; initiatives; 举措; 战略举措; 舉措; イニシアチブ; 이니셔티브; iniciativa; iniziativa; инициатива; inicjatywa; initiatief",
    "epic": "epic; epics; saga; master feature; 史诗; 史詩; 长篇故事; 長篇故事; 大型工作; épopée; épica; epica; épico; epos; エピック; 에픽; 큰틀; эпик; epik",
    "feature": f"""
        feature; story; user story; task; improvement; enhancement; new feature; feature request; idea; spike; chore; tech debt; technical debt; technical task; technical story; enabler;
        enabler story; product backlog item; pbi; requirement; work item; issue; to-do; deliverable; change request; optimization; refactoring; research; design; documentation;
        特性; 用户故事; 故事; 需求; 产品需求; 功能; 功能需求; 任务; 优化; 新功能; 改进; 工作项; 事项; 技术债; 技术需求; 技术任务; 设计; 用戶故事; 使用者故事; 功能需求; 任務; 優化; 改進; 工作項; 大功能;
        aufgabe; verbesserung; neue funktion; funktion; anforderung; tâche; récit; histoire; amélioration; nouvelle fonctionnalité; fonctionnalité; exigence;
        tarea; historia; historia de usuario; mejora; nueva función; nueva funcionalidad; funcionalidad; requisito; tarefa; história; melhoria; nova funcionalidade; novo recurso; recurso;
        タスク; ストーリー; 改善; 新機能; 機能; 課題; 要件; 작업; 스토리; 개선; 새 기능; 기능; 요구 사항; attività; compito; storia; miglioramento; nuova funzione; nuova funzionalità;
        задача; история; улучшение; новая функциональность; новая функция; функция; требование; zadanie; historyjka; opowieść; ulepszenie; usprawnienie; nowa funkcja; funkcja;
        taak; verhaal; verbetering; nieuwe functie; functie; görev; hikaye; uppgift; opgave; oppgave; tehtävä; úkol; завдання; історія; {_SUBTASKS}""",
    "problem": """
        bug; bugs; defect; incident; problem; fault; error; outage; regression; production issue; 缺陷; 故障; 线上问题; 错误; 问题; 漏洞; 事故; 缺失; 錯誤; 問題; 事件;
        fehler; störung; vorfall; bogue; anomalie; défaut; incidente; fallo; defecto; erro; falha; defeito; バグ; 不具合; 障害; インシデント; 버그; 결함; 오류; 인시던트; 장애;
        errore; difetto; ошибка; баг; дефект; инцидент; проблема; błąd; usterka; incydent; fout; storing; hata; fel; fejl; feil; virhe; chyba; помилка""",
    "feedback": """
        feedback; request; service request; support; support request; customer request; ticket; question; complaint; suggestion; voice of customer;
        工单; 反馈; 咨询; 建议; 投诉; 客户反馈; 用户反馈; 工單; 回饋; 建議; 諮詢; anfrage; serviceanfrage; demande; demande de service; solicitud; petición; solicitação; requisição;
        サービスリクエスト; 問い合わせ; 要望; 서비스 요청; 요청; 문의; richiesta; richiesta di servizio; запрос; запрос на обслуживание; обращение; zgłoszenie; verzoek; serviceverzoek""",
    "release": "release; milestone; version; 发布; 里程碑; 版本; 發布; 發佈",
    "risk": "risk; 风险; 風險; risiko; risque; riesgo; risco; リスク; 위험; rischio; риск; ryzyko",
    "decision": "decision; adr; 决策; 決策; entscheidung; décision; decisión; decisão; decisione; решение; decyzja; besluit",
    "experiment": "experiment; a/b test; 实验; 實驗; 实验项; expérience; experimento; esperimento; эксперимент; eksperyment",
    "insight": "insight; finding; 洞察; erkenntnis",
    "objective": "objective; okr; 目标; 目標; ziel; objectif; objetivo; obiettivo; цель; cel; doel",
}
"""By type of item, or level of work, the words for it: English, Chinese, and the languages in which Jira speaks."""


@lru_cache(maxsize=1)
def _by_word() -> dict[str, str]:
    return table(ROW_KINDS)


@lru_cache(maxsize=1)
def _subtasks() -> frozenset[str]:
    return frozenset(map(normal, words_of(_SUBTASKS)))


def kind_of_word(word: str) -> str:
    """The type of item, or the level of work, that a word means; nothing where it means none."""
    return "task" if is_subtask(word) else _by_word().get(normal(word), "")


def is_subtask(word: str) -> bool:
    """Whether a word says that something is a part of another row's work."""
    return normal(word) in _subtasks()
