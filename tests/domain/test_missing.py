"""What a transcript lacks is told once, and as the page tells it."""

from pathlib import Path

from salescoach.domain.events import Gap, GapReason
from salescoach.domain.missing import WORDS, missing_of, tells_of_missing

PAGE = Path(__file__).parents[2] / "frontend/src/ui/words.ts"


def _gap(start_ms: int, end_ms: int, channel: int | None = 0, reason: GapReason = "lost") -> Gap:
    return Gap(channel=channel, start_ms=start_ms, end_ms=end_ms, reason=reason)


def _told(*gaps: Gap) -> list[tuple[int, str]]:
    return [(each.start_ms, each.text) for each in missing_of(gaps)]


def test_what_both_channels_lack_is_told_once() -> None:
    assert _told(_gap(5_000, 15_000), _gap(4_990, 15_010, 1)) == [(4_990, "[10 s of sound lost]")]
    assert _told(_gap(5_000, 7_000), _gap(9_000, 11_000, 1)) == [
        (5_000, "[2 s of sound lost]"),
        (9_000, "[2 s of sound lost]"),
    ]


def test_why_it_is_missing_is_kept_apart() -> None:
    assert _told(_gap(5_000, 15_000), _gap(10_000, 75_000, None, "paused")) == [
        (5_000, "[10 s of sound lost]"),
        (10_000, "[1 min 5 s off the record]"),
    ]


def test_what_nobody_would_notice_is_not_told() -> None:
    assert _told(_gap(0, 999)) == []


def test_its_words_are_the_pages() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for reason, words in WORDS.items():
        assert f"{reason}: '{words}'" in page


def test_its_words_are_nobodys() -> None:
    for reason in WORDS:
        for lasted in (4_000, 65_000, 120_000, 3_720_000):
            assert all(
                tells_of_missing(each.text) for each in missing_of([_gap(0, lasted, None, reason)])
            )
    assert not tells_of_missing("10 s of sound lost")
    assert not tells_of_missing("[10 s of applause]")
