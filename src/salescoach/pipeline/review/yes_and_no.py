"""What counts as a yes to buying, and as a no to all of it.

Both decide how a call ended and whether a mail is written, so both are narrow: the words have to be
the sentence's own say, up to its end, and without a condition. What is left out here is still an
interest or a next step.
"""

import re

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")

_STARTS = (
    r"(?:^|[,;:–—] ?)(?:(?:and|so|well|then|okay|ok|yes|yeah|yep|sure|great|perfect|alright|"
    r"all right|go ahead and|no|sorry|look|deal|actually|honestly|i think|i guess|please|just)"
    r"[, ]+){0,6}"
)
_WE = r"(?:we|i)"
_WILL = rf"\b{_WE}(?:'ll| will|'re going to| are going to|'m going to| am going to|'d like to)"
_STOPS = r"(?= ?(?:$|[.,;!]))"
_SO_STOPS = (
    r"(?= ?(?:$|[.,;!]| (?:then|today|now|please|right away|and (?:start|sign|get started))\b))"
)
_BOUGHT = (
    r"(?:plan|package|one|licen[cs]es?|seats?|subscription|version|option|deal|offer|contract)"
)
_PAPERS = r"(?:contract|agreement|order form|invoice|paperwork)"

_GO_ON = r"(?:go on(?: so| then)?[, ]+)?"

_YES = re.compile(
    rf"{_WILL} take (?:it|them|one|two){_SO_STOPS}"
    rf"|{_WILL} take the (?:[\w-]+ ){{0,3}}{_BOUGHT}{_SO_STOPS}"
    rf"|\bsign (?:me|us) up{_SO_STOPS}"
    r"|\b(?:let's|let us)(?: just| all)? (?:do it|do this|go for it|go ahead(?: with (?:it|this|"
    rf"that|you))?|sign(?: it| up)?){_SO_STOPS}"
    rf"|\b(?:i'm|we're|i am|we are|i'd be|we'd be) (?:happy|glad|ready) to go (?:ahead|for it)"
    rf"(?: with (?:it|this|that|you))?{_SO_STOPS}"
    rf"|{_WILL} go with (?:you|yours)(?: guys| lot)?{_SO_STOPS}"
    rf"|\byou(?:'ve| have) got (?:the|our|my) (?:job|business|order|work|custom){_SO_STOPS}"
    r"|\bwhere do (?:i|we) sign\b"
    rf"|{_STARTS}(?:you(?:'ve| have)? (?:got|have)|it's|that's|we have) a deal{_SO_STOPS}"
    rf"|{_STARTS}(?:send|email|mail) (?:me |us |over |it )*(?:the |a |your |that )?{_PAPERS}"
    rf"(?: over)?{_SO_STOPS}"
    rf"|{_STARTS}(?:(?:we're|we are|i'm|i am)|count (?:me|us)) in(?= ?(?:$|[.,;!]| then\b))"
    rf"|{_STARTS}{_GO_ON}(?:put (?:me|us|it) (?:down|through)|put (?:that|the order|them|those) "
    rf"through|do it|open (?:the|an|that) account){_SO_STOPS}"
    r"|\b(?:it's|it is|it'll be|it will be|you'll have it) signed "
    r"(?:and|by|today|tonight|tomorrow)\b"
)
_PROPOSES_VISIT = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:demo|meet(?:ing)?|visit|survey|tour|trial|"
    r"call|chat|come (?:over|out|by|round|and)|next week|this week|o'clock|tomorrow)\b[^.!]*\?",
    re.IGNORECASE,
)
_BUYS_OUTRIGHT = re.compile(
    r"\b(?:order|sign|deposit|contract|agreement|purchase|go ahead|invoice|pay|account|card|"
    r"start (?:you|them|it)|good to go)\b",
    re.IGNORECASE,
)
_DO_IT = re.compile(
    r"\b(?:let's|let us)(?: just| all)? (?:do (?:it|this)|go for it|go ahead(?: with \w+)?)"
    r"|\bdo it\b|\bput (?:me|us|it) (?:down|through)\b",
    re.IGNORECASE,
)
_TO_ALL = (
    r"(?: in (?:it|this|that|any of (?:it|this|that)|anything you|(?:buying|switching|changing)|"
    r"what you(?:'re| are) (?:selling|offering)|your (?:product|offer|service|software|system|"
    r"solution|company)s?))?"
    r"(?: at all| right now| at this time| at the moment| anymore| any more)?"
    r"(?: (?:sorry|thanks|thank you|i'm afraid))?"
)
_NO = re.compile(
    rf"(?:\b(?:i'm|i am|we're|we are)(?: (?:just|really|simply|honestly))*|{_STARTS})"
    rf" ?not (?:really )?interested{_TO_ALL}{_STOPS}"
    rf"|\bnot for us(?: right now| at the moment| i'm afraid)?{_STOPS}(?!, (?:it's|but) for)"
    rf"|\btake (?:us|me) off (?:of )?(?:your|the|this|that) (?:[\w-]+ )?list\b"
    rf"|\b(?:i'm|i am|we're|we are|i won't be|we won't be) not taking (?:it|this|that) any further"
    rf"{_STOPS}|\bthat's (?:me|us) out{_STOPS}|{_WILL} tell \w+ not to bother\b"
    r"|\b(?:like|want|ask|asked) to be (?:removed|taken off)\b|\bremove (?:us|me) from\b"
    rf"|(?:{_WILL}|\b{_WE} (?:have to|must)) pass(?: on (?:this|that|it|(?:the|your) offer))?"
    rf"(?: for now| this time| then| thanks| thank you| i'm afraid)*{_STOPS}"
    rf"|(?:{_STARTS}|\byou to )(?:(?:don't|do not|never) call|stop calling)"
    rf"(?: (?:me|us|here|back))?(?: again| anymore| any more| ever)*{_STOPS}"
    rf"|\b(?:it|that|this)(?:(?:'s| is)(?: just| simply)? not| isn't) going to happen{_STOPS}"
    rf"|\bthe answer is no{_STOPS}"
)
_WITH_THEIRS = (
    r"with (?:what|them|(?:our|my|the) (?:[\w-]+ ){0,3}?(?:current|existing|present|old|own|one|"
    r"ones|provider|supplier|vendor|partner|agency|system|software|service|tool|contract|set-?up|"
    r"guys?|people|company|firm|lot))"
)
_DECIDED = re.compile(
    rf"\b{_WE}(?:'ve| have)?(?: actually| now| just)* (?:gone and renewed {_WITH_THEIRS}|"
    rf"(?:decided|chosen|opted) (?:to (?:(?:stay|stick|renew) {_WITH_THEIRS}|"
    rf"keep what {_WE}(?:'ve| have))|"
    r"against (?:it|this|that|the|your|going|changing|switching|moving|buying)))\b"
)
"""A no that was made before the call, so it may stand at its beginning."""
_LONG_AGO = re.compile(
    r"\b(?:last|ago|yesterday|earlier|back (?:in|then)|at the time|since|in (?:19|20)\d\d)\b"
)
_GOES_ON = re.compile(r"\b(?:and|but|though|although|however)\b")
_REGRETS = re.compile(r"(?:and|but|however|now|(?:it|that)(?:'s| has) been)\b")
_NO_THANKS = re.compile(
    rf"{_STARTS}(?:no|not (?:today|for me|for us)),? (?:thanks|thank you){_STOPS}"
)
_ON_CONDITION = re.compile(
    r"\b(?:if|unless|until|once|when|whether|before|otherwise|or|(?:not|isn't) that|"
    r"not (?:saying|to say)|don't think|doubt) |"
    r"\b(?:don't|can't|won't|cannot|wouldn't|couldn't|not|never) (?:just )?$"
)
_CONDITION_AFTER = re.compile(
    r" ?[,;]? ?(?:then )?(?:unless|if|until|once|as soon as|as long as|or)\b"
)
_REPORTS = re.compile(
    r"\b(?:he|she|they|husband|wife|boss|brother|sister|mother|father|partner|director) "
    r"(?:just |always |already )?(?:said|says|told|tells|goes|went)\b"
)
"""Somebody else's words."""
_TAG = re.compile(r",? (?:okay|ok|please|yeah|alright|all right|would you|will you|right)\?$")
"""Asks for agreement, and nothing else."""
_ANYTHING_ELSE = re.compile(
    r"\b(?:(?:any|some)thing (?:else|more)|any (?:other |more |further )?questions?)\b",
    re.IGNORECASE,
)


