from collections.abc import Mapping, Sequence

import pytest

from salescoach.domain.audio import Speaker
from salescoach.domain.signal import ObjectionType, Sentiment, SignalKind
from salescoach.domain.turn import Turn
from salescoach.pipeline.coach import CARD_CONFIDENCE
from salescoach.pipeline.labels import LABELS, NONE
from salescoach.pipeline.signals import Reading, SignalReader
from salescoach.pipeline.utterance import Utterance
from salescoach.pipeline.verdicts import SIGNAL_THRESHOLD
from tests.fakes import WordEmbedder, index, trigger

STORY = (
    "Painters redecorated upstairs throughout October. Telephones stayed disconnected mostly, "
    "whereupon callers reached voicemail and nobody noticed until Halloween."
)
PRICE, TRUST, TIMING = "objection:price", "objection:trust", "objection:timing"


class Table:
    """A classifier that knows some utterances; all others mean nothing."""

    def __init__(self, known: Mapping[str, Mapping[str, float]]) -> None:
        self._known = known
        self.asked: list[Utterance] = []

    async def probabilities(
        self, utterance: Utterance, parts: Sequence[str] = ()
    ) -> list[dict[str, float]]:
        self.asked.append(utterance)
        return [self._table(self._known.get(text, {})) for text in (utterance.text, *parts)]

    def _table(self, shares: Mapping[str, float]) -> dict[str, float]:
        rest = 1 - sum(shares.values())
        return {label: shares.get(label, rest if label == NONE else 0.0) for label in LABELS}


def turn(text: str, speaker: Speaker = Speaker.CUSTOMER) -> Turn:
    return Turn("t2", speaker, text, 4_000, 6_000)


async def read(
    text: str, known: Mapping[str, Mapping[str, float]], speaker: Speaker = Speaker.CUSTOMER
) -> Reading:
    reader = SignalReader(await index(), WordEmbedder(), Table(known))
    return await reader.read(turn(text, speaker), ())


def kinds(reading: Reading) -> list[SignalKind]:
    return [each.kind for each in reading.signals if each.kind is not SignalKind.SENTIMENT]


async def test_a_signal_says_how_sure_it_is_and_quotes_its_words() -> None:
    text = "It is beyond us just now."

    reading = await read(text, {text: {PRICE: 0.8}})

    signal = reading.signals[0]
    assert signal.kind is SignalKind.OBJECTION
    assert signal.objection_type is ObjectionType.PRICE
    assert signal.confidence == pytest.approx(0.8)
    assert signal.evidence.quote == text
    assert (signal.evidence.start_ms, signal.evidence.end_ms) == (4_000, 6_000)
    assert signal.basis
    assert reading.nothing == pytest.approx(0.2)


async def test_below_the_threshold_the_coach_abstains() -> None:
    text = "Perchance, perchance otherwise."
    unsure = {PRICE: SIGNAL_THRESHOLD - 0.01, "question": 0.31}

    assert kinds(await read(text, {text: unsure})) == []


async def test_objections_count_together_until_it_is_clear_that_it_is_one() -> None:
    text = "Who says it works and who pays for it?"

    reading = await read(text, {text: {PRICE: 0.3, TRUST: 0.25, NONE: 0.35, "question": 0.1}})

    assert reading.signals[0].objection_type is ObjectionType.PRICE
    assert reading.signals[0].confidence == pytest.approx(0.3)


async def test_one_clause_of_a_rambling_turn_is_found_and_quoted() -> None:
    story = STORY
    point = "Headquarters rubberstamps everything nowadays."
    known = {point: {"objection:authority": 0.95}, f"{story} {point}": {"objection:authority": 0.3}}

    reading = await read(f"{story} {point}", known)

    assert reading.signals[0].objection_type is ObjectionType.AUTHORITY
    assert reading.signals[0].evidence.quote == point
    assert reading.nothing == pytest.approx(0.05)


async def test_a_clause_by_itself_has_to_be_clear() -> None:
    story = STORY
    point = "Headquarters rubberstamps everything nowadays."

    assert kinds(await read(f"{story} {point}", {point: {"objection:authority": 0.8}})) == []


async def test_what_comes_after_a_but_counts_in_a_short_turn_too() -> None:
    point = "but frankly Timbuktu overcharges everybody."

    reading = await read(f"Received everything, {point}", {point: {PRICE: 0.7}})

    assert reading.signals[0].objection_type is ObjectionType.PRICE
    assert reading.signals[0].evidence.quote == point


