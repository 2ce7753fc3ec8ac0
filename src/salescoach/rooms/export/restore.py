"""An exported document becomes the call it was made of, here or in another database.

Whatever the document holds comes from outside: it is read within bounds, checked field by field,
folded again and compared, before any of it is kept.
"""

import asyncio
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import from_json

from salescoach.domain.events import (
    CallDated,
    CallStarted,
    SignalHeard,
    SuggestionShown,
    Transcription,
)
from salescoach.domain.history import CallLabels
from salescoach.infra.taken import Moment
from salescoach.kit.errors import InvalidInput
from salescoach.kit.long_words import has_word_beyond
from salescoach.rooms.calls.restore import CallRestore, inconsistent
from salescoach.rooms.export.document import FORMAT, FORMAT_VERSION, ExportedCall
from salescoach.rooms.review.service import ReviewService
from salescoach.rooms.review.written_down import kept_job, stored_review

MOST_BYTES = 64 * 2**20
"""Several times a call of a whole day."""
MOST_EVENTS = 500_000
LONGEST_TEXT = 100_000
LONGEST_WORD = 2_000
"""As long as a line that somebody corrected may be."""
LONGEST_ID = 100
GREATEST_NUMBER = 2**53
"""Beyond it a number is not the same to every reader of JSON."""

_CALL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_PLAIN_NAME = re.compile(r"[a-z_]{1,40}")
_moment = TypeAdapter[datetime | None](Moment | None)


class DocumentTooNew(InvalidInput):
    code = "document_too_new"


class InvalidDocument(InvalidInput):
    code = "invalid_document"


@dataclass(frozen=True, slots=True)
class RestoredCall:
    """``reviewed``: its review came with it; otherwise an ended call is reviewed soon."""

    call_id: str
    reviewed: bool


class _Named(BaseModel):
    format: Literal["salescoach.call"]
    format_version: int


class RestoreService:
    """Raises ``StorageTrouble`` when the database cannot be used just now."""

    def __init__(self, calls: CallRestore, reviews: ReviewService) -> None:
        self._calls = calls
        self._reviews = reviews

    async def import_document(self, content: bytes) -> RestoredCall:
        """The JSON that an export wrote, at most ``MOST_BYTES``: the same call under the same id,
        with its log, labels and review. All of it is kept or nothing.

        Raises ``Conflict`` (``call_exists``: the call is here already, and stays as it is), and
        ``InvalidInput``: ``document_too_new`` when a newer version of the product wrote it,
        ``invalid_document`` when it is no such document, ``inconsistent_call`` when its parts tell
        different calls, ``invalid_tag``."""
        # A long call takes a good part of a second: live calls need the loop.
        document = await asyncio.to_thread(read_document, content)
        told, analysis = document.call, document.analysis
        stored = job = None
        if analysis is not None:
            if (analysis.call_id, analysis.job.call_id) != (told.id, told.id):
                raise inconsistent("the review is another call's")
            stored, job = stored_review(analysis), kept_job(analysis.job)
        beside = [self._reviews.restoring(told.id, stored, job)] if told.status == "ended" else []
        labels = CallLabels(told.outcome, told.outcome_by, tuple(told.tags))
        await self._calls.restore(document.record(), labels, beside)
        self._reviews.wake()
        return RestoredCall(told.id, reviewed=stored is not None)


def is_document(content: bytes) -> bool:
    """Whether it says that it is a call's document, whatever its version: to be asked before other
    readers of JSON are tried."""
    try:
        _Named.model_validate(from_json(content))
    except ValueError:
        return False
    return True


def read_document(content: bytes) -> ExportedCall:
    """Raises as ``RestoreService.import_document`` does for what it is given."""
    if len(content) > MOST_BYTES:
        raise InvalidDocument(f"The document has more than {MOST_BYTES // 2**20} MB.")
    try:
        parsed = from_json(content, allow_inf_nan=False)
        named = _Named.model_validate(parsed)
    except ValueError as error:
        raise InvalidDocument(
            f"This is no call that was exported as JSON (format {FORMAT!r})."
        ) from error
    if named.format_version > FORMAT_VERSION:
        raise DocumentTooNew(
            f"The document has version {named.format_version}; this version of Sales Coach AI "
            f"reads up to {FORMAT_VERSION}. Update it and import the document again."
        )
    _check_bounds(parsed)
    try:
        document = ExportedCall.model_validate_json(content)
    except ValidationError as error:
        raise InvalidDocument(f"The document is damaged: {_where(error)}.") from error
    if len(document.events) > MOST_EVENTS:
        raise InvalidDocument(f"The document has more than {MOST_EVENTS} events.")
    _check_names(document)
    _check_moments(document)
    return document


def _check_bounds(parsed: Any) -> None:
    """Nothing in it is longer or greater than a database and other readers take."""
    waiting = [parsed]
    while waiting:
        match waiting.pop():
            case str() as text if len(text) > LONGEST_TEXT or has_word_beyond(LONGEST_WORD, text):
                raise InvalidDocument("The document holds a text that no call has.")
            case int() as number if abs(number) > GREATEST_NUMBER:
                raise InvalidDocument("The document holds a number that no call has.")
            case dict() as fields:
                waiting += fields.values()
            case list() as items:
                waiting += items


def _check_names(document: ExportedCall) -> None:
    ids = [document.call.playbook_id]
    for event in document.events:
        match event:
            case Transcription():
                ids.append(event.turn_id)
            case SuggestionShown():
                ids += [event.id, event.script_id or ""]
            case SignalHeard():
                ids.append(event.evidence.turn_id)
    if not _CALL_ID.fullmatch(document.call.id) or max(map(len, ids)) > LONGEST_ID:
        raise InvalidDocument("The document holds an id that nothing in a call has.")


def _check_moments(document: ExportedCall) -> None:
    """A database takes them with their offset, and the fold reckons with those of the log, which
    are texts."""
    told, analysis = document.call, document.analysis
    moments = [told.started_at, told.ended_at]
    if analysis is not None:
        moments += [analysis.made_at, analysis.job.asked_at, analysis.job.finished_at]
    try:
        moments += [
            datetime.fromisoformat(event.started_at)
            for event in document.events
            if isinstance(event, CallStarted | CallDated)
        ]
        for each in moments:
            _moment.validate_python(each)
    except ValueError as error:
        raise InvalidDocument("The document holds a moment that no call has.") from error


def _where(error: ValidationError) -> str:
    """The first thing that is wrong, without what stands there."""
    (first, *_) = error.errors(include_input=False, include_context=False, include_url=False)
    told = map(str, first["loc"])
    path = (part for part in told if part.isdecimal() or _PLAIN_NAME.fullmatch(part))
    return f"{'.'.join(path) or 'something'} is not as it should be"
