from dataclasses import replace

from salescoach.domain.audio import Channel, Speaker
from salescoach.domain.events import CallStarted, Customer
from salescoach.domain.playbook import Fact
from salescoach.domain.review import Outcome
from salescoach.domain.signal import ObjectionType, Stage
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.talk import PLAYBOOK, C, S, Talk


def chat() -> Talk:
    talk = Talk()
    talk.says(S, "Thanks for ringing the library, how can I help?")
    talk.says(C, "My card stopped opening the side door on Sunday.")
    talk.says(S, "I can see it here. Would you hold it to the reader now?")
    talk.says(C, "Yes, there it goes, the light is green again.")
    talk.says(S, "Good. Is there anything else?")
    talk.says(C, "No, that is all, you have been very kind.")
    talk.says(S, "Have a nice day then.")
    talk.says(C, "You too.")
    return talk


def imported(talk: Talk) -> Talk:
    talk.events[0] = CallStarted(
        call_id="c1",
        channels=(Channel(0, S), Channel(1, C)),
        playbook_id="p",
        playbook_version=1,
        customer=Customer("Dana Reyes"),
        started_at="2026-03-02T10:00:00+00:00",
        imported_from="call.wav",
    )
    return talk


def test_a_call_that_is_no_sale_gets_a_short_review() -> None:
    review = write_review(chat().record(), PLAYBOOK)

    assert review.outcome is Outcome.NO_CONVERSATION
    assert review.outcome_text == "This does not read like a sales call, so it has no score."
    assert len(review.summary) == 1
    assert (*review.missed, *review.tips, *review.what_worked, *review.insights) == ()
    assert (*review.objections, *review.next_steps) == ()
    assert review.mail is None
    assert all(part.score is None for part in review.parts)


def test_what_was_promised_stays_promised_in_a_call_that_is_no_sale() -> None:
    talk = chat()
    turn = talk.says(S, "I will post you a spare card tomorrow.")
    talk.promises(turn, "post you a spare card", "tomorrow")
    review = write_review(talk.record(), PLAYBOOK)

    assert review.outcome is Outcome.NO_CONVERSATION
    assert [step.due for step in review.next_steps] == ["tomorrow"]
    assert review.outcome_text.endswith("What was promised is listed.")


def test_a_few_lines_of_a_live_call_prove_nothing() -> None:
    short, elsewhere = chat(), imported(chat())
    for talk in (short, elsewhere):
        del talk.turns[4:]

    assert write_review(short.record(), PLAYBOOK).outcome is Outcome.UNDECIDED
    assert write_review(elsewhere.record(), PLAYBOOK).outcome is Outcome.NO_CONVERSATION


def test_one_offer_makes_it_a_sale() -> None:
    talk = chat()
    talk.says(S, "We offer a second card for two pounds a month, by the way.")
    talk.says(C, "I will think about it, thank you very much.")

    assert write_review(talk.record(), PLAYBOOK).outcome is Outcome.UNDECIDED


def test_nobody_is_judged_where_nobody_is_known() -> None:
    talk = Talk()
    talk.says(Speaker.UNKNOWN, "I would like to buy two of the black ones.")
    talk.says(Speaker.UNKNOWN, "Certainly, they are on their way to you.")
    review = write_review(talk.record(), PLAYBOOK)

    assert review.outcome is Outcome.NO_CONVERSATION
    assert "Who said what is not known" in review.summary[0].text
    assert review.missed == ()
    assert {each.key for each in review.figures if each.value is not None} == {
        "duration",
        "silence",
    }
    assert all(each.verdict is None for each in review.figures)


