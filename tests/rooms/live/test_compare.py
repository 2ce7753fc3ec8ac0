"""What another playbook changes in the same call."""

from collections.abc import Callable
from dataclasses import replace

from salescoach.domain.audio import Speaker
from salescoach.domain.events import CallEvent, SpeakersSwapped, Transcription
from salescoach.domain.playbook import Category, Objective, Playbook, Script
from salescoach.pipeline.brain import Expertise
from salescoach.pipeline.coach import LocalCoach
from salescoach.pipeline.index import build_index
from salescoach.rooms.live.compare import CallChanges, compare, lines_heard
from salescoach.rooms.live.rehearsal import SpokenLine, rehearse
from tests.fakes import WordEmbedder, expertise, playbook, trigger

REP, CUSTOMER = Speaker.SALESPERSON, Speaker.CUSTOMER
PRICE, AUTHORITY = trigger("price"), trigger("authority")
LINES = [
    SpokenLine(REP, "Hello there.", 0, 1_000),
    SpokenLine(CUSTOMER, PRICE, 2_000, 4_000),
    SpokenLine(REP, "Mhm.", 20_000, 21_000),
    SpokenLine(CUSTOMER, "Let me see.", 40_000, 42_000),
    SpokenLine(REP, "Mhm.", 50_000, 51_000),
    SpokenLine(CUSTOMER, AUTHORITY, 70_000, 73_000),
]


async def changed(after: Playbook, lines: list[SpokenLine] = LINES) -> CallChanges:
    return await compare(await expertise(), await expertise_of(after), lines)


async def expertise_of(book: Playbook) -> Expertise:
    index = await build_index(book, WordEmbedder())
    return Expertise(book, index, WordEmbedder(), LocalCoach(index))


def with_script(category_id: str, change: Callable[[Script], Script]) -> Playbook:
    """The default playbook, the first script of a category changed."""

    def category(each: Category) -> Category:
        if each.id != category_id:
            return each
        return replace(each, scripts=(change(each.scripts[0]), *each.scripts[1:]))

    return replace(playbook(), categories=tuple(category(c) for c in playbook().categories))


def says(text: str) -> Callable[[Script], Script]:
    return lambda script: replace(script, text=text)


def called_by(trigger: str) -> Callable[[Script], Script]:
    return lambda script: replace(script, triggers=(trigger,))


async def test_the_same_playbook_changes_nothing() -> None:
    found = await changed(playbook())

    assert found.changes == ()
    assert found.cards.before == found.cards.after == 2
    assert found.duration_ms == 73_000


async def test_other_words_for_the_same_moment() -> None:
    (change,) = (await changed(with_script("price", says("Is it the total?")))).changes

    assert (change.what, change.kind) == ("card", "words")
    assert change.before is not None
    assert change.after is not None
    assert change.after.text == "Is it the total?"
    assert change.before.id == change.after.id
    assert change.after.evidence.quote == PRICE
    assert change.at_ms == 4_000


async def test_a_new_trigger_brings_a_card_and_a_lost_one_takes_it() -> None:
    more = with_script("closing", called_by("Let me see."))
    fewer = replace(
        playbook(), categories=tuple(c for c in playbook().categories if c.id != "authority")
    )

    (added,) = (await changed(more)).changes
    (removed,) = (await changed(fewer)).changes

    assert (added.kind, added.before) == ("added", None)
    assert added.after is not None
    assert added.after.category == "closing"
    assert (removed.kind, removed.after, removed.at_ms) == ("removed", None, 73_000)


async def test_another_script_on_the_same_turn_is_a_change_of_words() -> None:
    category = playbook().category("price")
    assert category is not None
    last_first = replace(category, scripts=(replace(category.scripts[-1], triggers=(PRICE,)),))
    other = replace(
        playbook(),
        categories=tuple(last_first if c.id == "price" else c for c in playbook().categories),
    )

    (change,) = (await changed(other)).changes

    assert change.kind == "words"
    assert change.before is not None
    assert change.after is not None
    assert change.before.id != change.after.id


async def test_the_same_card_elsewhere_has_moved() -> None:
    sooner = with_script("authority", called_by("Let me see."))
    fewer_lines = [*LINES[:5], SpokenLine(CUSTOMER, AUTHORITY, 52_000, 53_000)]

    found = await changed(sooner, fewer_lines)

    moved = [change for change in found.changes if change.kind == "moved"]
    assert len(moved) == 1
    assert moved[0].before is not None
    assert moved[0].after is not None
    assert (moved[0].before.at_ms, moved[0].after.at_ms) == (53_000, 42_000)


async def test_ticks_are_known_by_their_objective() -> None:
    goals = playbook().objectives
    known = next(goal for goal in goals if goal.said_by is CUSTOMER)
    lines = [
        SpokenLine(REP, "Hello there.", 0, 1_000),
        SpokenLine(CUSTOMER, known.done_when[0], 2_000, 4_000),
        SpokenLine(REP, "Mhm.", 20_000, 21_000),
        SpokenLine(CUSTOMER, "Purple elephants dance.", 40_000, 42_000),
    ]

    def goal(other: Objective) -> Playbook:
        return replace(
            playbook(), objectives=tuple(other if g.id == known.id else g for g in goals)
        )

    def kinds(found: CallChanges) -> set[tuple[str, str | None]]:
        ticks = (each for each in found.changes if each.what == "tick")
        return {(t.kind, shown.id) for t in ticks for shown in (t.before, t.after) if shown}

    assert ("words", known.id) in kinds(
        await changed(goal(replace(known, text="Another name")), lines)
    )
    later = goal(replace(known, done_when=("Purple elephants dance.",)))
    assert ("moved", known.id) in kinds(await changed(later, lines))
    never = goal(replace(known, done_when=("Nobody says such a thing whatsoever.",)))
    assert ("removed", known.id) in kinds(await changed(never, lines))


async def test_the_lines_of_a_log_are_what_was_played() -> None:
    lines = [
        SpokenLine(CUSTOMER, "Well.", 0, 1_000),
        SpokenLine(CUSTOMER, "It depends.", 1_200, 2_000),
        SpokenLine(REP, "On what?", 2_500, 3_500),
        SpokenLine(CUSTOMER, "On the price.", 9_000, 10_000),
    ]
    events = (await rehearse(await expertise(), lines)).events

    heard = lines_heard(events)

    assert [(line.speaker, line.text, line.end_ms) for line in heard] == [
        (line.speaker, line.text, line.end_ms) for line in lines
    ]
    again = (await rehearse(await expertise(), heard)).events
    assert _turns(again) == _turns(events)


async def test_swapped_speakers_are_who_the_log_says_they_are() -> None:
    lines = [SpokenLine(CUSTOMER, "Well.", 0, 1_000), SpokenLine(REP, "So?", 2_000, 3_000)]
    events = (await rehearse(await expertise(), lines)).events

    heard = lines_heard([*events, SpeakersSwapped(seq=99)])

    assert [line.speaker for line in heard] == [REP, CUSTOMER]


def _turns(events: tuple[CallEvent, ...]) -> list[tuple[object, ...]]:
    return [
        (each.turn_id, each.text, each.end_ms, each.speaker)
        for each in events
        if isinstance(each, Transcription)
    ]
