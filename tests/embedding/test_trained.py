from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from salescoach.embedding import trained
from salescoach.embedding.contract import Heard
from salescoach.embedding.embedder import LocalEmbedder
from salescoach.embedding.trained import save, trained_labels, trained_layers
from salescoach.pipeline.calibration import shipped_calibration
from salescoach.pipeline.labels import LABELS

SHIPPED = Path(trained.__file__).parent / trained.FILE


@pytest.fixture
async def embedder() -> AsyncIterator[LocalEmbedder]:
    made = LocalEmbedder()
    yield made
    await made.aclose()


async def likeliest(embedder: LocalEmbedder, text: str, before: str = "") -> str:
    ((scores,),) = await embedder.judge([Heard(text, before)])
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
    alone = await embedder.judge([Heard("Go ahead.", "Shall I?")])
    both = await embedder.judge([Heard("No thanks."), Heard("Go ahead.", "Shall I?")])

    assert alone[0] == both[1]
    assert await embedder.judge([]) == []


async def test_a_part_is_judged_for_itself_and_the_whole_as_if_nobody_asked_for_parts(
    embedder: LocalEmbedder,
) -> None:
    price, question = "That is far too expensive for us.", "How many people can use it?"
    turn = f"{price} {question}"

    (whole,), judged = await embedder.judge([Heard(turn), Heard(turn, parts=(price, question))])

    assert judged[0] == pytest.approx(whole, abs=1e-4)
    assert [max(each, key=lambda label: each[label]) for each in judged[1:]] == [
        "objection:price",
        "question",
    ]


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    layers, head = trained_layers()
    target = tmp_path / "layers.npz"

    save(layers, head, trained_labels(), target)

    with np.load(target, allow_pickle=False) as saved, np.load(SHIPPED, allow_pickle=False) as own:
        assert set(saved) == set(own)
        assert all(np.array_equal(saved[name], own[name]) for name in own)
    assert trained_labels() == LABELS
