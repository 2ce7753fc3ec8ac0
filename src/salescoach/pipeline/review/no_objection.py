"""What sounds like an objection and is none: the customer's own prices, people and plans, a fact
that was asked for, a denial, and a yes to the price.

The words are the same, so it is told from what they are about and from what was said before. In
doubt it stays an objection of those that nothing here is sure of.
"""

import re

from salescoach.domain.events import SignalHeard
from salescoach.domain.signal import ObjectionType
from salescoach.domain.turn import Turn
from salescoach.pipeline.amounts import amounts
from salescoach.pipeline.metrics import questions_in
from salescoach.pipeline.review.quotes import in_its_sentence
from salescoach.pipeline.review.subject import telling_words
from salescoach.pipeline.review.taken import closes_with, price_taken

_MONEY = r"(?:price|pricing|cost|costs|money|fee|fees|rate|rates|number|figure|budget|premium|rent)"
_TROUBLE = (
    r"(?:the|a|an|my|our) (?:real |main |big |biggest |only )?(?:issue|problem|thing|question|"
    r"point|worry|concern|blocker|sticking point|obstacle|reason|hold-?up|headache|trouble)"
)
_DENIES = re.compile(
    rf"\b{_MONEY}(?: itself)?(?:'s not|'re not| is not| are not| isn't| aren't| wasn't| ain't)"
    rf"(?:,| (?:really|actually|so much|even|necessarily)\b(?= {_TROUBLE}|,| what\b|$)|"
    rf" {_TROUBLE}| what (?:costs|worries|bothers|stops|hurts|matters|keeps|puts|kills|gets)|"
    r" (?:so much|really it)\b|(?= ?[.;]?$))|"
    r"\b(?:it's|it is|that's|this is|i'm|we're) not(?: (?:really|so much|even|actually|necessarily|"
    rf"particularly))*(?: about| down to| because of)? (?:the |your |a )?{_MONEY}\b"
    r"(?! (?:i|we|that|you|alone|only|to))|"
    r"\b(?:it|this|that) isn't(?: (?:really|so much|even|actually|necessarily))*(?: about)? "
    rf"(?:the |your |a )?{_MONEY}\b(?! (?:i|we|that|you|to))|"
    r"\b(?:never|nothing to do with|not worried about|don't mind) (?:about )?(?:the |your )?"
    rf"{_MONEY}\b|\bnot that (?:it's|it is|you're) (?:too )?(?:expensive|dear|much|pricey)\b",
    re.IGNORECASE,
)
_PART = re.compile(r"\bnot (?:just|only|simply|solely)\b|\bn't (?:just|only)\b", re.IGNORECASE)
_THEIR_BUYERS = (
    r"(?:customers?|clients?|guests?|tenants?|patients?|members?|residents?|shoppers?|diners?|"
    r"passengers?|buyers?|readers?|pupils|parents|punters?|regulars|subscribers?|wholesalers?|"
    r"retailers?|supermarkets?)"
)
_OWN_PRICES = re.compile(
    r"\b(?:put|stick|add|load|slap|get) (?:it|that|them|any of (?:it|that)|anything|more|another|"
    r"a penny|[\w' ]{1,25}? (?:per ?cent|percent|%|p|cents?|dollars?|pounds?|rupees?)) on(?:to)? "
    r"(?:the|our|my|their) (?:\w+ )?(?:prices?|bills?|menu|tickets?|charges?|fees?|rents?|"
    r"fares?)\b|"
    r"\b(?:put|raise|push|lift|bump|jack|increase|hike)(?:ing)? (?:the |our |my |up )*(?:own )?"
    r"(?:\w+ )?(?:prices|rates|fees|rents?|fares|charges|memberships?|subs|subscriptions?|"
    r"tuition|tariffs?|tickets?)\b|"
    r"\bpass(?:ing)? (?:it|that|this|any of it|the (?:cost|costs|increase)) on\b|"
    rf"\b(?:our|my) (?:\w+ )?{_THEIR_BUYERS} (?:\w+ ){{0,3}}(?:complain|moan|grumble|haggle|pay|"
    r"won't|wouldn't|can't|want|expect|say|think|find)\w*\b|"
    rf"\bcharge (?:our |my |the )?(?:{_THEIR_BUYERS}|them|people)\b",
    re.IGNORECASE,
)
_OF_THE_OFFER = re.compile(
    r"\b(?:you(?! know| see)|your|yours|at (?:that|this)|"
    r"(?:that|this|the) price (?:is|would)|(?:i|we)'d have to|"
    r"(?:i|we) would have to|then (?:i|we)|that means|which means|that would|too (?:much|dear|"
    r"expensive|high|steep|pricey))\b",
    re.IGNORECASE,
)
_ASKS_WHAT_THEY_PAY = re.compile(
    r"\b(?:do|are|did|were) (?:you|they) (?:\w+ ){0,2}(?:pay|spend|spending|paying|charged|"
    r"charging|giving)\b|\bcost(?:s|ing)? you\b|\bcharg(?:e|es|ing) you\b|"
    r"\bis (?:that|it) costing\b|"
    r"\byour (?:current|present|existing|last|old|monthly|annual|own) (?:\w+ )?(?:price|bill|cost|"
    r"rate|fee|rent|premium|spend|budget)\b|\b(?:what|how much) (?:is|are|does|do|was|did) "
    r"(?:that|it|they|each|one|your \w+) (?:\w+ ){0,3}(?:come|cost|run|add|charge|set)\w*\b",
    re.IGNORECASE,
)
_PUSHES_BACK = re.compile(
    r"\b(?:too|expensive|dear|steep|pricey|high|higher|over|above|more than|difficult|afford|"
    r"can't|cannot|couldn't|won't|don't|not|your|yours|you're|double|twice|cheaper|less|but|jump|"
    r"lot)\b",
    re.IGNORECASE,
)
_REFUSES_THAT = re.compile(
    r"\b(?:i|we)(?: really| just)? (?:don't|do not|didn't|wouldn't) (?:want|like|fancy) "
    r"(?:that|it|this|them|those|any of that)\b",
    re.IGNORECASE,
)
_OF_YOURS = re.compile(r"\b(?:you|your|yours|you'd|you'll|you're)\b", re.IGNORECASE)
_OWN_STORY = re.compile(r"\b(?:i|we|he|she|they)(?:'\w+)?\b", re.IGNORECASE)
_ASKS_WHO = re.compile(
    r"\bwho(?:'d|'s|'ll|se)?\b[^?]*\b(?:decid\w*|signs?|say|involved|approv\w*|else|owns?|charge|"
    r"responsible|authori[sz]\w*|call|buys?|chooses?|handles?|looks after|holds?)\b|"
    r"\b(?:is|would) (?:it|that|this) (?:be )?(?:just |only )?(?:you|yourself|your|yours|down to "
    r"you|up to you)\b|\b(?:anyone|anybody|someone|somebody) else\b|\bare you the\b|"
    r"\bdo you (?:own|rent|lease|decide|sign)\b|\b(?:own|rent|lease|decision|decides?)\b[^?]*\?|"
    r"^(?:(?:so|okay|right|and|oh)[,. ]+)*you(?:'re| are) the \w+|"
    r"\byou (?:own|rent|lease|decide|run)\b",
    re.IGNORECASE,
)
_HURDLE = re.compile(
    r"\b(?:ha(?:s|ve)|need(?:s|ed)?|got|must)(?: to)? (?:still )?(?:ask|check|talk|speak|run|agree|"
    r"approve|see|say|look|put|clear|go|convince|be (?:there|asked|on board|convinced)|sign (?:it|"
    r"this|that|off|them)|get (?:it|this|that|his|her|their|approval|sign))\b|"
    r"\b(?:'ll|'d|will|would|going to|gonna) (?:want|need|ask|say|kill|never|not|have to|be "
    r"against)\b|\b(?:can't|cannot|couldn't|won't|wouldn't|unless|"
    r"not (?:me|my|up|mine|without|alone)|"
    r"before (?:i|we)|only if|strict|difficult|tough|against|hates?|doesn't like|don't like|"
    r"let me (?:ask|check|speak|talk|run|see)|goes to|above me|"
    r"over my head|final say|last word|say-so|veto)\b",
    re.IGNORECASE,
)
_WAS_TOLD_TO = re.compile(
    r"\b(?:told|asked|trusts?|lets|wants) me to (?:pick|choose|decide|sort|get|find|handle|deal|"
    r"run)|\btold me (?:pick|choose|decide|sort)\b|\bleaves? (?:it|that|this|all that) to me\b|"
    r"\b(?:goes?|go along) (?:along )?with what(?:ever)? i\b|\b(?:just )?signs? (?:what(?:ever)?|"
    r"anything) i\b|\bjust signs?\b|\brubber.?stamps?\b",
    re.IGNORECASE,
)
_DECIDES_ALONE = re.compile(
    r"\b(?:it's|it is|that's) (?:my (?:call|decision|choice|shop|house|company|business)|"
    r"(?:up|down) to me|just me|only me|me who)\b|\bi (?:can|do|get to) (?:sign|decide)\b|"
    r"\bi(?:'m| am) the (?:owner|boss|one who (?:decides|signs|buys))\b|\bjust (?:me|myself)\b",
    re.IGNORECASE,
)


