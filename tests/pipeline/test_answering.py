"""Which questions a fact answers, by its words and by meaning."""

from dataclasses import replace

import pytest

from salescoach.domain.audio import Speaker
from salescoach.domain.playbook import Fact
from salescoach.domain.signal import Evidence, ObjectionType, Signal, SignalKind
from salescoach.domain.turn import Turn
from salescoach.pipeline.answering import ASKED_CONFIDENCE, Answered, answered, holds_what_is_asked
from salescoach.pipeline.coach import CallView, LocalCoach
from salescoach.pipeline.index import PlaybookIndex, build_index
from salescoach.pipeline.lines import clauses
from salescoach.pipeline.signals import Reading
from salescoach.pipeline.state import CallState
from salescoach.rooms.playbook.loader import load_default
from tests.fakes import WordEmbedder

WARRANTY = "The battery has a ten year warranty."
INSTALLATION = "The installation takes four days and the ovens keep running."
OPERATOR = "The grid operator needs six weeks before we can connect."


@pytest.mark.parametrize(
    ("fact", "question"),
    [
        (WARRANTY, "Is there a warranty?"),
        (WARRANTY, "How long is the warranty?"),
        (WARRANTY, "What warranty do you give on the batteries?"),
        (WARRANTY, "And the battery's warranty?"),
        (WARRANTY, "How many years of warranty?"),
        ("The setup costs $200.", "How much is the setup?"),
        (INSTALLATION, "How long does it take to install?"),
        (INSTALLATION, "Do the ovens keep running?"),
        (OPERATOR, "When can you connect us to the grid?"),
    ],
)
def test_a_fact_with_every_telling_word_of_it_holds_the_answer(fact: str, question: str) -> None:
    assert holds_what_is_asked(fact, question)


@pytest.mark.parametrize(
    ("fact", "question"),
    [
        (WARRANTY, "How big is the battery?"),
        (WARRANTY, "Do you have a battery in your car?"),
        (WARRANTY, "How long does the battery last?"),
        (WARRANTY, "How long will it take?"),
        (WARRANTY, "What is it?"),
        (WARRANTY, "How much is the warranty?"),
        (OPERATOR, "Who is the grid operator?"),
        (OPERATOR, "What do you think about the operator's prices?"),
        ("You get a warranty on it.", "How long is the warranty?"),
        ("The first 14 days are free.", "By the first?"),
        ("You keep your number.", "What number is it?"),
        ("", "Is there a warranty?"),
        (WARRANTY, ""),
    ],
)
def test_one_that_shares_only_some_words_does_not(fact: str, question: str) -> None:
    assert not holds_what_is_asked(fact, question)


def test_the_name_of_the_product_tells_nothing() -> None:
    price = "Nordlicht Bakery Solar is ninety two thousand euros."
    assert holds_what_is_asked(price, "Is it for a bakery?")
    assert not holds_what_is_asked(price, "Is it for a bakery?", "Nordlicht Bakery Solar")


async def heard(
    text: str, *kinds: SignalKind, confidence: float = 0.8
) -> tuple[PlaybookIndex, CallView]:
    demo = load_default()
    fact = Fact("warranty", WARRANTY, (WARRANTY,))
    embedder = WordEmbedder()
    index = await build_index(replace(demo, product=replace(demo.product, facts=(fact,))), embedder)
    turn = Turn("t1", Speaker.CUSTOMER, text, 0, 1000)
    said = Evidence("t1", text, 0, 1000)
    signals = tuple(
        Signal(
            kind,
            confidence,
            said,
            ObjectionType.PRICE if kind is SignalKind.OBJECTION else None,
        )
        for kind in kinds
    )
    pieces = clauses(text)
    reading = Reading(signals, pieces, await embedder.embed(pieces))
    return index, CallView(CallState(), turn, reading)


async def found(text: str, *kinds: SignalKind, confidence: float = 0.8) -> Answered | None:
    index, view = await heard(text, *kinds, confidence=confidence)
    return answered(index, view.turn, view.reading)


async def drawers(text: str, *kinds: SignalKind, confidence: float) -> list[tuple[str, ...]]:
    """Of each card in its order; a fact is in none."""
    index, view = await heard(text, *kinds, confidence=confidence)
    return [card.highlight_toolkit for card in LocalCoach(index).cards(view, index.playbook)]


ASKS = "Does the battery have a warranty?"
BESIDE = f"That would help us. {ASKS}"


async def test_a_question_is_found_beside_what_else_was_said() -> None:
    alone = await found(ASKS, SignalKind.QUESTION)
    assert alone is not None
    assert alone.question.confidence == 0.8

    beside = await found(BESIDE, SignalKind.BUYING_SIGNAL)
    assert beside is not None
    assert beside.match.owner.text == WARRANTY
    assert beside.question.evidence.quote == ASKS
    assert beside.question.confidence == ASKED_CONFIDENCE


async def test_beside_a_sure_objection_only_a_question_that_was_heard_is_one() -> None:
    assert await found(BESIDE, SignalKind.OBJECTION) is None
    assert await found(BESIDE, SignalKind.OBJECTION, confidence=0.5) is not None
    assert await found(BESIDE, SignalKind.OBJECTION, SignalKind.QUESTION) is not None


async def test_where_nothing_was_heard_nothing_is_asked() -> None:
    assert await found(ASKS) is None
    assert await found("The battery has a warranty.", SignalKind.BUYING_SIGNAL) is None


async def test_the_answer_comes_before_a_hint_of_interest_and_after_what_weighs_more() -> None:
    interest, objection = SignalKind.BUYING_SIGNAL, SignalKind.OBJECTION

    assert await drawers(BESIDE, interest, confidence=0.7) == [(), ("closing",)]
    assert await drawers(BESIDE, interest, confidence=0.95) == [("closing",), ()]
    asked = (objection, SignalKind.QUESTION)
    assert await drawers(BESIDE, *asked, confidence=0.7) == [("price",), ()]
