"""One stream at the stand-in for Deepgram: what it hears and what it answers, in both dialects."""

import asyncio
import copy
import json
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.asyncio.server import ServerConnection

from salescoach.domain.audio import SAMPLE_RATE, ms_to_samples
from tests.speech.engines.deepgram_sound import SECOND_VOICE, Ear, Spoken

FIXTURES = Path(__file__).parents[3] / "fixtures" / "deepgram"
Message = dict[str, Any]


def shapes(name: str) -> dict[str, Message]:
    loaded: dict[str, Message] = json.loads((FIXTURES / name).read_text(encoding="utf-8"))
    return loaded


@dataclass(slots=True)
class Faults:
    """``refuse``: statuses for the next handshakes; ``retry_after``: what each says with it, if
    anything. ``deaf``: audio is taken and never answered.
    ``down``: the status that every handshake is refused with. ``stalled``: no handshake is
    answered. Each message is held back for ``slow_s``."""

    refuse: list[int] = field(default_factory=list)
    retry_after: str | None = None
    deaf: bool = False
    down: int = 0
    stalled: bool = False
    slow_s: float = 0.0
    close_at_once: int = 0
    """So many of the next connections are closed as soon as they are open."""


class Connection:
    """One stream. ``texts`` are the types of the text messages the client sent."""

    def __init__(
        self, socket: ServerConnection, query: dict[str, str], faults: Faults, idle_s: float
    ) -> None:
        self.socket = socket
        self.query = query
        self.texts: list[str] = []
        self.ear = Ear()
        self._faults = faults
        self._idle_s = idle_s

    async def run(self) -> None:
        await self.begin()
        while True:
            try:
                async with asyncio.timeout(self._idle_s):
                    received = await self.socket.recv()
            except TimeoutError:
                await self.socket.close(
                    1011,
                    "Deepgram did not receive audio data or a text message within the timeout "
                    "window. See https://dpgr.am/net0001",
                )
                return
            if isinstance(received, bytes):
                await self._hear(received)
                continue
            kind = json.loads(received)["type"]
            self.texts.append(kind)
            if kind == "CloseStream":
                await self.flush()
                await self.goodbye()
                await self.socket.close(1000)
                return
            await self.told(kind)

    async def say(self, message: Message) -> None:
        if self._faults.slow_s:
            await asyncio.sleep(self._faults.slow_s)
        await self.socket.send(json.dumps(message))

    async def _hear(self, audio: bytes) -> None:
        if self._faults.deaf:
            return
        # As the service would: step by step, however large a piece comes.
        step = SAMPLE_RATE // 10 * 2
        for at in range(0, len(audio), step):
            self.ear.hear(audio[at : at + step])
            await self.heard()

    begin: Callable[[], Awaitable[None]]
    heard: Callable[[], Awaitable[None]]
    told: Callable[[str], Awaitable[None]]
    flush: Callable[[], Awaitable[None]]
    goodbye: Callable[[], Awaitable[None]]


