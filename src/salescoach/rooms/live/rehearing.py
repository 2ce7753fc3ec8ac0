"""A call whose lines were corrected is heard anew: what its words mean is decided again by the very
session that a live call has. What happened in the call, such as cards, marks and notes, stays.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from loguru import logger

from salescoach.domain.call import CallRecord
from salescoach.domain.events import (
    CallEvent,
    Cue,
    LineSaid,
    ObjectiveChanged,
    SignalHeard,
    StageChanged,
)
from salescoach.domain.playbook import Playbook
from salescoach.domain.signal import Evidence
from salescoach.domain.turn import Turn
from salescoach.kit.errors import Unavailable
from salescoach.pipeline.brain import Expertise
from salescoach.pipeline.state import fold
from salescoach.rooms.live.rehearsal import SpokenLine, rehearse

STEP_S = 0.002
"""Left to others before each line."""

Decided = SignalHeard | StageChanged | ObjectiveChanged | LineSaid | Cue


class Rehearing:
    """``learn``: what there is to know of a playbook as written."""

    def __init__(self, learn: Callable[[Playbook], Awaitable[Expertise]]) -> None:
        self._learn = learn

    async def hear(self, record: CallRecord, playbook: Playbook) -> CallRecord:
        """``record`` with what the coach makes of its turns as they stand now. As it was, when the
        coach cannot read them."""
        lines = [
            SpokenLine(turn.speaker, turn.text, turn.start_ms, max(turn.end_ms, turn.start_ms + 1))
            for turn in record.turns
        ]
        started = fold(record.events).started
        try:
            heard = await rehearse(await self._learn(playbook), lines, _step, started)
        except Unavailable:
            logger.warning("Call {} could not be heard anew", record.call.id)
            return record
        by_hand = {
            each.id
            for each in record.events
            if isinstance(each, ObjectiveChanged) and each.by == "user"
        }
        kept = [each for each in record.events if not _is_decided(each)]
        fresh = [
            placed
            for each in heard.events
            if isinstance(each, Decided)
            and not (isinstance(each, ObjectiveChanged) and each.id in by_hand)
            and (placed := _placed(each, record.turns)) is not None
        ]
        return replace(record, events=(*kept, *fresh))


async def _step() -> None:
    await asyncio.sleep(STEP_S)


def _is_decided(event: CallEvent) -> bool:
    if isinstance(event, ObjectiveChanged):
        return event.by != "user"
    return isinstance(event, Decided)


def _placed(event: Decided, turns: Sequence[Turn]) -> CallEvent | None:
    """The event with its words where the call has them; None when it has them nowhere."""
    evidence = event.evidence
    if evidence is None:
        return replace(event, seq=None)
    turn = _turn_of(evidence, turns)
    if turn is None:
        return None
    return replace(event, seq=None, evidence=replace(evidence, turn_id=turn.id))


def _turn_of(evidence: Evidence, turns: Sequence[Turn]) -> Turn | None:
    """Turns of one person that follow each other are one to the coach, so that its numbers are
    others: the words tell, then the time."""
    near = [
        turn
        for turn in turns
        if turn.start_ms <= evidence.end_ms and evidence.start_ms <= turn.end_ms
    ]
    holding = [turn for turn in near if evidence.quote in turn.text]
    return max(holding or near, key=lambda turn: _overlap_ms(evidence, turn), default=None)


def _overlap_ms(evidence: Evidence, turn: Turn) -> int:
    return min(evidence.end_ms, turn.end_ms) - max(evidence.start_ms, turn.start_ms)
