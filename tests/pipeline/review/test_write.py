from dataclasses import replace
from datetime import date

import pytest

from salescoach.domain.events import SignalHeard
from salescoach.domain.review import Outcome, Review
from salescoach.domain.signal import ObjectionType, Stage
from salescoach.pipeline.review.quotes import refuse_invented
from salescoach.pipeline.review.rubric import score
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.talk import CARD, PLAYBOOK, SCRIPT, C, S, Talk, evidence, good_call


def test_the_same_call_is_reviewed_alike() -> None:
    record = good_call().record()

    first, second = write_review(record, PLAYBOOK), write_review(record, PLAYBOOK)

    assert first == second
    assert score(first.parts) == score(second.parts)


def test_a_good_call() -> None:
    review = write_review(good_call().record(), PLAYBOOK)

    assert review.outcome is Outcome.NEXT_STEP
    assert review.outcome_evidence is not None
    assert review.outcome_evidence.quote == "Thursday works, please send me the invite."
    worked = {each.evidence.turn_id: each for each in review.what_worked}
    assert "brought a figure" in worked["t3"].text
    assert "“Maybe twenty, and it is getting worse.”" in worked["t3"].why
    assert "price objection with a question" in worked["t7"].text
    assert "named a day" in worked["t9"].text
    assert [(each.what, each.due_on, each.shared) for each in review.next_steps] == [
        ("start", date(2026, 3, 5), True),
        ("send the invitation", date(2026, 3, 2), False),
    ]
    assert review.objections[0].handling == "settled"
    assert review.objections[0].pause_ms == 1_600
    points = score(review.parts)
    assert points is not None
    assert points > 8


def priced(reply: str, objection: str = "That sounds expensive to me.") -> Talk:
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell. Is now okay?")
    talk.says(C, "Sure, go ahead please.")
    talk.enters(Stage.PITCH, talk.says(S, "We answer every one of them for you."))
    talk.objects(objection)
    talk.says(S, reply)
    talk.says(C, "All right, I see what you mean there.")
    return talk


def test_a_question_that_is_praised_is_not_asked_for_again() -> None:
    review = write_review(good_call().record(), PLAYBOOK)

    assert (
        "price objection with a question"
        in {e.evidence.turn_id: e for e in review.what_worked}["t7"].text
    )
    assert [each for each in review.missed if each.evidence.turn_id in ("t5", "t6")] == []


def test_a_line_that_was_asked_already_is_not_recommended() -> None:
    asking = "What is one new customer worth to you?"
    talk = Talk()
    talk.says(S, "And what is one new customer worth to you?")
    talk.says(C, "About a hundred dollars.")
    price = talk.objects("Hmm, that is a lot of money for us.")
    talk.card(price, f"I hear you. {asking}")
    talk.says(S, "It is not that much, believe me.")
    talk.says(C, "I will think about it for a while.")
    review = write_review(talk.record(), PLAYBOOK)

    (missed,) = (each for each in review.missed if each.evidence.turn_id == price.id)
    assert asking not in missed.what_to_do
    assert "“About a hundred dollars.”" in missed.what_to_do
    assert "0:05" in missed.what_to_do


@pytest.mark.parametrize(
    ("objection", "reply"),
    [
        ("And how much is it?", "Seventy nine dollars a month, for two hundred calls."),
        ("What does it cost us?", "It is $79 a month."),
        ("That is a lot of money for us.", "I understand. One new customer pays for it."),
    ],
)
def test_a_price_that_was_answered_is_not_missed(objection: str, reply: str) -> None:
    review = write_review(priced(reply, objection).record(), PLAYBOOK)
    assert [each for each in review.missed if each.evidence.turn_id == "t4"] == []


def test_a_price_that_was_talked_down_is_missed() -> None:
    review = write_review(priced("It is not expensive at all.").record(), PLAYBOOK)
    (missed,) = (each for each in review.missed if each.evidence.turn_id == "t4")
    assert "got a statement" in missed.opportunity


