import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salescoach.domain.review import Review
from salescoach.llm.budget import Limits
from salescoach.llm.engines.scripted import Line
from salescoach.llm.faults import Fault
from salescoach.llm.tokens import estimate
from salescoach.pipeline.review.write import write_review
from tests.pipeline.analyst.drafts import Reviewed, notes, whole, worked
from tests.pipeline.review.talk import PLAYBOOK, C, S, Talk, good_call

PRAISE = whole(what_worked=[worked(3, "How many calls do you miss in a week?")])


def embedded(talk: Talk) -> Review:
    return write_review(talk.record(), PLAYBOOK)


def long_call(words: list[int]) -> Talk:
    talk = Talk()
    for at, count in enumerate(words):
        talk.says(S if at % 2 else C, f"turn{at} " + "and so it goes " * count)
    # So that it is a sale.
    talk.reaches("missed", talk.turns[0])
    return talk


def given_turns(prompt: str) -> list[tuple[int, str]]:
    found = re.findall(r'<turn n="(\d+)" who="\w+" at="[\d:]+">(.*?)</turn>', prompt)
    return [(int(number), text) for number, text in found]


async def test_a_short_call_is_read_at_once() -> None:
    reviewed = Reviewed(PRAISE)
    talk = good_call()
    review = await reviewed.analyst(talk).review()

    (asked,) = reviewed.asked()
    assert [text for _, text in given_turns(asked)] == [turn.text for turn in talk.turns]
    assert [each.evidence.turn_id for each in review.what_worked] == ["t3"]
    assert review.source == "claude"
    assert review.writing is not None
    assert (review.writing.parts, review.writing.requests, review.writing.fault) == (1, 1, None)
    assert reviewed.progress == [(0, 1), (1, 1)]


async def test_what_is_counted_stays_whoever_writes() -> None:
    talk = good_call()
    review, counted = await Reviewed(PRAISE).analyst(talk).review(), embedded(talk)

    assert (review.parts, review.figures, review.outcome) == (
        counted.parts,
        counted.figures,
        counted.outcome,
    )


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 400), min_size=5, max_size=40))
async def test_every_turn_of_a_long_call_is_read_exactly_once(words: list[int]) -> None:
    talk = long_call(words)
    reviewed = Reviewed(notes(), context=2_400)
    await reviewed.analyst(talk).review()

    parts = [prompt for prompt in reviewed.asked() if '<call part="' in prompt]
    said: dict[int, str] = {}
    for prompt in parts:
        for number, text in given_turns(prompt):
            said[number] = f"{said.get(number, '')} {text}".strip()
    if parts:
        assert said == {at: turn.text.strip() for at, turn in enumerate(talk.turns, start=1)}
    else:
        (asked,) = reviewed.asked()[:1]
        assert len(given_turns(asked)) == len(talk.turns)
    for _, ask in reviewed.engine.asked:
        assert estimate(ask.prompt.fixed) + estimate(ask.prompt.asked) <= 2_400


async def test_ninety_minutes_in_a_small_context() -> None:
    talk = long_call([28] * 450)
    total = sum(estimate(turn.text) for turn in talk.turns)
    reviewed = Reviewed(*[notes((1, "turn0 and so it"))] * 200, context=4_000)
    await reviewed.analyst(talk).review()

    read = [number for prompt in reviewed.asked() for number, _ in given_turns(prompt)]
    assert read == list(range(1, 451))
    assert total > 40_000


async def test_the_review_of_a_long_call_is_made_of_notes() -> None:
    talk = long_call([150] * 12)
    probe = Reviewed(notes(), context=4_000)
    await probe.analyst(talk).review()
    parts = sum('<call part="' in prompt for prompt in probe.asked())
    assert parts > 2
    reviewed = Reviewed(
        *[notes((1, "turn0 and so it"))] * parts,
        whole(what_worked=[worked(1, "turn0 and so it")]),
        context=4_000,
    )
    review = await reviewed.analyst(talk).review()

    assert "<quote>turn0 and so it</quote>" in reviewed.asked()[-1]
    assert [each.evidence.quote for each in review.what_worked] == ["turn0 and so it"]
    assert review.writing is not None
    assert review.writing.parts == parts
    assert review.writing.requests == parts + 1
    assert reviewed.progress[0] == (0, parts + 1)
    assert reviewed.progress[-1] == (parts + 1, parts + 1)


