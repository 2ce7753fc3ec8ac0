"""However often a client asks for one call, it gets one."""

import asyncio

from salescoach.speech.errors import SpeechError
from tests.rooms.live.hearing import Ears, said
from tests.rooms.live.place import Server, until

ATTEMPT = "5f0c1d2e3b4a59687766554433221100"
START = {"channels": [{"id": 0, "role": "customer"}], "consent": True, "attempt_id": ATTEMPT}


async def test_asking_again_while_it_is_still_opened(house: Server, ears: Ears) -> None:
    ears.opening.clear()
    first, second = house.client(), house.client()
    first.say("start_call", **START)
    await until(lambda: ears.asked == 1)
    first.write(None)
    second.say("start_call", **START)
    second.say("ping")
    await asyncio.sleep(0)
    ears.opening.set()
    opened = await second.expect("call_opened")
    second.speak(said(0, 1))
    await second.expect("audio_ack", seq=0)
    await first.ended()
    [call] = (await house.calls.list(5)).calls
    assert call.id == opened["call_id"]
    assert ears.asked == 1


async def test_asking_again_when_nobody_heard_the_answer(house: Server) -> None:
    first, second = house.client(), house.client()
    first.say("start_call", **START)
    opened = await first.expect("call_opened")
    second.say("start_call", **START)
    again = await second.expect("call_opened")
    assert (again["call_id"], again["resume_token"]) == (
        opened["call_id"],
        opened["resume_token"],
    )
    await first.ended()
    assert first.closed_by is not None
    assert first.closed_by.code == "superseded"
    assert house.desk.live_calls == 1


async def test_a_try_that_failed_or_is_over_can_be_made_again(house: Server, ears: Ears) -> None:
    ears.broken = SpeechError("no model", code="speech_model_missing", retryable=False)
    client = house.client()
    client.say("start_call", **START)
    assert (await client.expect("error"))["code"] == "speech_model_missing"
    ears.broken = None
    client.say("start_call", **START)
    opened = await client.expect("call_opened")
    client.say("end_call")
    await client.ended()
    await until(lambda: house.desk.live_calls == 0)
    later = house.client()
    later.say("start_call", **START)
    assert (await later.expect("call_opened"))["call_id"] != opened["call_id"]