def is_no_objection(heard: SignalHeard, said: Turn, before: Turn | None) -> bool:
    """``said``: the turn it was heard in; ``before``: the salesperson's last one before that."""
    words = _plain(in_its_sentence(heard.evidence.quote, said.text))
    asked = "" if before is None else _plain(before.text)
    match heard.objection_type:
        case ObjectionType.PRICE:
            return _is_no_price(words, _plain(said.text), asked)
        case ObjectionType.NEED:
            return _is_of_their_own(words, _plain(said.text), asked)
        case ObjectionType.AUTHORITY | ObjectionType.TECHNICAL:
            return _only_tells_who(_plain(said.text), asked)
        case _:
            return False


def tells_who_decides(heard: SignalHeard) -> bool:
    """Whether somebody else is named in what is no objection."""
    alone = _DECIDES_ALONE.search(_plain(heard.evidence.quote)) is not None
    return heard.objection_type is ObjectionType.AUTHORITY and not alone


def _is_no_price(words: str, said: str, asked: str) -> bool:
    if _PART.search(words):
        return False
    if _DENIES.search(words):
        return True
    if price_taken(said) is not None and _PUSHES_BACK.search(words) is None:
        return True
    if price_taken(words) is not None:
        return True
    if _OWN_PRICES.search(words) and not _OF_THE_OFFER.search(words):
        return True
    question = next(reversed(questions_in(asked)), "")
    pays = _ASKS_WHAT_THEY_PAY.search(question) is not None and bool(amounts(words))
    return pays and _PUSHES_BACK.search(words) is None


def _is_of_their_own(words: str, said: str, asked: str) -> bool:
    """Whether what they do not want is what they have just told of themselves: nothing in it is of
    the offer, by its words or by those that were answered."""
    refused = _REFUSES_THAT.search(words)
    before = said.partition(words)[0].strip()
    if not before.endswith((".", "!", "?")):
        return False
    if refused is None or _OWN_STORY.search(before) is None or _OF_YOURS.search(before):
        return False
    return not telling_words(before) & telling_words(asked)


def _only_tells_who(said: str, asked: str) -> bool:
    if closes_with(said, asked) or _WAS_TOLD_TO.search(said) or _DECIDES_ALONE.search(said):
        return _HURDLE.search(said) is None or closes_with(said, asked) is not None
    return _ASKS_WHO.search(asked) is not None and _HURDLE.search(said) is None


def _plain(text: str) -> str:
    return text.replace("’", "'")
