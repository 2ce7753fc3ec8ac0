"""What a customer tells that hurts, and what only sounds like it."""

import pytest

from salescoach.pipeline.review.troubles import hurts


@pytest.mark.parametrize(
    "said",
    [
        "The glasswasher packed in twice last month.",
        "We're throwing away about two crates of lettuce a week.",
        "I've got lads sat for three hours at the weighbridge.",
        "She spends half her Monday typing in timesheets.",
        "The label printer keeps jamming on us.",
        "They've turned up late three Fridays out of five, to be fair.",
        "We can't find joiners for love nor money.",
        "We had to write off four grand of seed in March.",
        "The roof's been leaking since the storms, and the tenants are up in arms.",
        "It doesn't work half the time, honestly.",
        "In the rains the line is going down daily, and customers are getting angry.",
        "I'm chasing invoices every evening till ten.",
        "The lift was out for most of last week.",
        "It's not the price, it's the downtime that costs me.",
        "Look, nobody's answering the phone after five and we're losing bookings.",
        "I was up at two in the morning with the bilge alarm again.",
        "My two clerks are wasting one full week on that only.",
    ],
)
def test_what_goes_wrong_hurts(said: str) -> None:
    assert hurts(said)


@pytest.mark.parametrize(
    "said",
    [
        "We haven't had any problem.",
        "By God's grace we had no problem like that.",
        "It's never missed a beat.",
        "No problem at all, send it over.",
        "My nephew keeps sending me one off the internet.",
        "She keeps on telling me to ring you.",
        "We're under contract, so if I pull out I lose the discount.",
        "I wouldn't want to lose the deposit.",
        "We've never had any complaints about them.",
        "Sorry, I missed your call, I was in the yard.",
        "You've lost me there.",
        "If it breaks we just ring Dave.",
        "The contract runs until March next year.",
        "It used to be a mess.",
        "There's nothing wrong with the one we have.",
        "That wouldn't be a problem for us.",
        "We don't waste much, to be honest.",
        "What happens if it fails in January?",
        "They'd be angry if we moved it.",
        "My camera's not working today, sorry.",
        "The traffic was a nightmare this morning.",
        "No worries, that's fine with me.",
    ],
)
def test_what_is_denied_supposed_or_polite_hurts_nobody(said: str) -> None:
    assert not hurts(said)
