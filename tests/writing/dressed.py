"""Front matter in any dress, and operations on it. Each comment occurs once, so that one that is lost is noticed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from random import Random
from typing import Any

from pmsite.diagnostics import Report
from pmsite.read.front_matter import read
from pmsite.read.record import Path as Place
from pmsite.writing.operation import Add, Body, InFile, Remove, Set, Unset

WORDS = """a|b|two words|It's|x: y|#1|no|3.2|80%|2026-Q4|中文 说明|"q"|a, b|[x]|{y}|-|- d|&a|*b|!t|%|@|`|||>|?|true|1200|~|null|
https://x.example/a?b=c#d|tail #c| lead|end |é z|a\\b|'|key:|::|0x1F|1_000|1e3|<<|=|a"b'c|---|...|-1|.5|a:b|x]|a:|日本：語|\u200d|x\u2028y|\x07|\ud83d""".replace(
    "\n", ""
).split("|")
WORDS = [word for word in WORDS if "\ud83d" not in word] + ["|", "", "#"]
TEXTS = [
    "First.\nSecond.",
    "One line\n\nafter a blank.\n",
    "x\n  indented\ny",
    "# no comment\nb",
    "a\n- b\n- c",
    "last\n\n",
    " lead\nb",
    "\tx\ny",
    "a\n \nb",
    "trail \nb",
    "\n",
    "中文\n第二行",
]
KEYS = [
    "title",
    "summary",
    "status",
    "owner",
    "tags",
    "supports",
    "score",
    "tracks",
    "key_results",
    "release",
    "reason",
    "for",
    "raci",
    "own_field",
    "delivery",
    "Ключ",
    "a b",
    "imported",
]
INNER = ["id", "title", "state", "value", "note", "a", "date", "text"]


