"""Talks as they come in from elsewhere, without a single signal: their words alone have to tell."""

import pytest

from salescoach.domain.review import Outcome
from salescoach.domain.signal import ObjectionType
from salescoach.pipeline.review.rubric import score
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.talk import PLAYBOOK, C, S, Talk
from tests.pipeline.review.test_kind_of_call import imported

NO_SALE = {
    "claim": """
S: Morning, Harbour Claims, you're speaking to Ben. Could I have your policy number?
C: It is HC 4471. It's about the flood in my kitchen.
S: I'm sorry to hear that. When did it happen?
C: Saturday night. The whole floor is up, it will cost thousands.
S: Have you got photos of it?
C: I have, about twenty. Do I have to pay the plumber myself?
S: Pay him and keep the invoice, we give it back to you. The excess is two hundred pounds.
C: Two hundred? That's a lot on top of everything.
S: I know. I can send an assessor on Wednesday.
C: Wednesday is fine. After ten.
S: Wednesday after ten then. I'll text you his name.
C: Thank you.
""",
    "standup": """
S: Okay, where are we with the proposal for the hospital?
C: It is nearly there. I still need the numbers from Raj.
S: He said he would send them yesterday.
C: He didn't. Can you chase him, and I'll finish the slides?
S: I will. Do we have the demo ready for Tuesday?
C: Not yet, the login is broken again.
S: We should fix that before anything else. Who is on it?
C: Mira. She needs another day.
S: Then we need to move something. Can we move the training?
C: We can move it to Thursday, I'd say.
S: Good. And the contract, has legal read it?
C: They want two changes. I'll send them to you tonight.
""",
    "neighbours": """
S: Hi Tom, it's Ruth from next door. Have you got a minute about the fence?
C: Oh hi. Yes, it came down on our side as well.
S: I had a man look at it. He says eleven hundred for the lot.
C: Eleven hundred? That is a lot of money for a fence.
S: I know. I thought we could go halves.
C: I'd have to ask Karen. What is he using?
S: Concrete posts, so that it stands the next storm.
C: And how much is it with wooden ones?
S: Eight hundred, but he would not do it again, he says.
C: Let's do the concrete then. When can he come?
S: In two weeks. I'll tell him yes.
C: Good. I'll give you the money on Sunday.
""",
    "interview": """
S: Thanks for coming in, Aisha. Shall we start with what brought you to nursing?
C: My gran, really. I looked after her when I was fifteen.
S: And what did you learn from that?
C: That most of it is listening. The medicine is the short part.
S: The post is three nights a week to begin with. How would that be for you?
C: That is fine. I have done nights at the General for two years.
S: The salary is twenty nine thousand, with the weekend rate on top.
C: Right, that is a bit less than what I am on now.
S: We could look at the band again after six months.
C: Okay. When would you want an answer?
S: By Friday if you can. I will send you the letter tonight.
C: I will let you know on Thursday.
""",
    "interview press": """
S: You have run the theatre for nine years. What was the hardest of them?
C: The one when we closed. We lost half of the people.
S: And the money?
C: The city paid a third. The rest were donations, four hundred thousand.
S: What would you tell somebody who begins today?
C: Find a room that leaks, it is cheaper.
S: Is it true that you sleep in the building?
C: Only before a premiere.
S: What comes next?
C: A play about a bakery. In March.
""",
    "bank fraud": """
S: Good afternoon, this is Marco from Corner Bank, the security team. Is that Mrs Reed?
C: It is. Has something happened?
S: Somebody tried to pay nine hundred euros with your card in Lisbon.
C: That was not me. I am at home.
S: We stopped it. I will block the card and send a new one.
C: How long does that take?
S: Four days. Does the card cost anything? No, before you ask.
C: Good. And my money is safe?
S: All of it. You will get a letter as well.
C: Thank you for calling.
""",
    "parents": """
S: Hi, it's Olga, Ben's mum. About the class trip?
C: Oh yes. Are you coming along as well?
S: I am. It's forty five euros for each child, did you see?
C: I did. That is quite a bit. What does it include?
S: The bus and the castle. Lunch is on us.
C: Shall we bring sandwiches for everybody?
S: Good idea. I'll do the cheese ones.
C: Then I do the fruit.
S: Bus leaves at eight on Friday.
C: See you on Friday.
""",
    "delivery": """
S: Hello, it's Ray from Swift Parcels, I'm outside with a box for you.
C: I'm at work. Can you leave it somewhere?
S: I need a signature, I'm afraid.
C: My neighbour at twelve is home.
S: Nobody opens there, I tried.
C: Then tomorrow, please.
S: I can come at ten or after four.
C: After four. What do I do if I miss you again?
S: Then it goes to the shop in Mill Lane.
C: Alright, thank you.
""",
}
SALE = {
    "brushoff": """
S: Hi Paula, this is Greg from Nimbus Telecom, have I caught you at a bad time?
C: I'm in the middle of something, what is it about?
S: I'll be brief. We help small offices cut their phone bill.
C: We're fine as we are, thanks.
S: Sure. Who are you with at the moment?
C: I'd rather not say. We are not looking.
S: Could I ring you in the spring?
C: No, please take me off the list.
S: Of course, sorry to have bothered you.
C: Bye.
""",
    "renewal": """
S: Hello Ines, how have the first six months with the scheduling been?
C: Good mostly. The drivers use it every morning now.
S: I am glad. Your year is up in March, so I wanted to talk about what comes next.
C: Yes. It went up by how much again?
S: It would be forty two a seat instead of thirty nine.
C: Hmm. That adds up with sixty people.
S: If you take two years it stays at thirty nine.
C: I like that better. I need to show it to Marc.
S: Shall I write that down for him in one page?
C: Please do, by Tuesday.
""",
    "inbound": """
S: Bright Windows, good afternoon.
C: Hi, I need new windows for the back of the house.
S: Lovely. How many are we talking about?
C: Four, and a door to the garden.
S: Are they wood or plastic now?
C: Wood, and rotten. What do you charge for something like that?
S: About four thousand with the fitting, I'd have to measure.
C: Okay, that is in the range I had heard.
S: Would Thursday morning suit you for measuring?
C: Thursday is fine, at nine.
""",
    "hang up": """
S: Hi, is that the person who buys the coffee?
C: Who is this?
S: It's Cal, from Ember Roasters down the road.
C: We don't need any.
S: Could I just leave you a bag to try?
C: No, thank you.
S: It is free, there's nothing to sign.
C: I said no. Goodbye.
""",
    "catering": """
S: Hello Mrs Bauer, you wrote to us about a summer party.
C: Yes, eighty people, in our yard, on the ninth of July.
S: How nice. Do they sit or do they stand?
C: Stand. Something they can eat with one hand.
S: Then I'd go for the small plates, at twenty six a head with drinks.
C: That's more than last year. We had eighteen.
S: What did you get for eighteen?
C: Dry rolls.
S: You would taste ours first. Would Tuesday at noon work?
C: Tuesday is good.
""",
    "website": """
S: Hi Lena, Joost here. You saw the two drafts for your site?
C: I did. The second one is lovely.
S: I am glad. That one has the booking page in it.
C: And what would it come to?
S: Twenty four hundred, half now and half when it is live.
C: Hmm. My cousin would do it for eight hundred.
S: I know. What would happen if he is busy when it breaks?
C: That is exactly what happened the last time.
S: I'd look after it for a year, that is in there.
C: Okay. Send me the papers and I'll sign.
""",
    "ends badly": """
S: Hi, it's Mel again from Duxford Training, about the first aid course.
C: Oh. Yes. We looked at it.
S: And what did you think?
C: Honestly, we can do it in house for half of that.
S: I understand. Is the certificate not needed?
C: Not for our size, no.
S: Would it help if I took ten percent off?
C: No. We have decided, sorry.
S: Alright. May I ask again next year?
C: If you like.
""",
    "property": """
S: Hello, this is Dina from Park Homes, you looked at the flat in Oak Street on Saturday.
C: Yes. My wife loved the kitchen.
S: And you?
C: I worry about the street. It's loud.
S: It is in the mornings. Shall we go again at eight on a weekday, so that you hear it?
C: That's fair. Would the seller move on the price?
S: A little, I think, if it is quick.
C: How little?
S: I'd try five thousand below.
C: Let's see it first.
""",
}


