"""Whether a customer tells of a trouble of their own: something that breaks, is lost, takes their
time or wears their people out, as it is and not as it might be.

"We haven't had any problem", "if I pull out I lose the rebate" and "no worries" name one and tell
of none.
"""

import re
from collections.abc import Iterator

from salescoach.pipeline.lines import clauses

_GOES_WRONG = (
    r"(?:break(?:s|ing)|broke|broken)(?: down)?|(?:going|goes|went|was|were|been|is|being) down|"
    r"pack(?:s|ed|ing) (?:in|up)|conk(?:s|ed|ing) out|leak(?:s|ed|ing)|"
    r"crash(?:es|ed|ing)|fail(?:s|ed|ing)|jam(?:s|med|ming)|(?:goes|going|went|gone) wrong|"
    r"keeps? (?:on )?(?!send|tell|say|ask|talk|go|try|grow|call|ring|show|us|com)\w+ing|"
    r"out of (?:action|order)|downtime|"
    r"(?:been|was|were|is) out (?:for|since|most|all|again|half)|always (?:hang|freez|drop)\w+|"
    r"(?:doesn't|don't|didn't|isn't|not|never|stopped|won't) (?:even )?work(?:s|ed|ing)?|"
    r"reject(?:s|ed|ing)|sen(?:t|ds|ding) (?:\w+ ){1,2}back|in the neck|calling in sick|"
    r"never (?:showed|turned up|came)|(?:don't|doesn't|didn't) (?:show|turn) up|"
    r"cancel(?:s|led|led on us|ling) on us|(?:let|lets|letting) (?:me|us|them) down|"
    r"(?:been|being|was|were|are|is|come|comes|came|always|turn(?:s|ed)? up) late(?! enough)"
)
_IS_LOST = (
    r"los(?:e|es|ing|t)(?! (?:me|you|touch|weight|my place|my voice|count)\b)|"
    r"cost(?:s|ing) (?:me|us)|burn(?:s|ed|t|ing) (?:through|about|up|a|over|nearly|another)|"
    r"wast(?:e|es|ed|ing)|(?:throw|thrown|threw|throws|throwing) (?:\w+ ){0,3}?(?:away|out)|"
    r"writ(?:e|es|ten|ing) (?:\w+ ){0,2}off|wrote (?:\w+ ){0,2}off|bleeding|"
    r"stolen|theft|break-?ins?|(?:got|been|were|was) burn(?:ed|t)|"
    r"(?:gone|went|goes|going|shot|creeping) up by"
)
_TAKES_TIME = (
    r"(?:takes?|took|taking) (?:\w+ ){0,2}?(?:too long|forever|ages|hours|all (?:day|morning|"
    r"night)|"
    r"half (?:the|a|my|their) (?:day|morning|week))|"
    r"(?:spend|spends|spent|spending) (?:\w+ ){0,4}?(?:hours?|days?|mornings?|evenings?|nights?|"
    r"weekends?|half)|(?:wait(?:ed|ing)?|sat|sits?|sitting|stood|stuck|standing)"
    r"(?: \w+){0,3} (?:hours?|days|weeks|months|ages)|doing nothing else|"
    r"at (?:one|two|three|four) in the morning|chas(?:e|es|ed|ing) (?:\w+ ){0,2}?(?:up|payments?|"
    r"people|them|it|invoices?|suppliers?)|slow|backlog|bottleneck"
)
_WEARS_OUT = (
    r"problem|trouble|struggl\w+|frustrat\w+|annoy(?:s|ed|ing)?|kill(?:ed|ing|s) (?:us|me)|"
    r"(?:is|'s|are|was) (?:the|a|an absolute|a real) killer|"
    r"disaster|painful|(?:a|a real|a right|such a|the) pain|panick\w+|stress\w+|swamped|"
    r"exhaust\w+|overwhelm\w+|snowed under|drowning|desperate|embarrass\w+|mortif\w+|(?:my|"
    r"our) wits|los(?:e|ing) sleep|fed up|sick of|complain\w*|mess|nightmare|headaches?|"
    r"hate|worse|useless|hopeless|chaos|a shambles|furious|angry|raging|in tears|up in arms|"
    r"(?:driv(?:es|ing)|drove) (?:me|us|them) (?:mad|crazy|nuts|up the wall|spare|bananas)|"
    r"burn(?:t|ed|ing) out|(?:get|getting|got) (?:an )?(?:earful|hammered|killed)"
)
_FAILS_THEM = (
    r"never call(?:s|ed)? back|never call\b|"
    r"miss(?:ed|ing|es)?(?! (?:[A-Z]|the point|your call|you\b))|"
    r"(?:can't|cannot|couldn't|can never|struggle to) (?:find|get|keep|hire|reach) "
    r"(?:\w+ ){0,2}?(?:people|staff|\w+ers|cover|anyone|anybody|hold of|enough|hands)|"
    r"(?:nobody|no one|no-one)(?:'s| is| was| ever)? (?:\w+ )?(?:noticing|finding|answering|"
    r"picking up|picks up|answers|turns up|turned up|showed up|replies|knows)"
)
_TROUBLE = re.compile(
    rf"\b(?:{_GOES_WRONG}|{_IS_LOST}|{_TAKES_TIME}|{_WEARS_OUT}|{_FAILS_THEM})\b", re.IGNORECASE
)
_DENIED = re.compile(
    r"\b(?:no|not|never|nah|without|hardly|barely|rarely|zero|cannot|nothing|none|isn't|aren't|"
    r"wasn't|haven't|hasn't|hadn't|don't|doesn't|didn't|can't|won't|wouldn't|shouldn't|couldn't)\b",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"\b(?:if|unless|in case|otherwise|would|wouldn't|could|might|may|used to|so (?:that )?(?:we|i)"
    r" don't|rather than|instead of|what if|(?:i|we|you|they|he|she|it)'d (?:be|have|get|lose|go|"
    r"not|just)|i'd|will|won't|'ll|don\'t want|"
    r""
    r"mind|hope|(?:a|an|the|our) \w+ problem)\b",
    re.IGNORECASE,
)
_SMALL_TALK = re.compile(
    r"\b(?:sorry|camera|microphone|mic|headset|traffic|weather|rain(?:ing)?|motorway|parking|"
    r"my (?:phone|line|signal|back|voice|"
    r"kids?|dog)|(?:this|the) (?:connection|signal)|this line|line(?:'s| is) (?:bad|poor|"
    r"terrible|break\w+|crackl\w+)|hear (?:you|me))\b",
    re.IGNORECASE,
)
_PLEASANTRY = re.compile(
    r"\b(?:no|not a|any) (?:problems?|trouble|worries|bother)\W*$|\bno (?:problem|trouble)\b",
    re.IGNORECASE,
)
_FRIENDS_OFF = re.compile(r"(?:,| and| but| because| so| that)\s", re.IGNORECASE)


def hurts(text: str) -> bool:
    """Whether a customer tells of something that costs them."""
    return next(trouble_in(text), None) is not None


def trouble_in(text: str) -> Iterator[str]:
    """The clauses that tell of a trouble of the customer's, verbatim."""
    for clause in clauses(text):
        plain = clause.replace("’", "'")
        if plain.endswith("?") or _SMALL_TALK.search(plain):
            continue
        if any(_is_told(plain, match) for match in _TROUBLE.finditer(plain)):
            yield clause


def _is_told(clause: str, match: re.Match[str]) -> bool:
    """Whether it is told as it is: neither denied nor supposed by what stands before it."""
    before = clause[: match.start()]
    if _SUPPOSED.search(before) or _PLEASANTRY.search(clause[: match.end()]):
        return False
    near = _FRIENDS_OFF.split(before)[-1]
    return _DENIED.search(near) is None