def test_an_imported_call_about_something_else_gets_no_line_of_the_playbook() -> None:
    def priced() -> Talk:
        talk = Talk()
        talk.says(S, "The vans come washed and serviced, at four hundred a month each.")
        price = talk.objects("My partner pays much less where he is.", ObjectionType.AUTHORITY)
        talk.card(price)
        talk.says(S, "They are very good vans, everybody says so.")
        return talk

    live = write_review(priced().record(), PLAYBOOK)
    elsewhere = write_review(imported(priced()).record(), PLAYBOOK)

    assert "Your card had the words" in live.missed[0].what_to_do
    assert "playbook" not in elsewhere.missed[0].what_to_do
    assert "card" not in elsewhere.missed[0].what_to_do
    assert live.mail is not None
    assert elsewhere.mail is not None
    assert live.mail.subject.startswith("Fernbell: ")
    assert elsewhere.mail.subject.startswith("Our call")


def test_a_support_line_sells_nothing_however_annoyed_they_are() -> None:
    def call(opening: str, more: str = "I will send an engineer on Thursday.") -> Outcome:
        talk = Talk()
        talk.says(S, opening)
        talk.says(C, "It has been off since last night, the light is red.")
        talk.says(S, more)
        talk.objects("Thursday? That is far too late, I work from home.", ObjectionType.TIMING)
        talk.says(S, "It costs nine pounds a month, and I can put you on the list.")
        talk.wants("Alright, do that then, please.")
        return write_review(imported(talk).record(), PLAYBOOK).outcome

    support = "You're through to support, can I take your account number?"
    assert call(support) is Outcome.NO_CONVERSATION
    assert call("You're through to Nadia, how are you?") is not Outcome.NO_CONVERSATION
    assert call(support, "There is a discount on the larger one.") is not Outcome.NO_CONVERSATION


def test_a_call_that_names_the_product_is_its_sale() -> None:
    talk = chat()
    talk.says(C, "I was told to ask you about Fernbell as well.")

    assert write_review(imported(talk).record(), PLAYBOOK).outcome is Outcome.UNDECIDED


def test_what_any_seller_asks_does_not_make_a_call_the_playbooks() -> None:
    fact = "The first 14 days are free, with no card."
    playbook = replace(
        PLAYBOOK,
        product=replace(
            PLAYBOOK.product,
            pitch="Fernbell answers the calls you miss and books the appointment.",
            facts=(Fact("trial", fact),),
        ),
    )

    def lost_line(offer: str) -> Talk:
        talk = Talk()
        talk.says(S, f"Hello, this is Sam. {offer}")
        told = talk.says(C, "We lost two of them, it comes to about three hundred and forty.")
        talk.reaches("worth", told)
        talk.enters(Stage.PITCH, talk.says(S, "We offer a mobile hub, it comes today."))
        asked = talk.says(C, "Okay. Do I have to pay for that now?")
        talk.hears_question(asked)
        talk.card(asked, fact)
        talk.says(S, "No, there is no charge for that at all.")
        talk.says(C, "Alright, thank you very much for that.")
        return imported(talk)

    foreign = write_review(lost_line("How long has it been off?").record(), playbook)
    own = write_review(
        lost_line("How many appointments do you miss when nobody answers?").record(), playbook
    )

    assert foreign.mail is not None
    assert "14 days" not in foreign.mail.body
    assert "call is worth" not in foreign.mail.body
    assert not any("call is worth" in point.text for point in foreign.insights)
    scores = {part.key: part.score for part in foreign.parts}
    assert scores["objectives"] is None
    assert own.mail is not None
    assert "14 days" in own.mail.body
    assert any("call is worth" in point.text for point in own.insights)


def test_who_rings_for_a_house_wants_to_sell_though_no_price_was_named() -> None:
    talk = imported(Talk())
    talk.says(S, "Hi, this is Frances from Quillstone. Who types the letters with you?")
    talk.says(C, "Two of us, and whoever is in on a Friday.")
    talk.says(S, "How long do they usually lie there?")
    talk.says(C, "A week, when somebody is away.")
    talk.says(S, "And who asks after them?")
    talk.says(C, "Everybody, all day long.")
    talk.says(S, "Would it be worth a look at how others do it?")
    talk.says(C, "Send me something and I will read it.")

    assert write_review(talk.record(), PLAYBOOK).outcome is not Outcome.NO_CONVERSATION