async def test_too_many_notes_are_thinned_out() -> None:
    talk = long_call([150] * 20)
    many = notes(*[(number, f"turn{number - 1} and so it goes and so") for number in range(1, 21)])
    reviewed = Reviewed(many, context=2_400)
    review = await reviewed.analyst(talk).review()

    fewer = [prompt for prompt in reviewed.asked() if "that tell most" in prompt]
    assert fewer
    assert review.writing is not None
    # The last answer is no review but notes, which the schema refuses.
    assert review.writing.fault == "malformed"


async def test_a_part_that_is_too_much_is_halved() -> None:
    talk = good_call()
    reviewed = Reviewed(
        Line(fault=Fault.TOO_LONG),
        notes((3, "How many calls do you miss in a week?")),
        Line(fault=Fault.TRUNCATED),
        notes(),
        notes(),
        PRAISE,
    )
    review = await reviewed.analyst(talk).review()

    read = [given_turns(prompt) for prompt in reviewed.asked()]
    assert [len(each) for each in read] == [11, 5, 6, 3, 3, 0]
    assert review.source == "claude"
    assert review.writing is not None
    assert review.writing.parts == 3


@pytest.mark.parametrize("fault", [Fault.REFUSED, Fault.UNAUTHORIZED, Fault.SLOW])
async def test_the_counted_review_stands_when_the_model_cannot(fault: Fault) -> None:
    talk = good_call()
    reviewed = Reviewed(Line(fault=fault))
    review = await reviewed.analyst(talk).review()

    counted = embedded(talk)
    assert (review.what_worked, review.missed, review.mail, review.source) == (
        counted.what_worked,
        counted.missed,
        counted.mail,
        "local",
    )
    assert review.writing is not None
    assert review.writing.fault == fault
    assert review.writing.message.endswith(".")
    assert len(reviewed.engine.asked) == 1


async def test_three_tries_with_pauses_as_long_as_was_asked_for() -> None:
    busy = Line(fault=Fault.RATE_LIMITED, retry_after_s=20)
    reviewed = Reviewed(busy, Line(fault=Fault.CUT), PRAISE)
    review = await reviewed.analyst(good_call()).review()

    assert review.source == "claude"
    assert reviewed.slept[0] >= 20
    assert review.writing is not None
    assert review.writing.requests == 3


async def test_a_model_that_proves_nothing_writes_no_review() -> None:
    review = await Reviewed(whole()).analyst(good_call()).review()

    assert review.source == "local"
    assert review.writing is not None
    assert review.writing.fault == "unproved"


async def test_a_spent_budget_is_not_passed() -> None:
    reviewed = Reviewed(PRAISE, limits=Limits(day_usd=0.000001))
    reviewed.guarded.budget.book("c0", reviewed.guarded.budget.spent_on("c0").usage, 1.0)
    review = await reviewed.analyst(good_call()).review()

    assert review.writing is not None
    assert review.writing.fault == "over_budget"
    assert reviewed.engine.asked == []


async def test_what_it_cost_is_told_and_the_account_closed() -> None:
    reviewed = Reviewed(PRAISE)
    review = await reviewed.analyst(good_call()).review()

    writing = review.writing
    assert writing is not None
    assert writing.prompt_tokens > 500
    assert writing.output_tokens > 10
    assert writing.model == "scripted"
    assert reviewed.guarded.budget.ledger.calls == {}


async def test_what_must_not_leave_does_not() -> None:
    talk = good_call()
    talk.says(C, "My card is 4111 1111 1111 1111, call me on dana@harbor.example.")
    reviewed = Reviewed(PRAISE)
    await reviewed.analyst(talk).review()

    sent = "".join(ask.prompt.fixed + ask.prompt.asked for _, ask in reviewed.engine.asked)
    assert "4111" not in sent
    assert "dana@harbor" not in sent
    assert "[card number]" in sent
