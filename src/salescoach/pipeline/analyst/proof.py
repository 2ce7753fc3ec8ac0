"""Whether what a model wrote of a call is proved by it.

A quote has to stand in the turn it names, letter by letter. Numbers and names in a sentence have to
stand somewhere; what only the customer said may be told, but not offered to them. A link has to be
the playbook's or the salesperson's own.
"""

import math
import re
from collections.abc import Iterator

from salescoach.domain.audio import Speaker
from salescoach.domain.review import Review
from salescoach.domain.signal import Evidence
from salescoach.domain.turn import Turn
from salescoach.pipeline.advice import playbook_grounds, unfit
from salescoach.pipeline.grounding import Grounds, ungrounded
from salescoach.pipeline.metrics import count_words
from salescoach.pipeline.metrics_call import evidence_of
from salescoach.pipeline.metrics_catalogue import SPECS
from salescoach.pipeline.never_say import holds_phrase, never_said
from salescoach.pipeline.review.playbook_lines import lines
from salescoach.pipeline.review.quotes import brief
from salescoach.pipeline.review.reading import Reading
from salescoach.pipeline.review.words import named_day

LONGEST_ITEM = 420
"""Characters of one text of an item: more is no longer read."""
LONGEST_MAIL = 2_500
FEWEST_QUOTED_WORDS = 3

_SAME_LENGTH = str.maketrans("’‘ʼ“”„", "'''\"\"\"")
_STRAIGHT_QUOTE = re.compile(r'"([^"\n]+)"')
_QUOTED = re.compile("“([^“”]*)”")
_LINK = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.\w+|\b[\w-]+\.(?:com|net|org|io|ai|co|app|dev|biz|info"
    r"|shop|link|ly|me|us|uk|de)\b(?:/\S*)?",
    re.IGNORECASE,
)


class Proof:
    """Of one call. ``embedded`` is its counted review: what that says may be said again."""

    def __init__(self, reading: Reading, embedded: Review) -> None:
        playbook, customer = reading.playbook, reading.call.customer
        self._turns = reading.turns
        self._never = playbook.never_say
        self._told = playbook_grounds(playbook, customer)
        self._outward = playbook_grounds(playbook, customer)
        ours: list[str] = lines(playbook)
        for turn in reading.turns:
            mine = turn.speaker is Speaker.SALESPERSON
            self._told.add(turn.text)
            self._told.add(reading.clock(turn.start_ms))
            self._outward.add(turn.text, theirs=not mine)
            if mine:
                ours.append(turn.text)
        for text in counted_texts(embedded):
            self._told.add(text)
        for step in embedded.next_steps:
            if step.due_on is not None:
                self._outward.add(named_day(step.due_on))
        self._spoken = [_flat(turn.text) for turn in reading.turns]
        self._quotable = [*self._spoken, *map(_flat, lines(playbook))]
        self._ours = " ".join(map(_flat, [*ours, playbook.product.price])).casefold()

    def evidence(self, number: int, quote: str) -> Evidence | None:
        """The words as the turn has them; None unless they stand in the turn of that number, or in
        one other turn only."""
        pattern = _pattern(quote)
        if pattern is None:
            return None
        if 1 <= number <= len(self._turns):
            found = self._in_turn(self._turns[number - 1], pattern)
            if found is not None:
                return found
        elsewhere = [found for turn in self._turns if (found := self._in_turn(turn, pattern))]
        return elsewhere[0] if len(elsewhere) == 1 else None

    def told(self, text: str) -> str | None:
        """``text`` as it may be told of the call; None when it may not."""
        return self._proved(text, self._told)

    def advised(self, text: str) -> str | None:
        """The same for what the salesperson is told to do or to say."""
        tidy = self._proved(text, self._outward, self._told)
        return None if tidy is None or self._forbidden(tidy) else tidy

    def mailed(self, text: str) -> str | None:
        """The same for a mail to the customer; its lines stay."""
        tidy = "\n".join(line.rstrip() for line in text.strip().splitlines())
        if not tidy or len(tidy) > LONGEST_MAIL or unfit(tidy) or self._forbidden(tidy):
            return None
        if ungrounded(tidy, self._outward) or self._foreign_link(tidy):
            return None
        return tidy

    def _in_turn(self, turn: Turn, pattern: re.Pattern[str]) -> Evidence | None:
        found = pattern.search(turn.text.translate(_SAME_LENGTH))
        if found is None:
            return None
        words = turn.text[found.start() : found.end()]
        if count_words(words) < min(FEWEST_QUOTED_WORDS, count_words(turn.text)):
            return None
        return evidence_of(turn, brief(words))

    def _proved(self, text: str, *grounds: Grounds) -> str | None:
        """Every claim has to stand in one of ``grounds``, sentence by sentence in the same."""
        tidy = _STRAIGHT_QUOTE.sub(r"“\1”", " ".join(text.split()))
        if not tidy or len(tidy) > LONGEST_ITEM or unfit(tidy) or self._foreign_link(tidy):
            return None
        if not all(self._is_quotable(words) for words in _QUOTED.findall(tidy)):
            return None
        first, *others = grounds
        outward = _QUOTED.sub(self._less_our_own, tidy) if others else tidy
        if ungrounded(outward, first):
            return None
        return None if any(ungrounded(tidy, each) for each in others) else tidy

    def _less_our_own(self, quote: re.Match[str]) -> str:
        """Lines of the playbook and the salesperson's own words offer nothing new."""
        return "…" if _flat(quote[1]).rstrip(" .,;:!…").casefold() in self._ours else quote[0]

    def _is_quotable(self, words: str) -> bool:
        plain = _flat(words).removesuffix("…").rstrip(" .,;:!")
        return not plain or any(plain in line for line in self._quotable)

    def _forbidden(self, text: str) -> bool:
        return bool(never_said(self._never, text) or holds_phrase(self._never, text))

    def _foreign_link(self, text: str) -> bool:
        return any(
            match[0].rstrip(".,;)").casefold() not in self._ours for match in _LINK.finditer(text)
        )


def counted_texts(review: Review) -> Iterator[str]:
    """What the embedded review says of a call, its figures included."""
    yield review.outcome_text
    yield from (part.because for part in review.parts)
    yield from (point.text for point in (*review.summary, *review.insights))
    for figure in review.figures:
        if figure.value is not None:
            near = {f"{figure.value:g}", *(str(each) for each in _whole(figure.value))}
            percent = SPECS[figure.key].unit == "percent"
            yield from (f"{each}%" if percent else each for each in near)
            yield str(figure.of) if figure.of is not None else ""
        benchmark = SPECS[figure.key].benchmark
        if benchmark is not None:
            yield " ".join(f"{end:g}" for end in (benchmark.low, benchmark.high) if end is not None)


def _whole(value: float) -> tuple[int, int]:
    return math.floor(value), math.ceil(value)


def _pattern(quote: str) -> re.Pattern[str] | None:
    words = quote.translate(_SAME_LENGTH).strip().strip('"').strip().rstrip(".,;:…!? ").split()
    return re.compile(r"\s+".join(map(re.escape, words))) if words else None


def _flat(text: str) -> str:
    return " ".join(text.translate(_SAME_LENGTH).split())
