"""What of a call a model must not forget when its turns no longer fit: promises and objections,
objectives that are reached, questions that were answered, and what the customer told of themselves.

Every kind gives its newest in turn, those of more weight first, so that whatever there is room for
holds some of each.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from salescoach.domain.audio import Speaker
from salescoach.domain.playbook import Playbook
from salescoach.domain.signal import Evidence
from salescoach.domain.turn import Turn
from salescoach.pipeline.advice import sentences
from salescoach.pipeline.claims import claims
from salescoach.pipeline.state import CallState

LEAST_WORDS = 3
LEAST_TELLING_WORDS = 5
"""Of a sentence without a figure, a date or a name."""
MOST_WORDS = 40
"""Of one line."""

_TELLS = re.compile(
    r"\b(?:we|our|i|my)\b.{0,40}?\b(?:us(?:e|es|ing)|need|want|ha(?:ve|s)|run|pay|los[et]|miss|work"
    r"|look(?:ing)?\s+for|struggl|spend|switch|tried|plan|care|hir|grow|book|clos)\w*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Note:
    """A line, and when what it tells was said (call time)."""

    at_ms: int
    text: str


class Earlier:
    """Of one call. ``words`` gives what may leave the machine of a turn's words, ``clean`` of any
    other text, on one line."""

    def __init__(
        self, playbook: Playbook, words: Callable[[Turn], str], clean: Callable[[str], str]
    ) -> None:
        self._goals = {goal.id: goal.text for goal in playbook.objectives}
        self._words = words
        self._clean = clean
        self._facts: dict[str, tuple[str, tuple[str, ...]]] = {}
        """Turn -> its words and what they tell."""

    def notes(self, state: CallState, turns: Sequence[Turn], kept: set[str]) -> Iterator[Note]:
        """Those most worth keeping first. ``turns``: newest first; ``kept`` are told as they
        are."""
        weighty = sorted(self._weighty(state, kept), key=_newest_first)
        answers = sorted(self._answers(state, turns, kept), key=_newest_first)
        told = " | ".join(note.text for note in (*weighty, *answers))
        rows = (
            weighty,
            sorted(self._reached(state, kept), key=_newest_first),
            answers,
            self._told(turns, kept, told),
        )
        for notes in zip_longest(*rows):
            yield from (note for note in notes if note is not None)

    def _weighty(self, state: CallState, kept: set[str]) -> Iterator[Note]:
        for signal in (*state.commitments.values(), *state.weighty):
            if signal.withdrawn or signal.evidence.turn_id in kept:
                continue
            kind = signal.kind.replace("_", " ")
            if signal.objection_type is not None:
                kind = f"{kind} ({signal.objection_type})"
            yield self._note(kind, signal.evidence)

    def _reached(self, state: CallState, kept: set[str]) -> Iterator[Note]:
        for reached in state.objectives.values():
            goal = self._goals.get(reached.id)
            if goal is None or not reached.done:
                continue
            label = f"objective reached ({self._clean(goal)})"
            if reached.evidence is None or reached.evidence.turn_id in kept:
                yield Note(0 if reached.evidence is None else reached.evidence.start_ms, label)
            else:
                yield self._note(label, reached.evidence)

    def _answers(self, state: CallState, turns: Sequence[Turn], kept: set[str]) -> Iterator[Note]:
        replies = [turn for turn in reversed(turns) if turn.speaker is not Speaker.SALESPERSON]
        starts = [turn.start_ms for turn in replies]
        for question, asked in state.questions_asked.items():
            place = bisect_left(starts, asked.start_ms + 1)
            if place < len(replies) and replies[place].id not in kept:
                reply = replies[place]
                text = f"answer to ({self._clean(question)}): {_short(self._words(reply))}"
                yield Note(reply.start_ms, text)

    def _told(self, turns: Sequence[Turn], kept: set[str], already: str) -> Iterator[Note]:
        for turn in turns:
            if turn.id in kept or turn.speaker is Speaker.SALESPERSON:
                continue
            for fact in self._facts_of(turn):
                if fact not in already:
                    yield Note(turn.start_ms, f"customer said: {fact}")

    def _facts_of(self, turn: Turn) -> tuple[str, ...]:
        words = self._words(turn)
        known = self._facts.get(turn.id)
        if known is None or known[0] != words:
            found = tuple(filter(_is_fact, sentences(words, growing=False)))
            known = self._facts[turn.id] = (words, found)
        return known[1]

    def _note(self, what: str, evidence: Evidence) -> Note:
        return Note(evidence.start_ms, f"{what}: {_short(self._clean(evidence.quote))}")


def _newest_first(note: Note) -> int:
    return -note.at_ms


def _is_fact(sentence: str) -> bool:
    """Whether it tells something about the customer that advice may rest on later."""
    length = len(sentence.split())
    if sentence.endswith("?") or not LEAST_WORDS <= length <= MOST_WORDS:
        return False
    return bool(claims(sentence)) or (
        length >= LEAST_TELLING_WORDS and _TELLS.search(sentence) is not None
    )


def _short(text: str) -> str:
    words = text.split(" ")
    return text if len(words) <= MOST_WORDS else f"{' '.join(words[:MOST_WORDS])} …"
