"""What is done on a day that was settled: the appointment, as the lines that settled it name it."""

import re

from salescoach.domain.audio import Speaker
from salescoach.pipeline.metrics import count_words
from salescoach.pipeline.phrases import base_form, tidy_deed
from salescoach.pipeline.review.reading import Reading
from salescoach.pipeline.review.said_back import AgreedDay
from salescoach.pipeline.review.sure_deeds import as_said, is_complete

_DEEDS = {
    "meet": "meet",
    "met": "meet",
    "see you": "meet",
    "start": "start",
    "begin": "start",
    "speak": "speak",
    "spoke": "speak",
    "talk": "talk",
    "chat": "talk",
    "demo": "meet for a demo",
    "survey": "meet for the survey",
    "visit": "meet",
    "come by": "meet",
    "come over": "meet",
    "come round": "meet",
    "walk round": "meet",
}
_DEED = re.compile(rf"\b({'|'.join(_DEEDS)})\w*\b", re.IGNORECASE)
_CALL = re.compile(
    r"\b(?:an?|another|the|our) (?:[\w-]+ ){0,2}?(?:video )?call\b(?! (?:center|centre|back))"
    r"(?: with (?:both of you|you both|you two|all of you))?",
    re.IGNORECASE,
)
_RINGS = re.compile(
    r"\b(?:i(?:'ll|’ll| will| can| could|'d)|(?:shall|can|could|should|may) i|let me) "
    r"(?:just )?(?:call|ring|phone|give you a (?:call|ring|bell))\b",
    re.IGNORECASE,
)
"""One calls the other back: no appointment of both."""
_BARE_WORDS = 6
"""A proposal of so few words beside its day tells not what is done; the lines before it may."""
_BEFORE_IT = 3
_MEETING = re.compile(r"\bmeetings?\b", re.IGNORECASE)
"""The lines before may speak of one that somebody else holds."""


_APPOINTMENT = re.compile(
    r"\b(?:an?|the|our|your|another|that|up) (?:[\w-]+ )?(tasting|taster day|trial day|viewing|"
    r"fitting|inspection|site visit|walk-?through|training|kick-?off|workshop|appointment|"
    r"consultation|test drive|assessment|open day)\b",
    re.IGNORECASE,
)
_COMES = re.compile(
    r"\b(?:i|we)(?:'ll| will| could| can|'d| would)? (?:just )?(?P<verb>come|pop|drop|swing|call)"
    r"(?: (?:out|round|around|by|over|in|up|down|across))? (?:and|to) "
    r"(?P<deed>(?:see|look at|measure|check|survey|inspect|walk|collect|pick up) "
    r"(?:the|your|those|these|all|both) [^.,;?!]+)",
    re.IGNORECASE,
)
_SENDS = re.compile(
    r"\b(?:shall|can|could|should|will|would) (?P<who>(?:our|my|the) [\w-]+(?: [\w-]+)?) "
    r"(?P<deed>come|ring|call|visit|pop over|drop by)\b",
    re.IGNORECASE,
)
_OWN_DEED = re.compile(
    r"\b(?:i|we)(?:'ll| will| could| can|'d| would) (?P<deed>(?:drop|bring|fit|install|deliver|"
    r"collect|measure|walk|show|pick up) (?:the|your|a|an) [^.,;?!]+)",
    re.IGNORECASE,
)
_LOOKS_AT = re.compile(
    r"\b(?:i|we)(?:'d| would|'ll| will| want| need)(?: (?:want|need|like|have|love))?(?: to)? "
    r"(?:come (?:out|round|over|in|down|up)|measure|see it|have a look|take a look|look at it)\b",
    re.IGNORECASE,
)
_FITS = re.compile(
    r"\b(?:i|we|they)(?:'ll|'d| will| would) be (?P<verb>fitting|installing|starting|delivering|"
    r"moving|opening|painting|building)\b",
    re.IGNORECASE,
)
_ONCE_ONLY = ("delivering", "opening", "starting")
"""What is done on its day, where the others go on for some."""
_WHOSE = re.compile(r"\byour\b", re.IGNORECASE)


def done_on(reading: Reading, agreed: AgreedDay, words: str) -> tuple[str, bool]:
    """And whether both do it. ``words`` are those of the offer that hold the day; quoted, where
    nothing tells what is done."""
    told = deed_on(reading, agreed, words)
    return told if told is not None else (as_said("You", words), False)


def deed_on(reading: Reading, agreed: AgreedDay, words: str) -> tuple[str, bool] | None:
    """None where nothing tells."""
    if _RINGS.search(words):
        return "call", False
    day = agreed.due.words if agreed.due else ""
    texts = [words, agreed.answer.text, agreed.offer.text]
    if count_words(words.replace(day, "")) <= _BARE_WORDS:
        place = min(reading.places[each.id] for each in (agreed.offer, agreed.answer))
        before = reading.turns[max(0, place - _BEFORE_IT) : place]
        texts += [_MEETING.sub("", each.text) for each in reversed(before)]
        texts += [
            each.text
            for each in reversed(reading.turns[max(0, place - _LONG_BEFORE) : place])
            if each.speaker is Speaker.SALESPERSON and _COMES.search(each.text)
        ]
    for text in texts:
        if told := _told_in(text.replace("’", "'"), reading, agreed):
            return told
    return None


_LONG_BEFORE = 6
"""A visit is laid out first, and its day asked for after."""


def _told_in(text: str, reading: Reading, agreed: AgreedDay) -> tuple[str, bool] | None:
    own = any(
        text == turn.text.replace("’", "'") or text in turn.text.replace("’", "'")
        for turn in reading.turns
        if turn.speaker is Speaker.SALESPERSON
    )
    if own and (comes := _COMES.search(text)):
        deed = _WHOSE.sub("the", tidy_deed(comes["deed"]))
        return f"come and {deed}", False
    if own and (sends := _SENDS.search(text)):
        return f"have {sends['who']} {sends['deed']}", False
    if found := _APPOINTMENT.search(text):
        return f"meet for the {found[1].lower()}", True
    if own and (fits := _FITS.search(text)):
        verb = fits["verb"].lower()
        return base_form(verb) if verb in _ONCE_ONLY else f"start {verb}", False
    if call := _CALL.search(text):
        return f"have {call[0].lower()}", True
    if own and (does := _OWN_DEED.search(text)):
        deed = _WHOSE.sub("the", tidy_deed(does["deed"].replace(_day_of(agreed), "")))
        if is_complete(deed, deed):
            return deed, False
    if own and _LOOKS_AT.search(text):
        return "meet", True
    if found := _DEED.search(text):
        return _DEEDS[found[1].lower()], True
    return None


def _day_of(agreed: AgreedDay) -> str:
    return agreed.due.words if agreed.due else ""
