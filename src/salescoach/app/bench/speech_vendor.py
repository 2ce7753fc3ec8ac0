"""A stand-in for Deepgram's streaming service that answers after a fixed time.

It says with every word how long it really held it (as the words' confidence, the one number that
comes through to the page untouched), so that whoever measures can take the vendor's time away to
the millisecond, also when this process is late itself.
"""

import asyncio
import itertools
import json
import time
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import numpy as np
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from salescoach.app.bench.conversation import CUSTOMER_LEVEL, LOUD, line
from salescoach.domain.audio import SAMPLE_RATE, ms_to_samples

ENDPOINTING_MS = 300
"""Silence after which words are final, as the product asks of Deepgram."""

_BLOCK = ms_to_samples(20)
_ENDPOINTING = ENDPOINTING_MS // 20
_TELL_EVERY = 500 // 20
_SILENCE_EVERY = 3_000 // 20
"""Silence is told, too: words that are none."""

_WORDS_PER_BLOCK = 2.7 / 50
_SURE = 0.9


def confidence(held_s: float) -> float:
    return _SURE + held_s / 100


def held_s(told: float) -> float:
    """The vendor's own time, from the confidence of the words."""
    return (told - _SURE) * 100


class SpeechVendor:
    """``samples`` were heard of all connections together."""

    def __init__(self, delay_s: float) -> None:
        self.samples = 0
        self.connections = 0
        self._delay_s = delay_s
        self._server: Server | None = None

    async def start(self) -> int:
        """The port it listens on."""
        self._server = await serve(
            self._serve, "127.0.0.1", 0, compression=None, ping_interval=None
        )
        port: int = next(iter(self._server.sockets)).getsockname()[1]
        return port

    async def aclose(self) -> None:
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    async def _serve(self, socket: ServerConnection) -> None:
        assert socket.request is not None
        if urlsplit(socket.request.path).path != "/v1/listen":
            await socket.close(1008)
            return
        self.connections += 1
        stream = _Stream(socket.send, self.connections, self._delay_s)
        try:
            async for message in socket:
                if isinstance(message, bytes):
                    stream.hear(message, time.monotonic())
                    self.samples += len(message) // 2
                    continue
                kind = json.loads(message)["type"]
                if kind in ("Finalize", "CloseStream"):
                    await stream.flush()
                if kind == "CloseStream":
                    await socket.close(1000)
        except ConnectionClosed:
            pass


class _Stream:
    """One channel: words while somebody speaks, final ones at a pause."""

    def __init__(self, send: Callable[[str], Awaitable[None]], number: int, delay_s: float) -> None:
        self._send = send
        self._delay_s = delay_s
        self._numbers = itertools.count(number * 7_919, 31)
        self._rest = np.zeros(0, np.int16)
        self._blocks = 0
        self._settled = 0
        self._begun: int | None = None
        self._voiced = 0
        """The block after the last loud one."""
        self._told = 0
        self._words: list[str] = []
        self._answers: set[asyncio.Task[None]] = set()

    def hear(self, pcm: bytes, received: float) -> None:
        audio = np.concatenate([self._rest, np.frombuffer(pcm, "<i2")])
        whole = len(audio) - len(audio) % _BLOCK
        self._rest = audio[whole:]
        levels = np.abs(audio[:whole].reshape(-1, _BLOCK).astype(np.int32)).mean(axis=1)
        for level in levels.tolist():
            self._blocks += 1
            if level >= LOUD:
                self._voiced = self._blocks
                if self._begun is None:
                    self._begin(level)
            if self._begun is None:
                if self._blocks - self._told >= _SILENCE_EVERY:
                    self._tell_silence(received)
                continue
            if self._blocks - self._voiced >= _ENDPOINTING:
                self._tell(received, is_final=True)
            elif self._blocks - self._told >= _TELL_EVERY and self._voiced == self._blocks:
                self._tell(received, is_final=False)

    async def flush(self) -> None:
        """What is unfinished is final now, and everything held is said."""
        if self._begun is not None:
            self._tell(time.monotonic(), is_final=True)
        while self._answers:
            await asyncio.wait(self._answers)

    def _begin(self, level: float) -> None:
        self._begun = self._told = self._blocks - 1
        # The swell begins halfway up: half of what a voice reaches tells whose it is.
        self._words = line(level >= CUSTOMER_LEVEL, next(self._numbers)).split()

    def _tell_silence(self, received: float) -> None:
        blocks = self._blocks
        self._answer_later(received, [], blocks, blocks, is_final=True)
        self._told = blocks

    def _tell(self, received: float, *, is_final: bool) -> None:
        assert self._begun is not None
        said = max(1, int((self._blocks - self._begun) * _WORDS_PER_BLOCK))
        words = self._words if is_final else self._words[:said]
        # The last of unfinished words ends where the audio does: so it tells what was heard.
        end = self._voiced if is_final else self._blocks
        self._answer_later(received, words, self._begun, end, is_final=is_final)
        self._told = self._blocks
        if is_final:
            self._begun = None

    def _answer_later(
        self, received: float, words: list[str], begun: int, end: int, *, is_final: bool
    ) -> None:
        task = asyncio.create_task(
            self._answer(received, words, begun, end, self._blocks, is_final)
        )
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _answer(
        self, received: float, words: list[str], begun: int, end: int, heard: int, is_final: bool
    ) -> None:
        await asyncio.sleep(received + self._delay_s - time.monotonic())
        start, self._settled = self._settled, heard if is_final else self._settled
        step = (end - begun) / max(1, len(words))
        sure = confidence(time.monotonic() - received)
        spoken = [
            {
                "word": word.strip(",.?").lower(),
                "punctuated_word": word,
                "start": _seconds(begun + step * index),
                "end": _seconds(begun + step * (index + 1)),
                "confidence": sure,
            }
            for index, word in enumerate(words)
        ]
        results = {
            "type": "Results",
            "channel_index": [0, 1],
            "start": _seconds(start),
            "duration": _seconds(heard - start),
            "is_final": is_final,
            "speech_final": is_final,
            "from_finalize": False,
            "channel": {
                "alternatives": [
                    {"transcript": " ".join(words), "confidence": sure, "words": spoken}
                ]
            },
            "metadata": _METADATA,
        }
        try:
            await self._send(json.dumps(results))
        except ConnectionClosed:
            return


def _seconds(blocks: float) -> float:
    return blocks * _BLOCK / SAMPLE_RATE


_METADATA = {
    "request_id": "6f0d1c52-0f3a-4d67-9b52-2d0f6f3f7c11",
    "model_info": {"name": "general-nova-3", "version": "2026-01-01.0", "arch": "nova-3"},
    "model_uuid": "30089e05-99d1-4376-b32e-c263170674af",
}
