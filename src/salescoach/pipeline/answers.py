"""What is taken on in answer: yes to a request, an offer, or a time that was proposed."""

import re
from dataclasses import replace
from datetime import date

from salescoach.pipeline.deeds import ABOUT_IT, Form, Undertaking, up_to_stop
from salescoach.pipeline.due_dates import Due, due_in
from salescoach.pipeline.phrases import base_form, tidy_deed

_YES = re.compile(
    r"^(?:(?:oh|ah|aw|well|um|uh|and|so|hmm)\b[,. ]*)*"
    r"(?:yes|yeah|yep|yup|ya|aye|ha|haan|sure|of course|course|absolutely|definitely|certainly|"
    r"no (?:problem|worries)|not at all|will do|can do|you (?:got it|bet)|on it|done|ok(?:ay)?|"
    r"fine|go on|go ahead|please|sounds (?:good|great|fair)|perfect|great|lovely|grand|happy to|"
    r"i will|we will|i can|do\b|that (?:works|would|'d|sounds)|that'd|works|lock|hold|book|block|"
    r"send|share|bring|come|call|start|order|put|set|it would|good|cool|brilliant|too easy|righto|"
    r"consider it|agreed|deal|added|noted|sending|doing|alright|all right|either way|i'll|by all|"
    r"would you|why not|let's|port|email|mail|issue|write|pencil|"
    r"(?:the )?[\w:]+(?:'s|’s| is)? (?:good|fine|grand|perfect|ok(?:ay)?|great|works|suits))\b",
    re.IGNORECASE,
)
_NO = re.compile(
    r"^(?:(?:oh|well|uh|um|yeah|yes)\b[,. ]*)*(?:no\b(?! (?:problem|worries|bother|issue))|nah|"
    r"nope|not\b(?! at all)|don't|can't|i'd (?:love|like) to,? but)",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:(?:can|could|will|would) (?:you|we|you guys|somebody|someone|one of you\w*)"
    r"(?: be able to| ever| please| possibly| just| maybe| kindly| also)*"
    r"|(?:do |would )?(?:you )?mind|i(?:'d| would)? (?:need|want|like) you to"
    r"|(?:please|kindly)(?: do one thing,)?|you(?:'ll| will|ll)"
    r"|(?:^|[.,;?!] |\b(?:so|just|but|then) )(?!\w+ (?:you|it to you)\b)"
    r"(?=(?:send|email|mail|text|ring|call|give me|get me|let me know|share|forward|put|leave|"
    r"bring|remind|copy|add|drop|set|shoot|ping|write|show)\b))",
    re.IGNORECASE,
)
_OFFERED = re.compile(
    r"\b(?:(?:shall|should|can|could|may|will|do) (?:i|we)(?! say\b)"
    r"|(?:want|like|need) (?:me|us) to"
    r"|(?:i|we)(?:'ll|’ll| will| can| could|'d| would be happy to|'d be happy to|'m going to| am"
    r"|'m)|(?:i'd|i would) be happy to|let me(?! know)|(?:how|what) about (?:i|we)|what if i)\b"
    r"(?: just| also| even)?",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"\b(?:you(?: want| like| be able|'d like)? to|(?:want|like|going) to|will you be|"
    r"(?:suit|do|work|okay|ok|good) for|(?:say|how(?:'s|’s| is| about)) [\w ]{2,25}? for)\b",
    re.IGNORECASE,
)
_PROPOSED = re.compile(
    r"\?|\b(?:let's|i've|i have|we've|we have|slots?|opening|available|works?|suit|say|then)\b",
    re.IGNORECASE,
)
LINE_END_WORDS = 32
"""Of the line before, only its end is what an answer takes up."""


def in_answer(
    clause: str, before: str, times: list[Due], said_on: date | None, spoken: list[Undertaking]
) -> list[Undertaking]:
    """What the clause takes on, seen that it answers ``before``. ``spoken`` is what it says
    outright: then the line before only tells what "it" is and which day an hour belongs to."""
    end = " ".join(before.split()[-LINE_END_WORDS:])
    asked_times = due_in(end, said_on)
    if not spoken:
        answer = _answer(clause, end, times, asked_times)
        return [answer] if answer is not None else []
    asked = _last(_ASKED, end)
    named = _deed_of(end, asked, asked_times) if asked else ""
    return [_on_the_day(_named(each, named), asked_times) for each in spoken]


