"""Numbers that prove by their own digits what they are."""

import re

LONGEST_CARD = 19

_IBAN_LENGTHS = {
    country: length
    for length, countries in {
        15: "NO", 16: "BE", 18: "DK FI FO GL NL", 19: "MK SI", 20: "AT BA EE KZ LT LU XK",
        21: "CH HR LI LV", 22: "BG BH CR DE GB GE IE ME RS VA", 23: "AE GI IL IQ TL",
        24: "AD CZ ES MD PK RO SA SE SK TN VG", 25: "PT", 26: "IS TR", 27: "FR GR IT MC SM",
        28: "AL AZ CY DO GT HU LB PL", 29: "BR EG PS QA UA", 30: "JO KW MU", 31: "MT SC",
    }.items()
    for country in countries.split()
}  # fmt: skip


def is_card_number(digits: str) -> bool:
    """13 to 19 digits that begin and check like a payment card's."""
    if not 13 <= len(digits) <= LONGEST_CARD or digits[0] not in "23456" or len(set(digits)) == 1:
        return False
    return _luhn(digits)


def iban_length(country: str) -> int | None:
    """How many characters an IBAN of that country has; None where it is not known."""
    return _IBAN_LENGTHS.get(country)


def is_iban(text: str) -> bool:
    """Its length is its country's, where that is known: the check alone fits one text in 97."""
    plain = _bare(text)
    if not 15 <= len(plain) <= 34 or not "02" <= plain[2:4] <= "98":
        return False
    if _IBAN_LENGTHS.get(plain[:2], len(plain)) != len(plain):
        return False
    moved = plain[4:] + plain[:4]
    return int("".join(str(int(each, 36)) for each in moved)) % 97 == 1


def is_spanish_identity(text: str) -> bool:
    """DNI and NIE: eight digits (a leading X, Y, Z counts as one) and the letter they lead to."""
    plain = _bare(text)
    number = plain[:-1].translate(str.maketrans("XYZ", "012"))
    return number.isdecimal() and plain[-1] == "TRWAGMYFPDXBNJZSQVHLCKE"[int(number) % 23]


def is_french_identity(text: str) -> bool:
    """A social security number: thirteen digits and what is missing to a multiple of 97."""
    plain = _bare(text).replace("2A", "19").replace("2B", "18")
    return plain.isdecimal() and 97 - int(plain[:13]) % 97 == int(plain[13:])


def is_brazilian_identity(text: str) -> bool:
    """A CPF: nine digits and two that check them."""
    digits = [int(each) for each in _bare(text)]
    return len(set(digits)) > 1 and all(
        digits[size] == sum((size + 1 - at) * digits[at] for at in range(size)) * 10 % 11 % 10
        for size in (9, 10)
    )


def is_swedish_identity(text: str) -> bool:
    """Born on, four digits, the last of which checks the others."""
    return _luhn(_bare(text)[-10:])


def is_swiss_identity(text: str) -> bool:
    """An AHV number, which checks like a bar code."""
    digits = [int(each) for each in _bare(text)]
    return sum(value * (1 + 2 * (place % 2)) for place, value in enumerate(digits)) % 10 == 0


def _luhn(digits: str) -> bool:
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0


def _bare(text: str) -> str:
    return re.sub(r"[\s.+-]", "", text).upper()
