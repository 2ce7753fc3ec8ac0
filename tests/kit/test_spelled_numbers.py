"""Numbers with letters are put together from pieces, and ordinary words are none of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescoach.kit.check_digits import is_iban
from salescoach.kit.plain_shapes import identities
from salescoach.kit.spelled_numbers import spelled_accounts, spelled_identities

WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
ORDINARY = (
    *("at", "is", "it", "no", "be", "me", "do", "de", "the", "passport", "pan is", "number", "of"),
    *("we", "pay", "for", "seats", "one", "two", "twenty", "double", "10", "25", "2026", "and"),
)


@given(st.lists(st.sampled_from(ORDINARY), max_size=30).map(" ".join))
def test_ordinary_words_name_nobody(text: str) -> None:
    assert not list(spelled_identities(f"my passport {text}"))


@pytest.mark.parametrize(
    "text",
    [
        "The passport fee is USD 1200",
        "Passport costs USD 1,200",
        "Passport costs EUR 4999.",
        "The passport fee is 1200 CHF",
        "A passport is 1,200.50 EUR",
        "Passport: USD 50, EUR 45",
        "The passport costs USD12000 now",
        "The passport costs 12000EUR now",
    ],
)
def test_a_price_is_no_number_of_a_passport(text: str) -> None:
    assert not list(identities(text))


@pytest.mark.parametrize(
    "number", ["PAA 123 456", "PAA123456", "C01 CHF 47 2", "USD 12 C 4 5 6", "X USD 123 456"]
)
def test_a_passport_may_hold_what_else_is_a_currency(number: str) -> None:
    text = f"My passport is {number}"
    assert max(identities(text)) == (len("My passport is "), len(text))


@given(st.lists(st.sampled_from(ORDINARY), max_size=30).map(" of ".join))
def test_ordinary_words_open_no_account(text: str) -> None:
    assert not list(spelled_accounts(f"the iban {text}"))


@given(
    st.sampled_from(["GB", "IE", "NL"]),
    st.text("BKUWXQ", min_size=4, max_size=4),
    st.text("0123456789", min_size=14, max_size=14),
    st.booleans(),
)
def test_no_spelled_iban_slips_through(
    country: str, bank: str, figures: str, letter_by_letter: bool
) -> None:
    body = f"{bank}{figures[: 10 if country == 'NL' else 14]}"
    check = next(n for n in range(2, 99) if is_iban(f"{country}{n:02}{body}"))
    name = " ".join(bank) if letter_by_letter else bank.lower()
    said = [country, *(WORDS[int(each)] for each in f"{check:02}"), name]
    text = " ".join([*said, *(WORDS[int(each)] for each in body[4:])])
    assert list(spelled_accounts(f"It is {text}, thanks")) == [(6, 6 + len(text))]
