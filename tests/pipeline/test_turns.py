from hypothesis import given
from hypothesis import strategies as st

from salescoach.domain.audio import Speaker
from salescoach.domain.transcript import Transcript
from salescoach.domain.turn import Turn
from salescoach.pipeline.turns import (
    LONGEST_TURN_MS,
    MERGE_PAUSE_MS,
    Turns,
    TurnUpdate,
)

ROLES = (Speaker.SALESPERSON, Speaker.CUSTOMER)


class Ear:
    """Says lines to ``Turns`` with less writing."""

    def __init__(self) -> None:
        self.turns = Turns()
        self._number = 0

    def line(
        self,
        channel: int,
        text: str,
        start_ms: int,
        end_ms: int,
        *,
        final: bool = True,
        line_id: str | None = None,
        speaker: Speaker | None = None,
    ) -> TurnUpdate | None:
        self._number += 1
        heard = Transcript(
            channel, line_id or f"l{self._number}", text, final, start_ms, end_ms, 0.9
        )
        return self.turns.hear(heard, start_ms, end_ms, speaker or ROLES[channel])

    def said(self, channel: int, text: str, start_ms: int, end_ms: int) -> Turn:
        update = self.line(channel, text, start_ms, end_ms)
        assert update is not None
        return update.turn


def test_lines_of_one_breath_are_one_turn_that_grows() -> None:
    ear = Ear()

    first = ear.said(1, "We have looked", 0, 1_000)
    second = ear.said(1, "at two others.", 1_000 + MERGE_PAUSE_MS, 4_000)

    assert second == Turn(
        first.id, Speaker.CUSTOMER, "We have looked at two others.", 0, 4_000, 0.9
    )


def test_a_real_pause_begins_a_new_turn() -> None:
    ear = Ear()

    first = ear.said(1, "Fine.", 0, 1_000)
    second = ear.said(1, "And the price?", 1_001 + MERGE_PAUSE_MS, 4_000)

    assert (first.id, second.id) == ("t1", "t2")
    assert second.text == "And the price?"


def test_the_other_side_in_between_begins_a_new_turn() -> None:
    ear = Ear()

    ear.said(1, "We have looked", 0, 1_000)
    ear.said(0, "Yes?", 1_100, 1_300)
    after = ear.said(1, "at two others.", 1_400, 2_000)

    assert (after.id, after.text) == ("t3", "at two others.")


def test_what_the_other_side_says_later_does_not_part_a_turn_however_late_it_is_heard() -> None:
    in_order, late = Ear(), Ear()

    in_order.said(0, "Let me show you", 0, 2_000)
    whole = in_order.said(0, "how it works.", 2_200, 5_000)
    in_order.said(1, "Mhm.", 3_000, 3_300)
    late.said(0, "Let me show you", 0, 2_000)
    late.said(1, "Mhm.", 3_000, 3_300)
    same = late.said(0, "how it works.", 2_200, 5_000)

    assert whole.text == same.text == "Let me show you how it works."


def test_a_monologue_is_cut() -> None:
    ear = Ear()

    ear.said(0, "First", 0, LONGEST_TURN_MS)
    still = ear.said(0, "second", LONGEST_TURN_MS, LONGEST_TURN_MS + 500)
    after = ear.said(0, "third", LONGEST_TURN_MS + 501, LONGEST_TURN_MS + 900)

    assert still.text == "First second"
    assert after.text == "third"


def test_an_interim_is_replaced_not_appended() -> None:
    ear = Ear()

    ear.line(1, "We're hap", 0, 400, final=False, line_id="a")
    ear.line(1, "We are happy", 0, 800, final=False, line_id="a")
    last = ear.line(1, "We are happy.", 0, 900, line_id="a")

    assert last is not None
    assert (last.turn.id, last.turn.text, last.is_final) == ("t1", "We are happy.", True)


def test_an_interim_grows_a_turn_without_committing() -> None:
    ear = Ear()
    ear.said(1, "Fine.", 0, 1_000)

    ear.line(1, "But the", 1_100, 1_500, final=False, line_id="b")
    taken_back = ear.line(1, "", 1_100, 1_500, line_id="b")
    again = ear.said(1, "How much?", 1_600, 2_000)

    assert taken_back is not None
    assert taken_back.turn == Turn("t1", Speaker.CUSTOMER, "Fine.", 0, 1_000, 0.9)
    assert taken_back.line == ""
    assert again.text == "Fine. How much?"


