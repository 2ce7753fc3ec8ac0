"""Whether the salesperson's next words take up what the customer has just said, or pass it over."""

import re
from collections.abc import Sequence

from salescoach.domain.turn import Turn
from salescoach.pipeline.amounts import amounts
from salescoach.pipeline.metrics import count_words, questions_in
from salescoach.pipeline.review.playbook_lines import content_words
from salescoach.pipeline.review.quotes import sentences

PRESENTS_WORDS = 6

_FEELS = re.compile(
    r"\b(?:sorry|oh (?:dear|no|gosh)|ouch|(?:i|you) (?:bet|can imagine)|must (?:be|have been)|"
    r"that(?:'s| is|'d be)(?: \w+)? (?:hard|tough|awful|terrible|a shame|rough|dreadful|desperate|"
    r"brutal|a lot)|i know (?:the feeling|exactly|what (?:you mean|that's like))|tell me about it|"
    r"i hear you|join the club|it's (?:tough|hard|rough))\b",
    re.IGNORECASE,
)
_RECAPS = re.compile(
    r"\b(?:that's (?:why|exactly|precisely|where|what (?:we|i|this|it)|the (?:date|day|thing|"
    r"number|"
    r"figure|reason|bit|part|gap|problem|one|point|first))|that is (?:why|exactly|where|the)|"
    r"which (?:is|'s) (?:why|what|where|exactly|the)|because of that|for that|with that|on that|"
    r"exactly (?:that|what|why|the)|you (?:said|mentioned|told me)|what you(?:'re| are| just)? "
    r"(?:say|said|saying|describ\w+|told|have|need)|in your (?:case|position|shoes)|so "
    r"(?:you|your|they|he|she)(?:'re| are|'ve| lost| lose| pay| paid| need| want| won't|"
    r" wouldn't)\b|call it|comes? to|adds? up|works? out (?:at|to)|no more|never again|instead of|"
    r"(?:stop|take|cut|get rid of|sort|fix|solve|avoid|save)s? (?:all )?(?:that|this|it|those|them|"
    r"you|the)|the same (?:thing|problem|story)|we (?:see|hear|get) that|heard that|"
    r"(?:put|note|write|written|noted) (?:that|it) down)\b",
    re.IGNORECASE,
)
_PRESENTS = re.compile(
    r"\b(?:we|our|us|ours|it's got|it(?:'s| is| does| has| comes| runs| works|'ll)|there's|"
    r"(?:has|have) (?:a|an|the)|with|includ(?:es?|ing)|supports?|offers?|there (?:is|are)|"
    r"(?:first|second|third|fourth|fifth|sixth|next|another|other) \w+ (?:is|are)|you(?:'d| can|"
    r"'ll| could| get)|"
    r"(?:the|this) \w+(?:'s| is| has| comes| does| will))\b",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    r"\b(?:(?:shall|should|can|could|may|will) (?:i|we) (?:just |maybe |at least )?(?:put|pop|book|"
    r"send|email|mail|text|give|drop|call|ring|sign|get you|show|pencil|set)|"
    r"(?:would|are) you (?:be )?(?:looking|happy|ready|interested|like) to (?:start|go|sign|book|"
    r"move|proceed|buy|order)|(?:can|could) you sign|how(?:'s| about| is) (?:mon|tues|wednes|thurs|"
    r"fri|satur|sun|tomorrow|next)|when (?:should|shall|can|do|would) (?:i|we|you)|"
    r"(?:which|what) (?:day|time|date|email|address|number)|where (?:should|shall|do) (?:i|"
    r"we) send|is (?:mon|tues|wednes|thurs|fri|tomorrow)\w*)\b",
    re.IGNORECASE,
)
"""Goes for the next thing to settle; it asks nothing about what was said."""
_TELLS_WHAT = re.compile(
    r"(?:(?:so|and|well|now|okay|basically),? )*what (?:i|we|our|ours|they|it|the)\b[^?]*$",
    re.IGNORECASE,
)
"""What we do is that: no question."""
_TURNS_AWAY = re.compile(
    r"^(?:(?:okay|ok|right|sure|yeah|no|yes|well|and|hm+)[,. ]+)*(?:anyway|anyhow|so anyway|"
    r"moving on|but anyway|so the next|so next|now,? (?:the|on|as)|on the other|on to the|"
    r"(?:that )?aside)\b",
    re.IGNORECASE,
)
_ENDING = re.compile(r"(?<=\w{3})(?:ing|ed|es|s|e|er|ly)$")
_LITTLE_WORDS = """
get got go going come know think want need like good great really very much many one two thing time
day week month year say said make take people bit lot okay right about just not no don't some any
all more now because been could would should also only even way still over up out down always never
"""
_SAYS_LITTLE = frozenset(_LITTLE_WORDS.split())


def takes_it_up(said: str, reply: Sequence[Turn], *, told: str = "") -> bool:
    """Whether ``reply`` asks about ``said``, gives it back or builds on it. ``told``: the words of
    it that matter; all of them, when nothing is given."""
    mine = stems(told or said)
    for turn in reply:
        text = turn.text.replace("’", "'")
        if asks_about_it(text) or _RECAPS.search(text):
            return True
        if mine & stems(text) or _gives_figure_back(said, text):
            return True
        if _FEELS.search(text) and not presents(_without_feeling(text)):
            return True
    return False


def asks_about_it(text: str) -> bool:
    """Whether something is asked that is no way to the next step."""
    return any(
        not is_of_the_next_step(each) and not _TELLS_WHAT.match(each) for each in questions_in(text)
    )


def is_of_the_next_step(question: str) -> bool:
    """Whether it only asks what is to be done next, and when."""
    return _CLOSES.search(question.replace("’", "'")) is not None


def presents(text: str) -> bool:
    return count_words(text) >= PRESENTS_WORDS and _PRESENTS.search(text) is not None


def turns_away(text: str) -> bool:
    """Whether it goes on to something else, and says so."""
    return until_turned(text) != " ".join(sentences(text))


def until_turned(text: str) -> str:
    """``text`` as far as it does not go on to something else."""
    told = sentences(text)
    away = (n for n, each in enumerate(told) if _TURNS_AWAY.search(each.replace("’", "'")))
    return " ".join(told[: next(away, len(told))])


def stems(text: str) -> set[str]:
    """The telling words, without figures and what tense and number add."""
    plain = text
    for each in reversed(amounts(text)):
        plain = plain[: each.start] + plain[each.end :]
    words = (
        word.removesuffix("'s") for word in content_words(plain) if not word.endswith(("'t", "'ll"))
    )
    return {_ENDING.sub("", word) for word in words if word not in _SAYS_LITTLE and len(word) > 3}


def _without_feeling(text: str) -> str:
    return " ".join(each for each in sentences(text) if not _FEELS.search(each))


def _gives_figure_back(said: str, text: str) -> bool:
    theirs = {each.value for each in amounts(said) if each.value > 1}
    return any(each.value in theirs for each in amounts(text))
