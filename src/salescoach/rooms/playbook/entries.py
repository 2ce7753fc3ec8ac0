"""The list of playbooks: which there are, where each comes from, and which one serves a call that
names none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from salescoach.domain.playbook import Playbook
from salescoach.rooms.playbook.errors import PlaybookNotFound, read_only
from salescoach.rooms.playbook.shelf import Shelf
from salescoach.rooms.playbook.store import Choice

Origin = Literal["own", "file", "demo"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A playbook of the workspace at its latest version. ``sells_demo``: it still sells the made-up
    product of the demo. ``saved_at`` is None for what is not stored."""

    playbook: Playbook
    origin: Origin
    sells_demo: bool
    is_default: bool
    saved_at: datetime | None

    @property
    def read_only(self) -> bool:
        return self.origin == "file"


@dataclass(frozen=True, slots=True)
class FirstRun:
    """``due``: nothing but the demo is there, and the user has not said to leave it at that."""

    due: bool
    skipped: bool


def entries_of(
    shelf: Shelf, own: Sequence[tuple[Playbook, datetime]], chosen: Choice
) -> tuple[Entry, ...]:
    """The file first, then the user's ``own`` with the times they were saved, as they come, then
    the demo. Of two with one id the first is meant."""
    demo = shelf.demo

    def entry(playbook: Playbook, origin: Origin, saved_at: datetime | None = None) -> Entry:
        sells_demo = playbook.product.name == demo.product.name
        return Entry(playbook, origin, sells_demo, False, saved_at)

    found: dict[str, Entry] = {}
    if shelf.file is not None:
        found[shelf.file.id] = entry(shelf.file, "file")
    for playbook, saved_at in own:
        found.setdefault(playbook.id, entry(playbook, "own", saved_at))
    found.setdefault(demo.id, entry(demo, "demo"))
    default = _default(shelf, found, chosen)
    return tuple(replace(each, is_default=each.playbook.id == default) for each in found.values())


def pick(entries: Sequence[Entry], playbook_id: str | None) -> Entry:
    """None asks for the default one. Raises ``PlaybookNotFound``."""
    for entry in entries:
        if entry.is_default if playbook_id is None else entry.playbook.id == playbook_id:
            return entry
    known = ", ".join(entry.playbook.id for entry in entries)
    raise PlaybookNotFound(f"There is no playbook {playbook_id}; there are: {known}.")


def changeable(entries: Sequence[Entry], playbook_id: str) -> Entry:
    """Raises ``PlaybookNotFound`` or ``Conflict`` (``playbook_read_only``)."""
    entry = pick(entries, playbook_id)
    if entry.read_only:
        raise read_only(playbook_id)
    return entry


def _default(shelf: Shelf, entries: Mapping[str, Entry], chosen: Choice) -> str:
    """What was chosen in the page counts until PLAYBOOK is set anew."""
    picked = chosen.default_id
    if picked is not None and picked in entries and chosen.under_setting == shelf.setting:
        return picked
    if shelf.file is not None:
        return shelf.file.id
    if shelf.named is not None and shelf.named in entries:
        return shelf.named
    own = (each.playbook.id for each in entries.values() if not each.sells_demo)
    return next(own, shelf.demo.id)
