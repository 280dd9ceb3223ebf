"""What is known of an item, and why it is there, as lines for people, in the language of the plan; names of fields as authors write them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import groupby

from pmsite.asking.lines import cut, padded, word, wrapped
from pmsite.asking.show import Shown
from pmsite.asking.why import MISSING, Up, Why, written
from pmsite.diagnostics import Diagnostic
from pmsite.exports.facts import Fact
from pmsite.model.judgement import Judgement
from pmsite.reporting.safe import columns, its_lines, one_line
from pmsite.views.parts import Ref
from pmsite.wording.labels import FIELDS, TYPES, VALUES
from pmsite.wording.messages import in_language
from pmsite.wording.reasons import judged_words
from pmsite.wording.words import N_, Gettext, gettext

WIDEST = 100
"""Longer lines are hard to read."""
MOST = 20
"""Items of one kind that are told; programs get all."""


def shown(found: Shown, language: str, width: int) -> Iterator[str]:
    """What is known of an item, line by line."""
    translate, room = gettext(language), min(width, WIDEST)
    yield from _head(found.ref, found.stands, language, room)
    if found.path:
        yield one_line(found.path)
    named = {(field, written(other)) for field, other in found.names} | set(found.astray)
    facts = [
        line for key, fact in found.facts.items() if key != "title" and not _is_told(key, fact, named) for line in _flat(key, fact)
    ]
    yield from _section("", _pairs(facts, room))
    yield from _section(translate(N_("What follows")), _pairs([(key, word(fact)) for key, fact in found.derived.items()], room))
    yield from _section(translate(N_("Names")), _named(found.names, room, translate))
    yield from _section(translate(N_("Names what cannot be found")), _pairs(found.astray, room))
    yield from _section(translate(N_("Named by")), _named(found.named_by, room, translate))
    body = its_lines(found.body).split("\n") if found.body else []
    more = [translate(N_("… and %(count)s more lines: --body")) % {"count": found.more}] if found.more else []
    yield from _section(translate(N_("Text")), [*(line.rstrip() for line in body), *more])
    yield from _section(translate(N_("Faults")), _faults(found.faults, language, room))


def told(found: Why, language: str, width: int) -> Iterator[str]:
    """Why an item is there, line by line."""
    translate, room = gettext(language), min(width, WIDEST)
    yield from _head(found.ref, found.stands, language, room)
    if found.result:
        yield from _indented(f"{translate(FIELDS['result'])}: {word(found.result)}", 1, room)
    yield from _section(translate(N_("Why")), _ups(found.ups, 1, room, translate))
    said = set(_told(found.ups))
    for name, refs in found.steps:
        yield from _section(translate(VALUES[name]), _items((one for one in refs if one.id not in said), room, translate))
    yield from _section(translate(N_("Missing")), [f"  {translate(MISSING[name])}" for name in found.missing])
    if not (found.ups or found.steps or found.missing):
        nothing = translate(N_("It hangs on no thread: nothing that it names leads to a goal, to work or to a result."))
        yield from wrapped(nothing, room)


def _told(ups: Iterable[Up]) -> Iterator[str]:
    """The items that reasons name."""
    for up in ups:
        yield up.ref.id
        yield from _told(up.ups)


def _head(found: Ref, stands: Judgement, language: str, room: int) -> Iterator[str]:
    translate = gettext(language)
    yield from wrapped(f"{word(found.title)} ({one_line(written(found))})", room)
    kind = translate(N_("Key result")) if found.part else translate(TYPES[found.type][0])
    judged = judged_words(stands, language, translate)
    yield cut(f"{kind} · {one_line(judged)}" if judged else kind, room)


def _is_told(key: str, fact: Fact, named: Container[tuple[str, object]]) -> bool:
    """Whether all that a fact holds is told as what the item names."""
    entries = fact if isinstance(fact, list) else [fact]
    return bool(entries) and all(isinstance(entry, str) and (key, entry) in named for entry in entries)


def _section(heading: str, lines: Iterable[str]) -> Iterator[str]:
    """A part of the answer, after a blank line; nothing where it is empty."""
    kept = list(lines)
    if kept:
        yield ""
        if heading:
            yield heading
        yield from kept


def _flat(key: str, fact: Fact) -> Iterator[tuple[str, str]]:
    """A fact on lines of its own for each fact inside of it, by the name that a question or a command has for it."""
    if isinstance(fact, Mapping):
        for inner, value in fact.items():
            yield from _flat(f"{key}.{inner}", value)
    elif isinstance(fact, list) and any(isinstance(entry, Mapping) for entry in fact):
        yield from ((key if at == 0 else "", f"- {word(entry)}") for at, entry in enumerate(fact))
    else:
        yield key, word(fact, 4)


def _pairs(pairs: Iterable[tuple[str, str]], room: int) -> Iterator[str]:
    """Names and what stands under them, in two columns."""
    kept = [(one_line(name), text) for name, text in pairs]
    wide = min(max((columns(name) for name, _ in kept), default=0), room // 3)
    for name, text in kept:
        fits = columns(name) <= wide
        if not fits:
            yield f"  {name}"
        for at, line in enumerate(wrapped(one_line(text), room - wide - 4)):
            yield f"  {padded(name if fits and not at else '', wide)}  {line}"


def _named(found: Iterable[tuple[str, Ref]], room: int, translate: Gettext) -> Iterator[str]:
    """Other items by the field that names them."""
    for field, group in groupby(sorted(found, key=lambda pair: pair[0]), key=lambda pair: pair[0]):
        refs = [other for _, other in group]
        yield f"  {one_line(field)}"
        yield from (f"  {line}" for line in _items(refs, room - 2, translate))


def _items(refs: Iterable[Ref], room: int, translate: Gettext) -> Iterator[str]:
    every = list(refs)
    for other in every[:MOST]:
        yield from _indented(_called(other, translate), 1, room)
    if len(every) > MOST:
        more = translate(N_("… and %(count)s more")) % {"count": len(every) - MOST}
        yield f"  {more}"


def _called(found: Ref, translate: Gettext) -> str:
    kind = translate(N_("Key result")) if found.part else translate(TYPES[found.type][0])
    return f"{word(found.title)} ({one_line(written(found))}) · {kind}"


def _ups(ups: Iterable[Up], depth: int, room: int, translate: Gettext) -> Iterator[str]:
    for up in ups:
        more = " …" if up.is_told and not up.ups else ""
        yield from _indented(_called(up.ref, translate) + more, depth, room)
        yield from _ups(up.ups, depth + 1, room, translate)


def _indented(text: str, depth: int, room: int) -> Iterator[str]:
    """A line below others, what does not fit on it a little further in."""
    before = "  " * min(depth, 10)
    first, *rest = [*wrapped(text, room - len(before) - 4)] or [""]
    yield before + first
    yield from (f"{before}    {line}" for line in rest)


def _faults(faults: Iterable[Diagnostic], language: str, room: int) -> Iterator[str]:
    say = in_language(language)
    for fault in faults:
        place = f"{fault.span.line}:{fault.span.column} " if fault.span.line else ""
        yield from _indented(f"{place}{fault.severity.value} {fault.code} {one_line(say(fault.message))}", 1, room)
        if fault.hint:
            yield from _indented(one_line(say(fault.hint)), 3, room)
