"""A call as a file of a chosen kind."""

import re
import unicodedata
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Literal

from salescoach.domain.call import Call
from salescoach.kit.clock import Clock
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.export.document import ExportedCall
from salescoach.rooms.export.markdown import markdown
from salescoach.rooms.export.spreadsheet import transcript_csv
from salescoach.rooms.export.subtitles import srt, vtt
from salescoach.rooms.review.service import ReviewService
from salescoach.rooms.review.views import ReadyAnalysisView, analysis_view

ExportFormat = Literal["json", "md", "csv", "srt", "vtt"]
MEDIA_TYPES: dict[ExportFormat, str] = {
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "srt": "application/x-subrip; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
}
CALLS_AT_ONCE = 100
MAX_NAME = 40


@dataclass(frozen=True, slots=True)
class ExportFile:
    """``name`` has no characters that a file system or a header could take otherwise."""

    name: str
    media_type: str
    content: bytes


class ExportService:
    """Nothing is written, not even a wish for a review. Every method raises ``StorageTrouble`` when
    the database cannot be used just now."""

    def __init__(self, calls: CallService, reviews: ReviewService, clock: Clock) -> None:
        self._calls = calls
        self._reviews = reviews
        self._clock = clock

    async def export(self, call_id: str, kind: ExportFormat) -> ExportFile:
        """The call as it stands now, its review too where the kind has room for it. Raises
        ``NotFound`` (``call_not_found``)."""
        if kind in ("json", "md"):
            call, text = await self._whole(call_id, kind)
        else:
            transcript = await self._calls.transcript(call_id)
            call, turns = transcript.call, transcript.turns
            match kind:
                case "csv":
                    text = transcript_csv(call, turns)
                case "srt":
                    text = srt(turns)
                case _:
                    text = vtt(turns)
        return ExportFile(file_name(call, kind), MEDIA_TYPES[kind], text.encode())

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

    async def _whole(self, call_id: str, kind: ExportFormat) -> tuple[Call, str]:
        record = await self._calls.record(call_id)
        made = await self._reviews.made(call_id)
        shown = None if made is None else analysis_view(made)
        analysis = shown if isinstance(shown, ReadyAnalysisView) else None
        if kind == "md":
            return record.call, markdown(record, analysis)
        labels = await self._calls.history.labels(call_id)
        version = None if made is None else made.rubric.version
        document = ExportedCall.of(record, labels, analysis, self._clock.utc(), version)
        return record.call, document.model_dump_json(indent=2) + "\n"


def file_name(call: Call, kind: ExportFormat) -> str:
    """As in ``call-2026-03-01-dana.md``: the day in UTC, and the customer as far as plain letters
    go."""
    customer = call.customer.name if call.customer else ""
    plain = unicodedata.normalize("NFKD", customer).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain)[:MAX_NAME].strip("-")
    parts = ["call", f"{call.started_at:%Y-%m-%d}", *([name] if name else [])]
    return f"{'-'.join(parts)}.{kind}"
