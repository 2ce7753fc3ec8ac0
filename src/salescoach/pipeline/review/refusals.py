"""A no in other words than "not interested", as people put it who stay polite.

Whether it ends the call is for whoever asks: a refusal is often followed by a question that
brings them back. What is put off, hangs on a condition or turns down one thing for another refuses
nothing.
"""

import re

from salescoach.pipeline.review.yes_and_no import plain_sentences, unconditional

_BY = r"(?:i'm|i am|we're|we are)(?: (?:just|really|simply|honestly|quite|perfectly|very|all))*"
_WE = r"(?:i|we)"
_MILD = (
    r"(?:,? (?:at all|anyway|any ?more|again|for now|at the moment|at present|right now|just now|"
    r"now|thanks|thank you|cheers|sorry|mate|sir|i'm afraid|i think|really|honestly|please|then|so|"
    r"with (?:it|that|this|them)))*"
)
_STOPS = r"(?= ?(?:$|[.,;!–—]| (?:and|because|but thanks|as)\b))"
_ANY = r"(?:it|that|this|them|one|anything|anyone|anybody|any (?:more )?\w+|more \w+|\w+s)"
_AS_IT_IS = (
    r"(?:where|as|how) (?:we are|i am|it is|things are)|with (?:what|who|the \w+) (?:we|i)(?:'ve| "
    r"have)?(?: got| have| use)?|with (?:our|my|the) (?:\w+ )?(?:current|existing|present|own|"
    r"usual|old) \w+"
)

_REFUSES = re.compile(
    rf"\b{_BY} (?:staying put|not (?:looking|changing|switching|moving|buying)"
    rf"(?: (?:{_ANY}|to (?:change|switch|buy|move|add)(?: {_ANY})?))?){_MILD}{_STOPS}"
    rf"|\b{_BY} (?:sticking|staying|happy|fine|good|okay|ok|content|sorted|comfortable) "
    rf"(?:{_AS_IT_IS}){_MILD}{_STOPS}"
    rf"|\b{_BY} not (?:adding|taking on|bringing in|looking at|considering) {_ANY}"
    rf"(?: (?:new|else))?{_MILD}{_STOPS}"
    rf"|\b{_BY} not (?:gonna|going to|about to) (?:change|switch|move|buy|sign|proceed|go ahead|"
    rf"do|use|need|take)(?: {_ANY}(?: (?:up|on))?)?{_MILD}{_STOPS}"
    rf"|\b{_WE} (?:don't|do not) want to (?:change|switch|move|proceed|go ahead|buy)"
    rf"(?: {_ANY})?{_MILD}{_STOPS}"
    rf"|(?:^|[,;] ?|\b(?:please|so|just|but|and) )(?:don't|do not) (?:bother|waste your \w+|"
    rf"(?:send|e-?mail|post|ring|call|phone|put)(?: (?:me|us|over|through))*(?: {_ANY})?){_MILD}"
    rf"{_STOPS}"
    rf"|\b(?:i'll|we'll|i'd|we'd|i will|we will|{_BY} (?:gonna|going to))(?: (?:just|rather|sooner|"
    rf"probably|have to|prefer to))* (?:say no|decline|give (?:it|this|that) a miss|"
    rf"leave (?:it|this|that)(?: (?:there|alone|be|at that|as it is))?){_MILD}{_STOPS}"
    r"|\b(?:it|that|this)(?:'d| would|'s| is|'ll)(?: only| just)?(?: be)? (?:a )?"
    r"wast(?:e|ing) (?:of )?(?:your|everyone's|everybody's|both our) \w+"
    r"|\byou(?:'d|'re| would| are)(?: only| just)?(?: be)? wasting your \w+"
    r"|\b(?:you'll|you'd|you will|it'll be|it will be|it'd be|you're getting|there's) "
    r"(?:only |just |still )?(?:get |hear |be )?(?:the same answer|no other answer)\b"
    rf"|\b(?:it's|that's|it is|it'll be) (?:still )?a (?:firm |definite |polite )?no\b{_MILD}"
    rf"{_STOPS}"
    r"|\b(?:it|that|this) (?:won't|will not|wouldn't) (?:change|make) (?:anything|any difference|"
    r"a difference|(?:my|our) minds?)\b"
    r"|\bwe(?:'ve| have)(?: already| now| actually)* (?:gone with|gone for|signed with|chosen) "
    r"(?:someone|somebody|another|the other|a different)\b"
    r"|\bi(?:'ve| have)?(?: already)? (?:said|told you) no\b(?! (?:more|later|longer|\w+ than)\b)"
    rf"|\b(?:not required|no requirement|{_WE} (?:don't|do not) require (?:it|anything|any \w+))"
    rf"{_MILD}{_STOPS}"
)
_OPENS = (
    r"(?:(?:ah|oh|well|honestly|look|listen|sorry|that(?:'s| is) (?:very |really )?"
    r"(?:kind|good|nice)(?: of you)?),? )"
)
_FINE = r"(?:good|grand|right|all right|alright|fine|okay|set|sorted|covered)"
_TO_AN_OFFER = re.compile(
    rf"^{_OPENS}*(?:but )?(?:no|nah|nope)\b[, ].*\b(?:i'm|we're|you're)"
    rf"(?: (?:all|just|quite|pretty))? {_FINE}{_MILD}{_STOPS}"
    rf"|^{_OPENS}*(?:i'm|we're|you're)(?: (?:all|just|quite))? {_FINE},? "
    rf"(?:thanks|thank you|cheers|mate)\b{_MILD}{_STOPS}"
    rf"|^{_OPENS}+(?:but )?(?:no|nah){_MILD}\W*$"
    rf"|^(?:i'd|we'd) (?:rather|prefer) not{_MILD}{_STOPS}"
    rf"|^(?:i|we) wouldn't(?: bother)?{_MILD}\W*$"
)
"""Only a no where something was offered: "no, we're good" may answer anything."""
_OFFERS = re.compile(
    r"\b(?:(?:can|could|may|shall|should|might) (?:i|we)|would you|want (?:me|us) to|do you want|"
    r"how about|what about|fancy|interested|open to)\b",
    re.IGNORECASE,
)
_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:else|questions?|problem|worr(?:y|ies|ied)|concerns?|repeat|hold|wait|mind|ask)\b",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"\b(?:yet|until|till|unless|before|if|today|tonight|this (?:week|month|quarter|year)|"
    r"straight away|blind|on the spot|over the phone|(?:a|any) discount|my mind|everything|"
    r"i don't want to waste)\b"
)
_ONE_FOR_ANOTHER = re.compile(
    r"\b(?:don't|do not)\b[^.]*[,;] ?(?:(?:just|please|but) )*(?:send|e-?mail|ring|call|text|"
    r"whatsapp|post|bring|put|give)\b|\binstead\b"
)
""" "Don't send it to me, send it to Karen"."""
_IF_YOU_LIKE = re.compile(r"\bif you (?:like|want|must|have to)\b,?")


def refuses(text: str, before: str = "") -> bool:
    """Whether the customer turns it down. ``before``: what the salesperson said to that."""
    told = [_IF_YOU_LIKE.sub("", each) for each in plain_sentences(text)]
    if any(map(_ONE_FOR_ANOTHER.search, told)):
        return False
    offers = _OFFERS.search(before) is not None and _OF_SOMETHING_ELSE.search(before) is None
    patterns = [_REFUSES, _TO_AN_OFFER] if offers else [_REFUSES]
    return any(
        unconditional(pattern, sentence)
        for sentence in told
        if not sentence.endswith("?") and _NOT_YET.search(sentence) is None
        for pattern in patterns
    )
