"""A quiet word on delivery, seldom and only when the figures are clear.

Pure: the call's state decides, on call time. Each cue has its own rest, and none follows another
closely, unless it is about the very moment: an objection, or words that must not be said.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from salescoach.domain.audio import Speaker
from salescoach.domain.cue import LENGTH_OF_A_CALL_MS, CueKind, CueRule, CueRules
from salescoach.domain.signal import Evidence, SignalKind, Stage
from salescoach.domain.turn import Turn
from salescoach.pipeline.coach import CARD_CONFIDENCE
from salescoach.pipeline.metrics import (
    TalkMetrics,
    count_words,
    interruptions,
    last_spoken,
    pace_of,
)
from salescoach.pipeline.never_say import NeverSaid
from salescoach.pipeline.state import CallState

REPEAT_AFTER_MS = 180_000
"""The same cue is not given again sooner."""

BETWEEN_MS = 20_000
"""Two different cues lie at least so far apart."""

AT_ONCE: frozenset[CueKind] = frozenset({"pause", "never_say"})
"""About this very moment: they wait for no other cue, and none waits for them."""

OF_WORDS: frozenset[CueKind] = frozenset({"pause", "never_say"})
"""These alone are due in a call of which nobody knows when its lines began and ended."""

AT_ONCE_REPEAT_MS = 15_000

TALK_RATIO_FROM_MS = 180_000
"""Early in a call the ratio says nothing."""

PACE_FROM_MS = 60_000
"""Nor does the pace of the first words."""

INTERRUPTIONS_WITHIN_MS = 180_000

QUESTIONS_FROM_MS = 360_000

ANSWER_WITHIN_MS = 60_000
"""What the salesperson says so long after an objection is the answer to it."""

ANSWERING_WORDS = 3
"""Fewer words that are still being said may be nothing."""

ANSWER_OVERLAP_MS = 500
"""Who begins earlier than this before the customer ends, interrupts."""

PACE_AFTER_MS, PACE_BEFORE_MS = 6_000, 15_000
"""Less speech tells no pace."""

PACE_COMPARED_MS = 120_000
CALM_WPM = 173
"""Up to this pace nobody is rushed, however slowly they spoke before."""

_EARLY_STAGES = (Stage.OPENING, Stage.DISCOVERY, Stage.PITCH)


@dataclass(frozen=True, slots=True)
class DueCue:
    kind: CueKind
    text: str
    evidence: Evidence | None = None


def due(
    state: CallState,
    figures: TalkMetrics,
    turn: Turn,
    rules: CueRules,
    forbidden: Sequence[NeverSaid] = (),
) -> DueCue | None:
    """The cue the salesperson should get after ``turn``, if any. ``forbidden``: what the turn says
    and the playbook never wants said."""
    for cue in _candidates(state, figures, turn, rules, forbidden):
        if is_due(state, cue, rules):
            return cue
    return None


def silence(state: CallState, call_ms: int, rules: CueRules) -> DueCue | None:
    """The cue when nobody has spoken up to ``call_ms``. Who has just asked something should wait
    for the answer."""
    threshold = _threshold(rules, "silence")
    if threshold is None or not state.turns or state.paused_at_ms is not None:
        return None
    last = max(state.turns.values(), key=lambda turn: turn.end_ms)
    asked = last.speaker is Speaker.SALESPERSON and last.text.rstrip().endswith("?")
    timeline = state.timeline(state.turn_channels.get(last.id, 0))
    quiet_ms = timeline.stream_ms(call_ms) - timeline.stream_ms(last.end_ms)
    if asked or quiet_ms < threshold * 1000:
        return None
    cue = DueCue("silence", "It has gone quiet. Ask an open question.", _evidence(last))
    return cue if is_due(state, cue, rules) else None


def answering(state: CallState, turn: Turn, rules: CueRules) -> DueCue | None:
    """The cue for who answers an objection at once, from the first words of ``turn`` that are
    heard: when it is over, the advice is late."""
    if turn.speaker is not Speaker.SALESPERSON or turn.id in state.turns:
        return None
    if count_words(turn.text) < ANSWERING_WORDS:
        return None
    cue = next(_fast_answer(state, turn, rules), None)
    return cue if cue is not None and is_due(state, cue, rules) else None


def is_due(state: CallState, cue: DueCue, rules: CueRules) -> bool:
    """Whether the cue is switched on and rested."""
    rule = rules.get(cue.kind)
    if rule is None or not rule.on or state.paused_at_ms is not None:
        return False
    if state.timing != "full" and cue.kind not in OF_WORDS:
        return False
    now = state.heard_ms
    own = state.cues.get(cue.kind)
    if cue.evidence is not None and state.cue_turns.get(cue.kind) == cue.evidence.turn_id:
        return False
    if cue.kind in AT_ONCE:
        return own is None or now - own >= AT_ONCE_REPEAT_MS
    others = [at for kind, at in state.cues.items() if kind not in AT_ONCE]
    return (own is None or now - own >= REPEAT_AFTER_MS) and all(
        now - at >= BETWEEN_MS for at in others
    )


def _candidates(
    state: CallState,
    figures: TalkMetrics,
    turn: Turn,
    rules: CueRules,
    forbidden: Sequence[NeverSaid],
) -> Iterator[DueCue]:
    """Every cue there is reason for, the most pressing first."""
    if turn.speaker is not Speaker.SALESPERSON:
        yield from _after_objection(state, turn, rules)
        return
    for said in forbidden:
        text = f"Your playbook says not to say: “{said.phrase}”"
        yield DueCue("never_say", text, replace(_evidence(turn), quote=said.quote))
    yield from _fast_answer(state, turn, rules)
    yield from _speed_up(state, turn, rules)
    yield from _cut_in(state, turn, rules)
    monologue = _threshold(rules, "monologue")
    if monologue is not None and figures.current_monologue_ms >= monologue * 1000:
        yield DueCue("monologue", "You have talked for a while. Ask a question.", _evidence(turn))
    ratio = _threshold(rules, "talk_ratio")
    if ratio is not None and figures.speaking_ms >= TALK_RATIO_FROM_MS:
        percent = round((figures.talk_ratio or 0) * 100)
        if percent > ratio:
            yield DueCue("talk_ratio", f"You talk {percent}% of the time. Let them speak.")
    pace = _threshold(rules, "pace")
    fast = pace is not None and figures.pace_wpm is not None and figures.pace_wpm > pace
    if fast and figures.speaking_ms >= PACE_FROM_MS:
        yield DueCue("pace", f"{figures.pace_wpm} words a minute. Slow down.")
    yield from _questions(state, figures, rules)


def _threshold(rules: CueRules, kind: CueKind) -> float | None:
    rule: CueRule | None = rules.get(kind)
    return rule.threshold if rule is not None and rule.on else None


def _objection(state: CallState, turn: Turn) -> Evidence | None:
    """The objection that was heard in a customer's turn."""
    for signal in state.signals:
        if (
            signal.kind is SignalKind.OBJECTION
            and signal.confidence >= CARD_CONFIDENCE
            and signal.evidence.turn_id == turn.id
        ):
            return signal.evidence
    return None


