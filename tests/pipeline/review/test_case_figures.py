"""Which figures a case can be built on."""

import pytest

from salescoach.pipeline.review.case_figures import tells_figure


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (
            "What does the linen cost you at the moment?",
            "About three thousand two hundred a month.",
        ),
        ("How many bookings do you miss in a week?", "Maybe twenty."),
        ("What's that doing to you?", "We're losing four hundred quid every time it rains."),
        ("How long does it take her to type them in?", "Six hours, give or take."),
        ("How often does the belt slip?", "Twice a day in the wet."),
        ("And what are you paying for that?", "Eleven fifty, plus the diesel."),
        ("How many no-shows would that be?", "Fifteen or so."),
        ("What happened then?", "We wrote off nine hundred chicks."),
        ("What is one lost tenant worth to you?", "Around $6,000."),
        ("How much time goes into the rota?", "Half a day, honestly."),
        ("Sir, what is the wastage costing?", "Some two lakh, sixty thousand in one month only."),
        ("How often would that be?", "Oh, every fortnight there's something."),
        ("How many letters go wrong per month?", "Thirty, forty."),
        ("What's your bill from them?", "It was seven thousand. Now it's twelve."),
    ],
)
def test_what_a_trouble_costs_and_how_often_it_comes_builds_a_case(
    question: str, answer: str
) -> None:
    assert tells_figure(question, answer)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("And how long has that been going on?", "Since about March. The first one was brilliant."),
        ("Who else has a say in it?", "My partner. She owns forty per cent."),
        ("How much is he weighing now, roughly?", "Eighteen kilos maybe."),
        ("How old is the boiler?", "Fourteen years."),
        ("How long have you been with them?", "Nine years in May."),
        ("When does the lease run out?", "The thirty first of August, 2027."),
        ("What time suits you?", "Half past ten, or 11:30."),
        ("What have you got there?", "An old lathe. It has been there since ninety eight."),
        ("What do you grow?", "Barley. I'm sixty three, so no almonds."),
        ("What do you charge for a shave?", "Twenty two."),
        ("So what turnover are you?", "One point one."),
        ("What budget did you have in mind?", "About five."),
        ("Who signs it off?", "The two of us."),
        ("How many beds have you?", "Forty six."),
        ("How big is the roof?", "Forty thousand square foot."),
        ("What did she say?", "One of them will ring me."),
        ("What year was it put in?", "2014, I think."),
        ("How long ago was that?", "Oh, ninety something it was."),
    ],
)
def test_dates_ages_shares_and_sizes_build_none(question: str, answer: str) -> None:
    assert not tells_figure(question, answer)