def heard(lines: str) -> Talk:
    talk = Talk()
    for line in lines.strip().splitlines():
        who, _, words = line.partition(": ")
        talk.says(S if who == "S" else C, words)
    return imported(talk)


@pytest.mark.parametrize("kind", NO_SALE)
def test_a_talk_that_is_no_sale_has_no_score(kind: str) -> None:
    review = write_review(heard(NO_SALE[kind]).record(), PLAYBOOK)

    assert review.outcome is Outcome.NO_CONVERSATION
    assert score(review.parts) is None


@pytest.mark.parametrize("kind", SALE)
def test_a_sale_keeps_its_score_however_it_ends(kind: str) -> None:
    review = write_review(heard(SALE[kind]).record(), PLAYBOOK)

    assert review.outcome is not Outcome.NO_CONVERSATION
    assert score(review.parts) is not None


def test_what_is_agreed_or_put_off_at_home_makes_no_sale() -> None:
    talk = heard(NO_SALE["neighbours"])
    talk.objects("I would have to ask Karen first.", ObjectionType.AUTHORITY)
    talk.objects("Not this month, please.", ObjectionType.TIMING)
    talk.wants("Alright, Sunday then.")

    assert write_review(talk.record(), PLAYBOOK).outcome is Outcome.NO_CONVERSATION


