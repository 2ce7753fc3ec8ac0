"""One mixed channel whose voices an engine tells apart: who is who shows once it is proved."""

import json
from pathlib import Path

from salescoach.domain.audio import AudioFrame, Channel, Speaker
from salescoach.domain.events import CallEvent, CallStarted, SpeakersSwapped, Transcription
from salescoach.kit.clock import SystemClock
from salescoach.pipeline.session import CallSession
from salescoach.speech.engines.scripted import ScriptedTranscriber, ScriptLine
from tests.fakes import expertise

DEMO = Path(__file__).parents[2] / "fixtures" / "calls" / "demo-call.json"
MIXED = Channel(0, Speaker.UNKNOWN)


async def test_turns_of_a_mixed_channel_get_their_speaker_and_never_the_wrong_one() -> None:
    turns = json.loads(DEMO.read_text(encoding="utf-8"))["turns"]
    script = [
        ScriptLine(
            0,
            round(turn["start"] * 1000),
            round(turn["end"] * 1000),
            turn["text"],
            voice=int(turn["speaker"] == "customer"),
        )
        for turn in turns
    ]
    truth = {" ".join(line.text.split()): turn for line, turn in zip(script, turns, strict=True)}
    events: list[CallEvent] = []
    session = CallSession(
        await expertise(), ScriptedTranscriber(script), SystemClock(), events.append
    )
    await session.start(
        CallStarted(
            call_id="c1",
            channels=(MIXED,),
            playbook_id="default",
            started_at="2026-11-20T10:00:00+00:00",
        )
    )
    for seq in range(script[-1].end_ms // 100 + 10):
        await session.feed(AudioFrame(0, seq, bytes(3_200)))
    await session.finish()
    finals = [each for each in events if isinstance(each, Transcription) and each.is_final]
    named = [each for each in finals if each.speaker is not Speaker.UNKNOWN]
    assert finals[0].speaker is Speaker.UNKNOWN
    assert len(named) >= 8
    for each in named:
        said = [text for text in truth if text in each.text]
        assert {truth[text]["speaker"] for text in said} == {each.speaker.value}
    assert not [each for each in events if isinstance(each, SpeakersSwapped)]
