"""The score: parts that are counted, weights that the user may change, and nothing else.

The same call gives the same parts; the score is their mean by weight, so new weights give every
call a new score at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from salescoach.domain.review import Figure, FigureKey, Outcome, PartKey, ScorePart, Weights
from salescoach.domain.signal import Evidence, Stage
from salescoach.pipeline.review.kind_of_call import is_of_playbook
from salescoach.pipeline.review.objections import Met
from salescoach.pipeline.review.outcome import Ending
from salescoach.pipeline.review.reading import Reading
from salescoach.pipeline.review.words import counted, length, listed, seconds, sentence

MOST_WEIGHT = 100
ENOUGH_OPEN_QUESTIONS = 4


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
            "one each.",
            20,
        ),
        "objections": PartSpec(
            "Objections",
            "The mean over objections: 10 when a step followed, 7 when met with a question and "
            "not raised again, 4 without one, 3 when it came back, 0 without an answer.",
            20,
        ),
        "listening": PartSpec(
            "Listening",
            "10, less 3 for asking nothing, 3 for talking above 65% of the time (5 above 80%), "
            "2 for a monologue above 90 s, 1 for each interruption after the first (3 at most), "
            "2 for answering objections within 0.3 s, 1 for a pace above 188 words a minute.",
            15,
        ),
        "objectives": PartSpec(
            "Objectives", "10 times the share of your playbook's objectives that were reached.", 15
        ),
    }
)
DEFAULT_WEIGHTS: Weights = MappingProxyType({key: spec.weight for key, spec in RUBRIC.items()})

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
        _objections(reading, met),
        _listening(by_key, met)
        if reading.timing == "full"
        else ScorePart("listening", None, "The file does not tell how long anybody spoke."),
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
    from_questions = min(1.0, asked / ENOUGH_OPEN_QUESTIONS)
    share = len(learned) / len(wanted) if wanted else from_questions
    told = [f"{len(learned)} of {len(wanted)} discovery objectives"] if wanted else []
    told.append(counted(asked, "open question"))
    return ScorePart(
        "discovery",
        round(6 * share + 4 * from_questions, 1),
        sentence(listed(told)),
        tuple(moment.evidence for moment in opened.moments),
    )


def _objections(reading: Reading, met: Sequence[Met]) -> ScorePart:
    if not met:
        return ScorePart("objections", None, "No clear objection came up.")
    values = [
        _HANDLED[each.handling] + (3 if each.handling == "moved_on" and each.asked else 0)
        for each in met
    ]
    kinds = {
        "settled": "led to a step",
        "moved_on": "not raised again",
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


def _listening(figures: Mapping[FigureKey, Figure], met: Sequence[Met]) -> ScorePart:
    value, told = 10.0, []
    talked = figures["talk_ratio"].value
    if talked is not None:
        value -= 5 if talked > 80 else 3 if talked > 65 else 0
        told.append(f"you talked {talked:.0f}% of the time")
    if figures["questions"].value == 0:
        value -= 3
        told.append("you asked nothing")
    monologue = figures["longest_monologue"]
    if monologue.verdict == "above" and monologue.value is not None:
        value -= 2
        told.append(f"your longest monologue took {length(monologue.value)}")
    cuts = int(figures["interruptions"].value or 0)
    if cuts > 1:
        value -= min(3, cuts - 1)
        told.append(counted(cuts, "interruption"))
    pause = figures["objection_pause"].value
    if pause is not None:
        value -= 2 if pause < 300 else 0
        told.append(f"you answered objections after {seconds(pause)}")
    pace = figures["pace"]
    if pace.verdict == "above" and pace.value is not None:
        value -= 1
        told.append(f"you spoke {pace.value:.0f} words a minute")
    if not told:
        return ScorePart("listening", None, "Too little was said to tell.")
    moments = [
        moment.evidence
        for key in ("interruptions", "longest_monologue")
        for moment in figures[key].moments
    ]
    return ScorePart("listening", max(0.0, value), sentence(listed(told)), tuple(moments))


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
