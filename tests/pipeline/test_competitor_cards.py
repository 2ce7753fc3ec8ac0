"""A competitor that is named brings what the user wrote about it, and its name into scripts."""

from collections.abc import Sequence
from dataclasses import replace

from salescoach.domain.audio import Speaker
from salescoach.domain.events import Transcription
from salescoach.domain.playbook import Competitor, Playbook
from salescoach.domain.signal import Evidence, ObjectionType, Signal, SignalKind
from salescoach.domain.slots import filled, naming_texts
from salescoach.domain.suggestion import Suggestion, Urgency
from salescoach.domain.turn import Turn
from salescoach.pipeline.coach import CallView, LocalCoach
from salescoach.pipeline.index import build_index
from salescoach.pipeline.signals import Reading
from salescoach.pipeline.state import CallState
from salescoach.rooms.playbook.loader import load_default
from tests.fakes import WordEmbedder

TRIGGER = "We already have a tool like that."
SAY = "Ask {competitor} what it costs per call. {product} is {price}."


def written() -> Playbook:
    demo = load_default()
    category = demo.category("competitor")
    assert category is not None
    script = replace(
        category.scripts[0],
        text="What do you like about {competitor}, {customer_name}?",
        triggers=(TRIGGER,),
    )
    return replace(
        demo,
        categories=(replace(category, scripts=(script,)),),
        competitors=(Competitor("Salesforce", SAY),),
    )


async def cards(
    words: str,
    kind: SignalKind = SignalKind.OBJECTION,
    objection: ObjectionType | None = ObjectionType.COMPETITOR,
    before: Sequence[tuple[Speaker, str]] = (),
    playbook: Playbook | None = None,
) -> list[Suggestion]:
    written_as = playbook or written()
    embedder = WordEmbedder()
    index = replace(
        await build_index(filled(written_as, "Ana"), embedder),
        naming=naming_texts(written_as, "Ana"),
    )
    state = CallState()
    for place, (speaker, text) in enumerate([*before, (Speaker.CUSTOMER, words)]):
        turn = Turn(f"t{place}", speaker, text, place * 1000, place * 1000 + 900)
        state.apply(
            Transcription(
                turn_id=turn.id,
                text=text,
                speaker=speaker,
                is_final=True,
                start_ms=turn.start_ms,
                end_ms=turn.end_ms,
                channel=0,
                committed_ms=turn.end_ms,
            )
        )
    signal = Signal(kind, 0.9, Evidence(turn.id, words, turn.start_ms, turn.end_ms), objection)
    reading = Reading((signal,), (words,), await embedder.embed([words]))
    view = CallView(state, turn, reading)
    return [
        card
        async for card in LocalCoach(index).advise(view, index.playbook)
        if isinstance(card, Suggestion)
    ]


def texts(found: Sequence[Suggestion]) -> list[str]:
    return [card.primary_suggestion.text for card in found]


async def test_what_the_user_wrote_about_it_comes_first_then_the_script() -> None:
    for words in ("We use Salesforce for that.", "We've got sales for us.", "We use sail first."):
        found = await cards(words)
        assert texts(found) == [
            "Ask Salesforce what it costs per call. Fernbell is $79 a month.",
            "What do you like about Salesforce, Ana?",
        ]
        card = found[0]
        assert card.highlight_toolkit == ("competitor",)
        assert card.script_id is None
        assert card.context.objection_type is ObjectionType.COMPETITOR
        assert card.primary_suggestion.urgency is Urgency.HIGH
        assert card.primary_suggestion.reasoning.startswith("They named Salesforce: “")


async def test_without_a_name_the_script_speaks_in_general_words() -> None:
    found = await cards(TRIGGER)
    assert texts(found) == ["What do you like about the other one, Ana?"]


async def test_a_name_from_before_is_still_the_one_spoken_of() -> None:
    before = [
        (Speaker.SALESPERSON, "Do you use HubSpot?"),
        (Speaker.CUSTOMER, "No, Salesforce."),
        (Speaker.SALESPERSON, "I see."),
    ]
    assert texts(await cards(TRIGGER, before=before)) == ["What do you like about Salesforce, Ana?"]


async def test_the_salesperson_naming_it_is_not_the_customer_using_it() -> None:
    before = [(Speaker.SALESPERSON, "Others come from Salesforce.")]
    assert texts(await cards(TRIGGER, before=before)) == [
        "What do you like about the other one, Ana?"
    ]


async def test_a_question_about_it_is_answered_without_an_objection() -> None:
    found = await cards("How do you compare to Salesforce?", SignalKind.QUESTION, None)
    assert texts(found)[0] == "Ask Salesforce what it costs per call. Fernbell is $79 a month."
    assert found[0].highlight_toolkit == ()
    assert not found[0].context.objection_detected
    assert found[0].primary_suggestion.urgency is Urgency.NORMAL


async def test_a_name_brings_it_before_what_else_the_words_object_with() -> None:
    demo = replace(load_default(), competitors=(Competitor("Salesforce", SAY),))
    found = await cards(
        "Salesforce offered it for half.", objection=ObjectionType.PRICE, playbook=demo
    )
    assert texts(found)[0] == "Ask Salesforce what it costs per call. Fernbell is $79 a month."
    assert found[0].primary_suggestion.reasoning == "They named Salesforce: “Salesforce”"
    assert found[1].highlight_toolkit == ("price",)


async def test_one_that_they_left_brings_only_what_they_object_with() -> None:
    demo = replace(load_default(), competitors=(Competitor("Salesforce", SAY),))
    found = await cards("We left Salesforce.", objection=ObjectionType.PRICE, playbook=demo)
    assert [card.highlight_toolkit for card in found] == [("price",)]


async def test_no_card_ever_holds_an_open_slot() -> None:
    for words in ("We use Salesforce.", TRIGGER, "Is it like Salesforce?", "sail first"):
        for kind, objection in (
            (SignalKind.OBJECTION, ObjectionType.COMPETITOR),
            (SignalKind.QUESTION, None),
        ):
            for card in await cards(words, kind, objection):
                main = card.primary_suggestion
                assert "{" not in f"{main.text}{main.reasoning}{card.next_move}"
