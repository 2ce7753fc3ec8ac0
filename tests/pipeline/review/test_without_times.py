"""Of a call whose lines have no times of their own nothing is measured by them, and nobody is
advised by what was made up."""

from dataclasses import replace

import pytest

from salescoach.domain.call import CallRecord
from salescoach.domain.events import CallStarted, Timing
from salescoach.domain.review import FigureKey, Review
from salescoach.pipeline.review.rubric import score
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.talk import PLAYBOOK, good_call

BY_LENGTH: set[FigureKey] = {"duration", "interactivity", "question_rate"}
BY_ENDS: set[FigureKey] = {
    "talk_ratio", "longest_monologue", "longest_customer_story", "patience", "objection_pause",
    "pace", "fillers", "interruptions", "silence",
}  # fmt: skip


def told(timing: Timing) -> tuple[CallRecord, Review]:
    talk = good_call()
    record = talk.record()
    first, *rest = record.events
    assert isinstance(first, CallStarted)
    events = (replace(first, timing=timing), *rest)
    record = replace(record, events=events, call=replace(record.call, timing=timing))
    return record, write_review(record, PLAYBOOK)


def absent(review: Review) -> set[FigureKey]:
    return {figure.key for figure in review.figures if figure.value is None and not figure.moments}


@pytest.mark.parametrize(("timing", "gone"), [("none", BY_LENGTH | BY_ENDS), ("starts", BY_ENDS)])
def test_figures_that_rest_on_times_are_absent(timing: Timing, gone: set[FigureKey]) -> None:
    _, full = told("full")
    _, review = told(timing)
    assert gone <= absent(review)
    assert absent(review) - absent(full) <= gone
    assert not {"questions", "objections", "objectives"} & absent(review)


def test_the_score_is_of_the_parts_that_can_be_told() -> None:
    _, full = told("full")
    _, review = told("none")
    judged = {part.key: part.score for part in review.parts}
    assert judged["listening"] is None
    rest = {part.key: part.score for part in full.parts if part.key != "listening"}
    assert {key: judged[key] for key in rest} == rest
    assert score(review.parts) == score([part for part in full.parts if part.key != "listening"])


def test_nothing_that_is_said_names_a_made_up_time() -> None:
    record, review = told("none")
    said = " ".join(
        [
            *(point.text for point in (*review.summary, *review.insights)),
            *(f"{each.text} {each.why}" for each in review.what_worked),
            *(f"{each.opportunity} {each.what_to_do}" for each in review.missed),
            *(f"{each.tip} {each.why}" for each in review.tips),
            *(each.text for each in review.objections),
        ]
    )
    quotes = " ".join(turn.text for turn in record.turns)
    words = [word for word in said.split() if word.strip(".,;") not in quotes]
    assert not [word for word in words if ":" in word.strip(":") and word[:1].isdigit()]
    assert " s;" not in said
    assert all(each.pause_ms is None for each in review.objections)
