"""What a review needs of a call's log, put in order once.

Signals whose words the recogniser later took back, that turned out to be the salesperson's own, or
that were not sure enough for a card, are left out here.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from salescoach.domain.audio import Speaker
from salescoach.domain.call import Call, CallRecord
from salescoach.domain.events import (
    CallEvent,
    CallStarted,
    Cue,
    Gap,
    Paused,
    SignalHeard,
    StageChanged,
    Timing,
    Unpaused,
)
from salescoach.domain.playbook import Objective, Playbook
from salescoach.domain.signal import Evidence, SignalKind
from salescoach.domain.turn import Turn
from salescoach.pipeline.due_dates import Due, due_in
from salescoach.pipeline.metrics import CUT_IN_WORDS, count_words
from salescoach.pipeline.metrics_call import evidence_of, in_order
from salescoach.pipeline.review.heard import apart, is_half_hearted, once_a_turn, sure
from salescoach.pipeline.review.no_objection import is_no_objection, tells_who_decides
from salescoach.pipeline.review.quotes import in_its_sentence, is_verbatim
from salescoach.pipeline.review.words import shown_moments
from salescoach.pipeline.state import CallState, ShownCard, fold
from salescoach.pipeline.time_words import MONTH

_DAY = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|tonight|(?:this|next) (?:week|month|"
    r"quarter|morning|afternoon|evening)|(?:at|by|around) (?:\d{1,2}|one|two|three|four|five|six|"
    r"seven|eight|nine|ten|eleven|twelve|noon)\b|\d{1,2}(?::\d\d)? ?(?:am|pm|o'clock)|in (?:a|one|"
    r"two|three|\d+) (?:days?|weeks?)|first of|end of (?:the )?(?:week|month))",
    re.IGNORECASE,
)


_MONTH = re.compile(
    rf"\b(?:in|of|by|for|from|till|until|early|late|mid) (?:{MONTH})\b", re.IGNORECASE
)
_SLOTS = re.compile(r"\b(?:slots|times|options|dates|choices)\b[^.?!]*", re.IGNORECASE)
"""Days to choose from are not yet one."""
_SOME_DAY = re.compile(
    r"\b(?:one day|some ?time|any ?time|some point) (?:this|next) (?:week|month)\b", re.IGNORECASE
)


def names_a_day(text: str) -> bool:
    return _DAY.search(_SOME_DAY.sub("", _SLOTS.sub("", text))) is not None


def names_a_month(text: str) -> bool:
    return _MONTH.search(text) is not None


def of_something_else(deed: str) -> bool:
    """Whether the time that was said with the deed is that of what it hands over."""
    return _SLOTS.search(deed) is not None


@dataclass(frozen=True, slots=True)
class Reached:
    """``evidence`` None: ticked by hand."""

    objective: Objective
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class Reading:
    """Turns in the order they began; signals in the order they were heard, one a turn and kind,
    but as many objections as a turn has in words apart from each other.
    ``places`` are the turns' in ``turns`` and ``times`` those a turn names, by its id.
    ``off_record`` are spans of call time in milliseconds. ``faint`` are the objections however
    unsure, and ``deciders`` tell who else decides without objecting."""

    call: Call
    playbook: Playbook
    turns: tuple[Turn, ...]
    by_id: Mapping[str, Turn]
    places: Mapping[str, int]
    times: Mapping[str, tuple[Due, ...]]
    objections: tuple[SignalHeard, ...]
    buying: tuple[SignalHeard, ...]
    asked: tuple[SignalHeard, ...]
    promises: tuple[SignalHeard, ...]
    reached: tuple[Reached, ...]
    cards: tuple[ShownCard, ...]
    stages: tuple[StageChanged, ...]
    cues: tuple[Cue, ...]
    off_record: tuple[tuple[int, int], ...]
    started: CallStarted | None = None
    faint: tuple[SignalHeard, ...] = ()
    deciders: tuple[SignalHeard, ...] = ()

    @property
    def is_imported(self) -> bool:
        """Nobody saw a card in a call that came from elsewhere."""
        return self.started is not None and self.started.imported_from is not None

    @property
    def timing(self) -> Timing:
        return "full" if self.started is None else self.started.timing

    def clock(self, ms: int) -> str:
        """The moment of call time, or the line that begins there where nobody knows its time."""
        return shown_moments(self.timing, (turn.start_ms for turn in self.turns))(ms)

    def said_on(self, turn: Turn) -> date | None:
        """The day ``turn`` was said, where the salesperson is; None when nobody knows."""
        state = CallState()
        if self.started is not None:
            state.apply(self.started)
        return state.said_on(turn)

    @property
    def duration_ms(self) -> int:
        """Call time, as far as the row or the last words tell."""
        return max([self.call.duration_ms, *(turn.end_ms for turn in self.turns)])

    @property
    def who(self) -> str:
        """The customer, as a sentence names them in its middle."""
        customer = self.call.customer
        return customer.name if customer and customer.name.strip() else "the customer"

    @property
    def who_first(self) -> str:
        """The same at a sentence's start."""
        return self.who[0].upper() + self.who[1:]

    def place(self, turn: Turn) -> int:
        return self.places[turn.id]

    def turn(self, heard: SignalHeard) -> Turn:
        return self.by_id[heard.evidence.turn_id]

    def after(self, turn: Turn, speaker: Speaker, words: int = CUT_IN_WORDS) -> Turn | None:
        """The next turn of ``speaker`` with at least so many words."""
        place = self.place(turn)
        return next(
            (
                each
                for each in self.turns[place + 1 :]
                if each.speaker is speaker and count_words(each.text) >= words
            ),
            None,
        )

    def before(self, turn: Turn, speaker: Speaker) -> Turn | None:
        place = self.place(turn)
        return next((t for t in reversed(self.turns[:place]) if t.speaker is speaker), None)

    def other_before(self, turn: Turn) -> Turn | None:
        """The last turn of the other side's; None where nobody knows who spoke."""
        known = turn.speaker is not Speaker.UNKNOWN
        return self.before(turn, turn.speaker.other) if known else None

    def reply_to(self, turn: Turn) -> tuple[Turn, ...]:
        """What the salesperson said after ``turn`` until the customer said something of length."""
        return self._until_theirs(self.place(turn) + 1)

    def from_answer(self, answer: Turn) -> tuple[Turn, ...]:
        """``answer`` of the salesperson's, and what they said until the customer said something of
        length."""
        return self._until_theirs(self.place(answer))

    def _until_theirs(self, start: int) -> tuple[Turn, ...]:
        found: list[Turn] = []
        for each in self.turns[start:]:
            if each.speaker is Speaker.SALESPERSON:
                found.append(each)
            elif found and count_words(each.text) >= CUT_IN_WORDS:
                break
        return tuple(found)

    def said(self, evidence: Evidence) -> Evidence:
        """``evidence`` as the transcript has it now: the whole turn when its words have changed,
        and no half of a sentence."""
        turn = self.by_id[evidence.turn_id]
        if not is_verbatim(evidence, self.by_id):
            return evidence_of(turn)
        return replace(evidence, quote=in_its_sentence(evidence.quote, turn.text))


