"""The JSON document gives back the call it was made of."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from salescoach.domain.audio import Speaker
from salescoach.domain.call import CallRecord
from salescoach.domain.events import (
    CallEvent,
    Customer,
    MomentMarked,
    NoteAdded,
    Timing,
    Transcription,
)
from salescoach.domain.history import CallLabels
from salescoach.domain.review import Outcome
from salescoach.domain.turn import Turn
from salescoach.rooms.calls.file_names import attachment, file_name
from salescoach.rooms.calls.views import CallView
from salescoach.rooms.export.document import ExportedCall
from salescoach.rooms.export.markdown import markdown
from salescoach.rooms.export.pdf.sheet import sheet_of
from salescoach.rooms.export.service import ExportFormat
from salescoach.speech.written import read_written
from tests.pipeline.review.talk import good_call
from tests.rooms.export.test_spreadsheet import CALL
from tests.rooms.export.turns import TEXTS, any_turns

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
EVENTS: st.SearchStrategy[list[CallEvent]] = st.lists(
    st.builds(NoteAdded, text=TEXTS, call_ms=st.integers(0, 10**9), seq=st.integers(1, 10**6))
    | st.builds(MomentMarked, label=st.none() | TEXTS, call_ms=st.integers(0, 10**9)),
    max_size=4,
)


@given(any_turns(), EVENTS, st.none() | st.builds(Customer, TEXTS, st.none() | TEXTS))
def test_out_and_in_again(
    turns: list[Turn], events: list[CallEvent], customer: Customer | None
) -> None:
    record = CallRecord(replace(CALL, customer=customer), tuple(turns), tuple(events))
    labels = CallLabels(Outcome.WON, "user", ("Warm",))

    document = ExportedCall.of(record, labels, None, NOW)
    again = ExportedCall.model_validate_json(document.model_dump_json())

    assert again == document
    assert again.record() == record
    assert (again.call.outcome, again.call.tags) == (Outcome.WON, ["Warm"])


def test_every_event_of_a_coached_call_comes_back() -> None:
    talk = good_call()
    record = CallRecord(CALL, tuple(talk.turns), tuple(talk.events))

    written = ExportedCall.of(record, CallLabels(), None, NOW).model_dump_json()

    assert ExportedCall.model_validate_json(written).record() == record


def test_other_readers_of_transcripts_take_it(tmp_path: Path) -> None:
    turn = Turn("t1", Speaker.CUSTOMER, "Hello.", 1500, 2250)
    file = tmp_path / "call.json"
    document = ExportedCall.of(CallRecord(CALL, (turn,), ()), CallLabels(), None, NOW)
    file.write_text(document.model_dump_json(), encoding="utf-8")

    (line,) = read_written(file)

    assert (line.speaker, line.text, line.start_ms, line.end_ms) == (
        Speaker.CUSTOMER,
        "Hello.",
        1500,
        2250,
    )


@pytest.mark.parametrize(
    ("customer", "imported_from", "title"),
    [
        (Customer("Dana", "Northwind"), "fernbell.wav", "Dana"),
        (None, "fernbell.wav", "fernbell.wav"),
        (None, None, "Call without a name"),
    ],
)
def test_a_call_is_called_alike_in_all_that_is_made_of_it(
    customer: Customer | None, imported_from: str | None, title: str
) -> None:
    call = replace(CALL, customer=customer, imported_from=imported_from)
    record = CallRecord(call, (), ())

    assert CallView.of(call).title == title
    assert ExportedCall.of(record, CallLabels(), None, NOW).call.title == title
    assert markdown(record, None).startswith(f"# {title}\n")
    assert sheet_of(record, None)["title"] == title


@given(any_turns(), st.sampled_from(["none", "starts"]))
def test_times_that_nobody_knows_are_null_and_come_back_from_the_log(
    said: list[Turn], timing: Timing
) -> None:
    turns = list({each.id: each for each in said}.values())
    log = [
        Transcription(
            turn_id=each.id,
            text=each.text,
            speaker=each.speaker,
            is_final=True,
            start_ms=each.start_ms,
            end_ms=each.end_ms,
            channel=0,
            committed_ms=each.end_ms,
        )
        for each in turns
    ]
    record = CallRecord(replace(CALL, timing=timing, duration_ms=0), tuple(turns), tuple(log))

    document = ExportedCall.of(record, CallLabels(), None, NOW)

    assert all((each.end_ms, each.end) == (None, None) for each in document.turns)
    starts = [(each.start_ms, each.start) for each in document.turns]
    if timing == "none":
        assert starts == [(None, None)] * len(turns)
    else:
        assert starts == [(each.start_ms, each.start_ms / 1000) for each in turns]
    assert ExportedCall.model_validate_json(document.model_dump_json()).record() == record


def test_a_document_of_before_calls_had_titles_is_read() -> None:
    record = CallRecord(CALL, (), ())
    written = ExportedCall.of(record, CallLabels(), None, NOW).model_dump(mode="json")
    del written["call"]["title"]

    assert ExportedCall.model_validate(written).record() == record


def test_another_version_is_refused() -> None:
    document = ExportedCall.of(CallRecord(CALL, (), ()), CallLabels(), None, NOW)
    later = json.loads(document.model_dump_json()) | {"format_version": 2}

    with pytest.raises(ValidationError, match="format_version"):
        ExportedCall.model_validate(later)


@pytest.mark.parametrize(
    ("customer", "kind", "name"),
    [
        (Customer("Dana O'Neil", "Northwind"), "json", "call-2026-03-01-1000-dana-o-neil.json"),
        (
            Customer('../../etc/"x"\r\nSet-Cookie: a', None),
            "md",
            "call-2026-03-01-1000-etc-x-set-cookie-a.md",
        ),
        (Customer("Zoë Müller", None), "srt", "call-2026-03-01-1000-zoë-müller.srt"),
        (Customer("山田", None), "vtt", "call-2026-03-01-1000-山田.vtt"),
        (Customer("a" * 300, None), "csv", f"call-2026-03-01-1000-{'a' * 40}.csv"),
        (None, "csv", "call-2026-03-01-1000.csv"),
    ],
)
def test_names_of_files_are_plain(customer: Customer | None, kind: ExportFormat, name: str) -> None:
    assert file_name(replace(CALL, customer=customer), kind) == name


def test_a_call_without_a_customer_is_named_by_the_file_it_came_from() -> None:
    imported = replace(CALL, customer=None, imported_from="Keller, 2nd call.mp3")

    assert file_name(imported, "pdf") == "call-2026-03-01-1000-keller-2nd-call.pdf"


def test_a_header_has_a_plain_name_beside_one_in_other_letters() -> None:
    assert attachment("call-dana.md") == 'attachment; filename="call-dana.md"'
    assert attachment("call-1000-山田.md") == (
        "attachment; filename=\"call-1000.md\"; filename*=UTF-8''call-1000-%E5%B1%B1%E7%94%B0.md"
    )
