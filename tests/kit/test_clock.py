from datetime import UTC, datetime, timedelta

from salescoach.kit.clock import ManualClock, SystemClock


def test_a_manual_clock_moves_only_when_told() -> None:
    clock = ManualClock(datetime(2026, 3, 1, 10, tzinfo=UTC))

    clock.advance(1_500)
    clock.advance(250.5)

    assert clock.now_ms() == 1_750.5
    assert clock.utc() == datetime(2026, 3, 1, 10, tzinfo=UTC) + timedelta(milliseconds=1_750.5)


def test_the_system_clock_never_runs_backwards() -> None:
    clock = SystemClock()

    readings = [clock.now_ms() for _ in range(100)]

    assert readings == sorted(readings)
    assert clock.utc().tzinfo is UTC
