"""A duration reads alike here and on the page, whose tests read the same cases."""

import json
from pathlib import Path

import pytest

from salescoach.kit.durations import spelled

CASES: list[tuple[int, str]] = json.loads(
    (Path(__file__).parents[2] / "fixtures" / "durations.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize(("ms", "words"), CASES)
def test_in_words(ms: int, words: str) -> None:
    assert spelled(ms) == words


def test_no_time_at_all() -> None:
    assert spelled(-5) == "0 s"
