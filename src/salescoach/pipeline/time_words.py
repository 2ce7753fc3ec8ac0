"""The words that days, months, hours and amounts of time are spoken in."""

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
HOUR = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|1[0-2]|[1-9])"
CLOCK = (
    r"(?:(?:1[3-9]|2[0-3]):[0-5]\d|"
    rf"(?:(?:half|quarter)(?: past| to)? )?{HOUR}(?:[:. ](?:[0-5]\d|thirty|fifteen|forty.five))?)"
)
MARK = r"(?: ?(?:o'?clock|am|pm|[ap]\.m\.?)|ish)"
NO_AMOUNT = (
    r"(?!\s*(?:percent|per|%|k\b|thousand|hundred|grand|dollar|pound|rupee|lakh|euro|user|people|"
    r"seat|minute|hour|day|week|month|year|point|of\b|more\b|or\b|to\b|-)|\d)"
)
PART_OF_DAY = (
    r"(?:morning|afternoon|evening|night|arvo|lunch(?:time)?|noon|midday|dinnertime|teatime)"
)
CLOCK_TIME = (
    rf"(?:at|by|before|around|about|till|until|from|after) {CLOCK}{MARK}?{NO_AMOUNT}\b"
    rf"|between {CLOCK} and {CLOCK}\b|{CLOCK}{MARK}\b|half (?:past )?{HOUR}\b{NO_AMOUNT}"
    r"|(?:at|by|before|after|around|over) (?:lunch(?:time)?|noon|midday|dinner(?:time)?|breakfast"
    r"|smoko|tea|midnight|work|school|church|service|milking|office|football|hours)\b"
    r"|(?:by|in the) (?:afternoon|evening)\b|by night\b"
    r"|(?:the )?end of (?:the |your |my )?(?:business |working )?day\b|\beod\b|\bcob\b"
    r"|close of (?:play|business)|end of (?:play|business)"
)
"""When in a day something is, whatever the day."""
SPAN = (
    r"(?:early |late |mid[- ]?)?(?:this|next|the) (?:week|weekend|month|quarter|year)\b(?!ly)"
    rf"|(?:in|by|before|after|until|till|from|early|late|mid)[- ](?:{MONTH})\b(?! \w+ (?:me|you))"
    rf"|the (?:{WEEKDAY}) after(?! next\b)"
    r"|(?:in )?(?:one day|some ?time|any ?time|some point) (?:this|next) (?:week|month)"
    r"|(?:in )?the new year|thanksgiving|christmas|easter|diwali|ramadan|the holidays|the summer"
    r"|the same day|as soon as possible|asap|one of these days|some ?time"
    r"|(?:as soon as|once|when|the minute|the moment|soon as) (?:I|we)(?:'\w+)? [^,.;?!]*?"
    r"(?=$|[,.;?!]| (?:and|so|but) )"
)
"""Spans of days that name no one day."""


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
