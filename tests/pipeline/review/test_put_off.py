"""What was left open, or taken back, is no step that was agreed."""

import pytest

from salescoach.domain.review import Outcome
from salescoach.pipeline.review.put_off import is_taken_back, left_open_ms
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.replied import begun
from tests.pipeline.review.talk import PLAYBOOK, C, S


@pytest.mark.parametrize(
    "text",
    [
        "I can't give you a date, we're in the middle of an audit.",
        "We can't commit, not with the lease running.",
        "I'm not saying yes, mind.",
        "Let me sleep on it.",
        "Let me think it over with a coffee.",
        "I'll have to think about it.",
    ],
)
def test_what_is_left_open(text: str) -> None:
    talk = begun()
    turn = talk.says(C, text)

    assert left_open_ms(talk.turns) == turn.start_ms


@pytest.mark.parametrize(
    "text",
    [
        "I can't give you the day off the top of my head, it's the ninth.",
        "I'm not saying anything bad about it.",
        "If it rains I'll have to think about it.",
        "I think about it every morning.",
        "Let me think, it was in March.",
    ],
)
def test_what_is_not(text: str) -> None:
    talk = begun()
    talk.says(C, text)

    assert left_open_ms(talk.turns) == -1


def test_what_was_promised_before_it_was_left_open_is_no_step() -> None:
    talk = begun()
    talk.says(S, "Could you count the rooms for me?")
    promised = talk.says(C, "I'll count them on Friday.")
    talk.promises(promised, "count them", "on Friday")
    talk.wants("It would take a load off us, I like it.")
    talk.says(S, "Shall we pin the survey down now?")
    talk.says(C, "I can't give you a day, and I'm not saying yes.")

    assert write_review(talk.record(), PLAYBOOK).outcome is Outcome.INTERESTED


def test_what_is_promised_after_it_is_one() -> None:
    talk = begun()
    talk.says(C, "Let me think about it.")
    talk.says(S, "Of course. When would I hear from you?")
    promised = talk.says(C, "I'll ring you on Friday before noon.")
    talk.promises(promised, "ring you", "on Friday")

    assert write_review(talk.record(), PLAYBOOK).outcome is Outcome.NEXT_STEP


def test_a_promise_that_is_taken_back_in_the_same_breath_is_none() -> None:
    quote = "I'll bring you along on Tuesday"
    talk = begun()
    before = talk.says(C, f"Scrub that about the roof. {quote}.")
    after = talk.says(C, f"{quote}. Oh no, scrub that, he's away.")

    assert not is_taken_back(before, quote)
    assert is_taken_back(after, quote)
