"""The queue of recordings is the spool: what an ended call left there is made into one file, once,
also by the next server."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from salescoach.domain.call import Call, CallRecord
from salescoach.domain.events import Masked, SpeakersSwapped
from salescoach.infra.database import StorageTrouble
from salescoach.kit.errors import NotFound
from salescoach.kit.masking import Kind
from salescoach.rooms.recordings.recorder import SETTLED, TRY_AGAIN_S, Recorder
from tests.rooms.calls.events import line
from tests.rooms.recordings.conftest import Place
from tests.rooms.recordings.sounds import heard, loudness, spool, tone

SETTLED_MS = SETTLED / timedelta(milliseconds=1)


async def test_an_ended_call_gets_its_recording_and_loses_its_spool(place: Place) -> None:
    recording = await place.recorded("c1")
    assert heard(recording).shape == (2, 32_000)
    assert not place.sound.files.spool("c1").exists()
    assert (await place.house.recordings.of("c1")).state == "kept"


async def test_swapped_speakers_are_swapped_in_the_recording(place: Place) -> None:
    await place.call("c1", over=False)
    place.log.append(SpeakersSwapped(call_id="c1", seq=3))
    await place.end("c1", 4)
    # Afterwards, by hand: who plays the recording knows of it from the log.
    await place.log.append(SpeakersSwapped(call_id="c1", seq=5))
    place.spooled("c1")
    place.clock.advance(SETTLED_MS)
    await place.house.recorder.work_off()
    left, right = heard(place.sound.files.recording("c1"))
    assert loudness(right[2_000:14_000]) > 20 * loudness(left[2_000:14_000])


async def test_a_line_that_was_masked_is_not_heard(place: Place) -> None:
    """What was only masked for others stays: it is kept in the words, too."""
    await place.call("c1", over=False)
    said = line(3, "My card is [card number].", turn_id="t2", start_ms=1_000, end_ms=1_500)
    place.log.append(replace(said, call_id="c1"))
    place.log.append(Masked(call_id="c1", seq=4, turn_id="t2", stored={Kind.CARD: 1}, sent={}))
    place.log.append(Masked(call_id="c1", seq=5, turn_id="t1", stored={}, sent={Kind.EMAIL: 1}))
    await place.end("c1", 6)
    spool(place.settings.spool_dir / "c1" / "1", tone(3_000))
    place.clock.advance(SETTLED_MS)
    await place.house.recorder.work_off()
    _, customer = heard(place.sound.files.recording("c1"))
    by_100_ms = [loudness(part) > 1_000 for part in np.split(customer, 30)]
    first, last = 6, 18
    assert by_100_ms[1 : first - 1] == [True] * (first - 2)
    assert by_100_ms[first + 1 : last] == [False] * (last - first - 1)
    assert by_100_ms[last + 2 : -1] == [True] * (30 - last - 3)


@pytest.mark.parametrize(
    ("recorded", "over", "later_ms"), [(False, True, 0), (True, False, 0), (True, True, -1)]
)
async def test_what_is_not_to_be_kept_or_not_over_is_left_alone(
    place: Place, recorded: bool, over: bool, later_ms: float
) -> None:
    await place.call("c1", recorded=recorded, over=over)
    spool = place.spooled("c1")
    place.clock.advance(SETTLED_MS + later_ms)
    await place.house.recorder.work_off()
    assert not place.sound.files.recording("c1").exists()
    assert len(list(spool.rglob("*.seg"))) == 2


async def test_the_spool_of_an_unknown_call_is_not_touched(place: Place) -> None:
    spool = place.spooled("stranger")
    await place.house.recorder.work_off()
    assert spool.is_dir()


async def test_a_crash_before_the_file_is_whole_costs_nothing(place: Place) -> None:
    await place.call("c1")
    spool = place.spooled("c1")
    place.clock.advance(SETTLED_MS)
    files = place.sound.files
    files.prepare("c1")
    files.part("c1").write_bytes(b"half a file")
    assert (await place.house.recordings.of("c1")).state == "preparing"
    place.again()
    await place.house.recorder.work_off()
    assert heard(files.recording("c1")).shape == (2, 32_000)
    assert not files.part("c1").exists()
    assert not spool.exists()


async def test_a_crash_before_the_spool_is_gone_makes_no_second_recording(place: Place) -> None:
    recording = await place.recorded("c1")
    made_at = recording.stat().st_mtime_ns
    spool = place.spooled("c1")
    place.again()
    await place.house.recorder.work_off()
    assert recording.stat().st_mtime_ns == made_at
    assert not spool.exists()


async def test_a_call_in_which_nobody_was_heard_leaves_nothing(place: Place) -> None:
    await place.call("c1")
    (place.settings.spool_dir / "c1" / "0").mkdir(parents=True)
    place.clock.advance(SETTLED_MS)
    await place.house.recorder.work_off()
    assert place.sound.files.with_sound() == set()
    assert (await place.house.recordings.of("c1")).state == "gone"


async def test_what_fails_is_tried_again_later_and_keeps_nobody_else_waiting(place: Place) -> None:
    for call_id in ("c1", "c2"):
        await place.call(call_id)
        place.spooled(call_id)
    place.clock.advance(SETTLED_MS)
    in_the_way = place.sound.files.part("c1")
    in_the_way.mkdir(parents=True)
    await place.house.recorder.work_off()
    assert place.sound.files.recording("c2").is_file()
    assert place.sound.files.spool("c1").is_dir()

    in_the_way.rmdir()
    await place.house.recorder.work_off()
    assert not place.sound.files.recording("c1").exists()
    place.clock.advance(TRY_AGAIN_S * 1_000)
    await place.house.recorder.work_off()
    assert place.sound.files.recording("c1").is_file()


async def test_a_call_that_is_deleted_meanwhile_leaves_no_sound(place: Place) -> None:
    begun = asyncio.Event()

    def live() -> bool:
        begun.set()
        return True

    place.sound.beside_calls = live
    await place.call("c1")
    spool(place.settings.spool_dir / "c1" / "0", tone(30_000))
    place.clock.advance(SETTLED_MS)
    working = asyncio.create_task(place.house.recorder.work_off())
    await begun.wait()
    assert place.sound.files.part("c1").exists()
    gone = await place.calls.delete("c1")
    await working
    assert gone.audio_bytes > 0
    assert place.sound.files.with_sound() == set()
    with pytest.raises(NotFound):
        await place.house.recordings.of("c1")


async def test_storage_in_trouble_is_waited_for(place: Place) -> None:
    class Trouble:
        async def live_ids(self) -> frozenset[str]:
            raise StorageTrouble("locked")

        async def get(self, call_id: str) -> Call:
            raise StorageTrouble("locked")

        async def record(self, call_id: str) -> CallRecord:
            raise StorageTrouble("locked")

    place.spooled("c1")
    recorder = Recorder(place.sound.files, place.sound.work, Trouble(), place.clock)
    with pytest.raises(StorageTrouble):
        await recorder.work_off()


async def test_a_call_that_goes_on_is_not_asked_about(place: Place) -> None:
    asked: list[str] = []

    class Counted:
        async def live_ids(self) -> frozenset[str]:
            return await place.calls.live_ids()

        async def get(self, call_id: str) -> Call:
            asked.append(call_id)
            return await place.calls.get(call_id)

        async def record(self, call_id: str) -> CallRecord:
            return await place.calls.record(call_id)

    await place.call("over")
    await place.call("live", over=False)
    for each in ("over", "live"):
        place.spooled(each)

    await Recorder(place.sound.files, place.sound.work, Counted(), place.clock).work_off()

    assert asked == ["over"]
