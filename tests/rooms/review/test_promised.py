"""What both promised counts for each side, and nothing counts that the next steps leave out."""

from salescoach.domain.audio import Speaker
from salescoach.domain.review import Figure, FigureMoment, NextStep, Outcome, Review
from salescoach.domain.signal import Evidence
from salescoach.rooms.review.promised import told_figures

SALES, CUSTOMER = Speaker.SALESPERSON, Speaker.CUSTOMER


def _said(turn_id: str) -> Evidence:
    return Evidence(turn_id, "Thursday at ten, then.", 0, 900)


def _review(*figures: Figure) -> Review:
    steps = (
        NextStep(SALES, "send the invitation", "now", None, _said("t1")),
        NextStep(SALES, "meet", "Thursday at ten", None, _said("t2"), shared=True),
    )
    return Review(Outcome.NEXT_STEP, "", None, next_steps=steps, figures=figures)


def test_what_both_do_is_promised_by_each() -> None:
    heard = (FigureMoment(_said("t9")),)
    review = _review(
        Figure("questions", 3), Figure("own_promises", 1, heard), Figure("their_promises", 0)
    )

    questions, own, theirs = told_figures(review)

    assert questions == Figure("questions", 3)
    assert (own.value, [each.evidence.turn_id for each in own.moments]) == (2, ["t1", "t2"])
    assert (theirs.value, [each.evidence.turn_id for each in theirs.moments]) == (1, ["t2"])


def test_a_call_that_does_not_tell_its_sides_tells_no_promises() -> None:
    unknown = Figure("own_promises", None)

    assert told_figures(_review(unknown)) == (unknown,)
