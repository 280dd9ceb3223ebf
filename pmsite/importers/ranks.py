"""Which level of the workspace's ladder each row is of: by its rank among the source's own kinds of work, not by its name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pmsite.diagnostics import Span
from pmsite.importers.draft import Draft
from pmsite.importers.kinds import kind_of_word
from pmsite.importers.known import Known, text
from pmsite.importers.words import normal
from pmsite.messages import joined, said
from pmsite.model.levels import ROLES, STANDARD, Level
from pmsite.model.settings import Settings
from pmsite.model.types import BY_NAME
from pmsite.read.names import fold

Rungs = tuple[tuple[str, ...], ...]
"""Kinds of work of a source, the higher first, of which the lowest that a file has is what counts."""
_LOWER, _SAME, _HIGHER = "story", "feature", "epic"
_AND = "、"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a word says of a row: its type, and of a feature its rank in the standard ladder, or a level of the workspace's own."""

    type: str = ""
    rank: str = ""
    level: str = ""


@dataclass(frozen=True)
class Ladder:
    """The levels of a workspace, as ranks of other systems find them."""

    settings: Settings

    @property
    def levels(self) -> Mapping[str, Level]:
        """By name, the highest first."""
        return self.settings.known_levels

    @cached_property
    def _named(self) -> Mapping[str, str]:
        found = {normal(word): level.id for level in self.levels.values() for _, word in level.labels}
        return found | {normal(name): name for name in self.levels}

    def role(self, level: str) -> str:
        """What work of a level is: group, unit, part or work."""
        found = self.levels.get(level or self.settings.standard_level)
        return found.role if found else "unit"

    def rank(self, level: str) -> int:
        """How far down the ladder a level stands, from 0."""
        found = self.levels.get(level or self.settings.standard_level)
        return found.rank if found else 0

    def named(self, word: str) -> str:
        """The level that goes by a name or label, or nothing."""
        return self._named.get(normal(word), "")

    def written(self, level: str) -> str:
        """A level as items write it: what counts needs no word."""
        return "" if level == self.settings.standard_level else level

    def level(self, rank: str, word: str = "") -> str:
        """The level for a rank of the standard ladder, as items write it; the one of that name in a ladder of the workspace's own."""
        role = STANDARD[rank].role if rank in STANDARD else "unit"
        assert role is not None
        if self.settings.levels:
            own = self.named(word)
            if own and ROLES.index(self.role(own)) <= ROLES.index(role):
                return self.written(own)
            if rank in self.levels and self.role(rank) == role:
                return self.written(rank)
        elif rank in STANDARD:
            return self.written(rank)
        found = [name for name in self.levels if self.role(name) == role]
        if not found:
            return self.level("story") if role == "work" else ""
        return self.written(found[-1] if rank == "epic" else found[0])


@dataclass(frozen=True)
class Kinds:
    """What the words for kinds of rows mean: in a mapping file of the importer's own, built in, in the workspace, and everywhere."""

    ladder: Ladder
    built_in: Mapping[str, str]
    given: Mapping[str, str] = field(default_factory=dict)
    """What a mapping file says; its levels are those of the workspace, whatever the rank."""
    is_exact: bool = False

    @cached_property
    def _built_in(self) -> Mapping[str, str]:
        return {normal(word): kind for word, kind in self.built_in.items()}

    @cached_property
    def _given(self) -> Mapping[str, str]:
        return {normal(word): kind for word, kind in self.given.items()}

    def of(self, word: str) -> Kind:
        """What a word means; nothing where nobody knows."""
        if given := self._given.get(normal(word)):
            return self.given_kind(given)
        found = self._built_in.get(normal(word), "")
        if not found and self.ladder.settings.levels and not self.is_exact and (own := self.ladder.named(word)):
            return Kind("feature", level=own)
        return _kind(found or ("" if self.is_exact else kind_of_word(word)))

    def given_kind(self, name: str) -> Kind:
        """A type, or a level of the workspace, that somebody names in a mapping file."""
        if name in self.ladder.levels:
            return Kind("feature", level=name)
        return Kind("feature", level=self.ladder.settings.standard_level) if name == "feature" else _kind(name)

    def unknown(self) -> Iterator[tuple[str, str]]:
        """Words for which the mapping file names what is neither a type nor a level here, and that."""
        return ((word, name) for word, name in self.given.items() if name not in BY_NAME and name not in self.ladder.levels)


def _kind(name: str) -> Kind:
    if name in BY_NAME:
        return Kind(name, "feature" if name == "feature" else "")
    return Kind("feature", name) if name else Kind()


