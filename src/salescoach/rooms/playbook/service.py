"""The playbooks of the workspace: stored ones with their versions, the file that PLAYBOOK names,
and the demo that comes with the product.

The demo is served as shipped until it is changed; its first change keeps the shipped text as a
version. A file is read only. Every save is a new version, and what was saved is never changed.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from salescoach.domain.playbook import Playbook
from salescoach.infra.database import Database
from salescoach.kit.clock import Clock
from salescoach.rooms.playbook import store
from salescoach.rooms.playbook.errors import (
    PlaybookChanged,
    PlaybookNotFound,
    demo_stays,
    last_playbook,
    read_only,
    version_not_found,
)
from salescoach.rooms.playbook.ids import free_id
from salescoach.rooms.playbook.loader import parse_draft
from salescoach.rooms.playbook.shelf import Shelf
from salescoach.rooms.playbook.store import Choice, Stored, Version

Origin = Literal["own", "file", "demo"]

REMEMBERED = 64
"""Versions kept read; they never change."""

AS_SHIPPED = "As it came with the product"


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


class PlaybookService:
    """Every method raises ``StorageTrouble`` when the database cannot be used just now, and those
    that name a playbook ``PlaybookNotFound``. ``on_saved`` is told when there is new content."""

    def __init__(
        self,
        database: Database,
        shelf: Shelf,
        clock: Clock,
        on_saved: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._shelf = shelf
        self._clock = clock
        self.on_saved = on_saved
        self._read: OrderedDict[tuple[str, int], Playbook] = OrderedDict()

    async def list(self) -> tuple[Entry, ...]:
        """The file first, then the user's own, oldest first, then the demo."""
        async with self._database.read() as connection:
            return await self._entries(connection)

    async def get(self, playbook_id: str | None = None) -> Entry:
        """None asks for the default one."""
        return _pick(await self.list(), playbook_id)

    async def for_call(
        self, playbook_id: str | None = None, version: int | None = None
    ) -> Playbook:
        """The playbook as written, slots and all. ``version`` is what a call that goes on began
        with; when there is no such version any more, the nearest thing serves."""
        async with self._database.read() as connection:
            entries = await self._entries(connection)
            if playbook_id is None or version is None:
                return _pick(entries, playbook_id).playbook
            current = next((e.playbook for e in entries if e.playbook.id == playbook_id), None)
            if current is not None and current.version == version:
                return current
            kept = await self._content(connection, playbook_id, version)
            return kept or current or _pick(entries, None).playbook

    async def every(self) -> Sequence[Playbook]:
        """Each playbook a call may ask for."""
        return [entry.playbook for entry in await self.list()]

    async def versions(self, playbook_id: str) -> Sequence[Version]:
        """Newest first; none for a playbook that is not stored."""
        entry = await self.get(playbook_id)
        if entry.origin != "own":
            return ()
        async with self._database.read() as connection:
            return await store.versions(connection, playbook_id)

    async def at_version(self, playbook_id: str, version: int) -> Playbook:
        """Raises ``NotFound`` (``playbook_version_not_found``)."""
        entry = await self.get(playbook_id)
        if entry.playbook.version == version:
            return entry.playbook
        async with self._database.read() as connection:
            found = await self._content(connection, playbook_id, version)
        if found is None or entry.origin != "own":
            raise version_not_found(playbook_id, version)
        return found

    async def create(
        self, content: Playbook, name: str | None = None, note: str | None = None
    ) -> Entry:
        """A new playbook under an id of its own, made from its name."""
        async with self._database.write() as connection:
            taken = {each.id for each in await store.all_playbooks(connection)}
            taken |= {each.id for each in (self._shelf.demo, self._shelf.file) if each}
            name = name or content.name
            first = replace(content, id=free_id(name, taken), name=name, version=1)
            await store.insert_playbook(connection, first, self._clock.utc(), note)
        self.on_saved()
        return await self.get(first.id)

    async def save(
        self, playbook_id: str, base_version: int, draft: Mapping[str, Any], note: str | None = None
    ) -> Entry:
        """A new version, in the shape of a file; its id and version are set here. Raises
        ``PlaybookInvalid``, ``PlaybookChanged`` or ``Conflict`` (``playbook_read_only``)."""
        content = parse_draft({**draft, "id": playbook_id, "version": base_version + 1})
        return await self._append(playbook_id, base_version, content, note)

    async def replace(
        self, playbook_id: str, base_version: int, content: Playbook, note: str | None = None
    ) -> Entry:
        """As ``save``, with content that was read already."""
        return await self._append(playbook_id, base_version, content, note)

    async def restore(self, playbook_id: str, version: int) -> Entry:
        """An earlier version's content as a new one."""
        content = await self.at_version(playbook_id, version)
        current = await self.get(playbook_id)
        return await self._append(playbook_id, current.playbook.version, content, None, version)

    async def delete(self, playbook_id: str) -> None:
        """Its versions stay for the calls that name them. Raises ``Conflict``
        (``playbook_read_only``, ``demo_playbook`` or ``last_playbook``)."""
        async with self._database.write() as connection:
            entries = await self._entries(connection)
            entry = _changeable(entries, playbook_id)
            if entry.origin == "demo":
                raise demo_stays()
            if sum(1 for each in entries if each.origin != "demo") == 1:
                raise last_playbook()
            await store.set_deleted(connection, playbook_id, self._clock.utc())
            chosen = await store.choice(connection)
            if chosen.default_id == playbook_id:
                await store.set_choice(connection, replace(chosen, default_id=None))

    async def make_default(self, playbook_id: str) -> Entry:
        async with self._database.write() as connection:
            _pick(await self._entries(connection), playbook_id)
            chosen = await store.choice(connection)
            await store.set_choice(
                connection,
                replace(chosen, default_id=playbook_id, under_setting=self._shelf.setting),
            )
        return await self.get(playbook_id)

    async def first_run(self) -> FirstRun:
        async with self._database.read() as connection:
            entries = await self._entries(connection)
            skipped = (await store.choice(connection)).first_run_skipped_at is not None
        own = any(not each.sells_demo for each in entries)
        return FirstRun(not own and not skipped and self._shelf.file is None, skipped)

    async def skip_first_run(self) -> None:
        async with self._database.write() as connection:
            chosen = await store.choice(connection)
            await store.set_choice(
                connection, replace(chosen, first_run_skipped_at=self._clock.utc())
            )

    async def check(self) -> None:
        """Raises ``PlaybookNotFound`` when PLAYBOOK names a playbook that is not there."""
        if self._shelf.named is not None:
            await self.get(self._shelf.named)

    async def _append(
        self,
        playbook_id: str,
        base_version: int,
        content: Playbook,
        note: str | None,
        restored_from: int | None = None,
    ) -> Entry:
        now = self._clock.utc()
        async with self._database.write() as connection:
            entry = _changeable(await self._entries(connection), playbook_id)
            latest = entry.playbook.version
            if latest != base_version:
                raise PlaybookChanged(latest)
            if entry.origin == "demo":
                latest = await self._take_over_demo(connection, now)
            content = replace(content, id=playbook_id, version=latest + 1)
            if not await store.append_version(connection, content, now, note, restored_from):
                raise PlaybookChanged(latest)
        self.on_saved()
        return await self.get(playbook_id)

    async def _take_over_demo(self, connection: Any, now: datetime) -> int:
        """Keeps the demo as shipped as a version to come back to; its number."""
        demo = self._shelf.demo
        known = await store.playbook(connection, demo.id)
        if known is None:
            await store.insert_playbook(connection, demo, now, AS_SHIPPED)
            return demo.version
        await store.set_deleted(connection, demo.id, None)
        again = replace(demo, version=known.latest + 1)
        await store.append_version(connection, again, now, AS_SHIPPED)
        return again.version

    async def _entries(self, connection: Any) -> tuple[Entry, ...]:
        stored = [each for each in await store.all_playbooks(connection) if not each.deleted]
        chosen = await store.choice(connection)
        found: dict[str, Entry] = {}
        if self._shelf.file is not None:
            found[self._shelf.file.id] = self._entry(self._shelf.file, "file", None)
        for each in stored:
            content = await self._content(connection, each.id, each.latest)
            assert content is not None
            found.setdefault(each.id, self._entry(content, "own", each))
        demo = self._shelf.demo
        found.setdefault(demo.id, self._entry(demo, "demo", None))
        default = self._default(found, chosen)
        return tuple(
            replace(entry, is_default=entry.playbook.id == default) for entry in found.values()
        )

    def _entry(self, playbook: Playbook, origin: Origin, stored: Stored | None) -> Entry:
        sells_demo = playbook.product.name == self._shelf.demo.product.name
        saved_at = stored.saved_at if stored is not None else None
        return Entry(playbook, origin, sells_demo, False, saved_at)

    def _default(self, entries: Mapping[str, Entry], chosen: Choice) -> str:
        """What was chosen in the page counts until PLAYBOOK is set anew."""
        shelf = self._shelf
        picked = chosen.default_id
        if picked is not None and picked in entries and chosen.under_setting == shelf.setting:
            return picked
        if shelf.file is not None:
            return shelf.file.id
        if shelf.named is not None and shelf.named in entries:
            return shelf.named
        own = (e.playbook.id for e in entries.values() if not e.sells_demo)
        return next(own, shelf.demo.id)

    async def _content(self, connection: Any, playbook_id: str, version: int) -> Playbook | None:
        key = (playbook_id, version)
        known = self._read.get(key)
        if known is None:
            known = await store.content(connection, playbook_id, version)
            if known is None:
                return None
            self._read[key] = known
        self._read.move_to_end(key)
        while len(self._read) > REMEMBERED:
            self._read.popitem(last=False)
        return known


def _pick(entries: Sequence[Entry], playbook_id: str | None) -> Entry:
    for entry in entries:
        if entry.is_default if playbook_id is None else entry.playbook.id == playbook_id:
            return entry
    known = ", ".join(entry.playbook.id for entry in entries)
    raise PlaybookNotFound(f"there is no such playbook; there are: {known}")


def _changeable(entries: Sequence[Entry], playbook_id: str) -> Entry:
    entry = _pick(entries, playbook_id)
    if entry.read_only:
        raise read_only(playbook_id)
    return entry
