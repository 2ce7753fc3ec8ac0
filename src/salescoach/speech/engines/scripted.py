"""An engine that hears what a script says: for tests, demonstrations and replays without a model.

It keeps the whole contract and has no clock of its own. Words come when the audio that was sent
reaches their place in the script, so a test that sends a minute of silence in a millisecond gets a
minute of conversation.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from salescoach.domain.audio import AudioFrame, samples_to_ms
from salescoach.domain.transcript import Transcript
from salescoach.speech.errors import SpeechError
from salescoach.speech.outbox import Outbox
from salescoach.speech.transcriber import Capabilities, TranscribeOptions

FINAL_DELAY_MS = 200
"""How long after a line's end its final comes."""

_CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """What one channel says between two times, in milliseconds of that channel's audio. ``voice``
    as in ``Transcript``."""

    channel: int
    start_ms: int
    end_ms: int
    text: str
    confidence: float | None = _CONFIDENCE
    voice: int | None = None


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid")

    channel: Annotated[int, Field(ge=0, le=255)]
    start_ms: Annotated[int, Field(ge=0)]
    end_ms: Annotated[int, Field(ge=0)]
    text: Annotated[str, Field(min_length=1)]


_FILE = TypeAdapter(list[_Written])


def read_script(path: Path) -> tuple[ScriptLine, ...]:
    """A JSON array of ``{"channel", "start_ms", "end_ms", "text"}``. Raises ``SpeechError``
    (``script_invalid``, not retryable)."""
    try:
        written = _FILE.validate_json(path.read_bytes())
    except OSError as error:
        raise _invalid(f"the script {path} cannot be read: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise _invalid(f"the script {path} is wrong at {place or 'top'}: {first['msg']}") from error
    for line in written:
        if line.end_ms <= line.start_ms:
            raise _invalid(f"the script {path} has a line that ends before it starts")
    return tuple(ScriptLine(w.channel, w.start_ms, w.end_ms, w.text) for w in written)


def _invalid(message: str) -> SpeechError:
    return SpeechError(message, code="script_invalid", retryable=False)


class ScriptedTranscriber:
    """``hears`` says whether it is to be treated as an engine that the sound matters to."""

    capabilities = Capabilities(
        name="scripted",
        max_channels=None,
        interim=True,
        diarization=False,
        languages=("en",),
        network=False,
    )

    def __init__(
        self,
        script: Sequence[ScriptLine],
        final_delay_ms: int = FINAL_DELAY_MS,
        *,
        hears: bool = True,
    ) -> None:
        self.capabilities = replace(type(self).capabilities, hears=hears)
        self._script = tuple(sorted(script, key=lambda line: (line.channel, line.start_ms)))
        self._final_delay_ms = final_delay_ms

    async def warm_up(self) -> None:
        return

    async def open(self, options: TranscribeOptions) -> "ScriptedStream":
        return ScriptedStream(self._script, options, self._final_delay_ms)

    async def aclose(self) -> None:
        return None


@dataclass(slots=True)
class _Progress:
    line: ScriptLine
    line_id: str
    words_said: int = 0
    done: bool = False


class ScriptedStream:
    """See ``TranscriptStream``. ``economy`` tells a test what ``set_economy`` was last given."""

    def __init__(
        self, script: Sequence[ScriptLine], options: TranscribeOptions, final_delay_ms: int
    ) -> None:
        self.economy = False
        self._outbox = Outbox()
        self._delay = final_delay_ms
        self._samples = {channel.id: 0 for channel in options.channels}
        self._told = dict(self._samples)
        self._lines = [_Progress(line, str(number)) for number, line in enumerate(script)]
        self._over = False

    async def send(self, frame: AudioFrame) -> None:
        if frame.channel not in self._samples:
            raise SpeechError(f"channel {frame.channel} was not opened", retryable=False)
        if self._over:
            raise SpeechError("audio after the end", retryable=False)
        self._samples[frame.channel] += frame.samples
        self._play(frame.channel, self._delay)

    async def finish(self) -> None:
        if self._over:
            return
        self._over = True
        for channel in self._samples:
            self._play(channel, delay=0)
            for progress in self._open_lines(channel):
                if progress.words_said:
                    self._say(progress, is_final=True)
        self._outbox.close()

    async def aclose(self) -> None:
        self._over = True
        self._outbox.close()

    def set_economy(self, on: bool) -> None:
        self.economy = on

    def heard_ms(self, channel: int) -> int:
        if not self._outbox.holds(channel):
            self._told[channel] = self._samples[channel]
        return samples_to_ms(self._told[channel])

    def __aiter__(self) -> AsyncIterator[Transcript]:
        return self._outbox

    def _open_lines(self, channel: int) -> list[_Progress]:
        return [p for p in self._lines if p.line.channel == channel and not p.done]

    def _play(self, channel: int, delay: int) -> None:
        now = samples_to_ms(self._samples[channel])
        for progress in self._open_lines(channel):
            line = progress.line
            words = len(line.text.split())
            said = (now - line.start_ms) * words // (line.end_ms - line.start_ms)
            said = min(words, max(0, said))
            is_final = now >= line.end_ms + delay
            if is_final or said > progress.words_said:
                progress.words_said = said
                self._say(progress, is_final)

    def _say(self, progress: _Progress, is_final: bool) -> None:
        line = progress.line
        words = line.text.split()
        heard_ms = samples_to_ms(self._samples[line.channel])
        progress.done = is_final
        self._outbox.put(
            Transcript(
                channel=line.channel,
                line_id=progress.line_id,
                text=" ".join(words[: progress.words_said]),
                is_final=is_final,
                start_ms=line.start_ms,
                end_ms=min(line.end_ms, heard_ms),
                confidence=line.confidence,
                voice=line.voice,
            )
        )
