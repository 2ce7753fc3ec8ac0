"""Whether a customer who names a competitor weighs it against the offer.

Whoever is still talking to another seller, has its quote or uses it is about to compare. Whoever
left it, turned it down or only heard of it is not: a card about it would be of no use.
"""

import re
from collections.abc import Sequence

from salescoach.domain.signal import Evidence, ObjectionType, Signal, SignalKind
from salescoach.domain.turn import Turn
from salescoach.pipeline.competitors import Calling, CompetitorNames, Named
from salescoach.pipeline.replies import is_negative

NAMED_CONFIDENCE = 0.75
"""How sure a name makes it that a competitor is meant, whatever the heads hear in the sentence.
Not enough where it may be the salesperson who named it."""

BARE_WORDS = 1
"""A clause with so few words beside the name is understood by what follows."""

_NOT = r"(?:not|never|no longer|hardly|cannot|\w+n't)"
_LEFT = (
    r"(?:left|leav(?:e|ing)|dropp?(?:ed|ing)?|ditched|cancell?ed(?: with)?|quit|rejected|"
    r"got rid of|ruled out|turned down|said no to|decided against|gave up(?: on)?|"
    r"(?:stopped|finished|done)(?: using| with| talking to| working with)?|"
    r"(?:switched|moved|switching|moving)(?: away| on| over)? from|"
    r"(?:used to|did)(?: \w+){1,2}|(?:was|were|been) (?:at|with))"
)
_NOT_LEFT = re.compile(rf"\b{_NOT}(?: \w+){{0,2}} {_LEFT}(?: \w+)?$", re.IGNORECASE)
_TO = r"(?: (?:to|with|at|of|for|about|from|in|into|anything|any))"
_DEALS = (
    r"(?: (?:us(?:e|ing|ed)|ha(?:ve|d|s)|want(?:ed)?|need|go(?:ing)?|talk(?:ed|ing)?|"
    r"sp(?:eak|oken|eaking)|look(?:ed|ing)?|consider(?:ed|ing)?|know|heard?|work(?:ed|ing)?|met|"
    r"tried|like|interested))"
)
_BEFORE = re.compile(
    rf"\b(?:{_LEFT}(?: \w+)?|{_NOT}(?:{_TO}?|(?: \w+)?(?:{_DEALS}{_TO}{{0,2}}){{1,2}})|"
    r"(?:work(?:s|ed|ing)?|job) (?:at|for)|"
    r"(?:find|found|saw|seen|heard|read|watch|watched|message|connect|write|post)\b.*"
    r"\b(?:on|through|via))$",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"\b(?:any ?more|any longer|(?:years|ages|long) ago|back then|in the past|out of business|"
    r"went bust|wasn't for us|(?:never|(?:did|has|have)(?:n't| not)) "
    r"(?:work|call|c[ao]me|repl|g[eo]t back)\w*|is (?:out|off the table))\b",
    re.IGNORECASE,
)
_WEIGHS = re.compile(
    r"\b(?:cheaper|dearer|better|less|lower|faster|offer(?:s|ed)?|quotes?|quoted|prices?|deal|"
    r"charges?|than|versus|compar\w+|instead|prefer\w*|leaning|"
    r"(?:talk|speak)(?:ing)? (?:to|with)|switch\w*)\b",
    re.IGNORECASE,
)
_LIKENS = re.compile(
    r"\b(?:differ\w*|like|same as|rather than|instead of|replaces?|beats?|or (?:just|rather))\b",
    re.IGNORECASE,
)


def weighed(
    turn: Turn, pieces: Sequence[str], signals: Sequence[Signal], names: CompetitorNames
) -> tuple[Signal, Named] | None:
    """The competitor that the customer's ``pieces`` of ``turn`` bring up, and what naming it means:
    an objection where one about competitors was heard at all, otherwise a question how the offer
    compares."""
    objection = next((s for s in signals if s.objection_type is ObjectionType.COMPETITOR), None)
    for place, piece in enumerate(pieces):
        named = names.find(piece)
        if named is None or not _brings_up(named, piece, pieces[place + 1 : place + 2]):
            continue
        if objection is not None:
            sure = max(objection.confidence, NAMED_CONFIDENCE)
            kind, meant = SignalKind.OBJECTION, ObjectionType.COMPETITOR
        else:
            sure, kind, meant = NAMED_CONFIDENCE, SignalKind.QUESTION, None
        said = Evidence(turn.id, piece, turn.start_ms, turn.end_ms)
        return Signal(kind, sure, said, meant), named
    return None


def likened(question: str, names: CompetitorNames) -> Named | None:
    """The competitor that a customer's ``question`` likens the offer to, also one that is only
    described: "Is it like an answering service?", but not "Do I write it in the app?"."""
    named = names.find(question)
    if named is None or named.calling is not Calling.DESCRIBED:
        return named
    return named if _WEIGHS.search(question) or _LIKENS.search(question) else None


def _brings_up(named: Named, piece: str, after: Sequence[str]) -> bool:
    if named.calling is Calling.DESCRIBED:
        return False
    if named.calling is Calling.ORDINARY and not _WEIGHS.search(piece):
        return False
    bare = len(piece.split()) - len(named.quote.split()) <= BARE_WORDS
    if piece.rstrip().endswith("?") and not bare:
        return True
    piece, name = piece.replace("’", "'"), named.quote.replace("’", "'")
    before = re.sub(r"[^\w']+$", "", piece[: piece.find(name)])
    if _NOT_LEFT.search(before):
        return True
    follows = " ".join(after) if bare else ""
    return not (_BEFORE.search(before) or _OVER.search(piece) or is_negative(follows))