def read(record: CallRecord, playbook: Playbook) -> Reading:
    """``playbook``: the one of the call, its slots filled."""
    turns = tuple(in_order(record.turns))
    by_id = {turn.id: turn for turn in turns}
    state = fold(record.events)
    heard = [
        event
        for event in record.events
        if isinstance(event, SignalHeard) and event.evidence.turn_id in by_id
    ]
    theirs = [
        event for event in heard if by_id[event.evidence.turn_id].speaker is not Speaker.SALESPERSON
    ]
    cards = tuple(card for card in state.cards.values() if card.outcome != "turned")
    done = {key: event for key, event in state.objectives.items() if event.done}
    own = _own_before(turns)
    raised = apart(theirs, SignalKind.OBJECTION)
    not_meant = [
        event
        for event in raised
        if is_no_objection(event, by_id[event.evidence.turn_id], own[event.evidence.turn_id])
    ]
    meant = tuple(event for event in raised if event not in not_meant)
    return Reading(
        call=record.call,
        playbook=playbook,
        turns=turns,
        by_id=by_id,
        places={turn.id: place for place, turn in enumerate(turns)},
        times={turn.id: tuple(due_in(turn.text, state.said_on(turn))) for turn in turns},
        objections=sure(meant, cards, by_id),
        buying=tuple(
            event
            for event in sure(once_a_turn(theirs, SignalKind.BUYING_SIGNAL), cards, by_id)
            if not is_half_hearted(by_id[event.evidence.turn_id].text)
        ),
        asked=sure(once_a_turn(theirs, SignalKind.QUESTION), cards, by_id),
        promises=tuple(
            event for event in state.commitments.values() if event.evidence.turn_id in by_id
        ),
        reached=tuple(
            Reached(objective, _known(done[objective.id].evidence, by_id))
            for objective in playbook.objectives
            if objective.id in done
        ),
        cards=cards,
        stages=tuple(event for event in record.events if isinstance(event, StageChanged)),
        cues=tuple(event for event in record.events if isinstance(event, Cue)),
        off_record=_off_record(record.events, record.call.duration_ms),
        started=state.started,
        faint=meant,
        deciders=tuple(e for e in sure(not_meant, cards, by_id) if tells_who_decides(e)),
    )


def _own_before(turns: Sequence[Turn]) -> dict[str, Turn | None]:
    """The salesperson's last turn before each."""
    last: Turn | None = None
    found: dict[str, Turn | None] = {}
    for turn in turns:
        found[turn.id] = last
        if turn.speaker is Speaker.SALESPERSON:
            last = turn
    return found


def _known(evidence: Evidence | None, turns: Mapping[str, Turn]) -> Evidence | None:
    return evidence if evidence is not None and evidence.turn_id in turns else None


def _off_record(events: Sequence[CallEvent], duration_ms: int) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    since: int | None = None
    for event in events:
        match event:
            case Paused():
                since = event.call_ms
            case Unpaused() if since is not None:
                spans.append((since, event.call_ms))
                since = None
            case Gap():
                spans.append((event.start_ms, event.end_ms))
            case _:
                pass
    if since is not None:
        spans.append((since, max(since, duration_ms)))
    return tuple(spans)
