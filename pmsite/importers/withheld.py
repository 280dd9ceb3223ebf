"""What never comes in, whatever column it is in and however deep: mail addresses, and what opens a door to whoever reads it."""

from __future__ import annotations

import re
from collections.abc import Callable

from pmsite.importers.headers import plain
from pmsite.importers.table import SourceRow, Table
from pmsite.messages import said

KINDS = MAIL, SECRET = said("a mail address"), said("a secret")
"""What was left out, as the receipt tells it."""
LEFT = "…"
"""What stands in its place."""

_MAIL = re.compile(
    r"(?<![A-Za-z0-9._%+@/-])(?P<name>[A-Za-z0-9][A-Za-z0-9._%+-]{0,63})@(?:[A-Za-z0-9-]+\.)+(?!(?:png|jpe?g|gif|svg|webp|pdf|css|js|ts|py|md|html|json|ya?ml|txt|zip)\b)[A-Za-z]{2,24}(?![\w@/-]|:[\w/])"
)
_BESIDE = re.compile(rf"[ \t]{{0,3}}[<(（\[]\s?(?:mailto:)?{_MAIL.pattern}\s?[>)）\]]")
"""A mail address in brackets behind a name."""
_LINKED = re.compile(r"(?<!\!)\[([^\[\]\n]*)\]\(<?mailto:[^()\s]*>?\)|\[([^\[\]|\n]*)\|mailto:[^\[\]|\s]*\]")
_MAILTO = re.compile(r"mailto:(?=\S)")
_PEOPLE = re.compile(
    r"\b(?:assignees?|assigned|reporter|creator|created by|author|owner|lead|members?|watchers?|participants?|followers?|user|users|by|from|people|person|requester|customer|contact|manager|approvers?|reviewers?)\b"
    r"|[人者员方]$|负责人|成员|指派|提交|创建|关注|抄送|客户"
)
_ADDRESSES = re.compile(r"\b(?:e-?mails?|mail|inbound)\b|邮箱|邮件|電子郵件", re.IGNORECASE)

_USER = re.compile(
    r"\b(?P<lead>https?://)[^\s/?#@<>\"']+@|\b(?P<other>[a-z][a-z0-9+.-]{1,20}://)[^\s/?#@:<>\"']*:[^\s/?#@<>\"']+@", re.IGNORECASE
)
_QUERY = re.compile(r"(?P<name>[?&;#]([\w.-]{1,40})=)(?P<value>[^&#\s\"'<>()\[\]|…]+)")
_NAMES = re.compile(
    r"(?:.*[_-])?(?:token|secret|password|passwd|pwd|jwt|signature|credential|api_?key|accesskeyid|access_?key)|x-(?:amz|goog)-(?:signature|credential|security-token)|sig",
    re.IGNORECASE,
)
_PERHAPS = re.compile(r"auth|key|code|hash|sid|session_?id|invite|sign|ticket", re.IGNORECASE)
_RANDOM = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[\w.~%+/=-]{16,}")
_KNOWN = re.compile(
    r"\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{20,}|\bxox[abeoprs]-[\w-]{10,}|\bA(?:KIA|SIA)[0-9A-Z]{16}\b|\bAIza[\w-]{35}\b|\bsk-[A-Za-z0-9_-]{20,}"
    r"|\b[sr]k_(?:live|test)_\w{16,}|\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{5,}|\blin_(?:api|oauth)_\w{20,}|\bATATT3[\w=-]{20,}|\bnpm_\w{36}\b|\bSG\.[\w-]{16,}\.[\w-]{16,}|\bpypi-AgE[\w-]{50,}"
    r"|\bLTAI[A-Za-z0-9]{12,24}\b|\bAKID[A-Za-z0-9]{32}\b"
    r"|-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|\Z)"
)
"""Keys of well-known services, by the forms that their makers gave them so that they are found."""
_MARKS = (
    "=",
    "gh",
    "glpat",
    "xox",
    "AKIA",
    "ASIA",
    "AIza",
    "sk-",
    "k_live",
    "k_test",
    "eyJ",
    "lin_",
    "ATATT",
    "npm_",
    "SG.",
    "pypi-",
    "LTAI",
    "AKID",
    "-----BEGIN",
    "earer ",
    "asic ",
    "hook",
)
"""What any of these holds, for a quick look."""
_HOOK = re.compile(
    r"((?:hooks\.slack\.com/(?:services|workflows|triggers)|discord(?:app)?\.com/api/webhooks|open\.(?:feishu\.cn|larksuite\.com)/open-apis/bot/v2/hook)/)[\w/-]+"
)
_BEARER = re.compile(r"\b((?:Bearer|Basic) )(?=[^\s]*\d)[\w.~+/=-]{16,}", re.IGNORECASE)


