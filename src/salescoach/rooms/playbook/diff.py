"""What changed between two versions of a playbook, in the words the user knows it by.

Things with a key (an id, a name, a stage) are the same thing wherever they stand, so moving a
script is one change and not two.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Literal

from salescoach.domain.playbook import Playbook
from salescoach.rooms.playbook.loader import as_file

Kind = Literal["added", "removed", "changed", "moved"]
Thing = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """``path`` as in ``categories[2].scripts[0].text``, in the later version when it is there.
    ``before`` and ``after`` are texts or parts of the playbook, None where there is nothing; for
    ``moved`` places in the list, counted from 1, or the categories a script went between."""

    path: str
    kind: Kind
    label: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class _Sort:
    """A list of things: what one is called, its key, and the field people know it by."""

    noun: str
    key: str
    title: str


_SORTS = {
    "facts": _Sort("Fact", "id", "text"),
    "categories": _Sort("Category", "id", "name"),
    "scripts": _Sort("Script", "id", "name"),
    "objectives": _Sort("Objective", "id", "text"),
    "questions": _Sort("Question", "question", "question"),
    "stages": _Sort("Stage", "stage", "stage"),
    "competitors": _Sort("Competitor", "name", "name"),
    "vocabulary": _Sort("Vocabulary", "term", "term"),
}
_WORDS = {
    "asks": "questions",
    "done_when": "done when",
    "said_by": "who says it",
    "when_to_use": "when to use it",
    "sounds_like": "sounds like",
    "talking_points": "talking points",
    "also_called": "also called",
    "say": "what to say",
    "ideal_customer": "ideal customer",
    "objection_type": "objection it answers",
    "signal": "signal it answers",
    "never_say": "Never say",
}
_TITLE_LENGTH = 60
_UNSEEN = frozenset({"id", "version"})
"""Of the playbook itself: they tell versions apart, not contents."""


def changes(before: Playbook, after: Playbook) -> tuple[Change, ...]:
    """In the order of the file; empty when the contents are equal."""
    old = as_file(before).model_dump(mode="json", exclude=set(_UNSEEN))
    new = as_file(after).model_dump(mode="json", exclude=set(_UNSEEN))
    return tuple(_rejoined(list(_fields(old, new, "", ""))))


def _fields(old: Thing, new: Thing, path: str, owner: str) -> Iterator[Change]:
    for field in new:
        at = f"{path}.{field}" if path else field
        was, now = old.get(field), new[field]
        if isinstance(now, dict):
            yield from _fields(was or {}, now, at, field.capitalize())
        elif field in _SORTS:
            yield from _things(was or [], now, at, field, owner)
        elif isinstance(now, list):
            yield from _lines(was or [], now, at, _label(owner, field))
        elif was != now:
            kind: Kind = "added" if not was else "removed" if not now else "changed"
            yield Change(at, kind, _label(owner, field), was or None, now or None)


def _things(
    old: Sequence[Thing], new: Sequence[Thing], path: str, field: str, owner: str
) -> Iterator[Change]:
    sort = _SORTS[field]
    was = {thing[sort.key]: place for place, thing in enumerate(old)}
    now = {thing[sort.key]: place for place, thing in enumerate(new)}
    beside = f" in {owner}" if owner and field == "scripts" else ""
    for key, place in was.items():
        if key not in now:
            label = _named(sort, old[place]) + beside
            yield Change(f"{path}[{place}]", "removed", label, old[place], None)
    moved = _moved(list(was), list(now))
    for key, place in now.items():
        thing, at = new[place], f"{path}[{place}]"
        if key not in was:
            yield Change(at, "added", _named(sort, thing) + beside, None, thing)
            continue
        if key in moved:
            yield Change(at, "moved", _named(sort, thing) + beside, was[key] + 1, place + 1)
        yield from _fields(old[was[key]], thing, at, _named(sort, thing))


def _lines(old: Sequence[str], new: Sequence[str], path: str, label: str) -> Iterator[Change]:
    for place, line in enumerate(old):
        if line not in new:
            yield Change(f"{path}[{place}]", "removed", label, line, None)
    moved = _moved(list(dict.fromkeys(old)), list(dict.fromkeys(new)))
    for place, line in enumerate(new):
        if line not in old:
            yield Change(f"{path}[{place}]", "added", label, None, line)
        elif line in moved and new.index(line) == place:
            yield Change(f"{path}[{place}]", "moved", label, old.index(line) + 1, place + 1)


def _moved(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The fewest of those in both that have to move to bring one order into the other."""
    common = [key for key in new if key in set(old)]
    ranks = {key: place for place, key in enumerate(key for key in old if key in set(common))}
    if all(ranks[a] < ranks[b] for a, b in pairwise(common)):
        return set()
    best: list[list[str]] = []
    for key in common:
        longest: list[str] = []
        for chain in best:
            if ranks[chain[-1]] < ranks[key] and len(chain) > len(longest):
                longest = chain
        best.append([*longest, key])
    longest = sorted(best, key=len)[-1]
    return set(common) - set(longest)


def _rejoined(found: list[Change]) -> Iterator[Change]:
    """A script that left one category and came to another moved, whatever else it changed."""
    left = {c.before["id"]: c for c in found if c.kind == "removed" and _is_script(c)}
    came = {c.after["id"]: c for c in found if c.kind == "added" and _is_script(c)}
    for change in found:
        if not _is_script(change) or change.kind not in ("added", "removed"):
            yield change
            continue
        thing = change.after or change.before
        if thing["id"] not in left or thing["id"] not in came:
            yield change
        elif change.kind == "added":
            was = left[thing["id"]]
            label = _named(_SORTS["scripts"], thing)
            old, new = _place(was), _place(change)
            yield replace(change, kind="moved", label=label, before=old, after=new)
            yield from _fields(was.before, thing, change.path, label)


def _is_script(change: Change) -> bool:
    return (
        ".scripts[" in change.path
        and change.path.endswith("]")
        and (isinstance(change.before, dict) or isinstance(change.after, dict))
    )


def _place(change: Change) -> str:
    """The category of a script that was added or removed."""
    own = _named(_SORTS["scripts"], change.after or change.before)
    return change.label.removeprefix(f"{own} in ")


def _named(sort: _Sort, thing: Thing) -> str:
    title = str(thing[sort.title])
    if len(title) > _TITLE_LENGTH:
        title = f"{title[: _TITLE_LENGTH - 1].rstrip()}…"
    return f"{sort.noun} '{title}'"


def _label(owner: str, field: str) -> str:
    word = _WORDS.get(field, field)
    return f"{owner}: {word}" if owner else word[0].upper() + word[1:]