def test_a_call_where_nothing_was_asked() -> None:
    talk = Talk()
    talk.says(S, "We have the best product there is, it does everything for you.")
    talk.says(C, "We do lose some callers on Saturdays, twenty maybe.")
    talk.says(S, "Right, and we have over forty features in it.")
    price = talk.objects("That is way too much for us.")
    talk.card(price)
    talk.says(S, "It is not expensive at all, believe me.", pause_ms=100)
    talk.objects("It is still too expensive for us.")
    talk.says(S, "I can assure you that it pays.", pause_ms=100)
    talk.objects("And I have to ask my partner.", ObjectionType.AUTHORITY)
    talk.says(S, "Okay then, have a nice day.")

    review = write_review(talk.record(), PLAYBOOK)

    missed = {each.evidence.turn_id: each for each in review.missed}
    assert "what hurts" in missed["t2"].opportunity
    assert "came back at 0:22" in missed["t4"].opportunity
    assert f"“{CARD}”" in missed["t4"].what_to_do
    assert "t6" not in missed
    assert "cannot decide alone" in missed["t8"].opportunity
    assert f"“{SCRIPT}”" in missed["t8"].what_to_do
    assert "nothing was agreed" in missed["t9"].opportunity
    assert review.tips[0].tip == "Ask before you tell."
    assert review.outcome is Outcome.UNDECIDED
    points = score(review.parts)
    assert points is not None
    assert points < 4


def test_a_customer_who_says_no_gets_no_mail() -> None:
    talk = Talk()
    talk.says(S, "Hi, this is Sam. Do you have a minute?")
    talk.objects("No thanks, we're not interested at all.", ObjectionType.NEED)

    review = write_review(talk.record(), PLAYBOOK)

    assert review.outcome is Outcome.DECLINED
    assert review.mail is None


def test_a_call_without_a_conversation_is_not_judged() -> None:
    silent = write_review(Talk().record(), PLAYBOOK)
    one_sided = Talk()
    one_sided.says(S, "Hello? Can you hear me at all?")

    for review in (silent, write_review(one_sided.record(), PLAYBOOK)):
        assert review.outcome is Outcome.NO_CONVERSATION
        assert score(review.parts) is None
        assert review.mail is None


def test_a_mail_says_only_what_was_said_and_promised() -> None:
    mail = write_review(good_call().record(), PLAYBOOK).mail

    assert mail is not None
    assert mail.subject == "Fernbell: what we agreed"
    assert mail.body.startswith("Hi Dana,")
    assert "It helped to hear a number for the calls you miss (twenty)." in mail.body
    assert "- We will start (Thursday 5 March, at ten)." in mail.body
    assert "- I will send the invitation." in mail.body
    assert mail.body.endswith("Sam")


def test_a_mail_holds_the_day_that_was_agreed_however_it_was_heard() -> None:
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam. Would it help if the three of us spoke on Thursday?")
    talk.wants("Thirsty could work. How long does it take to get set up?")
    talk.promises(talk.says(S, "Great, I will send the invite."), "send the invite")
    mail = write_review(talk.record(), PLAYBOOK).mail

    assert mail is not None
    assert "- We will speak (Thursday 5 March)." in mail.body
    assert "Thirsty" not in mail.body


def test_of_two_days_the_customers_counts() -> None:
    talk = Talk()
    talk.says(S, "Tomorrow at ten or Thursday at four, could we meet?")
    talk.wants("Thursday is good.")
    talk.promises(talk.says(S, "I will send the invite."), "send the invite")
    step, _ = write_review(talk.record(), PLAYBOOK).next_steps
    assert (step.what, step.due, step.due_on) == ("meet", "Thursday at four", date(2026, 3, 5))


def proposed(*lines: str, answer: str = "Yes, Tuesday at ten works.") -> Review:
    """``lines``: what the salesperson said before the day that was agreed."""
    talk = Talk()
    for line in lines:
        talk.says(S, line)
        talk.says(C, "They go to voicemail, I believe.")
    talk.says(S, "Let's do a call with both of you, Tuesday at ten.")
    talk.wants(answer)
    talk.promises(talk.says(S, "Great, I will send the invite."), "send the invite")
    return write_review(talk.record(), PLAYBOOK)


