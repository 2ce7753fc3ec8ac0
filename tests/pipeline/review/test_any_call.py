"""Whatever is said in a call, its review is made, is true to it, and is made alike again."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from salescoach.domain.audio import Speaker
from salescoach.domain.events import SpeakersSwapped
from salescoach.domain.review import Review
from salescoach.domain.signal import Evidence, ObjectionType, Stage
from salescoach.pipeline.review.rubric import score
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.talk import PLAYBOOK, C, S, Talk

LINES = (
    "What is one lost patient worth to you?",
    "We do lose twenty calls a week, it is a mess.",
    "Could we start on Thursday at ten?",
    "I will send you the invite tomorrow.",
    "Yes.",
    "She said “never” to that, and I agreed.",
    "Um, you know, it is fine",
    "how many of those do you miss in a week",
    "…",
)
step = st.tuples(
    st.sampled_from([S, C, Speaker.UNKNOWN]),
    st.sampled_from(LINES),
    st.integers(-3_000, 12_000),
    st.sampled_from(["says", "objects", "wants", "promises", "reaches", "enters", "card"]),
    st.sampled_from(list(ObjectionType)),
)


def told(
    steps: list[tuple[Speaker, str, int, str, ObjectionType]], swapped: bool, changed: bool
) -> Talk:
    talk = Talk()
    for who, text, pause_ms, what, kind in steps:
        if what == "objects":
            talk.objects(text, kind)
        elif what == "wants":
            talk.wants(text)
        else:
            turn = talk.says(who, text, pause_ms=pause_ms)
            if what == "promises":
                talk.promises(turn, "send it and let's start", "tomorrow")
            elif what == "reaches":
                talk.reaches("missed", turn)
            elif what == "enters":
                talk.enters(Stage.PITCH, turn)
            elif what == "card":
                talk.card(turn)
    if swapped:
        talk.events.append(SpeakersSwapped())
    if changed and talk.turns:
        talk.turns[0] = replace(talk.turns[0], text="It came out another way.")
    return talk


def evidence_in(review: Review) -> list[Evidence]:
    found = [point.evidence for point in (*review.summary, *review.insights)]
    found += [each.evidence for each in review.what_worked]
    found += [each.evidence for each in review.missed]
    found += [each.evidence for each in review.tips]
    found += [each.evidence for each in review.objections]
    found += [each.evidence for each in review.next_steps]
    found += [each for part in review.parts for each in part.evidence]
    return found + [each.evidence for figure in review.figures for each in figure.moments]


@settings(max_examples=60, deadline=None)
@given(st.lists(step, max_size=14), st.booleans(), st.booleans())
def test_any_call_is_reviewed_truly_and_alike(
    steps: list[tuple[Speaker, str, int, str, ObjectionType]], swapped: bool, changed: bool
) -> None:
    talk = told(steps, swapped, changed)
    record = talk.record()

    review = write_review(record, PLAYBOOK)

    assert write_review(record, PLAYBOOK) == review
    known = {turn.id: turn.text for turn in talk.turns}
    for evidence in evidence_in(review):
        assert evidence.quote in known[evidence.turn_id]
    points = score(review.parts)
    assert points is None or 0 <= points <= 10
