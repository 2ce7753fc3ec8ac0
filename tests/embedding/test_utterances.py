from collections.abc import AsyncIterator

import pytest

from salescoach.embedding.embedder import LocalEmbedder
from salescoach.pipeline.calibration import shipped_calibration
from salescoach.pipeline.signals import LABELS


@pytest.fixture
async def embedder() -> AsyncIterator[LocalEmbedder]:
    made = LocalEmbedder()
    yield made
    await made.aclose()


async def likeliest(embedder: LocalEmbedder, text: str, before: str = "") -> str:
    scores = (await embedder.judge([(text, before)]))[0]
    assert set(scores) == set(LABELS)
    shares = shipped_calibration().shares(scores)
    return max(shares, key=lambda label: shares[label])


@pytest.mark.parametrize(
    ("text", "before", "label"),
    [
        ("Honestly that's a lot more than we wanted to spend.", "", "objection:price"),
        ("I'd have to run it past my partner first.", "", "objection:authority"),
        ("How many people can use it at once?", "", "question"),
        ("We've got about forty people, mostly drivers.", "How big is the team?", "none"),
        ("Yes, do that.", "Shall I put you down for Tuesday at ten?", "buying_signal"),
    ],
)
async def test_the_shipped_layers_know_what_people_mean(
    embedder: LocalEmbedder, text: str, before: str, label: str
) -> None:
    assert await likeliest(embedder, text, before) == label


async def test_the_line_before_decides_what_a_yes_means(embedder: LocalEmbedder) -> None:
    agreed = await likeliest(embedder, "Yes.", "Shall I book you in for Thursday then?")
    answered = await likeliest(embedder, "Yes.", "Are you still in the office on Main Street?")

    assert agreed == "buying_signal"
    assert answered == "none"


async def test_equal_words_have_equal_scores_whatever_stands_beside_them(
    embedder: LocalEmbedder,
) -> None:
    alone = await embedder.judge([("Go ahead.", "Shall I?")])
    both = await embedder.judge([("No thanks.", ""), ("Go ahead.", "Shall I?")])

    assert alone[0] == both[1]
    assert await embedder.judge([]) == []
