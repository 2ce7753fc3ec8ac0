"""What somebody else does for one side on a day that was named: "Mr Lyle rings you Thursday at half
past six", "our fitter's coming out to you Monday". Said by the one who sends them, it is a step.
"""

import re
from collections.abc import Iterator

from salescoach.domain.audio import Speaker
from salescoach.domain.review import NextStep
from salescoach.pipeline.due_dates import Due
from salescoach.pipeline.metrics_call import evidence_of
from salescoach.pipeline.phrases import tidy_deed
from salescoach.pipeline.review.quotes import in_its_sentence
from salescoach.pipeline.review.reading import Reading

_DEEDS = (
    *(
        "ring",
        "call",
        "phone",
        "email",
        "text",
        "visit",
        "come",
        "send",
        "bring",
        "meet",
        "collect",
    ),
    *("deliver", "drop", "pick", "fit", "measure", "install", "sign"),
)
_VERBS = {form: verb for verb in _DEEDS for form in (f"{verb}s", f"{verb.removesuffix('e')}ing")}
_ROLE = r"(?:(?:[Mm]y|[Oo]ur|[Tt]he) (?:[a-z][\w-]+ ){0,2}?[a-z][\w-]+)"
_NAME = r"(?:(?:Mr|Mrs|Ms|Miss|Dr)\.? )?[A-Z][a-z]+(?: [A-Z][a-z]+)?(?: from [\w' ]{3,24}?)?"
_DOES = re.compile(
    rf"(?:^|(?<=[.,;:!] )|(?<=and )|(?<=so )|(?<=then ))(?:(?:[Aa]nd|[Ss]o|[Tt]hen|[Oo]kay|[Yy]eah|"
    rf"[Ll]ovely|[Gg]rand),? )*(?P<who>{_NAME}|{_ROLE})"
    rf"(?:, (?:{_ROLE}|{_NAME}),)?(?:,? (?:he|she|they))?(?:(?: is|'s|’s| are)(?= \w+ing\b))? "
    rf"(?P<verb>{'|'.join(_VERBS)}) (?P<rest>[^.?!;]*)"
)
_NOBODY = re.compile(
    r"(?:it|that|this|which|what|who|there|everybody|everyone|nobody|he|she|they|you|we|one|"
    r"(?:\w+day|january|february|march|april|may|june|july|august|\w+ber)|"
    r"when|if|where|because|but|so|and|yes|no|okay|the (?:thing|price|system|phone|post|bill|"
    r"invoice|money|problem|time|day))\b",
    re.IGNORECASE,
)
_HABIT = re.compile(
    r"\b(?:every|always|usually|each|normally|if|unless|whenever|never|once a|sometimes|often|was|"
    r"had|last|used to)\b",
    re.IGNORECASE,
)
_TO_THEM = re.compile(r"\b(?:you|ye|ya|me|us|round|out|over|by|in)\b", re.IGNORECASE)


def sent_ones(reading: Reading) -> Iterator[NextStep]:
    for turn in reading.turns:
        if turn.speaker is Speaker.UNKNOWN:
            continue
        for match in _DOES.finditer(turn.text):
            who, rest = match["who"], match["rest"]
            time = _time_in(reading.times[turn.id], match)
            said = in_its_sentence(match[0], turn.text)
            if (
                time is None
                or _NOBODY.match(who)
                or _HABIT.search(said)
                or not _TO_THEM.search(rest)
            ):
                continue
            end = time.start - match.start("rest")
            verb = _VERBS[match["verb"]]
            deed = _deed(verb, rest[:end])
            if deed:
                who = f"{who[0].lower()}{who[1:]}" if re.match(_ROLE, who) else who
                on = time.on
                evidence = evidence_of(turn)
                yield NextStep(turn.speaker, f"have {who} {deed}", time.words, on, evidence)


def _time_in(times: tuple[Due, ...], match: re.Match[str]) -> Due | None:
    """The first day named after the verb."""
    inside = (each for each in times if match.start("rest") <= each.start < match.end("rest"))
    return next((each for each in inside if each.names_day), None)


def _deed(verb: str, rest: str) -> str:
    deed = tidy_deed(f"{verb} {rest}")
    words = deed.split()
    return deed if words and words[0] == verb and len(words) <= 6 else ""
