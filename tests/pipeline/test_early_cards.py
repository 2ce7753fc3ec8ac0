"""Cards before the end of the words, through a whole session: shown, confirmed, taken back."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from salescoach.domain.coaching import Coaching
from salescoach.domain.events import (
    Degraded,
    ModeSet,
    SuggestionShown,
    SuggestionUpdated,
    SuggestionWithdrawn,
)
from salescoach.embedding.contract import Vectors
from salescoach.pipeline.brain import Expertise
from salescoach.pipeline.state import fold
from salescoach.speech.engines.scripted import ScriptedTranscriber, ScriptLine
from salescoach.speech.transcriber import Transcriber
from tests.fakes import TakesBack, WordEmbedder, expertise, playbook, trigger
from tests.pipeline.sessions import HeardCall

PRICE = trigger("price")
LONG = f"{PRICE} And that was what we thought in the spring before we saw it at work"
TURNS = "and wisps of purple thistle chime where architects whistle"
ASKS = ScriptLine(0, 300, 1_500, "So what would you say?")


class Call(HeardCall):
    def kinds(self) -> list[str]:
        """What happened to cards, in order."""
        names = {
            SuggestionShown: "shown",
            SuggestionUpdated: "confirmed",
            SuggestionWithdrawn: "withdrawn",
        }
        return [
            f"early {names[type(e)]}" if getattr(e, "early", False) else names[type(e)]
            for e in self.events
            if type(e) in names
        ]

    def on_show(self) -> str | None:
        return self.session.state.current_card

    def shown(self) -> list[SuggestionShown]:
        return [event for event in self.events if isinstance(event, SuggestionShown)]


async def begin(
    script: Sequence[ScriptLine],
    brain: Expertise | None = None,
    engine: Transcriber | None = None,
    *,
    realtime: bool = True,
) -> Call:
    return await Call.begin(engine or ScriptedTranscriber(script), brain, realtime=realtime)


def customer(text: str, start_ms: int = 2_000, ms_a_word: int = 300) -> ScriptLine:
    return ScriptLine(1, start_ms, start_ms + ms_a_word * len(text.split()), text)


async def test_a_card_comes_before_the_customer_has_finished_and_stays() -> None:
    call = await begin([ASKS, customer(LONG)])
    await call.hear(10_000)
    await call.session.finish()

    card = call.shown()[0]
    assert call.kinds() == ["early shown", "confirmed"]
    assert (card.early, card.latency_ms) == (True, 0)
    assert card.at_ms < customer(LONG).end_ms
    assert card.evidence.quote in LONG
    assert card.evidence.end_ms < customer(LONG).end_ms
    known = call.session.state.cards[card.id].shown.evidence
    assert known.quote == PRICE
    assert known.end_ms == customer(LONG).end_ms
    assert call.session.state == fold(call.events)


async def test_a_replay_shows_the_same_card_from_the_finished_words() -> None:
    live = await begin([ASKS, customer(LONG)])
    await live.hear(10_000)
    await live.session.finish()
    fast = await begin([ASKS, customer(LONG)], realtime=False)
    await fast.hear(10_000)
    await fast.session.finish()

    def ends(call: Call) -> list[tuple[str | None, str, int]]:
        return [
            (c.shown.script_id, c.shown.evidence.quote, c.shown.evidence.end_ms)
            for c in call.session.state.cards.values()
        ]

    assert fast.kinds() == ["shown"]
    assert ends(fast) == ends(live)


class Turning(WordEmbedder):
    """To it, words that go on with the thistle are about nothing else."""

    async def embed(self, texts: Sequence[str]) -> Vectors:
        return await super().embed([TURNS if "thistle" in text else text for text in texts])


async def turning() -> Expertise:
    return replace(await expertise(), embedder=Turning())


async def test_a_card_is_taken_back_when_the_sentence_turns_and_may_come_later() -> None:
    script = [ASKS, customer(f"{PRICE[:-1]} {TURNS}"), customer(PRICE, 14_000)]
    call = await begin(script, await turning())
    await call.hear(12_000)

    assert call.kinds() == ["early shown", "withdrawn"]
    gone = next(e for e in call.events if isinstance(e, SuggestionWithdrawn))
    assert gone.reason == "sentence_turned"
    assert call.on_show() is None

    await call.hear(8_000)
    await call.session.finish()
    assert call.on_show() is not None
    first, *later = call.shown()
    assert [card.script_id for card in later] == [first.script_id]
    assert call.session.state == fold(call.events)


async def test_a_turned_sentence_shows_no_second_card_on_its_way() -> None:
    line = customer(f"{PRICE[:-1]} {TURNS} {TURNS}")
    call = await begin([ASKS, line], await turning())
    await call.hear(14_000)
    await call.session.finish()

    assert call.kinds() == ["early shown", "withdrawn"]


async def test_words_that_turn_out_to_be_nothing_take_their_card_along() -> None:
    script = [ASKS, customer(LONG)]
    call = await begin(script, engine=TakesBack(script))
    await call.hear(10_000)
    await call.session.finish()

    assert call.kinds() == ["early shown", "withdrawn"]


@pytest.mark.parametrize(
    "changed",
    [Coaching(early_cards=False), Coaching(mode="suggestion", muted=("*",))],
)
async def test_who_wants_none_gets_none(changed: Coaching) -> None:
    if "*" in changed.muted:
        scripts = [script.id for c in playbook().categories for script in c.scripts]
        changed = replace(changed, muted=tuple(scripts))
    call = await begin([ASKS, customer(LONG)], replace(await expertise(), coaching=changed))
    await call.hear(5_000)

    assert call.shown() == []
    await call.session.aclose()


async def test_guidance_and_lag_bring_no_early_cards() -> None:
    guided = await begin([ASKS, customer(LONG)])
    guided.session.emit(ModeSet(mode="guidance"))
    await guided.hear(5_000)
    late = await begin([ASKS, customer(LONG)])
    late.session.emit(Degraded(component="transcriber", reason="catching_up"))
    await late.hear(5_000)

    assert guided.shown() == []
    assert late.shown() == []
    await guided.session.aclose()
    await late.session.aclose()


async def test_the_salespersons_words_bring_none() -> None:
    own = ScriptLine(0, 300, 6_000, LONG)
    call = await begin([own])
    await call.hear(8_000)
    await call.session.finish()

    assert call.shown() == []


class Slow(WordEmbedder):
    """Embeds nothing until it is let go; remembers how many wait."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.gate.set()
        self.waiting = 0
        self.most = 0
        self.texts: list[str] = []

    async def embed(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        try:
            await self.gate.wait()
        finally:
            self.waiting -= 1
        return await super().embed(texts)


async def test_one_early_reading_at_a_time_and_the_newest_words_win() -> None:
    embedder = Slow()
    call = await begin([ASKS, customer(LONG)], replace(await expertise(), embedder=embedder))
    await call.hear(2_300)
    embedder.gate.clear()
    embedder.texts.clear()
    embedder.most = 0
    await call.hear(4_000)
    first = list(embedder.texts)
    embedder.gate.set()
    await call.settle()

    assert embedder.most == 1
    assert len(first) == 1
    second = [text for text in embedder.texts if text not in first]
    assert max(len(text.split()) for text in second) > len(first[0].split()) + 4
    await call.session.aclose()


async def test_finished_words_drop_the_early_reading_of_their_beginning() -> None:
    embedder = Slow()
    call = await begin([ASKS, customer(PRICE)], replace(await expertise(), embedder=embedder))
    await call.hear(3_500)
    embedder.gate.clear()
    await call.hear(2_500)
    waited = embedder.waiting
    embedder.gate.set()
    await call.settle()
    await call.session.finish()

    assert waited == 1
    assert call.kinds() == ["shown"]


async def test_unfinished_words_take_back_no_card_that_finished_words_brought() -> None:
    """What is heard half may sound like anything."""
    first = customer(PRICE, 2_000, 200)
    more = customer(f"{TURNS} {TURNS}", first.end_ms + 500, 200)
    call = await begin([ASKS, first, more], await turning())
    await call.hear(more.end_ms - 500)
    while_speaking = call.kinds()
    await call.session.aclose()

    assert while_speaking == ["early shown", "confirmed"]