@pytest.mark.parametrize(
    ("asked", "sale"),
    [
        ("Why did you leave your last job? And why this role?", False),
        ("How many pallets do you move in a week?", True),
    ],
)
def test_who_looks_for_people_sells_nothing(asked: str, sale: bool) -> None:
    talk = heard(
        f"""
S: Come in, sit down. I'm Ines, I run the warehouse.
C: Thank you, it was easy to find.
S: {asked}
C: They moved the depot to the coast, that was too far for me.
S: The contract is for a year, with a trial of three months.
C: Okay, and the hours?
S: Six to two. It is fourteen an hour.
C: Yes.
"""
    )
    talk.objects("I have more than that where I am now.", ObjectionType.PRICE)
    talk.says(S, "I'll call you by Friday.")
    found = write_review(imported(talk).record(), PLAYBOOK)

    assert (found.outcome is not Outcome.NO_CONVERSATION) is sale


def test_in_a_few_lines_an_objection_to_an_offer_is_enough() -> None:
    def talk(kind: ObjectionType) -> Talk:
        talk = Talk()
        talk.says(S, "How do you handle the calls that nobody answers today?")
        talk.says(C, "They go to the machine, to be honest.")
        talk.objects("Another tool is too much for us now.", kind)
        return imported(talk)

    dear = write_review(talk(ObjectionType.PRICE).record(), PLAYBOOK)
    late = write_review(talk(ObjectionType.TIMING).record(), PLAYBOOK)

    assert dear.outcome is not Outcome.NO_CONVERSATION
    assert late.outcome is Outcome.NO_CONVERSATION


def test_who_only_says_their_name_speaks_for_no_firm() -> None:
    def talk(opening: str) -> Talk:
        lines = NO_SALE["neighbours"].strip().splitlines()
        return heard("\n".join([f"S: {opening}", *lines[1:]]))

    neighbour = write_review(talk("Hi Tom, this is Ruth.").record(), PLAYBOOK)
    fencer = write_review(talk("Oak Fences, this is Ruth.").record(), PLAYBOOK)

    assert neighbour.outcome is Outcome.NO_CONVERSATION
    assert fencer.outcome is not Outcome.NO_CONVERSATION
