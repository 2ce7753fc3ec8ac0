"""Flux, Deepgram's model for conversation: it hears itself when a turn is over.

A turn is a line. Its early word that the turn may be over (`EagerEndOfTurn`) repeats the words as
they stand; whoever judges unfinished lines takes what two hearings agree on, so that is an early
card without any rule of its own.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractAsyncContextManager

from salescoach.domain.audio import SAMPLE_RATE
from salescoach.domain.transcript import Transcript, Word
from salescoach.speech.engines import deepgram_errors as errors
from salescoach.speech.engines.deepgram_lines import GrowingLine, Lines, line_transcript, to_ms
from salescoach.speech.engines.deepgram_options import DeepgramOptions
from salescoach.speech.engines.deepgram_sdk import (
    AsyncDeepgramClient,
    AsyncV2SocketClient,
    ListenV2FatalError,
    ListenV2TurnInfo,
)
from salescoach.speech.vocabulary import Mender

_MULTILINGUAL = "flux-general-multi"


class FluxLines:
    """One channel's turns as lines."""

    def __init__(self, channel: int, mender: Mender) -> None:
        self.heard_ms = 0
        self.settled_ms = 0
        self._channel = channel
        self._mender = mender
        self._base_ms = 0
        self._connection = 0
        self._goes_on: str | None = None
        """The line that the first turn of this connection goes on with."""
        self._line: GrowingLine | None = None

    @property
    def unfinished(self) -> bool:
        return self._line is not None

    def begin(self, at_ms: int) -> None:
        self._base_ms = at_ms
        # Turns are counted anew by each connection.
        self._connection += 1
        self._goes_on = self._line.line_id if self._line else None

    def take(self, message: object) -> Iterator[Transcript]:
        if isinstance(message, ListenV2FatalError):
            raise errors.fatal(message.code)
        if not isinstance(message, ListenV2TurnInfo):
            return
        self.heard_ms = max(self.heard_ms, self._base_ms + to_ms(message.audio_window_end))
        line_id = f"{self._connection}.{message.turn_index}"
        if message.turn_index == 0 and self._goes_on is not None:
            line_id = self._goes_on
        if self._line is not None and self._line.line_id != line_id:
            yield from self.end()
        text = message.transcript.strip()
        if self._line is None and not text:
            return
        self._line = self._as_heard(message, line_id, text)
        is_final = message.event == "EndOfTurn"
        yield line_transcript(self._channel, self._line, self._mender, is_final=is_final)
        if is_final:
            self._line = None
            self.settled_ms = self.heard_ms

    def end(self) -> Iterator[Transcript]:
        line, self._line = self._line, None
        if line is not None:
            yield line_transcript(self._channel, line, self._mender, is_final=True)

    def _as_heard(self, turn: ListenV2TurnInfo, line_id: str, text: str) -> GrowingLine:
        window_ms = self._base_ms + to_ms(turn.audio_window_start)
        begun_ms = self._line.start_ms if self._line else window_ms
        words: list[Word] = []
        # Times of words are optional: the place of the word before stands in.
        at_ms = begun_ms
        for word in turn.words:
            start_ms = at_ms if word.start is None else self._base_ms + to_ms(word.start)
            end_ms = start_ms if word.end is None else self._base_ms + to_ms(word.end)
            words.append(Word(word.word, start_ms, end_ms, word.confidence))
            at_ms = end_ms
        timed = bool(turn.words) and turn.words[-1].end is not None
        start_ms = words[0].start_ms if words else begun_ms
        end_ms = at_ms if timed else self._base_ms + to_ms(turn.audio_window_end)
        return GrowingLine(line_id, start_ms, max(start_ms, end_ms), [text], words)


class Flux:
    """The dialect of `listen.v2`: one connection a channel. It knows no sign of life: a connection
    that ends in a pause is opened again when audio comes."""

    def __init__(
        self, client: AsyncDeepgramClient, options: DeepgramOptions, terms: Sequence[str]
    ) -> None:
        self._client = client
        self._options = options
        self._terms = list(terms)

    def connect(self) -> AbstractAsyncContextManager[AsyncV2SocketClient]:
        options = self._options
        hint = options.language.partition("-")[0] if options.model == _MULTILINGUAL else None
        connection: AbstractAsyncContextManager[AsyncV2SocketClient] = (
            self._client.listen.v2.connect(
                model=options.model,
                encoding="linear16",
                sample_rate=SAMPLE_RATE,
                eager_eot_threshold=options.eager_end_of_turn,
                keyterm=self._terms or None,
                language_hint=hint,
                mip_opt_out="true" if options.opt_out else None,
            )
        )
        return connection

    def lines(self, channel: int, mender: Mender) -> Lines:
        return FluxLines(channel, mender)

    async def keep_alive(self, socket: AsyncV2SocketClient) -> None:
        return None

    async def flush(self, socket: AsyncV2SocketClient, *, unfinished: bool) -> None:
        if unfinished:
            await socket.send_force_end_turn()
