"""Whether the words of an objection speak of what it is said to be about.

In the call a doubtful card costs a glance; afterwards a wrong name for what somebody said is held
against them in half a dozen places. So of the kinds that are easily mistaken, one that its words do
not tell has to be nearly certain.
"""

import re

from salescoach.domain.events import SignalHeard
from salescoach.domain.signal import ObjectionType
from salescoach.pipeline.metrics import questions_in
from salescoach.pipeline.verdicts import TRIGGERED

NEARLY_CERTAIN = 0.9

_SPEAKS_OF = {
    kind: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for kind, words in {
        ObjectionType.PRICE: (
            r"too|expensive|dear(?:er)?|pric(?:ey|y)|steep|budget|afford|cheap\w*|discounts?|money|"
            r"pay(?:s|ing)?|paid|spend|double|triple|twice|times|difference|more|over (?:what|our|"
            r"my|the)|above|less|lower|jump|percent|per cent|a lot|difficult|free|justify|worth|"
            r"save|savings?|i'd have to|(?:don't|do not) have (?:that|it)|"
            r"price|figure|cash|on top|set aside|carry|number|max(?:imum)?|(?:the )?most "
            r"(?:we|i)|for what|waived|high(?:er|ish)?|stretch|beyond|out of (?:our|my|reach|range)"
            r"|(?:fair|good) (?:whack|bit|chunk|lump)|hefty|fortune|arm and a leg|pretty penny"
        ),
        ObjectionType.TIMING: (
            r"not (?:now|yet|today|this|at the moment|right now|ready)|(?:no|any|a) (?:rush|hurry)|"
            r"later|next (?:week|month|quarter|year|spring|summer|autumn|winter|season)|busy|"
            r"flat out|snowed|swamped|until|till|wait|too (?:soon|early|late)|(?:bad|no|right) "
            r"time|(?:call|ring|try|e-?mail|phone|write) (?:me|us|again|back)|(?:send|drop) "
            r"(?:me|us|it|something|them)|think|new year|moment|revisit|come back|hold off|off|"
            r"in the middle of|some other|(?:this|end of the) (?:quarter|year|season)|once|when|"
            r"can't (?:talk|now|chat)|after (?!last)|this month|right now|another time|minute|"
            r"spring|summer|season|holidays|sleep on|sit with|leave it|let me|we'll see|"
            r"(?:have|got|find|any|no) time|(?:year|month|quarter)[- ]end|end of (?:the )?year"
        ),
        ObjectionType.NEED: (
            r"need\w*|interest\w*|happy|fine|fit|already|point|useful|use|looking|want\w*|"
            r"bother\w*|why|never|enough|sorted|set|covered|ourselves|in.house|works?|reason|"
            r"problem|relevant|for (?:us|me)|nothing|thanks|thank you|nah|not really|"
            r"don't (?:see|really)|do with|requir\w+|pass|(?:my|our) own|we're good"
        ),
        ObjectionType.TRUST: (
            r"trust\w*|prove\w*|proof|promis\w+|guarantee\w*|heard|burn\w*|scam\w*|sure|believ\w+|"
            r"(?:all|everybody|everyone|they|you) (?:all )?sa(?:y|ys|id)|who are you|know|catch|"
            r"(?:small|fine) print|doubt\w*|sceptic\w*|skeptic\w*|last (?:one|time|lot|guy|people|"
            r"company|firm|year)|friend|brother|sister|neighbou?r|used to|experience|lost|"
            r"broke|fail\w*|too good|real|risk\w*|scar\w+|worr\w+|afraid|safe\w*|"
            r"references?|reviews?|what if|locked|tied|told|turned out|you people|seen|the "
            r"last|cousin|colleague|hidden|on paper|let (?:(?:us|me|people) )?down|stung|bitten|"
            r"(?:went|gone|go|goes) (?:under|bust|bankrupt|out of business)|high and dry|lumbered|"
            r"stuck with|ripped off|conned|vanish\w*|disappear\w*|never (?:came|turned|showed)"
        ),
        ObjectionType.TECHNICAL: (
            r"integrat\w+|connect\w*|compatib\w+|systems?|software|data|servers?|cloud|secur\w+|"
            r"install\w*|set ?up|migrat\w+|mov(?:e|ing)|switch\w*|work(?:s|ing)? with|internet|"
            r"wi-?fi|network|latency|crash\w*|hang(?:s|ing)?|bugs?|slow|support\w*|api|apps?|"
            r"exports?|imports?|computers?|tablets?|technical|privacy|encrypt\w+|fit|"
            r"sync|signal|battery|plug|wiring|electric\w*|door|roof|floor|windows|machines?|old|"
            r"screen|typ(?:e|ing)|twice|complicated|hardware|phones?|stair\w*|wide|narrow|tall|"
            r"heavy|width|height|weight|clearance|too (?:big|large|long)|go (?:in|through|up)|"
            r"confidential\w*|complian\w+|gdpr"
        ),
    }.items()
}

_TAKEN = re.compile(
    r"\b(?:not|isn't|never) (?:about )?(?:the )?(?:money|price|cost)\b|"
    r"\b(?:less|cheaper|lower|better|under) than (?:i|we|what (?:i|we)|i'd|we'd|mine|ours|they)\b",
    re.IGNORECASE,
)
_ASKS_PRICE = re.compile(
    r"\bhow much (?:is|are|does|do|would|will)\b|\bwhat(?:'s| is| does| do| would| will)\b[^.?!]*"
    r"\b(?:price|cost|charge|fee|rate)\b",
    re.IGNORECASE,
)
_TOO_MUCH = re.compile(r"\b(?:too|so much|expensive|a lot)\b", re.IGNORECASE)


def speaks_of(heard: SignalHeard) -> bool:
    """False of an objection in whose words nothing is of its kind, and of words that only ask for
    the price, find it lower than what they have, or say that it is not about the price."""
    kind, words = heard.objection_type, heard.evidence.quote.replace("’", "'")
    if kind is ObjectionType.PRICE and _takes_price(words):
        return False
    told = None if kind is None else _SPEAKS_OF.get(kind)
    if told is None or heard.confidence >= NEARLY_CERTAIN or heard.basis.startswith(TRIGGERED):
        return True
    return told.search(words) is not None


def _takes_price(words: str) -> bool:
    if _TAKEN.search(words):
        return True
    asks = any(_ASKS_PRICE.search(each) for each in questions_in(words))
    return asks and _TOO_MUCH.search(words) is None
