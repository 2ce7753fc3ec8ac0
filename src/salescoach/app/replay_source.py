"""What `salescoach replay` can play: one recording, two of one side each, or a transcript."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from salescoach.domain.audio import AudioFrame, Channel, Speaker
from salescoach.kit.errors import InvalidInput
from salescoach.speech.media import frames, paired, probe

SALESPERSON, CUSTOMER = 0, 1
BOTH = (Channel(SALESPERSON, Speaker.SALESPERSON), Channel(CUSTOMER, Speaker.CUSTOMER))
MIXED = (Channel(SALESPERSON, Speaker.UNKNOWN),)


@dataclass(frozen=True, slots=True)
class Source:
    """``frames`` starts from the beginning each time. ``script`` is set for a transcript: its
    words stand in for a speech engine's."""

    channels: tuple[Channel, ...]
    frames: Callable[[], Iterator[AudioFrame]]
    script: Path | None = None


def open_source(
    file: Path | None, salesperson: Path | None = None, customer: Path | None = None
) -> Source:
    """Raises ``InvalidInput`` or ``NotFound`` before anything is played."""
    if file is not None and (salesperson or customer):
        raise InvalidInput("Give one file, or --salesperson and --customer.", code="two_sources")
    if file is not None:
        return _recording(file)
    if salesperson is None or customer is None:
        raise InvalidInput("Give a file, or --salesperson A --customer B.", code="no_source")
    probe(salesperson)
    probe(customer)
    return Source(
        BOTH,
        lambda: paired(frames(salesperson, (SALESPERSON,)), frames(customer, (CUSTOMER,))),
    )


def _recording(file: Path) -> Source:
    if probe(file).channels == 2:
        return Source(BOTH, lambda: frames(file, (SALESPERSON, CUSTOMER)))
    return Source(MIXED, lambda: frames(file, (SALESPERSON,)))
