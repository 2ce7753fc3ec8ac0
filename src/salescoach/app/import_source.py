"""An imported file as something the desk can be played: its sound decoded by a confined process, or
its words, with whoever is known to say them."""

from salescoach.app.replay_source import Source, transcript_source
from salescoach.domain.audio import Channel, Speaker
from salescoach.kit.errors import InvalidInput
from salescoach.rooms.imports.order import WorkOrder
from salescoach.rooms.imports.roles import BOTH, LEFT, RIGHT
from salescoach.speech.apart.reading import ApartSound, look
from salescoach.speech.recordings import RecordedAudio
from salescoach.speech.written import WrittenLine


async def source_of(order: WorkOrder) -> tuple[Source, ApartSound | None]:
    """With the sound of a recording, which tells afterwards whether it was damaged. Raises as
    ``look``."""
    if order.kind == "transcript":
        return transcript_source(await _lines(order)), None
    sides = (BOTH,) if BOTH in order.roles else (LEFT, RIGHT)
    channels = tuple(
        Channel(number, order.roles.get(side, Speaker.UNKNOWN)) for number, side in enumerate(sides)
    )
    sound = ApartSound(order.file, tuple(channel.id for channel in channels))
    recorded = RecordedAudio(order.file, channels)
    return Source(channels, lambda: sound, recordings=(recorded,)), sound


async def _lines(order: WorkOrder) -> tuple[WrittenLine, ...]:
    found = await look(order.file)
    if found.kind != "transcript":
        raise InvalidInput("The file has changed since it was looked at.", code="file_changed")
    return tuple(
        WrittenLine(
            line.name,
            order.roles.get(line.name, Speaker.UNKNOWN),
            line.text,
            line.start_ms,
            line.end_ms,
        )
        for line in found.lines
    )