@pytest.mark.parametrize("answer", ["Yes, Tuesday at ten works.", "Tuesday is fine."])
def test_a_talk_that_was_agreed_reads_as_one_and_keeps_its_hour(answer: str) -> None:
    review = proposed(answer=answer)
    step = review.next_steps[0]
    assert (step.what, step.due, step.due_on) == (
        "have a call with both of you",
        "Tuesday at ten",
        date(2026, 3, 3),
    )
    assert step.shared
    assert answer in review.outcome_text
    assert review.mail is not None
    assert "- We will have a call with both of you (Tuesday 3 March, at ten)." in review.mail.body


def test_a_promise_of_that_day_gets_its_hour() -> None:
    talk = Talk()
    talk.says(S, "Could we meet on Tuesday at ten?")
    answer = talk.wants("Tuesday works, let's meet.")
    talk.promises(answer, "meet", "Tuesday", date(2026, 3, 3))
    [step] = write_review(talk.record(), PLAYBOOK).next_steps
    assert (step.what, step.due, step.due_on) == ("meet", "on Tuesday at ten", date(2026, 3, 3))


def test_a_day_in_another_question_was_not_proposed() -> None:
    asked = "I called you on Saturday. How do you handle calls after hours today"
    quotes = [
        each.evidence.quote
        for each in proposed(asked).what_worked
        if each.text.startswith("You named a day")
    ]
    assert quotes == ["Let's do a call with both of you, Tuesday at ten."]
    talk = Talk()
    talk.says(S, asked)
    talk.says(C, "They go to voicemail, I believe.")
    talk.says(S, "We answer them for you, shall I send you how?")
    talk.promises(talk.wants("Yes please, I will read it."), "read it")
    review = write_review(talk.record(), PLAYBOOK)
    assert review.outcome is Outcome.NEXT_STEP
    assert not any(each.text.startswith("You named a day") for each in review.what_worked)
    assert [step.what for step in review.next_steps if step.shared] == []


def test_a_day_that_was_turned_down_is_no_step() -> None:
    talk = Talk()
    talk.says(S, "Could we meet on Thursday?")
    talk.wants("Thursday is not possible, but send me the invite.")
    talk.promises(talk.says(S, "I will send it."), "send it")
    assert [step.what for step in write_review(talk.record(), PLAYBOOK).next_steps] == [
        "send the invitation"
    ]


def test_a_mail_repeats_no_name_that_was_misheard() -> None:
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell.")
    asked = talk.says(C, "Does it work with Sails Fourth at all?")
    talk.hears_question(asked)
    talk.says(S, "Yes, it works with that one too.")
    also = talk.says(C, "And how long does the setup take?")
    talk.hears_question(also)
    talk.says(S, "It takes about thirty minutes with us.")
    mail = write_review(talk.record(), PLAYBOOK).mail

    assert mail is not None
    assert "Sails" not in mail.body
    assert "- How long does the setup take? It takes about thirty minutes with us." in mail.body


def test_a_promise_that_is_a_yes_shows_what_was_asked_for() -> None:
    talk = Talk()
    talk.says(S, "Hi Dana, is now okay for you?")
    talk.wants("Send me the contract and let's start the pilot next week.")
    talk.promises(
        talk.says(S, "Great."), "send the contract and let's start the pilot", "next week"
    )

    steps = write_review(talk.record(), PLAYBOOK).next_steps

    assert [(step.what, step.due, step.shared) for step in steps] == [
        ("send the contract", None, False),
        ("start the pilot", "next week", True),
    ]
    assert {step.evidence.turn_id for step in steps} == {"t2"}


def test_words_nobody_said_are_refused() -> None:
    talk = good_call()
    review = write_review(talk.record(), PLAYBOOK)
    first = review.what_worked[0]
    invented = replace(first, evidence=replace(first.evidence, quote="I love this product."))
    elsewhere = replace(first, evidence=replace(first.evidence, turn_id="t99"))
    in_the_text = replace(first, why="Dana said “I love this product.”")
    more = replace(review, what_worked=(*review.what_worked, invented, elsewhere, in_the_text))

    assert refuse_invented(more, talk.turns) == refuse_invented(review, talk.turns)


