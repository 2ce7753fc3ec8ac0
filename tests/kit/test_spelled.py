"""Numbers with letters are put together from pieces, and ordinary words are none of them."""

from hypothesis import given
from hypothesis import strategies as st

from salescoach.kit.check_digits import is_iban
from salescoach.kit.spelled import spelled_accounts, spelled_identities

WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
ORDINARY = (
    *("at", "is", "it", "no", "be", "me", "do", "de", "the", "passport", "pan is", "number", "of"),
    *("we", "pay", "for", "seats", "one", "two", "twenty", "double", "10", "25", "2026", "and"),
)


@given(st.lists(st.sampled_from(ORDINARY), max_size=30).map(" ".join))
def test_ordinary_words_name_nobody(text: str) -> None:
    assert not list(spelled_identities(f"my passport {text}"))


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
