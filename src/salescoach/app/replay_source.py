"""What `salescoach replay` can play: one recording, two of one side each, or a transcript."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from salescoach.domain.audio import BYTES_PER_SAMPLE, AudioFrame, Channel, Speaker, ms_to_samples
from salescoach.kit.errors import InvalidInput
from salescoach.rooms.live.rehearsal import CHANNEL_OF, SpokenLine
from salescoach.rooms.live.replay import Frames
from salescoach.speech.engines.scripted import ScriptLine
from salescoach.speech.media import FRAME_MS, frames, paired, probe
from salescoach.speech.recordings import RecordedAudio
from salescoach.speech.written import SUFFIXES, WrittenLine, read_written

SALESPERSON, CUSTOMER = 0, 1
BOTH = (Channel(SALESPERSON, Speaker.SALESPERSON), Channel(CUSTOMER, Speaker.CUSTOMER))
MIXED = (Channel(SALESPERSON, Speaker.UNKNOWN),)
TAIL_MS = 1_000
"""Silence after a transcript's last line, so that it can be heard to end."""


@dataclass(frozen=True, slots=True)
class Source:
    """``frames`` starts from the beginning each time. ``script`` is set for a transcript: its
    words stand in for a speech engine's, ``lines`` are who says them. ``recordings`` are the files
    of any other source, for an engine that hears them whole."""

    channels: tuple[Channel, ...]
    frames: Callable[[], Frames]
    script: tuple[ScriptLine, ...] | None = None
    lines: tuple[SpokenLine, ...] | None = None
    recordings: tuple[RecordedAudio, ...] = ()


def open_source(
    file: Path | None,
    salesperson: Path | None = None,
    customer: Path | None = None,
    seller: str | None = None,
) -> Source:
    """``seller`` is the salesperson's name in a transcript. Raises ``InvalidInput`` or
    ``NotFound`` before anything is played."""
    if file is not None and (salesperson or customer):
        raise InvalidInput("Give one file, or --salesperson and --customer.", code="two_sources")
    if file is not None:
        if file.suffix.lower() in SUFFIXES:
            return transcript_source(read_written(file, seller))
        return _recording(file)
    if salesperson is None or customer is None:
        raise InvalidInput("Give a file, or --salesperson A --customer B.", code="no_source")
    probe(salesperson)
    probe(customer)
    return Source(
        BOTH,
        lambda: paired(frames(salesperson, (SALESPERSON,)), frames(customer, (CUSTOMER,))),
        recordings=(
            RecordedAudio(salesperson, (BOTH[SALESPERSON],)),
            RecordedAudio(customer, (BOTH[CUSTOMER],)),
        ),
    )


def _recording(file: Path) -> Source:
    if probe(file).channels == 2:
        return Source(
            BOTH,
            lambda: frames(file, (SALESPERSON, CUSTOMER)),
            recordings=(RecordedAudio(file, BOTH),),
        )
    return Source(
        MIXED,
        lambda: frames(file, (SALESPERSON,)),
        recordings=(RecordedAudio(file, MIXED),),
    )


def transcript_source(lines: tuple[WrittenLine, ...]) -> Source:
    """Silence of the transcript's length on a channel for each speaker, and the words to hear.
    Two people of one side are two voices, so that no turn holds the words of both."""
    speakers = sorted({line.speaker for line in lines}, key=lambda speaker: CHANNEL_OF[speaker])
    channels = tuple(Channel(CHANNEL_OF[speaker], speaker) for speaker in speakers)
    names = tuple(dict.fromkeys(line.name for line in lines))
    script = tuple(
        ScriptLine(
            CHANNEL_OF[line.speaker],
            line.start_ms,
            line.end_ms,
            line.text,
            # Where nobody knows the side, a voice would be taken for a guess at it.
            voice=None if line.speaker is Speaker.UNKNOWN else names.index(line.name),
        )
        for line in lines
    )
    length_ms = max(line.end_ms for line in lines) + TAIL_MS
    spoken = tuple(
        SpokenLine(line.speaker, line.text, line.start_ms, line.end_ms) for line in lines
    )
    return Source(channels, lambda: _silence(channels, length_ms), script, spoken)


def _silence(channels: tuple[Channel, ...], length_ms: int) -> Iterator[AudioFrame]:
    pcm = bytes(ms_to_samples(FRAME_MS) * BYTES_PER_SAMPLE)
    for seq in range(-(-length_ms // FRAME_MS)):
        for channel in channels:
            yield AudioFrame(channel.id, seq, pcm)
