import pytest

from salescoach.domain.review import Outcome
from salescoach.pipeline.review.write import write_review
from salescoach.pipeline.review.yes_and_no import has_decided_against, says_no, says_yes
from tests.pipeline.review.talk import PLAYBOOK, C, S, Talk


@pytest.mark.parametrize(
    "text",
    [
        "Okay, we'll take it.",
        "We'll take the annual plan then.",
        "I'll take two, please.",
        "Sure, sign me up!",
        "Great, let's do it.",
        "Let's go ahead with it today.",
        "Where do I sign?",
        "You've got a deal.",
        "All right, send me the contract.",
        "Yes please send over the agreement today.",
        "Sounds fair, we're in.",
        "Yes, I’m in, let us know what is next.",
        "Let's just do it. Send it to me.",
        "Ah sure, let's just go for it.",
        "Right, you've got the job. When can you start?",
        "You have the business, then. You've got our order.",
        "Grand, we'll go with you so. We'll go with you.",
        "I'd be happy to go ahead, yes.",
        "Go on then, put me down.",
        "Right, open the account.",
        "You'll have it signed by noon.",
        "Okay, put the order through.",
        "Yes, do it.",
    ],
)
def test_a_yes(text: str) -> None:
    assert says_yes(text)


@pytest.mark.parametrize(
    "text",
    [
        "I'm in the office Thursday.",
        "I'm in on Thursday at ten.",
        "We're in Denver, so mornings work.",
        "That is the situation we're in.",
        "If it comes to four hundred, we're in.",
        "We'll take it to the board on Monday.",
        "I'll take the weekend to think about it.",
        "We'll take two weeks to decide.",
        "I don't think we'll take it.",
        "Please don't sign us up.",
        "What happens before you sign me up?",
        "Let's do it again next quarter.",
        "Let's go ahead and schedule a demo.",
        "Have you got a deal for clinics?",
        "That's a deal breaker.",
        "Could you send me the contract so legal can read it?",
        "We have to send the agreement to our lawyer.",
        "We'll take it if you waive the fee.",
        "You've got a deal as soon as my partner agrees.",
        "We'll go with you to the site on Monday.",
        "I'd be happy to go ahead if the bank agrees.",
        "Let's just do it in two steps, maybe.",
        "You've got the job of telling my wife.",
        "My wife said do it.",
        "If the bank agrees, put it through.",
        "Put me down for a newsletter.",
        "He'll do it.",
        "Who would open the account?",
    ],
)
def test_no_yes(text: str) -> None:
    assert not says_yes(text)


@pytest.mark.parametrize(
    ("before", "buys"),
    [
        ("Shall we say Thursday at ten for the demo?", False),
        ("Could I come out and measure it?", False),
        ("How about a tour tomorrow?", False),
        ("Will I put you down for a call with our fitter?", False),
        ("Shall I send you the contract on Thursday?", True),
        ("So that's the deposit on Monday, and the rest after.", True),
        ("It's fourteen hundred, all in.", True),
    ],
)
def test_a_yes_to_a_day_buys_nothing(before: str, buys: bool) -> None:
    assert says_yes("Perfect. Let's do it.", before) is buys


@pytest.mark.parametrize(
    "text",
    [
        "We're not interested.",
        "No, not interested, thanks.",
        "I'm really not interested in switching right now.",
        "Sorry, we are not interested in your service.",
        "No thanks.",
        "No, thank you.",
        "It's just not for us.",
        "Take us off your list.",
        "You're calling me off a list, which I'd like to be removed from.",
        "Please remove me from it.",
        "Thank you for your informative call, not today thank you.",
        "I think we'll pass.",
        "We're going to pass on this for now.",
        "Please don't call again.",
        "I asked you to stop calling us.",
        "That's not going to happen.",
        "I talked to her, and the answer is no.",
        "Take me off of the list, okay?",
        "We're not taking this any further.",
        "No, that's us out.",
        "I'll tell Marion not to bother.",
    ],
)
def test_a_no(text: str) -> None:
    assert says_no(text)


