"""The digest of a reviewed call: what is counted of it over many calls. Pure, like the review.

A script counts once a call, however often its card came: calls are independent of each other,
moments of one call are not.
"""

from collections.abc import Iterator
from datetime import datetime

from salescoach.domain.audio import Speaker
from salescoach.domain.call import CallRecord
from salescoach.domain.events import LineSaid, SuggestionUsed
from salescoach.domain.insight import (
    CallDigest,
    CountedLine,
    CountedMoment,
    CountedObjection,
    Place,
    Reaction,
)
from salescoach.domain.playbook import Playbook
from salescoach.domain.review import FigureKey, HandledObjection, Outcome, Review
from salescoach.domain.suggestion import FACT
from salescoach.domain.turn import Turn
from salescoach.pipeline.metrics import CUT_IN_WORDS, count_words
from salescoach.pipeline.metrics_call import answer_to
from salescoach.pipeline.review.reading import Reading, read
from salescoach.pipeline.time_zones import zone_of


def digest(record: CallRecord, review: Review, playbook: Playbook) -> CallDigest:
    """``playbook``: the call's, as written; scripts that it does not hold are not counted."""
    reading = read(record, playbook)
    started = reading.started
    zone = zone_of(started.time_zone if started else None)
    begun = datetime.fromisoformat(started.started_at) if started else record.call.started_at
    figures: dict[FigureKey, float | None] = {each.key: each.value for each in review.figures}
    said = _said(record, reading)
    demo = started is not None and started.demo
    return CallDigest(
        call_id=record.call.id,
        day=begun.astimezone(zone).date(),
        playbook_id=record.call.playbook_id,
        counts=not demo and review.outcome is not Outcome.NO_CONVERSATION,
        duration_ms=reading.duration_ms,
        talk_ratio=figures.get("talk_ratio"),
        questions=_whole(figures.get("questions")),
        open_questions=_whole(figures.get("open_questions")),
        longest_monologue_ms=_whole(figures.get("longest_monologue")),
        patience_ms=_whole(figures.get("patience")),
        objections=tuple(
            _objection(each, reading, said)
            for each in review.objections
            if each.evidence.turn_id in reading.by_id
        ),
        lines=tuple(_lines(reading, said)),
        moments=tuple(_moments(review, reading)),
    )


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _place(turn: Turn) -> Place:
    return Place(turn.id, turn.start_ms)


def _said(record: CallRecord, reading: Reading) -> dict[str, Turn]:
    """Id of a script -> the turn that said it first. A card that was pressed as used and not heard
    was said in the reply to what it was about."""
    found: dict[str, Turn] = {}
    cards = {card.shown.id: card.shown for card in reading.cards}
    for event in record.events:
        if isinstance(event, LineSaid) and event.what == "script":
            turn = reading.by_id.get(event.evidence.turn_id)
            if turn is not None and turn.speaker is not Speaker.CUSTOMER:
                found.setdefault(event.id, turn)
    for event in record.events:
        card = cards.get(event.id) if isinstance(event, SuggestionUsed) else None
        about = reading.by_id.get(card.evidence.turn_id) if card else None
        if card is None or card.script_id is None or about is None:
            continue
        reply = reading.after(about, Speaker.SALESPERSON)
        if reply is not None:
            found.setdefault(card.script_id, reply)
    return found


def _lines(reading: Reading, said: dict[str, Turn]) -> Iterator[CountedLine]:
    shown: dict[str, list[Turn]] = {}
    for card in reading.cards:
        script_id, about = card.shown.script_id, reading.by_id.get(card.shown.evidence.turn_id)
        if script_id is not None and not script_id.startswith(FACT) and about is not None:
            shown.setdefault(script_id, []).append(about)
    for category in reading.playbook.categories:
        for script in category.scripts:
            cards, turn = shown.get(script.id, []), said.get(script.id)
            if turn is None and not cards:
                continue
            at = turn or cards[0]
            reaction, reacted = (None, None) if turn is None else reaction_to(turn, reading)
            yield CountedLine(
                script.id,
                script.name,
                len(cards),
                _place(at),
                reaction,
                None if reacted is None else _place(reacted),
            )


def reaction_to(said: Turn, reading: Reading) -> tuple[Reaction, Turn | None]:
    """What the customer did after ``said`` until the salesperson said something of length, and
    where. An objection outweighs a step: "sounds good, but the price" is not won yet."""
    answer = _answer(said, reading)
    if not answer:
        return Reaction.ENDED, None
    stepped = {each.evidence.turn_id for each in reading.buying} | {
        each.evidence.turn_id
        for each in reading.promises
        if each.commitment is not None and each.commitment.who is Speaker.CUSTOMER
    }
    signals = (
        (Reaction.OBJECTED, {each.evidence.turn_id for each in reading.objections}),
        (Reaction.STEPPED, stepped),
        (Reaction.ASKED, {each.evidence.turn_id for each in reading.asked}),
    )
    for reaction, turns in signals:
        turn = next((each for each in answer if each.id in turns), None)
        if turn is not None:
            return reaction, turn
    return Reaction.WENT_ON, answer[0]


def _answer(said: Turn, reading: Reading) -> list[Turn]:
    found: list[Turn] = []
    for turn in reading.turns[reading.place(said) + 1 :]:
        if turn.speaker is not Speaker.SALESPERSON:
            found.append(turn)
        elif found and count_words(turn.text) >= CUT_IN_WORDS:
            break
    return found


def _objection(
    handled: HandledObjection, reading: Reading, said: dict[str, Turn]
) -> CountedObjection:
    turn = reading.by_id[handled.evidence.turn_id]
    answer = answer_to(turn, reading.turns) if handled.answer is not None else None
    reply = reading.from_answer(answer) if answer is not None else ()
    places = {each.id: place for place, each in enumerate(reply)}
    known = {script.id for category in reading.playbook.categories for script in category.scripts}
    scripts = sorted(
        (places[spoken.id], script_id)
        for script_id, spoken in said.items()
        if spoken.id in places and script_id in known
    )
    return CountedObjection(
        handled.type,
        handled.handling,
        _place(turn),
        _place(reply[0]) if reply else None,
        scripts[0][1] if scripts else None,
    )


def _moments(review: Review, reading: Reading) -> Iterator[CountedMoment]:
    """What an objection or the outcome hung on counts most."""
    settled = {
        each.answer.turn_id
        for each in review.objections
        if each.answer is not None and each.handling == "settled"
    }
    lost = {
        each.evidence.turn_id
        for each in review.objections
        if each.handling in ("came_back", "unanswered")
    }
    bought = {each.evidence.turn_id for each in reading.buying}
    for worked in review.what_worked:
        turn = reading.by_id.get(worked.evidence.turn_id)
        if turn is not None:
            rank = 2 if turn.id in settled else 1
            yield CountedMoment("best", rank, worked.text, worked.why, _place(turn))
    for missed in review.missed:
        turn = reading.by_id.get(missed.evidence.turn_id)
        if turn is not None:
            rank = 3 if turn.id in lost else 2 if turn.id in bought else 1
            yield CountedMoment("worst", rank, missed.opportunity, missed.what_to_do, _place(turn))
