"""The playbooks of the workspace: stored ones with their versions, the file that PLAYBOOK names,
and the demo that comes with the product.

The demo is served as shipped until it is changed; its first change keeps the shipped text as a
version. A file is read only. Every save is a new version, and what was saved is never changed.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from salescoach.domain.playbook import Playbook
from salescoach.infra.database import Database
from salescoach.kit.clock import Clock
from salescoach.rooms.playbook import store
from salescoach.rooms.playbook.entries import Entry, FirstRun, changeable, entries_of, pick
from salescoach.rooms.playbook.errors import (
    PlaybookChanged,
    demo_stays,
    last_playbook,
    version_not_found,
)
from salescoach.rooms.playbook.ids import free_id
from salescoach.rooms.playbook.loader import parse_draft
from salescoach.rooms.playbook.shelf import Shelf
from salescoach.rooms.playbook.store import Version
from salescoach.rooms.playbook.templates import templates

REMEMBERED = 64
"""Versions kept read; they never change."""

AS_SHIPPED = "As it came with the product"


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

    @property
    def demo(self) -> Playbook:
        """The one the demo call is made for, as shipped, whatever became of it since."""
        return self._shelf.demo

    async def list(self) -> tuple[Entry, ...]:
        """The file first, then the user's own, oldest first, then the demo."""
        async with self._database.read() as connection:
            return await self._entries(connection)

    async def get(self, playbook_id: str | None = None) -> Entry:
        """None asks for the default one."""
        return pick(await self.list(), playbook_id)

    async def for_call(
        self, playbook_id: str | None = None, version: int | None = None
    ) -> Playbook:
        """The playbook as written, slots and all. ``version`` is what a call that goes on began
        with; when there is no such version any more, the nearest thing serves."""
        async with self._database.read() as connection:
            entries = await self._entries(connection)
            if playbook_id is None or version is None:
                return pick(entries, playbook_id).playbook
            current = next((e.playbook for e in entries if e.playbook.id == playbook_id), None)
            if current is not None and current.version == version:
                return current
            kept = await self._content(connection, playbook_id, version)
            return kept or current or pick(entries, None).playbook

    async def every(self) -> Sequence[Playbook]:
        """Each playbook a call may ask for, the default one first; and the template that the first
        run offers first while it is due, so that its outcome can be used at once."""
        entries = sorted(await self.list(), key=lambda entry: not entry.is_default)
        coming = templates()[:1] if (await self.first_run()).due else ()
        return [*(entry.playbook for entry in entries), *(each.playbook for each in coming)]

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
            entry = changeable(entries, playbook_id)
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
            pick(await self._entries(connection), playbook_id)
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
            entry = changeable(await self._entries(connection), playbook_id)
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
        own: list[tuple[Playbook, datetime]] = []
        for each in stored:
            content = await self._content(connection, each.id, each.latest)
            assert content is not None
            own.append((content, each.saved_at))
        return entries_of(self._shelf, own, chosen)

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