def _after_objection(state: CallState, turn: Turn, rules: CueRules) -> Iterator[DueCue]:
    wait = _threshold(rules, "pause")
    objection = _objection(state, turn)
    answered = any(later.start_ms > turn.start_ms for later in _own(state.recent_turns(4)))
    if wait is not None and objection is not None and not answered:
        yield DueCue("pause", f"Wait {wait:g} s before you answer.", objection)


def _fast_answer(state: CallState, turn: Turn, rules: CueRules) -> Iterator[DueCue]:
    threshold = _threshold(rules, "fast_answer")
    before = [known for known in state.recent_turns(6) if known.start_ms < turn.start_ms]
    if threshold is None or not before or before[-1].speaker is Speaker.SALESPERSON:
        return
    gap_ms = turn.start_ms - before[-1].end_ms
    fast = -ANSWER_OVERLAP_MS < gap_ms < threshold * 1000
    if fast and _objection(state, before[-1]) is not None:
        text = "You answered at once. Take a breath first, it shows you listened."
        yield DueCue("fast_answer", text, _evidence(turn))


def _speed_up(state: CallState, turn: Turn, rules: CueRules) -> Iterator[DueCue]:
    threshold = _threshold(rules, "speed_up")
    if threshold is None:
        return
    objected = next(
        (
            known
            for known in reversed(state.recent_turns(12))
            if known.start_ms < turn.start_ms
            and known.speaker is not Speaker.SALESPERSON
            and _objection(state, known) is not None
        ),
        None,
    )
    if objected is None or turn.start_ms - objected.end_ms > ANSWER_WITHIN_MS:
        return
    own = _own(state.turns.values())
    earlier = last_spoken(
        [known for known in own if known.start_ms < objected.start_ms], PACE_COMPARED_MS
    )
    answer = [known for known in own if objected.start_ms < known.start_ms <= turn.start_ms]
    before, after = pace_of(earlier, PACE_BEFORE_MS), pace_of(answer, PACE_AFTER_MS)
    if before and after and after > CALM_WPM and after >= before * (1 + threshold / 100):
        text = f"You sped up: from {before} to {after} words a minute."
        yield DueCue("speed_up", text, _evidence(turn))


def _cut_in(state: CallState, turn: Turn, rules: CueRules) -> Iterator[DueCue]:
    threshold = _threshold(rules, "interruption")
    if threshold is None:
        return
    since = turn.start_ms - INTERRUPTIONS_WITHIN_MS
    cut = interruptions(known for known in state.turns.values() if known.end_ms >= since)
    if turn in cut and len(cut) >= threshold:
        yield DueCue("interruption", "You cut in. Let them finish.", _evidence(turn))


def _questions(state: CallState, figures: TalkMetrics, rules: CueRules) -> Iterator[DueCue]:
    asked, minutes = figures.questions, round(state.heard_ms / 60_000)
    many = _threshold(rules, "many_questions")
    if many is not None and asked > many and state.stage in _EARLY_STAGES[:2]:
        yield DueCue("many_questions", f"{asked} questions so far. Tell them what you make of it.")
    few = _threshold(rules, "few_questions")
    if few is None or state.heard_ms < QUESTIONS_FROM_MS or state.stage not in _EARLY_STAGES:
        return
    expected = few * min(1.0, state.heard_ms / LENGTH_OF_A_CALL_MS)
    if asked < expected / 2:
        said = "No question" if asked == 0 else f"{asked} question{'s' if asked > 1 else ''}"
        yield DueCue("few_questions", f"{said} in {minutes} minutes. Ask how it is for them.")


def _own(turns: Iterable[Turn]) -> list[Turn]:
    """The salesperson's, in the order they began."""
    own = [turn for turn in turns if turn.speaker is Speaker.SALESPERSON]
    return sorted(own, key=lambda turn: turn.start_ms)


def _evidence(turn: Turn) -> Evidence:
    return Evidence(turn.id, turn.text, turn.start_ms, turn.end_ms)
