"""Calls through faults keep every promise; `make faults` does the same for longer."""

import os
import random
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from salescoach.kit.clock import ManualClock
from tests.faults.__main__ import measure, told
from tests.faults.figures import AT_LEAST_RECALLED, Figures, p95
from tests.faults.outbox import Kept, Outbox
from tests.faults.page import Page
from tests.faults.plan import KINDS, draw
from tests.faults.run import numbered_words
from tests.faults.standstill import Standstill
from tests.rooms.live.hearing import FRAME_MS

SEED = int(os.environ.get("FAULT_SEED", "1"))
RUNS = int(os.environ.get("FAULT_RUNS", "2"))


@pytest.mark.speech
async def test_nothing_acknowledged_or_shown_is_lost(tmp_path: Path) -> None:
    figures = await measure(SEED, range(RUNS), "scripted", tmp_path)
    assert figures.nothing_lost
    assert figures.word_recall >= AT_LEAST_RECALLED
    assert figures.runs == RUNS
    assert figures.ack_lags_ms
    assert figures.back_live_ms


def test_a_seed_draws_the_same_faults_again_and_every_kind_has_its_turn() -> None:
    plans = [draw(7, number) for number in range(len(KINDS))]
    assert plans == [draw(7, number) for number in range(len(KINDS))]
    assert plans != [draw(8, number) for number in range(len(KINDS))]
    assert {plan.faults[0].kind for plan in plans} == set(KINDS)


def test_what_is_lost_shows_in_the_line_and_the_verdict() -> None:
    figures = Figures()
    figures.add(Figures(runs=1, said=200, recalled=199, ack_lags_ms=[5.0] * 19 + [900.0]))
    verdicts = [figures.nothing_lost]
    assert '"word_recall": 0.995' in figures.line()
    figures.add(Figures(runs=1, lines_lost=1))
    verdicts.append(figures.nothing_lost)
    assert verdicts == [True, False]
    assert '"lines_lost": 1' in figures.line()


GOOD = Figures(runs=1, said=100, recalled=99, ack_lags_ms=[999.0], back_live_ms=[2_000.0])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"acknowledged_audio_lost_ms": 100}, "100 ms of acknowledged sound are lost"),
        ({"lines_lost": 1}, "1 lines are lost"),
        ({"lines_doubled": 2}, "2 lines came twice"),
        ({"calls_unopenable": 1}, "1 calls cannot be opened"),
        ({"recalled": 98}, "words recalled: 0.9800"),
        ({"ack_lags_ms": [1_000.0]}, "acknowledged, p95: 1000 ms"),
        ({"ack_lags_ms": []}, "nothing was sent or acknowledged"),
        ({"back_live_ms": [2_001.0]}, "live again, p95: 2001 ms"),
    ],
)
def test_a_missed_bar_is_said_and_ends_with_1(
    change: dict[str, Any], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(GOOD) == 0
    assert capsys.readouterr().err == ""
    figures = replace(GOOD, **change)
    assert told(figures) == 1
    said = capsys.readouterr()
    [missed] = said.err.splitlines()
    assert missed.startswith(f"missed: {words}")
    assert said.out == f"{figures.line()}\n"


def test_a_standstill_counts_once_whatever_overlaps_in_it() -> None:
    clock = ManualClock()
    standstill = Standstill(lambda: clock.now_ms() / 1000)
    clock.advance(1_000)
    with standstill.lasting():
        clock.advance(1_000)
        with standstill.lasting():
            clock.advance(1_000)
        clock.advance(500)
        assert standstill.since(0) == 2.5
    clock.advance(5_000)
    assert [standstill.since(moment) for moment in (0, 2, 3.5, 8)] == [2.5, 1.5, 0, 0]


def test_p95_is_the_nearest_rank() -> None:
    assert p95([]) == 0
    assert p95([3.0]) == 3
    assert p95([float(n) for n in range(1, 101)]) == 95


def test_each_word_is_said_once() -> None:
    sound = numbered_words(random.Random(1))
    moments = [sound() or {} for _ in range(300)]
    for channel in (0, 1):
        words = [moment[channel][0] for moment in moments if moment[channel][0]]
        assert words == list(range(1, len(words) + 1))


def kept(seconds: float, durable: bool = True) -> Kept:
    return Kept(0, b"", 1, seconds, 0, durable=durable)


def test_a_reload_leaves_room_for_what_it_missed() -> None:
    outbox = Outbox((0,), FRAME_MS / 1000)
    for seconds in (0.0, 0.1):
        outbox.push(kept(seconds))
    outbox.push(kept(0.2, durable=False))
    outbox.after_reload()
    outbox.push(kept(2.2))
    assert [each.seq for each in outbox.unsent()] == [0, 1]
    assert [each.seq for each in outbox.rewind({0: 1})] == [0]
    assert [each.seq for each in outbox.unsent()] == [1, 22]
    assert [each.seq for each in outbox.acknowledge(0, 1)] == [1]


def test_a_frame_waits_from_the_first_time_it_was_sent() -> None:
    page = Page("", lambda: None, FRAME_MS / 1000, {}, random.Random(1))
    page._outbox.push(kept(0.0))
    [frame] = page._outbox.unsent()
    frame.sent_s = frame.first_sent_s = time.monotonic() - 60
    page._called_safe(page._outbox.rewind({0: 0}))
    assert page.promised.ack_lags_ms == []
    [again] = page._outbox.unsent()
    again.sent_s = time.monotonic()
    page._called_safe(page._outbox.rewind({0: 1}))
    [lag_ms] = page.promised.ack_lags_ms
    assert lag_ms >= 60_000
