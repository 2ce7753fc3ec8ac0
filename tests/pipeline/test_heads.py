import math
from collections.abc import Sequence

import numpy as np
import pytest

from salescoach.embedding.contract import Heard, Scores
from salescoach.pipeline.calibration import Calibration
from salescoach.pipeline.heads import ANSWER_WORDS, TrainedHeads, combined, readings
from salescoach.pipeline.utterance import Utterance
from salescoach.pipeline.words_head import WordsHead, shipped_words_head
from tests.fakes import DIMENSIONS, WordEmbedder

LONG = " ".join(["word"] * (ANSWER_WORDS + 1))


class Judging(WordEmbedder):
    """Takes "Yes." for an answer only after a question."""

    async def judge(self, heard: Sequence[Heard]) -> list[tuple[Scores, ...]]:
        return [
            tuple(self._scores(each, text) for text in (each.text, *each.parts)) for each in heard
        ]

    def _scores(self, heard: Heard, text: str) -> Scores:
        return {"buying_signal": 3.0 if heard.before or "yes" in text else 0.0, "none": 0.0}


def blind() -> WordsHead:
    return WordsHead(
        ("buying_signal", "none"),
        np.zeros((2, DIMENSIONS), np.float32),
        np.zeros(2, np.float32),
        {},
        np.zeros(0, np.float32),
    )


async def test_few_words_are_also_read_as_an_answer() -> None:
    heads = TrainedHeads(Judging(), blind(), Calibration(1.0, 0.0))

    (answer,) = await heads.probabilities(Utterance("Yes.", "Shall I?"))
    (alone,) = await heads.probabilities(Utterance("Yes.", ""))
    (long,) = await heads.probabilities(Utterance(LONG, "Shall I?"))

    assert answer["buying_signal"] > alone["buying_signal"] == pytest.approx(0.5)
    assert long == pytest.approx(alone)
    assert sum(answer.values()) == pytest.approx(1)


async def test_parts_are_judged_beside_the_whole_without_the_line_before() -> None:
    heads = TrainedHeads(Judging(), blind(), Calibration(1.0, 0.0))

    whole, first, second = await heads.probabilities(
        Utterance("Hm, but yes.", "Shall I?"), ("Hm,", "but yes.")
    )

    assert whole["buying_signal"] > 0.5
    assert first["buying_signal"] == pytest.approx(0.5)
    assert second["buying_signal"] > 0.5


def test_the_words_are_read_by_themselves_first() -> None:
    assert readings(Utterance("Yes.", "Shall I?")) == (
        Utterance("Yes.", ""),
        Utterance("Yes.", "Shall I?"),
    )
    assert readings(Utterance(LONG, "Shall I?")) == (Utterance(LONG, ""),)


def test_opinions_are_averaged_as_logarithms() -> None:
    sure, blank = {"a": math.log(0.9), "b": math.log(0.1)}, {"a": 0.0, "b": 0.0}

    both = combined(sure, (), {"a": math.log(0.5), "b": math.log(0.5)})

    assert both["a"] - both["b"] == pytest.approx(math.log(9) / 2)
    assert combined(blank, (sure,), sure)["a"] > combined(blank, (), sure)["a"]


def test_the_shipped_head_knows_its_words() -> None:
    head = shipped_words_head()
    blank = np.zeros(head.weights.shape[1] - len(head.vocabulary), np.float32)

    dear, plain = (head.scores(text, blank) for text in ("too expensive", "good morning"))

    assert sum(math.exp(score) for score in dear.values()) == pytest.approx(1, abs=1e-3)
    assert dear["objection:price"] > plain["objection:price"]