def put_levels(drafts: Iterable[Draft], rungs: Rungs, ladder: Ladder, before: Mapping[str, str]) -> str:
    """Give every feature its level; what had to be chosen for the whole file, in words.

    The lowest of the rungs whose rows say something is what counts, unless an earlier import has chosen: `before` has its levels by word.
    """
    features = [draft for draft in drafts if draft.type == "feature"]
    there = [[draft for draft in features if normal(draft.word) in words and not draft.level] for words in map(_normal, rungs)]
    at = _chosen_before(rungs, ladder, before)
    chosen = at if at is not None else _lowest(there)
    moved = {
        word: _SAME if place == chosen else _HIGHER if place < chosen else _LOWER
        for place, words in enumerate(map(_normal, rungs))
        for word in words
    }
    for draft in features:
        draft.level = (
            ladder.written(draft.level)
            if draft.level
            else ladder.level(moved.get(normal(draft.word), draft.rank or _SAME), draft.word)
        )
    if at is not None or sum(map(bool, there)) <= 1:
        return ""
    return joined(_told(there, chosen), _levels_of_their_own(features, there, chosen, ladder))


def _levels_of_their_own(features: list[Draft], there: list[list[Draft]], chosen: int, ladder: Ladder) -> str:
    """What to write into product.yml, so that groups of groups do not become one level with the groups that are in them."""
    in_rungs = {normal(draft.word) for found in there for draft in found}
    groups = _words(draft for found in there[:chosen] for draft in found)
    above = _words(draft for draft in features if draft.rank == _HIGHER and normal(draft.word) not in in_rungs)
    if ladder.settings.levels or not (groups and above):
        return ""
    named = (("epic", "group", above), ("feature", "group", groups), ("story", "unit", _words(there[chosen])))
    told = [f"{name}: {{role: {role}, label: {words.partition(_AND)[0]}}}" for name, role, words in named]
    ladder_told = ", ".join((*told, "task: {role: work}"))
    return said(
        "{above} and {groups} became one level, epic; for a level each write into product.yml, before the first import, `levels: {levels}`",
        above=above,
        groups=groups,
        levels=f"{{{ladder_told}}}",
    )


def _words(drafts: Iterable[Draft]) -> str:
    return _AND.join(dict.fromkeys(draft.word for draft in drafts))


def level_words(rows: Iterable[tuple[str, bool]], rungs: Rungs, kinds: Kinds) -> dict[str, str]:
    """By word for a kind of row, what a mapping file says of it: its type, or its level. Each row tells whether it has a text of its own."""
    drafts = []
    for word, has_text in rows:
        kind = kinds.of(word)
        drafts.append(Draft(Span(""), kind.type, word=word, rank=kind.rank, level=kind.level, body=["text"] if has_text else []))
    put_levels(drafts, rungs, kinds.ladder, {})
    standard = kinds.ladder.settings.standard_level
    return {draft.word: (draft.level or standard) if draft.type == "feature" else draft.type for draft in drafts}


def _normal(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(normal, words))


def _lowest(there: list[list[Draft]]) -> int:
    """The lowest rung with texts of its own; where none has any, the lowest that has rows."""
    lowest = [place for place, found in enumerate(there) if found]
    return next((place for place in reversed(lowest) if any(draft.body for draft in there[place])), lowest[-1] if lowest else -1)


def _told(there: list[list[Draft]], chosen: int) -> str:
    words = list(map(_words, there))
    groups = [said("{word} is a group of these", word=word) for place, word in enumerate(words) if word and place < chosen]
    parts = [said("{word} is a part of one", word=word) for place, word in enumerate(words) if word and place > chosen]
    return said(
        "{word} is what counts: {others}, as a drafted mapping says word by word", word=words[chosen], others=[*groups, *parts]
    )


def _chosen_before(rungs: Rungs, ladder: Ladder, before: Mapping[str, str]) -> int | None:
    """The rung that counts since an earlier import, where it met any of them."""
    for place, words in enumerate(map(_normal, rungs)):
        for word in words & before.keys():
            role = ladder.role(before[word])
            return place + 1 if role == "group" else place - 1 if role == "part" else place
    return None


def levels_before(columns: Iterable[str], source: str, known: Known) -> dict[str, str]:
    """By word of the columns that hold kinds of rows, the level that an earlier import gave to features."""
    wanted = list(columns)
    found: dict[str, str] = {}
    for id, record in known.by_id.items():
        imported = record.data.get("imported")
        if known.types[id] != "feature" or not isinstance(imported, dict) or fold(text(imported.get("source"))) != fold(source):
            continue
        kept, last = imported.get("fields"), imported.get("last")
        if not isinstance(kept, dict):
            continue
        for name in wanted:
            if isinstance(word := kept.get(name), str):
                found.setdefault(normal(word), text(last.get("level")) if isinstance(last, dict) else "")
    return found
