"""Whole recordings heard at once: for files, an engine may do better than listen in order.

What comes back are lines with their times, so that a replay or an import plays them through the
same pipeline as a live call.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from salescoach.domain.audio import Channel
from salescoach.domain.transcript import Transcript
from salescoach.speech.engines.scripted import ScriptLine
from salescoach.speech.transcriber import TranscribeOptions


@dataclass(frozen=True, slots=True)
class RecordedAudio:
    """A file and the channels of the call that it holds, the file's first channel first."""

    path: Path
    channels: tuple[Channel, ...]


class RecordingTranscriber(Protocol):
    """``hear`` returns every line, final, by when it ends; times count from the file's beginning.
    It raises ``SpeechError``, after trying again what is worth it."""

    async def hear(
        self, audio: RecordedAudio, options: TranscribeOptions
    ) -> tuple[Transcript, ...]: ...

    async def aclose(self) -> None: ...


async def hear_recordings(
    engine: RecordingTranscriber, recordings: tuple[RecordedAudio, ...], options: TranscribeOptions
) -> tuple[ScriptLine, ...]:
    """The lines of one recording, or of two of one side each, as a script that the scripted engine
    plays. Raises ``SpeechError``."""
    lines = [line for audio in recordings for line in await engine.hear(audio, options)]
    return tuple(
        ScriptLine(
            line.channel,
            line.start_ms,
            max(line.end_ms, line.start_ms + 1),
            line.text,
            confidence=line.confidence,
            voice=line.voice,
        )
        for line in sorted(lines, key=lambda line: line.end_ms)
    )
