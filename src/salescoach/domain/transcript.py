"""What a speech engine heard, before anybody decides whose turn it is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One word with its place in the channel's stream, in milliseconds."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """One line of one channel as the engine hears it now.

    ``line_id`` names the line within its channel: a later transcript with the same id replaces
    the earlier one, and ``is_final`` comes once, last. ``start_ms`` and ``end_ms`` count from the
    first sample sent to that channel's stream. ``confidence`` is 0-1, or None when not known.
    ``voice`` numbers the speakers of a channel that carries several, as the engine tells them
    apart; it names nobody.
    """

    channel: int
    line_id: str
    text: str
    is_final: bool
    start_ms: int
    end_ms: int
    confidence: float | None = None
    words: tuple[Word, ...] = ()
    voice: int | None = None
