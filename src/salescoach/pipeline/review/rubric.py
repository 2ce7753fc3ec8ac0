"""The score: parts that are counted, weights that the user may change, and nothing else.

The same call gives the same parts; the score is their mean by weight, so new weights give every
call a new score at once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from salescoach.domain.review import Figure, FigureKey, Outcome, PartKey, ScorePart, Weights
from salescoach.domain.signal import Evidence, Stage
from salescoach.kit.durations import spelled
from salescoach.pipeline.review.found_out import Found, found_out
from salescoach.pipeline.review.kind_of_call import is_of_playbook
from salescoach.pipeline.review.objections import Met
from salescoach.pipeline.review.outcome import Ending
from salescoach.pipeline.review.reading import Reading
from salescoach.pipeline.review.words import counted, listed, seconds, sentence

MOST_WEIGHT = 100
ENOUGH_OPEN_QUESTIONS = 4
WORTH_OF_ONE = 1.5
"""Each of what may be found out; four of them make the six that objectives make."""
_FOUND: Mapping[Found, str] = MappingProxyType(
    {
        "trouble": "what troubles them",
        "figure": "a figure",
        "who": "who decides",
        "when": "by when",
    }
)


@dataclass(frozen=True, slots=True)
class PartSpec:
    name: str
    definition: str
    weight: int


RUBRIC: Mapping[PartKey, PartSpec] = MappingProxyType(
    {
        "next_step": PartSpec(
            "Next step",
            "10 for a sale or a step with a day, 7 for a step without one, 4 for open interest, "
            "2 for no decision, 1 for a no.",
            30,
        ),
        "discovery": PartSpec(
            "Discovery",
            "Up to 6 for the discovery objectives that were reached, up to 4 for open questions: "
            "one each. Where no objectives apply, 1.5 each for what the customer told when asked: "
            "what troubles them, a figure, who decides, by when.",
            20,
        ),
        "objections": PartSpec(
            "Objections",
            "The mean over objections: 10 when a step followed, 7 when met with a question and "
            "not raised again, 4 without one, 3 when it came back, 0 without an answer. None is "
            "worth more than 3 in a call that ended in a no.",
            20,
        ),
        "listening": PartSpec(
            "Listening",
            "10, less 2 for each figure that is out of its range: how much you talked, your "
            "longest monologue, too few questions, interruptions, patience, the pause after an "
            "objection, pace. Less 2 more for talking above 80% of the time, and for asking "
            "nothing.",
            15,
        ),
        "objectives": PartSpec(
            "Objectives", "10 times the share of your playbook's objectives that were reached.", 15
        ),
    }
)
DEFAULT_WEIGHTS: Weights = MappingProxyType({key: spec.weight for key, spec in RUBRIC.items()})

OUT_OF_RANGE = FAR_OUT = 2
ALONE = 80
"""Percent of the time: above, the customer hardly spoke."""
_LISTENING: Mapping[FigureKey, Callable[[float], str]] = MappingProxyType(
    {
        "talk_ratio": lambda value: f"you talked {value:.0f}% of the time",
        "longest_monologue": lambda value: f"your longest monologue took {spelled(value)}",
        "questions": lambda value: f"you asked {counted(int(value), 'question')}",
        "interruptions": lambda value: counted(int(value), "interruption"),
        "patience": lambda value: f"you answered after {seconds(value)}",
        "objection_pause": lambda value: f"you answered objections after {seconds(value)}",
        "pace": lambda value: f"you spoke {value:.0f} words a minute",
    }
)

_ENDINGS: Mapping[Outcome, float] = {
    Outcome.WON: 10,
    Outcome.NEXT_STEP: 7,
    Outcome.INTERESTED: 4,
    Outcome.UNDECIDED: 2,
    Outcome.DECLINED: 1,
}
_HANDLED = {"settled": 10.0, "moved_on": 4.0, "came_back": 3.0, "unanswered": 0.0}


def score(parts: Sequence[ScorePart], weights: Weights = DEFAULT_WEIGHTS) -> float | None:
    """0-10 with one decimal; None when nothing could be judged, or nothing weighs."""
    judged = [(part.score, weights[part.key]) for part in parts if part.score is not None]
    total = sum(weight for _, weight in judged)
    if not total:
        return None
    return round(sum(value * weight for value, weight in judged) / total, 1)


def parts_of(
    reading: Reading, figures: Sequence[Figure], met: Sequence[Met], ending: Ending
) -> tuple[ScorePart, ...]:
    if ending.outcome is Outcome.NO_CONVERSATION:
        return tuple(ScorePart(key, None, "Nothing to judge.") for key in RUBRIC)
    by_key = {figure.key: figure for figure in figures}
    return (
        _next_step(ending),
        _discovery(reading, by_key),
        _objections(reading, met, ending),
        _listening(by_key)
        if reading.timing == "full"
        else ScorePart(
            "listening", None, "The file has no times, so nobody knows how long you spoke."
        ),
        _objectives(reading),
    )


def _next_step(ending: Ending) -> ScorePart:
    value = _ENDINGS[ending.outcome]
    if ending.outcome is Outcome.NEXT_STEP and ending.dated:
        value = 10
    return ScorePart("next_step", value, sentence(ending.text), _some(ending.evidence))


def _discovery(reading: Reading, figures: Mapping[FigureKey, Figure]) -> ScorePart:
    ours = reading.playbook.objectives if is_of_playbook(reading) else ()
    wanted = [o for o in ours if o.stage is Stage.DISCOVERY]
    learned = [each for each in reading.reached if each.objective.stage is Stage.DISCOVERY]
    opened = figures["open_questions"]
    asked = int(opened.value or 0)
    from_questions = 4 * min(1.0, asked / ENOUGH_OPEN_QUESTIONS)
    questions = counted(asked, "open question")
    moments = tuple(moment.evidence for moment in opened.moments)
    if wanted:
        told = f"{len(learned)} of {len(wanted)} discovery objectives and {questions}"
        value = 6 * len(learned) / len(wanted) + from_questions
        return ScorePart("discovery", round(value, 1), sentence(told), moments)
    found = found_out(reading)
    named = listed([_FOUND[kind] for kind in found]) or "nothing of what the score counts"
    return ScorePart(
        "discovery",
        WORTH_OF_ONE * len(found) + from_questions,
        sentence(f"{questions}; you learned {named}"),
        (*moments, *(each for each in found.values() if each not in moments)),
    )


def _objections(reading: Reading, met: Sequence[Met], ending: Ending) -> ScorePart:
    if not met:
        return ScorePart("objections", None, "No clear objection came up.")
    values = [
        _HANDLED[each.handling] + (3 if each.handling == "moved_on" and each.asked else 0)
        for each in met
    ]
    if ending.outcome is Outcome.DECLINED:
        # A no is how they came back.
        values = [min(value, _HANDLED["came_back"]) for value in values]
    kinds = {
        "settled": "led to a step",
        "moved_on": "answered",
        "came_back": "came back",
        "unanswered": "without an answer",
    }
    told = [
        f"{counted(number, 'objection')} {text}"
        for key, text in kinds.items()
        if (number := sum(each.handling == key for each in met))
    ]
    return ScorePart(
        "objections",
        round(sum(values) / len(values), 1),
        sentence(listed(told)),
        tuple(reading.said(each.heard.evidence) for each in met),
    )


def _listening(figures: Mapping[FigureKey, Figure]) -> ScorePart:
    """What it takes off it names, and what it names is held to the range that the figure shows."""
    value = 10.0
    out: list[str] = []
    within: list[str] = []
    moments: list[Evidence] = []
    for key, said in _LISTENING.items():
        figure = figures[key]
        if figure.value is None or (figure.verdict is None and figure.value):
            continue
        if key == "questions" and figure.verdict == "above":
            # Whoever asks a lot still listens: how much they talk tells that.
            continue
        is_out = figure.verdict in ("above", "below") or (key == "questions" and not figure.value)
        (out if is_out else within).append(said(figure.value))
        if is_out:
            value -= OUT_OF_RANGE
            moments += [moment.evidence for moment in figure.moments]
    value -= FAR_OUT * _far_out(figures)
    if not out and not within:
        return ScorePart("listening", None, "Too little was said to tell.")
    told = [f"out of range: {listed(out)}"] if out else []
    told += [f"in range: {listed(within)}"] if within else []
    text = ". ".join(each[0].upper() + each[1:] for each in told)
    return ScorePart("listening", max(0.0, value), sentence(text), tuple(moments))


def _far_out(figures: Mapping[FigureKey, Figure]) -> int:
    """How many of them are as far out as can be: hardly a word of the customer's, no question."""
    talked = figures["talk_ratio"].value
    return (talked is not None and talked > ALONE) + (figures["questions"].value == 0)


def _objectives(reading: Reading) -> ScorePart:
    wanted = len(reading.playbook.objectives)
    if not wanted:
        return ScorePart("objectives", None, "The playbook sets no objectives.")
    if not is_of_playbook(reading):
        return ScorePart("objectives", None, "The call was not about what the playbook sells.")
    reached = [reading.said(each.evidence) for each in reading.reached if each.evidence]
    number = len(reading.reached)
    return ScorePart(
        "objectives",
        round(10 * number / wanted, 1),
        f"{number} of {wanted} objectives of your playbook were reached.",
        tuple(reached),
    )


def _some(evidence: Evidence | None) -> tuple[Evidence, ...]:
    return () if evidence is None else (evidence,)
