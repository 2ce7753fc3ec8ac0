"""Audio and commands that come faster than anybody speaks or clicks have to wait."""

from salescoach.kit.clock import ManualClock
from salescoach.rooms.live.pace import (
    BURST_MS,
    MESSAGES_BURST,
    MESSAGES_PER_S,
    RATE,
    Pace,
)


def test_a_long_stretch_may_come_at_once_and_then_in_time() -> None:
    clock = ManualClock()
    pace = Pace(clock)
    assert pace.spend(BURST_MS) == 0
    assert pace.spend(2_400) == 2_400 / RATE / 1000
    clock.advance(2_000)
    assert pace.spend(2_400) == 0


def test_commands_by_the_thousand_are_answered_a_few_a_second() -> None:
    clock = ManualClock()
    pace = Pace(clock)
    answered = 0
    while clock.now_ms() < 10_000:
        clock.advance(pace.spend_message() * 1000)
        answered += 1
    assert answered <= MESSAGES_BURST + 10 * MESSAGES_PER_S + 2
    clock.advance(10_000)
    assert [pace.spend_message() for _ in range(100)] == [0] * 100