def withhold(table: Table) -> None:
    """Take what must not come in out of every cell; each row keeps in which columns it was, and what."""
    people = {name: _PEOPLE.search(plain(name)) is not None and not _ADDRESSES.search(name) for name in table.columns}
    table.rows = [_row(row, people) if any(_is_suspect(value) for _, value in row.cells) else row for row in table.rows]


def _is_suspect(value: str) -> bool:
    return "@" in value or "://" in value or (len(value) >= 16 and any(mark in value for mark in _MARKS))


def _row(row: SourceRow, people: dict[str, bool]) -> SourceRow:
    cells: list[tuple[str, str]] = []
    withheld: dict[tuple[str, str], None] = {}
    for name, value in row.cells:
        found, kinds = cleaned(value, is_person=people.get(name, False)) if _is_suspect(value) else (value, frozenset())
        withheld.update(dict.fromkeys((name, kind) for kind in kinds))
        if found:
            cells.append((name, found))
    return SourceRow(row.span, tuple(cells), tuple(withheld)) if withheld else row


def cleaned(value: str, *, is_person: bool = False) -> tuple[str, frozenset[str]]:
    """A text without what must not come in, and what that was. Where a column names people, a mail address alone becomes its name."""
    found = value
    kinds: set[str] = set()
    if "@" in found:
        without = _without_mail(found, is_person)
        kinds |= {MAIL} if without != found else set()
        found = without
    without = _without_secrets(found)
    kinds |= {SECRET} if without != found else set()
    return ("" if without.strip(f" {LEFT},;<>") == "" and kinds else without), frozenset(kinds)


def _without_mail(text: str, is_person: bool) -> str:
    if "mailto:" in text:
        text = _MAILTO.sub("", _LINKED.sub(lambda found: found[1] or found[2] or LEFT, text))
    if "://" in text:
        text = _USER.sub(lambda found: found[0] if "git@" in found[0] else found[0].replace("@", "\0"), text)  # no mail address
    text = _BESIDE.sub("", text) if _BESIDE.sub("", text).strip() else text
    put: Callable[[re.Match[str]], str] = (lambda found: found["name"].partition("+")[0]) if is_person else (lambda found: LEFT)
    return _MAIL.sub(lambda found: found[0] if found["name"] == "git" else put(found), text).replace("\0", "@")


def _without_secrets(text: str) -> str:
    if "://" in text:
        text = _USER.sub(lambda found: found["lead"] or found["other"], text)
        text = _HOOK.sub(rf"\1{LEFT}", text)
    if "=" in text:
        text = _QUERY.sub(_query, text)
    text = _BEARER.sub(rf"\1{LEFT}", text)
    return _KNOWN.sub(LEFT, text)


def _query(found: re.Match[str]) -> str:
    is_secret = _NAMES.fullmatch(found[2]) or (_PERHAPS.fullmatch(found[2]) and _RANDOM.fullmatch(found["value"]))
    return f"{found['name']}{LEFT}" if is_secret else found[0]
