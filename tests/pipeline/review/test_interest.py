import pytest

from salescoach.domain.review import Outcome
from salescoach.pipeline.review.courtesies import tells_interest
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.talk import PLAYBOOK, C, S, Talk


@pytest.mark.parametrize(
    "said",
    [
        "Thursday. Bye bye.",
        "Okay, talk to you Thursday, bye.",
        "Right so, mind yourself, bye now.",
        "Cheers mate, see ya.",
        "See you then. Take care, Priya.",
        "Great, thanks for calling. Have a good one.",
        "Thank you sir, have a nice day.",
        "Lovely, speak soon.",
        "I've got to run, somebody is at the door.",
        "You do that.",
        "Yeah, knock yourself out.",
        "Suit yourself.",
        "Well, it's up to you.",
        "Send me whatever you like.",
        "Please don't send me any samples.",
        "No thanks, we're happy as we are.",
    ],
)
def test_courtesy_is_no_interest(said: str) -> None:
    assert not tells_interest(said, "I could post you something.")


@pytest.mark.parametrize(
    "said",
    [
        "Thursday works. Bye.",
        "Send me the contract and I'll sign it. Bye now.",
        "See you Thursday, I'll have the figures ready.",
        "Do that, and put me down for two.",
        "You do that and I'll have it signed tonight.",
        "How soon could you start?",
        "I like that, I do.",
        "That would save us a day a week.",
        "Okay, bring it on Monday so.",
        "It's up to you, but we could begin in May.",
        "Talk to my wife, she'll book it.",
        "We'd take forty of those. Cheers.",
        "I must run, but yes, go ahead and order it.",
    ],
)
def test_interest_stays_some(said: str) -> None:
    assert tells_interest(said)


def called(*turns: str) -> Talk:
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell, we offer a line for shops like yours.")
    talk.says(C, "Okay, what is it about exactly?")
    for place, words in enumerate(turns):
        talk.says(C if place % 2 else S, words)
    return talk


def test_what_is_sent_all_the_same_is_no_next_step() -> None:
    talk = called("Can I at least send you a price list?")
    talk.wants("You can, I'm not going to do anything with it.")
    sent = talk.says(S, "I'll send it over anyway, and I'll try again in the spring.")
    talk.promises(sent, "send it over anyway")
    talk.wants("You do that.")
    talk.says(S, "Have a great day.")
    review = write_review(talk.record(), PLAYBOOK)

    assert review.outcome is Outcome.DECLINED
    assert review.mail is None
    assert not any("interest" in point.text for point in review.insights)


def test_a_goodbye_with_a_day_does_not_tell_that_they_are_interested() -> None:
    talk = called("And who would want to see it?")
    talk.wants("My partner. I'd like her on the next call, how is Thursday?")
    talk.says(S, "Thursday it is, at three.")
    talk.wants("Thursday. Bye bye.")
    review = write_review(talk.record(), PLAYBOOK)

    told = [point.text for point in review.insights if "interest" in point.text]
    assert told
    assert not any("Bye" in text for text in told)


def test_what_is_offered_after_a_no_waits_for_them() -> None:
    talk = called("Could I come by on Monday?", "No, we're staying put, I'm afraid.")
    talk.says(S, "What would have to change?")
    talk.wants("If you had it in green I would take ten of them. Show me on Thursday?")
    talk.promises(talk.says(S, "I'll bring it on Thursday."), "bring it", "on Thursday")

    assert write_review(talk.record(), PLAYBOOK).outcome is not Outcome.DECLINED
