"""Markdown shows what people said, letter by letter, and nothing they said builds anything."""

import re
from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from salescoach.domain.call import CallRecord
from salescoach.domain.events import Customer, NoteAdded
from salescoach.domain.turn import Turn
from salescoach.rooms.export.markdown import escaped, markdown
from tests.pipeline.review.talk import good_call
from tests.rooms.export.test_spreadsheet import CALL
from tests.rooms.export.turns import any_turns

SPECIAL = "\\`*_[]<>#|~&-+=.)1 a\n"


@given(st.text(SPECIAL, max_size=30))
@example("1. first")
@example("- item")
@example("=====")
@example("---")
@example("# title")
@example("<script>alert(1)</script>")
@example("[link](http://x)")
def test_whatever_is_said_is_text(said: str) -> None:
    made = escaped(said)

    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", made) == " ".join(said.split())
    bare = re.sub(r"\\[!-/:-@\[-`{-~]", "", made)
    assert not set(bare) & set("\\`*_[]<>#|~&")
    assert not re.match(r"[-+=]|\d{1,9}[.)]", made)


@given(any_turns())
def test_each_turn_is_a_paragraph(turns: list[Turn]) -> None:
    text = markdown(CallRecord(CALL, tuple(turns), ()), None)

    head, _, transcript = text.partition("## Transcript\n\n")
    assert "Review" not in head
    assert len(transcript.strip("\n").split("\n\n")) == max(1, len(turns))


def test_a_call_to_be_read() -> None:
    call = replace(CALL, duration_ms=92_530)
    talk = good_call()
    note = NoteAdded(text="ask *Pat*\nsoon", call_ms=61_000)

    text = markdown(CallRecord(call, tuple(talk.turns), (note,)), None)

    assert text.startswith("# Dana\n\n2026-03-01 10:00 UTC · 1 min 33 s · 1 line\n")
    assert "## Notes and marks\n\n- `1:01` ask \\*Pat\\* soon\n" in text
    assert f"**Salesperson** `0:00` {talk.turns[0].text}" in text


def test_a_name_builds_no_heading() -> None:
    customer = Customer("Dana\n# Owned", "A*B")
    call = type(CALL)(**{**{f: getattr(CALL, f) for f in CALL.__slots__}, "customer": customer})

    text = markdown(CallRecord(call, (), ()), None)

    assert text.startswith("# Dana \\# Owned\n\nA\\*B · ")
    assert text.endswith("Nothing was said.\n")
