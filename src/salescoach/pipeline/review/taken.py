"""Whether the customer's words take an answer: what was in the way is so no more.

Told from the sentence's own say, and from nothing that is held back beside it. A yes to a day, to
a mail or to having understood takes nothing.
"""

import re
from collections.abc import Iterator

from salescoach.pipeline.metrics import questions_in
from salescoach.pipeline.review.quotes import sentences

_VERY = (
    r"(?: (?:very|really|actually|much|way|a lot|so|quite|pretty|just|totally|perfectly|all|a|"
    r"certainly|definitely|probably|far|already|also|kind of|sort of))*"
)
_GOOD = (
    rf"{_VERY} (?:fair(?! (?:whack|bit|amount|few|chunk|lump|sum|old|lot|way))|fine|grand|"
    r"great(?! (?:idea|plan))|better|different|ok|okay|perfect|"
    r"good(?! (?:question|luck|morning|day|idea|plan|thought|one))|reasonable|doable|workable|"
    r"affordable|manageable|brilliant|reassuring|helpful|handy|sensible|lovely|alright|all right|"
    r"acceptable|cheaper|clearer|sorted|settled|me happy|relief|straight answer|no (?:problem|"
    r"issue|bother)|not a (?:problem|issue)|something (?:i|we) can work with|what (?:i|we) "
    r"(?:needed|wanted) to (?:hear|know))"
)
_THAT = (
    r"(?:(?:that|this|which|that one|that way|that part|that bit)(?:'s| is|'ll be| will be|"
    r"'d be| would be| sounds| makes it| is much| puts me)|(?:sounds|much better|far better))"
)
_CAN = (
    r"\b(?:i|we|he|she|they|you|[a-z]+) (?:can|could)(?: (?:all|certainly|definitely|probably|just|"
    r"easily|happily))? (?:(?:live|work|deal|run) with|stand (?:over|behind)|defend|justify|sell|"
    r"stretch to|swallow|accept|agree to|stomach|take|explain|tell|make)"
    r"(?: (?:that|it|this|those|them|the case|that case))\b"
)
_TAKES = re.compile(
    rf"\b{_THAT}{_GOOD}\b(?! for (?:you|them|him|her|some|most|big|a big|other))|"
    rf"{_CAN}|"
    r"\b(?:that|this|it|which)(?: would| will| does|'d|'ll)?"
    r"(?: (?:actually|really|certainly|definitely|probably))? (?:helps?|works?|settles?|"
    r"answers?|sorts?|solves?|suits?|do(?:es)? it|changes)(?: (?:me|us|it|that|things|"
    r"everything|my question|the (?:problem|worry)|for (?:me|us)|a lot))*(?= ?(?:$|[.,;!]))|"
    r"\bfair (?:enough|do'?s|dinkum)\b|\bmakes (?:perfect |total |more |good )?sense\b|"
    r"\byou're right\b|\bgood (?:answer|to (?:know|hear))\b|\bpoint taken\b|"
    r"\bi (?:take|see|get) (?:your|the) point\b|\bi stand corrected\b|\bnow you're talking\b|"
    r"\b(?:i|we) (?:hadn't|had not|didn't|never) (?:thought|looked at|seen|considered)"
    r"(?: of| about)? (?:it |that )?(?:like that|that way|of that|of it)\b|"
    r"\bi(?:'d| had)? (?:sort of |kind of |just )?(?:muddled|mixed (?:up )?|confused|misread|"
    r"misunderstood)\b|"
    r"\b(?:i'm|i am|we're|we are) (?:(?:quite|very|really|more than|all|pretty) )?(?:happy|"
    r"comfortable|satisfied|fine|ok|okay|good|at ease|relieved|sold|convinced|reassured)"
    r"(?: (?:with|on|about) (?:that|it|this)(?: part| bit| one)?)?(?: (?:then|now|so))?"
    r"(?= ?(?:$|[.,;!]))|"
    r"\b(?:then|so) (?:it's|it is|that's|we're|i'm|there's) (?:(?:all|quite) )?(?:fine|okay|ok|"
    r"good|no (?:problem|issue)|settled|sorted)\b|"
    r"\b(?:that|this) puts my mind (?:at|to) (?:rest|ease)\b|"
    r"\b(?:that's|there goes) (?:one|a) (?:worry|weight|thing) (?:less|off|gone|sorted)\b",
    re.IGNORECASE,
)
_OF_PRICE = r"(?:price|pricing|cost|costs|money|budget|rate|fee|fees|number|figure|amount|quote)"
_PRICE_TAKEN = re.compile(
    rf"\b(?:the |that |your )?{_OF_PRICE}(?: (?:itself|side|part|piece|bit|wise|now))?(?:'s| is|"
    r"'re| are| sounds| looks| works)"
    rf"(?: (?:really|actually|now|then|all|perfectly))* (?:okay|ok|fine|fair|good|right|"
    r"reasonable|acceptable|doable|affordable|sorted|settled|no (?:problem|issue)|"
    r"not (?:the|a|an|my|our) (?:real |main |big )?(?:problem|issue|question|worry|blocker|"
    r"obstacle|sticking point))\b|"
    r"\b(?:is|'s|are|'re|comes?|fits?|falls?|it|that)(?: (?:well|just|all|still|right))* "
    r"(?:in|within|inside|under|on) (?:the |our |my )?budget\b|\bin (?:the|our|my) price range\b|"
    rf"\b(?:the |that )?(?:money|budget|funds|cash) (?:i|we) (?:can|could|will) (?:find|get)\b|"
    r"\b(?:i|we) can (?:(?:easily|certainly|definitely|probably|just) )?(?:find|afford|get|"
    r"stretch to|do|pay|manage|budget for|cover|run to) (?:the |that |it |this |your )?"
    r"(?:money|budget|price|number|amount|that|it|this)(?= ?(?:$|[.,;!]| then\b))",
    re.IGNORECASE,
)
_HELD_BACK = re.compile(
    r"\b(?:not|cannot|never|nobody|hardly|unless|until|maybe|might|perhaps|depends|depending|"
    r"we'll see|if|but|although|however|except|in theory|on paper|still|whether|supposed|"
    r"suppose|apparently|supposedly|wish)\b|"
    r"\b(?!(?:hadn't|didn't)\b)\w+n't\b|\bonly\b(?! (?:fair|human)| ?[.!]?$)|"
    r"\bthough\b(?! ?[.!]?$)",
    re.IGNORECASE,
)
_LEADING_NO = re.compile(r"^(?:(?:no|nah|yeah|yes|okay|ok|oh|well|right|ah)\b[,.;: ]*)+", re.I)
_TAKEN_BACK = re.compile(
    r"^(?:(?:but|still|although|though|only|except|however)\b|(?:the )?(?:only|just) thing\b|"
    r"(?:it's|i'm) just\b|just,)",
    re.IGNORECASE,
)
_WAS_OFFERED = re.compile(
    r"\b(?:shall|should|can|could|may) (?:i|we)\b|\bwould you (?:like|want|prefer)\b|"
    r"\bdo you (?:want|need)\b|\banything else\b|\b(?:how about|what about|is) \w+day\b",
    re.IGNORECASE,
)
_CHECKS = re.compile(
    r"\b(?:does|do|would|will|did) (?:that|this|it|those)(?: \w+)? (?:help|settle|answer|work|"
    r"sort|solve|cover|suit|do|be (?:enough|okay|ok|fair|better|easier|alright)|make (?:\w+ )+"
    r"(?:happy|easier|feel better|comfortable|better))\b|"
    r"\b(?:is|'s) (?:that|this) (?:fair|better|enough|okay|ok|alright|something you could|"
    r"what you (?:need|meant|were after))\b|"
    r"\b(?:are|would) you (?:be )?(?:happy|comfortable|okay|ok|alright|at ease) with (?:that|it|"
    r"this)\b",
    re.IGNORECASE,
)
_YES = re.compile(
    r"^(?:(?:oh|ah|um|well|okay|ok|right|no)\b[,. ]*)*(?:yes|yeah|yep|yup|it (?:does|would|is|"
    r"will)|that (?:does|would|will|is)|definitely|absolutely|sure|perfectly|haan|i am|i would|"
    r"i think so|we are|we would|he would|she would)\b",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    r"\b(?:happy|ready|willing|prepared|keen|okay|ok|like|want|good) (?:for us )?to (?:go (?:with|"
    r"ahead|for)|proceed|sign|start|get started|book|order|take (?:it|them|one)|move (?:ahead|"
    r"forward)|do (?:it|this))\b|\bshall we (?:go ahead|get (?:it |you )?started|do it|sign)\b",
    re.IGNORECASE,
)


