import pytest

from salescoach.domain.playbook import Term
from salescoach.speech.vocabulary import Mender

TERMS = (
    Term("Salesforce", ("sales for us",)),
    Term("HubSpot", ("hub spot",)),
    Term("Northwind"),
    Term("Calendly"),
    Term("Twilio", ("to lilio",)),
    Term("Zendesk"),
    Term("Slack"),
    Term("QuickBooks Online"),
    Term("Zoom"),
)


@pytest.mark.parametrize(
    ("heard", "mended"),
    [
        ("We use sales for us every day.", "We use Salesforce every day."),
        ("Does it work with hub spot?", "Does it work with HubSpot?"),
        ("salesforce is fine", "Salesforce is fine"),
        ("this is Daniel from northwynd", "this is Daniel from Northwind"),
        ("they book with Calendley, mostly", "they book with Calendly, mostly"),
        ("Calend Lee does it", "Calendly does it"),
        ("twillio and sendesk", "Twilio and Zendesk"),
        ("what is to lilio's price", "what is Twilio's price"),
        ("we have a zendeske account", "we have a Zendesk account"),
        ("it is in quickbooks online now", "it is in QuickBooks Online now"),
        ("Zendesk’s fine", "Zendesk’s fine"),
    ],
)
def test_garbled_names_are_mended(heard: str, mended: str) -> None:
    assert Mender(TERMS).mend(heard) == mended


@pytest.mark.parametrize(
    "said",
    [
        "Our sales force is small.",
        "The sales team is for us.",
        "The north wind blows.",
        "Let us zoom in on the price.",
        "I will calmly wait for the calendar.",
        "Send the desk tomorrow.",
        "Two lilies, please.",
        "A silk shirt and a slick answer.",
        "We have too many books online.",
        "sales. For us it is fine.",
        "",
        "…",
    ],
)
def test_ordinary_english_is_left_alone(said: str) -> None:
    assert Mender(TERMS).mend(said) == said


def test_mending_twice_changes_nothing_more() -> None:
    mender = Mender(TERMS)
    once = mender.mend("We went from sales for us to hub spot and Calendley's API.")
    assert once == "We went from Salesforce to HubSpot and Calendly's API."
    assert mender.mend(once) == once


def test_without_terms_the_text_is_returned_as_it_is() -> None:
    assert Mender(()).mend("sales  for us ") == "sales  for us "


def test_terms_without_letters_do_no_harm() -> None:
    assert Mender((Term(""), Term("!?", ("", "..")))).mend("Hello!") == "Hello!"
