"""What became of an objection: taken, raised again, open, or passed over."""

from collections.abc import Sequence

import pytest

from salescoach.domain.events import SignalHeard
from salescoach.domain.review import HandledObjection
from salescoach.domain.signal import ObjectionType, SignalKind
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.replied import begun
from tests.pipeline.review.talk import PLAYBOOK, C, S, Talk, evidence

PRICE, TRUST, AUTHORITY = ObjectionType.PRICE, ObjectionType.TRUST, ObjectionType.AUTHORITY
COMPETITOR, NEED, TECHNICAL = (
    ObjectionType.COMPETITOR,
    ObjectionType.NEED,
    ObjectionType.TECHNICAL,
)


def objected(kind: ObjectionType, said: str, *then: str) -> Talk:
    """``then``: the salesperson and the customer in turn."""
    talk = begun()
    talk.says(S, "It is four hundred a month for the oven, with the service.")
    talk.objects(said, kind)
    go_on(talk, then)
    return talk


def go_on(talk: Talk, then: Sequence[str]) -> None:
    for place, text in enumerate(then):
        talk.says(C if place % 2 else S, text)


def first(talk: Talk) -> HandledObjection:
    return write_review(talk.record(), PLAYBOOK).objections[0]


def faintly(talk: Talk, kind: ObjectionType, confidence: float) -> None:
    turn = talk.turns[-1]
    talk.events.append(
        SignalHeard(
            kind=SignalKind.OBJECTION,
            objection_type=kind,
            confidence=confidence,
            evidence=evidence(turn),
        )
    )


@pytest.mark.parametrize(
    ("kind", "said", "then"),
    [
        (PRICE, "Four hundred? That's dear.", ["It bakes for two shops.", "Ah, fair enough so."]),
        (
            PRICE,
            "That's more than we pay.",
            [
                "What do you pay with the repairs?",
                "Three fifty, most months.",
                "So it is fifty more, and nobody comes out at night.",
                "Yeah, no, I can stand behind that.",
            ],
        ),
        (
            TRUST,
            "The last firm never came back.",
            [
                "What happened there?",
                "They took the deposit and went.",
                "We take nothing until it stands here.",
                "Oh. That's different then.",
            ],
        ),
        (TRUST, "They all say that.", ["It stands in the contract.", "Okay, that helps me."]),
        (TECHNICAL, "It won't fit our door.", ["It comes in parts.", "Then it's no problem."]),
        (NEED, "Our oven still works.", ["Does that make it cheap?", "No. I take your point."]),
        (PRICE, "It's over what we had in mind.", ["It is, yes.", "No, it's in the budget, just."]),
        (
            PRICE,
            "That's a fair jump.",
            [
                "It is, yes.",
                "And who delivers it?",
                "We do, on a Sunday.",
                "Right. I'd want that in writing. The price is fine, by the way.",
            ],
        ),
        (
            TRUST,
            "How do I know you'll be there?",
            ["We are four streets away.", "Okay.", "Are you happy to go ahead then?", "I am, yes."],
        ),
        (
            PRICE,
            "We haven't got that sitting in the bank.",
            [
                "You can pay it off over five years.",
                "And that starts when?",
                "From January, and less in the summer.",
                "Oh, that's different.",
            ],
        ),
        (COMPETITOR, "We use Baker Brothers.", ["They are good.", "That makes sense, though."]),
    ],
)
def test_what_was_taken_is_settled(kind: ObjectionType, said: str, then: list[str]) -> None:
    talk = objected(kind, said, *then)
    found = first(talk)

    assert found.handling == "settled"
    assert "; then, at" in found.text


@pytest.mark.parametrize(
    ("kind", "said", "then"),
    [
        (PRICE, "Four hundred? That's dear.", ["It bakes for two.", "Hm. That's still a lot."]),
        (
            TRUST,
            "The last firm took our deposit and left.",
            [
                "We are here since 1988.",
                "Right.",
                "And the oven is steel.",
                "As I said, it is the deposit.",
            ],
        ),
        (
            TECHNICAL,
            "The flue is a worry, the landlord is funny about smoke.",
            [
                "It is all certified.",
                "Okay. And the colour?",
                "Any you like.",
                "But I keep coming back to the flue.",
            ],
        ),
        (
            COMPETITOR,
            "We have a service contract with Baker Brothers.",
            ["They are slow.", "I just told you, we have a contract."],
        ),
        (
            COMPETITOR,
            "We have a service contract with Baker Brothers.",
            ["I can beat it.", "The service contract is theirs, I doubt it."],
        ),
        (NEED, "The old oven does for us.", ["It is old.", "I'd still not need a second."]),
    ],
)
def test_what_is_raised_in_other_words_came_back(
    kind: ObjectionType, said: str, then: list[str]
) -> None:
    talk = objected(kind, said, *then)
    found = first(talk)

    assert found.handling == "came_back"
    assert "it came back at" in found.text


