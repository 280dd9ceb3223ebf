"""What Jira calls its columns in the languages of its interface."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pmsite.importers.headers import listed

_COLUMNS: Mapping[str, str] = {
    "Summary": "Zusammenfassung; Résumé; Resumen; Resumo; Riepilogo; 要約; 요약; 概要; 摘要; Тема; Резюме; Podsumowanie; Samenvatting",
    "Issue key": """Vorgangsschlüssel; Schlüssel; Clé de ticket; Clé; Clave de incidencia; Clave; Chave da item; Chave do item; Chave; Chave da ocorrência;
        Chiave segnalazione; Chiave ticket; Chiave; 課題キー; キー; 이슈 키; 키; 问题关键字; 关键字; 事务密钥; Ключ проблемы; Ключ задачи; Ключ запроса; Ключ;
        Klucz zgłoszenia; Klucz; Issuesleutel; Issuecode; Sleutel""",
    "Issue id": """Vorgangs-ID; ID de ticket; Identifiant de ticket; ID de la incidencia; ID da item; ID do item; ID segnalazione; ID ticket; 課題ID; 課題 ID;
        이슈 ID; 이슈 아이디; 问题ID; 问题 ID; Идентификатор проблемы; Идентификатор задачи; Id. zgłoszenia; Issue-ID""",
    "Issue Type": """Vorgangstyp; Type de ticket; Tipo de Incidencia; Tipo de item; Tipo do item; Tipo de problema; Tipo segnalazione; Tipo di segnalazione;
        Tipo ticket; 課題タイプ; 課題の種類; 이슈 유형; 업무 항목 유형; 问题类型; 事务类型; Тип задачи; Тип запроса; Typ zgłoszenia; Issuetype; Type issue""",
    "Status": "État; Statut; Estado; Stato; ステータス; 状況; 상태; 状态; Статус",
    "Status Category": """Statuskategorie; Catégorie d'état; Catégorie de statut; Categoría de estado; Categoria do status; Categoria di stato; Categoria stato;
        ステータスカテゴリ; ステータス カテゴリー; 상태 카테고리; 상태 범주; 状态类别; Категория статуса; Kategoria statusu""",
    "Resolution": "Lösung; Résolution; Resolución; Resolução; Risoluzione; 解決状況; 解像度; 해결책; 해결; 解决结果; 解决方案; Решение; Резолюция; Rozwiązanie; Oplossing",
    "Description": "Beschreibung; Descripción; Descrição; Descrizione; 説明; 설명; 描述; Описание; Opis; Beschrijving; Omschrijving",
    "Environment": "Umgebung; Environnement; Entorno; Ambiente; 環境; 환경; 环境; Окружение; Środowisko; Omgeving",
    "Priority": "Priorität; Priorité; Prioridad; Prioridade; Priorità; 優先度; 우선순위; 우선 순위; 优先级; Приоритет; Priorytet; Prioriteit",
    "Assignee": """Zugewiesene Person; Bearbeiter; Personne assignée; Responsable; Responsables; Persona asignada; Responsável; Assegnatario; 担当者;
        담당자; 经办人; Исполнитель; Osoba przypisana; Przypisane do; Toegewezen persoon; Uitvoerder; Toegewezen aan""",
    "Labels": "Stichwörter; Étiquettes; Etiquettes; Etiquetas; Etichette; ラベル; 레이블; 标签; 标记; Метки; Etykiety; Labels",
    "Created": "Erstellt; Création; Créé; Créée; Creada; Creado; Criado; Criado(a); Creato; Creata; 作成日; 作成; 作成日時; 생성일; 만듦; 생성; 创建日期; 创建时间; 已创建; Создано; Utworzono; Utworzone; Aangemaakt; Gemaakt",
    "Updated": "Aktualisiert; Mise à jour; Mis à jour; Actualizada; Actualizado; Atualizado; Atualizado(a); Aggiornato; Aggiornata; 更新日; 更新日時; 변경일; 업데이트됨; 更新日期; 已更新; 更新时间; Обновлено; Zaktualizowano; Bijgewerkt",
    "Last Viewed": """Zuletzt angezeigt; Dernière consultation; Última visualización; Última vista; Visto por última vez; Vista por última vez; Última visualização;
        Visualizado pela última vez; Ultima visualizzazione; 最終閲覧日; 最近查看; Последний просмотр; Ostatnio wyświetlane; Laatst bekeken""",
    "Assignee Id": """ID der zugewiesenen Person; ID des Autors; Ersteller-ID; ID des Projektleiters; ID des Beobachters; ID de la persona asignada; ID del informador;
        ID del creador; ID del responsable del proyecto; ID del observador; ID de los interesados; ID do responsável; ID do relator; ID do criador; ID do líder do projeto;
        ID do observador; ID de la personne assignée; ID du rapporteur; ID du créateur; ID de l'observateur""",
    "Resolved": "Erledigt; Gelöst; Résolu; Résolue; Resuelta; Resuelto; Resolvido; Resolvido(a); Risolto; Risolta; 解決日; 解決日時; 해결일; 해결됨; 解决日期; 已解决; 解决时间; Дата решения; Решено; Rozwiązano; Opgelost",
    "Due date": "Fälligkeitsdatum; Fällig am; Date d'échéance; Échéance; Fecha de vencimiento; Vencimiento; Data de vencimento; Data limite; Data di scadenza; Scadenza; 期限; 期日; 기한; 마감일; 到期日; 截止日期; Срок исполнения; Termin; Data ukończenia; Einddatum; Vervaldatum",
    "Fix versions": """Lösungsversionen; Lösungsversion; Lösungsversion(en); Versions corrigées; Version(s) corrigée(s); Version corrigée; Versiones corregidas; Versión(es) corregida(s); Versões corrigidas;
        Versão(ões) corrigida(s); Versioni di correzione; Versione correzione; 修正バージョン; 수정 버전; 修复的版本; 修复版本; Исправить в версиях; Версии исправления;
        Wersja naprawiająca; Wersje naprawy; Oplossingsversies; Opgelost in versie""",
    "Components": "Komponenten; Komponente/n; Composants; Composant/s; Componentes; Componente/s; Componenti; コンポーネント; 컴포넌트; 구성 요소; 模块; 组件; Компоненты; Компонент/ы; Komponenty; Componenten",
    "Sprint": "Sprints; スプリント; 스프린트; 冲刺; Спринт",
    "Parent": "Übergeordnet; Élément parent; Principal; Pai; Elemento padre; Principale; 親; 親課題; 상위 항목; 상위; 父级; 父任务; Родитель; Родительская задача; Element nadrzędny; Bovenliggend",
    "Parent key": "Übergeordneter Schlüssel; Schlüssel des übergeordneten Vorgangs; Clé parent; Clave principal; Chave pai; Chiave padre; 親キー; 상위 키; 父级关键字; Ключ родителя; Klucz elementu nadrzędnego",
    "Votes": "Stimmen; Votos; Voti; 投票; 투표; 投票数; Голоса; Głosy; Stemmen",
    "Comment": "Kommentar; Kommentare; Commentaire; Commentaires; Comentario; Comentarios; Comentário; Comentários; Commento; Commenti; コメント; 댓글; 备注; 评论; Комментарий; Комментарии; Komentarz; Opmerking; Opmerkingen",
    "Attachment": "Anhang; Anhänge; Pièce jointe; Pièces jointes; Adjunto; Archivo adjunto; Anexo; Allegato; 添付ファイル; 첨부 파일; 附件; Вложение; Załącznik; Bijlage",
    "Project description": "Projektbeschreibung; Description du projet; Descripción del proyecto; Descrição do projeto; Descrizione progetto; プロジェクトの説明; 프로젝트 설명; 项目描述; Описание проекта; Opis projektu; Projectomschrijving",
}
"""By the English name, those of German, French, Spanish, Portuguese, Italian, Japanese, Korean, Chinese, Russian, Polish and Dutch."""


def named(columns: Mapping[str, str]) -> dict[str, str]:
    """Columns by their English names, and by those in other languages, each name with the meaning that it has first."""
    found = dict(columns)
    for english, names in _COLUMNS.items():
        for name in listed(names):
            found.setdefault(name, columns.get(english, "keep"))
    return found


def signs() -> Iterator[tuple[str, ...]]:
    """A title and a key of the same language tell that a table is Jira's."""
    titles, keys = (listed(_COLUMNS[name]) for name in ("Summary", "Issue key"))
    telling = [key for key in keys if len(key) > 6 or key in ("課題キー", "이슈 키", "问题关键字", "关键字", "事务密钥")]
    return ((title, key) for title in titles for key in telling)
