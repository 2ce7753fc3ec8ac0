"""Takes out of a call's words what is not to be kept, before anybody reads them.

A number may be said in two breaths, so a turn is masked whole, each time it grows. What was taken
out is counted by kind and turn.
"""

from collections.abc import Callable
from dataclasses import replace

from salescoach.domain.events import CallEvent, Masked
from salescoach.domain.playbook import Term
from salescoach.domain.privacy import Privacy
from salescoach.domain.turn import Turn
from salescoach.kit.masking import counted
from salescoach.pipeline.state import CallState
from salescoach.pipeline.turns import TurnUpdate
from salescoach.speech.transcriber import Transcriber

ANSWERED_WITHIN_MS = 10_000
"""A number is said so soon after it was asked for, and goes on so soon after its first half."""


def terms_for(
    transcriber: Transcriber, vocabulary: tuple[Term, ...], privacy: Privacy
) -> tuple[Term, ...]:
    """The terms that an engine may be told: a service gets none that is masked for others."""
    if not transcriber.capabilities.network:
        return vocabulary
    mask = privacy.before_sending()
    return tuple(term for term in vocabulary if not mask.mask(term.term).counts)


class Discretion:
    def __init__(
        self,
        privacy: Privacy,
        state: CallState,
        emit: Callable[[CallEvent], None],
        *,
        sends: bool,
    ) -> None:
        """``sends``: a language model is given what was said, so what is masked only for it is
        counted, too."""
        self._kept = privacy.before_storage()
        self._sent = privacy.before_sending() if sends else None
        self._state = state
        self._emit = emit
        self._heard: dict[int, list[Turn]] = {}
        """Channel -> its last two turns as they were said, in memory alone."""

    def applied(self, update: TurnUpdate) -> TurnUpdate:
        """As it may be shown, kept and read."""
        asked, begun = self._before(update)
        text = self._kept.mask(update.turn.text, asked=asked, begun=begun).text
        if text == update.turn.text:
            return update
        line = self._kept.mask(update.line).text
        if not update.is_final and not text.endswith(line):
            # A number began in an earlier line: of this one nothing can be read by itself.
            line = ""
        return replace(update, turn=replace(update.turn, text=text), line=line)

    def _before(self, update: TurnUpdate) -> tuple[str, str]:
        """What somebody else said last, and what the same voice said in the turn before."""
        turn = update.turn
        own = [each for each in self._heard.get(update.channel, []) if each.id != turn.id][-1:]
        self._heard[update.channel] = [*own, turn]
        others = [turns[-1] for channel, turns in self._heard.items() if channel != update.channel]
        recent = [other for other in others if turn.start_ms - other.end_ms < ANSWERED_WITHIN_MS]
        asked = max(recent, key=lambda other: other.end_ms, default=None)
        goes_on = own and turn.start_ms - own[0].end_ms < ANSWERED_WITHIN_MS
        return (asked.text if asked else "", own[0].text if goes_on else "")

    def count(self, turn: Turn) -> None:
        """Says how much was taken out of a finished turn, when that has changed."""
        stored = counted(turn.text)
        sent = counted(self._sent.mask(turn.text).text) if self._sent is not None else {}
        only_sent = {
            kind: count - stored.get(kind, 0)
            for kind, count in sent.items()
            if count > stored.get(kind, 0)
        }
        before = self._state.masked.get(turn.id)
        known = (before.stored, before.sent) if before is not None else ({}, {})
        if (stored, only_sent) != known:
            self._emit(Masked(turn_id=turn.id, stored=stored, sent=only_sent))
