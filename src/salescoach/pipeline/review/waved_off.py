"""A worry of the customer's that got "it'll be fine" and nothing else.

Claimed only where the reply neither asks about it nor says what is done about it, and the customer
does not sound content.
"""

import re
from collections.abc import Iterator, Sequence

from salescoach.domain.audio import Speaker
from salescoach.domain.review import Missed
from salescoach.domain.turn import Turn
from salescoach.pipeline.amounts import amounts
from salescoach.pipeline.metrics import count_words
from salescoach.pipeline.metrics_call import evidence_of
from salescoach.pipeline.review.quotes import quoted, sentences
from salescoach.pipeline.review.reading import Reading, names_a_day
from salescoach.pipeline.review.taken_up import asks_about_it, stems, turns_away, until_turned
from salescoach.pipeline.review.troubles import hurts

MOST_BARE_WORDS = 45
"""Whoever says more explains something."""
LEAST_WORDS = 4
"""Fewer name no worry and ask for nothing."""

_HEDGE = r"(?:usually|normally|generally|really|honestly|ever|going to be|gonna be)"
_SURELY = (
    r"(?:very|really|super|so|totally|completely|perfectly|fully|absolutely|quite|pretty|always|"
    r"normally|usually|a hundred per ?cent|100%|hundred percent|extremely|dead|rock)"
)
_REASSURES = re.compile(
    rf"\b(?:it|that|this|there)(?:'s| is|'ll|'d)?(?: {_HEDGE})? ?(?:not|never|isn't|won't|"
    rf"wouldn't|shouldn't)(?: {_HEDGE})?(?: be)?(?: {_HEDGE})? (?:(?:an?|any|much of an?) )?"
    r"(?:issue|problem|concern|worry|bother|risk|drama|big deal)\b"
    r"|\bno (?:issues?|problems?|worries|drama|dramas|risk|bother) (?:with|there|on that|about)\b"
    r"|\b(?:don't|do not|no need to|needn't|wouldn't|not to|never) (?:you )?(?:worry|fret|panic|"
    r"be (?:worried|concerned|nervous))\b|\bnothing to (?:worry|be (?:worried|concerned|nervous))\b"
    r"|\b(?:you|it|that|they|he|she|everything|all)(?:'ll| will|'d| would| should)(?: all)? be "
    r"(?:fine|grand|okay|ok|all right|alright|right|sweet|sorted|perfect|no problem|taken care)\b"
    r"|\b(?:that|it|this) (?:doesn't|does not|never|won't|will not|wouldn't|can't|cannot|hardly "
    r"ever)(?: really| ever)? happens?\b|\byou won't be\b"
    r"|\b(?:we've |we have |i've |it's |have |we )?never (?:had|seen|heard)(?: of)? "
    r"(?:a|an|any|one|that|the) ?(?:single )?(?:problems?|complaints?|issues?|failures?|that)?\b"
    rf"|\b(?:they|it|we|he|she|everything|all of it)(?:'re|'s| are| is) {_SURELY} (?:\w+ )?(?:"
    r"reliable|safe|secure|careful|good|experienced|professional|different|fine|trustworthy|"
    r"confidential|solid|robust|strict|gentle|happy|clean|legal|normal|reputable)\b"
    r"|\b(?:we|they|our \w+)(?: can|'ll| will)? (?:handle|deal with|cope with|manage|look after|"
    r"take care of) (?:that|it|those|them|everything|all (?:of )?(?:that|it))\b"
    r"|\b(?:do|does|see|deal with) (?:it|that|this|them)? ?(?:[\w-]+ ){0,2}all the time\b"
    r"|\b(?:it|they|these|those|ours) (?:hardly|rarely|never|almost never|seldom|don't|doesn't)"
    r"(?: really)?(?: ever)? (?:break|fail|go wrong|stop|leak|jam|crash|complain|notice|mind|ask|"
    r"check)(?:s|es)?(?: down)?\b"
    r"|\bwe(?:'re| are) not like (?:that|them)\b|\bthat(?:'s| is) not (?:us|how we \w+)\b"
    r"|\b(?:trust me|believe me|take my word|rest assured|leave (?:it|that) (?:with|to) us)\b"
    r"|\b(?:a|totally|completely) (?:whole )?(?:completely|totally|very|whole)? ?different "
    r"(?:company|product|thing|business|team|story|machine|animal) (?:now|these days|today)\b",
    re.IGNORECASE,
)
_TELLS_HOW = re.compile(
    r"\b(?:because|since we|so that|that way|by \w+ing|which means|that means|(?:if|when|once) "
    r"(?:it|we|you|they|anything|something|there|one|he|she|that)\b|guarantee\w*|in writing|"
    r"in the contract|"
    r"insur(?:ed|ance)|replac\w+|refund\w*|separate\w*|within|before we|first we|"
    r"(?:we|they) (?:always |first )?(?:do|run|make|take) (?:a|an|two|three) (?:\w+ )?(?:test|"
    r"trial|check|copy|backup|dry run|rehearsal|pilot)\b|"
    r"(?:i|we)(?:'ll| will|'d| can|'m going to|'re going to) (?:\w+ )?(?:send|get|put|check|find|"
    r"ask|ring|call|email|bring|show|replace|refund|cover|pay|lend|swap|write|talk|speak|come|"
    r"arrange|introduce)|let me (?:check|find|ask|get|show|send|see|put|come|look|write|take)|"
    r"for (?:example|instance)|(?:it|that|they|everything|data)(?:'s| is|'re| are| gets?) "
    r"(?:\w+ )?(?:stored|kept|held|encrypted|locked|labelled|labeled|tested|checked|trained|"
    r"vetted|certified|audited|backed up|logged|signed|tracked|barcoded|hosted|sealed|cooked|"
    r"made))\b",
    re.IGNORECASE,
)
OWNS_UP = re.compile(
    r"\b(?:(?:that's|it's) (?:a )?(?:fair|good|great|true|real|valid)(?: \w+)? ?(?:point|question|"
    r"worry|concern)|you're right|i (?:don't|do not) know|(?:i'm )?not sure|i(?:'d| would|'ll|"
    r" will) have to (?:check|ask|find|look)|depends|come (?:back )?to (?:that|it|him|her|this)|"
    r"get (?:back )?to (?:that|you|it)|(?:can't|won't|couldn't) (?:promise|say|tell))\b",
    re.IGNORECASE,
)
_WORRIES = re.compile(
    r"\b(?:worr(?:y|ied|ies|ying)|nervous|anxious|concern(?:s|ed|ing)?|scared|afraid|wary|"
    r"scepti\w+|skepti\w+|uneasy|uncomfortable|dread(?:s|ing)?|frightened|"
    r"what (?:if|happens|about|would happen)|(?:how (?:do|can|would|will) (?:i|we) (?:know|be "
    r"sure))|(?:last|previous|other) (?:crowd|lot|time|company|people|ones?|fella|guys?|firm|"
    r"supplier|contractor|agency|outfit|mob)|(?:can't|cannot|couldn't) (?:be|have|afford|risk|"
    r"take)|"
    r"risk\w*|(?:is|are|it|they) safe|burn(?:ed|t)|(?:won't|not going to|not gonna|wouldn't|don't|"
    r"doesn't) like|funny (?:with|about)|particular about|(?:fussy|strict|touchy|sensitive) "
    r"(?:with|about)|let (?:me|us|them) down|(?:almost|nearly|could have|could've) (?:killed|died|"
    r"lost|burn)|allerg\w+|hospital|accident|he(?:'ll| will) ask|she(?:'ll| will) ask|"
    r"they(?:'ll| will) ask|who can see|where (?:is|are|does) (?:all )?(?:this|that|it|my|our|the) "
    r".{0,20}(?:kept|go|stored)|heard (?:\w+ )?(?:stories|things|bad))\b",
    re.IGNORECASE,
)
_CONTENT = re.compile(
    r"^(?:(?:oh|ah|okay|ok|right|well|yeah|yes|yep|no|so|mm|and|now|but)[,. ]+)*(?:very |really |"
    r"that's |that is |it's |all |quite |pretty |sounds |so |much )*(?:good|great|fine|perfect|"
    r"brilliant|lovely|grand|excellent|better|fair|nice|super|wonderful|cool|beauty|sweet|"
    r"reassuring|a relief|thanks|thank you|handy|helpful|makes sense|i see|understood|"
    r"fair enough|happy with|phew|class|deadly|can live with|that helps|"
    r"something|more like it|(?:yes )?please|let's|we'll take|i'll take|what do you need)\b"
    r"|\b(?:that's (?:very |really )?(?:good|great|fine|brilliant|reassuring|a relief|"
    r"perfect|helpful|(?:more )?like it|something(?= now\b| then\b|[.,!]|$))|"
    r"good to (?:know|hear)|glad to hear|can live with (?:that|it)|"
    r"that helps|happy (?:enough )?with that|puts my mind|that(?:'ll| will) do(?: me| us|"
    r" nicely)?)\b",
    re.IGNORECASE,
)
_DOUBTS_ON = re.compile(
    r"^(?:(?:okay|ok|right|yeah|yes|well|mm|so|no|oh|and)[,. ]+)*(?:hm+|mm+|but|because|"
    r"i mean|it's just|just that|still|see|look|only|except|i don't know|i'm not sure|we'll see|"
    r"(?:everybody|everyone|they all) says?|(?:he|she|they)(?:'ll| will)|"
    r"(?:he's|she's|they're|they are) (?:very|quite|really|awful\w*|fierce)|"
    r"that's what|if you say|i hope)\b|\b(?:i am|i'm) telling you\b|\b(?:has|have|had) (?:one|them|"
    r"yours|it) (?:and|but)\b",
    re.IGNORECASE,
)
_FLAT = re.compile(r"^\W*(?:hm+|mm+|right|okay|ok|i suppose|maybe|i guess)\W*$", re.IGNORECASE)
_ASKS_A_FAVOUR = re.compile(
    r"\bsorry\b|\b(?:could|can|would|will|may|shall) (?:you|i|we)\b|\bdo (?:i|we) (?:need|have)\b|"
    r"\bis (?:it|that) (?:ok|okay|all right|alright)\b",
    re.IGNORECASE,
)

