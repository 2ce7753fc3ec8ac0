"""Recordings over HTTP: any part of the file, and codes that say why there is none."""

import asyncio
import re

import pytest

from salescoach.kit.errors import InvalidInput, Unavailable
from salescoach.rooms.recordings.mixdown import Sound
from tests.rooms.recordings.conftest import Place
from tests.rooms.recordings.sounds import heard


async def test_a_recording_is_played_from_any_place_in_it(place: Place) -> None:
    content = (await place.recorded("c1")).read_bytes()
    async with place.client() as http:
        whole = await http.get("/calls/c1/audio")
        part = await http.get("/calls/c1/audio", headers={"Range": "bytes=100-299"})
        rest = await http.get("/calls/c1/audio", headers={"Range": "bytes=500-"})
        end = await http.get("/calls/c1/audio", headers={"Range": "bytes=-50"})
        beyond = await http.get("/calls/c1/audio", headers={"Range": "bytes=9999999-"})
    assert whole.status_code == 200
    assert whole.content == content
    assert whole.headers["content-type"] == "audio/ogg"
    assert whole.headers["accept-ranges"] == "bytes"
    kept_as = whole.headers["content-disposition"]
    assert re.fullmatch(r'inline; filename="call-[\d-]+.*\.opus"', kept_as)
    assert (part.status_code, part.content) == (206, content[100:300])
    assert part.headers["content-range"] == f"bytes 100-299/{len(content)}"
    assert (rest.status_code, rest.content) == (206, content[500:])
    assert (end.status_code, end.content) == (206, content[-50:])
    assert beyond.status_code == 416


async def test_the_waveform_and_the_state_are_told(place: Place) -> None:
    recording = await place.recorded("c1")
    async with place.client() as http:
        sound = (await http.get("/calls/c1/sound")).json()
        drawn = (await http.get("/calls/c1/waveform")).json()
        place.sound.files.waveform("c1").unlink()
        both = await asyncio.gather(*(http.get("/calls/c1/waveform") for _ in range(2)))
    assert sound == {
        "state": "kept",
        "size_bytes": recording.stat().st_size,
        "until": "2026-04-01T00:00:00Z",
    }
    assert (drawn["duration_ms"], drawn["point_ms"]) == (2_000, 50)
    assert [len(row) for row in drawn["peaks"]] == [40, 40]
    assert [each.json() for each in both] == [drawn, drawn]
    assert place.sound.files.waveform("c1").is_file()


@pytest.mark.parametrize(
    ("recorded", "over", "spooled", "state", "code"),
    [
        (False, True, False, "none", "recording_not_kept"),
        (True, False, True, "preparing", "recording_in_preparation"),
        (True, True, True, "preparing", "recording_in_preparation"),
        (True, True, False, "gone", "recording_deleted"),
    ],
)
async def test_without_one_it_is_said_why(
    place: Place, recorded: bool, over: bool, spooled: bool, state: str, code: str
) -> None:
    await place.call("c1", recorded=recorded, over=over)
    if spooled:
        place.spooled("c1")
    async with place.client() as http:
        assert (await http.get("/calls/c1/sound")).json()["state"] == state
        for path in ("/calls/c1/audio", "/calls/c1/waveform"):
            answer = await http.get(path)
            assert (answer.status_code, answer.json()["error"]["code"]) == (404, code)
        unknown = await http.get("/calls/c2/sound")
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "call_not_found")


async def test_a_deleted_call_takes_its_sound_along_and_says_how_much(place: Place) -> None:
    recording = await place.recorded("c1")
    await place.recorded("c2")
    size = sum(file.stat().st_size for file in recording.parent.iterdir())
    gone = await place.calls.delete("c1")
    assert (gone.turns, gone.cards, gone.audio_bytes) == (1, 0, size)
    assert place.sound.files.with_sound() == {"c2"}


async def test_no_id_leads_out_of_the_folder(place: Place) -> None:
    for sly in ("..", "", "../audio", "c2/..", "."):
        with pytest.raises(InvalidInput):
            await place.sound.delete(sly)


async def test_another_room_keeps_sound_of_its_own(place: Place) -> None:
    await place.call("c1")
    sounds = [heard(await place.recorded("other"))]
    kept = await place.house.recordings.keep("c1", iter(sounds))
    assert kept is not None
    assert (kept.duration_ms, kept.channels) == (2_000, 2)
    assert heard(place.sound.files.recording("c1")).shape == (2, 32_000)


async def test_a_disk_that_takes_nothing_is_told(place: Place) -> None:
    await place.call("c1")
    place.sound.files.part("c1").mkdir(parents=True)
    sound: Sound = heard(await place.recorded("other"))
    with pytest.raises(Unavailable) as refused:
        await place.house.recordings.keep("c1", iter([sound]))
    assert refused.value.code == "recording_not_written"


async def test_retention_is_chosen_and_tells_what_it_will_take(place: Place) -> None:
    await place.recorded("c1")
    place.clock.advance(10 * 24 * 3600 * 1_000)
    async with place.client() as http:
        first = (await http.get("/settings/retention")).json()
        put = await http.put("/settings/retention", json={"sound_days": 5, "call_days": None})
        both = await http.put("/settings/retention", json={"sound_days": 5, "call_days": 6})
        wrong = await http.put("/settings/retention", json={"sound_days": 0, "call_days": None})
    assert first == {
        "sound_days": 90,
        "call_days": None,
        "default_sound_days": 90,
        "most_days": 3650,
        "due": {"calls": 0, "sounds": 0},
    }
    assert put.json()["due"] == {"calls": 0, "sounds": 1}
    assert both.json()["due"] == {"calls": 1, "sounds": 0}
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (422, "wrong_setting")
    assert place.sound.files.recording("c1").is_file()