def test_a_turn_that_was_nothing_vanishes() -> None:
    ear = Ear()

    ear.line(1, "The", 0, 200, final=False, line_id="a")
    gone = ear.line(1, "", 0, 300, line_id="a")

    assert gone is not None
    assert gone.turn.text == ""


def test_a_line_that_was_nothing_parts_nobodys_turn() -> None:
    ear = Ear()
    ear.line(1, "I would have to", 0, 1_000)
    ear.line(0, "I would", 1_100, 1_500, final=False, line_id="echo")
    ear.line(0, "", 1_100, 1_500, line_id="echo")
    grown = ear.line(1, "ask my partner.", 1_600, 2_400)
    assert grown is not None
    assert grown.turn.text == "I would have to ask my partner."


def test_silence_shows_nothing() -> None:
    assert Ear().line(1, "  ", 0, 300) is None


def test_a_swap_reaches_the_turn_that_is_being_said() -> None:
    ear = Ear()
    ear.line(1, "We have", 0, 400, final=False, line_id="a")

    after = ear.line(1, "We have two.", 0, 900, line_id="a", speaker=Speaker.SALESPERSON)
    more = ear.line(1, "Or three.", 1_000, 1_500, speaker=Speaker.SALESPERSON)

    assert after is not None
    assert after.turn.speaker is Speaker.SALESPERSON
    assert more is not None
    assert (more.turn.id, more.turn.speaker) == ("t1", Speaker.SALESPERSON)


def test_a_restored_call_goes_on_counting_and_merging() -> None:
    ear = Ear()
    ear.turns.restore(Turn("t7", Speaker.SALESPERSON, "Hello.", 0, 900), 0)
    ear.turns.restore(Turn("t8", Speaker.CUSTOMER, "We have", 1_000, 2_000), 1)

    grown = ear.said(1, "two phones.", 2_200, 3_000)
    answer = ear.said(0, "I see.", 3_100, 3_500)

    assert (grown.id, grown.text) == ("t8", "We have two phones.")
    assert answer.id == "t9"


def test_lines_of_an_engine_that_is_gone_are_heard_anew() -> None:
    ear = Ear()
    ear.line(1, "We have tw", 0, 800, final=False, line_id="a")

    ear.turns.forget_open_lines()
    again = ear.said(1, "We have two.", 0, 900)

    assert again == Turn("t1", Speaker.CUSTOMER, "We have two.", 0, 900, 0.9)


LINES = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 3_000), st.integers(100, 5_000)), max_size=25
)


@given(LINES)
def test_no_line_is_lost_or_told_twice_and_ids_never_go_back(
    lines: list[tuple[int, int, int]],
) -> None:
    ear = Ear()
    at = 0
    turns: dict[str, Turn] = {}
    opened: list[str] = []
    for number, (channel, pause, length) in enumerate(lines):
        at += pause
        turn = ear.said(channel, f"w{number}", at, at + length)
        at += length
        if turn.id not in turns:
            opened.append(turn.id)
        turns[turn.id] = turn

    said = [word for turn in turns.values() for word in turn.text.split()]
    assert sorted(said) == sorted(f"w{number}" for number in range(len(lines)))
    assert opened == [f"t{number + 1}" for number in range(len(opened))]
    assert all(turn.start_ms < turn.end_ms for turn in turns.values())


def test_another_voice_on_the_same_channel_begins_a_turn() -> None:
    turns = Turns()

    def hear(line_id: str, text: str, start_ms: int, voice: int) -> Turn:
        line = Transcript(0, line_id, text, True, start_ms, start_ms + 900, voice=voice)
        update = turns.hear(line, start_ms, start_ms + 900, Speaker.UNKNOWN)
        assert update is not None
        return update.turn

    asked = hear("a", "What does it cost?", 0, voice=0)
    answered = hear("b", "Ninety a month.", 1_000, voice=1)
    more = hear("c", "For each seat.", 2_000, voice=1)
    assert [asked.id, answered.id, more.id] == ["t1", "t2", "t2"]
    assert more.text == "Ninety a month. For each seat."
    assert more.speaker is Speaker.UNKNOWN
