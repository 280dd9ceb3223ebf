"""Words of other systems: which stage a status means, how a priority or a severity ranks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from pmsite.messages import said

STAGES: Mapping[str, str] = {
    "idea": """
        idea; ideas; new; new idea; new request; backlog; product backlog; icebox; inbox; intake; funnel; triage; needs triage; untriaged; open; opened;
        parking lot; under consideration; considering; needs review; in review queue; future consideration; future; submitted; requested; proposed;
        draft; unscheduled; someday; later; wishlist; brainstorm; to be discussed; to discuss; unconfirmed; ideation; suggestion;
        待评审; 待处理; 新建; 新提交; 新; 打开; 开放; 待定; 待确认; 想法; 创意; 需求池; 收集; 未激活; 待评估; 待规划; 待讨论; 池中; 草稿; 未处理; 待分析;
        待評審; 待處理; 新增; 開啟; 開放; 待確認; 需求單; 待評估; 待規劃; 待討論; 未處理; 構想;
        offen; neu; ideen; eingang; vorgeschlagen; eingereicht; entwurf; ouvert; ouverte; nouveau; nouvelle; proposé; idée; idées; brouillon;
        abierto; abierta; nuevo; nueva; propuesto; borrador; ideas nuevas; aberto; aberta; novo; nova; proposto; rascunho; ideia; ideias;
        オープン; 新規; バックログ; アイデア; 起票; 열림; 신규; 백로그; 아이디어; 제안됨; aperto; aperta; nuovo; nuova; proposto; bozza; idee;
        открыт; открыто; открыта; новый; новая; новое; новые; бэклог; беклог; идея; идеи; предложено; черновик; otwarte; otwarty; otwarta; nowe; nowy; nowa;
        zaproponowane; pomysł; pomysły; szkic; nieuw; voorgesteld; ideeën; concept; açık; yeni; öppen; ny; åben; åpen; avoin; uusi; otevřeno; nový; відкрито""",
    "discovery": """
        discovery; in discovery; exploring; exploration; explore; research; researching; in research; under review; under investigation; investigating;
        in design; design; designing; ready for design; scoping; definition; defining; candidate; validating; validation; refinement; in refinement;
        refining; analysis; in analysis; analyzing; analysing; specification; specifying; gathering feedback; prototyping; estimating; grooming;
        设计中; 调研; 调研中; 评审中; 需求评审; 分析中; 探索; 方案设计; 验证中; 需求分析; 设计; 评估中; 讨论中; 需求澄清; 原型设计; 待设计;
        設計中; 調研中; 評審中; 需求評審; 分析中; 探索中; 方案設計; 評估中; 討論中; 研究中;
        in analyse; in konzeption; in klärung; en analyse; en conception; en análisis; en diseño; en investigación; em análise; em design; em descoberta;
        調査中; 検討中; 設計中; 分析中; 검토 대상; 조사 중; 설계 중; 분석 중; in analisi; in progettazione; анализ; в анализе; исследование; проектирование;
        analiza; w analizie; projektowanie; in onderzoek; in ontwerp""",
    "planned": """
        planned; plan; todo; to do; ready; ready to develop; ready for development; ready for dev; ready for delivery; ready to start; ready for work;
        selected for development; selected; unstarted; not started; not yet started; scheduled; next; next up; up next; on deck; upcoming; coming soon; soon;
        accepted; approved; committed; confirmed; queued; in queue; this sprint; sprint backlog; planning; in planning; pending; prioritized; prioritised;
        refined; groomed; estimated; defined; specified; assigned; to be done; to develop; this quarter; next quarter; open for development;
        已计划; 计划中; 已规划; 待办; 待办事项; 未开始; 待开发; 已评审; 评审通过; 已排期; 待启动; 已确认; 已接受; 规划中; 准备就绪; 已采纳; 已批准; 待开始; 已分配; 已立项; 排期中; 就绪; 待实现;
        已計劃; 計劃中; 已規劃; 待辦; 待辦事項; 未開始; 待開發; 已評審; 已排程; 已排期; 待啟動; 已確認; 規劃中; 準備就緒; 已核准; 已採納;
        zu erledigen; aufgaben; geplant; bereit; bereit zur entwicklung; für die entwicklung ausgewählt; ausgewählt für entwicklung; nicht begonnen; eingeplant;
        à faire; planifié; planifiée; prêt; prête; sélectionné pour le développement; non commencé; à développer;
        por hacer; tareas por hacer; pendiente; pendientes; planificado; planificada; planeado; listo para desarrollo; seleccionado para desarrollo; sin empezar; no iniciado;
        a fazer; tarefas pendentes; pendente; planejado; planejada; pronto para desenvolvimento; selecionado para desenvolvimento; não iniciado; para fazer;
        作業前; 未着手; 未対応; 予定; 計画済み; 準備完了; 開発対象として選択済み; 開発選択済み; やること; 待機中; 할 일; 해야 할 일; 예정; 계획됨; 준비됨; 개발 예정으로 선택됨; 시작 전; 대기 중; 대기;
        da fare; da completare; pianificato; pianificata; pronto; selezionato per lo sviluppo; non iniziato;
        к выполнению; сделать; надо сделать; запланировано; готово к разработке; выбрано для разработки; не начато; в очереди; к разработке;
        do zrobienia; zaplanowane; gotowe do rozwoju; wybrane do realizacji; nierozpoczęte;
        te doen; nog te doen; gepland; klaar voor ontwikkeling; geselecteerd voor ontwikkeling; niet gestart;
        yapılacak; yapılacaklar; planlandı; att göra; planerad; planlagt; at gøre; gjøremål; å gjøre; tehtävä; tehtävät; úkoly; k provedení; naplánováno; до виконання; заплановано""",
    "building": """
        building; in progress; inprog; doing; started; active; ongoing; underway; under way; current; working; working on it; work in progress; wip;
        in work; in development; in dev; development; developing; dev; coding; delivery; in delivery; delivering; implementing; implementation; in implementation;
        in review; code review; in code review; review; peer review; ready for review; awaiting review; pending review; testing; in testing; in test; test;
        ready for test; ready for testing; qa; in qa; ready for qa; qa testing; uat; in uat; acceptance; verification; verifying; in verification; preview;
        beta; private beta; public beta; alpha; in beta; pilot; ready to ship; ready for release; ready to release; ready for deploy; ready for deployment;
        ready to deploy; deploying; awaiting release; pending release; waiting for release; releasing; rolling out; rollout; staging; in staging; reopened;
        re-opened; reopen; now; normal; at risk; on track; needs attention; off track; in flight; feedback; processing; executing; in execution;
        进行中; 处理中; 正在进行; 开发中; 研发中; 测试中; 实现中; 已提测; 待测试; 待验收; 验收中; 待发布; 已修复; 重新打开; 正常; 预警; 延期; 联调中; 联调; 灰度; 灰度中; 内测; 公测; 开发完成; 测试完成;
        开发; 测试; 实施中; 执行中; 修复中; 待验证; 待上线; 代码评审; 已激活; 激活; 接受处理; 进行;
        進行中; 處理中; 正在進行; 開發中; 研發中; 測試中; 實作中; 待測試; 待驗收; 驗收中; 待發布; 待上線; 重新開啟; 執行中; 審查中; 審核中; 修復中;
        in arbeit; in bearbeitung; wird bearbeitet; bearbeitung; in entwicklung; in prüfung; in überprüfung; im test; im review; begonnen; läuft; erneut geöffnet; wiedereröffnet; wieder geöffnet;
        en cours; en cours de développement; en développement; en cours de revue; en revue; en test; en cours de test; en validation; commencé; rouvert; rouverte;
        en curso; en progreso; en proceso; en desarrollo; en revisión; en pruebas; iniciado; empezado; reabierto; reabierta; trabajo en curso;
        em andamento; em progresso; em desenvolvimento; em revisão; em teste; em testes; em execução; fazendo; iniciado; reaberto; reaberta;
        作業中; 対応中; 処理中; 開発中; レビュー中; レビュー待ち; テスト中; 確認中; 再オープン; 再開; 着手中; 진행 중; 진행; 개발 중; 검토 중; 리뷰 중; 테스트 중; 다시 열림; 작업 중;
        in corso; in lavorazione; in sviluppo; in revisione; in test; in fase di test; iniziato; riaperto; riaperta;
        в работе; в процессе; выполняется; в разработке; разработка; на проверке; на рассмотрении; в ревью; ревью; код-ревью; тестирование; на тестировании; в тестировании; переоткрыт; переоткрыто; открыт заново;
        w toku; w trakcie; w realizacji; w trakcie realizacji; przegląd; w przeglądzie; w testach; testowanie; ponownie otwarte; ponownie otwarty; realizowane;
        bezig; mee bezig; in uitvoering; in behandeling; in ontwikkeling; wordt beoordeeld; in beoordeling; in test; heropend;
        devam ediyor; geliştiriliyor; pågår; pågående; i gang; igangværende; under arbeid; käynnissä; kesken; työn alla; probíhá; в роботі; виконується""",
    "shipped": """
        shipped; done; complete; completed; released; launched; live; ga; generally available; general availability; delivered; resolved; fixed; merged;
        deployed; finished; implemented; published; verified; already exists; in production; production; on production; done done; all done; closed done;
        closed fixed; closed completed; closed as completed; closed resolved;
        已完成; 完成; 已发布; 已上线; 上线; 已交付; 已验收; 已解决; 结束; 已结束; 已实现; 已部署; 发布; 已验证; 验收通过; 解决; 做完了; 全部完成;
        已發布; 已發佈; 已上線; 上線; 已驗收; 已解決; 結束; 已結束; 已實現; 已實作; 發布; 已驗證;
        fertig; erledigt; gelöst; abgeschlossen; veröffentlicht; ausgeliefert; behoben; umgesetzt; terminé; terminée; fini; finie; fait; résolu; résolue; livré; livrée; publié; publiée; corrigé; achevé;
        listo; hecho; hecha; finalizado; finalizada; terminado; terminada; completado; completada; resuelto; resuelta; publicado; lanzado; entregado; concluido; corregido;
        concluído; concluída; itens concluídos; feito; feita; finalizado; resolvido; resolvida; lançado; entregue; publicado; corrigido; completo; implementado;
        完了; 完了済み; 解決済み; 解決; リリース済み; 公開済み; 対応済み; 修正済み; 완료; 완료됨; 해결됨; 해결; 출시됨; 배포됨; 릴리스됨; 수정됨; 구현됨;
        completato; completata; fatto; fatta; risolto; risolta; rilasciato; rilasciata; pubblicato; concluso; terminato; corretto;
        готово; выполнено; сделано; завершено; решен; решён; решено; исправлено; выпущено; релиз; опубликовано; внедрено; выполнена; завершена;
        gotowe; zakończone; ukończone; zrobione; rozwiązane; wydane; opublikowane; wdrożone; naprawione; zakończony;
        gereed; klaar; voltooid; afgerond; opgelost; uitgebracht; vrijgegeven; opgeleverd; gedaan;
        tamamlandı; bitti; çözüldü; klar; klart; färdig; avslutad; løst; færdig; ferdig; fullført; valmis; ratkaistu; hotovo; vyřešeno; dokončeno; виконано; вирішено""",
    "dropped": """
        dropped; canceled; cancelled; rejected; declined; denied; duplicate; duplicated; won't do; won't fix; will not implement; won't implement; will not do;
        not planned; not doing; not now; abandoned; obsolete; invalid; cannot reproduce; can't reproduce; not reproducible; won't have; withdrawn; archived;
        archive; deprecated; never; removed; deleted; discarded; killed; cut; superseded; outdated; not a bug; works as designed; by design; out of scope;
        no longer needed; discontinued; incomplete; closed won't do; closed as not planned; closed duplicate; closed won't fix; closed rejected; spam;
        已取消; 取消; 被拒绝; 已拒绝; 拒绝; 已驳回; 重复; 已废弃; 废弃; 不做; 不处理; 作废; 已归档; 归档; 已作废; 无效; 已终止; 终止; 已删除; 不予处理; 不予解决; 不修复; 无法重现; 不采纳; 未采纳; 已撤销; 已撤回; 放弃;
        被拒絕; 已拒絕; 拒絕; 已駁回; 重複; 已廢棄; 廢棄; 不處理; 作廢; 已歸檔; 已封存; 封存; 無效; 已終止; 終止; 已刪除; 已撤銷; 放棄; 無法重現;
        abgelehnt; abgebrochen; storniert; verworfen; duplikat; wird nicht umgesetzt; wird nicht behoben; nicht geplant; archiviert; ungültig; zurückgezogen;
        annulé; annulée; rejeté; rejetée; abandonné; abandonnée; doublon; ne sera pas corrigé; ne sera pas fait; archivé; refusé; refusée; invalide;
        cancelado; cancelada; rechazado; rechazada; descartado; descartada; duplicado; duplicada; no se hará; no se corregirá; archivado; desestimado;
        rejeitado; rejeitada; recusado; não será feito; não será corrigido; arquivado; abandonado;
        却下; キャンセル; 中止; 重複; 対応しない; 対応不要; 修正しない; 取り下げ; アーカイブ済み; 再現不可; 취소; 취소됨; 거부됨; 거절됨; 중복; 하지 않음; 수정하지 않음; 보관됨; 폐기;
        annullato; annullata; rifiutato; rifiutata; respinto; duplicato; non verrà risolto; archiviato; scartato;
        отменено; отменен; отменён; отменена; отклонено; отклонен; отклонён; дубликат; не будет сделано; не будет исправлено; не исправлять; архив; в архиве; удалено;
        anulowane; anulowany; odrzucone; odrzucony; duplikat; nie zostanie zrobione; nie zostanie naprawione; zarchiwizowane; porzucone;
        geannuleerd; afgewezen; duplicaat; wordt niet gedaan; wordt niet opgelost; gearchiveerd; vervallen;
        iptal edildi; reddedildi; avbruten; avvisad; annulleret; afvist; avbrutt; avvist; peruttu; hylätty; zrušeno; zamítnuto; скасовано; відхилено""",
}
"""By stage, the words that surely mean it: English, Chinese, and the languages in which Jira speaks, in any spelling."""

_CLOSED = """
    closed; geschlossen; fermé; fermée; clos; cerrado; cerrada; fechado; fechada; クローズ; クローズ済み; 終了; 닫힘; 종료; 종료됨; chiuso; chiusa; закрыт; закрыто; закрыта;
    zamknięte; zamknięty; gesloten; kapalı; stängd; lukket; suljettu; uzavřeno; zavřeno; закрито"""
_CLOSED_BESIDE_DONE = "已关闭; 关闭; 已關閉; 關閉"
"""Systems that speak Chinese have a word for what was done beside the one for what was closed."""
_PAUSED = """
    paused; on hold; hold; onhold; deferred; postponed; parked; suspended; waiting; stalled; delayed; later maybe; waiting for customer; waiting for support; snoozed;
    挂起; 已挂起; 暂停; 已暂停; 搁置; 已搁置; 延后; 推迟; 暂缓; 掛起; 暫停; 已暫停; 擱置; 已擱置; 暫緩; 延後;
    zurückgestellt; pausiert; wartend; warten; en attente; en pause; suspendu; reporté; en espera; en pausa; suspendido; aplazado; pospuesto; em espera; em pausa; suspenso; adiado;
    保留; 保留中; 一時停止; 보류; 보류 중; 보류됨; 일시 중지; in attesa; in pausa; sospeso; rimandato; отложено; отложен; на паузе; приостановлено; в ожидании; ожидание;
    wstrzymane; wstrzymany; odłożone; oczekujące; in de wacht; uitgesteld; gepauzeerd; beklemede; vilande; pausad; på vent; odottaa; pozastaveno"""
_BLOCKED = """
    blocked; impeded; stuck; on blocker; 阻塞; 被阻塞; 受阻; 阻礙; 被阻擋; 受阻擋; blockiert; bloqué; bloquée; bloqueado; bloqueada; ブロック; ブロック中; 차단됨; bloccato; bloccata;
    заблокировано; заблокирован; zablokowane; zablokowany; geblokkeerd; engellendi; blockerad; blokeret; estetty; blokováno"""
GUESSES: Mapping[str, tuple[str, str]] = {
    _CLOSED: ("shipped", said("it is closed, and nothing says that it was not done")),
    _CLOSED_BESIDE_DONE: ("dropped", said("closed does not say whether it was done")),
    _PAUSED: ("planned", said("pmsite has no stage for what is paused")),
    _BLOCKED: ("building", said("what is blocked counts as under way")),
}
"""By words that mean a stage only by a guess: the stage, and why."""
NOT_DONE = """
    won't do; won't fix; duplicate; cannot reproduce; can't reproduce; incomplete; declined; rejected; not planned; invalid; abandoned; obsolete; canceled; cancelled; removed;
    not a bug; works as designed; by design; withdrawn; out of scope; won't have;
    重复; 不处理; 拒绝; 被拒绝; 无法重现; 不予解决; 取消; 已取消; 不予处理; 不修复; 设计如此; 重複; 不處理; 拒絕; 無法重現;
    wird nicht erledigt; wird nicht behoben; duplikat; ne sera pas fait; ne sera pas corrigé; doublon; no se hará; no se corregirá; duplicado; não será feito; não será corrigido;
    対応しない; 修正しない; 重複; 하지 않음; 수정하지 않음; 중복; non verrà fatto; non verrà risolto; duplicato; не будет сделано; не будет исправлено; дубликат;
    nie zostanie zrobione; nie zostanie naprawione; wordt niet gedaan; wordt niet opgelost; duplicaat"""
"""Resolutions with which something ends that was never made."""
ARCHIVED = "archived"
"""The resolution of what was put away, done or not."""

_RANKS = (
    """urgent; highest; critical; blocker; immediate; p0; show stopper; 最高; 紧急; 非常紧急; 致命; 特急; 緊急; höchste; dringend; kritisch; la plus haute; critique; urgente; más alta; crítica;
    crítico; mais alta; 最高; 가장 높음; 긴급; più alta; наивысший; критический; срочно; najwyższy; krytyczny; hoogste; kritiek""",
    """high; major; important; p1; 高; 较高; 严重; 重要; 較高; 嚴重; hoch; wichtig; haute; élevée; majeure; alta; importante; 높음; высокий; важный; wysoki; hoog""",
    """medium; normal; moderate; default; p2; should; 中; 普通; 一般; 中等; mittel; moyenne; moyen; media; média; médio; 보통; 중간; средний; średni; gemiddeld""",
    """low; minor; p3; 低; 较低; 次要; 轻微; 提示; 較低; niedrig; gering; basse; faible; mineure; baja; baixa; 낮음; bassa; низкий; niski; laag""",
    """lowest; trivial; none; no priority; p4; 最低; 无关紧要; 建议; niedrigste; la plus basse; más baja; mais baixa; 가장 낮음; più bassa; наименьший; самый низкий; najniższy; laagste""",
)
_PROBLEM = {
    "idea": "open",
    "discovery": "investigating",
    "planned": "open",
    "building": "acting",
    "shipped": "resolved",
    "dropped": "resolved",
}
_NUMBERED = re.compile(r"[\W_]*(?:[\[(]?\d{1,3}[\])]?[\W_]+|\d{1,3}(?=[^\W\d_]))(?=.*[^\W\d_])")
_COUNTED = re.compile(r"\s*[\[({【]\s*\d+\s*(?:/\s*\d+\s*)?[\])}】]\s*$")
_PART = re.compile(r"[^\W_]+")


@lru_cache(maxsize=8192)
def normal(word: str) -> str:
    """A word in the one spelling of tables: its letters and digits, small, without accents, without a number before it or a count behind."""
    return "".join(parts(word)) or " ".join(word.split())


@lru_cache(maxsize=8192)
def parts(word: str) -> tuple[str, ...]:
    """The parts of a word as `normal` spells them."""
    text = unicodedata.normalize("NFKC", word[:300]).casefold().replace("’", "").replace("'", "")
    text = _COUNTED.sub("", text)
    text = text[numbered.end() :] if (numbered := _NUMBERED.match(text)) else text
    plain = "".join(character for character in unicodedata.normalize("NFKD", text) if not unicodedata.combining(character))
    return tuple(_PART.findall(plain))


def words_of(listed: str) -> Iterator[str]:
    """The words of a list, which a semicolon stands between."""
    return (word for piece in listed.split(";") if (word := " ".join(piece.split())))


def table(listed: Mapping[str, str]) -> dict[str, str]:
    """What each word means, by its normal spelling; of two meanings the first."""
    found: dict[str, str] = {}
    for meaning, words in listed.items():
        for word in words_of(words):
            found.setdefault(normal(word), meaning)
    return found


def _normals(listed: str) -> frozenset[str]:
    return frozenset(map(normal, words_of(listed)))


@lru_cache(maxsize=1)
def _by_word() -> dict[str, str]:
    return table(STAGES)


@lru_cache(maxsize=1)
def _ranks() -> dict[str, int]:
    return {word: int(rank) for word, rank in table({str(rank): words for rank, words in enumerate(_RANKS)}).items()}


@lru_cache(maxsize=1)
def unsure() -> Mapping[str, tuple[str, str]]:
    """Words that mean a stage only by a guess, and why, by their normal spelling."""
    return {word: guess for listed, guess in GUESSES.items() for word in _normals(listed)}


@lru_cache(maxsize=1)
def _closed() -> frozenset[str]:
    return _normals(_CLOSED) | _normals(_CLOSED_BESIDE_DONE)


@lru_cache(maxsize=1)
def _not_done() -> frozenset[str]:
    return _normals(NOT_DONE)


def stage_of(word: str) -> str:
    """The stage that a status surely means, or nothing."""
    return _by_word().get(normal(word), "")


def is_closed(word: str) -> bool:
    """Whether a status says that something ended, and not how."""
    return normal(word) in _closed()


def is_not_done(resolution: str) -> bool:
    """Whether something ended without having been made."""
    return normal(resolution) in _not_done() or stage_of(resolution) == "dropped"


def nearest_stage(word: str) -> tuple[str, str]:
    """The stage that a part of a word means, and that part: the longest that is known. Two empty texts where there is none."""
    known = _by_word()
    found = max((part for part in _pieces(parts(word)) if part in known), key=len, default="")
    return (known[found], found) if found else ("", "")


def _pieces(found: tuple[str, ...]) -> Iterable[str]:
    """Every run of whole parts; of a script that is written without spaces, every run of two signs or more."""
    for start in range(min(len(found), 12)):
        for end in range(start + 1, min(len(found), start + 6) + 1):
            yield "".join(found[start:end])
    for part in found:
        if len(part) <= 40 and not part.isascii():
            yield from (
                part[start:end] for start in range(len(part)) for end in range(start + 2, len(part) + 1) if part[start] > "\u2e80"
            )


def rank_of(word: str) -> int | None:
    """How a priority or severity ranks, 0 the most pressing to 4; nothing where it is not known."""
    return _ranks().get(normal(word))


def severity_of(word: str) -> str:
    """A problem's severity, or nothing."""
    rank = rank_of(word)
    return "" if rank is None else ("critical", "high", "medium", "low", "low")[rank]


def problem_status(stage: str) -> str:
    """Where a problem is, by the stage of the work on it."""
    return _PROBLEM[stage]
