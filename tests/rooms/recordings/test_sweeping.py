"""What is older than chosen goes: sound alone or with its call, and nothing else."""

from datetime import timedelta

import numpy as np
import pytest

from salescoach.domain.retention import MOST_DAYS, Retention
from salescoach.infra.changeable import WrongSetting
from salescoach.kit.errors import NotFound
from salescoach.rooms.recordings.files import RecordingFiles
from salescoach.rooms.recordings.keeping import keep
from salescoach.rooms.recordings.recorder import SETTLED
from salescoach.rooms.recordings.steps import through
from salescoach.rooms.recordings.sweeping import Due, Swept
from salescoach.rooms.settings.retention import RetentionService
from tests.rooms.recordings.conftest import Place
from tests.rooms.recordings.sounds import tone

DAY_MS = 24 * 3600 * 1_000.0


async def choose(place: Place, sound_days: int | None, call_days: int | None) -> None:
    await place.house.retention.put(Retention(sound_days, call_days))


async def test_as_it_comes_sound_goes_after_ninety_days_and_words_stay(place: Place) -> None:
    recording = await place.recorded("c1")
    size = sum(file.stat().st_size for file in recording.parent.iterdir())
    place.clock.advance(89.9 * DAY_MS)
    assert await place.house.sweeper.sweep() == Swept()
    place.clock.advance(0.1 * DAY_MS)
    assert await place.house.sweeper.due() == Due((), ("c1",))
    assert await place.house.sweeper.sweep() == Swept(0, 1, size)
    assert not recording.parent.exists()
    assert (await place.house.recordings.of("c1")).state == "gone"
    assert len((await place.calls.transcript("c1")).turns) == 1
    assert await place.house.sweeper.sweep() == Swept()


async def test_sound_that_was_never_made_a_recording_goes_too(place: Place) -> None:
    await place.call("c1")
    spool = place.spooled("c1")
    place.clock.advance(90 * DAY_MS)
    assert (await place.house.sweeper.sweep()).sounds == 1
    assert not spool.exists()


async def test_an_old_call_goes_with_everything(place: Place) -> None:
    await choose(place, None, 30)
    recording = await place.recorded("old")
    place.clock.advance(20 * DAY_MS)
    await place.recorded("young")
    place.clock.advance(10 * DAY_MS)
    swept = await place.house.sweeper.sweep()
    assert (swept.calls, swept.sounds) == (1, 0)
    assert swept.size_bytes > 0
    assert not recording.parent.exists()
    with pytest.raises(NotFound):
        await place.calls.get("old")
    sound = await place.house.recordings.of("young")
    assert sound.state == "kept"
    assert sound.until == place.clock.utc() + timedelta(days=20) - SETTLED


async def test_whoever_keeps_for_ever_loses_nothing(place: Place) -> None:
    await choose(place, None, None)
    await place.recorded("c1")
    place.clock.advance(5_000 * DAY_MS)
    assert await place.house.sweeper.due() == Due((), ())
    assert await place.house.sweeper.sweep() == Swept()
    assert (await place.house.recordings.of("c1")).until is None


async def test_sound_that_came_later_stays_as_long_as_from_then(place: Place) -> None:
    await place.call("imported")
    place.clock.advance(200 * DAY_MS)
    made = RecordingFiles(place.settings.data_dir / "made", place.settings.data_dir / "made")
    through(keep(made, "call", iter([tone(300)[np.newaxis]])))
    place.sound.files.take_over("imported", made, "call", place.clock.utc())
    came_at = place.clock.utc()

    place.clock.advance(89 * DAY_MS)
    assert await place.house.sweeper.sweep() == Swept()
    sound = await place.house.recordings.of("imported")
    assert (sound.state, sound.until) == ("kept", came_at + timedelta(days=90))
    place.clock.advance(1 * DAY_MS)
    assert (await place.house.sweeper.sweep()).sounds == 1


async def test_a_live_call_is_not_old(place: Place) -> None:
    await choose(place, 1, 1)
    await place.call("c1", over=False)
    spool = place.spooled("c1")
    place.clock.advance(30 * DAY_MS)
    assert await place.house.sweeper.sweep() == Swept()
    assert spool.is_dir()


async def test_sound_that_cannot_be_removed_stays_for_the_next_sweep(place: Place) -> None:
    await choose(place, 1, None)
    await place.recorded("c1")
    place.clock.advance(2 * DAY_MS)
    folder = place.settings.audio_dir / "c1"
    folder.rename(folder.with_name("aside"))
    folder.symlink_to("aside", target_is_directory=True)
    # Removing what is only a link is refused.
    assert await place.house.sweeper.sweep() == Swept()
    folder.unlink()
    folder.with_name("aside").rename(folder)
    assert (await place.house.sweeper.sweep()).sounds == 1


async def test_what_was_chosen_lasts_and_has_bounds(place: Place) -> None:
    service: RetentionService = place.house.retention
    assert await service.get() == Retention(90, None)
    await choose(place, 7, MOST_DAYS)
    place.again()
    assert await place.house.retention.get() == Retention(7, MOST_DAYS)
    for sound, call in ((0, None), (MOST_DAYS + 1, None), (None, 0)):
        with pytest.raises(WrongSetting, match="Between 1 and 3,650 days"):
            await choose(place, sound, call)
    assert await service.get() == Retention(7, MOST_DAYS)
