import pytest

from salescoach.infra.pulse import EVERY_S, REMEMBERED, Pulse
from salescoach.kit.clock import ManualClock


class _Enough(Exception):
    pass


async def _beaten(*late_ms: float) -> Pulse:
    """A pulse whose beats came so late."""
    clock = ManualClock()
    left = list(late_ms)

    async def sleep(seconds: float) -> None:
        if not left:
            raise _Enough
        clock.advance(seconds * 1000 + left.pop(0))

    pulse = Pulse(clock, sleep)
    with pytest.raises(_Enough):
        await pulse.run()
    return pulse


async def test_a_pulse_that_has_not_beaten_is_not_late() -> None:
    assert Pulse(ManualClock()).late_ms() == 0


async def test_one_long_stop_does_not_count() -> None:
    pulse = await _beaten(2, 3_000, 4)

    assert pulse.late_ms() == pytest.approx(4)


async def test_what_lasts_for_seconds_counts_and_is_forgotten_again() -> None:
    late = [80.0] * REMEMBERED

    assert (await _beaten(*late)).late_ms() == pytest.approx(80)
    assert (await _beaten(*late, *[1.0] * REMEMBERED)).late_ms() == pytest.approx(1)


async def test_an_early_beat_is_on_time() -> None:
    assert (await _beaten(-EVERY_S * 10)).late_ms() == 0


async def test_a_beat_that_has_to_wait_for_its_turn_is_late_by_that() -> None:
    clock = ManualClock()
    waits = [0.0, 700.0, 40.0]

    async def sleep(seconds: float) -> None:
        clock.advance(seconds * 1000)

    async def turn() -> None:
        if not waits:
            raise _Enough
        clock.advance(waits.pop(0))

    pulse = Pulse(clock, sleep, turn)
    with pytest.raises(_Enough):
        await pulse.run()

    assert pulse.late_ms() == pytest.approx(40)


async def test_a_beat_that_still_waits_counts_for_those_it_keeps_back() -> None:
    clock = ManualClock()
    seen: list[float] = []

    async def sleep(seconds: float) -> None:
        clock.advance(seconds * 1000)

    async def turn() -> None:
        for _ in range(3):
            clock.advance(200)
            seen.append(pulse.late_ms())
        raise _Enough

    pulse = Pulse(clock, sleep, turn, remembered=5)
    pulse._late_ms.extend([1.0] * 5)
    with pytest.raises(_Enough):
        await pulse.run()

    assert seen == [1.0, 400.0, 600.0]
