"""What is offered for a commit: the name of its branch, and its message, from what has changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmsite.editing.since_commit import ChangedItem, SinceCommit
from pmsite.wording.words import N_, Gettext, gettext

SUBJECT = 72
"""Characters of a first line that hosts show whole."""
_MOST = 40
"""Items that a message names."""
_NO_NAME = re.compile(r"[^\w.-]+")


def branch_name(changes: SinceCommit) -> str:
    """The name of a branch for some changes, which git may take otherwise still."""
    first = next(iter(changes.items), None)
    if first is None:
        return "plan/changes"
    name = _NO_NAME.sub("-", first.key.rpartition("/")[2].partition(".")[0] if not first.type else first.key).strip("-.")
    rest = len(changes.items) - 1
    return f"plan/{name[:60]}" + (f"-and-{rest}-more" if rest else "")


def message(changes: SinceCommit, language: str) -> str:
    """What a commit of some changes says of them."""
    say = gettext(language)
    if len(changes.items) == 1:
        one = changes.items[0]
        told = next(_told(one, say), "")
        lines = [_cut(_labelled(_plain(one.title), told, say)), "", *_lines(one, say)]
    else:
        lines = [_subject(changes, say), ""]
        for one in changes.items[:_MOST]:
            lines += _lines(one, say)
        rest = len(changes.items) - _MOST
        lines += [say(N_("- and {num} more")).format(num=rest)] if rest > 0 else []
    return "\n".join(lines).strip() + "\n"


def _subject(changes: SinceCommit, say: Gettext) -> str:
    """As many titles as there is room for."""
    titles = [_plain(one.title) for one in changes.items[:_MOST]]
    found = [_joined(titles[:count], len(changes.items) - count, say) for count in range(1, len(titles) + 1)]
    return _cut(next((told for told in reversed(found) if len(told) <= SUBJECT), found[0]))


def _joined(names: list[str], rest: int, say: Gettext) -> str:
    told = say(N_(", ")).join(names)
    return say(N_("{names} and {num} more")).format(names=told, num=rest) if rest else told


def _lines(one: ChangedItem, say: Gettext) -> Iterator[str]:
    told = say(N_("; ")).join(_told(one, say))
    yield f"- {_labelled(_named(one, say), told, say)}"
    for read in one.readers:
        yield f"  {_labelled(_plain(read.who), _plain(say('; ').join(filter(None, (read.grave, read.told)))), say)}"


def _told(one: ChangedItem, say: Gettext) -> Iterator[str]:
    words = {"gone": N_("removed"), "new": N_("new")}
    found = [_plain(told) for told in one.told]
    if one.how in words and not found:
        found = [say(words[one.how])]
    elif one.how == "changed" and not found and not one.readers:
        found = [say(N_("written otherwise"))]
    yield from found


def _labelled(label: str, told: str, say: Gettext) -> str:
    return say(N_("%(label)s: %(told)s")) % {"label": label, "told": told} if told else label


def _named(one: ChangedItem, say: Gettext) -> str:
    title = _plain(one.title)
    return say("%(title)s (%(id)s)") % {"title": title, "id": one.key} if one.type and title != one.key else title


def _plain(text: str) -> str:
    """A text on one line, without what no line of a message should hold."""
    return "".join(sign if sign.isprintable() else " " for sign in " ".join(text.split()))


def _cut(line: str) -> str:
    return line if len(line) <= SUBJECT else line[: SUBJECT - 1].rstrip() + "…"
