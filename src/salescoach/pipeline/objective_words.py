"""Objectives that a turn reaches by its own words: those whose lines they come near to.

Likeness alone would tick too much: a question shows nothing that is stated, "we don't" nothing that
"we do" does, and words that come nearer to another objective belong to that one.
"""

import re
from collections.abc import Sequence

from salescoach.domain.audio import Speaker
from salescoach.domain.playbook import Objective
from salescoach.domain.signal import Stage
from salescoach.domain.turn import Turn
from salescoach.embedding.contract import Embedder, Vectors
from salescoach.pipeline.index import PlaybookIndex
from salescoach.pipeline.metrics import questions_in
from salescoach.pipeline.moments import AS_GOOD_AS_SAID, Moment
from salescoach.pipeline.replies import is_negative
from salescoach.pipeline.state import CallState
from salescoach.pipeline.substance import is_consent, says_as_much, without_okay

OPENER_SHARE = 0.10
"""So much of the likeness to a line of consent may be its "okay"."""

UNDONE_MARGIN = 0.08
"""Once the user has taken back a tick, the next one has to be so much plainer."""

OTHER_FORM = 0.10
"""What a question lacks as evidence for an objective whose lines ask nothing, or the other way."""

OTHER_SENSE = 0.20
"""What "we don't" lacks as evidence where the line says "we do"."""

CLEARLY_BETTER = 0.04
"""Words that come so much nearer to another objective belong to that one."""

FEW_WORDS = 4
SHORT_ANSWER_WORDS = 4
"""An answer so short means nothing without its question."""

OPENER_WORDS = 2
"""The words before a comma stand for themselves from so many on."""

MOST_OPENERS = 3

_PROBLEM = re.compile(
    r"\b(?:(?:our|my) (?:\w+ )?(?:problem|trouble|headache)"
    r"|the (?:big|biggest|main|real|only|whole|first|worst) (?:problem|trouble|headache))\b",
    re.IGNORECASE,
)


def may_say(goal: Objective, speaker: Speaker) -> bool:
    """Whether this speaker's words can reach the objective; an unknown speaker's can."""
    return goal.said_by is None or speaker in (goal.said_by, Speaker.UNKNOWN)


async def by_words(
    index: PlaybookIndex,
    turn: Turn,
    question: str | None,
    pieces: Sequence[str],
    state: CallState,
    moment: Moment,
    embedder: Embedder,
) -> list[tuple[Objective, str]]:
    """Objectives whose lines the turn's own words come near to."""
    found: list[tuple[Objective, str]] = []
    texts = [(text, piece) for piece in pieces for text in (piece, *openers(piece))]
    vectors = await embedder.embed([text for text, _ in texts])
    for (text, piece), row in zip(texts, vectors, strict=True):
        if calls_it_a_problem(text) and not moment.objects_with(piece):
            found += [(goal, piece) for goal in index.playbook.objectives if _wants_problem(goal)]
        near = _similarities(index, turn.speaker, piece, row)
        words = len(piece.split())
        met = [
            (goal, similarity)
            for goal in index.playbook.objectives
            if (similarity := near.get(goal.id, 0.0))
            >= max(moment.needed(goal), AS_GOOD_AS_SAID if words < FEW_WORDS else 0)
        ]
        best = max((similarity for _, similarity in met), default=0.0)
        for goal, similarity in met:
            if goal.stage is Stage.DISCOVERY and question and words <= SHORT_ANSWER_WORDS:
                continue
            undone = UNDONE_MARGIN if goal.id in state.undone else 0
            if similarity < moment.needed(goal) + undone or best - similarity >= CLEARLY_BETTER:
                continue
            if not says_as_much(goal, piece):
                continue
            needed = moment.needed(goal) - OPENER_SHARE
            if is_consent(goal) and not await _means_it(index, turn, goal, piece, needed, embedder):
                continue
            found.append((goal, piece))
    return found


def calls_it_a_problem(text: str) -> bool:
    """Whether somebody calls something of his own a problem, in so many words."""
    return _PROBLEM.search(text) is not None and not (is_negative(text) or questions_in(text))


def _wants_problem(goal: Objective) -> bool:
    """Whether the objective is to hear the customer's problem."""
    customers = goal.said_by is Speaker.CUSTOMER and goal.stage is Stage.DISCOVERY
    return customers and re.search(r"\bproblem\b", goal.text, re.IGNORECASE) is not None


async def _means_it(
    index: PlaybookIndex,
    turn: Turn,
    goal: Objective,
    piece: str,
    needed: float,
    embedder: Embedder,
) -> bool:
    """Whether what follows an "okay" is a consent, too."""
    rest = without_okay(piece)
    if rest == piece or len(rest.split()) < OPENER_WORDS:
        return True
    [row] = await embedder.embed([rest])
    return _similarities(index, turn.speaker, rest, row).get(goal.id, 0.0) >= needed


def openers(piece: str) -> list[str]:
    """The words before a comma: "I hear you" of "I hear you, nobody likes that"."""
    commas = [at for at, char in enumerate(piece) if char == ","][:MOST_OPENERS]
    return [piece[:at] for at in commas if len(piece[:at].split()) >= OPENER_WORDS]


def _similarities(
    index: PlaybookIndex, speaker: Speaker, piece: str, row: Vectors
) -> dict[str, float]:
    """For each objective that ``speaker`` may reach, how near the words come to its lines."""
    lines = index.objectives
    if not lines.texts:
        return {}
    table = lines.vectors @ row
    near: dict[str, float] = {}
    negative, asks = is_negative(piece), bool(questions_in(piece))
    for place, goal in enumerate(lines.owners):
        if not may_say(goal, speaker):
            continue
        similarity = float(table[place])
        if negative != is_negative(lines.texts[place]):
            similarity -= OTHER_SENSE
        if asks != lines.texts[place].endswith("?"):
            similarity -= OTHER_FORM
        near[goal.id] = max(near.get(goal.id, 0.0), similarity)
    return near
