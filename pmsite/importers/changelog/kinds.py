"""What changelogs call kinds of changes, by the kinds of Keep a Changelog 1.1.0."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

BETWEEN = " – "
"""What stands between a heading and the one below it, where both say something."""


class Kind(NamedTuple):
    """What a heading says of the changes below it. `name` is empty where what stands there is no change."""

    name: str
    is_breaking: bool = False


_WORDS: Mapping[Kind, str] = {
    Kind("added"): """
        added; adds; add; additions; new; new stuff; new feature; new features; feature; features; feat; feats; enhancement; enhancements;
        implemented enhancements; exciting new features; highlights; minor changes; minor; whats new;
        新增; 新增功能; 新增特性; 新特性; 新功能; 功能; 特性; 添加; 增加; 功能新增; 新增内容; 新機能; 追加; 機能追加; 추가; 추가됨; 새로운 기능; 신규 기능;
        hinzugefügt; neu; neue funktionen; neuerungen; ajouté; ajouts; ajout; nouveautés; nouvelles fonctionnalités; nouveau;
        añadido; agregado; novedades; nuevo; nuevas funcionalidades; adicionado; adicionados; novidades; novo; aggiunto; aggiunte; novità;
        toegevoegd; nieuw; добавлено; новое; новые возможности; dodano; eklendi""",
    Kind("fixed"): """
        fixed; fixes; fix; bug fix; bug fixes; bugfix; bugfixes; bugs; bug; bugs fixed; fixed bugs; hotfix; hotfixes; fixed issues; resolved issues;
        resolved; patch changes; patch; patches; corrections; defects; regressions; regression fixes; issues fixed;
        修复; 已修复; 问题修复; 修复问题; bug修复; bug 修复; 修复bug; 修复 bug; 缺陷修复; 错误修复; 修正; 纠正; 漏洞修复; バグ修正; 不具合修正; 수정; 수정됨; 버그 수정;
        behoben; fehlerbehebungen; fehlerbehebung; korrigiert; corrigé; corrections de bugs; correctifs; corregido; correcciones; arreglado;
        corrección de errores; corrigido; corrigidos; correções; corretto; correzioni; opgelost; исправлено; исправления; naprawiono; düzeltildi""",
    Kind("changed"): """
        changed; changes; change; improved; improvement; improvements; updated; updates; update; upgrade; upgrades; refactor; refactors; refactoring;
        refactored; code refactoring; performance; performance improvements; performance improvement; perf; optimizations; documentation; docs; doc; style; styles; styling;
        tests; test; testing; build; build system; builds; ci; continuous integration; chore; chores; miscellaneous chores; miscellaneous tasks;
        miscellaneous; misc; other; others; other changes; dependencies; dependency updates; dependency; deps; internal; internals;
        internal changes; maintenance; housekeeping; under the hood; reverts; revert; reverted; whats changed; merged pull requests; closed issues;
        merged; notes; polish; examples; types; tooling; infrastructure; development; developer experience; ux; ui; accessibility; localization;
        translations; i18n; commits; uncategorized;
        变更; 更改; 变动; 改变; 改动; 改进; 改善; 优化; 性能; 性能优化; 性能提升; 性能改进; 体验优化; 功能优化; 调整; 更新; 文档; 文档更新; 重构; 其他; 其它; 杂项; 依赖;
        依赖更新; 测试; 构建; 样式; 回滚; 变更内容; 升级; 変更; 改善点; その他; 変更点; ドキュメント; 변경; 변경됨; 개선; 문서; 기타;
        geändert; änderungen; verbesserungen; verbessert; dokumentation; sonstiges; modifié; modifications; améliorations; changements;
        cambiado; cambios; mejoras; mejorado; documentación; modificado; modificados; alterado; mudanças; melhorias; documentação; modificato;
        modifiche; miglioramenti; documentazione; gewijzigd; verbeteringen; изменено; изменения; улучшения; документация; zmieniono; değiştirildi""",
    Kind("changed", True): """
        breaking; breaking change; breaking changes; major changes; backwards incompatible changes; backward incompatible changes;
        incompatible changes; api breaking changes; backwards incompatible api changes; compatibility breaking changes;
        破坏性变更; 破坏性更新; 破坏性改动; 不兼容变更; 不兼容更新; 不兼容的变更; 不兼容改动; 重大变更; 重大更新; 非兼容性变更; 破壊的変更; 호환성 변경; 주요 변경 사항;
        inkompatible änderungen; changements majeurs; cambios importantes; cambios incompatibles; mudanças incompatíveis;
        modifiche incompatibili; критические изменения""",
    Kind("deprecated"): """
        deprecated; deprecations; deprecation; deprecation notices; deprecation notice; deprecates; soft deprecations;
        弃用; 已弃用; 废弃; 已废弃; 不推荐使用; 即将移除; 非推奨; 더 이상 사용되지 않음; 지원 중단; veraltet; déprécié; dépréciations; obsolète; obsoleto; obsoletos; en desuso;
        deprecato; verouderd; устарело; przestarzałe""",
    Kind("removed"): """
        removed; removes; remove; removals; removal; deleted; dropped; drops;
        移除; 已移除; 删除; 已删除; 去除; 移除功能; 下线; 削除; 廃止; 제거; 제거됨; 삭제; entfernt; supprimé; suppressions; retiré; eliminado; eliminados; quitado;
        removido; removidos; rimosso; rimossi; verwijderd; удалено; usunięto; kaldırıldı""",
    Kind("security"): """
        security; security fixes; security fix; security updates; security improvements; vulnerabilities; vulnerability fixes; cve; cves;
        安全; 安全性; 安全修复; 安全更新; 安全漏洞; 安全漏洞修复; 安全相关; セキュリティ; 보안; sicherheit; sécurité; seguridad; segurança; sicurezza; beveiliging;
        безопасность; bezpieczeństwo; güvenlik""",
    Kind(""): """
        new contributors; contributors; thanks; thank you; special thanks; credits; acknowledgements; acknowledgments; committers; full changelog;
        authors; downloads; download; assets; checksums; checksum; sha256; docker images; installation; links;
        贡献者; 新贡献者; 新的贡献者; 感谢; 致谢; 鸣谢; 下载; 校验; コントリビューター; 기여자""",
}
_SHORTCODE = re.compile(r":[a-z0-9_+-]+:")
_SIGNS = re.compile(r"[^\w\s'/&+,;:|·–—-]|(?<!\w)'|'(?!\w)|_")
_COUNT = re.compile(r"[(（]\s*\d+[^()（）]*[)）]\s*$")
_PARTS = re.compile(r"\s*(?:[/&+,;:|·、–—]|\s-\s|\band\b|\bund\b|\bet\b|\by\b|\be\b|和|与|及|以及)\s*")
_LONGEST = 5
UNKNOWN = Kind("changed")


def _plain(heading: str) -> str:
    """A heading in small letters, without pictures, apostrophes and counts."""
    text = unicodedata.normalize("NFKC", _COUNT.sub("", _SHORTCODE.sub(" ", heading))).replace("’", "'").casefold()
    return " ".join(_SIGNS.sub(" ", text).replace("'", "").split()).strip(":- ")


@lru_cache(maxsize=1)
def _by_word() -> Mapping[str, Kind]:
    return {_plain(word): kind for kind, words in _WORDS.items() for word in words.split(";")}


@lru_cache(maxsize=4096)
def kind_of(heading: str) -> Kind | None:
    """The kind that a heading surely means: by all of it, else by its first part that is known. Nothing where none is."""
    words = _by_word()
    plain = _plain(heading)
    if plain in words:
        return words[plain]
    if len(plain.split()) > _LONGEST and BETWEEN.strip() not in plain:
        return None  # a sentence, which may speak of anything
    return next((words[part] for part in _PARTS.split(plain) if part in words), None)
