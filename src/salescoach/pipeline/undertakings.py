"""How people bind themselves: the forms a promise takes, and what was promised, in short words.

Finds everything that has such a form, in a clause and in the line that it answers; whether it was
meant as a promise is for the trained head to judge. Words are only taken from what was said.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from salescoach.pipeline.due_dates import Due, due_in
from salescoach.pipeline.phrases import base_form, tidy_deed


class Form(StrEnum):
    """``OTHERS``: somebody of the speaker's will do it. ``DELIVERY``: the listener will have it.
    ``DOING``: it is being done. ``ANSWER`` takes up what the other asked for, ``TAKEN`` what the
    other offered, ``MEETING`` a time that the other proposed."""

    OWN = "own"
    OTHERS = "others"
    DELIVERY = "delivery"
    DOING = "doing"
    ANSWER = "answer"
    TAKEN = "taken"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class Undertaking:
    """``deed`` is what, from the verb on; ``start`` is where in the clause the form begins."""

    form: Form
    deed: str
    due: Due | None
    start: int

    @property
    def by_speaker(self) -> bool:
        """Whether who says it will do it, or the one it is said to."""
        return self.form is not Form.TAKEN

    @property
    def is_vague(self) -> bool:
        """Whether the deed is about an "it" that was named before."""
        return bool(_ABOUT_IT.match(self.deed))

    @property
    def says_nothing(self) -> bool:
        """Whether nothing, or nothing but an "it", is left of the deed."""
        return bool(_EMPTY.match(self.deed)) or (self.is_vague and len(self.deed.split()) < 3)


def undertakings(
    clause: str, before: str, said_on: date | None, *, opens: bool
) -> list[Undertaking]:
    """In the order they are said. ``before`` is the line of the other that the turn answers;
    ``opens`` says whether the clause is among the turn's first, which alone can answer it."""
    if _NO_PROMISE.search(clause):
        return []
    times = due_in(clause, said_on)
    found = [
        each for form, cue in _SPOKEN for each in _spoken(form, cue, clause, times) if each.deed
    ]
    found.sort(key=lambda each: (each.start, -len(each.deed)))
    kept: list[Undertaking] = []
    for each in found:
        if not any(each.deed in known.deed or known.start == each.start for known in kept):
            kept.append(each)
    kept = [each for each in _with_times(kept, times) if not _EMPTY.match(each.deed)]
    if not (opens and before):
        return kept
    end = " ".join(before.split()[-LINE_END_WORDS:])
    asked_times = due_in(end, said_on)
    answer = _answer(clause, end, times, asked_times)
    if answer is not None and not kept:
        return [answer]
    asked = _last(_ASKED, end)
    named = _deed_of(end, asked, asked_times) if asked else ""
    return [_on_the_day(_named(each, named), asked_times) for each in kept]


# --- said outright ---

_NO_PROMISE = re.compile(
    r"\b(?:if|unless|provided|suppose)\b(?! (?:you (?:want|like|prefer|don't mind)|that's (?:ok|"
    r"okay|alright|all right|fine|easier)|that works|it helps|possible|not|anything|need be)\b)"
    r"|\b(?:usually|normally|typically|generally|always|every (?:day|week|month|time|year))\b",
    re.IGNORECASE,
)
"""Under a condition, or out of habit."""

