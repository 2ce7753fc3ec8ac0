"""A call as a file of a chosen kind."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from salescoach.domain.call import CallRecord
from salescoach.domain.history import CallLabels
from salescoach.domain.missing import missing_of
from salescoach.kit.clock import Clock
from salescoach.kit.errors import Conflict
from salescoach.rooms.calls.file_names import file_name
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.calls.views import HeardView
from salescoach.rooms.export.document import ExportedCall, HeardLines
from salescoach.rooms.export.markdown import markdown
from salescoach.rooms.export.pdf.sheet import sheet_of
from salescoach.rooms.export.pdf.typeset import typeset
from salescoach.rooms.export.spreadsheet import transcript_csv
from salescoach.rooms.export.subtitles import srt, vtt
from salescoach.rooms.review.service import ReviewService
from salescoach.rooms.review.views import ReadyAnalysisView, analysis_view

ExportFormat = Literal["pdf", "json", "md", "csv", "srt", "vtt"]
MEDIA_TYPES: dict[ExportFormat, str] = {
    "pdf": "application/pdf",
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "srt": "application/x-subrip; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
}
CALLS_AT_ONCE = 100


def no_times() -> Conflict:
    return Conflict(
        "The transcript of this call came without times, so there can be no subtitles of it. Take "
        "md or csv for its words, or import a recording or captions of the call.",
        code="no_times",
    )


@dataclass(frozen=True, slots=True)
class ExportFile:
    """``name`` has nothing that a file system could take otherwise; it may have any letters."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class WholeCall:
    """``analysis`` None: there is no review. ``rubric_version``: of the weights it comes with.
    ``heard``: id of each corrected turn -> what was heard."""

    record: CallRecord
    labels: CallLabels
    analysis: ReadyAnalysisView | None
    rubric_version: int | None
    heard: HeardLines

    def document(self, now: datetime) -> ExportedCall:
        return ExportedCall.of(
            self.record, self.labels, self.analysis, now, self.rubric_version, self.heard
        )


class ExportService:
    """Nothing is written, not even a wish for a review. Every method raises ``StorageTrouble`` when
    the database cannot be used just now."""

    def __init__(self, calls: CallService, reviews: ReviewService, clock: Clock) -> None:
        self._calls = calls
        self._reviews = reviews
        self._clock = clock

    async def export(self, call_id: str, kind: ExportFormat) -> ExportFile:
        """The call as it stands now, its review too where the kind has room for it. Raises
        ``NotFound`` (``call_not_found``), ``Conflict`` (``no_times``) for subtitles of a call of
        which nobody knows the times."""
        if kind in ("pdf", "json", "md"):
            whole = await self.whole(call_id)
            call = whole.record.call
            # An hour's call takes a good part of a second: live calls need the loop.
            content = await asyncio.to_thread(_written, whole, kind, self._clock.utc())
        else:
            record = await self._calls.record(call_id)
            call = record.call
            if kind in ("srt", "vtt") and call.timing == "none":
                raise no_times()
            content = _spoken(record, kind).encode()
        return ExportFile(file_name(call, kind), MEDIA_TYPES[kind], content)

    async def whole(self, call_id: str) -> WholeCall:
        """Raises ``NotFound`` (``call_not_found``)."""
        record = await self._calls.record(call_id)
        made = await self._reviews.made(call_id)
        shown = None if made is None else analysis_view(made)
        return WholeCall(
            record,
            await self._calls.history.labels(call_id),
            shown if isinstance(shown, ReadyAnalysisView) else None,
            None if made is None else made.rubric.version,
            await self._heard(call_id),
        )

    async def _heard(self, call_id: str) -> HeardLines:
        corrected = (await self._calls.transcript(call_id)).heard
        return {turn_id: HeardView.of(heard) for turn_id, heard in corrected.items()}

    async def call_ids(self) -> AsyncIterator[str]:
        """All calls, the newest first, a page at a time."""
        cursor: str | None = None
        while True:
            page = await self._calls.list(CALLS_AT_ONCE, cursor)
            for call in page.calls:
                yield call.id
            cursor = page.next_cursor
            if cursor is None:
                return


def _written(whole: WholeCall, kind: ExportFormat, now: datetime) -> bytes:
    match kind:
        case "pdf":
            return typeset(sheet_of(whole.record, whole.analysis), now)
        case "md":
            return markdown(whole.record, whole.analysis).encode()
        case _:
            return whole.document(now).model_dump_json(indent=2).encode() + b"\n"


def _spoken(record: CallRecord, kind: ExportFormat) -> str:
    missing = missing_of(record.events)
    match kind:
        case "csv":
            return transcript_csv(record.call, record.turns, missing)
        case "srt":
            return srt(record.turns, missing)
        case _:
            return vtt(record.turns, missing)
