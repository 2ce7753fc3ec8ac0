"""What is masked, what is left, and that nothing slips through by its spelling."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescoach.kit.check_digits import is_card_number, is_iban
from salescoach.kit.masking import ALL_KINDS, Kind, Masker, counted
from salescoach.kit.plain_shapes import accounts, identities
from salescoach.kit.spoken_digits import holds_digits
from salescoach.kit.spoken_numbers import numbers

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
        ("you get me at +1-415-555-2671", "you get me at +[phone number]"),
        ("it's plus four nine three zero nine zero one eight two zero", "it's plus [phone number]"),
        ("das ist 0171/1234567", "das ist [phone number]"),
        ("call 06 12 34 56 78 after six", "call [phone number] after six"),
        ("0049 30 901820 is the office", "[phone number] is the office"),
        ("98765 43210, any time", "[phone number], any time"),
        ("(02) 9374 4000 in Sydney", "([phone number] in Sydney"),
        ("0412 345 678", "[phone number]"),
        ("my mobile is double oh seven, six five four three", "my mobile is [phone number]"),
        ("on my credit card 4111 1111, one moment", "on my credit card [card number], one moment"),
        (
            "the card number is four one one one, double one, one one",
            "the card number is [card number]",
        ),
        ("4111 1111 1111", "[card number]"),
        ("fr76 3000 6000 0112 3456 7890 189", "[account number]"),
        ("NL91 ABNA 0417 1643 00 for the refund", "[account number] for the refund"),
        ("NO93 8601 1117 947", "[account number]"),
        ("aadhaar 2345 6789 0123", "aadhaar [identity number]"),
        ("DNI 12345678Z", "DNI [identity number]"),
        ("NIE X1234567L", "NIE [identity number]"),
        ("1 85 05 78 006 084 91", "[identity number]"),
        ("codice RSSMRA85T10A562S", "codice [identity number]"),
        ("CPF 529.982.247-25", "CPF [identity number]"),
        ("811218-9876 is hers", "[identity number] is hers"),
        ("756.9217.0769.85", "[identity number]"),
        (
            "my social insurance number is 046 454 286",
            "my social insurance number is [identity number]",
        ),
        ("my passport is C01X00T47", "my passport is [identity number]"),
        ("my passport number is C01X00T47, okay", "my passport number is [identity number], okay"),
        (
            "the passport is C zero one X zero zero T four seven, I think",
            "the passport is [identity number], I think",
        ),
        ("PAN ABCDE1234F", "PAN [identity number]"),
        ("it's abcde1234f", "it's [identity number]"),
        (
            "my pan card is A B C D E one two three four F",
            "my pan card is [identity number]",
        ),
        (
            "GB double three bukb two zero two zero one five double five"
            " double five double five double five, thanks",
            "[account number], thanks",
        ),
        (
            "it is g b 33 b u k b 2020 1555 double five double five double five",
            "it is [account number]",
        ),
        ("NL ninety one abna zero four one seven one six four three zero zero", "[account number]"),
        (
            "de eight nine 3704 0044 0532 0130 zero zero please",
            "[account number] please",
        ),
        (
            "the IBAN is GB double three bukb two zero two zero one five double five six",
            "the IBAN is [account number]",
        ),
        ("jane.doe at example.com please", "[e-mail address] please"),
        ("my e-mail is jane at example.com", "my e-mail is [e-mail address]"),
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
        "It is twelve thousand four hundred for the year.",
        "Let us say 12,400 dollars, due 2026-11-23, order 4711.",
        "We start on 2026-11-23 10 15, or on 23 11 2026.",
        "Order 20261123, invoice 2026-000123, ticket 5550143.",
        "Serial number 4711 0815 2342 1234.",
        "Tiers of five, ten, fifteen, twenty, thirty and fifty.",
        "One, two, three, four, five, six, seven: that is how easy it is.",
        "Between 2025 2026 we doubled, from 1 250 000 to 2 500 000 users.",
        "Call me on 23-11-2026, or reach us on 24.11.2026.",
        "USD 1250000 a year, that is 104 166 dollars a month.",
        "Two hundred and fifty seats at ninety nine ninety five.",
        "From nineteen ninety nine to twenty twenty six.",
        "Your account has 12 seats and 48,000 calls.",
        "We look at salesforce.com and meet at acme.com.",
        "Article 12345678A in the catalogue.",
        "Three hundred fifty six thousand seven hundred and eighty nine.",
        "ISO 27001, SOC 2, section 230, room 1204, gate 22.",
        "The 24 7 365 support, 99.999 percent, 4 9s.",
        "My passport photos are 35x45mm, and it runs until June 2027.",
        "I left my passport at home in 2019, at gate 22.",
        "A pan costs 25, or 20 if you buy three.",
        "It is 20 a seat, at 15 seats, so no 10 or 12 of us by May 2026.",
        "Is the IBAN on the invoice, or do you have 2 or 3 of them?",
        "Be 20 or 30 of us at 10 in room 5, no 12 at 11 on the 14th.",
        "",
    ],
)
def test_what_a_sale_is_made_of_is_left(said: str) -> None:
    assert MASKER.mask(said).text == said


def test_what_was_masked_is_counted_and_not_kept() -> None:
    masked = MASKER.mask("a@b.io, c@d.io and 4111 1111 1111 1111")
    assert masked.counts == {Kind.EMAIL: 2, Kind.CARD: 1}
    assert MASKER.mask("nothing here").counts == {}


def test_what_was_masked_can_be_counted_later() -> None:
    masked = MASKER.mask("a@b.io, c@d.io and 4111 1111 1111 1111")
    assert counted(masked.text) == masked.counts
    assert counted("nothing here") == {}


@given(
    st.integers(1, 99_999_999),
    st.sampled_from(["{:,} dollars", "${:,}", "EUR {}", "{} percent", "order {}", "invoice no {}"]),
)
def test_no_price_and_no_order_is_taken_for_a_number_of_somebody(value: int, said: str) -> None:
    text = f"That would be {said.format(value)}, all in."
    assert MASKER.mask(text).text == text


@given(st.dates(), st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%d %m %Y"]))
def test_no_date_is_taken_for_a_number_of_somebody(day: date, form: str) -> None:
    text = f"We can begin on {day.replace(year=2000 + day.year % 100).strftime(form)}."
    assert MASKER.mask(text).text == text


@given(
    st.sampled_from([("DE", 18), ("FR", 23), ("GB", 18), ("NL", 14), ("CH", 17), ("NO", 11)]),
    st.text("0123456789", min_size=23, max_size=23),
    st.sampled_from(["", " ", "-"]),
    st.booleans(),
)
def test_no_iban_slips_through(
    country: tuple[str, int], digits: str, gap: str, lower: bool
) -> None:
    code, length = country
    body = digits[:length]
    iban = next(
        f"{code}{check:02}{body}" for check in range(2, 99) if is_iban(f"{code}{check:02}{body}")
    )
    said = gap.join(iban[at : at + 4] for at in range(0, len(iban), 4))
    said = said.lower() if lower else said
    assert MASKER.mask(f"Take {said} please").text == "Take [account number] please"


@given(
    st.sampled_from(["+1 415 ", "+44 20 ", "+49 30 ", "+33 1 ", "+91 "]),
    st.text("0123456789", min_size=7, max_size=8),
    st.sampled_from(["", " ", "-"]),
)
def test_no_international_number_slips_through(prefix: str, rest: str, gap: str) -> None:
    said = prefix + gap.join(rest[at : at + 2] for at in range(0, len(rest), 2))
    assert MASKER.mask(f"Ring {said} today").text == "Ring +[phone number] today"


@pytest.mark.parametrize(
    ("asked", "said", "masked"),
    [
        ("And the account number?", "12 34 56 78", "[account number]"),
        ("What is your phone number?", "555 0143 22, any time", "[phone number], any time"),
        ("Your card number, please.", "It is 4111 1111", "It is [card number]"),
        ("How many people use the account?", "Around 250 000", "Around 250 000"),
        ("What was the order number?", "It is 5550143", "It is 5550143"),
        ("", "12 34 56 78", "12 34 56 78"),
    ],
)
def test_a_number_that_was_asked_for_is_what_was_asked_for(
    asked: str, said: str, masked: str
) -> None:
    assert MASKER.mask(said, asked=asked).text == masked


def test_a_card_number_that_began_before_ends_masked() -> None:
    assert MASKER.mask("1111 1111, okay?", begun="it is 4111 1111").text == "[card number], okay?"
    assert MASKER.mask("2000 3000, okay?", begun="we have 1000").text == "2000 3000, okay?"
    assert Masker(frozenset({Kind.PHONE})).mask("1111 1111", begun="4111 1111").counts == {}


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


@given(
    st.lists(
        st.sampled_from(
            (*WORDS, "IBAN", "GB", "double", "ten", "twenty", "oh", "passport", "C", "PAN is")
        )
        | st.sampled_from(
            ("ABCDE", "my account number is", "my card is", "7", "42", "X", "de", "phone", ",")
        ),
        max_size=14,
    )
)
def test_no_number_is_found_where_hardly_a_digit_is(words: list[str]) -> None:
    text = " ".join(words)

    if not holds_digits(text, 3):
        assert not [*accounts(text), *identities(text), *numbers(text)]


@given(st.text(alphabet="bdjkmpqy .,-"))
def test_a_text_without_numbers_or_addresses_is_left(text: str) -> None:
    assert MASKER.mask(text).text == text


@pytest.mark.parametrize("word", ["passport ", "PAN ", "iban gb "])
def test_a_long_row_of_pieces_is_read_in_one_go(word: str) -> None:
    assert MASKER.mask(word * 2_000).text


def test_a_long_row_of_figures_is_read_in_one_go() -> None:
    figures = "1 " * 20_000
    assert MASKER.mask(figures).text == figures


def test_check_digits() -> None:
    assert is_iban("GB82 WEST 1234 5698 7654 32")
    assert not is_iban("GB83 WEST 1234 5698 7654 32")
    assert not is_iban("GB82")
    assert not is_card_number("4111111111111112")
    assert not is_card_number("0000000000000000")