_WILL = r"(?:'ll|’ll| will| shall|(?<=\bi)ll?)"
_GOING = r"(?:(?:'m|’m| am|m|'re|’re| are) (?:just |also )?(?:going to|gonna|about to))"
_BEING = r"(?:'m|’m| am|'re|’re| are|m)"
_NOBODY = r"(?:it|that|this|you|they|there|he|she|who|what|which|i|we|and|but|so|system|app)"
_SPOKEN: tuple[tuple[Form, re.Pattern[str]], ...] = (
    (
        Form.OWN,
        re.compile(
            rf"\b(?:(?:i|we)(?:{_WILL}|{_GOING})|let me|(?:i|we) can(?! ?not|'t)|i could"
            r"|(?:i(?:'d|’d| would) be )?happy to"
            r"|(?<!can )(?<!do )(?<!did )(?<!should )(?<!could )(?<!when )(?<!if )i"
            r"(?= (?:come|bring|pay|send|call|ring|wait|give|start|copy|transfer|prepare|sign) )"
            r"|(?:^|(?<=[,.;] )|(?<=\bok )|(?<=\band )|(?<=\bsir )|(?<=\bthen ))will"
            r"(?= (?:send|forward|ring|call|share|mail|email|pay|come|bring|check|read|revert|"
            r"confirm|sign)))\b(?! not\b| never\b)(?: both| all)?",
            re.IGNORECASE,
        ),
    ),
    (
        Form.OTHERS,
        re.compile(
            rf"\b(?P<who>(?:(?:my|our|the|one of (?:my|our)) (?:(?!{_NOBODY}\b)[\w'-]+ ){{0,3}})?"
            rf"(?!{_NOBODY}\b)[a-z][\w-]{{2,}})(?: will|'ll|’ll| is going to| is gonna)"
            r"\b(?! not| never| be (?:with|in|back) )(?: just| also)?",
            re.IGNORECASE,
        ),
    ),
    (
        Form.DELIVERY,
        re.compile(
            r"\b(?:you(?:'ll|’ll| will|ll| shall) (?:have|get|receive)|expect|i owe you"
            rf"|(?P<what>(?:(?:the|your|my|our) (?:(?!{_NOBODY}\b)[\w-]+ ){{0,3}}?)?"
            r"(?!and\b)[\w-]+)"
            r"(?:'ll|’ll| will|ll) be"
            r" (?:with you|in your inbox|on your desk|back with you|back to you|there in))\b",
            re.IGNORECASE,
        ),
    ),
    (
        Form.DOING,
        re.compile(
            rf"(?:\b(?:i|we){_BEING} (?:just |also )?|^|[,.;] |\b(?:yes|yep|yeah|ok|okay|sure) )"
            r"(?P<verb>sending|forwarding|mailing|emailing|ordering|booking|arranging|paying|"
            r"sharing|texting|releasing|transferring|putting|doing|getting|adding|signing|filing|"
            r"bringing|coming|issuing|giving|posting|calling)\b",
            re.IGNORECASE,
        ),
    ),
)

_STOP = re.compile(
    r"[.;:?!]|,(?! (?:uh|um|er)\b)|\s(?:so|but|because|if|unless|cause|since|though|although|"
    r"whether|which|in case|okay|ok|right|alright|then(?= (?:you|we|i)\b)|as|and then|"
    r"and (?=(?:i|we|you|he|she|they|it|that|this|my|our|the|if|then|see|[\w']+(?:'ll|’ll| will))"
    r"\b)|you (?=\w+ (?:it|me)\b)|once|when|after|before|until|till|while|whichever)\b|\s-+\s",
    re.IGNORECASE,
)


def _spoken(
    form: Form, cue: re.Pattern[str], clause: str, times: list[Due]
) -> Iterator[Undertaking]:
    """What has this form in the clause; its time is found later, once its neighbours are known."""
    for match in cue.finditer(clause):
        rest = _up_to_stop(clause, match.end(), times)
        deed = tidy_deed(rest)
        if form is Form.OTHERS:
            deed = f"have {match['who']} {deed}" if deed else ""
        elif form is Form.DELIVERY:
            thing = match["what"] or tidy_deed(f"get {rest}").removeprefix("get").strip()
            deed = tidy_deed(f"send {thing}") if thing else ""
        elif form is Form.DOING:
            deed = tidy_deed(f"{base_form(match['verb'])} {rest}")
        if form is not Form.OTHERS and len(deed.split()) == 1:
            deed = f"{deed} {_fronted(clause, match.start(), times)}".strip()
        yield Undertaking(form, deed, None, match.start())


def _up_to_stop(clause: str, start: int, times: list[Due]) -> str:
    """The words from ``start`` to where the deed ends, times left out."""
    stop, at = len(clause), start
    while found := _STOP.search(clause, at):
        time = next((t for t in times if t.start <= found.start() < t.end), None)
        if time is None:
            stop = found.start()
            break
        at = time.end
    words, at = "", start
    for time in times:
        if at <= time.start < stop:
            words += clause[at : time.start]
            at = time.end
    return words + clause[at : max(at, stop)]


_FRONT = re.compile(
    r"(?:^|[,.;]\s*|\b(?:and|so|then|okay|ok|yes)\s+)"
    r"((?:the |your |my |signed )?(?:[\w-]+ ){0,3}?[\w-]+)\s*$",
    re.IGNORECASE,
)
_NOT_A_THING = re.compile(
    r"^(?:yes|yeah|yep|ok|okay|sure|so|and|then|well|right|definitely|of|no|fine|all|alright|but|"
    r"also|perfect|great|thanks|honestly|maybe|sorry|actually|hey|look|if|when|what|you|this)\b",
    re.IGNORECASE,
)


def _fronted(clause: str, end: int, times: list[Due]) -> str:
    """The thing, when it was named before the verb: "documents I'll hand over"."""
    match = _FRONT.search(clause, 0, end)
    if match is None or _NOT_A_THING.match(match[1]):
        return ""
    if any(time.start < match.end(1) and match.start(1) < time.end for time in times):
        return ""
    return match[1]


_DEADLINE = re.compile(r"by |before |no later", re.IGNORECASE)
_TOUCHES = 3
"""A time that ends so few characters before a promise is that promise's."""


