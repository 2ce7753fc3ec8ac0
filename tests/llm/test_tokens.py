"""The estimate: never too low by what a finer cutter counts, never far too high."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from salescoach.llm.tokens import estimate
from salescoach.rooms.playbook.loader import load_default
from tests.llm.cards import CARD

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wordpiece() -> Tokenizer:
    """A real cutter with a third of the vendors' vocabulary, so it counts more than they do."""
    vocabulary = ROOT / "src/salescoach/embedding/vocab.txt"
    tokenizer = Tokenizer(WordPiece.from_file(str(vocabulary), unk_token="[UNK]"))
    tokenizer.normalizer = BertNormalizer()
    tokenizer.pre_tokenizer = BertPreTokenizer()
    return tokenizer


def _said() -> str:
    call = json.loads((ROOT / "fixtures/calls/demo-call.json").read_text())
    texts: list[str] = []

    def collect(value: object) -> None:
        if isinstance(value, dict):
            for each in value.values():
                collect(each)
        elif isinstance(value, list):
            for each in value:
                collect(each)
        elif isinstance(value, str):
            texts.append(value)

    collect(call)
    return "\n".join(texts)


def _played() -> str:
    return "\n".join(s.text for c in load_default().categories for s in c.scripts)


@pytest.mark.parametrize("source", [_said, _played])
def test_english_is_not_counted_short_nor_double(
    source: Callable[[], str], wordpiece: Tokenizer
) -> None:
    text = source()
    counted = len(wordpiece.encode(text).ids)
    assert counted > 200
    assert counted <= estimate(text) < 1.6 * counted


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("", 0),
        ("hello", 1),
        ("1234567890", 4),
        ("你好世界", 4),
        ("Größenänderung", 4),
        ("👍🏽", 2),
        ("{}[]<>", 6),
        ("\n" * 8, 1),
    ],
)
def test_other_writing_is_not_taken_for_english(text: str, least: int) -> None:
    assert estimate(text) >= least


@given(st.text(), st.text())
def test_it_grows_with_the_text(one: str, two: str) -> None:
    assert estimate(one + two) >= max(estimate(one), estimate(two)) - 1
    assert estimate(one) <= 4 * len(one)


def test_json_counts_its_marks() -> None:
    assert estimate(CARD.model_dump_json()) > estimate(CARD.text) + estimate(CARD.reasoning)
