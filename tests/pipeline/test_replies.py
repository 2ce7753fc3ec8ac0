import pytest

from salescoach.pipeline.replies import ASKED_CHARS, asks_openly


@pytest.mark.parametrize(
    "question",
    [
        "How do you handle them today?",
        "And so, well, what happens then?",
        "I see, and who decides that?",
        "Is it the price or the contract?",
    ],
)
def test_what_wants_more_than_a_yes(question: str) -> None:
    assert asks_openly(question)


def test_of_a_line_that_never_ends_only_its_end_may_ask() -> None:
    story = "and so we went on " * (ASKED_CHARS // 10)
    assert asks_openly(f"{story}and what did you do")
    assert not asks_openly(f"What did you do {story}")