def _with_times(found: list[Undertaking], times: list[Due]) -> Iterator[Undertaking]:
    """Gives each undertaking the time said with it: after it, else just before it."""
    for place, each in enumerate(found):
        until = found[place + 1].start if place + 1 < len(found) else None
        since = found[place - 1].start if place else 0
        own = [
            time
            for time in times
            if time.start >= each.start and (until is None or time.end < until - _TOUCHES)
        ]
        ahead = [
            time
            for time in times
            if since <= time.start < each.start and (not place or time.end >= each.start - _TOUCHES)
        ]
        chosen = [time for time in own if _DEADLINE.match(time.words)] or own or ahead[-1:]
        yield replace(each, due=chosen[0] if chosen else None)


# --- said in answer ---

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
    r"|(?:^|[.,;?!] |\b(?:and|so|just|but|then) )(?=(?:send|email|mail|text|ring|call|give me|"
    r"get me|let me know|share|forward|put|leave|bring|remind|copy|add|drop|set|shoot|ping|write|"
    r"show)\b))",
    re.IGNORECASE,
)
_OFFERED = re.compile(
    r"\b(?:(?:shall|should|can|could|may|will|do) (?:i|we)|(?:want|like|need) (?:me|us) to"
    r"|(?:i|we)(?:'ll|’ll| will| can| could|'d| would be happy to|'d be happy to|'m going to| am"
    r"|'m)|(?:i'd|i would) be happy to|let me(?! know)|(?:how|what) about (?:i|we)|what if i)\b"
    r"(?: just| also| even)?",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"\b(?:you(?: want| like| be able|'d like)? to|(?:want|like|going) to|will you be|"
    r"(?:suit|do|work|okay|ok|good) for|how(?:'s|’s| is| about) [\w ]{2,25}? for)\b",
    re.IGNORECASE,
)
_PROPOSED = re.compile(
    r"\?|\b(?:i've|i have|we've|we have|slots?|opening|available|works?|suit|say|then)\b",
    re.IGNORECASE,
)
LINE_END_WORDS = 32
"""Of the line before, only its end is what an answer takes up."""


def _answer(
    clause: str, before: str, times: list[Due], asked_times: list[Due]
) -> Undertaking | None:
    if _NO.match(clause) or not (_YES.match(clause) or times):
        return None
    due = times[0] if times else (asked_times[-1] if asked_times else None)
    offered, asked = _last(_OFFERED, before), _last(_ASKED, before)
    if offered and (not asked or offered.end() > asked.end()):
        taken = Undertaking(Form.TAKEN, _deed_of(before, offered, asked_times), due, 0)
        if not (taken.says_nothing):
            return _on_the_day(taken, asked_times)
    if asked:
        answer = Undertaking(Form.ANSWER, _deed_of(before, asked, asked_times), due, 0)
        if not (answer.says_nothing):
            return _on_the_day(answer, asked_times)
    if asked_times and _PROPOSED.search(before):
        wanted = _last(_WANTED, before)
        deed = _deed_of(before, wanted, asked_times) if wanted else ""
        if wanted and wanted[0].lower().endswith("for"):
            deed = f"meet for {deed}" if deed else ""
        return _on_the_day(Undertaking(Form.MEETING, deed or "meet", due, 0), asked_times)
    return None


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return max(pattern.finditer(text), key=lambda match: match.start(), default=None)


def _deed_of(text: str, cue: re.Match[str], times: list[Due]) -> str:
    first, _, rest = tidy_deed(_up_to_stop(text, cue.end(), times)).partition(" ")
    return f"{base_form(first)} {rest}".strip()


_EMPTY = re.compile(
    r"^(?:|(?:do|see|have|get|make|want)(?: (?:it|that|so|this))?|be|go|can|it|that|this|to|the|a|"
    r"not|of course|you|me|say|tell|think|ask|come|send|give|let|put|take|need|know|hear)$"
)
_ABOUT_IT = re.compile(
    r"^([\w'-]+) (?:it|that|this|them|those|these|one|some|em|'em|him|her)\b(.*)$"
)
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
    if match := _ABOUT_IT.match(each.deed):
        return replace(each, deed=f"{match[1]} {thing}{match[2]}")
    if each.deed in _HANDS_OVER:
        return replace(each, deed=f"{each.deed} {thing}")
    return each


def _on_the_day(each: Undertaking, asked_times: list[Due]) -> Undertaking:
    """An hour that answers a proposed day belongs to that day."""
    day = next((time for time in reversed(asked_times) if time.names_day), None)
    if day is None or each.due is None or each.due.names_day or each.due in asked_times:
        return each
    words = f"{day.words}, {each.due.words}"
    return replace(each, due=replace(each.due, words=words, on=day.on, names_day=True))
