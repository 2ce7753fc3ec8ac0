"""The paper: what stands on it, and that it is set whatever people are called or say."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from salescoach.domain.audio import Speaker
from salescoach.domain.call import CallRecord
from salescoach.domain.events import CallEvent, CallStarted, Customer, MomentMarked, NoteAdded
from salescoach.domain.turn import Turn
from salescoach.pipeline.review.write import write_review
from salescoach.rooms.export.markdown import markdown
from salescoach.rooms.export.pdf.sheet import Sheet, sheet_of
from salescoach.rooms.export.pdf.typeset import typeset
from salescoach.rooms.review.service import Analysis
from salescoach.rooms.review.store import Job, Rubric, StoredReview
from salescoach.rooms.review.views import ReadyAnalysisView, analysis_view
from tests.pipeline.review.talk import PLAYBOOK, good_call
from tests.rooms.export.turns import TEXTS, any_turns

NOW = datetime(2026, 11, 23, 6, 30, 1, 2, tzinfo=UTC)
MARKUP = '#panic() $x$ *bold* _it_ `raw` <label> @ref [c] \\u{41} // no "quotes"'


def _reviewed(record: CallRecord) -> ReadyAnalysisView:
    job = Job(record.call.id, "job_1", "done", False, 1, NOW, NOW, NOW)
    stored = StoredReview(record.call.id, write_review(record, PLAYBOOK), NOW, 0)
    view = analysis_view(Analysis(record.call.id, job, stored, Rubric()))
    assert isinstance(view, ReadyAnalysisView)
    return view


def _called(name: str, company: str | None = None) -> CallRecord:
    record = good_call().record()
    return replace(record, call=replace(record.call, customer=Customer(name, company)))


def _sheet(record: CallRecord) -> Sheet:
    return sheet_of(record, _reviewed(record))


def _pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def _set(sheet: Sheet) -> bytes:
    pdf = typeset(sheet, NOW)
    assert pdf.startswith(b"%PDF-")
    assert pdf.rstrip().endswith(b"%%EOF")
    return pdf


def test_a_reviewed_call() -> None:
    notes: list[CallEvent] = [
        NoteAdded(text="Ask Pat", call_ms=61_000),
        MomentMarked(label=None, call_ms=70_000),
    ]
    record = good_call().record(notes)

    sheet = _sheet(record)

    review = sheet["review"]
    assert sheet["title"] == "Dana Reyes"
    assert sheet["facts"][0] == "Monday, 2 March 2026, 10:00 (UTC)"
    assert review["outcome_name"] == "Next step agreed"
    assert [part["share"] for part in review["parts"]] == [1.0, 0.5, 1.0, 1.0, 0.5]
    (objection,) = review["objections"]
    assert (objection["kind"], objection["handling"]) == ("Money is in the way", "Settled")
    assert objection["answer"]["quote"] == "What is one lost patient worth to you?"
    assert "- Price, settled: " in markdown(record, _reviewed(record))
    figures = {each["name"]: (each["value"], each["range"]) for each in review["figures"]}
    assert figures["Pause after an objection"] == ("1.6 s", "At least 1.5 s")
    assert figures["Questions"] == ("4", "11 to 14")
    assert figures["You talked"] == ("54%", "Up to 65%")
    assert [each["text"] for each in sheet["notes"]] == ["Ask Pat", "Marked"]
    pdf = _set(sheet)
    assert b"/StructTreeRoot" in pdf
    assert b"pdfuaid" in pdf


def test_a_next_step_keeps_its_hour_on_paper_and_in_markdown() -> None:
    record = good_call().record()

    assert "5 March, at ten" in [step["due"] for step in _sheet(record)["review"]["next_steps"]]
    assert "(2026-03-05, at ten)" in markdown(record, _reviewed(record))
    assert "at ten" in [step.due_hour for step in _reviewed(record).next_steps]


def test_how_long_it_was_reads_as_on_the_page_and_in_markdown() -> None:
    record = good_call().record()
    record = replace(record, call=replace(record.call, duration_ms=734_200))

    assert sheet_of(record, None)["facts"][1] == "12 min 14 s"
    assert " · 12 min 14 s · " in markdown(record, None)


def test_every_moment_leads_to_its_line() -> None:
    record = good_call().record()

    sheet = _sheet(record)

    lines = {turn["label"]: turn["text"] for turn in sheet["turns"]}
    for each in [*sheet["review"]["summary"], *sheet["review"]["objections"]]:
        assert each["moment"]["quote"] in lines[each["moment"]["turn"]]


def test_lines_end_as_they_are_read_and_old_words_are_said_to_be_old() -> None:
    record = good_call().record()
    cut_off = tuple(replace(turn, text=turn.text.rstrip(".?") + ",") for turn in record.turns)
    record = replace(record, turns=cut_off, call=replace(record.call, demo=True))
    made = _reviewed(record).model_copy(update={"is_older_than_corrections": True})

    sheet = sheet_of(record, made)

    assert not [each["text"] for each in sheet["turns"] if not each["text"].endswith(".")]
    assert not [each for each in sheet["review"]["summary"] if each["moment"]["quote"][-1] == ","]
    assert sheet["review"]["older"].startswith("The call was corrected after this review.")
    assert sheet["facts"][0] == "Demo call"
    _set(sheet)
    text = markdown(record, made)
    assert "Demo call" in text.partition("## Review")[0]
    assert "*The call was corrected after this review." in text
    assert ",”" not in text
    assert not re.search(r",$", text.partition("## Transcript")[2], re.MULTILINE)


def test_the_salespersons_clock() -> None:
    record = good_call().record()
    (started,) = [each for each in record.events if isinstance(each, CallStarted)]
    there = replace(started, time_zone="America/New_York")

    sheet = sheet_of(replace(record, events=(there,)), None)

    assert sheet["facts"][0] == "Monday, 2 March 2026, 05:00 (America/New York)"
    assert sheet["review"] is None


@pytest.mark.parametrize(
    "name",
    [
        "Zoë Müller-Łukasiewicz, Đặng Thị Ước, Þórður",
        "Σωκράτης Παπαδόπουλος",
        "Людмила Щукина-Їжакевич",
        "山田太郎 שלום مرحبا देवी 😀",
        "A" * 500,
        MARKUP,
    ],
)
def test_names_from_anywhere(name: str) -> None:
    _set(_sheet(_called(name, name)))


def test_letters_that_come_with_the_product_keep_the_standard() -> None:
    assert b"pdfuaid" in _set(_sheet(_called("Zoë Łuk, Σίγμα, Щука, Ước")))


def test_nothing_at_all() -> None:
    record = good_call().record()
    call = replace(record.call, customer=None, turn_count=0, duration_ms=0)
    empty = CallRecord(call, (), ())

    assert sheet_of(empty, None)["title"] == "Call without a name"
    assert _pages(_set(sheet_of(empty, None))) == 1
    _set(_sheet(empty))


def test_an_hour_has_pages() -> None:
    record = good_call().record()
    turns = tuple(
        Turn(f"t{number}", Speaker.CUSTOMER, "A line of some words. " * 5, number * 6_000, 0)
        for number in range(600)
    )

    assert _pages(_set(sheet_of(replace(record, turns=turns), None))) > 15


@settings(deadline=None)
@given(any_turns(), TEXTS, st.lists(TEXTS, max_size=3))
@example([], "\x00", ["\ufeff", "\ufffe"])
def test_whatever_is_said_is_only_text(turns: list[Turn], name: str, notes: list[str]) -> None:
    record = CallRecord(
        replace(good_call().record().call, customer=Customer(name)),
        tuple(turns),
        tuple(NoteAdded(text=each, call_ms=0) for each in notes),
    )

    _set(sheet_of(record, None))
