"""What a call brought to light because somebody asked: what troubles the customer, a figure, who
decides and by when. A question alone finds out nothing.
"""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Literal

from salescoach.domain.audio import Speaker
from salescoach.domain.signal import Evidence
from salescoach.domain.turn import Turn
from salescoach.pipeline.metrics import questions_in
from salescoach.pipeline.metrics_call import evidence_of
from salescoach.pipeline.replies import asks_amount, has_amount, is_negative
from salescoach.pipeline.review.case_figures import tells_figure
from salescoach.pipeline.review.reading import Reading, names_a_month
from salescoach.pipeline.review.troubles import hurts

Found = Literal["trouble", "figure", "who", "when"]

_WHO_DECIDES = re.compile(
    r"\b(?:who(?:'s| is|'d| would| will)?(?: else| all)* (?:decid\w+|sign\w*|approv\w+|ha(?:s|ve) "
    r"(?:a|the) (?:say|final)|involved|needs? to|would need|makes?|pays|holds|else|owns)|"
    r"(?:who|what|how) (?:does|do|would|did) (?:your|the|his|her) (?:boss|board|partner|wife|"
    r"husband|manager|director|committee|owner|team)|"
    r"(?:just|only) (?:you|yourself)|(?:you|yourself) alone|decision ?maker|final (?:say|decision)|"
    r"(?:anyone|anybody|someone|somebody) else (?:who|involved|that|to|need)|"
    r"(?:is|are) (?:it|that) (?:you|your) (?:who|that|decision|call)|is it you or|you decide|"
    r"sign(?:s|ed)? (?:it |this |that )?off|(?:your|the) (?:boss|board|partner|director|committee) "
    r"(?:say|think|want|see)\w*)\b",
    re.IGNORECASE,
)
_BY_WHEN = re.compile(
    r"\bwhen\b|\bhow soon\b|\bdeadline\b|\bwhat date\b|\btied (?:in|into|to)\b|\bnotice period\b|"
    r"\bcontract (?:end|run|up|finish|expire|due)\w*\b|\bhow long (?:is|have you got) left\b|"
    r"\b(?:up for )?renewal\b|\bhow (?:urgent|quickly)\b|\bhappens? if (?:nothing|you don't)\b",
    re.IGNORECASE,
)
_OF_A_MEETING = re.compile(
    r"\b(?:call|ring|phone|meet|speak|talk|chat|demo|visit|come|pop|drop|send|suit\w*|free|works?|"
    r"good(?: time)?|available|last|first)\b",
    re.IGNORECASE,
)
_NO_IDEA = re.compile(
    r"\b(?:no idea|don't know|not sure|rather not|not (?:gonna|going to) (?:tell|say)|none of your|"
    r"couldn't tell|can't say)\b",
    re.IGNORECASE,
)


def found_out(reading: Reading) -> Mapping[Found, Evidence]:
    """The first answer that told each; in the order of the call."""
    found: dict[Found, Evidence] = {}
    for before, turn in pairwise(reading.turns):
        if (before.speaker, turn.speaker) != (Speaker.SALESPERSON, Speaker.CUSTOMER):
            continue
        asked = [each.replace("’", "'") for each in questions_in(before.text)]
        if not asked or _NO_IDEA.search(turn.text.replace("’", "'")):
            continue
        for kind in _told(reading, turn, asked):
            found.setdefault(kind, evidence_of(turn))
    return found


def _told(reading: Reading, turn: Turn, asked: list[str]) -> list[Found]:
    last = asked[-1]
    told: list[Found] = []
    if hurts(turn.text):
        told.append("trouble")
    if (asks_amount(last) and has_amount(turn.text)) or tells_figure(last, turn.text):
        told.append("figure")
    if any(map(_WHO_DECIDES.search, asked)) and not turn.text.endswith("?"):
        told.append("who")
    dated = bool(reading.times[turn.id]) or names_a_month(turn.text) or has_amount(turn.text)
    about_it = [each for each in asked if not _OF_A_MEETING.search(each)]
    if dated and any(map(_BY_WHEN.search, about_it)) and not is_negative(turn.text[:4]):
        told.append("when")
    return told
