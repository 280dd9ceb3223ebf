"""Readers who ask all the time while sites change: what each of them got has to be whole, and of one version."""

from __future__ import annotations

import gzip
import hashlib
import http.client
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from tests.deploy import place
from tests.deploy.reader import Reader, connection

PAGES = 20
KEPT = 5
READERS = 16


@dataclass
class Result:
    """What became of the requests."""

    asked: int = 0
    faults: list[str] = field(default_factory=list)
    versions: set[int] = field(default_factory=set)
    seconds: float = 0.0


def name_of(number: int) -> str:
    return f"20261001T{number:06d}Z-{number:012x}"


def publish(folder: Path, number: int) -> None:
    """A version whose pages are of other sizes than those before, with the assets of those that are kept."""
    version = folder / "versions" / name_of(number)
    site = version / "team"
    (site / "assets").mkdir(parents=True)
    sheet = f"/* {number} */ p {{ order: {number} }}\n" * (50 + 13 * (number % 7))
    asset = f"assets/one.{hashlib.sha256(sheet.encode()).hexdigest()[:8]}.css"
    _put(site / asset, sheet)
    for page in range(PAGES):
        (site / str(page)).mkdir()
        text = f"<!doctype html><title>{page}</title><link rel=stylesheet href=../{asset}>\n" + f"<p>{number}</p>\n" * (
            300 + 97 * ((number * 5 + page) % 11)
        )
        _put(site / str(page) / "index.html", f"{text}<!-- end of {number} -->\n")
    _carry(_versions(folder)[-KEPT:-1], version)
    (version / "version.json").write_text(f'{{"name": "{version.name}"}}\n', encoding="utf-8")
    place.show(folder, version.name)
    for old in _versions(folder)[:-KEPT]:
        gone = old.with_name(f".old-{old.name}")
        old.rename(gone)
        shutil.rmtree(gone)


def _carry(versions: list[Path], into: Path) -> None:
    """What pages of other versions load that somebody has open still."""
    for version in versions:
        for path in (version / "team" / "assets").iterdir():
            if not (into / "team" / "assets" / path.name).exists():
                shutil.copy2(path, into / "team" / "assets" / path.name)


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(text.encode(), mtime=0))


def _versions(folder: Path) -> list[Path]:
    return sorted((folder / "versions").glob("2*"))


def run(
    host: str, signed_in: Reader, folder: Path, *, seconds: float, each_second: int, changes: list[Callable[[], None]]
) -> Result:
    """Let readers ask so often in a second, while the changes happen one after the other, spread over that time."""
    result, lock, end = Result(), threading.Lock(), time.monotonic() + seconds
    threads = [threading.Thread(target=_read, args=(host, signed_in, end, each_second, at, result, lock)) for at in range(READERS)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for number, change in enumerate(changes, 1):
        time.sleep(max(0.0, began + seconds * number / (len(changes) + 1) - time.monotonic()))
        change()
    for thread in threads:
        thread.join()
    result.seconds = time.monotonic() - began
    return result


def _read(host: str, reader: Reader, end: float, each_second: int, at: int, result: Result, lock: threading.Lock) -> None:
    pause, due = 2 * READERS / each_second, time.monotonic() + 2 * at / each_second
    line = connection(host, reader.port)
    asked = at
    while due < end:
        time.sleep(max(0.0, due - time.monotonic()))
        due += pause
        asked += 7
        try:
            faults, number = _one(line, host, reader, asked % PAGES, packed=bool(asked & 1))
        except (OSError, http.client.HTTPException, EOFError) as fault:
            faults, number = [repr(fault)], -1
            line.close()
            line = connection(host, reader.port)
        with lock:
            result.asked += 2
            result.faults += faults
            result.versions.add(number)
    line.close()


def _one(line: http.client.HTTPSConnection, host: str, reader: Reader, page: int, *, packed: bool) -> tuple[list[str], int]:
    """A page and its style sheet: what is wrong with them, and the version that they are of."""
    status, text = _ask(line, host, reader, f"/{page}/", packed=packed)
    end = re.search(r"<!-- end of (\d+) -->\n\Z", text)
    if status != 200 or not end:
        return [f"page: {status}, {len(text)} characters, {text[-60:]!r}"], -1
    numbers = set(re.findall(r"<p>(\d+)</p>", text))
    faults = [] if numbers == {end[1]} else [f"page of {sorted(numbers)} and {end[1]}"]
    asset = re.search(r"assets/one\.([0-9a-f]{8})\.css", text)
    assert asset
    status, sheet = _ask(line, host, reader, f"/{asset[0]}", packed=packed)
    if status != 200 or hashlib.sha256(sheet.encode()).hexdigest()[:8] != asset[1] or not sheet.startswith(f"/* {end[1]} */"):
        faults.append(f"page of {end[1]} with a style sheet: {status}, {sheet[:12]!r}")
    return faults, int(end[1])


def _ask(line: http.client.HTTPSConnection, host: str, reader: Reader, path: str, *, packed: bool) -> tuple[int, str]:
    cookies = "; ".join(f"{name}={value}" for name, value in reader.cookies[host].items() if value)
    sent = {"Host": f"{host}:{reader.port}", "Cookie": cookies, **({"Accept-Encoding": "gzip"} if packed else {})}
    line.request("GET", path, headers=sent)
    got = line.getresponse()
    body = got.read()
    return got.status, (gzip.decompress(body) if got.headers.get("Content-Encoding") == "gzip" else body).decode("utf-8", "replace")


def goes_back(folder: Path, number: int) -> Callable[[], None]:
    """A change to a version that is there already, for which pages of those after it may be open still."""

    def change() -> None:
        _carry(_versions(folder), folder / "versions" / name_of(number))
        place.show(folder, name_of(number))

    return change


@contextmanager
def restless(folder: Path, numbers: Sequence[int]) -> Iterator[None]:
    """Versions that take turns as fast as they can, each with what pages of the others load."""
    for number in numbers:
        _carry(_versions(folder), folder / "versions" / name_of(number))
    ends = threading.Event()

    def turn() -> None:
        for number in cycle(numbers):
            place.show(folder, name_of(number))
            if ends.wait(0.0005):
                return

    thread = threading.Thread(target=turn)
    thread.start()
    yield
    ends.set()
    thread.join()


def publishes(folder: Path, number: int) -> Callable[[], None]:
    """A change to a new version."""
    return lambda: publish(folder, number)
