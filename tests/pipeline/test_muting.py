import pytest

from salescoach.pipeline.muting import DISMISSED_TO_MUTE, Feedback, lesson

WRONG = Feedback("a", vote="wrong")
USEFUL = Feedback("a", vote="useful")
USED = Feedback("a", used=True)
DISMISSED = Feedback("a", dismissed=True)
IGNORED = Feedback("a")


@pytest.mark.parametrize(
    ("history", "reason"),
    [
        ([], None),
        ([WRONG], None),
        ([WRONG, WRONG], "voted_wrong"),
        ([WRONG, USEFUL, WRONG], None),
        ([WRONG, USED, WRONG, WRONG], "voted_wrong"),
        ([USED, USED, WRONG, WRONG], None),
        ([DISMISSED] * DISMISSED_TO_MUTE, "dismissed"),
        ([DISMISSED] * (DISMISSED_TO_MUTE - 1), None),
        ([DISMISSED] * (DISMISSED_TO_MUTE - 1) + [USED, DISMISSED], None),
        ([DISMISSED] * (DISMISSED_TO_MUTE - 1) + [IGNORED, DISMISSED], "dismissed"),
    ],
)
def test_what_a_history_teaches(history: list[Feedback], reason: str | None) -> None:
    assert lesson(history).reason == reason


def test_a_wrong_vote_counts_more_than_the_click_beside_it() -> None:
    """A card may be pressed, or dismissed, and then voted on."""
    used = Feedback("a", vote="wrong", used=True)
    dismissed = Feedback("a", vote="wrong", dismissed=True)

    assert lesson([used, dismissed]).reason == "voted_wrong"
    assert lesson([dismissed] * 2).dismissed_in_a_row == 0
    assert lesson([used, USEFUL, USED]).liked == 2