Ranked = tuple[int, Missed]


def waved_off(reading: Reading) -> Iterator[Ranked]:
    """Worries that got a comforting word and nothing else. What goes on about the same thing is
    told once."""
    last: Turn | None = None
    for turn, reply, then in raised(reading):
        if last is not None and reading.place(turn) - reading.place(last) <= 2:
            continue
        word = _comfort(turn, reply, then)
        if word is None:
            continue
        last = turn
        yield (
            0,
            Missed(
                f"They named a worry, and all it got was {quoted(word)}",
                "Ask what they fear would happen, then say exactly what is done about it, or by "
                "when you will find out.",
                evidence_of(turn),
            ),
        )


def raised(reading: Reading) -> Iterator[tuple[Turn, tuple[Turn, ...], Turn | None]]:
    """Each turn of the customer's that was replied to, the reply, and what the customer said to
    it, be it one word."""
    for turn in reading.turns:
        if turn.speaker is not Speaker.CUSTOMER or count_words(turn.text) < LEAST_WORDS:
            continue
        reply = reading.reply_to(turn)
        if reply and reading.place(reply[0]) == reading.place(turn) + 1:
            yield turn, reply, reading.after(reply[0], Speaker.CUSTOMER, words=1)


def _comfort(turn: Turn, reply: Sequence[Turn], then: Turn | None) -> str | None:
    """The words that comfort and tell nothing, where nothing else met the worry."""
    said, answer = plain(turn.text), plain(then.text) if then is not None else ""
    worries = _WORRIES.search(said) is not None
    doubts = _DOUBTS_ON.search(answer) is not None
    voiced = worries or hurts(said) or (doubts and not _ASKS_A_FAVOUR.search(said))
    words = sum(count_words(each.text) for each in reply)
    if not voiced or words > MOST_BARE_WORDS * 2:
        return None
    if any(_goes_into(said, each.text) for each in reply):
        return None
    first = reply[0].text
    comfort = next(
        (first[first.index(each) :] for each in sentences(first) if _REASSURES.search(plain(each))),
        None,
    )
    if comfort is not None and count_words(first) <= MOST_BARE_WORDS:
        return None if is_content(answer) else comfort
    dropped = next((each.text for each in reply if turns_away(each.text)), None)
    if dropped is not None and worries and (doubts or _FLAT.search(answer)):
        return first
    return None


def is_content(answer: str) -> bool:
    """Whether the customer sounds as if that was enough."""
    return _CONTENT.search(plain(answer)) is not None


def _goes_into(said: str, text: str) -> bool:
    """Whether a reply asks about the worry, or says what is done about it."""
    worry = stems(said)
    for sentence in sentences(plain(until_turned(text))):
        about = bool(worry & stems(sentence))
        switches = re.match(r"(?:and|also|now|anyway|so)\b", sentence, re.IGNORECASE) is not None
        if switches and not about:
            continue
        asks = asks_about_it(sentence)
        if asks or _TELLS_HOW.search(sentence) or OWNS_UP.search(sentence):
            return True
        if any(each.value > 1 for each in amounts(sentence)) or names_a_day(sentence):
            return True
    return False


def plain(text: str) -> str:
    return text.replace("’", "'")
