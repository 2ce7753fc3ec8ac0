"""The end of an import: the whole call enters the history at once, and is asked to be reviewed."""

import asyncio
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from salescoach.domain.call import CallRecord
from salescoach.domain.history import CallLabels
from salescoach.kit.errors import NotFound, Unavailable
from salescoach.rooms.calls.restore import CallRestore
from salescoach.rooms.imports import store
from salescoach.rooms.imports.job import ImportJob
from salescoach.rooms.imports.journal import read_journal
from salescoach.rooms.imports.staged import StagedSound
from salescoach.rooms.recordings.files import RecordingFiles
from salescoach.rooms.review.service import ReviewService


class Landing:
    """``files`` is where the sound of calls lies. Raises ``StorageTrouble`` when the database
    cannot be used just now."""

    def __init__(self, calls: CallRestore, reviews: ReviewService, files: RecordingFiles) -> None:
        self._calls = calls
        self._reviews = reviews
        self._files = files

    async def land(
        self, job: ImportJob, journal: Path, sound: StagedSound, *, new: bool = False
    ) -> ImportJob:
        """Keeps the call of ``journal`` and, in the same transaction, ``job`` with its id and the
        wish for a review: however often this is cut off, the call is in the history once or not
        at all. Its ``sound`` is to be handed over then. ``new``: the job was not written down
        before. Raises ``Unavailable`` (``import_cut_off``), ``InvalidInput``
        (``inconsistent_call``), ``Conflict`` (``import_called_off``)."""
        # A long call takes a good part of a second: live calls need the loop.
        record = await asyncio.to_thread(_read, journal, sound)
        landed = replace(job, call_id=record.call.id)
        review = self._reviews.restoring(record.call.id, None, None)
        await self._calls.restore(
            record, CallLabels(tags=job.wishes.tags), [store.landing(landed, new=new), review]
        )
        self._reviews.wake()
        return landed

    async def hand_over(self, call_id: str, sound: StagedSound, now: datetime) -> None:
        """Brings the sound to its call, as far as there is any and the call is still there. What
        the disk does not take stays where it is."""
        try:
            await sound.hand_over(call_id, self._calls, self._files, now)
        except OSError as error:
            raise Unavailable(
                "The sound of this call cannot be put away just now.", code="recording_not_written"
            ) from error

    async def is_reviewed(self, call_id: str) -> bool:
        """Whether the review of the call is stored, or will never be."""
        try:
            analysis = await self._reviews.analysis(call_id)
        except NotFound:
            return True
        return analysis.stored is not None or analysis.job.state == "failed"

    async def is_settled(self, call_id: str) -> bool:
        """Whether nobody writes at the review of the call any more, a language model included."""
        try:
            return (await self._reviews.analysis(call_id)).job.state in ("done", "failed")
        except NotFound:
            return True


def _read(journal: Path, sound: StagedSound) -> CallRecord:
    return read_journal(journal, recorded=sound.is_there)
