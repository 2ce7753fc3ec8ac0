"""Deepgram: better words with a key, over the network.

An engine opens streams and keeps no more between calls than the vendor's client. What a lost
stream means for the call is decided by whoever feeds it and by the fallback engine.
"""

import httpx

from salescoach.domain.audio import Speaker
from salescoach.speech.engines.deepgram_dialect import Dialect
from salescoach.speech.engines.deepgram_flux import Flux
from salescoach.speech.engines.deepgram_goodbyes import Goodbyes
from salescoach.speech.engines.deepgram_nova import Nova
from salescoach.speech.engines.deepgram_options import DeepgramOptions, key_terms
from salescoach.speech.engines.deepgram_sdk import deepgram_client
from salescoach.speech.engines.deepgram_stream import DeepgramStream
from salescoach.speech.errors import SpeechError
from salescoach.speech.transcriber import Capabilities, TranscribeOptions


class DeepgramTranscriber:
    """``open`` raises ``SpeechError`` with a code that begins with ``deepgram_``; its message says
    what to do and holds nothing of the key."""

    def __init__(self, options: DeepgramOptions) -> None:
        self.capabilities = Capabilities(
            name="deepgram",
            max_channels=None,
            interim=True,
            diarization=not options.flux,
            languages=options.languages,
            network=True,
        )
        self._options = options
        self._goodbyes = Goodbyes(options.timing.goodbye_s)
        self._http = httpx.AsyncClient()
        self._client = deepgram_client(options.api_key, options.base_url, self._http)
        self._closed = False

    async def warm_up(self) -> None:
        return None

    async def open(self, options: TranscribeOptions) -> DeepgramStream:
        if self._closed:
            raise SpeechError("the speech engine is closed", retryable=False)
        stream = DeepgramStream(
            self._dialect(options), options, self._options.timing, self._goodbyes
        )
        await stream.connect()
        return stream

    async def aclose(self) -> None:
        self._closed = True
        await self._goodbyes.aclose()
        await self._http.aclose()

    def _dialect(self, options: TranscribeOptions) -> Dialect:
        terms = key_terms(options.vocabulary, self._options.model)
        if self._options.flux:
            return Flux(self._client, self._options, terms)
        # One channel that belongs to nobody carries everybody.
        roles = [channel.role for channel in options.channels]
        return Nova(self._client, self._options, terms, voices=roles == [Speaker.UNKNOWN])
