"""What the sums say: groups instead of ranks, weeks without holes, and fair comparisons."""

from datetime import date

from salescoach.domain.insight import Reaction
from salescoach.domain.slots import spoken_price
from salescoach.pipeline.insights.statistics import Interval, Share, Sums
from salescoach.rooms.insights.counted import LineCount, Reply, Totals, Week
from salescoach.rooms.insights.report import (
    compare,
    every_week,
    ledger,
    met_objections,
    spans,
    standings,
)
from salescoach.rooms.playbook.loader import load_default

DEMO = load_default()
PLAYBOOKS = {DEMO.id: DEMO}


def line(script_id: str, stepped: int, said: int, **more: int) -> LineCount:
    reactions = {Reaction.STEPPED: stepped, Reaction.WENT_ON: said - stepped}
    return LineCount(DEMO.id, script_id, script_id, said, said, reactions, more.get("good", 0))


def test_a_week_is_held_against_the_four_weeks_before() -> None:
    week, before = spans(date(2026, 3, 8))
    assert week == (date(2026, 3, 2), date(2026, 3, 8))
    assert before == (date(2026, 2, 2), date(2026, 3, 1))


def test_weeks_without_a_call_are_there() -> None:
    found = [Week(date(2026, 3, 2), Totals(calls=2)), Week(date(2026, 3, 23), Totals(calls=1))]
    weeks = every_week(found)
    assert [week.starts_on.day for week in weeks] == [2, 9, 16, 23]
    assert [week.totals.calls for week in weeks] == [2, 0, 0, 1]
    assert every_week([]) == ()


def test_lines_are_grouped_and_never_ranked_on_noise() -> None:
    counts = [
        line("price_discount", 9, 9),
        line("price_too_expensive", 40, 60),
        line("price_no_budget", 12, 60),
        line("callback_think", 20, 40),
        line("callback_not_now", 22, 41),
    ]
    found = ledger(counts, PLAYBOOKS)
    assert [(each.count.script_id, each.standing) for each in found] == [
        ("price_too_expensive", "better"),
        ("callback_not_now", "alike"),
        ("callback_think", "alike"),
        ("price_no_budget", "worse"),
        ("price_discount", "too_few"),
    ]
    assert found[0].worked == Share(40, 60)
    assert found[0].category == "Price"


def test_an_opener_works_when_they_talk_on() -> None:
    [opener] = ledger([line("opener_straight", 0, 20)], PLAYBOOKS)
    assert (opener.aim, opener.worked, opener.standing) == ("talk", Share(20, 20), "alone")


def test_a_line_is_told_as_it_is_said() -> None:
    price = DEMO.category("price")
    assert price is not None
    written = next(each for each in price.scripts if "{price}" in each.text)
    [told] = ledger([line(written.id, 1, 2)], PLAYBOOKS)
    assert told.text is not None
    assert "{" not in told.text
    assert spoken_price(DEMO.product.price) in told.text


def test_a_line_that_left_the_playbook_is_still_told() -> None:
    [gone] = ledger([line("was_here_once", 3, 12)], PLAYBOOKS)
    assert (gone.text, gone.category, gone.aim) == (None, None, "step")


def test_replies_are_held_against_each_other_and_own_words_are_one_of_them() -> None:
    replies = [
        Reply("price", DEMO.id, "price_too_expensive", {"settled": 20, "moved_on": 10}),
        Reply("price", DEMO.id, None, {"settled": 3, "moved_on": 20, "unanswered": 4}),
        Reply("price", "another", None, {"came_back": 10}),
        Reply("trust", DEMO.id, None, {"unanswered": 1}),
    ]
    price, trust = met_objections(replies, {"price": 50}, PLAYBOOKS, {})
    assert (price.type, price.calls, price.settled) == ("price", 50, Share(23, 67))
    assert [(each.script_id, each.settled, each.standing) for each in price.replies] == [
        ("price_too_expensive", Share(20, 30), "better"),
        (None, Share(3, 33), "worse"),
    ]
    assert trust.replies == ()


def test_a_share_alone_has_nobody_to_be_better_than() -> None:
    assert standings([Share(5, 50)]) == ["alone"]
    assert standings([Share(5, 5), Share(0, 5)]) == ["too_few", "too_few"]


def test_figures_differ_only_beyond_chance() -> None:
    low, high = Sums(10, 40, 170), Sums(20, 160, 1290)
    score, *_ = compare(Totals(score=low), Totals(score=high))
    assert score.difference is not None
    assert not score.difference.holds(0)
    same = compare(Totals(score=high), Totals(score=high))[0].difference
    assert isinstance(same, Interval)
    assert same.holds(0)
    assert compare(Totals(), Totals())[0].difference is None


def test_replies_share_the_level_with_all_that_are_shown() -> None:
    def asked(*types: str) -> list[str]:
        replies = [
            reply
            for kind in types
            for reply in (
                Reply(kind, DEMO.id, "price_too_expensive", {"settled": 20, "moved_on": 10}),
                Reply(kind, DEMO.id, None, {"settled": 10, "moved_on": 20}),
            )
        ]
        met = met_objections(replies, {}, PLAYBOOKS, {})
        return sorted({each.standing for objection in met for each in objection.replies})

    assert asked("price") == ["better", "worse"]
    assert asked("price", "trust", "timing", "need") == ["alike"]