def test_a_line_of_the_playbook_may_be_quoted_and_no_other() -> None:
    talk = good_call()
    review = write_review(talk.record(), PLAYBOOK)
    item = replace(review.missed[0], what_to_do=f"Say: “{SCRIPT}”")
    more = replace(review, missed=(item,))

    assert refuse_invented(more, talk.turns, [SCRIPT]).missed == (item,)
    assert refuse_invented(more, talk.turns).missed == ()


def test_what_was_heard_before_the_words_changed_rests_on_the_words_as_they_are() -> None:
    talk = good_call()
    price = next(turn for turn in talk.turns if turn.text.startswith("That sounds"))
    talk.turns[talk.turns.index(price)] = replace(price, text="That seems expensive to me.")

    review = write_review(talk.record(), PLAYBOOK)

    assert review.objections[0].evidence.quote == "That seems expensive to me."


def test_an_objection_is_met_after_the_customers_last_words() -> None:
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell. Is now okay?")
    talk.says(C, "Sure, go ahead please.")
    talk.objects("That sounds expensive to me.")
    talk.says(S, "Right, I see.", pause_ms=300, long_ms=400)
    talk.says(C, "We pay for the phones as it is.", pause_ms=200)
    asked = talk.says(S, "What is one lost patient worth to you?", pause_ms=1_700)
    talk.says(C, "A few hundred dollars, I guess.")

    (met,) = write_review(talk.record(), PLAYBOOK).objections

    assert (met.handling, met.pause_ms) == ("moved_on", 1_700)
    assert met.answer is not None
    assert met.answer.turn_id == asked.id
    assert met.text.startswith("You asked “What is one lost patient worth to you?” after 1.7 s")


def unsure(talk: Talk, confidence: float, quote: str | None = None) -> None:
    """What was heard last was heard with so much confidence, in so many words."""
    event = talk.events[-1]
    assert isinstance(event, SignalHeard)
    said = replace(event.evidence, quote=quote or event.evidence.quote)
    talk.events[-1] = replace(event, confidence=confidence, evidence=said)


def test_what_was_not_sure_enough_for_a_card_is_no_objection_afterwards() -> None:
    talk = priced("It is a fair price, believe me.")
    unsure(talk, 0.4)
    review = write_review(talk.record(), PLAYBOOK)

    assert review.objections == ()
    assert next(p for p in review.parts if p.key == "objections").score is None


def test_the_figure_counts_the_objections_that_are_listed() -> None:
    """One that goes on over the customer's turns is one; a word in a call that was none is none."""
    talk = Talk()
    talk.says(S, "We offer it for four hundred a month.")
    talk.objects("That sounds expensive to me.")
    talk.objects("I mean, four hundred is a lot for a garage.")
    talk.says(S, "What would be fair to you?")
    ended = Talk()
    ended.objects("Too much.")
    ended.says(S, "Hello? Can you hear me at all?")

    for call, listed in ((talk, 1), (ended, 0)):
        review = write_review(call.record(), PLAYBOOK)
        figure = next(each for each in review.figures if each.key == "objections")
        assert (len(review.objections), figure.of, len(figure.moments)) == (listed, listed, listed)


def test_two_objections_of_one_breath_are_two() -> None:
    dear, partner = "That is a lot of money.", "I would have to ask my partner."
    talk = Talk()
    talk.says(S, "We offer it for four hundred a month.")
    turn = talk.objects(f"{dear} {partner}", ObjectionType.PRICE)
    first = talk.events[-1]
    assert isinstance(first, SignalHeard)
    talk.events[-1:] = [
        replace(first, evidence=evidence(turn, dear)),
        replace(first, objection_type=ObjectionType.AUTHORITY, evidence=evidence(turn, partner)),
        # The turn read as a whole is none of its own.
        replace(first, objection_type=ObjectionType.TIMING, confidence=0.7),
    ]
    talk.card(turn)
    talk.says(S, "What would the partner want to know?")
    talk.wants("The terms, I guess. Send me the contract.")
    review = write_review(talk.record(), PLAYBOOK)

    told = [(each.type, each.handling, each.evidence.quote) for each in review.objections]
    assert told == [
        (ObjectionType.PRICE, "settled", dear),
        (ObjectionType.AUTHORITY, "settled", partner),
    ]
    assert next(each.of for each in review.figures if each.key == "objections") == 2