@pytest.mark.parametrize(
    "text",
    [
        "I'll pass it on to our CTO and call you Tuesday.",
        "I'll pass on that file to her.",
        "It's not today, thank you, it's on Friday.",
        "The old one would have to be removed first.",
        "We'll pass the audit in May.",
        "We're not interested in the small plan.",
        "It's not that we're not interested.",
        "We're not interested unless you take over the migration.",
        "If the answer is no, I will tell you Friday.",
        "The answer is no longer the same.",
        "That is not for us to decide.",
        "Take me off speaker, would you?",
        "Half of them hang up and don't call back.",
        "When patients stop calling us, we lose money.",
        "Don't call before ten, we open late.",
        "Please don't call it a robot.",
        "A start before June is not going to happen.",
        "Send it by Friday or we'll pass.",
        "No, thank you for explaining.",
        "Could you take it off the list price, okay?",
        "We're not taking this any further than the pilot hall today, then the rest.",
    ],
)
def test_no_no(text: str) -> None:
    assert not says_no(text)


def test_no_thanks_to_more_questions_turns_nothing_down() -> None:
    assert not says_no("No, thanks.", "Is there anything else I can answer?")
    assert says_no("No, we're not interested.", "Is there anything else I can answer?")
    assert says_no("No, thanks.", "Would Tuesday suit you?")


def talked() -> Talk:
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell. Is now okay?")
    talk.says(C, "Sure, go ahead please.")
    talk.says(S, "How many calls do you miss in a week?")
    talk.says(C, "Maybe twenty, and it is getting worse.")
    talk.says(S, "Shall we look at it together on Thursday?")
    return talk


def test_handing_it_on_is_a_next_step_with_a_mail() -> None:
    talk = talked()
    last = talk.says(C, "I'll pass it on to our CTO and call you Tuesday.")
    talk.promises(last, "call you", "Tuesday")

    review = write_review(talk.record(), PLAYBOOK)

    assert review.outcome is Outcome.NEXT_STEP
    assert review.mail is not None


def test_being_in_the_office_is_no_purchase() -> None:
    talk = talked()
    talk.wants("I'm in the office Thursday.")

    review = write_review(talk.record(), PLAYBOOK)

    assert review.outcome is Outcome.INTERESTED
    assert review.mail is not None
    assert "Glad to have you" not in review.mail.body


def test_a_promise_after_a_no_counts_more() -> None:
    talk = talked()
    talk.says(C, "We're not interested.")
    talk.says(S, "What would have to change for that?")
    last = talk.says(C, "Fair. I will ask my partner and call you Tuesday.")
    talk.promises(last, "call you", "Tuesday")

    assert write_review(talk.record(), PLAYBOOK).outcome is Outcome.NEXT_STEP


def test_a_polite_no_stays_one() -> None:
    talk = talked()
    last = talk.says(C, "We're not interested. I will call you when that changes.")
    talk.promises(last, "call you")

    assert write_review(talk.record(), PLAYBOOK).outcome is Outcome.DECLINED


@pytest.mark.parametrize(
    ("said", "decided"),
    [
        ("We've decided to stay with what we have for another year.", True),
        ("We've actually gone and renewed with them.", True),
        ("We have not decided to stay with them.", False),
        ("Have we decided to stay with them?", False),
        ("If we've decided to stay, I will call you.", False),
        ("We've decided to stick with our current supplier.", True),
        ("We've decided to keep the shop open on Sundays.", False),
        ("We've decided to keep them open on Sundays.", False),
        ("We've decided to stay with our parents at Easter.", False),
        ("We decided to stay with them last year, and it has been a nightmare since.", False),
        ("We decided to stay with them last year.", False),
        ("We decided to stay with them. It has been a nightmare.", False),
        ("We've decided to stay with them, but I am curious.", False),
    ],
)
def test_what_was_decided_before_the_call_is_a_no(said: str, decided: bool) -> None:
    assert has_decided_against(said) is decided


def test_a_no_at_the_beginning_is_how_it_ended() -> None:
    talk = Talk()
    talk.says(S, "Hi Dana, you had a look at the proposal for Fernbell?")
    talk.says(C, "We've decided to stay with what we have for another year.")
    for _ in range(4):
        talk.says(S, "I see, and what tipped it for you?")
        talk.says(C, "It was a lot of change, the board felt.")

    assert write_review(talk.record(), PLAYBOOK).outcome is Outcome.DECLINED