@pytest.mark.parametrize(
    ("kind", "said", "then"),
    [
        (PRICE, "Four hundred? That's dear.", ["It bakes for two shops.", "Okay."]),
        (PRICE, "Four hundred? That's dear.", ["It bakes for two.", "I'm still not sure."]),
        (TRUST, "They all say that.", ["We are not them.", "That's what they said, but fine."]),
        (
            TRUST,
            "They all say that.",
            ["It stands in the contract.", "See, how do I move the tins?", "We help.", "Good."],
        ),
        (
            TRUST,
            "They all say that.",
            [
                "It stands in the contract.",
                "And how loud is the fan?",
                "Like a fridge.",
                "Okay, that's good.",
            ],
        ),
        (
            COMPETITOR,
            "Our contract with Baker Brothers runs till March.",
            [
                "Okay, no problem.",
                "Hm.",
                "We could bake a batch at your place one night.",
                "That is good.",
            ],
        ),
        (PRICE, "That's dear.", ["It is what it is.", "No, that's fine if it's half."]),
        (PRICE, "That's dear.", ["Shall I send you a leaflet?", "No, that's fine."]),
        (PRICE, "That's dear.", ["Could I come on Thursday?", "Thursday, that's fine."]),
        (AUTHORITY, "I'd have to ask my wife.", ["Are you happy to go ahead?", "I am, yes."]),
    ],
)
def test_what_was_only_answered_stays_open(kind: ObjectionType, said: str, then: list[str]) -> None:
    talk = objected(kind, said, *then)

    assert first(talk).handling == "moved_on"


def test_the_last_of_it_counts() -> None:
    talk = objected(
        PRICE,
        "That is a lot of money.",
        "What did you think it would be?",
        "Half of that, maybe.",
        "It lasts for twenty years.",
        "We haven't got that lying about.",
    )
    faintly(talk, PRICE, 0.62)
    go_on(talk, ["You can pay it month by month.", "Ah, okay. That's much better."])
    found = first(talk)

    assert found.handling == "settled"
    assert "it came back at" in found.text
    assert found.text.endswith("“That's much better.”")


def test_what_is_said_when_it_came_back_is_its_answer() -> None:
    talk = objected(
        TRUST,
        "The last firm went under and left us with it.",
        "We are here since 1988.",
        "I'd still worry about that.",
        "There is an insured guarantee behind the oven as well.",
        "Is there? That's me happy on that.",
    )
    talk.says(S, "Lovely to hear, so.")

    assert first(talk).handling == "settled"


@pytest.mark.parametrize(("confidence", "handling"), [(0.62, "came_back"), (0.4, "moved_on")])
def test_a_second_one_need_not_be_as_plain(confidence: float, handling: str) -> None:
    talk = objected(PRICE, "That is a lot.", "I can do three fifty.", "It is high, that.")
    faintly(talk, PRICE, confidence)

    assert first(talk).handling == handling


def test_an_answer_to_a_question_raises_nothing_again() -> None:
    talk = objected(PRICE, "That is a lot.", "What do you pay?", "Two fifty, and the repairs.")
    faintly(talk, PRICE, 0.8)

    assert first(talk).handling != "came_back"


def test_what_is_agreed_before_the_next_objection_counts() -> None:
    talk = objected(TRUST, "They all say that.", "It stands in the contract.")
    turn = talk.says(C, "Okay, that is fair. But the price, that is too much.")
    talk.events.append(
        SignalHeard(
            kind=SignalKind.OBJECTION,
            objection_type=PRICE,
            confidence=0.9,
            evidence=evidence(turn, "But the price, that is too much."),
        )
    )

    assert first(talk).handling == "settled"


@pytest.mark.parametrize(
    ("brought_in", "then", "handling"),
    [
        ("Would it help to have her on the next call?", "Yes, Thursday at three.", "settled"),
        ("Shall we get him along to the tasting?", "Sure, I'll bring him on Friday.", "settled"),
        ("Could the two of you come in?", "Yeah, say Monday.", "settled"),
        ("Would it help to have her on the next call?", "I can't promise that.", "moved_on"),
        ("Shall I send you the sheet?", "Yes, send it on Monday.", "moved_on"),
    ],
)
def test_who_cannot_decide_alone_is_settled_where_the_others_come(
    brought_in: str, then: str, handling: str
) -> None:
    talk = objected(
        AUTHORITY,
        "My partner would want to see it.",
        "What would you tell them?",
        "That the old one smokes, I suppose.",
        "Ha. And the colour?",
        "Black, or the grey one.",
        brought_in,
    )
    talk.wants(then)

    assert first(talk).handling == handling


@pytest.mark.parametrize(
    ("answer", "handling"),
    [
        ("Anyway, the next thing is the tray.", "unanswered"),
        ("Right. So moving on, we have three colours.", "unanswered"),
        ("Got it. By the way, have you seen our app?", "unanswered"),
        ("Anyway, the smoke goes out by the flue.", "moved_on"),
        ("Right. We fit a filter for that.", "moved_on"),
    ],
)
def test_who_talks_about_something_else_has_not_answered(answer: str, handling: str) -> None:
    talk = objected(TECHNICAL, "The smoke goes into the flat above.", answer, "Hm, I see.")
    found = first(talk)

    assert found.handling == handling
    if handling == "unanswered":
        assert found.answer is None
        assert found.text.startswith("You went on to something else: “")


def test_a_step_after_something_else_settles_nothing() -> None:
    talk = objected(TECHNICAL, "It won't go up our stairs.", "Anyway, let's talk about colours.")
    talk.wants("Charcoal would be lovely, that works.")

    assert first(talk).handling == "unanswered"


def test_as_many_are_counted_as_are_listed() -> None:
    talk = objected(
        PRICE, "That is a lot.", "It is, yes.", "Okay, the price is fine, it's in the budget."
    )
    talk.objects("No, it's in the budget.")
    talk.says(S, "Good to hear.")
    talk.objects("The last firm never came back.", TRUST)
    talk.says(S, "We do, within the day.")
    review = write_review(talk.record(), PLAYBOOK)

    assert [each.handling for each in review.objections] == ["settled", "moved_on"]
    assert any(each.text.startswith("Two objections") for each in review.summary)
    assert not any(each.text.startswith("Money") for each in review.insights)
