"""One more row in the table of a metric, in the dress of its other rows."""

from __future__ import annotations

import csv
import io

from pmsite.diagnostics import Span
from pmsite.messages import said
from pmsite.read.table import WORDS, separator
from pmsite.read.text import marked
from pmsite.writing.refused import Refused, refused

_HEADER = "date,value\n"


def with_row(content: bytes | None, cells: dict[str, str], path: str) -> bytes:
    """A table with one more row at its place by date; a table of its own where there is none. Raises Refused where it is no plain one."""
    if content is None:
        content = (_HEADER if not cells["note"] else "date,value,note\n").encode()
    try:
        mark, text = marked(content.decode())
    except UnicodeDecodeError:
        raise _by_hand(path, said("its text is not UTF-8")) from None
    ends = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(ends)
    if not lines[0].strip() or lines[0].lower().startswith("sep=") or any(line.count('"') % 2 for line in lines):
        raise _by_hand(path, said("it is no plain table"))
    between = separator(text)
    names = [WORDS.get(name.strip(), name.strip().lower()) for name in _cells(lines[0], between)]
    if not {"date", "value"} <= set(names):
        raise _by_hand(path, said("its first line does not name the columns date and value"))
    if cells["note"] and "note" not in names:
        raise refused(
            "no-such-place",
            Span(path),
            said("the table has no column for notes"),
            said("add `note` to its first line, or leave it out"),
        )
    at_date, at_value = names.index("date"), names.index("value")
    if between == ";" and "." in cells["value"] and any("," in _cell(line, between, at_value) for line in lines[1:]):
        raise _by_hand(path, said("its numbers have commas, where a point may mean thousands"))
    last = max((at for at, line in enumerate(lines) if line.strip()), default=0)
    at = next((at for at in range(1, last + 1) if _cell(lines[at], between, at_date) > cells["date"]), last + 1)
    if same := next((at for at in range(1, last + 1) if _cell(lines[at], between, at_date) == cells["date"]), 0):
        value = _cell(lines[same], between, at_value)
        message = said("there is a value of {date} already: {value}", date=cells["date"], value=value or said("none"))
        raise refused("checked-in-already", Span(path, same + 1), message, said("write the new one there, into the file"))
    lines[at:at] = [_row([cells.get(name, "") for name in names], between)]
    if at == len(lines) - 1:
        lines.append("")  # every line ends
    return (mark + ends.join(lines)).encode()


def _cell(line: str, between: str, at: int) -> str:
    cells = _cells(line, between)
    return cells[at].strip() if at < len(cells) else ""


def _cells(line: str, between: str) -> list[str]:
    return next(csv.reader([line], delimiter=between), [])


def _row(cells: list[str], between: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=between, lineterminator="").writerow(cells)
    return out.getvalue()


def _by_hand(path: str, why: str) -> Refused:
    return refused(
        "only-by-hand", Span(path), said("no row can be added safely: {why}", why=why), said("add it in the file itself")
    )
