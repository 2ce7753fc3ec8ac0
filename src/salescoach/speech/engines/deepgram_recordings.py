"""Recordings through Deepgram's interface for whole files: both channels in one request.

The file goes as it is, piece by piece, so its length costs no memory here. A request that failed
for a reason that may pass is made again, from the file's beginning.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from itertools import count
from pathlib import Path

import httpx
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt
from tenacity.wait import wait_exponential, wait_random

from salescoach.domain.audio import Channel, Speaker
from salescoach.domain.transcript import Transcript, Word
from salescoach.speech.engines import deepgram_errors as errors
from salescoach.speech.engines.deepgram_lines import GrowingLine, line_transcript, to_ms
from salescoach.speech.engines.deepgram_options import MODEL, DeepgramOptions, key_terms
from salescoach.speech.engines.deepgram_sdk import (
    ApiError,
    AsyncDeepgramClient,
    ListenV1Response,
    RecordedWord,
    asked_to_wait_s,
    deepgram_client,
)
from salescoach.speech.errors import SpeechError
from salescoach.speech.recordings import RecordedAudio
from salescoach.speech.transcriber import TranscribeOptions
from salescoach.speech.vocabulary import Mender

PAUSE_MS = 800
"""A longer silence of a speaker begins a new line."""

LONGEST_LINE_MS = 20_000
"""A line that is longer ends with its sentence."""

ANSWER_WITHIN_S = 660.0
"""Deepgram itself gives up after ten minutes."""

TRIES = 3
FIRST_WAIT_S, LONGEST_WAIT_S = 2.0, 10.0

_PIECE = 256 * 1024
_FIRST_REFUSAL = 400

_Said = tuple[int | None, Word]
"""A word and the number of the voice that says it."""


class DeepgramRecordings:
    """See ``RecordingTranscriber``. ``waits``: seconds before the second try and at most before
    any."""

    def __init__(
        self,
        options: DeepgramOptions,
        waits: tuple[float, float] = (FIRST_WAIT_S, LONGEST_WAIT_S),
        answer_within_s: float = ANSWER_WITHIN_S,
    ) -> None:
        self._options = options
        # Flux hears conversations as they happen; files are for Nova.
        self._model = MODEL if options.flux else options.model
        self._waits = waits
        self._answer_within_s = answer_within_s
        self._http = httpx.AsyncClient(
            timeout=httpx.Timeout(answer_within_s, connect=options.timing.connect_s)
        )
        self._client: AsyncDeepgramClient = deepgram_client(
            options.api_key, options.base_url, self._http
        )

    async def hear(
        self, audio: RecordedAudio, options: TranscribeOptions
    ) -> tuple[Transcript, ...]:
        first, longest = self._waits
        retrying = AsyncRetrying(
            stop=stop_after_attempt(TRIES),
            wait=_Waits(first, longest),
            retry=retry_if_exception(_worth_another),
            reraise=True,
        )
        response: ListenV1Response = await retrying(self._ask, audio, options)
        mender = Mender(options.vocabulary)
        try:
            lines = list(_lines_of(response, audio.channels, mender))
        except (AttributeError, IndexError, TypeError, ValueError) as error:
            # The client builds what it is sent without a check.
            raise errors.unreadable() from error
        return tuple(sorted(lines, key=lambda line: line.end_ms))

    async def aclose(self) -> None:
        await self._http.aclose()

    async def _ask(self, audio: RecordedAudio, options: TranscribeOptions) -> ListenV1Response:
        mixed = [channel.role for channel in audio.channels] == [Speaker.UNKNOWN]
        try:
            async with asyncio.timeout(self._answer_within_s):
                response: ListenV1Response = await self._client.listen.v1.media.transcribe_file(
                    request=_pieces(audio.path),
                    model=self._model,
                    language=self._options.language,
                    smart_format=True,
                    multichannel=len(audio.channels) > 1,
                    diarize_model="latest" if mixed else None,
                    keyterm=key_terms(options.vocabulary, self._model) or None,
                    mip_opt_out=True if self._options.opt_out else None,
                    # A file that was read cannot be sent a second time by the client.
                    request_options={"max_retries": 0},
                )
        except ApiError as error:
            if error.status_code is not None and error.status_code < _FIRST_REFUSAL:
                raise errors.unreadable() from None
            raise errors.refused(error.status_code, asked_to_wait_s(error)) from None
        except TimeoutError:
            raise errors.slow() from None
        except httpx.TimeoutException:
            raise errors.slow() from None
        except httpx.TransportError as error:
            raise errors.unreachable(error) from None
        except ValueError:
            raise errors.unreadable() from None
        return response


class _Waits:
    """Longer and longer, with chance, and at least as long as the service asked for."""

    def __init__(self, first_s: float, longest_s: float) -> None:
        self._growing = wait_exponential(first_s, longest_s) + wait_random(0, first_s / 2)

    def __call__(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after_s if isinstance(error, SpeechError) else None
        return max(self._growing(state), asked or 0.0)


def _worth_another(error: BaseException) -> bool:
    if isinstance(error, SpeechError) and (error.retry_after_s or 0.0) > 2 * LONGEST_WAIT_S:
        return False
    return isinstance(error, SpeechError) and error.retryable


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    file = await asyncio.to_thread(path.open, "rb")
    try:
        while piece := await asyncio.to_thread(file.read, _PIECE):
            yield piece
    finally:
        file.close()


def _lines_of(
    response: ListenV1Response, channels: Sequence[Channel], mender: Mender
) -> Iterator[Transcript]:
    for channel, heard in zip(channels, response.results.channels, strict=False):
        best = heard.alternatives[0] if heard.alternatives else None
        words = [(word.speaker, _word(word)) for word in (best.words or () if best else ())]
        yield from _lines(channel.id, words, mender)


def _word(heard: RecordedWord) -> Word:
    text = getattr(heard, "punctuated_word", None) or heard.word
    if text is None or heard.start is None or heard.end is None:
        raise ValueError("a word without text or time")
    return Word(text, to_ms(heard.start), to_ms(heard.end), heard.confidence)


def _lines(channel: int, words: Sequence[_Said], mender: Mender) -> Iterator[Transcript]:
    number = count()
    line: GrowingLine | None = None

    def finished(line: GrowingLine) -> Transcript:
        return line_transcript(channel, line, mender, is_final=True)

    for voice, word in words:
        if line is not None and _begins_anew(line, voice, word):
            yield finished(line)
            line = None
        if line is None:
            line = GrowingLine(str(next(number)), word.start_ms, word.end_ms, voice=voice)
        line.add(word.text, (word,), word.end_ms)
    if line is not None:
        yield finished(line)


def _begins_anew(line: GrowingLine, voice: int | None, word: Word) -> bool:
    if voice != line.voice or word.start_ms - line.end_ms > PAUSE_MS:
        return True
    long = line.end_ms - line.start_ms > LONGEST_LINE_MS
    return long and line.pieces[-1].endswith((".", "?", "!"))
