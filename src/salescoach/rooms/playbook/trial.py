"""Try it: what the coach would make of a sentence, with the very brain of a live call, and why.

What was said before only sets the scene: it brings no cards of its own, so that none of them keeps
the one in question from coming.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from salescoach.domain.audio import Speaker
from salescoach.domain.coaching import Coaching
from salescoach.domain.events import CallEvent, SignalHeard, SuggestionShown, Transcription
from salescoach.domain.playbook import Playbook
from salescoach.domain.signal import ObjectionType, Sentiment, Signal, SignalKind, Stage
from salescoach.domain.suggestion import Suggestion
from salescoach.domain.turn import Turn
from salescoach.pipeline.brain import Brain, Expertise
from salescoach.pipeline.coach import CallView, category_of
from salescoach.pipeline.signals import Reading
from salescoach.pipeline.state import CallState, fold
from salescoach.rooms.playbook.why import likeness, reasons

NEAREST = 5
EXAMPLES = 3
KEPT = 4
_TURN_MS = 3_000

Said = tuple[Speaker, str]
Learn = Callable[[Playbook], Awaitable[Expertise]]
"""What a live call would know of a playbook as written."""

CoachingFor = Callable[[str], Awaitable[Coaching]]
"""For the id of a playbook, how the user wants to be coached with it."""


@dataclass(frozen=True, slots=True)
class TriedSignal:
    kind: SignalKind
    objection_type: ObjectionType | None
    sentiment: Sentiment | None
    confidence: float
    quote: str
    basis: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TriedCard:
    text: str
    category: str | None
    script_id: str | None
    confidence: int
    reasoning: str
    next_move: str


@dataclass(frozen=True, slots=True)
class NearTrigger:
    """``similarity`` is a cosine, not below 0."""

    category: str
    script_id: str
    line: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Tried:
    signals: tuple[TriedSignal, ...]
    stage: Stage
    card: TriedCard | None
    why: tuple[str, ...]
    nearest: tuple[NearTrigger, ...]


class Trial:
    """What was learnt of the last playbooks is kept, so that typing on is answered at once."""

    def __init__(self, learn: Learn, coaching: CoachingFor | None = None) -> None:
        """``coaching``: how a call with the playbook would be coached; as it comes when left
        out."""
        self._learn = learn
        self._coaching = coaching
        self._known: OrderedDict[Playbook, Expertise] = OrderedDict()

    async def __call__(self, playbook: Playbook, text: str, context: Sequence[Said]) -> Tried:
        """``playbook`` as written, ``text`` the customer's words, ``context`` what was said
        before, oldest first."""
        expertise = await self._expertise(playbook)
        if self._coaching is not None:
            expertise = replace(expertise, coaching=await self._coaching(playbook.id))
        said = [*context, (Speaker.CUSTOMER, text)]
        turns = [_turn(place, *line) for place, line in enumerate(said)]
        spoken = [_heard(turn) for turn in turns]
        state, events = fold(spoken), list[CallEvent]()

        def take(event: CallEvent) -> None:
            state.apply(event)
            events.append(event)

        await Brain(expertise, state, take, lambda turn: 0).consider(turns[-1])
        card = next((event for event in events if isinstance(event, SuggestionShown)), None)
        heard = [event for event in events if isinstance(event, SignalHeard)]
        signals = [_signal(event) for event in heard if not event.withdrawn]
        before, turn = fold(spoken), turns[-1]
        reading = await Brain(expertise, before, before.apply, lambda turn: 0).read(turn)
        offered = await _candidates(expertise, before, turn, reading)
        near = expertise.index.triggers.nearest(reading.vectors, NEAREST)
        return Tried(
            signals=tuple([await _tried(each, expertise) for each in signals]),
            stage=state.stage,
            card=None if card is None else _card(card),
            why=tuple(reasons(expertise.index, before, reading, signals, offered, card)),
            nearest=tuple(
                NearTrigger(m.owner[0].id, m.owner[1].id, m.line, likeness(m)) for m in near
            ),
        )

    async def _expertise(self, playbook: Playbook) -> Expertise:
        known = self._known.pop(playbook, None) or await self._learn(playbook)
        self._known[playbook] = known
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        return known


def _turn(place: int, speaker: Speaker, words: str) -> Turn:
    start = place * _TURN_MS
    return Turn(f"t{place + 1}", speaker, words, start, start + _TURN_MS)


def _heard(turn: Turn) -> Transcription:
    return Transcription(
        turn_id=turn.id,
        text=turn.text,
        speaker=turn.speaker,
        is_final=True,
        start_ms=turn.start_ms,
        end_ms=turn.end_ms,
        channel=0 if turn.speaker is Speaker.SALESPERSON else 1,
        committed_ms=turn.end_ms,
    )


def _signal(heard: SignalHeard) -> Signal:
    return Signal(
        heard.kind,
        heard.confidence,
        heard.evidence,
        heard.objection_type,
        heard.sentiment,
        heard.basis,
    )


async def _candidates(
    expertise: Expertise, state: CallState, turn: Turn, reading: Reading
) -> list[Suggestion]:
    """What the coach would have liked to show, best first."""
    view = CallView(state, turn, reading, frozenset(expertise.coaching.muted))
    offered = expertise.coach.advise(view, expertise.playbook)
    return [advice async for advice in offered if isinstance(advice, Suggestion)]


async def _tried(signal: Signal, expertise: Expertise) -> TriedSignal:
    category = category_of(signal, expertise.playbook)
    index = expertise.index
    vectors = await expertise.embedder.embed([signal.evidence.quote])
    near = index.triggers.nearest(vectors, len(index.triggers.texts)) if category else []
    examples = (match.line for match in near if category and match.owner[0].id == category.id)
    return TriedSignal(
        kind=signal.kind,
        objection_type=signal.objection_type,
        sentiment=signal.sentiment,
        confidence=signal.confidence,
        quote=signal.evidence.quote,
        basis=signal.basis,
        examples=tuple(examples)[:EXAMPLES],
    )


def _card(card: SuggestionShown) -> TriedCard:
    said = card.primary_suggestion
    return TriedCard(
        text=said.text,
        category=next(iter(card.highlight_toolkit), None),
        script_id=card.script_id,
        confidence=said.confidence,
        reasoning=said.reasoning,
        next_move=card.next_move,
    )
