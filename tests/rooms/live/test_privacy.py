"""What is not to be kept is in no file that a call leaves, also not after a restart."""

from pathlib import Path

from salescoach.domain.privacy import Privacy
from salescoach.speech.engines.scripted import ScriptedTranscriber, ScriptLine
from tests.fakes import frame
from tests.rooms.live.place import ONE, server

NUMBER = "4111 1111 1111 1111"
SCRIPT = (ScriptLine(0, 300, 1_500, f"My card is {NUMBER}, and Falcon is the project."),)


def contents(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


async def never() -> Privacy:
    return Privacy(words=("falcon",))


async def test_a_card_number_reaches_neither_the_page_nor_the_disk(tmp_path: Path) -> None:
    async with server(tmp_path, ScriptedTranscriber(SCRIPT)) as running:
        running.desk.privacy = never
        client = running.client()
        await client.start(ONE)
        client.speak(*(frame(0, seq, 100) for seq in range(30)))
        masked = await client.expect("masked")
        assert (masked["stored"], masked["sent"]) == ({"card": 1, "word": 1}, {})
        client.say("end_call")
        await client.expect("call_ended")
        said = "My card is [card number], and [withheld] is the project."
        assert client.final_texts == [said]
        assert NUMBER not in str(client.messages)
    kept = contents(tmp_path)
    assert b"[card number]" in kept
    assert NUMBER.encode() not in kept
    assert b"Falcon" not in kept


async def test_without_a_recording_none_is_kept_whatever_was_agreed_to(tmp_path: Path) -> None:
    async def no_recordings() -> Privacy:
        return Privacy(keep_audio=False)

    async with server(tmp_path, ScriptedTranscriber(SCRIPT)) as running:
        running.desk.privacy = no_recordings
        client = running.client()
        client.say(
            "start_call",
            channels=[{"id": 0, "role": "unknown"}],
            consent=True,
            record_audio=True,
        )
        started = await client.expect("call_started")
        assert started["consent"]
        assert not started["record_audio"]
