"""Why a sentence brought this card, or none, in sentences that need no manual."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from salescoach.domain.audio import Speaker
from salescoach.domain.events import SuggestionShown
from salescoach.domain.playbook import Playbook
from salescoach.domain.signal import Signal, SignalKind
from salescoach.domain.suggestion import Suggestion, card_of_fact
from salescoach.pipeline.answering import FACT_SIMILARITY
from salescoach.pipeline.coach import CARD_CONFIDENCE, category_of
from salescoach.pipeline.index import PlaybookIndex
from salescoach.pipeline.lookup import Match
from salescoach.pipeline.policy import Candidate, judge
from salescoach.pipeline.signals import Reading
from salescoach.pipeline.state import CallState
from salescoach.pipeline.verdicts import BOOST_FROM
from salescoach.pipeline.word_for_word import SAID_SIMILARITY, is_said

_OPENING = (SignalKind.OBJECTION, SignalKind.BUYING_SIGNAL)
_REFUSALS: Mapping[str, str] = {
    "not sure enough": "the coach is not sure enough of it",
    "small talk": "the words are only courtesy",
    "nothing was offered yet": "they only answer, and nothing was offered yet",
    "an echo of your words": "the words only repeat what the salesperson said",
    "voted wrong before": "cards of this kind were voted wrong",
    "muted": "you muted its script",
}


def reasons(
    index: PlaybookIndex,
    state: CallState,
    reading: Reading,
    signals: Sequence[Signal],
    offered: Sequence[Suggestion],
    card: SuggestionShown | None,
) -> Iterator[str]:
    """``state`` before the coach was asked, ``signals`` what was heard, ``offered`` the cards the
    coach had, best first, ``card`` the one that was shown."""
    opening = [signal for signal in signals if signal.kind in _OPENING]
    asks = any(signal.kind is SignalKind.QUESTION for signal in signals)
    for signal in opening:
        end = "" if signal.basis.endswith((".”", "?”", "!”")) else "."
        yield f"Heard {_name(signal)}, {_surely(signal)}: {signal.basis}{end}"
    if not opening:
        heard = "A question was heard, but no" if asks else "No"
        yield f"{heard} objection and no buying signal."
    told = ""
    if card is not None:
        chosen = list(_chosen(index, reading, card))
        told = " ".join(chosen)
        yield from chosen
    elif offered:
        yield from _refused(state, offered[0])
    else:
        yield from _missing(index.playbook, opening)
        if asks:
            yield _no_fact(index, reading)
    yield from _nearest(index, reading, told)


def likeness(match: Match[Any]) -> float:
    """0-1."""
    return round(max(0.0, match.similarity), 3)


def _chosen(index: PlaybookIndex, reading: Reading, card: SuggestionShown) -> Iterator[str]:
    facts = [
        fact for fact in index.playbook.product.facts if card_of_fact(fact.id) == card.script_id
    ]
    if card.script_id is not None and not facts:
        yield from _script(index, reading, card.script_id)
    elif facts:
        every = index.facts.nearest(reading.vectors, len(index.facts.texts))
        match = next((each for each in every if each.owner is facts[0]), None)
        near = f" like “{match.line}”" if match is not None else ""
        yield f"The card is your fact “{facts[0].text}” It answers questions{near}."
    else:
        yield "The card is what you wrote about the competitor they named."


def _script(index: PlaybookIndex, reading: Reading, script_id: str) -> Iterator[str]:
    for category in index.playbook.categories:
        script = next((each for each in category.scripts if each.id == script_id), None)
        if script is None:
            continue
        matches = index.triggers.nearest(reading.vectors, len(index.triggers.texts))
        match = next((each for each in matches if each.owner[1] is script), None)
        if match is None:
            yield f"The card is the script “{script.name}” of “{category.name}”."
        else:
            yield (
                f"The card is the script “{script.name}”: of those in “{category.name}”, its "
                f"trigger “{match.line}” comes nearest ({likeness(match):.0%} alike)."
            )


def _refused(state: CallState, card: Suggestion) -> Iterator[str]:
    reason = judge(state, Candidate(card, Speaker.CUSTOMER)).reason
    if reason is not None:
        yield f"There was a card, but it was held back: {_REFUSALS.get(reason, reason)}."


def _missing(playbook: Playbook, opening: Sequence[Signal]) -> Iterator[str]:
    for signal in opening:
        if category_of(signal, playbook) is None:
            yield f"None of your categories answers {_name(signal)}, so there is no card."


def _no_fact(index: PlaybookIndex, reading: Reading) -> str:
    match = next(iter(index.facts.nearest(reading.vectors)), None)
    if match is None:
        return "No fact of yours answers a question yet, so there is no card."
    return (
        "No fact of yours is near enough to it. The nearest question that a fact of yours answers "
        f"is “{match.line}” ({likeness(match):.0%} alike, {FACT_SIMILARITY:.0%} are needed)."
    )


def _nearest(index: PlaybookIndex, reading: Reading, told: str) -> Iterator[str]:
    for match in index.triggers.nearest(reading.vectors):
        if match.line in told:
            continue
        category, script = match.owner
        alike = f"{likeness(match):.0%} alike"
        if any(is_said(match.line, piece, match.similarity) for piece in reading.pieces):
            counts = f"that is the trigger as you wrote it ({alike})"
        elif match.similarity > BOOST_FROM:
            counts = (
                "near enough to make the coach surer, not near enough to bring its card by itself "
                f"({alike}, {SAID_SIMILARITY:.0%} are needed)"
            )
        else:
            counts = f"too far from it to count ({alike}, {BOOST_FROM:.0%} are needed)"
        yield (
            f"The nearest of your triggers is “{match.line}”, of “{script.name}” in "
            f"“{category.name}”: {counts}."
        )


def _surely(signal: Signal) -> str:
    figure = f"{signal.confidence:.0%}"
    if signal.confidence >= CARD_CONFIDENCE:
        return f"sure enough for a card ({figure})"
    return f"not sure enough for a card ({figure}, {CARD_CONFIDENCE:.0%} are needed)"


def _name(signal: Signal) -> str:
    if signal.kind is SignalKind.BUYING_SIGNAL:
        return "a buying signal"
    kind = signal.objection_type.value if signal.objection_type is not None else ""
    return f"an objection ({kind.replace('ai_concerns', 'AI').replace('_', ' ')})"
