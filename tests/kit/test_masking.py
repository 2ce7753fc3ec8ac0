"""What is masked, what is left, and that nothing slips through by its spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescoach.kit.masking import ALL_KINDS, Kind, Masker, is_card_number, is_iban

MASKER = Masker()
WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def luhn(body: str) -> str:
    return next(body + check for check in "0123456789" if is_card_number(body + check))


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("My card is 4111 1111 1111 1111.", "My card is [card number]."),
        ("4111-1111-1111-1111 is it", "[card number] is it"),
        ("amex 378282246310005 please", "amex [card number] please"),
        ("it's 4111 1111 1111 1111, 12/27, 123 okay", "it's [card number] okay"),
        (
            "four one one one, one one one one, one one one one, one one one one",
            "[card number]",
        ),
        ("write to jane.doe+x@mail.example.co.uk now", "write to [e-mail address] now"),
        ("it's jane dot doe at example dot com, yes", "it's [e-mail address], yes"),
        ("jane at example dot co dot uk", "[e-mail address]"),
        ("IBAN DE89 3704 0044 0532 0130 00 please", "IBAN [account number] please"),
        ("GB82WEST12345698765432", "[account number]"),
        ("my account number is 12345678", "my account number is [account number]"),
        ("routing one two one zero zero zero three five eight", "routing [account number]"),
        ("sort code 20-00-00 it is", "sort code [account number] it is"),
        ("123-45-6789 is mine", "[identity number] is mine"),
        ("my social is 123456789", "my social is [identity number]"),
        ("QQ 12 34 56 C", "QQ 12 34 56 C"),
        ("AB 12 34 56 C", "[identity number]"),
        ("my passport is X1234567", "my passport is [identity number]"),
        ("call me on +44 20 7946 0958 later", "call me on +[phone number] later"),
        ("(212) 555-0143", "([phone number]"),
        ("my number is five five five zero one four three", "my number is [phone number]"),
        ("ring 020 7946 0958", "ring [phone number]"),
    ],
)
def test_what_is_masked(said: str, masked: str) -> None:
    assert MASKER.mask(said).text == masked


@pytest.mark.parametrize(
    "said",
    [
        "It costs 1,200,000 dollars for 2026-11-23 to 2027-01-05.",
        "We grew from 2019-2024 by 12.5 percent.",
        "$4 200 000 in revenue, 35 seats, 99.99%",
        "One or two of the three hundred people, at ten fifteen.",
        "Have a look at example dot com, or at the site.",
        "Version 3.11.7 on port 5000, order 48213.",
        "Twenty five thousand a year, thirty percent off.",
        "We meet at 10:30 on the 14th, room 204.",
        "€1200000 and 1500000 euros",
        "1234567890123456",
        "My account manager is Ann.",
        "",
    ],
)
def test_what_a_sale_is_made_of_is_left(said: str) -> None:
    assert MASKER.mask(said).text == said


def test_what_was_masked_is_counted_and_not_kept() -> None:
    masked = MASKER.mask("a@b.io, c@d.io and 4111 1111 1111 1111")
    assert masked.counts == {Kind.EMAIL: 2, Kind.CARD: 1}
    assert MASKER.mask("nothing here").counts == {}


def test_each_kind_can_be_left_alone() -> None:
    text = "a@b.io 4111 1111 1111 1111 123-45-6789"
    for kind in (Kind.EMAIL, Kind.CARD, Kind.IDENTITY):
        assert kind not in Masker(ALL_KINDS - {kind}).mask(text).counts
    assert Masker(frozenset()).mask(text).text == text


def test_words_of_the_users_list() -> None:
    masker = Masker(words=["Project Falcon", "falcon", "C++", " ", "number"])
    masked = masker.mask("PROJECT  falcon and falconry, Falcon's C++, a number: a@b.io")
    assert masked.text == (
        "[withheld] and falconry, [withheld]'s [withheld], a [withheld]: [e-mail address]"
    )
    assert masked.counts == {Kind.WORD: 4, Kind.EMAIL: 1}
    assert masker.mask(masked.text) == type(masked)(masked.text, {})
    card = masker.mask("4111 1111 1111 1111").text
    assert masker.mask(card).text == card == "[card number]"


@given(
    st.from_regex(r"[3-6][0-9]{11,17}", fullmatch=True).filter(lambda d: len(set(d)) > 1),
    st.lists(st.sampled_from(["", " ", "-", ". "]), min_size=20, max_size=20),
    st.booleans(),
)
def test_no_card_slips_through_however_it_is_spelled(
    body: str, gaps: list[str], spoken: bool
) -> None:
    number = luhn(body)
    if spoken:
        said = " ".join(WORDS[int(digit)] for digit in number)
    else:
        said = "".join(digit + gap for digit, gap in zip(number, gaps, strict=False)).rstrip(" .-")
    masked = MASKER.mask(f"It is {said}, thanks")
    assert masked.text == "It is [card number], thanks"


@given(st.text(alphabet="ab @.-+0123456789one two dot at", max_size=60))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = MASKER.mask(text)
    assert MASKER.mask(once.text).text == once.text


@given(st.text(alphabet="bdjkmpqy .,-"))
def test_a_text_without_numbers_or_addresses_is_left(text: str) -> None:
    assert MASKER.mask(text).text == text


def test_a_long_row_of_figures_is_read_in_one_go() -> None:
    figures = "1 " * 20_000
    assert MASKER.mask(figures).text == figures


def test_check_digits() -> None:
    assert is_iban("GB82 WEST 1234 5698 7654 32")
    assert not is_iban("GB83 WEST 1234 5698 7654 32")
    assert not is_iban("GB82")
    assert not is_card_number("4111111111111112")
    assert not is_card_number("0000000000000000")
