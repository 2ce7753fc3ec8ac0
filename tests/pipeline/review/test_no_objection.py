"""What sounds like an objection and is none."""

import pytest

from salescoach.domain.audio import Speaker
from salescoach.domain.events import SignalHeard
from salescoach.domain.signal import Evidence, ObjectionType, SignalKind
from salescoach.domain.turn import Turn
from salescoach.pipeline.review.no_objection import is_no_objection
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.replied import begun
from tests.pipeline.review.talk import PLAYBOOK, C, S

PRICE, NEED, AUTHORITY = ObjectionType.PRICE, ObjectionType.NEED, ObjectionType.AUTHORITY
TELLS = "We fit it in a day, and it has two years of cover."


def none(kind: ObjectionType, asked: str, said: str, quote: str = "") -> bool:
    turn = Turn("t2", Speaker.CUSTOMER, said, 1_000, 2_000)
    heard = SignalHeard(
        kind=SignalKind.OBJECTION,
        objection_type=kind,
        confidence=0.9,
        evidence=Evidence("t2", quote or said, 1_000, 2_000),
    )
    return is_no_objection(heard, turn, Turn("t1", Speaker.SALESPERSON, asked, 0, 1_000))


@pytest.mark.parametrize(
    "said",
    [
        "We can't put it on the rent, they'd walk.",
        "I put my prices up in May and lost three regulars.",
        "Our customers won't pay a penny more for a loaf.",
        "I can't pass that on.",
        "I can't put the tuition up to pay for it.",
        "My patients complain about the fees as it is.",
        "We tried to raise our rates and the council said no.",
        "It's not the price so much, it's the mess.",
        "Honestly the cost isn't the issue.",
        "It's not really about the money for us.",
        "Look, the price isn't what worries me.",
        "The fee is not the problem, the paperwork is.",
        "I'm not worried about the price.",
        "No, it's in the budget.",
        "The money we can find.",
        "The number's not the issue at all.",
    ],
)
def test_a_price_that_is_theirs_or_no_trouble(said: str) -> None:
    assert none(PRICE, TELLS, said)


@pytest.mark.parametrize(
    "said",
    [
        "That is a lot of money for a bakery.",
        "It's not just the price, it's the wait as well.",
        "At that price I'd have to put my own prices up.",
        "The price isn't right.",
        "The price isn't what you told me in spring.",
        "It's not the price I was told.",
        "I'd have to charge my customers more for your flour.",
        "It's not in the budget.",
        "Two hundred? Our customers won't pay that, it's too much.",
        "The price is the problem.",
        "We pay half of that now.",
        "I can't pay that.",
        "It's not that cheap, is it.",
    ],
)
def test_a_price_that_is_too_high(said: str) -> None:
    assert not none(PRICE, "It comes to four hundred a month.", said)


def test_what_they_pay_now_is_an_answer_where_it_was_asked_for() -> None:
    assert none(PRICE, "What are you paying at the moment?", "We pay four hundred a month.")
    assert not none(PRICE, "What are you paying at the moment?", "Less than your four hundred.")
    assert not none(PRICE, "It is six hundred a month.", "We pay four hundred a month.")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("So who decides on the boilers?", "Me and my sister."),
        ("Who signs it off?", "The bursar signs, I look after the rest."),
        ("And is it your shop?", "No, it's leased, from the council."),
        ("Do you own the land?", "My father does, and my uncle."),
        ("Is it just yourself, or is there a partner?", "There's two of us, Maeve does the books."),
        ("Who else is involved?", "Only Pradeep, he's the head of IT."),
        ("So you're the landlord, then.", "Half of it. The rest is the pension's."),
        ("Would it be you that decides?", "It would, yeah."),
        ("Okay, great.", "My boss leaves all that to me."),
        ("Okay, great.", "My wife goes along with whatever I pick."),
        ("Okay, great.", "It's my call at the end of the day."),
        ("Are you happy to go ahead?", "I am. Gerry signs it, but that's a formality."),
    ],
)
def test_who_decides_is_a_fact(asked: str, said: str) -> None:
    assert none(AUTHORITY, asked, said)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("So who decides on the boilers?", "My sister, and she'd never spend that."),
        ("Who signs it off?", "The bursar, and he has to see three quotes."),
        ("Who else is involved?", "My husband, I'd have to ask him first."),
        ("Is it just yourself?", "No, it has to go to the board."),
        ("Is it your shop?", "It's leased, and the landlord won't allow it."),
        ("Shall I put you down?", "Let me speak to my wife once."),
        ("Shall we book it in?", "Me and my brother decide these things."),
        (TELLS, "That's above me, I'm afraid."),
        (TELLS, "My partner holds the purse strings."),
        (TELLS, "I can't sign for that on my own."),
        ("Do you own the land?", "My father does, and he is very strict."),
        ("Are you happy to go ahead?", "I'd have to run it past Gerry."),
    ],
)
def test_who_decides_is_in_the_way(asked: str, said: str) -> None:
    assert not none(AUTHORITY, asked, said)


@pytest.mark.parametrize(
    ("before", "asked", "told"),
    [
        ("Then I'm driving to Cork every week.", "And if nothing changes?", True),
        ("He'd hire his nephew. I'd be minding him.", "What would he do then?", True),
        ("We'd be back to paper by June.", "What happens when the licence ends?", True),
        ("You'd be in here every Friday.", "And if nothing changes?", False),
        ("They come each week with samples.", "We come each week with samples.", False),
        ("", "We answer every call for you.", False),
    ],
)
def test_what_they_do_not_want_is_their_own_plan(before: str, asked: str, told: bool) -> None:
    words = "I don't want that."

    assert none(NEED, asked, f"{before} {words}".strip(), words) is told


def test_what_is_none_is_neither_counted_nor_in_the_way() -> None:
    talk = begun()
    talk.says(S, "And who decides on the phones?")
    talk.objects("Me and my sister, it's her shop too.", AUTHORITY)
    talk.says(S, "We answer every one of the calls for you.")
    talk.objects("I can't put it on the menu, you know that.")
    talk.says(S, "It is seventy nine dollars a month.")
    talk.objects("That is a lot of money.")
    talk.says(S, "What would be fair to you?")
    talk.says(C, "Well, I would have to look at it.")
    review = write_review(talk.record(), PLAYBOOK)

    assert [each.evidence.turn_id for each in review.objections] == ["t7"]
    assert any(each.text.startswith("One objection (price)") for each in review.summary)
    ways = {each.evidence.turn_id: each.text.partition(":")[0] for each in review.insights}
    assert ways["t3"] == "Someone else has a say"
    assert ways["t7"] == "Money is in the way"
    assert "t5" not in ways