class Dresser:
    """Writes facts in dresses drawn by chance."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.numbers = count(100)

    def some(self, share: float) -> bool:
        return self.random.random() < share

    def value(self, depth: int = 0) -> Any:
        kind = self.random.random()
        if depth > 2 or kind < 0.55:
            return self.random.choice(WORDS)
        if kind < 0.62:
            return self.random.choice(TEXTS)
        if kind < 0.8:
            return [self.value(depth + 1) for _ in range(self.random.randint(0, 3))]
        names = [self.random.choice(INNER) + self.random.choice(["", "", "1", "2"]) for _ in range(self.random.randint(0, 3))]
        return {name: self.value(depth + 1) for name in names}

    def comment(self) -> str:
        if self.some(0.7):
            return self.random.choice(["", "", "", "   "])
        return self.random.choice(["  # c{}", ' # it\'s "odd" c{}: x', " #c{}", "\t# c{} ]}}"]).format(next(self.numbers))

    def between(self, indent: str) -> list[str]:
        found = self.random.choice([None] * 8 + ["", "{}# c{}", "# c{}"])
        return (
            []
            if found is None
            else [found.format(indent, next(self.numbers)) if found.startswith("{") else found.format(next(self.numbers))]
        )

    def key(self, key: str) -> str:
        return key if self.some(0.85) else self.random.choice([f'"{key}"', f"'{key}'"])

    def text(self, value: str, *, in_brackets: bool) -> str:
        found = [json.dumps(value)]
        if value.isprintable():
            found += ["'" + value.replace("'", "''") + "'"]
            plain = f"{{k: [{value}]}}\n" if in_brackets else f"k: {value}\n"
            report = Report()
            data = read(plain, "", 1, report)
            if data == {"k": [value] if in_brackets else value} and not list(report):
                found += [value] * 4
        return self.random.choice(found)

    def flow(self, value: Any) -> str:
        space, end = self.random.choice(["", "", " "]), self.random.choice(["", "", "", ",", " ,"])
        if isinstance(value, dict):
            colon = self.random.choice([": ", ": ", ":  "])
            inner = ", ".join(f"{self.key(key)}{colon}{self.flow(found)}" for key, found in value.items())
            return "{" + space + inner + (end if value else "") + space + "}"
        if isinstance(value, list):
            return (
                "["
                + space
                + self.random.choice([", ", ",", " , "]).join(map(self.flow, value))
                + (end if value else "")
                + space
                + "]"
            )
        return self.text(value, in_brackets=True)

    def lines(self, value: Any, indent: str) -> tuple[str, list[str]]:
        """What follows a colon or a dash, and the lines below."""
        if isinstance(value, dict) and value and self.some(0.6):
            return self.comment(), list(self.group(value, indent + self.random.choice(["  ", "  ", "    "])))
        if isinstance(value, list) and value and self.some(0.6):
            return self.comment(), list(self.list(value, indent + self.random.choice(["", "  ", "  ", "    "])))
        if isinstance(value, list) and value and self.some(0.25):
            rows = [f"{indent}  {self.flow(entry)},{self.comment()}" for entry in value]
            return " [" + self.comment(), [*rows, f"{indent} ]{self.comment()}"]
        if isinstance(value, dict) and value and self.some(0.2):
            rows = [f"{indent}  {self.key(key)}: {self.flow(found)},{self.comment()}" for key, found in value.items()]
            return " {" + self.comment(), [*rows, f"{indent} }}{self.comment()}"]
        if isinstance(value, (dict, list)):
            return f" {self.flow(value)}{self.comment()}", []
        return self.words(value, indent)

    def words(self, value: str, indent: str) -> tuple[str, list[str]]:
        bare = value.rstrip("\n")
        if "\n" in value and bare and bare.replace("\n", "").isprintable() and not bare.startswith(" ") and self.some(0.75):
            chomp = {0: "-", 1: ""}.get(len(value) - len(bare), "+")
            more = [""] * (len(value) - len(bare) - 1)
            step = indent + self.random.choice(["  ", "    "])
            after = self.random.choice([[], [], [""], ["", ""]]) if chomp != "+" else []
            return f" |{chomp}{self.random.choice(['', '  # c' + str(next(self.numbers))])}", [
                *(step + line if line else "" for line in bare.split("\n")),
                *more,
                *after,
            ]
        if value.replace(" ", "").isalnum() and value == value.strip() and "  " not in value and self.some(0.2):
            first, _, rest = value.partition(" ")
            if self.some(0.5):
                return f" >-{self.comment().rstrip()}", [f"{indent}  {line}" for line in (first, rest) if line]
            if rest and first.isalpha():
                return f" {first}", [f"{indent}    {rest}{self.comment()}"]
        return self.random.choice([" ", " ", "   "]) + self.text(value, in_brackets=False) + self.comment(), []

    def group(self, value: dict[str, Any], indent: str, first: str = "") -> Iterator[str]:
        lead = first or indent
        for key, found in value.items():
            if lead == indent:
                yield from self.between(indent)
            start, more = self.lines(found, indent)
            yield f"{lead}{self.key(key)}{self.random.choice(['', '', '', ' '])}:{start}"
            yield from more
            lead = indent

    def list(self, value: list[Any], indent: str) -> Iterator[str]:
        for entry in value:
            yield from self.between(indent)
            gap = self.random.choice(["- ", "- ", "-   "])
            if isinstance(entry, dict) and entry and self.some(0.6):
                yield from self.group(entry, indent + " " * len(gap), indent + gap)
            elif isinstance(entry, list) and entry and self.some(0.4):
                yield f"{indent}- - {self.flow(entry[0])}{self.comment()}"
                yield from (f"{indent}  - {self.flow(inner)}" for inner in entry[1:])
            else:
                start, more = self.lines(entry, indent)
                yield f"{indent}-{start}"
                yield from more

    def head(self) -> str:
        data = {key: self.value() for key in self.random.sample(KEYS, self.random.randint(0, 6))}
        rows = self.between("")
        if data and self.some(0.06):
            rows += [self.flow(data) + self.comment()]
        else:
            rows += self.group(data, "")
            rows += self.between("")
            if self.some(0.2):
                rows += self.random.choice(
                    [["# moscow: must  # How badly it is needed."], ["# moscow:  # How badly it is needed.", "#   - must"]]
                )
        return "".join(f"{row}\n" for row in rows)

    def file(self) -> str:
        body = self.random.choice(["", "Body\n--- x\nlast", "Body\n", "\nOne.\n\nTwo.\n"])
        fence = self.random.choice(["---", "---", "---", "...", "---  "])
        text = f"---\n{self.head()}{fence}\n{body}"
        text = text[:-1] if not body and self.some(0.3) else text
        return self.random.choice(["", "", "", "\ufeff"]) + text.replace("\n", self.random.choice(["\n", "\n", "\n", "\r\n", "\r"]))


def places(data: Any, at: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every place of some facts, and what stands there."""
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for name, value in entries:
        yield (*at, name), value
        yield from places(value, (*at, name))


def operation(random: Random, data: Any) -> InFile:
    """One that fits some facts, most of the time."""
    dresser, found = Dresser(random), list(places(data))
    lists = [(place, value) for place, value in found if isinstance(value, list)]
    groups = [place for place, value in found if isinstance(value, dict)]
    kind = random.random()
    if kind < 0.05:
        return Body("a", random.choice(["", "New.\n", "New\n\n---\nstatus: x", "a\r\nb\r\n"]))
    if kind < 0.4 and found:
        return Set("a", random.choice(found)[0], dresser.value())
    if kind < 0.55:
        above: Place = random.choice(groups) if groups and random.random() < 0.6 else ()
        return Set("a", (*above, random.choice([*KEYS, "moscow", "new", "zz"])), dresser.value())
    if kind < 0.75 and found:
        return Unset("a", random.choice(found)[0])
    if kind < 0.88 and lists:
        place, value = random.choice(lists)
        return Add("a", place, dresser.value(), random.randint(0, len(value)))
    if lists and (filled := [one for one in lists if one[1]]):
        place, value = random.choice(filled)
        return Remove("a", place, random.choice(value))
    return Set("a", ("status",), "building")
