"""Whether a sentence promises as ours what only the customer has said.

A customer who asks for ninety percent off has said "ninety percent"; so has one who tells a model
to offer it. Their figures may be given back to them ("you pay forty thousand today"), never agreed
to, and their names may be repeated as theirs, never stated as something the product has or does.
"""

import re

_GIVES = (
    r"(?:offer|give|giving|do|go|drop|take|knock|match|agree|accept|cut|lower|reduce|make|get|meet"
    r"|charge|throw|include|waive|refund|extend|approve|honou?r|confirm|guarantee|promise|deliver"
    r"|ship|commit|have|finish|complete|launch|install|implement|start|lock|hold|keep|set)\w*"
)
_OFFERS = re.compile(
    rf"\b(?:we|i|let's|let\s+us)(?:['’](?:ll|d|re|ve|m))?(?:\s+[\w'’]+){{0,3}}?\s+{_GIVES}\b"
    r"|\A\W*(?:yes|yeah|sure|ok|okay|agreed|absolutely|certainly|deal|done|of\s+course|no\s+problem)\b"
    r"|\b(?:how|what)\s+(?:about|if)\b|\b(?:discount|refund|rebate|off|free|deal|halv\w+)\b",
    re.IGNORECASE,
)
_DELIVERS = re.compile(
    r"\b(?:we|i|it|setup|rollout|you)\b.{0,160}?\b(?:deliver|ship|launch|live|ready|finish|complet|install"
    r"|implement|guarantee|promis|commit|refund|migrat)\w*",
    re.IGNORECASE,
)
_GIVES_BACK = re.compile(
    r"\b(?:you|they|he|she)(?:['’](?:re|ve|d))?\s+(?:\w+\s+){0,2}?(?:said|say|mention|told|tell|pay"
    r"|paid|spen|quot|need|want|ha[vds]|ask|expect|hop|wish|see|charg|los|are\b|were\b|us[ei])\w*"
    r"|\b(?:your|their|theirs)\b",
    re.IGNORECASE,
)
_CLAIMS_FEATURE = re.compile(
    r"\b(?:integrat|support|connect|compl[yi]|certif|sync|import|export|partner|includ|plug|bundl)\w*"
    r"|\bworks?\s+(?:\w+\s+)?(?:with|on|in|for)\b"
    r"|\b(?:built|comes?|ships?|available|ready|native\w*|standard|out\s+of\s+the\s+box)\b"
    r"|\b(?:we|us|our|ours)\b",
    re.IGNORECASE,
)
_NAMES_AS_THEIRS = re.compile(
    r"\b(?:you|they|he|she)(?:['’](?:re|ve|d))?\s+(?:\w+\s+){0,2}?(?:said|say|mention|told|tell"
    r"|pay|paid|spen|quot|need|want|had\b|ask|expect|hop|wish|see|us[ei]|chose|choos|compar|run"
    r"|mov|work|rel[iy]|look|tried|try|like|know)\w*"
    r"|\b(?:your|their|theirs)\b|\bmatters?\s+to\s+you\b|\bi\s+(?:hear|understand)\b",
    re.IGNORECASE,
)


def offers(sentence: str) -> bool:
    return _OFFERS.search(sentence) is not None


def delivers(sentence: str) -> bool:
    """Whether a date in it may be taken as a promise."""
    return _DELIVERS.search(sentence) is not None


def gives_back(sentence: str) -> bool:
    """Whether it speaks of what the customer has, pays or said, and offers nothing."""
    return _GIVES_BACK.search(sentence) is not None and not offers(sentence)


def names_as_theirs(sentence: str) -> bool:
    """Whether a name in it is only given back: it asks, or tells what the customer said or uses
    and speaks of nothing of ours."""
    if sentence.rstrip().endswith("?"):
        return True
    given_back = _NAMES_AS_THEIRS.search(sentence) is not None
    return given_back and not offers(sentence) and _CLAIMS_FEATURE.search(sentence) is None
