"""Names before what is said, with or without times, beside it or above it."""

import pytest

from salescoach.speech.transcripts.lines import PAUSE_MS, NotThisForm
from salescoach.speech.transcripts.plain_text import read_plain_text


def said(text: str) -> list[tuple[str, str, int]]:
    return [(line.name, line.text, line.start_ms) for line in read_plain_text(text).lines]


@pytest.mark.parametrize(
    "text",
    [
        "[00:00:12] Sam: Hi Dana.\n[00:01:05] Dana: Hello.\n",
        "00:12 - Sam: Hi Dana.\n1:05 - Dana: Hello.\n",
        "Sam (00:12): Hi Dana.\nDana (01:05): Hello.\n",
        "Sam [0:12]\nHi Dana.\n\nDana [1:05]\nHello.\n",
        "Sam  0:12\nHi Dana.\n\nDana  1:05\nHello.\n",
        "[Sam] 00:00:12\nHi Dana.\n\n[Dana] 00:01:05\nHello.\n",
        "0:12 | Sam\nHi Dana.\n1:05 | Dana\nHello.\n",
        "0:12 --> 0:14 Sam\nHi\nDana.\n1:05 --> 1:06 Dana\nHello.\n",
    ],
)
def test_times_stand_in_many_places(text: str) -> None:
    assert said(text) == [("Sam", "Hi Dana.", 12_000), ("Dana", "Hello.", 65_000)]


def test_times_of_a_clock_begin_the_call_at_zero() -> None:
    assert said("[Sam] 10:02:33\nHi.\n[Dana] 10:02:41\nHello.\n") == [
        ("Sam", "Hi.", 0),
        ("Dana", "Hello.", 8_000),
    ]


def test_without_times_lines_last_as_long_as_it_takes_to_say_them() -> None:
    first, second = read_plain_text("Sam: one two three\nDana: four").lines
    assert first.start_ms == 0
    assert second.start_ms == first.end_ms + PAUSE_MS


def test_a_line_ends_when_the_next_one_begins() -> None:
    first, second = read_plain_text(f"0:01 Sam: {'word ' * 50}\n0:02 Dana: stop").lines
    assert (first.end_ms, second.start_ms) == (2_000, 2_000)


def test_what_goes_on_over_several_lines_is_one_line() -> None:
    assert said("Sam: Hi Dana.\nThanks for the time.\n\nDana: Sure.") == [
        ("Sam", "Hi Dana. Thanks for the time.", 0),
        ("Dana", "Sure.", 2_622),
    ]


def test_lines_before_the_first_name_are_nobodys() -> None:
    assert [name for name, _, _ in said("Notes of the call\nSam: Hi.")] == ["", "Sam"]


def test_nothing_is_no_transcript() -> None:
    with pytest.raises(NotThisForm):
        read_plain_text("\n \nSam  0:12\n")
