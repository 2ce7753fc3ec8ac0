"""Lines of an engine become turns of a conversation.

Engines cut a sentence wherever the speaker breathes. A turn goes on until the other side speaks or
a real pause comes; it is shown from its first word and grows, and nothing ever waits for a merge.
"""

from collections import defaultdict, deque
from dataclasses import dataclass, replace

from salescoach.domain.audio import Speaker
from salescoach.domain.events import Transcription
from salescoach.domain.transcript import Transcript
from salescoach.domain.turn import Turn

MERGE_PAUSE_MS = 1_200
"""A longer silence of the same speaker begins a new turn."""

LONGEST_TURN_MS = 40_000
"""A monologue is cut here, so that a turn stays a readable piece and advice has a moment."""


RECENT_STARTS = 64
"""Lines of a channel whose beginning is remembered: more than fit into one turn."""


@dataclass(frozen=True, slots=True)
class TurnUpdate:
    """``turn`` as it now stands. ``line`` is only what this line said; ``line_start_ms`` is where
    it began. A turn without text has vanished."""

    turn: Turn
    channel: int
    is_final: bool
    line: str
    line_start_ms: int

    def event(self, end_ms: int, committed_ms: int) -> Transcription:
        """``end_ms``: where the line ends; ``committed_ms``: up to where its channel was final."""
        # A line that turned out to be nothing takes its turn along, unless there was more to it.
        is_final = self.is_final and bool(self.turn.text)
        return Transcription(
            turn_id=self.turn.id,
            text=self.turn.text,
            speaker=self.turn.speaker,
            is_final=is_final,
            start_ms=self.turn.start_ms,
            end_ms=self.turn.end_ms,
            confidence=self.turn.confidence,
            channel=self.channel,
            committed_ms=max(committed_ms, end_ms) if is_final else committed_ms,
        )


@dataclass(slots=True)
class _OpenTurn:
    turn: Turn
    """Committed text only."""
    voice: int | None = None


class Turns:
    """The turns of a call so far. Deterministic: the same lines give the same ids."""

    def __init__(self) -> None:
        self._count = 0
        self._latest: dict[int, _OpenTurn] = {}
        self._by_line: dict[tuple[int, str], _OpenTurn] = {}
        self._line_starts: dict[tuple[int, str], int] = {}
        self._starts: dict[int, deque[int]] = defaultdict(lambda: deque(maxlen=RECENT_STARTS))

    def restore(self, turn: Turn, channel: int) -> None:
        """Takes up a committed turn from the log."""
        number = int(turn.id.removeprefix("t"))
        self._count = max(self._count, number)
        self._latest[channel] = _OpenTurn(turn)
        self._starts[channel].append(turn.start_ms)

    def hear(
        self, line: Transcript, start_ms: int, end_ms: int, speaker: Speaker
    ) -> TurnUpdate | None:
        """Adds a line, whose place is given in call time. None when there is nothing to show.
        ``speaker`` is the channel's now: an open turn follows when the speakers are swapped."""
        key = (line.channel, line.line_id)
        text = line.text.strip()
        open_turn = self._by_line.get(key)
        if open_turn is None:
            if not text:
                return None
            open_turn = self._turn_for(line, start_ms, speaker)
            self._by_line[key] = open_turn
            self._line_starts[key] = start_ms
        whole = replace(open_turn.turn, speaker=speaker)
        if text:
            whole = replace(
                whole,
                text=f"{whole.text} {text}".strip(),
                start_ms=min(whole.start_ms, start_ms),
                end_ms=max(whole.end_ms, end_ms),
                confidence=line.confidence,
            )
        if line.is_final:
            open_turn.turn = whole
            del self._by_line[key]
            began = self._line_starts.pop(key, None)
            if not text and began is not None and began in self._starts[line.channel]:
                # What turned out to be nothing has not interrupted anybody.
                self._starts[line.channel].remove(began)
        return TurnUpdate(whole, line.channel, line.is_final, text, start_ms)

    def forget_open_lines(self) -> None:
        """The engine that heard them is gone: their audio will be heard again."""
        self._by_line.clear()
        self._line_starts.clear()

    def _turn_for(self, line: Transcript, start_ms: int, speaker: Speaker) -> _OpenTurn:
        channel = line.channel
        self._starts[channel].append(start_ms)
        latest = self._latest.get(channel)
        if (
            latest is not None
            and latest.voice == line.voice
            and start_ms - latest.turn.end_ms <= MERGE_PAUSE_MS
            and start_ms - latest.turn.start_ms <= LONGEST_TURN_MS
            and not self._other_began(channel, latest.turn.start_ms, start_ms)
        ):
            return latest
        self._count += 1
        opened = _OpenTurn(Turn(f"t{self._count}", speaker, "", start_ms, start_ms), line.voice)
        self._latest[channel] = opened
        return opened

    def _other_began(self, channel: int, after_ms: int, until_ms: int) -> bool:
        """Whether another channel began to speak in between. Told by call time, not by which
        line was heard first, for that depends on how fast the audio came."""
        return any(
            after_ms < start <= until_ms
            for other, starts in self._starts.items()
            if other != channel
            for start in starts
        )