@pytest.mark.parametrize(
    ("kind", "in_passing", "least"),
    [
        (ObjectionType.NEED, False, 0.6),
        (ObjectionType.NEED, True, 0.8),
        (ObjectionType.PRICE, False, 0.6),
        (ObjectionType.PRICE, True, 0.7),
        (ObjectionType.TIMING, False, 0.85),
        (ObjectionType.TIMING, True, 0.85),
    ],
)
def test_a_few_words_of_a_long_turn_and_times_have_to_be_plainer(
    kind: ObjectionType, in_passing: bool, least: float
) -> None:
    def told(confidence: float) -> int:
        talk = Talk()
        talk.says(S, "We offer it for four hundred a month.")
        quoted = "and I don't need that, not now, not for the money."
        story = "We drove there and back and there again, " * 4 if in_passing else "Well, "
        talk.objects(f"{story}{quoted}", kind)
        unsure(talk, confidence, quoted if in_passing else None)
        talk.card(talk.turns[-1])
        talk.says(S, "Good to know.")
        return len(write_review(talk.record(), PLAYBOOK).objections)

    # What brought a card, all talk of money here, is told as well.
    assert told(least - 0.02) == (kind is ObjectionType.PRICE and not in_passing)
    assert told(least) == 1


def test_a_quote_is_no_half_of_a_sentence() -> None:
    talk = priced("It is a fair price, believe me.", "I like it, though it costs too much for us.")
    unsure(talk, 0.9, "though it costs too much for us.")
    review = write_review(talk.record(), PLAYBOOK)

    assert review.objections[0].evidence.quote == "I like it, though it costs too much for us."


def test_interest_that_led_to_a_step_was_not_missed() -> None:
    talk = good_call()
    talk.wants("How soon could we begin with it?")
    talk.says(S, "It takes a quarter of an hour.")

    assert not any(
        "buying signal" in m.opportunity for m in write_review(talk.record(), PLAYBOOK).missed
    )


def test_a_day_in_a_question_is_no_figure() -> None:
    talk = Talk()
    talk.says(S, "You asked for a quote. How did it go with your partner?")
    talk.says(C, "We sat down on Friday the two of us and looked at it for a while.")
    review = write_review(talk.record(), PLAYBOOK)

    assert not any("figure" in each.text for each in review.what_worked)


def test_a_day_proposed_is_no_question_about_the_price() -> None:
    talk = priced("Shall we talk again on Friday at noon?")
    review = write_review(talk.record(), PLAYBOOK)

    assert "answered with a statement" in review.objections[0].text


def test_a_stretch_of_time_in_a_question_proposes_nothing() -> None:
    talk = priced("I see. How long does she spend on it in a week?")
    review = write_review(talk.record(), PLAYBOOK)

    assert "You asked" in review.objections[0].text
    assert not any("got a statement" in tip.why for tip in review.tips)


def test_a_day_that_was_spoken_of_is_not_missed() -> None:
    talk = Talk()
    talk.says(S, "Hi Dana, this is Sam from Fernbell.")
    talk.says(C, "I am in the middle of something, call me tomorrow please.")
    talk.says(S, "Is ten any good?")
    talk.wants("Make it eleven.")
    ring = talk.says(S, "Eleven it is. I'll ring you then.")
    talk.promises(ring, "ring", quote="I'll ring you then.")
    review = write_review(talk.record(), PLAYBOOK)

    assert review.outcome is Outcome.NEXT_STEP
    assert "without a day" not in review.outcome_text
    assert not any("no day" in each.opportunity for each in review.missed)
    assert [(step.what, step.due_on) for step in review.next_steps] == [("ring", date(2026, 3, 3))]


def test_slots_to_choose_from_are_no_day() -> None:
    talk = Talk()
    talk.says(C, "I would have to ask my father about the quote first.")
    mail = talk.says(S, "I'll send you an email with two slots on Thursday.")
    talk.promises(mail, "send an email with two slots", "on Thursday", date(2026, 3, 5))
    talk.wants("Yes, do that.")
    review = write_review(talk.record(), PLAYBOOK)

    assert "with a day" not in review.outcome_text
    assert [(step.what, step.due_on) for step in review.next_steps] == [
        ("send an email with two slots", None)
    ]