def says_yes(text: str, before: str = "") -> bool:
    """The customer buys: no condition, no question but where to sign. ``before``: what they answer;
    "let's do it" to a day or a visit that was proposed buys nothing."""
    if _PROPOSES_VISIT.search(before) and _BUYS_OUTRIGHT.search(before) is None:
        text = _DO_IT.sub("", text.replace("’", "'"))
    return any(
        unconditional(_YES, sentence)
        for sentence in plain_sentences(text)
        if (not sentence.endswith("?") or "where do" in sentence) and not _REPORTS.search(sentence)
    )


def says_no(text: str, before: str = "") -> bool:
    """The customer wants none of it. ``before``: what they answer; "no, thanks" to an offer of
    more questions turns nothing down."""
    declines = [_NO] if _ANYTHING_ELSE.search(before) else [_NO, _NO_THANKS]
    return any(
        unconditional(pattern, sentence)
        for sentence in (_TAG.sub(".", each) for each in plain_sentences(text))
        if not sentence.endswith("?")
        for pattern in declines
    )


def has_decided_against(text: str) -> bool:
    """The customer has decided for what they have, or against what is offered. What was decided
    long ago, or is told with more to come, decides nothing in this call."""
    told = plain_sentences(text)
    return any(
        unconditional(_DECIDED, sentence)
        for sentence, then in zip(told, (*told[1:], ""), strict=True)
        if not sentence.endswith("?")
        and _LONG_AGO.search(sentence) is None
        and _GOES_ON.search(_DECIDED.split(sentence)[-1]) is None
        and _REGRETS.match(then) is None
    )


def plain_sentences(text: str) -> list[str]:
    """In small letters, each with its end."""
    return _SENTENCE_END.split(" ".join(text.split()).replace("’", "'").casefold())


def unconditional(pattern: re.Pattern[str], sentence: str) -> bool:
    """Whether a plain sentence says it, and hangs it on nothing."""
    return any(
        _ON_CONDITION.search(sentence[: match.start()]) is None
        and _CONDITION_AFTER.match(sentence[match.end() :]) is None
        for match in pattern.finditer(sentence)
    )
