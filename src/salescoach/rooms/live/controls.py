"""What the user does during a call: each command becomes an event of the call."""

from salescoach.domain.audio import Speaker
from salescoach.domain.events import (
    CallEvent,
    ChannelMuted,
    CoachingMode,
    ModeSet,
    MomentMarked,
    NoteAdded,
    ObjectiveChanged,
    Paused,
    SpeakersSwapped,
    SuggestionDismissed,
    SuggestionUsed,
    SuggestionVoted,
    Unpaused,
)
from salescoach.domain.playbook import Playbook
from salescoach.kit.clock import Clock
from salescoach.kit.errors import Conflict, InvalidInput, NotFound
from salescoach.pipeline.session import CallSession
from salescoach.rooms.live.feeder import Feeder
from salescoach.rooms.live.gaps import Gaps

PAUSE_SILENCE_MS = 1_000
"""Silence that the engine hears at a pause, so that the words before it become final."""


class Controls:
    """Every method raises ``Conflict`` (``call_has_ended``) once the call ends."""

    def __init__(
        self,
        session: CallSession,
        feeder: Feeder,
        gaps: Gaps,
        playbook: Playbook,
        clock: Clock,
    ) -> None:
        self._session = session
        self._feeder = feeder
        self._gaps = gaps
        self._goals = frozenset(goal.id for goal in playbook.objectives)
        self._clock = clock
        self._paused_at_ms: float | None = None
        self._closed = False

    @property
    def paused(self) -> bool:
        """Off the record."""
        return self._paused_at_ms is not None

    def take_up_pause(self, at_ms: int) -> None:
        """A call rebuilt from its log was paused at ``at_ms``, and still is."""
        self._paused_at_ms = self._clock.now_ms() - (self._session.at_ms() - at_ms)

    def close(self) -> None:
        """The call ends: a pause ends with it."""
        if not self._closed:
            self.unpause()
        self._closed = True

    def pause(self) -> None:
        """Off the record until ``unpause``."""
        self._check_open()
        if self.paused:
            return
        self._paused_at_ms = self._clock.now_ms()
        call_ms = self._gaps.received_ms()
        if call_ms:
            for channel, silence in self._gaps.level(call_ms + PAUSE_SILENCE_MS).items():
                self._feeder.offer(channel, silence)
        self._session.emit(Paused(call_ms=call_ms))

    def unpause(self) -> None:
        """The time off the record becomes a gap of every channel."""
        self._check_open()
        if self._paused_at_ms is None:
            return
        away_ms = round(self._clock.now_ms() - self._paused_at_ms)
        self._paused_at_ms = None
        if self._gaps.received_ms():
            self._gaps.paused(away_ms - PAUSE_SILENCE_MS)
        self._session.emit(Unpaused(call_ms=self._gaps.received_ms()))

    def mute(self, channel: int, muted: bool) -> None:
        if channel not in self._session.state.channels:
            raise InvalidInput(f"This call has no channel {channel}.", code="unknown_channel")
        self._record(ChannelMuted(channel=channel, muted=muted))

    def swap_speakers(self) -> None:
        self._check_open()
        roles = {channel.role for channel in self._session.state.channels.values()}
        if roles != {Speaker.SALESPERSON, Speaker.CUSTOMER}:
            raise Conflict("Only a call with both sides can be swapped.", code="nothing_to_swap")
        self._record(SpeakersSwapped())
        self._session.swap_channels()

    async def set_mode(self, mode: CoachingMode) -> None:
        self._check_open()
        if mode == self._session.state.mode:
            return
        self._record(ModeSet(mode=mode))
        await self._session.consider_again()

    def judge_card(self, event: SuggestionUsed | SuggestionDismissed | SuggestionVoted) -> None:
        """Raises ``NotFound`` (``suggestion_not_found``)."""
        if event.id not in self._session.state.cards:
            raise NotFound(f"This call has no card {event.id}.", code="suggestion_not_found")
        self._record(event)

    async def set_objective(self, objective_id: str, done: bool) -> None:
        """Raises ``NotFound`` (``objective_not_found``)."""
        if objective_id not in self._goals:
            raise NotFound(
                f"The playbook has no objective {objective_id}.", code="objective_not_found"
            )
        self._record(ObjectiveChanged(id=objective_id, done=done, by="user"))
        if self._session.state.mode == "guidance":
            await self._session.consider_again()

    def mark_moment(self, label: str | None) -> None:
        self._record(MomentMarked(label=label, call_ms=self._gaps.received_ms()))

    def add_note(self, text: str) -> None:
        self._record(NoteAdded(text=text, call_ms=self._gaps.received_ms()))

    def _record(self, event: CallEvent) -> None:
        self._check_open()
        self._session.emit(event)

    def _check_open(self) -> None:
        if self._closed:
            raise Conflict("This call has ended.", code="call_has_ended")
