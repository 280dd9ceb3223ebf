"""What a repository keeps of other plans: their documents as they were fetched last, and a list of them with their hashes."""

from __future__ import annotations

import errno
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from pmsite.diagnostics import Report, Span
from pmsite.messages import said
from pmsite.model.parsing import PLAN
from pmsite.read.files import read_bytes, system_reason
from pmsite.read.json_text import parse
from pmsite.read.text import printable

FOLDER, LOCK = "plans", "plans/lock.json"
"""In a workspace, where the documents are and the list of them."""
VERSION, LOCK_BYTES = 1, 16 * 1024 * 1024
DOCUMENT_BYTES = 32 * 1024 * 1024
"""What a plan may hold."""
AGAIN = said("run `pmsite fetch`, or take the file back from the repository's history")

_FIRST, _TEXTS = ("format", "version", "writer", "day", "revision"), ("body", "translations")
_Hash = Annotated[str, StringConstraints(pattern=re.compile(r"\A[0-9a-f]{64}\Z"))]


_Plan = Annotated[str, StringConstraints(pattern=re.compile(rf"\A{PLAN.pattern}\Z"))]
_Audience = Annotated[str, StringConstraints(pattern=re.compile(r"\A[^\W_][\w-]{0,63}\Z"))]
"""Both are parts of the names of files."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Hashes(_Part):
    """SHA-256 of what came, of what is stored, and of what of it says something about the plan, and not when it was written."""

    fetched: _Hash
    stored: _Hash
    content: _Hash


class Entry(_Part):
    """What is known of one document."""

    source: str
    """Where it came from."""
    fetched: str
    """The day."""
    day: str = ""
    """The day that it is true of, as it says itself."""
    revision: str = ""
    bytes: int
    """Its size as it came."""
    hashes: Hashes
    gone: list[str] = Field(default=[])
    """Ids that it had once."""


class Lock(_Part):
    """The list: by plan and by audience of this workspace, what is known of the document."""

    version: int = VERSION
    plans: dict[_Plan, dict[_Audience, Entry]] = {}

    def entry(self, plan: str, audience: str) -> Entry | None:
        """What is known of one document."""
        return self.plans.get(plan, {}).get(audience)


def file_of(plan: str, audience: str) -> str:
    """The place of a document in a workspace."""
    return f"{FOLDER}/{plan}.{audience}.json"


def stored(document: Mapping[str, Any]) -> str:
    """A document as it is kept: without long texts, the items in the order of their ids, each on a line of its own."""
    written = {key: document[key] for key in _FIRST if key in document}
    head = {key: value for key, value in document.items() if key not in (*_FIRST, "items", "$schema")}
    items = sorted(document["items"], key=lambda item: str(item["id"]))
    return "".join(
        [
            _json(written).removesuffix("}") + ",\n",
            _json(head).removeprefix("{").removesuffix("}") + ', "items": [',
            ",".join(f"\n{_json(_without_texts(item))}" for item in items),
            "\n]}\n",
        ]
    )


def _without_texts(item: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in item.items() if key not in _TEXTS}
    words = {
        language: {name: text for name, text in told.items() if name != "body"}
        for language, told in item.get("translations", {}).items()
    }
    words = {language: told for language, told in words.items() if told}
    return {**kept, "translations": words} if words else kept


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def digest(data: bytes) -> str:
    """The SHA-256 of bytes."""
    return hashlib.sha256(data).hexdigest()


def content_digest(text: str) -> str:
    """The SHA-256 of all that a stored document says of its plan: of every line but the first, which says when it was written."""
    return digest(text.partition("\n")[2].encode())


def lock_text(lock: Lock) -> str:
    """The list as it is written: plans, audiences and ids in their order."""
    plans = {name: dict(sorted(entries.items())) for name, entries in sorted(lock.plans.items()) if entries}
    told = lock.model_copy(update={"plans": plans}).model_dump(mode="json", exclude_defaults=True)
    return json.dumps({"version": lock.version, "plans": told.get("plans", {})}, ensure_ascii=False, indent=1) + "\n"


def read_lock(root: Path, prefix: str, report: Report) -> Lock | None:
    """The list of a workspace, an empty one where there is none; nothing where it has faults, which are reported."""
    path = f"{prefix}/{LOCK}"
    data = read_document(root, LOCK, prefix, LOCK_BYTES, report)
    if data is None:
        return None if report.failed else Lock()
    return parse_lock(data, path, report)


def parse_lock(data: bytes, path: str, report: Report) -> Lock | None:
    """The list that bytes hold; nothing where they have faults, which are reported."""
    try:
        found = parse(data.decode(), path, report)
        lock = Lock.model_validate(found) if found is not None else None
    except UnicodeDecodeError:
        report.error("not-utf-8", Span(path), said("the file is not UTF-8 text"), AGAIN)
        return None
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors(include_url=False)[0]["loc"])
        report.error(
            "wrong-shape",
            Span(path),
            said("{place} is not what `pmsite fetch` writes", place=printable(place, 100) or "this"),
            AGAIN,
        )
        return None
    if lock is not None and lock.version != VERSION:
        message = said("this list is of version {version}; this pmsite reads version {known}", version=lock.version, known=VERSION)
        report.error("unknown-version", Span(path), message, said("install a later pmsite"))
        return None
    return lock


def read_document(root: Path, inside: str, prefix: str, limit: int, report: Report) -> bytes | None:
    """A file of the folder, nothing where there is none, or where it cannot be read, which is reported. No link is followed."""
    path = f"{prefix}/{inside}"
    if (root / FOLDER).is_symlink():
        report.error(
            "symbolic-link",
            Span(f"{prefix}/{FOLDER}"),
            said("{folder} is a symbolic link, which may lead anywhere", folder=FOLDER),
            said("put the folder itself here"),
        )
        return None
    try:
        return read_bytes(str(root / inside), limit)
    except FileNotFoundError:
        return None
    except OSError as fault:
        if fault.errno == errno.EFBIG:
            report.error(
                "file-too-large", Span(path), said("the file is too large: {limit} MiB fit", limit=limit // 1024 // 1024), AGAIN
            )
        else:
            message = said("the file cannot be read: {reason}", reason=system_reason(fault))
            report.error("not-readable", Span(path), message, said("check who may read it"))
        return None


def ids_in(document: Mapping[str, Any]) -> Iterator[str]:
    """The ids of the items of a stored document, and those of the key results in them."""
    for item in document["items"]:
        yield item["id"]
        results = item["facts"].get("key_results") if item["type"] == "objective" else None
        for result in results if isinstance(results, list) else ():
            if isinstance(result, Mapping) and isinstance(result.get("id"), str):
                yield f"{item['id']}.{result['id']}"
