"""Audio of any usual rate to the 16 kHz that the product speaks.

One filter runs through the whole stream, so there is no click where two frames meet and the result
does not depend on how the stream was cut.
"""

import numpy as np
import soxr

from salescoach.domain.audio import BYTES_PER_SAMPLE, SAMPLE_RATE

LOWEST_RATE = 8_000
HIGHEST_RATE = 96_000


class Resampler:
    """PCM16 little-endian mono in and out. Raises ``ValueError`` for a rate outside 8-96 kHz.

    The filter looks ahead, so output comes some 10 ms late; ``flush`` gives the rest.
    """

    def __init__(self, source_rate: int) -> None:
        if not LOWEST_RATE <= source_rate <= HIGHEST_RATE:
            raise ValueError(f"{source_rate} Hz is not between {LOWEST_RATE} and {HIGHEST_RATE} Hz")
        self._stream = (
            None
            if source_rate == SAMPLE_RATE
            else soxr.ResampleStream(source_rate, SAMPLE_RATE, 1, dtype="float32", quality="HQ")
        )
        self._odd = b""
        self._done = False

    def feed(self, pcm: bytes) -> bytes:
        """The next samples. Half a sample at the end is kept for the next call."""
        if self._done:
            raise ValueError("the stream was flushed")
        pcm = self._odd + pcm
        whole = len(pcm) - len(pcm) % BYTES_PER_SAMPLE
        self._odd = pcm[whole:]
        return self._through(pcm[:whole], last=False)

    def flush(self) -> bytes:
        """What the filter still holds. Nothing can be fed after it."""
        if self._done:
            return b""
        self._done = True
        return self._through(b"", last=True)

    def _through(self, pcm: bytes, last: bool) -> bytes:
        if self._stream is None:
            return pcm
        if not pcm and not last:
            return b""
        # In floats: the library dithers integers, and the noise would depend on the chunks.
        samples = np.frombuffer(pcm, "<i2").astype(np.float32)
        resampled = np.rint(self._stream.resample_chunk(samples, last=last))
        return bytes(np.clip(resampled, -32768, 32767).astype("<i2").tobytes())
