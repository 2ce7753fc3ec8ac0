"""Whole calls: what the coach would have shown in each, and how right that is.

A call is played through the session of a live call, line by line at its call times. A label is
found when the coach names it on its own turn or on a neighbouring one, for people object in two
breaths; a card far from every label is a false one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from salescoach.app.evaluate.material import LabelledCall
from salescoach.app.evaluate.ticks import (
    Tick,
    Unticked,
    check_objectives,
    ticks_of,
    unticked_in,
)
from salescoach.domain.events import CallEvent, SignalHeard, StageChanged, SuggestionShown
from salescoach.domain.signal import ObjectionType, SignalKind, Stage
from salescoach.pipeline.brain import Expertise
from salescoach.pipeline.labels import BUYING_SIGNAL
from salescoach.rooms.live.rehearsal import rehearse

FACTS = "facts"
"""What a card is about that answers a question: it claims neither objection nor interest."""

NEARBY_TURNS = 1
"""A label counts for its own turn and for so many before and after it."""


@dataclass(frozen=True, slots=True)
class CardShown:
    """``fits``: a label nearby has the kind and type that the card is about. ``is_false``: it
    claims an objection or a buying signal where no label is nearby; a card that answers a question
    from the facts claims neither."""

    turn: int
    about: str
    text: str
    quote: str
    confidence: int
    fits: bool
    is_false: bool


@dataclass(frozen=True, slots=True)
class Missed:
    """A label that was not found. ``heard``: the objection types heard there instead."""

    turn: int
    about: str
    text: str
    heard: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CallResult:
    """One call against its labels. ``stages`` pairs the true with the followed stage of every
    turn whose stage is labelled; ``tally`` is what can be added up over calls."""

    id: str
    stages: tuple[tuple[Stage, Stage], ...]
    cards: tuple[CardShown, ...]
    missed: tuple[Missed, ...]
    tally: "Tally"
    ticks: tuple[Tick, ...] = ()
    unticked: tuple[Unticked, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    seconds: float = 0.0
    turns: int = 0
    stages: int = 0
    stages_right: int = 0
    objections: int = 0
    objections_found: int = 0
    objections_found_any_type: int = 0
    objections_carded: int = 0
    buying_signals: int = 0
    buying_signals_found: int = 0
    cards: int = 0
    cards_right: int = 0
    cards_of_facts: int = 0
    cards_false: int = 0
    seconds_without_cards: float = 0.0
    """Of calls whose cards nobody labelled."""
    objectives: int = 0
    ticks: int = 0
    ticks_right: int = 0


async def play_call(expertise: Expertise, call: LabelledCall) -> CallResult:
    """Raises ``Unavailable`` (``coach_failed``), or ``InvalidInput`` for a labelled objective that
    the playbook does not have."""
    check_objectives(call, expertise.playbook)
    after = (await rehearse(expertise, call.lines)).after
    heard = [_objections_in(events) for events in after]
    buying = [any(_is_buying(event) for event in events) for events in after]
    cards = [
        _card(event, turn, call)
        for turn, events in enumerate(after)
        for event in events
        if isinstance(event, SuggestionShown)
    ]
    missed = [*_missed_objections(call, heard), *_missed_buying_signals(call, buying)]
    stages = _stages(call, after)
    ticks = ticks_of(call, after)
    seconds = max(line.end_ms for line in call.lines) / 1000
    unheard = sum(each.about != BUYING_SIGNAL for each in missed)
    tally = Tally(
        seconds=seconds,
        turns=len(call.lines),
        stages=len(stages),
        stages_right=sum(true is followed for true, followed in stages),
        objections=len(call.objections),
        objections_found=len(call.objections) - unheard,
        objections_found_any_type=sum(
            any(heard[place] for place in _around(turn, call)) for turn, _ in call.objections
        ),
        objections_carded=sum(
            any(card.about == _named(kind) and card.turn in _around(turn, call) for card in cards)
            for turn, kind in call.objections
        ),
        buying_signals=len(call.buying_signals),
        buying_signals_found=len(call.buying_signals) - (len(missed) - unheard),
        cards=len(cards),
        cards_right=sum(card.fits for card in cards),
        cards_of_facts=sum(card.about == FACTS for card in cards),
        cards_false=sum(card.is_false for card in cards),
        seconds_without_cards=0.0 if call.labels_cards else seconds,
        objectives=len(call.objectives or ()),
        ticks=len(ticks),
        ticks_right=sum(tick.is_right for tick in ticks),
    )
    unticked = unticked_in(call, ticks)
    return CallResult(call.id, stages, tuple(cards), tuple(missed), tally, ticks, unticked)


def _missed_objections(
    call: LabelledCall, heard: Sequence[Sequence[ObjectionType]]
) -> Iterator[Missed]:
    for turn, kind in call.objections:
        near = [each for place in _around(turn, call) for each in heard[place]]
        if kind not in near:
            instead = tuple(each.value for each in near)
            yield Missed(turn, _named(kind), call.lines[turn].text, instead)


def _missed_buying_signals(call: LabelledCall, heard: Sequence[bool]) -> Iterator[Missed]:
    for turn in call.buying_signals:
        if not any(heard[place] for place in _around(turn, call)):
            yield Missed(turn, BUYING_SIGNAL, call.lines[turn].text)


def added_up(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        total = Tally(*(getattr(total, name) + getattr(tally, name) for name in Tally.__slots__))
    return total


def _stages(
    call: LabelledCall, after: Sequence[Sequence[CallEvent]]
) -> tuple[tuple[Stage, Stage], ...]:
    """The stage that stands when a turn was heard, beside the true one."""
    followed: dict[int, Stage] = {}
    current = Stage.OPENING
    for turn in sorted(range(len(after)), key=lambda at: call.lines[at].end_ms):
        for event in after[turn]:
            if isinstance(event, StageChanged):
                current = event.current
        followed[turn] = current
    return tuple(
        (true, followed[turn]) for turn, true in enumerate(call.stages) if true is not None
    )


def _objections_in(events: Sequence[CallEvent]) -> list[ObjectionType]:
    return [
        event.objection_type
        for event in events
        if isinstance(event, SignalHeard)
        and event.kind is SignalKind.OBJECTION
        and event.objection_type is not None
    ]


def _is_buying(event: CallEvent) -> bool:
    return isinstance(event, SignalHeard) and event.kind is SignalKind.BUYING_SIGNAL


def _around(turn: int, call: LabelledCall) -> range:
    return range(max(0, turn - NEARBY_TURNS), min(len(call.lines), turn + NEARBY_TURNS + 1))


def _named(kind: ObjectionType) -> str:
    return f"objection:{kind.value}"


def _card(event: SuggestionShown, turn: int, call: LabelledCall) -> CardShown:
    about = FACTS
    if event.context.objection_type is not None:
        about = _named(event.context.objection_type)
    elif event.context.buying_signal:
        about = BUYING_SIGNAL
    near = _around(turn, call)
    labels = {_named(kind) for at, kind in call.objections if at in near}
    labels |= {BUYING_SIGNAL for at in call.buying_signals if at in near}
    return CardShown(
        turn=turn,
        about=about,
        text=event.primary_suggestion.text,
        quote=event.evidence.quote,
        confidence=event.primary_suggestion.confidence,
        fits=about in labels,
        is_false=call.labels_cards and about != FACTS and not labels,
    )
