"""What a fact of the user's is about, told by its words, and what customers ask about that."""

import re
from collections.abc import Mapping

_TOPICS = (
    ("trial", r"\btrials?\b|\bpilots?\b|\bproof of concept\b|\btry (?:it|us)\b"),
    ("security", r"\bsecur|\bencrypt|\bsoc ?2\b|\biso ?27001\b|\bgdpr\b|\bhipaa\b|\bsso\b"),
    ("security", r"\bsingle sign|\bprivacy\b"),
    ("hosting", r"\b(?:data|it|everything) (?:is|are|stays) (?:stored|hosted|kept)|\bon.prem"),
    ("integrations", r"\bintegrat|\bconnect|\bapi\b|\bsync|\bworks with\b|\bplugs? into\b"),
    (
        "setup_time",
        r"\bset ?up\b|\blive (?:in|within)\b|\bimplement|\broll(?:ed)? ?out\b|\binstall",
    ),
    ("setup_time", r"\bup and running\b|\bonboard"),
    ("contract", r"\bcontracts?\b|\bcancel|\bmonth to month\b|\bminimum term\b|\bnotice\b"),
    ("minimum", r"\bminimum\b|\bat least \d|\bstarts? (?:at|from|with) \d"),
    ("discount", r"\bdiscount|\bcheaper\b|\b(?:\d+|percent|%) off\b"),
    ("refund", r"\bmoney back\b|\brefund"),
    ("support", r"\bsupport\b|\bhelp ?desk\b|\baccount manager\b|\b24/7\b"),
    ("training", r"\btrain(?:ing|ed)?\b|\beasy to (?:learn|use)\b"),
    ("languages", r"\blanguages?\b|\bspanish\b|\bfrench\b|\bgerman\b"),
    ("mobile", r"\bmobile\b|\biphone\b|\bandroid\b|\bphones?\b"),
    ("uptime", r"\buptime\b|\b99[.,]?\d*\s?(?:%|percent)"),
    (
        "references",
        r"\bcase stud|\breferences?\b|\b(?:companies|customers|teams) (?:use|trust|rely)",
    ),
    ("warranty", r"\bwarrant(?:y|ies)\b|\bguarantee\b"),
)
"""What a user's fact may be about, and the words that tell it. The base template has a careful
answer on most topics, which then gives its questions to the user's fact."""

ASKS: Mapping[str, tuple[str, ...]] = {
    "hosting": (
        "Where is our data stored?",
        "Is it in the cloud?",
        "Can we run it on our own servers?",
    ),
    "minimum": (
        "Is there a minimum?",
        "How many do we have to take?",
        "Can we start with just a few people?",
    ),
    "discount": ("Is there a discount?", "Is it cheaper if we pay for the whole year?"),
    "refund": ("Do we get our money back if it doesn't work?", "What if we're not happy with it?"),
    "languages": ("Which languages does it speak?", "Is it English only?"),
    "mobile": ("Is there a mobile app?", "Does it work on a phone?"),
    "warranty": ("Is there a warranty?", "How long is the guarantee?", "What if it breaks?"),
    "uptime": ("What's your uptime?", "How often is it down?"),
}
"""Questions on the topics that the base template has no answer on."""


def topic_of(fact: str) -> str | None:
    return next((topic for topic, words in _TOPICS if re.search(words, fact, re.IGNORECASE)), None)
