"""CSV gives back what was said, and none of it as a formula."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given

from salescoach.domain.audio import Speaker
from salescoach.domain.call import Call
from salescoach.domain.events import Customer
from salescoach.domain.turn import Turn
from salescoach.rooms.export.line_end import with_line_end
from salescoach.rooms.export.spreadsheet import COLUMNS, MARK, cell, transcript_csv
from tests.rooms.export.turns import TEXTS, any_turns

CALL = Call(
    id="01call",
    status="ended",
    started_at=datetime(2026, 3, 1, 10, tzinfo=UTC),
    ended_at=None,
    duration_ms=1000,
    customer=Customer("Dana", None),
    playbook_id="default",
    consent=True,
    record_audio=False,
    turn_count=1,
)


def _read(text: str) -> list[dict[str, str]]:
    assert text.startswith(MARK)
    return list(csv.DictReader(io.StringIO(text.removeprefix(MARK), newline=""), strict=True))


@given(any_turns())
@example([Turn("t", Speaker.CUSTOMER, 'He said "no", then\r\nleft;\n', 0, 1)])
def test_every_text_comes_back(turns: list[Turn]) -> None:
    rows = _read(transcript_csv(CALL, turns))

    ordered = sorted(turns, key=lambda turn: turn.start_ms)
    assert [row["text"] for row in rows] == [cell(with_line_end(turn.text)) for turn in ordered]
    assert [int(row["start_ms"]) for row in rows] == [turn.start_ms for turn in ordered]
    assert [row["speaker"] for row in rows] == [turn.speaker for turn in ordered]


@given(TEXTS)
@example("=1+1")
@example("+49 30 1234")
@example("-2")
@example("@SUM(A1)")
@example("  =1+1")
@example("\t=1+1")
@example("\r=1+1")
@example("＝1+1")
@example("\u200b=1+1")
@example("\x00=1")
def test_no_cell_is_a_formula(text: str) -> None:
    made = cell(text)

    assert made in (text, f"'{text}")
    unseen = "".join(map(chr, range(33))) + "\u200b\u2060\ufeff"
    assert not made.lstrip(unseen).startswith(tuple("=+-@＝＋－＠"))


@pytest.mark.parametrize("text", ["", "a=b", "Yes - no", "'quoted'", "mail me @ noon", "1-2"])
def test_what_is_harmless_stays(text: str) -> None:
    assert cell(text) == text


def test_a_row() -> None:
    call = replace(CALL, customer=Customer("=cmd()", None))
    turn = Turn("t1", Speaker.CUSTOMER, "Hello, you,", 3_661_000, 3_662_500, 0.5)

    assert transcript_csv(call, [turn]) == (
        MARK + ",".join(COLUMNS) + "\r\n"
        '01call,\'=cmd(),1,3661000,3662500,1:01:01,customer,"Hello, you.",0.5,turn\r\n'
    )


@pytest.mark.parametrize("again", [",", " ", ", ", ":-", ",\t"])
def test_a_line_of_nothing_but_pauses_costs_no_more_than_its_length(again: str) -> None:
    """Looked at from each of its places, this would take minutes."""
    text = again * 100_000
    assert with_line_end(f"{text}so") == f"{text}so"
