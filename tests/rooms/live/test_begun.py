"""The wall clock may be set while a server is down; the calls it left know how long they lasted."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from salescoach.kit.clock import ManualClock, SystemClock
from salescoach.rooms.live.begun import Begun
from tests.rooms.live.hearing import Ears, said
from tests.rooms.live.place import opening, server

DAY_MS = 86_400_000


class Machine(ManualClock):
    """Its wall clock may be set; it runs since ``started``."""

    def __init__(self, name: str | None = "first") -> None:
        super().__init__()
        self.name = name
        self.set_by_ms = 0

    def boot(self) -> str | None:
        return self.name

    def utc(self) -> datetime:
        return datetime.fromtimestamp(super().utc().timestamp() + self.set_by_ms / 1000, UTC)


@pytest.mark.parametrize("jump_ms", [DAY_MS, -DAY_MS])
async def test_a_clock_that_is_set_does_not_change_a_call(tmp_path: Path, jump_ms: int) -> None:
    machine = Machine()
    async with server(tmp_path, Ears(), crash=True, clock=machine) as house:
        opened = await house.desk.open(opening())
        opened.call.receive(said(0, 1))
        opened.call.controls.pause()
        await house.desk.log.drain()
    machine.advance(10_000)
    machine.set_by_ms = jump_ms
    async with server(tmp_path, Ears(), clock=machine) as house:
        call = await house.desk.resume(opened.call.id, opened.resume_token)
        assert call.session.at_ms() == 10_000
        call.controls.unpause()
        assert call.session.position_ms() == pytest.approx(10_100, abs=1_000)


def test_a_machine_that_was_started_again_tells_nothing(tmp_path: Path) -> None:
    machine = Machine()
    Begun(tmp_path).note(machine)
    machine.advance(7_000)
    assert Begun(tmp_path).since_ms(machine) == 7_000
    assert Begun(tmp_path).since_ms(Machine("second")) is None
    assert Begun(tmp_path / "elsewhere").since_ms(machine) is None


def test_a_machine_without_a_name_leaves_no_note(tmp_path: Path) -> None:
    Begun(tmp_path).note(Machine(None))
    assert list(tmp_path.iterdir()) == []


def test_the_real_machine_is_the_same_for_every_clock() -> None:
    assert SystemClock().boot() == SystemClock().boot()
