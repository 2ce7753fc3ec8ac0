"""Names of files are shown and searched for a date; they are never paths."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescoach.rooms.imports.names import LONGEST_NAME, Dated, shown_name, when_it_was

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TOLD = datetime(2026, 5, 1, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("call.wav", "call.wav"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Sam\\call.mp3", "call.mp3"),
        ("a\x00b\u202egpj.exe", "abgpj.exe"),
        ("..", "recording"),
        ("", "recording"),
        ("dir/", "recording"),
    ],
)
def test_only_the_last_part_of_a_name_is_shown(given_name: str, shown: str) -> None:
    assert shown_name(given_name) == shown


@given(st.text(max_size=2_000))
def test_no_name_leads_anywhere(given_name: str) -> None:
    shown = shown_name(given_name)
    assert 0 < len(shown) <= LONGEST_NAME
    assert not set(shown) & set("/\\\0\n")
    assert shown.strip(".")


def test_a_long_name_keeps_its_ending() -> None:
    assert shown_name("x" * 500 + ".wav").endswith("….wav")


def test_a_stamp_of_greenwich_outweighs_what_the_file_says() -> None:
    name = "GMT20260310-140211_Recording.m4a"
    found = when_it_was(name, TOLD, None, None, NOW)
    assert found == Dated(datetime(2026, 3, 10, 14, 2, 11, tzinfo=UTC), "name")


def test_a_stamp_without_a_zone_is_of_this_machine() -> None:
    local = Dated(datetime(2026, 3, 10, 14, 2, 11).astimezone(UTC), "name")
    assert when_it_was("2026-03-10 14.02.11 Fernbell.mp4", None, None, None, NOW) == local
    assert when_it_was("Call-20260310_140211-Recording.mp4", None, None, None, NOW) == local


@pytest.mark.parametrize("name", ["call.wav", "99999999-999999.wav", "20260231-101010.wav"])
def test_what_the_file_says_comes_next(name: str) -> None:
    assert when_it_was(name, TOLD, NOW, None, NOW) == Dated(TOLD, "file")


def test_a_recording_was_written_until_its_end() -> None:
    begun = Dated(NOW - timedelta(minutes=10), "modified")
    assert when_it_was("call.wav", None, NOW, 600_000, NOW) == begun


def test_nothing_tells_and_nothing_is_later_than_now() -> None:
    assert when_it_was("call.wav", None, None, None, NOW) is None
    later = NOW + timedelta(days=1)
    assert when_it_was("20270101-101010.wav", later, later, None, NOW) is None
