"""Whole workspaces as one input: each file after a line `==> "its/name"`, so that a person can read and cut it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from pydantic import BaseModel

from pmsite.model.item import MACHINE_FIELDS, Private
from pmsite.model.types import BY_NAME, TYPES, keys, references
from pmsite.model.values import Choice
from tests.fuzz.mutate import ODD

_HEAD = re.compile(rb'^==> (".*")\n', re.MULTILINE)
SETTINGS = """\
name: Field Notes
audiences:
  customers: {}
  partners: {label: Partners, fields: {feature: [title, summary, horizon, score, body], person: [role], metric: [series, unit]}}
statuses: {hardening: {stage: building, label: Hardening}}
fields: {feature: {maturity: {kind: choice, values: [alpha, beta], audiences: [customers]}, teams: {kind: references, to: team}}}
"""
BODIES = ["", "A text.\n", "A [link](../features/feature-1.md) and `code`.\n\n<!-- internal -->\nOf the team.\n<!-- /internal -->\n",
          "# Heading\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", "```pmsite\nview: roadmap\n```\n", "- one\n- two\n"]  # fmt: skip
ODD_BODIES = [
    "![x](x.png)\n",
    "<!-- internal -->\nOpen.\n",
    "[a]: x\n" * 30,
    "<b id=x>y</b>\n",
    "```pmsite\nview: nothing\nwhere: (\n```\n",
]
NAMES = ["a\nb", "a\tb", "..", "x" * 240, "ﬁ", "İ", "CON", "aux", "a b", "離", "\u202e", "-x", ".hidden", "a.zh", "a.en", "a.md", "README", "index", "e\u0301",
         "+x.fixed", "1.fixed", "9.9.fixed", "::error::x", "a%2f", "a\\b", "\udcff", "'", "<b>", "true", "null", "1e5"]  # fmt: skip


def pack(files: Mapping[str, str | bytes]) -> bytes:
    """A workspace as one input."""
    parts = []
    for name, content in files.items():
        data = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
        parts.append(b"==> " + json.dumps(name).encode() + b"\n" + data + (b"" if data.endswith(b"\n") else b"\n"))
    return b"".join(parts)


def unpack(data: bytes) -> dict[str, bytes]:
    """The files of an input; names that lead out of the workspace are not among them."""
    found = {}
    for head, end, next_head in _spans(data):
        with suppress(ValueError):
            name = json.loads(head)
            if name and not set(name.split("/")) & {"", ".", ".."} and "\0" not in name:
                found[name] = data[end:next_head]
    return found


def _spans(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    heads = list(_HEAD.finditer(data))
    for at, head in enumerate(heads):
        yield head[1], head.end(), heads[at + 1].start() if at + 1 < len(heads) else len(data)


def write(root: Path, files: Mapping[str, bytes]) -> set[str]:
    """Write a workspace; gives the names that the file system took, where no other file had them already."""
    written = set()
    for name, data in files.items():
        path = root / name
        with suppress(OSError, ValueError):
            path.parent.mkdir(parents=True, exist_ok=True)
            if not os.path.lexists(path):
                path.write_bytes(data)
                written.add(name)
    return written


def plan(random: Random, *, odd: float = 0.0, most: int = 12, often: float = 0.25) -> dict[str, str]:
    """A small plan, sound for the most part. `odd` is the share of facts that are not, `often` that of those that are there."""
    models = random.choices(TYPES, k=random.randint(1, most))
    ids: dict[str, list[str]] = {}
    for model in models:
        known = ids.setdefault(model.type, [])
        known.append(f"{model.type}-{len(known) + 1}")
    files = {"product.yml": _settings(random, odd)}
    for type_name, known in ids.items():
        for id in known:
            path = f"{BY_NAME[type_name].folder}/{id}"
            files[f"{path}.md"] = item(random, type_name, ids, odd, id, often)
            if type_name == "metric" and random.random() < 0.5:
                files[f"{path}.csv"] = series(random, odd)
            if random.random() < 0.1:
                files[f"{path}.zh.md"] = f"---\ntitle: 标题 {id}\n---\n正文。\n"
    return files


def _settings(random: Random, odd: float) -> str:
    more = "".join(
        line for line in ("language: zh\n", "scoring: ice\n", "fiscal_year_starts: 4\n", "currency: EUR\n") if random.random() < 0.2
    )
    if random.random() < odd:
        more += f"{random.choice(['language', 'checks', 'as_of', 'links', 'trackers', 'axes', 'change_kinds'])}: {_odd(random)}\n"
    return SETTINGS + more


def item(random: Random, type_name: str, ids: Mapping[str, list[str]], odd: float, own: str = "", often: float = 0.25) -> str:
    """The file of an item, of facts that its type knows; it never names itself."""
    others = {kind: [id for id in known if id != own] for kind, known in ids.items()}
    model = BY_NAME[type_name]
    lines = [f"title: {type_name} {random.randint(1, 99)}"]
    for key, name in keys(model).items():
        field = model.model_fields[name]
        if key in ("id", "title", "for", "link") or name in MACHINE_FIELDS or not (field.is_required() or random.random() < often):
            continue
        lines.append(f"{key}: {_odd(random) if random.random() < odd else _value(random, model, name, others)}")
    if random.random() < odd / 2:
        lines.append(random.choice(["for: ", "imported: ", "titel: ", "id: ", "type: ", ""]) + _odd(random))
    random.shuffle(lines)
    return "---\n" + "\n".join(lines) + "\n---\n" + random.choice(ODD_BODIES if random.random() < odd else BODIES)


def _value(random: Random, model: type[BaseModel], name: str, ids: Mapping[str, list[str]]) -> str:
    field = model.model_fields[name]
    if name == "visibility":
        return json.dumps(random.sample(["customers", "partners"], 0 if issubclass(model, Private) else random.randint(0, 2)))
    if (mark := references(model).get(name)) is not None:
        kinds = mark.to or tuple(ids)
        known = [id for kind in kinds for id in ids.get(kind, ())]
        chosen = random.sample(known, min(len(known), random.randint(0, 2)))
        return json.dumps(chosen if "tuple" in str(field.annotation) else next(iter(chosen), None))
    if choices := _choices(model, name):
        return random.choice(choices)
    example = field.examples[0] if field.examples else "x"
    return json.dumps(_without_names(example), ensure_ascii=False)


def _without_names(value: Any) -> Any:
    """An example as text, as authors would write it."""
    if isinstance(value, dict):
        return {str(key): _without_names(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_names(entry) for entry in value]
    return value if isinstance(value, bool) else str(value)


@cache
def _choices(model: type[BaseModel], name: str) -> tuple[str, ...]:
    field = model.model_fields[name]
    marks: Iterable[Any] = [
        *field.metadata,
        *(m for part in getattr(field.annotation, "__args__", ()) for m in getattr(part, "__metadata__", ())),
    ]
    return next((tuple(mark.values) for mark in marks if isinstance(mark, Choice)), ())


def _odd(random: Random) -> str:
    return "".join(random.choices(ODD, k=random.choice((1, 1, 1, 2, 5))))


def series(random: Random, odd: float) -> str:
    """The table of a metric."""
    rows = [f"2026-{month:02},{random.randint(0, 99)},{random.choice(['', 'a note'])}" for month in range(1, random.randint(2, 9))]
    if random.random() < odd:
        rows.insert(random.randint(0, len(rows)), random.choice(["2026-13,1,", "2026-01,x,", "2026-02,1", ",,", '"', _odd(random)]))
    return (
        "\n".join(
            [random.choice(["date,value,note"] * 9 + ["date,value", "value", _odd(random)]) if odd else "date,value,note", *rows]
        )
        + "\n"
    )
