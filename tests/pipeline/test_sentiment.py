from collections.abc import Sequence

import pytest

from salescoach.domain.signal import Sentiment, Signal
from salescoach.domain.turn import Turn
from salescoach.pipeline.lines import clauses
from salescoach.pipeline.sentiment import SentimentReader, load_sentiment_head, settled
from tests.pipeline.events import turn
from tests.pipeline.sentences import Sentences

POSITIVE, NEUTRAL, NEGATIVE = Sentiment.POSITIVE, Sentiment.NEUTRAL, Sentiment.NEGATIVE


async def read(
    text: str,
    current: Sentiment = NEUTRAL,
    before: Sequence[Turn] = (),
) -> Signal:
    pieces = clauses(text)
    vectors = await Sentences().embed(pieces)
    reader = SentimentReader(Sentences(), load_sentiment_head())
    return await reader.read(turn(text), before, pieces, vectors, current)


@pytest.mark.parametrize(
    ("text", "tone"),
    [
        ("Oh perfect, that's really nice, thank you!", POSITIVE),
        ("I'm really not happy with this, you people keep calling me.", NEGATIVE),
        ("We have forty people in two offices.", NEUTRAL),
        ("How much is it per user?", NEUTRAL),
    ],
)
async def test_how_the_customer_sounds(text: str, tone: Sentiment) -> None:
    found = await read(text)
    assert found.sentiment is tone
    assert 0 < found.confidence < 1
    assert found.basis


async def test_the_words_quoted_are_those_that_sound_like_it() -> None:
    text = "We have two offices. That is a terrible idea, I hate it. The door is on the left."
    assert (await read(text)).evidence.quote == "That is a terrible idea, I hate it."


async def test_a_word_or_two_changes_nothing() -> None:
    assert (await read("Okay, right.", NEGATIVE)).sentiment is NEGATIVE


async def test_what_was_said_before_still_counts_a_little() -> None:
    text = "I'm not sure that would work for us."
    calm = turn("We use Teams.", turn_id="t0")
    angry = turn("I hate this, it is a rip-off and you lied to me.", turn_id="t0")
    assert (await read(text, NEUTRAL, [calm])).sentiment is NEUTRAL
    assert (await read(text, NEUTRAL, [angry])).sentiment is NEGATIVE
    assert (await read(text, NEGATIVE, [calm])).sentiment is NEGATIVE


def test_it_takes_more_to_change_an_impression_than_to_keep_it() -> None:
    unsure = {POSITIVE: 0.05, NEUTRAL: 0.6, NEGATIVE: 0.35}
    assert settled(unsure, NEUTRAL) is NEUTRAL
    assert settled(unsure, NEGATIVE) is NEGATIVE
    assert settled({POSITIVE: 0.05, NEUTRAL: 0.9, NEGATIVE: 0.05}, NEGATIVE) is NEUTRAL
    assert settled({POSITIVE: 0.6, NEUTRAL: 0.1, NEGATIVE: 0.3}, NEGATIVE) is POSITIVE