def taken_in(text: str, asked: str = "") -> str | None:
    """The sentence of the customer's ``text`` that takes what was answered; ``asked``: what the
    salesperson had said before it. None where it is taken back in the next breath, or only an
    offer is turned down."""
    told = sentences(text)
    for place, sentence in enumerate(told):
        if not _says(sentence, _TAKES, offered=_offers(asked) and place == 0):
            continue
        if any(_TAKEN_BACK.match(_plain(each)) for each in told[place + 1 :]):
            return None
        return sentence
    questions = questions_in(asked)
    if questions and _CHECKS.search(_plain(questions[-1])) and _YES.match(_plain(text)):
        return told[0] if _held_back(text) is False else None
    return None


def price_taken(text: str) -> str | None:
    """The sentence that says the price itself is no trouble."""
    return next((each for each in sentences(text) if _says(each, _PRICE_TAKEN)), None)


def closes_with(text: str, asked: str) -> str | None:
    """The sentence of ``text`` that says yes to buying, where just that was ``asked``."""
    questions = questions_in(asked)
    if not questions or not _CLOSES.search(_plain(questions[-1])):
        return None
    first = sentences(text)[0]
    return first if _YES.match(_plain(first)) and not _held_back(first) else None


def _says(sentence: str, pattern: re.Pattern[str], *, offered: bool = False) -> bool:
    plain = _plain(sentence)
    if plain.endswith("?"):
        return False
    led = _LEADING_NO.match(plain)
    if offered and led is not None and plain.casefold().startswith(("no", "nah")):
        return False
    return any(not _held_back(rest) for rest in _without(pattern, plain))


def _without(pattern: re.Pattern[str], plain: str) -> Iterator[str]:
    for found in pattern.finditer(plain):
        yield f"{plain[: found.start()]} {plain[found.end() :]}"


def _held_back(text: str) -> bool:
    return _HELD_BACK.search(_LEADING_NO.sub("", _plain(text).strip())) is not None


def _offers(asked: str) -> bool:
    return any(_WAS_OFFERED.search(_plain(each)) for each in questions_in(asked)[-1:])


def _plain(text: str) -> str:
    return text.replace("’", "'")
