"""Talks of a house with those who know what they come for, and of a home, beside sales that begin
like them.
"""

import pytest

from salescoach.domain.review import Outcome
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.talk import PLAYBOOK
from tests.pipeline.review.test_sale_signs import heard

SERVED = {
    "vet": """
S: Mill Road Vets, good morning, Tess speaking.
C: Hello, I have a cat with you, Mog. He's not eating since Sunday.
S: Poor Mog. Is he drinking at all?
C: A little. What do you think it is?
S: We'd want to see him. How old is he now?
C: Eleven. How much is the consult these days?
S: It's forty eight pounds, and bloods would be extra.
C: That's fine, he's insured.
S: I've ten past nine tomorrow or half four with Ruth.
C: Half four. I'll bring the form.
S: Lovely, see you tomorrow.
C: Bye.
""",
    "dentist": """
S: Shannon Dental, this is Orla, how are you?
C: Hiya, I need to make an appointment for a check-up, it's been a while.
S: No bother. What's your date of birth?
C: The third of May, eighty one. What would it cost me now?
S: The check-up is sixty, and a hundred with the cleaning.
C: Just the check-up so. When could I come?
S: I've Tuesday at nine or Friday at four.
C: Friday. Do I have to pay a deposit?
S: No deposit, no. And is it the same mobile?
C: It is. See you then.
""",
    "garage": """
S: Kerr Motors, Davie here, what can I do for you?
C: Can I get the Corsa in for a service and the brakes looked at?
S: Aye. How many miles are on her now?
C: Sixty thousand. What's the damage for a service?
S: One forty for the full one, and the brakes depends what I find.
C: Fine. When have you got?
S: I can do Wednesday or Thursday, drop it in before nine.
C: Wednesday suits. I'll leave the key.
S: Magic. See you on Wednesday.
C: Cheers.
""",
    "clinic": """
S: Good afternoon, Sunrise Clinic, tell me.
C: Doctor madam is there? My son, he is not well, fever since two days.
S: Okay. He is a patient here already?
C: Yes yes, Aarav. What is the fees now for consultation?
S: Five hundred only. What medicine you gave him?
C: Only paracetamol. I want an appointment for today.
S: I can give five thirty. Your same number is there on the system?
C: Same only. I will bring him.
S: Okay, bring the old file also.
C: Thank you.
""",
    "hair": """
S: Curl Up, this is Jas, how's it going?
C: Good thanks. I'd like to book my cut and colour, the usual.
S: No worries. Who do you usually see?
C: Mel. How much is it with the toner?
S: One eighty, hon, and it takes about two hours.
C: Okay. Has she got anything this week?
S: She has an opening at ten on Thursday.
C: Perfect, put me in.
S: Done. See you Thursday.
C: See ya.
""",
    "restaurant": """
S: Thank you for calling Bella's, this is Marco.
C: Hi, I'd like to book a table for nine on Saturday. How much is the set menu?
S: It's fifty five a head, and we take a card to hold it. What time?
C: Seven. What's in it for the kids?
S: The pasta, or half of anything. What name is it, and how do you spell it?
C: Kowalski, I'll text it to you.
S: Great. I can do seven fifteen or eight.
C: Seven fifteen works.
S: See you on Saturday.
C: Bye.
""",
    "school": """
S: Hello Mrs Odum, it's Miss Hart from St Bede's. Have you a minute about Kofi?
C: Yes of course. Is he all right?
S: He is. It's his reading, he has gone quiet in class. How is he at home?
C: He reads to his sister. What do you think we could do?
S: There's a group on Tuesdays, it's two pounds a week for the snack.
C: That's nothing. His maths is fine though?
S: His maths is lovely. When could you come in?
C: Thursday after work. I'd want to see his teacher from last year, too.
S: I'll ask her. Half four then?
C: Half four. Thank you.
""",
    "family": """
S: Hiya, it's me. Have you a minute about Mum's carer?
C: Go on. What did they say?
S: It's twenty six pounds an hour now, so it's about eight hundred a month.
C: Eight hundred? That's too dear. What does Dad think?
S: Dad thinks we should do the weekends ourselves.
C: I can't do every weekend, I've the kids. How much is it without the Sundays?
S: About six fifty. I'd say we go for it, Mum likes her.
C: Okay. Our brother can pay the rest.
S: I'll tell Mum tonight. Love you.
C: Love you, bye.
""",
}
SOLD = {
    "gym": """
S: Peak Fitness, this is Rob.
C: Hi, I'd like to book a tour, I saw your ad about the new place.
S: Great. What are you training for at the moment?
C: Nothing, that's the problem. How much is it a month?
S: The annual plan is thirty nine a month, and the first month is free.
C: Hmm. My old one was twenty five.
S: What did you get for that?
C: Two treadmills and a smell.
S: I've Thursday at six or Saturday at ten for the tour.
C: Saturday.
""",
    "small talk": """
S: Hello Joan, it's Pat from Glen Windows. How's your mum keeping?
C: Ah she's grand, she's home since Friday. How's your dad?
S: Still giving out. And the kids?
C: Up the walls. So, did you do the quote?
S: I did. It's four thousand two hundred for the front, with the door.
C: That's more than the other crowd.
S: What did they have in theirs?
C: No door, now that I look at it.
S: I could start on the ninth, with a ten year guarantee.
C: Okay, send me the contract.
""",
    "clinic that buys": """
S: Hi, is that the practice manager? This is Nell from Brightscan.
C: It is. We've a full waiting room, so be quick.
S: How do you book your scan slots now?
C: On paper. Patients ring to change their appointment all day.
S: Our software does that by text, for ninety pounds a month.
C: Does it work with the system we have?
S: It does. I can do Tuesday at two or Friday at nine for a demo.
C: Friday, then.
S: I'll send you the invite.
C: Okay, bye.
""",
    "aesthetic": """
S: Good morning, Lumen Skin, Carla speaking.
C: Hi, I want to have a consultation, I'm thinking about the laser.
S: Lovely. What would you like to change about your skin?
C: The scars on my cheek. What does it cost?
S: It's two hundred a session, or we have a package of six for nine hundred.
C: Nine hundred is a lot.
S: You'd pay a deposit of fifty, and the rest in instalments.
C: And is there a guarantee?
S: We offer one more session free if you don't see a difference.
C: Okay. I've Monday or Tuesday free.
""",
    "school buys": """
S: Hello Mr Byrne, it's Ita from Quill Books. You're the deputy head teacher?
C: I am. It's mad here, parents' evening tonight.
S: I'll be quick. How do you teach spelling in the classroom now?
C: With lists. Their homework is lists as well.
S: Our readers are six euro a pupil, with a free sample for every class.
C: We have a scheme already.
S: What do the teachers say about it?
C: They hate it.
S: Can I send you the sample?
C: Do.
""",
}


@pytest.mark.parametrize("kind", SERVED)
def test_who_comes_for_what_they_know_is_sold_nothing(kind: str) -> None:
    review = write_review(heard(SERVED[kind]).record(), PLAYBOOK)

    assert review.outcome is Outcome.NO_CONVERSATION
    assert review.mail is None


@pytest.mark.parametrize("kind", SOLD)
def test_a_sale_that_begins_like_it_stays_one(kind: str) -> None:
    review = write_review(heard(SOLD[kind]).record(), PLAYBOOK)

    assert review.outcome is not Outcome.NO_CONVERSATION
