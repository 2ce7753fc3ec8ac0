"""What a model may put into the salesperson's mouth, sentence by sentence, in one call."""

import pytest

from salescoach.domain.events import Customer
from salescoach.pipeline.advice import playbook_grounds, sayable
from salescoach.pipeline.grounding import Grounds, ungrounded
from tests.fakes import playbook

CUSTOMER = (
    "We pay about four hundred dollars a month for an answering service.",
    "We miss maybe ten calls a week, and my partner Priya looks after the phones.",
    "Can I get a third off, and the first month free? And I need it by the end of the quarter.",
    "It would have to be live this week, and at half price.",
)
SALESPERSON = (
    "Whoever pays for the year at once saves 20%, and I'll send the summary today.",
    "Hi Dana, this is Mark from Fernbell. Thanks for taking the time.",
    "So, what would you like it to do for you on day one?",
)


def grounds() -> Grounds:
    known = playbook_grounds(playbook(), Customer("Dana Reyes", "Harbor Dental"))
    for line in SALESPERSON:
        known.add(line)
    for line in CUSTOMER:
        known.add(line, theirs=True)
    return known


SAYABLE = (
    "It is $79 a month for 200 answered calls.",
    "Whoever pays at once saves 20%.",
    "I'll send it today, then.",
    "At $79 per month, one saved call per week pays for it.",
    "It's seventy-nine dollars monthly, and there is no setup fee.",
    "The monthly price is $79.",
    "$149 a month covers up to five numbers.",
    "A call after that is 40 cents.",
    "After 200 calls, it is 40 cents a call.",
    "You pay $400 a month for the answering service today.",
    "You told me you miss ten calls a week: what is one of them worth?",
    "The first 14 days are free, with no card.",
    "You get 14 days free, and after that you decide.",
    "Shall we start the free 14-day trial together?",
    "Try it free for 14 days.",
    "Are you free this week for a short call?",
    "Feel free to ask me anything.",
    "Setup takes about thirty minutes on a call with us.",
    "Most businesses are live the same day.",
    "What do you do today when two people call at once?",
    "How do you handle that today?",
    "How many calls did you miss this week?",
    "Shall we set it up today, while we are on the phone?",
    "What has to happen before the end of the quarter?",
    "Can we look at your calendar together?",
    "At the end of the day, it is about the calls you miss.",
    "Who else would want to have a look?",
    "Dana, what happens to a call when you are with a patient?",
    "Dana's team would keep its number.",
    "Priya would hear about every call, is that right?",
    "Mark from Fernbell can show you.",
    "Mark the calls that matter to you, and those ring through.",
    "Frank feedback helps us both.",
    "Grace periods aside, what would you need to see?",
    "Will it help if I show you one call?",
    "Hope that helps: what would you change first?",
    "Bill it to the practice or to you?",
    "Could half of those calls have become a booking?",
    "What would a quarter of an hour each day be worth to you?",
    "I can't give a discount, but I can show you what a missed call costs.",
    "Fair enough. Compared to what you pay now, where does it feel high?",
    "It runs month to month, and you cancel online.",
    "Does it have to be a person who answers?",
    "May I ask what a new patient is worth to you?",
)

UNSAYABLE = (
    "You can be live today.",
    "We'll ship it today, okay?",
    "Today we can have you running.",
    "I can knock off a quarter.",
    "In the first year you save 20%.",
    "It is $79 for the whole year.",
    "It is $79 a week.",
    "It's just $79 a year.",
    "That is seventy-nine dollars per week.",
    "It costs $79, billed yearly.",
    "The weekly price is $79.",
    "It is $79/week all in.",
    "Weekly, it is $79.",
    "You pay 79 a year, that is all.",
    "It is $79 per user.",
    "It is $79 a month per seat.",
    "It is $79 every two months.",
    "You pay $400 a year for the answering service.",
    "I can do a third off.",
    "A third off is possible.",
    "A quarter off would be $59.",
    "A quarter off, how does that sound?",
    "Two thirds off for you.",
    "We can cut that by a third.",
    "It will save you a quarter of the cost.",
    "We'll halve the price.",
    "We can cut the price in half.",
    "We would be halving your bill.",
    "It is half price for you.",
    "You get the first month free.",
    "Your first month is free.",
    "The first year is on us.",
    "The second month comes at no charge.",
    "We add a free month.",
    "It is 20% off the first year.",
    "There is a discount on the first month.",
    "It is two for one right now.",
    "We can offer you a discount.",
    "I could get you a better price.",
    "It is ready by the end of the month.",
    "We will have it done by the end of the day.",
    "We'd go live by month end.",
    "It will be running this week.",
    "We'll have you live this week.",
    "I'll send it over this afternoon.",
    "Maria had the same question.",
    "Peter will call you back.",
    "Mark my colleague Jack down. Jack will call you.",
    "Jack can join us.",
    "Grace decides that with you.",
    "Frank, what do you think of it?",
    "Frank is on your side.",
    "Victor's practice runs on it.",
    "Bill Hansen can tell you more.",
)


@pytest.mark.parametrize("text", SAYABLE)
def test_what_the_playbook_and_the_call_hold_is_sayable(text: str) -> None:
    assert sayable(text, grounds(), ()) == text


@pytest.mark.parametrize("text", UNSAYABLE)
def test_what_nobody_said_is_not_sayable(text: str) -> None:
    assert sayable(text, grounds(), ()) != text


@pytest.mark.parametrize("text", [each for each in SAYABLE if "$" in each or "cents" in each])
def test_a_price_is_not_judged_before_what_it_is_for_is_said(text: str) -> None:
    known = grounds()
    assert not any(ungrounded(text[:end], known, growing=True) for end in range(len(text)))


def test_what_the_playbook_gives_may_be_given() -> None:
    """The same words, where they are true."""
    generous = Grounds(
        [
            "The first month is free. Annual billing is 20% off the first year, or a third off",
            "after that. We ship by the end of the month, and we set you up today.",
            "The first year costs $79 a week.",
        ]
    )
    for text in (
        "You get the first month free.",
        "It is 20% off the first year.",
        "A third off is possible.",
        "It is ready by the end of the month.",
        "We'll have it set up today.",
        "It is $79 weekly.",
    ):
        assert not ungrounded(text, generous), text


def test_whoever_is_spoken_to_may_be_addressed() -> None:
    known = playbook_grounds(playbook(), Customer("Grace"))
    assert sayable("Grace, what would you change first?", known, ())
    assert not sayable("Frank, what would you change first?", known, ())


def test_to_use_a_word_is_not_to_name_somebody() -> None:
    known = Grounds(["We mark the calls that matter. Let me be frank."])
    assert ungrounded("Mark would know. Frank decides.", known)
    known.add("thanks frank, and hello mark")
    assert not ungrounded("Mark would know. Frank decides.", known)
