"""Sound out of a file that is open already, whatever name it had: only forms of recordings, only
codecs of sound, and on through damaged places.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO

import av
import numpy as np

from salescoach.domain.audio import SAMPLE_RATE
from salescoach.kit.errors import InvalidInput
from salescoach.speech.media import Samples, samples_of, sound_resampler

_FORMATS = "wav,w64,aiff,mp3,mov,mp4,m4a,ogg,matroska,webm,flac,aac,amr"
"""Others, such as playlists, open further files by name."""
_CODECS = (
    "mp3,mp3float,mp3adu,mp3adufloat,mp2,mp2float,aac,aac_latm,ac3,eac3,opus,libopus,vorbis,flac,alac,"
    "amrnb,amrwb,libopencore_amrnb,libopencore_amrwb,gsm,gsm_ms,speex,libspeex,g722,g726,g729,ilbc,"
    "adpcm_ms,adpcm_ima_wav,adpcm_ima_qt,wmav1,wmav2,"
    "pcm_u8,pcm_s8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,"
    "pcm_f32le,pcm_f32be,pcm_f64le,pcm_f64be,pcm_alaw,pcm_mulaw"
)
_OPTIONS = {"format_whitelist": _FORMATS, "codec_whitelist": _CODECS, "protocol_whitelist": ""}
_MOST_DAMAGE = 1_000
"""Pieces in a row that cannot be decoded: more than that is no recording."""

_KEPT = 0.95
"""Less than this of the length that a file promises is not all of it."""

_LOOK_S = 600
_ENOUGH_S = 30.0
_BLOCK = SAMPLE_RATE // 2
_LOUD = 200.0
"""Root mean square of a block with a voice in it."""
_MIXED = 0.9
"""Two channels that go so much together carry the same voices."""


@dataclass(frozen=True, slots=True)
class Sound:
    """``channels`` 1 or 2. ``mixed``: two channels that carry the same."""

    format: str
    channels: int
    duration_s: float | None
    mixed: bool
    began_at: datetime | None


@dataclass(slots=True)
class Damage:
    """``pieces`` that could not be decoded, or are not there, and are left out."""

    pieces: int = 0


def look_at_sound(file: IO[bytes]) -> Sound:
    """Raises ``InvalidInput``: ``not_media`` when it is no recording of a known form, ``no_sound``
    when there is none in it."""
    with _open(file) as container:
        stream = _stream(container)
        channels = min(2, stream.codec_context.channels)
        duration = container.duration / av.time_base if container.duration else None
        name = container.format.name.split(",")[0]
        began_at = _made_at(container)
        blocks = _decoded(container, stream, channels, Damage())
        first = next(blocks, None)
        if first is None:
            raise _no_sound()
        mixed = channels == 2 and _goes_together(first, blocks)
    return Sound(name, channels, duration, mixed, began_at)


def sound(file: IO[bytes], channels: int, damage: Damage) -> Iterator[Samples]:
    """16 kHz, shape (``channels``, samples), 1 or 2 channels. Raises as ``look_at_sound``."""
    heard = 0
    with _open(file) as container:
        for block in _decoded(container, _stream(container), channels, damage):
            heard += block.shape[1]
            yield block
        promised_s = container.duration / av.time_base if container.duration else 0.0
    if heard / SAMPLE_RATE < _KEPT * promised_s - 1:
        # It was cut off.
        damage.pieces += 1


def _decoded(
    container: "av.container.InputContainer",
    stream: "av.AudioStream",
    channels: int,
    damage: Damage,
) -> Iterator[Samples]:
    resampler = sound_resampler(channels)
    in_a_row = 0
    for packet in container.demux(stream):
        try:
            frames = packet.decode()
        except av.FFmpegError:
            damage.pieces += 1
            in_a_row += 1
            if in_a_row > _MOST_DAMAGE:
                return
            continue
        for frame in frames:
            in_a_row = 0
            try:
                resampled = resampler.resample(frame)
            except (av.FFmpegError, ValueError):
                # The sound changes its form halfway.
                resampler = sound_resampler(channels)
                resampled = resampler.resample(frame)
            for each in resampled:
                yield samples_of(each)
    for each in resampler.resample(None):
        yield samples_of(each)


def _goes_together(first: Samples, more: Iterator[Samples]) -> bool:
    """Whether both channels carry the same voices: a copy, or one room heard by two microphones.
    Where each side has its own channel, one is silent while the other speaks."""
    pending, heard = first.astype(np.float32), 0
    alike: list[float] = []
    needed = int(_ENOUGH_S * SAMPLE_RATE / _BLOCK)
    while len(alike) < needed and heard < _LOOK_S * SAMPLE_RATE:
        while pending.shape[1] < _BLOCK:
            block = next(more, None)
            if block is None:
                return bool(alike) and float(np.median(alike)) > _MIXED
            pending = np.concatenate([pending, block.astype(np.float32)], axis=1)
        left, right = pending[:, :_BLOCK]
        pending = pending[:, _BLOCK:]
        heard += _BLOCK
        power = np.sqrt(np.mean(left**2)), np.sqrt(np.mean(right**2))
        if max(power) > _LOUD:
            alike.append(float(np.mean(left * right) / (power[0] * power[1] + 1e-6)))
    return bool(alike) and float(np.median(alike)) > _MIXED


def _open(file: IO[bytes]) -> "av.container.InputContainer":
    file.seek(0)
    try:
        container = av.open(file, mode="r", options=_OPTIONS)
    except (av.FFmpegError, ValueError, OSError) as error:
        raise InvalidInput(
            "This is no recording that can be read. Use wav, mp3, m4a, mp4, ogg, webm or flac.",
            code="not_media",
        ) from error
    return container


def _stream(container: "av.container.InputContainer") -> "av.AudioStream":
    streams = container.streams.audio
    if not streams:
        raise _no_sound()
    stream = streams[0]
    try:
        stream.codec_context.thread_count = 1
        if stream.codec_context.channels < 1 or stream.codec_context.sample_rate < 1:
            raise _no_sound()
    except (av.FFmpegError, AttributeError) as error:
        raise _no_sound() from error
    return stream


def _made_at(container: "av.container.InputContainer") -> datetime | None:
    written = container.metadata.get("creation_time") or container.metadata.get("date") or ""
    try:
        made = datetime.fromisoformat(written)
    except ValueError:
        return None
    # Recorders that know no time write the beginning of theirs.
    if made.year < 1990 or "T" not in written:
        return None
    return made.replace(tzinfo=UTC) if made.tzinfo is None else made.astimezone(UTC)


def _no_sound() -> InvalidInput:
    return InvalidInput(
        "There is no sound in this file. Record it again with the sound of the meeting.",
        code="no_sound",
    )
