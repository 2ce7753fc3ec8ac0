"""How people bind themselves: the forms a promise takes, and what was promised, in short words.

Finds everything that has such a form, in a clause and in the line that it answers; whether it was
meant as a promise is for the trained head to judge. Words are only taken from what was said.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from salescoach.pipeline.answers import in_answer
from salescoach.pipeline.deeds import EMPTY, Form, Undertaking, up_to_stop
from salescoach.pipeline.due_dates import Due, due_in
from salescoach.pipeline.phrases import base_form, tidy_deed

CLAUSE_CHARS = 1_000
"""Of a clause that never ends its beginning is read."""


def undertakings(
    clause: str, before: str, said_on: date | None, *, opens: bool
) -> list[Undertaking]:
    """In the order they are said. ``before`` is the line of the other that the turn answers;
    ``opens`` says whether the clause is among the turn's first, which alone can answer it."""
    clause = clause[:CLAUSE_CHARS]
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
    kept = [each for each in _with_times(kept, times) if not EMPTY.match(each.deed)]
    if not (opens and before):
        return kept
    return in_answer(clause, before, times, said_on, kept)


_NO_PROMISE = re.compile(
    r"\b(?:if|unless|provided|suppose)\b(?! (?:you (?:want|like|prefer|don't mind)|that's (?:ok|"
    r"okay|alright|all right|fine|easier)|you(?:'re|’re| are) (?:happy|okay|ok|good|fine|all right|"
    r"alright)(?! (?:to|for|with (?!(?:it|that)\b)))|that works|it helps|possible|not|anything|"
    r"need be)\b)|\b(?:usually|normally|typically|generally|always|"
    r"every (?:day|week|month|time|year))\b",
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


def _spoken(
    form: Form, cue: re.Pattern[str], clause: str, times: list[Due]
) -> Iterator[Undertaking]:
    """What has this form in the clause; its time is found later, once its neighbours are known."""
    for match in cue.finditer(clause):
        rest = up_to_stop(clause, match.end(), times)
        deed = tidy_deed(_HANDED.sub(r"send \1", rest))
        if (
            form is Form.OWN
            and _HANDS_OVER.fullmatch(deed)
            and (own := _thing_after(clause, match))
        ):
            deed = tidy_deed(f"{deed} {own}")
        if form is Form.OTHERS:
            deed = f"have {match['who']} {deed}" if deed else ""
        elif form is Form.DELIVERY:
            thing = match["what"] or tidy_deed(f"get {rest}").removeprefix("get").strip()
            deed = tidy_deed(f"send {thing}") if thing else ""
        elif form is Form.DOING:
            deed = tidy_deed(f"{base_form(match['verb'])} {rest}")
        if form is not Form.OTHERS and len(deed.split()) == 1:
            deed = f"{deed} {_fronted(clause, match.start(), times)}".strip()
        elif done := _DONE.fullmatch(deed):
            thing = _fronted(clause, match.start(), times)
            deed = f"{done[1]} {thing} {done[2]}" if thing else deed
        yield Undertaking(form, deed, None, match.start())


_HANDED = re.compile(
    r"^\s*get (it|them|that|those) (?:(?:over|across|back|out|off) )?to (?:you|me|us)\b",
    re.IGNORECASE,
)
"""Getting it to somebody is sending it, "get it" alone is nothing yet."""
_HANDS_OVER = re.compile(r"send|email|mail|text|bring|give|forward|share|drop|get", re.IGNORECASE)
_THING_AFTER = re.compile(
    r"\s*\w+(?: (?:you|ya|him|her|them))?(?: (?:through|over|across|out|round))?(?P<when>"
    r"[^,.;:?!]*),\s+(?:(?:just|only|with|um|uh),? )*(?P<thing>(?:the|an?|my|our|your|both|"
    r"two|three|that) [^,.;:?!]+)",
    re.IGNORECASE,
)


def _thing_after(clause: str, cue: re.Match[str]) -> str:
    """The thing that follows a pause: "I'll send you tonight, just the two pages"."""
    found = _THING_AFTER.match(clause, cue.end())
    if found is None or " and " in found["when"] or _SAYS_SO.search(found["thing"]):
        return ""
    return found["thing"]


_SAYS_SO = re.compile(
    r"\b(?:is|are|was|will|would|can|could|has|had|do|does|way|moment|minute|thing)\b|['’]",
    re.IGNORECASE,
)
"""With a verb of its own it is another sentence."""
_DONE = re.compile(r"(get|have) (\w+ed|done|sent|paid|made)", re.IGNORECASE)
"""Something is got done, and what it is was said before: "the order I will get released"."""
_FRONT = re.compile(
    r"(?:^|[,.;]\s*|\b(?:and|so|then|okay|ok|yes)\s+)"
    r"((?:the |your |my |signed )?(?:[\w-]+ ){0,3}?[\w-]+)\s*$",
    re.IGNORECASE,
)
_NOT_A_THING = re.compile(
    r"^(?:yes|yeah|yep|ok|okay|sure|so|and|then|well|right|definitely|of|no|fine|all|alright|but|"
    r"also|perfect|great|thanks|honestly|maybe|sorry|actually|hey|look|if|when|what|you|this|"
    r"shall|should|can|could|may|will|would|must|how|why|where|who)\b",
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