async def test_one_turn_can_hold_several_signals() -> None:
    first = f"{STORY} Extravagant beyond anything previously imagined hereabouts."
    second = "Does everything arrive assembled?"
    known = {
        f"{first} {second}": {PRICE: 0.6, "question": 0.3},
        second: {"question": 0.95},
    }

    reading = await read(f"{first} {second}", known)

    assert set(kinds(reading)) == {SignalKind.OBJECTION, SignalKind.QUESTION}
    quotes = {each.kind: each.evidence.quote for each in reading.signals}
    assert quotes[SignalKind.QUESTION] == second


async def test_a_near_trigger_of_the_playbook_tips_the_scales_but_proves_nothing() -> None:
    text = f"{trigger('price').rstrip('.')} frankly somehow."

    near = await read(text, {text: {PRICE: 0.3, NONE: 0.7}})
    far = await read(text, {text: {PRICE: 0.001, NONE: 0.999}})

    assert near.signals[0].objection_type is ObjectionType.PRICE
    assert trigger("price") in near.signals[0].basis
    assert kinds(far) == []


async def test_a_trigger_as_it_is_written_needs_no_head_to_agree() -> None:
    line = trigger("price")

    reading = await read(line, {line: {NONE: 0.999}})

    assert reading.signals[0].objection_type is ObjectionType.PRICE
    assert reading.signals[0].confidence >= CARD_CONFIDENCE
    assert "as you wrote it" in reading.signals[0].basis
    assert reading.nothing < 0.5


async def test_a_trigger_denied_or_asked_about_proves_nothing() -> None:
    line = trigger("price").rstrip(".")

    for text in (f"{line}?", f"It is not true: {line}"):
        assert SignalKind.OBJECTION not in kinds(await read(text, {text: {NONE: 0.999}}))


async def test_a_trigger_in_its_own_words_tells_which_objection_it_is() -> None:
    line = trigger("price")

    divided = await read(line, {line: {PRICE: 0.001, TRUST: 0.5, TIMING: 0.3, NONE: 0.199}})

    assert divided.signals[0].objection_type is ObjectionType.PRICE
    assert divided.signals[0].confidence > 0.7


async def test_the_line_before_is_part_of_what_is_judged() -> None:
    table = Table({})
    asked = Turn("t1", Speaker.SALESPERSON, "Shall I book it?", 0, 3_000)

    await SignalReader(await index(), WordEmbedder(), table).read(turn("Yes."), (asked,))

    assert table.asked == [Utterance("Yes.", "Shall I book it?")]


async def test_the_salespersons_own_words_are_no_signals() -> None:
    text = "It is too expensive."

    reading = await read(text, {text: {PRICE: 0.9}}, Speaker.SALESPERSON)

    assert reading.signals == ()


async def test_without_heads_triggers_and_form_are_all_there_is() -> None:
    reader = SignalReader(await index(), WordEmbedder())

    objection = await reader.read(turn(trigger("price")), ())
    question = await reader.read(turn("When does it open?"), ())

    assert objection.signals[0].objection_type is ObjectionType.PRICE
    assert objection.nothing < 0.5
    assert question.signals[0].kind is SignalKind.QUESTION
    assert question.signals[-1].sentiment is Sentiment.NEUTRAL


async def test_what_cannot_be_meant_where_it_stands_is_no_signal() -> None:
    text = "I thought it would be much more expensive."

    assert kinds(await read(text, {text: {PRICE: 0.9}})) == []


async def test_two_objections_in_one_breath_are_both_heard() -> None:
    steep, taken = "It is beyond us just now.", "Besides we gave that to Alder."
    text = f"{steep} {taken}"
    known = {
        text: {PRICE: 0.45, TRUST: 0.44},
        steep: {PRICE: 0.9},
        taken: {TRUST: 0.8},
    }

    found = {each.objection_type: each for each in (await read(text, known)).signals}

    assert found[ObjectionType.PRICE].confidence == pytest.approx(0.9 * 0.89)
    assert found[ObjectionType.PRICE].evidence.quote == steep
    assert found[ObjectionType.TRUST].evidence.quote == taken


async def test_one_plain_objection_is_not_taken_apart() -> None:
    plain, more = "It is beyond us just now.", "Besides we gave that to Alder."
    text = f"{plain} {more}"

    found = await read(text, {text: {PRICE: 0.8, TRUST: 0.1}, more: {TRUST: 0.9}})

    assert [each.objection_type for each in found.signals if each.objection_type] == [
        ObjectionType.PRICE
    ]
