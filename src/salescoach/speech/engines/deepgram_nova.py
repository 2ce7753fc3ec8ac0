"""Nova, Deepgram's model for transcripts: what a connection asks for, and its results as lines.

Results settle in pieces; a line is what is said up to a pause. It ends with `speech_final`, with
`UtteranceEnd` where noise hides the pause, after a flush, and when it grows so long that too much
would rest on words that are not written down yet.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from itertools import groupby

from salescoach.domain.audio import SAMPLE_RATE
from salescoach.domain.transcript import Transcript, Word
from salescoach.speech.engines.deepgram_lines import GrowingLine, Lines, line_transcript, to_ms
from salescoach.speech.engines.deepgram_options import DeepgramOptions
from salescoach.speech.engines.deepgram_sdk import (
    AsyncDeepgramClient,
    AsyncV1SocketClient,
    ListenV1Results,
    ListenV1UtteranceEnd,
)
from salescoach.speech.vocabulary import Mender

LONGEST_LINE_MS = 12_000
"""A longer line ends where its words have settled."""

SILENT_MS = 2_000
"""Settled silence of this length after a line ends it, whatever the service says."""

_Heard = tuple[int | None, Word]
"""A word and who is believed to say it."""


class NovaLines:
    """One channel's results as lines. ``voices``: a change of voice begins a new line."""

    def __init__(self, channel: int, mender: Mender, *, voices: bool) -> None:
        self.heard_ms = 0
        self.settled_ms = 0
        self._channel = channel
        self._mender = mender
        self._voices = voices
        self._base_ms = 0
        self._first_voice = 0
        self._next_voice = 0
        self._count = 0
        self._line: GrowingLine | None = None
        self._confidence: float | None = None

    @property
    def unfinished(self) -> bool:
        return self._line is not None

    def begin(self, at_ms: int) -> None:
        self._base_ms = at_ms
        # The service counts voices anew with each connection: nobody says that its first voice is
        # the one that was the first before.
        self._first_voice = self._next_voice

    def take(self, message: object) -> Iterator[Transcript]:
        if isinstance(message, ListenV1Results):
            yield from self._results(message)
        elif isinstance(message, ListenV1UtteranceEnd):
            yield from self.end()

    def end(self) -> Iterator[Transcript]:
        line, self._line = self._line, None
        if line is not None:
            yield self._transcript(line, is_final=True)

    def _results(self, results: ListenV1Results) -> Iterator[Transcript]:
        best = results.channel.alternatives[0] if results.channel.alternatives else None
        text = best.transcript.strip() if best else ""
        start_ms = self._base_ms + to_ms(results.start)
        end_ms = start_ms + to_ms(results.duration)
        self.heard_ms = max(self.heard_ms, end_ms)
        heard: list[_Heard] = [
            (
                self._voice(word.speaker),
                Word(
                    word.punctuated_word or word.word,
                    self._base_ms + to_ms(word.start),
                    self._base_ms + to_ms(word.end),
                    word.confidence,
                ),
            )
            for word in (best.words if best else ())
        ]
        if text and best:
            self._confidence = best.confidence
        if results.is_final:
            self.settled_ms = max(self.settled_ms, end_ms)
            yield from self._settle(text, heard, start_ms, end_ms)
            if self._line is not None and self._is_over(results, self._line, end_ms):
                yield from self.end()
        elif text:
            words = tuple(word for _, word in heard)
            line = self._line or self._begin(words, start_ms, heard[0][0] if heard else None)
            yield self._transcript(line, is_final=False, unsettled=text, unsettled_words=words)

    def _voice(self, number: int | None) -> int | None:
        if not self._voices or number is None:
            return None
        voice = self._first_voice + number
        self._next_voice = max(self._next_voice, voice + 1)
        return voice

    def _settle(
        self, text: str, heard: Sequence[_Heard], start_ms: int, end_ms: int
    ) -> Iterator[Transcript]:
        """Words that will not change any more join the line, or begin the next."""
        for voice, part in groupby(heard, key=lambda each: each[0]):
            words = tuple(word for _, word in part)
            line = self._line
            if line is not None and line.voice != voice:
                yield from self.end()
                line = None
            line = line or self._begin(words, start_ms, voice)
            said = " ".join(word.text for word in words) if self._voices else text
            line.add(said, words, words[-1].end_ms)
        if text and not heard:
            line = self._line or self._begin((), start_ms, None)
            line.add(text, (), end_ms)
        if self._line is not None and text:
            yield self._transcript(self._line, is_final=False)

    def _is_over(self, results: ListenV1Results, line: GrowingLine, end_ms: int) -> bool:
        if results.speech_final or results.from_finalize:
            return True
        # Nothing of what was shown has settled: it was no speech.
        if not line.pieces:
            return True
        return end_ms - line.end_ms >= SILENT_MS or line.end_ms - line.start_ms >= LONGEST_LINE_MS

    def _begin(self, words: Sequence[Word], start_ms: int, voice: int | None) -> GrowingLine:
        start_ms = words[0].start_ms if words else start_ms
        self._line = GrowingLine(str(self._count), start_ms, start_ms, voice=voice)
        self._count += 1
        return self._line

    def _transcript(
        self,
        line: GrowingLine,
        *,
        is_final: bool,
        unsettled: str = "",
        unsettled_words: Sequence[Word] = (),
    ) -> Transcript:
        return line_transcript(
            self._channel,
            line,
            self._mender,
            is_final=is_final,
            unsettled=unsettled,
            unsettled_words=unsettled_words,
            confidence=self._confidence,
        )


class Nova:
    """The dialect of `listen.v1`: one connection a channel."""

    def __init__(
        self,
        client: AsyncDeepgramClient,
        options: DeepgramOptions,
        terms: Sequence[str],
        *,
        voices: bool,
    ) -> None:
        self._client = client
        self._options = options
        self._terms = list(terms)
        self._voices = voices

    def connect(self) -> AbstractAsyncContextManager[AsyncV1SocketClient]:
        options = self._options
        connection: AbstractAsyncContextManager[AsyncV1SocketClient] = (
            self._client.listen.v1.connect(
                model=options.model,
                language=options.language,
                encoding="linear16",
                sample_rate=SAMPLE_RATE,
                channels=1,
                interim_results="true",
                smart_format="true",
                endpointing=options.endpointing_ms,
                utterance_end_ms=options.utterance_end_ms,
                keyterm=self._terms or None,
                diarize_model="latest" if self._voices else None,
                mip_opt_out="true" if options.opt_out else None,
            )
        )
        return connection

    def lines(self, channel: int, mender: Mender) -> Lines:
        return NovaLines(channel, mender, voices=self._voices)

    async def keep_alive(self, socket: AsyncV1SocketClient) -> None:
        await socket.send_keep_alive()

    async def flush(self, socket: AsyncV1SocketClient, *, unfinished: bool) -> None:
        await socket.send_finalize()
