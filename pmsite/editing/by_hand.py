"""A file with faults that a person mends as text, as in an editor: what may become of it."""

from __future__ import annotations

from collections.abc import Callable

from pmsite.diagnostics import Diagnostic, Report, Severity, Span
from pmsite.editing.plan import FileChange, Verdict, digest
from pmsite.messages import said
from pmsite.read.files import read_bytes, system_reason
from pmsite.read.limits import TABLE_BYTES
from pmsite.read.text import decode_quoted
from pmsite.read.workspace import Over
from pmsite.workspace import Workspace
from pmsite.writing.operation import Raw
from pmsite.writing.refused import refused

_BOM, _CRLF = b"\xef\xbb\xbf", b"\r\n"


def rewritten(before: Workspace, wish: Raw, again: Callable[[Over], Workspace]) -> Verdict:
    """What becomes of a checked workspace with one of its faulty files written anew; `again` reads and checks it with other files.

    Faults of that file stand against nothing, since it has some already; those that others would newly have do. Raises Refused.
    """
    path = f"{before.prefix}/{wish.path}"
    content = faulty(before, wish.path)
    if digest(content) != wish.seen:
        message = said("the file is not as it was when this was written")
        raise refused("changed-meanwhile", Span(path), message, said("look at it again, and decide again"))
    new = dressed(wish.text, content)
    if new == content:
        return Verdict()
    after = again({wish.path: new})
    left = tuple(found for found in after.report if found.span.path == path and found.severity.is_fault)
    others = _new_elsewhere(before, after, path) if before.product is not None else ()
    return Verdict((FileChange(wish.path, content, new),), others, left)


def faulty(workspace: Workspace, inside: str) -> bytes:
    """What is in a file of a workspace that has errors; raises Refused where it has none, or cannot be read as text."""
    path = f"{workspace.prefix}/{inside}"
    if not any(found.span.path == path and found.severity is Severity.ERROR for found in workspace.report):
        raise refused("not-faulty", Span(path), said("this file has no errors"), said("change its facts instead"))
    try:
        content = read_bytes(str(workspace.root / inside), TABLE_BYTES)
    except OSError as fault:
        why = system_reason(fault)
        raise refused(
            "not-readable", Span(path), said("the file cannot be read: {why}", why=why), said("check who may read it")
        ) from None
    text = decode_quoted(content)
    if "\0" in text or "\ufffd" in text:
        raise refused(
            "not-text", Span(path), said("the file is no text that could be shown"), said("mend it with the program that wrote it")
        )
    return content


def dressed(text: str, before: bytes) -> bytes:
    """A text as bytes, with the line ends and the byte order mark that the file had."""
    new = text.replace("\r\n", "\n").encode()
    new = new.replace(b"\n", _CRLF) if _CRLF in before else new
    return _BOM + new if before.startswith(_BOM) else new


def _new_elsewhere(before: Workspace, after: Workspace, path: str) -> tuple[Diagnostic, ...]:
    new = after.report.beyond(before.report)
    return tuple(found for found in Report(list(new)) if found.severity is Severity.ERROR and found.span.path != path)
