"""How an answer compares with the playbook: by meaning, with the very thresholds by which the live
coach counts a card as said, and by plain checks that anybody can follow. There is no score.
"""

from collections.abc import Mapping

import numpy as np

from salescoach.domain.drill import CardLine, Check, Comparison, Nearness
from salescoach.domain.playbook import Category, Playbook, Script
from salescoach.embedding.contract import Embedder
from salescoach.pipeline.advice import sentences
from salescoach.pipeline.brain import Expertise
from salescoach.pipeline.metrics import count_words, questions_in
from salescoach.pipeline.never_say import never_said
from salescoach.pipeline.said import (
    ABOUT_IT,
    ANSWER_WORDS,
    EXPECTED_SENTENCE_SIMILARITY,
    EXPECTED_WHOLE_SIMILARITY,
    SENTENCE_SIMILARITY,
    WHOLE_SIMILARITY,
)

LONGEST_WORDS = 45
"""About fifteen seconds."""
FACT_SIMILARITY = 0.6


_READY: Mapping[Nearness, str] = {
    "card": "That is what the card says, in your words.",
    "other_line": "Another line of your playbook, and it does the same.",
    "own_way": "Your own way, and it takes up what they said.",
    "elsewhere": "",
}


async def compare(answer: str, line: str, card: CardLine, expertise: Expertise) -> Comparison:
    """``line``: the customer's words. ``expertise``: of the call's playbook, its slots filled. A
    card without a script is advice, not words to be said: nothing is held against it."""
    playbook = expertise.playbook
    words = card if card.script_id is not None else None
    near, other = await _nearness(answer, line, words, expertise)
    checks = tuple(
        check
        for check in (
            _asks(answer, words),
            _length(answer, words),
            await _fact(answer, line, expertise),
            _never_say(answer, playbook),
        )
        if check is not None
    )
    ready = near != "elsewhere" and all(check.done for check in checks)
    return Comparison(_headline(near, checks, ready=ready), ready, near, other, checks, card)


async def _nearness(
    answer: str, line: str, card: CardLine | None, expertise: Expertise
) -> tuple[Nearness, str | None]:
    pieces = list(sentences(answer, growing=False)) or [answer]
    vectors = await expertise.embedder.embed([*pieces, answer])
    if card is not None:
        wanted = await expertise.embedder.embed([*sentences(card.text, growing=False), card.text])
        whole = float(vectors[-1] @ wanted[-1])
        best = float((vectors[:-1] @ wanted[:-1].T).max())
        if whole >= EXPECTED_WHOLE_SIMILARITY or best >= EXPECTED_SENTENCE_SIMILARITY:
            return "card", None
    for match in expertise.index.said.nearest(vectors[-1:], 1):
        if match.similarity >= WHOLE_SIMILARITY:
            return "other_line", match.owner.name
    if count_words(answer) < ANSWER_WORDS:
        return "elsewhere", None
    drawer = _drawer(expertise.playbook, card.script_id) if card else None
    about = [line, *(script.text for script in (drawer.scripts if drawer else ()))]
    rows = await expertise.embedder.embed(about)
    taken_up = float((vectors @ np.asarray(rows).T).max()) >= ABOUT_IT
    return ("own_way" if taken_up else "elsewhere"), None


def script_of(playbook: Playbook, script_id: str | None) -> Script | None:
    drawer = _drawer(playbook, script_id)
    scripts = drawer.scripts if drawer else ()
    return next((script for script in scripts if script.id == script_id), None)


def _drawer(playbook: Playbook, script_id: str | None) -> Category | None:
    return next(
        (each for each in playbook.categories if any(s.id == script_id for s in each.scripts)), None
    )


def _asks(answer: str, card: CardLine | None) -> Check | None:
    """A question is wanted where the card has one."""
    asked = questions_in(answer)
    if asked:
        return Check("asks", True, "You asked, so they have something to answer.", asked[-1])
    wanted = questions_in(card.text) if card else []
    if not wanted:
        return None
    return Check("asks", False, "End with a question. The card asks:", wanted[-1])


def _length(answer: str, card: CardLine | None) -> Check:
    words = count_words(answer)
    most = max(LONGEST_WORDS, 2 * count_words(card.text)) if card else LONGEST_WORDS
    if words <= most:
        return Check("length", True, "Short enough to be heard.")
    brief = f" The card takes {count_words(card.text)}." if card else ""
    return Check("length", False, f"{words} words are a lot at once.{brief} Say half, then wait.")


async def _fact(answer: str, line: str, expertise: Expertise) -> Check | None:
    """Where the playbook knows what the customer asked about. Where it does not, a fact is fine and
    none is fine too."""
    asked = await expertise.embedder.embed([line])
    match = next(iter(expertise.index.facts.nearest(asked)), None)
    if match is None or match.similarity < SENTENCE_SIMILARITY or not questions_in(line):
        return None
    fact = match.owner.text
    if await _says(answer, fact, expertise.embedder):
        return Check("fact", True, "You gave them the fact they asked for.", fact)
    return Check("fact", False, "They asked for something your playbook knows:", fact)


async def _says(answer: str, fact: str, embedder: Embedder) -> bool:
    pieces = list(sentences(answer, growing=False)) or [answer]
    vectors = await embedder.embed([*pieces, answer, fact])
    return float((vectors[:-1] @ vectors[-1]).max()) >= FACT_SIMILARITY


def _never_say(answer: str, playbook: Playbook) -> Check | None:
    for said in never_said(playbook.never_say, answer):
        told = f"Your playbook says never to say “{said.phrase}” You said:"
        return Check("never_say", False, told, said.quote)
    return None


def _headline(near: Nearness, checks: tuple[Check, ...], *, ready: bool) -> str:
    if ready:
        return _READY[near]
    if any(check.key == "never_say" and not check.done for check in checks):
        return "Leave out one thing, and try again."
    if near == "elsewhere":
        return "Start from their words: say what you heard, then ask."
    missing = [check for check in checks if not check.done]
    if near == "card" and len(missing) == 1:
        return "Nearly there: one thing to change."
    return "A good start. One more go?"
