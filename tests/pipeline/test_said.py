from dataclasses import replace

from salescoach.domain.audio import Speaker
from salescoach.domain.events import CallEvent
from salescoach.domain.suggestion import card_of_fact
from salescoach.pipeline.index import build_index
from salescoach.pipeline.lines import clauses
from salescoach.pipeline.said import is_answer, other_cards_said, questions_asked, scripts_said
from salescoach.pipeline.state import fold
from tests.fakes import WordEmbedder, index, playbook
from tests.pipeline.events import card, shown, turn
from tests.pipeline.sentences import Sentences

SCRIPT = next(s for c in playbook().categories for s in c.scripts if s.id == "price_too_expensive")
OTHER = "price_no_budget"
QUESTION = playbook().questions[3]


async def said(text: str, *before: CallEvent) -> list[str]:
    pieces = clauses(text)
    vectors = await WordEmbedder().embed([*pieces, text])
    found = scripts_said(
        await index(), fold(before), turn(text, Speaker.SALESPERSON), pieces, vectors
    )
    return [line.id for line in found]


async def asked(text: str, known: tuple[str, ...] = ()) -> list[str]:
    pieces = clauses(text)
    vectors = await WordEmbedder().embed(pieces)
    found = questions_asked(await index(), turn(text, Speaker.SALESPERSON), pieces, vectors, known)
    return [line.id for line in found]


async def test_a_script_is_known_by_its_words_whole_or_by_a_sentence() -> None:
    sentence = SCRIPT.text.split(". ")[-1]

    assert await said(SCRIPT.text) == [SCRIPT.id]
    assert SCRIPT.id in await said(f"Well. {sentence}")
    assert await said("Bananas are yellow and which way rapport.") == []


async def test_the_words_that_say_it_are_quoted() -> None:
    sentence = SCRIPT.text.split(". ")[-1]
    text = f"Bananas are yellow. {sentence}"
    pieces = clauses(text)
    vectors = await WordEmbedder().embed([*pieces, text])

    found = scripts_said(await index(), fold([]), turn(text, Speaker.SALESPERSON), pieces, vectors)

    (line,) = [line for line in found if line.id == SCRIPT.id]
    assert line.evidence.quote in sentence
    assert "Bananas" not in line.evidence.quote


async def test_who_was_shown_a_card_may_say_it_in_other_words() -> None:
    loosely = "At $79 a month one saved call usually covers the whole thing for you."
    on_show = shown(card(script_id=SCRIPT.id, end_ms=1_000))
    long_ago = shown(card(script_id=SCRIPT.id, end_ms=-90_000))

    assert await said(loosely) == []
    assert await said(loosely, on_show) == [SCRIPT.id]
    assert await said(loosely, long_ago) == []


async def test_loose_words_are_the_nearest_scripts_and_no_other() -> None:
    """Both scripts were on a card; the words are like both, and nearer to one."""
    loosely = "At $79 a month one saved call usually covers the whole thing for you."
    texts = {
        SCRIPT.id: "At $79 a month one saved call covers it.",
        OTHER: "One saved call a month.",
    }
    own = playbook()
    written = replace(
        own,
        categories=tuple(
            replace(
                category,
                scripts=tuple(
                    replace(script, text=texts.get(script.id, script.text))
                    for script in category.scripts
                ),
            )
            for category in own.categories
        ),
    )
    pieces = clauses(loosely)
    vectors = await WordEmbedder().embed([*pieces, loosely])
    built = await build_index(written, WordEmbedder())
    on_show = [
        shown(card(script_id=SCRIPT.id, end_ms=1_000)),
        shown(card(script_id=OTHER, end_ms=1_000), "c2"),
    ]
    words = turn(loosely, Speaker.SALESPERSON)

    found = scripts_said(built, fold(on_show), words, pieces, vectors)

    assert [line.id for line in found] == [SCRIPT.id]


async def test_a_key_question_is_asked_once() -> None:
    assert await asked(QUESTION.question) == [QUESTION.question]
    assert await asked(QUESTION.alternatives[0]) == [QUESTION.question]
    assert await asked(QUESTION.question, (QUESTION.question,)) == []
    assert await asked("Bananas are yellow, aren't they?") == []


async def answered(text: str, objection: str = "That is a lot of money for a phone.") -> bool:
    pieces = clauses(text)
    embedder = Sentences()
    built = await build_index(playbook(), embedder)
    on_show = shown(card(category="price"))
    rows = await embedder.embed([*pieces, text])
    return is_answer(built, on_show, await embedder.embed([objection]), pieces, rows)


async def test_own_words_answer_an_objection_when_they_are_about_it() -> None:
    assert await answered("You only pay by the month, so one customer more covers all of it.")
    assert not await answered("Sorry, my screen froze, can you still hear me over there?")
    assert not await answered("It pays off.")


async def test_a_card_that_is_no_script_is_used_when_its_words_are_said() -> None:
    fact = "Fernbell is $79 a month for 200 answered calls."
    first = playbook().product.facts[0]
    built, embedder = await index(), WordEmbedder()
    state = fold(
        [
            shown(card(fact, category=None, script_id=card_of_fact(first.id)), "fact"),
            shown(card("Ask what their price leaves out.", script_id=None), "competitor"),
            shown(card(SCRIPT.text, script_id=SCRIPT.id), "script"),
            shown(card(fact, end_ms=-90_000, script_id=card_of_fact(first.id)), "long ago"),
        ]
    )

    async def used(text: str) -> list[str]:
        rows = await embedder.embed([*clauses(text), text])
        words = turn(text, Speaker.SALESPERSON)
        return await other_cards_said(built, state, words, rows, embedder)

    assert await used("It is $79 a month for 200 calls.") == ["fact"]
    assert await used("Did you ask what their price leaves out?") == ["competitor"]
    assert await used(SCRIPT.text) == []
    assert await used("Bananas are yellow.") == []
