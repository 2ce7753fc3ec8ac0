import pytest

from salescoach.kit.errors import Unavailable
from salescoach.rooms.live.admission import LATE_MS, LOOK_EVERY_S, PATIENCE_S, Admission


class _House:
    """How late its loop is, look after look; the last one stays."""

    def __init__(self, *late_ms: float) -> None:
        self._late_ms = list(late_ms)
        self.waited_s = 0.0
        self.admission = Admission({}, None, self._look, sleep=self._sleep)

    def _look(self) -> float:
        return self._late_ms.pop(0) if len(self._late_ms) > 1 else self._late_ms[0]

    async def _sleep(self, seconds: float) -> None:
        self.waited_s += seconds


async def test_where_nobody_is_late_a_call_begins_at_once() -> None:
    house = _House(LATE_MS)

    await house.admission.ask()

    assert house.waited_s == 0


async def test_a_call_waits_while_others_that_began_with_it_are_late() -> None:
    house = _House(LATE_MS + 1, 3 * LATE_MS, LATE_MS + 1, 5)

    await house.admission.ask()

    assert house.waited_s == pytest.approx(3 * LOOK_EVERY_S)


async def test_a_machine_whose_calls_stay_late_is_full() -> None:
    house = _House(2 * LATE_MS)

    with pytest.raises(Unavailable, match="full") as refused:
        await house.admission.ask()

    assert refused.value.code == "busy"
    assert house.waited_s == pytest.approx(PATIENCE_S)