def _answer(
    clause: str, before: str, times: list[Due], asked_times: list[Due]
) -> Undertaking | None:
    if _NO.match(clause) or not (_YES.match(clause) or times):
        return None
    since = _asked_from(times, before, asked_times)
    due = times[0] if times else (asked_times[-1] if asked_times else None)
    offered, asked = _last(_OFFERED, before, since), _last(_ASKED, before, since)
    if offered and (not asked or offered.end() > asked.end()):
        taken = Undertaking(Form.TAKEN, _deed_of(before, offered, asked_times), due, 0)
        if not (taken.says_nothing):
            return _on_the_day(taken, asked_times)
    if asked:
        answer = Undertaking(Form.ANSWER, _deed_of(before, asked, asked_times), due, 0)
        if not (answer.says_nothing):
            return _on_the_day(answer, asked_times)
    if (
        asked_times
        and _PROPOSED.search(before, since)
        and not _only_says(clause, times, asked_times)
    ):
        wanted = _last(_WANTED, before, since)
        deed = _deed_of(before, wanted, asked_times) if wanted else ""
        if wanted and wanted[0].lower().endswith("for"):
            deed = f"meet for {deed}" if deed else ""
        return _on_the_day(Undertaking(Form.MEETING, deed or "meet", due, 0), asked_times)
    return None


def _asked_from(times: list[Due], before: str, asked_times: list[Due]) -> int:
    """Where in the line before begins what an answer takes up: the sentence of the day that it
    says back. "I'll send it by Wednesday. Can we talk on Friday?" "Friday is fine." sends nothing.
    """
    for asked in reversed(asked_times):
        if asked.names_day and any(_same_day(asked, time) for time in times):
            return max((s.start() for s in _STOP.finditer(before, 0, asked.start)), default=0)
    return 0


_STOP = re.compile(r"[.!?]\s")


def _same_day(one: Due, other: Due) -> bool:
    if one.on is not None or other.on is not None:
        return one.on == other.on
    return other.words.casefold() in one.words.casefold()


_SAYS = re.compile(
    r"^(?:(?:but|and|well|oh|no)[, ]+)*(?:it|that|today)(?:'s|’s| is)\b", re.IGNORECASE
)


def _only_says(clause: str, times: list[Due], asked_times: list[Due]) -> bool:
    """Whether a day is named that nobody proposed, as what it is: "It's Monday!" agrees to none."""
    days = {time.on for time in asked_times}
    return _SAYS.match(clause) is not None and all(time.on not in days for time in times)


def _last(pattern: re.Pattern[str], text: str, since: int = 0) -> re.Match[str] | None:
    return max(pattern.finditer(text, since), key=lambda match: match.start(), default=None)


def _deed_of(text: str, cue: re.Match[str], times: list[Due]) -> str:
    first, _, rest = tidy_deed(up_to_stop(text, cue.end(), times)).partition(" ")
    return f"{base_form(first)} {rest}".strip()


_THING = re.compile(r"^(?:the|a|an|your|my|our|his|her|their|that|those|these|both|two|some) \w")
_WHOSE = re.compile(r"\b(?:your|my|our|that|those)\b")
_HANDS_OVER = {"send", "mail", "email", "forward", "share", "bring", "text", "pay", "do"}
NAMED_WORDS = 6


def _named(each: Undertaking, named: str) -> Undertaking:
    """The deed with what "it" is, where the line before named it."""
    _, _, thing = named.partition(" ")
    if not _THING.match(thing) or len(thing.split()) > NAMED_WORDS:
        return each
    # "your" of the other is not "your" of who answers.
    thing = _WHOSE.sub("the", thing)
    if match := ABOUT_IT.match(each.deed):
        return replace(each, deed=f"{match[1]} {thing}{match[2]}")
    if each.deed in _HANDS_OVER:
        return replace(each, deed=f"{each.deed} {thing}")
    return each


def _on_the_day(each: Undertaking, asked_times: list[Due]) -> Undertaking:
    """An hour that answers a proposed day belongs to that day; a day that answers a proposed hour
    of it keeps the hour."""
    if each.due is not None and each.due.names_day and not each.due.hour:
        fuller = [time for time in asked_times if time.hour and _same_day(time, each.due)]
        return replace(each, due=fuller[-1]) if len(fuller) == 1 else each
    day = next((time for time in reversed(asked_times) if time.names_day), None)
    if day is None or each.due is None or each.due.names_day or each.due in asked_times:
        return each
    words = f"{day.words}, {each.due.words}"
    return replace(each, due=replace(each.due, words=words, on=day.on, names_day=True))
