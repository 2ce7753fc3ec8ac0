"""A page that goes, with or without a word, and comes back: it misses nothing and sees nothing
twice."""

import asyncio
from pathlib import Path

from tests.rooms.live.hearing import Ears, said
from tests.rooms.live.place import Server, locked, server, until


async def test_a_page_that_comes_back_misses_nothing_and_sees_nothing_twice(house: Server) -> None:
    first = house.client()
    opened = await first.start()
    first.speak(*(said(seq, seq + 1) for seq in range(3)))
    await first.expect("audio_ack", seq=2)
    first.say("mark_moment", label="one")
    await first.expect("moment")
    await first.drop()
    call = house.desk.get(opened["call_id"])
    assert call is not None
    assert not call.attended
    call.controls.add_note("while away")
    second = house.client()
    resumed = await second.resumed(opened, first.seqs[-1])
    assert resumed["audio"] == {"0": 3}
    assert resumed["last_seq"] >= first.seqs[-1] + 1
    second.say("mark_moment", label="two")
    second.speak(said(2, 3), said(3, 4))
    await second.expect("audio_ack", seq=3)
    second.say("end_call")
    await second.ended()
    seqs = [*first.seqs, *second.seqs]
    assert seqs == list(range(1, len(seqs) + 1))
    assert second.final_texts == ["w1 w2 w3 w4"]


async def test_coming_back_in_the_middle_of_many_events(house: Server) -> None:
    first = house.client()
    opened = await first.start()
    call = house.desk.get(opened["call_id"])
    assert call is not None
    for _ in range(700):
        call.controls.mark_moment(None)
    await first.drop()
    second = house.client()
    second.resume(opened, 5)
    for number in range(200):
        call.controls.mark_moment(str(number))
        if number % 20 == 0:
            await asyncio.sleep(0)
    second.say("end_call")
    await second.ended()
    assert second.seqs == list(range(6, 903))


async def test_the_last_page_has_the_call(house: Server) -> None:
    first, second = house.client(), house.client()
    opened = await first.start()
    first.speak(said(0, 1))
    await first.expect("audio_ack", seq=0)
    await second.resumed(opened, 0)
    await first.ended()
    assert first.closed_by is not None
    assert first.closed_by.code == "superseded"
    call = house.desk.get(opened["call_id"])
    assert call is not None
    assert call.attended
    second.speak(said(1, 2))
    await second.expect("audio_ack", seq=1)
    await second.drop()
    assert not call.attended


async def test_a_wrong_token_and_a_wrong_place_are_refused(house: Server) -> None:
    first, second = house.client(), house.client()
    opened = await first.start()
    second.resume({**opened, "resume_token": "guess"}, 0)
    assert (await second.expect("error"))["code"] == "wrong_resume_token"
    second.resume(opened, 2**31)
    assert (await second.expect("error"))["code"] == "invalid_message"
    await second.resumed(opened, 0)
    await first.ended()


async def test_a_page_that_leaves_while_the_call_ends(house: Server) -> None:
    client = house.client()
    opened = await client.start()
    client.speak(said(0, 1))
    client.say("end_call")
    await client.drop()
    await until(lambda: house.desk.live_calls == 0)
    again = house.client()
    again.resume(opened, 0)
    assert (await again.expect("error"))["code"] == "call_has_ended"
    assert (await house.calls.get(opened["call_id"])).status == "ended"


async def test_a_page_that_is_gone_before_it_hears_of_its_call(house: Server) -> None:
    client = house.client()
    client.say("start_call", channels=[{"id": 0, "role": "customer"}], consent=True)
    client._inbox.put_nowait(None)
    await until(lambda: house.desk.live_calls == 1)
    await client.ended()
    [call] = [house.desk.get(each.id) for each in (await house.calls.list(5)).calls]
    assert call is not None
    assert not call.attended


async def test_a_page_that_reads_nothing_is_closed_and_comes_back(house: Server) -> None:
    client = house.client(outbox_limit=50)
    opened = await client.start()
    call = house.desk.get(opened["call_id"])
    assert call is not None
    client.reading.clear()
    for number in range(60):
        call.controls.mark_moment(str(number))
    await client.ended()
    assert client.closed_by is not None
    assert client.closed_by.code == "too_slow"
    assert not call.attended
    again = house.client()
    await again.resumed(opened, client.seqs[-1])
    await again.expect("moment", label="59")
    assert [*client.seqs, *again.seqs] == list(range(1, len(client.seqs) + len(again.seqs) + 1))


async def test_events_seen_before_a_crash_that_took_them_do_not_come_as_old_news(
    tmp_path: Path, ears: Ears
) -> None:
    async with server(tmp_path, ears, crash=True) as first:
        client = first.client()
        opened = await client.start()
        async with locked(first.url):
            for number in range(5):
                client.say("mark_moment", label=str(number))
            await client.expect("moment", label="4")
            await client.drop()
            seen = client.seqs[-1]
            # The process dies before the database is free again.
            await first.desk.log.aclose()
    async with server(tmp_path, Ears()) as second:
        again = second.client()
        resumed = await again.resumed(opened, seen)
        assert resumed["last_seq"] == seen
        again.say("mark_moment", label="after")
        assert (await again.expect("moment"))["seq"] > seen
