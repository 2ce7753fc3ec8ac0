"""Every figure of a call: its name, what exactly is counted, and the range that does well.

The only place that says so, in words a user reads. Ranges without a study behind them say that
they are our own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from salescoach.domain.cue import CUES, LENGTH_OF_A_CALL_MS, WON_TALK_PERCENT
from salescoach.domain.events import Timing
from salescoach.domain.review import Benchmark, FigureKey, FigureUnit, Verdict

LONG_ENOUGH_MS = 300_000
"""Figures of a whole conversation say nothing of a call shorter than five minutes."""


@dataclass(frozen=True, slots=True)
class FigureSpec:
    """``least_ms``: a call shorter than this is not held to the benchmark. ``rests_on``: what
    has to be known of when lines were said; None when the words are enough. ``of_sides``: whether
    it has to be known who said them. ``of_length_ms``: the call that the benchmark is for, where it
    grows with the call."""

    name: str
    definition: str
    unit: FigureUnit
    benchmark: Benchmark | None = None
    least_ms: int = 0
    rests_on: Literal["starts", "full"] | None = None
    of_sides: bool = True
    of_length_ms: int | None = None


def _figure_of(kind: str) -> float:
    figure = next(spec.rule.threshold for key, spec in CUES.items() if key == kind)
    assert figure is not None
    return figure


SPECS: Mapping[FigureKey, FigureSpec] = MappingProxyType(
    {
        "duration": FigureSpec(
            "Duration",
            "From the first sound to the end of the call.",
            "ms",
            rests_on="starts",
            of_sides=False,
        ),
        "talk_ratio": FigureSpec(
            "You talked",
            "Your share of the time in which anybody spoke.",
            "percent",
            Benchmark(
                None,
                _figure_of("talk_ratio"),
                f"Above 65% hurts; in won calls it is {WON_TALK_PERCENT}% (Gong Labs)",
            ),
            rests_on="full",
        ),
        "longest_monologue": FigureSpec(
            "Longest monologue",
            "The longest you spoke without the customer. A silence of 10 s ends it.",
            "ms",
            Benchmark(None, _figure_of("monologue") * 1000, "Our own default"),
            rests_on="full",
        ),
        "longest_customer_story": FigureSpec(
            "Longest customer story",
            "The longest the customer spoke without you. A silence of 10 s ends it.",
            "ms",
            rests_on="full",
        ),
        "interactivity": FigureSpec(
            "Interactivity",
            "How often the word changed hands, for each minute.",
            "per_minute",
            rests_on="starts",
        ),
        "patience": FigureSpec(
            "Patience",
            "Half of your answers came after a longer pause than this. Talking into the "
            "customer's words is no pause.",
            "ms",
            Benchmark(200, None, "People take turns after about 0.2 s (Levinson & Torreira 2015)"),
            rests_on="full",
        ),
        "objection_pause": FigureSpec(
            "Pause after an objection",
            "Half of your answers to an objection came after a longer pause than this, from the "
            "customer's last words on.",
            "ms",
            Benchmark(_figure_of("pause") * 1000, None, "Top reps 1.5 s, others 0.3 s (Gong Labs)"),
            rests_on="full",
        ),
        "questions": FigureSpec(
            "Questions",
            "Sentences of yours that ask something.",
            "count",
            Benchmark(
                _figure_of("few_questions"),
                _figure_of("many_questions"),
                "11 to 14 a call (Gong Labs), here by the call's length against half an hour",
            ),
            LONG_ENOUGH_MS,
            of_length_ms=LENGTH_OF_A_CALL_MS,
        ),
        "question_rate": FigureSpec(
            "Question rate",
            "Your questions for each ten minutes.",
            "per_ten_minutes",
            rests_on="starts",
        ),
        "open_questions": FigureSpec(
            "Open questions",
            "Questions of yours that cannot be answered with yes or no: what, how, why, tell me.",
            "count",
        ),
        "pace": FigureSpec(
            "Pace",
            "Your words a minute while you spoke.",
            "words_a_minute",
            Benchmark(None, _figure_of("pace"), "173 at ease, 188 in a hurry (Gong Labs)"),
            rests_on="full",
        ),
        "fillers": FigureSpec(
            "Fillers",
            "Um, uh, you know, kind of: for each minute you spoke, as far as they were heard.",
            "per_minute",
            rests_on="full",
        ),
        "interruptions": FigureSpec(
            "Interruptions",
            "How often you began three words or more well inside the customer's.",
            "count",
            Benchmark(None, _figure_of("interruption") - 1, "Our own default"),
            rests_on="full",
        ),
        "silence": FigureSpec(
            "Silence",
            "Pauses of 3 s or more between the first words and the last, while on the record.",
            "ms",
            rests_on="full",
            of_sides=False,
        ),
        "objections": FigureSpec(
            "Objections answered",
            "Objections that got an answer of three words or more; “right, I see” is none while "
            "the customer goes on.",
            "count",
        ),
        "objectives": FigureSpec(
            "Objectives reached", "Of those your playbook sets for a call.", "count"
        ),
        "own_promises": FigureSpec("You promised", "What you said you would do.", "count"),
        "their_promises": FigureSpec(
            "They promised", "What the customer said they would do.", "count"
        ),
    }
)


def is_told(key: FigureKey, timing: Timing, sides: bool = True) -> bool:
    """Whether a call of which so much is known tells the figure. ``sides``: who said what is."""
    rests_on = SPECS[key].rests_on
    if SPECS[key].of_sides and not sides:
        return False
    return rests_on is None or timing == "full" or (rests_on == "starts" and timing == "starts")


def benchmark_of(key: FigureKey, call_ms: int) -> Benchmark | None:
    """What a call so long is held to: fewer are enough for a shorter one, a longer one has room
    for more. The benchmark itself for one that is too short to be held to it."""
    spec = SPECS[key]
    known = spec.benchmark
    if known is None or spec.of_length_ms is None or call_ms < spec.least_ms:
        return known
    share = call_ms / spec.of_length_ms
    return Benchmark(
        None if known.low is None else float(round(known.low * min(1.0, share))),
        None if known.high is None else float(round(known.high * max(1.0, share))),
        known.source,
    )


def verdict(key: FigureKey, value: float | None, call_ms: int) -> Verdict | None:
    """Where ``value`` lies against the figure's benchmark; the ends of the range are within."""
    benchmark = benchmark_of(key, call_ms)
    if value is None or benchmark is None or call_ms < SPECS[key].least_ms:
        return None
    if benchmark.low is not None and value < benchmark.low:
        return "below"
    if benchmark.high is not None and value > benchmark.high:
        return "above"
    return "within"
