"""The first look at a file that is here: whether it was imported before, what it is, and whether
anybody has to be asked about it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from salescoach.infra.database import Database
from salescoach.kit.errors import Conflict, InvalidInput, NotFound
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.imports import store
from salescoach.rooms.imports.errors import no_recording, too_long
from salescoach.rooms.imports.job import FoundFile, ImportJob, Wishes
from salescoach.rooms.imports.roles import found_file, has_to_ask
from salescoach.rooms.imports.uploads import Uploads
from salescoach.speech.apart.reading import Look, look

SOUNDS = (".wav", ".mp3", ".m4a", ".mp4", ".mov", ".ogg", ".oga", ".opus", ".webm", ".mkv", ".flac")
"""Endings of names that promise a recording. What a file is shows in its content all the same."""

LookAt = Callable[[Path], Awaitable[Look]]
TakeIn = Callable[[bytes], Awaitable[str]]
"""Takes in a call that was exported as JSON, and tells its id. Raises ``InvalidInput``, and
``Conflict`` (``call_exists``)."""


class Looking:
    def __init__(
        self,
        database: Database,
        uploads: Uploads,
        calls: CallService,
        take_in: TakeIn,
        most_minutes: int,
        look: LookAt = look,
    ) -> None:
        """``look`` opens the file and says what it is; by default a confined process does."""
        self._database = database
        self._uploads = uploads
        self._calls = calls
        self._take_in = take_in
        self._most_minutes = most_minutes
        self._look = look

    async def __call__(self, job: ImportJob) -> ImportJob:
        """The import with what was found: it waits for its turn or for an answer, or is over.
        Raises ``InvalidInput`` with a code that says what is wrong with the file."""
        digest = await self._uploads.digest(job.id)
        known = replace(job, digest=digest, received=job.size)
        repeated = await self.repeats(digest, job)
        if repeated is not None:
            return replace(
                known,
                state="duplicate",
                call_id=repeated.call_id,
                error="already_imported",
                message="This file was imported already."
                if repeated.call_id
                else "The same file is in the list already.",
            )
        return await self.examined(known, self._uploads.file(job.id))

    async def examined(self, job: ImportJob, file: Path) -> ImportJob:
        """As ``__call__``, for a file that is no repetition."""
        seen = await self._seen(job, file)
        if seen.kind == "document":
            return await self._document(job, file)
        if seen.duration_ms is not None and seen.duration_ms > self._most_minutes * 60_000:
            raise too_long(self._most_minutes)
        return as_wished(replace(job, state="queued", found=found_file(seen)), job.wishes)

    async def repeats(self, digest: str, job: ImportJob | None = None) -> ImportJob | None:
        """The earlier import of the same bytes whose call is in the history, or that is still on
        its way."""
        async with self._database.read() as connection:
            same = await store.same_content(connection, digest, job.id if job else None)
        for other in same:
            if other.state in ("reviewing", "done") and other.call_id is not None:
                try:
                    await self._calls.get(other.call_id)
                except NotFound:
                    continue  # it was deleted, so that it may be imported again
                return other
            earlier = job is None or (other.created_at, other.id) < (job.created_at, job.id)
            if other.state in ("looking", "asking", "queued", "working") and earlier:
                return other
        return None

    async def _document(self, job: ImportJob, file: Path) -> ImportJob:
        found = FoundFile("document", "salescoach")
        content = await asyncio.to_thread(file.read_bytes)
        try:
            call_id = await self._take_in(content)
        except Conflict as exists:
            return replace(
                job, found=found, state="duplicate", error=exists.code, message=exists.message
            )
        return replace(job, found=found, state="reviewing", progress=1.0, call_id=call_id)

    async def _seen(self, job: ImportJob, file: Path) -> Look:
        named_like_sound = job.name.lower().endswith(SOUNDS)
        try:
            seen = await self._look(file)
        except InvalidInput as refused:
            if named_like_sound and refused.code in ("invalid_transcript", "nobody_named"):
                raise no_recording() from None
            raise
        if named_like_sound and seen.kind != "recording":
            raise no_recording()
        return seen


def as_wished(seen: ImportJob, wishes: Wishes) -> ImportJob:
    """What was ``seen``, with what the user says: whether anybody has to be asked depends on
    both."""
    found = seen.found
    if found is None or seen.state not in ("asking", "queued"):
        return replace(seen, wishes=wishes)
    if wishes.roles is not None and not set(wishes.roles) & {each.id for each in found.speakers}:
        # They were told of another kind of file, before anybody had looked at this one.
        wishes = replace(wishes, roles=None)
    asks = wishes.roles is None and has_to_ask(found)
    return replace(seen, wishes=wishes, state="asking" if asks else "queued")
