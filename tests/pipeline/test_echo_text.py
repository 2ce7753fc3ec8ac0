import pytest

from salescoach.pipeline.echo_text import KEPT_MS, EchoedText


def heard(*lines: tuple[str, int, int]) -> EchoedText:
    known = EchoedText()
    for number, (text, start_ms, end_ms) in enumerate(lines):
        known.note_customer(str(number), text, start_ms, end_ms)
    return known


SENTENCE = "That is a lot of money for answering the phone."


def test_the_same_words_at_the_same_time_are_an_echo() -> None:
    assert heard((SENTENCE, 1_000, 4_000)).repeats_customer(
        "that's a lot of money for answering a phone", 1_100, 4_200
    )


def test_the_same_words_afterwards_are_the_salespersons_own() -> None:
    known = heard((SENTENCE, 1_000, 4_000))

    assert not known.repeats_customer("a lot of money for answering the phone", 4_600, 7_000)


@pytest.mark.parametrize("text", ["I hear you, what would be fair?", "", "..."])
def test_other_words_at_the_same_time_are_kept(text: str) -> None:
    assert not heard((SENTENCE, 1_000, 4_000)).repeats_customer(text, 1_200, 3_800)


def test_a_line_cut_differently_on_the_two_channels_is_found() -> None:
    known = heard(
        ("That is a lot of money", 1_000, 2_400), ("for answering the phone", 2_400, 4_000)
    )

    assert known.repeats_customer(SENTENCE, 1_050, 4_050)


def test_a_later_text_of_a_line_replaces_the_earlier() -> None:
    known = EchoedText()
    known.note_customer("a", SENTENCE, 1_000, 4_000)
    known.note_customer("a", "Could you send me something in writing", 1_000, 4_000)

    assert not known.repeats_customer(SENTENCE, 1_100, 4_000)


def test_a_long_line_is_not_swallowed_by_a_short_one() -> None:
    known = heard(("Right.", 1_000, 4_000))

    assert not known.repeats_customer("Right, so what we could do is begin small.", 1_000, 4_000)


def test_old_lines_are_forgotten() -> None:
    known = heard((SENTENCE, 1_000, 4_000), ("Hello.", 4_001 + KEPT_MS, 4_001 + KEPT_MS))

    assert not known.repeats_customer(SENTENCE, 1_000, 4_000)
