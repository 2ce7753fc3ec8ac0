"""The words that days, months and amounts of time are spoken in."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"),
    *("seventeenth", "eighteenth", "nineteenth", "twentieth"),
)
_SMALL = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen", "twenty"),
)
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90}

WEEKDAY = "|".join(WEEKDAYS)
MONTH = "|".join(MONTHS)
ORDINAL = (
    rf"(?:(?:twenty|thirty)[- ](?:{'|'.join(_ORDINALS[:9])})|thirtieth|{'|'.join(_ORDINALS)}"
    r"|\d{1,2}(?:st|nd|rd|th))"
)
AMOUNT = (
    rf"(?:a couple(?: of)?|couple(?: of)?|a few|few|half an|half a|an|a|"
    rf"(?:twenty|thirty|forty|fifty|sixty|ninety)[- ](?:{'|'.join(_SMALL[:9])})|"
    rf"{'|'.join(sorted(_SMALL, key=len, reverse=True))}|{'|'.join(_TENS)}|\d+)"
)
UNIT = r"(?:working day|business day|minute|min|second|hour|day|week|fortnight|month|year)"


def weekday_of(word: str) -> int:
    """Monday is 0."""
    return WEEKDAYS.index(word.lower())


def month_of(word: str) -> int:
    """January is 1."""
    return MONTHS.index(word.lower()) + 1


def ordinal_of(words: str) -> int | None:
    """The day of a month that "twenty second", "14th" or "14" names, None above 31."""
    plain = words.lower().replace("-", " ")
    digits = "".join(letter for letter in plain if letter.isdigit())
    if digits:
        number = int(digits)
    elif plain == "thirtieth":
        number = 30
    else:
        *tens, last = plain.split()
        number = _ORDINALS.index(last) + 1 + {"twenty": 20, "thirty": 30}.get("".join(tens), 0)
    return number if 1 <= number <= 31 else None


def amount_of(words: str) -> float | None:
    """How many; None for "a few" and "a couple", which promise no number."""
    plain = words.lower().replace("-", " ")
    if plain.isdigit():
        return float(plain)
    if "few" in plain or "couple" in plain:
        return None
    if plain.startswith("half"):
        return 0.5
    if plain in ("a", "an"):
        return 1.0
    values = {word: place + 1 for place, word in enumerate(_SMALL)} | _TENS
    return float(sum(values[word] for word in plain.split()))