class NovaConnection(Connection):
    """`listen.v1`: interims each half second, finals at a pause or after four seconds."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._shapes = shapes("listen_v1.json")
        self._settled = 0
        self._told = 0
        self._ended: set[int] = set()
        self._endpointing = ms_to_samples(int(self.query["endpointing"]))
        self._utterance_end = ms_to_samples(int(self.query["utterance_end_ms"]))

    async def begin(self) -> None:
        return None

    async def heard(self) -> None:
        now = self.ear.samples
        pending = self._pending()
        silence = now - pending[-1].end if pending else 0
        if pending and silence >= self._endpointing:
            await self._results(pending, is_final=True, speech_final=True)
        elif now - self._settled >= 4 * SAMPLE_RATE and (silence or not pending):
            await self._results(pending, is_final=True)
        elif now - self._told >= SAMPLE_RATE // 2:
            await self._results(pending)
        await self._say_ended()

    async def told(self, kind: str) -> None:
        if kind == "Finalize":
            await self._results(self._pending(), is_final=True, from_finalize=True)
        elif kind != "KeepAlive":
            await self.say(self._shapes["Error"])

    async def flush(self) -> None:
        await self._results(self._pending(), is_final=True)

    async def goodbye(self) -> None:
        seconds = self.ear.samples / SAMPLE_RATE
        await self.say({**self._shapes["Metadata"], "duration": seconds})

    def _pending(self) -> list[Spoken]:
        return [word for word in self.ear.words if word.end > self._settled]

    async def _say_ended(self) -> None:
        words = self.ear.words
        if not words or words[-1].end in self._ended or self._pending():
            return
        if self.ear.samples - words[-1].end >= self._utterance_end:
            self._ended.add(words[-1].end)
            last = words[-1].end / SAMPLE_RATE
            await self.say({**self._shapes["UtteranceEnd"], "last_word_end": last})

    async def _results(
        self,
        words: Iterable[Spoken],
        *,
        is_final: bool = False,
        speech_final: bool = False,
        from_finalize: bool = False,
    ) -> None:
        message = copy.deepcopy(self._shapes["Results"])
        heard = [
            {
                "word": word.text,
                "start": max(word.start, self._settled) / SAMPLE_RATE,
                "end": word.end / SAMPLE_RATE,
                "confidence": 0.9,
                "punctuated_word": word.text,
            }
            | ({"speaker": word.number // SECOND_VOICE} if "diarize_model" in self.query else {})
            for word in words
        ]
        message |= {
            "start": self._settled / SAMPLE_RATE,
            "duration": (self.ear.samples - self._settled) / SAMPLE_RATE,
            "is_final": is_final,
            "speech_final": speech_final,
            "from_finalize": from_finalize,
        }
        text = " ".join(str(word["word"]) for word in heard)
        message["channel"]["alternatives"] = [
            {"transcript": text, "confidence": 0.9 if heard else 0.0, "words": heard}
        ]
        self._told = self.ear.samples
        if is_final:
            self._settled = self.ear.samples
        await self.say(message)


class FluxConnection(Connection):
    """`listen.v2`: an update each quarter second, the end of a turn after 600 ms of silence."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._shapes = shapes("listen_v2.json")
        self._sequence = 0
        self._turn = 0
        self._turn_start = 0
        self._told = 0
        self._eager = False

    async def begin(self) -> None:
        await self.say(self._shapes["Connected"])

    async def heard(self) -> None:
        words = self._words()
        now = self.ear.samples
        silence = now - words[-1].end if words else 0
        if words and self._eager and silence == 0:
            self._eager = False
            await self._info("TurnResumed", words)
        elif silence >= ms_to_samples(600):
            await self._info("EndOfTurn", words)
        elif silence >= ms_to_samples(200) and not self._eager:
            if "eager_eot_threshold" in self.query:
                self._eager = True
                await self._info("EagerEndOfTurn", words)
        elif now - self._told >= SAMPLE_RATE // 4:
            await self._info("Update", words)

    async def told(self, kind: str) -> None:
        if kind == "ForceEndTurn" and self._words():
            await self._info("EndOfTurn", self._words(), trigger="manual")

    async def flush(self) -> None:
        if self._words():
            await self._info("EndOfTurn", self._words())

    async def goodbye(self) -> None:
        return None

    def _words(self) -> list[Spoken]:
        return [word for word in self.ear.words if word.end > self._turn_start]

    async def _info(self, event: str, words: list[Spoken], trigger: str | None = None) -> None:
        self._sequence += 1
        self._told = self.ear.samples
        message = copy.deepcopy(self._shapes["TurnInfo"]) | {
            "sequence_id": self._sequence,
            "event": event,
            "turn_index": self._turn,
            "audio_window_start": self._turn_start / SAMPLE_RATE,
            "audio_window_end": self.ear.samples / SAMPLE_RATE,
            "transcript": " ".join(word.text for word in words),
            "words": [
                {
                    "word": word.text,
                    "confidence": 0.9,
                    "start": word.start / SAMPLE_RATE,
                    "end": word.end / SAMPLE_RATE,
                }
                for word in words
            ],
        }
        message.pop("trigger")
        if event == "EndOfTurn":
            message["trigger"] = trigger or "model"
            self._turn += 1
            self._turn_start = self.ear.samples
            self._eager = False
        await self.say(message)
