"""Any front matter in any dress, and one change of it: the laws of `tests/writing/laws.py` hold."""

from __future__ import annotations

import json
from random import Random

from pmsite.read.record import Record
from pmsite.writing.data import as_data, from_data
from pmsite.writing.operation import OfFiles
from tests.writing import laws
from tests.writing.dressed import Dresser, operation

ACCEPTED = 0
WHOLE = True


def make(random: Random) -> bytes:
    text = Dresser(random).file()
    record: Record | None = laws.read(text)
    wish = as_data(operation(random, dict(record.data) if record else {}))
    return json.dumps(wish).encode() + b"\n" + text.encode()


def judge(data: bytes) -> str:
    global ACCEPTED  # noqa: PLW0603  # a count of this process
    first, _, text = data.partition(b"\n")
    wish = from_data(json.loads(first))
    assert not isinstance(wish, OfFiles)
    found = laws.broken(text.decode(), wish)
    ACCEPTED += not found
    return "" if found.startswith(laws.REFUSED) else found
