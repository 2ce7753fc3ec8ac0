import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescoach.domain.audio import Speaker
from salescoach.domain.signal import Evidence, ObjectionType, Signal, SignalKind
from salescoach.domain.turn import Turn
from salescoach.embedding.contract import Vectors
from salescoach.pipeline.early import (
    ALONE_WORDS,
    LEAST_WORDS,
    EarlyReader,
    Meaning,
    SteadyWords,
    meaning_of,
)
from salescoach.pipeline.signals import Reading
from tests.fakes import WordEmbedder, index, playbook, trigger
from tests.pipeline.events import card, shown


def heard(*lines: str, before: str = "") -> list[str | None]:
    """What is handed on after each hearing of one line, in a turn that said ``before`` already."""
    words = SteadyWords()
    handed: list[str | None] = []
    for line in lines:
        turn = Turn("t1", Speaker.CUSTOMER, f"{before} {line}".strip(), 0, 2_000)
        steady = words.hear(turn, line)
        handed.append(steady.text if steady else None)
    return handed


def test_a_beginning_that_two_hearings_agree_on_is_relied_on() -> None:
    assert heard("That is way too", "That is way too exp", "That is way too expensive for us") == [
        None,
        "That is way too",
        None,
    ]


def test_it_is_handed_on_again_when_it_has_grown() -> None:
    much = "That is way too much for a"

    assert heard("That is way too", "That is way too much", much, f"{much} firm") == [
        None,
        "That is way too",
        None,
        much,
    ]


def test_punctuation_and_case_make_no_difference() -> None:
    assert heard("well that is too", "Well, that is too much.")[1] == "Well, that is too"


def test_what_changes_is_not_relied_on() -> None:
    assert heard("That is way too", "This was weighed in two") == [None, None]


def test_many_words_are_relied_on_without_the_newest() -> None:
    line = " ".join(f"w{n}" for n in range(ALONE_WORDS))

    assert heard(line) == [" ".join(f"w{n}" for n in range(ALONE_WORDS - 2))]


def test_what_the_turn_said_before_goes_along_but_counts_for_nothing() -> None:
    assert heard("and it is", "and it is not", before="We looked at it.") == [None, None]
    assert heard("and it is not", "and it is not so", before="We looked at it.")[1] == (
        "We looked at it. and it is not"
    )


def test_another_line_begins_anew() -> None:
    words = SteadyWords()
    turn = Turn("t1", Speaker.CUSTOMER, "We have one of those", 0, 2_000)
    words.hear(turn, turn.text)
    words.forget()

    assert words.hear(turn, turn.text) is None


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=14), max_size=8))
def test_only_words_that_were_heard_are_handed_on(hearings: list[list[str]]) -> None:
    words = SteadyWords()
    for hearing in hearings:
        line = " ".join(hearing)
        steady = words.hear(Turn("t1", Speaker.CUSTOMER, line, 0, 2_000), line)
        if steady is not None:
            count = len(steady.text.split())
            assert line.startswith(steady.text)
            assert count >= LEAST_WORDS


def price(confidence: float, quote: str = "That is too much.") -> Signal:
    evidence = Evidence("t1", quote, 0, 900)
    return Signal(SignalKind.OBJECTION, confidence, evidence, ObjectionType.PRICE)


async def reading(*signals: Signal, pieces: Sequence[str] = ("Well.",)) -> Reading:
    return Reading(signals, tuple(pieces), await WordEmbedder().embed(pieces))


TRUST = replace(price(0.9), objection_type=ObjectionType.TRUST)


@pytest.mark.parametrize(
    ("signals", "nothing", "meaning"),
    [
        ((price(0.9),), 0.0, Meaning.CLEAR),
        ((price(0.55),), 0.4, Meaning.WEAK),
        ((), 0.9, Meaning.GONE),
        ((), 0.5, Meaning.WEAK),
        ((TRUST,), 0.1, Meaning.GONE),
        ((replace(TRUST, confidence=0.7),), 0.3, Meaning.WEAK),
        ((price(0.6), TRUST), 0.1, Meaning.CLEAR),
    ],
)
async def test_what_longer_words_say_of_a_card(
    signals: tuple[Signal, ...], nothing: float, meaning: Meaning
) -> None:
    """One unclear moment in a sentence is no turn of it."""
    read = replace(await reading(*signals), nothing=nothing)

    assert meaning_of(shown(card(category="price")), read, playbook()) is meaning


async def test_words_too_far_back_are_not_missed() -> None:
    """Of a long turn only the end is judged."""
    elsewhere = await reading(pieces=["And that was in the spring, with the other firm."])
    on_show = shown(card(category="price"))
    on_show = replace(on_show, evidence=replace(on_show.evidence, quote="It is too expensive."))

    assert meaning_of(on_show, elsewhere, playbook()) is Meaning.UNSEEN


async def test_a_card_of_no_drawer_is_left_alone() -> None:
    assert meaning_of(shown(card(category=None)), await reading(), playbook()) is Meaning.CLEAR


class Counting(WordEmbedder):
    """Notes how many texts it was given at a time, and lets others go in between."""

    def __init__(self) -> None:
        self.batches: list[int] = []

    async def embed(self, texts: Sequence[str]) -> Vectors:
        self.batches.append(len(texts))
        await asyncio.sleep(0)
        return await super().embed(texts)


async def test_unfinished_words_are_embedded_one_at_a_time() -> None:
    embedder = Counting()
    turn = Turn("t1", Speaker.CUSTOMER, f"{trigger('price')} {trigger('trust')}", 0, 4_000)

    early = await EarlyReader(await index(), embedder, None).read(turn, [])
    plain = await EarlyReader(await index(), WordEmbedder(), None).read(turn, [])

    assert set(embedder.batches) == {1}
    assert len(early.pieces) > 1
    assert early.signals == plain.signals
