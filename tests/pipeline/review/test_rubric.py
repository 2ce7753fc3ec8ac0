from hypothesis import given
from hypothesis import strategies as st

from salescoach.domain.review import PartKey, ScorePart
from salescoach.pipeline.review.rubric import DEFAULT_WEIGHTS, RUBRIC, score

KEYS: list[PartKey] = list(RUBRIC)


def test_the_weights_as_they_come_make_a_hundred() -> None:
    assert sum(DEFAULT_WEIGHTS.values()) == 100


def test_a_part_without_an_occasion_does_not_count() -> None:
    parts = (ScorePart("next_step", 8, ""), ScorePart("objections", None, ""))

    assert score(parts) == 8


def test_weights_move_the_score() -> None:
    parts = (ScorePart("next_step", 10, ""), ScorePart("listening", 0, ""))
    even = dict.fromkeys(KEYS, 10)

    assert score(parts, even) == 5
    assert score(parts, {**even, "listening": 30}) == 2.5
    assert score(parts, dict.fromkeys(KEYS, 0)) is None


@given(
    st.lists(st.one_of(st.none(), st.floats(0, 10)), min_size=5, max_size=5),
    st.lists(st.integers(0, 100), min_size=5, max_size=5),
)
def test_a_score_lies_between_its_parts(values: list[float | None], weights: list[int]) -> None:
    parts = [ScorePart(key, value, "") for key, value in zip(KEYS, values, strict=True)]
    weighed = dict(zip(KEYS, weights, strict=True))

    points = score(parts, weighed)

    counted = [p.score for p in parts if p.score is not None and weighed[p.key]]
    if not counted:
        assert points is None
    else:
        assert points is not None
        assert round(min(counted), 1) - 0.05 <= points <= round(max(counted), 1) + 0.05
