import json

import pytest

from salescoach.app.bench import model_vendor, speech_vendor
from salescoach.app.bench.caller import Caller, Message
from salescoach.app.bench.conversation import FRAME_MS, line, voices
from salescoach.app.bench.figures import model_cards_of, percentiles, unacknowledged, words_of
from salescoach.domain.audio import ms_to_samples


def caller(*messages: tuple[float, Message], frames: int = 20) -> Caller:
    """Frames were sent a tenth of a second apart, from 0."""
    made = Caller(0, voices(), frames)
    for number in range(frames):
        for channel in (0, 1):
            made.sent[channel].append(number / 10)
    made.received += [(at, json.dumps(message)) for at, message in messages]
    return made


def words(at: float, end_ms: int, held_s: float, *, final: bool) -> tuple[float, Message]:
    message: Message = {
        "type": "transcription",
        "turn_id": "t1",
        "channel": 1,
        "end_ms": end_ms,
        "is_final": final,
        "confidence": speech_vendor.confidence(held_s),
    }
    return at, message


def test_own_time_is_without_the_vendor_s() -> None:
    # 500 ms end with the frame that was sent at 0.4 s; silence ends a line 300 ms later.
    heard = list(
        words_of(
            caller(
                words(0.660, 500, 0.250, final=False),
                words(0.999, 500, 0.250, final=False),
                words(0.962, 500, 0.250, final=True),
            )
        )
    )
    assert [(each.is_final, round(each.own_ms, 3)) for each in heard] == [(False, 10), (True, 12)]


def test_words_that_the_end_of_a_call_brings_are_not_measured() -> None:
    assert list(words_of(caller(words(9.0, 1_900, 0.1, final=True)))) == []


def test_a_card_counts_from_the_finished_words_to_the_first_sentence() -> None:
    model = model_vendor.model_name(0.6)
    card: Message = {
        "type": "suggestion",
        "id": "s1",
        "source": "local",
        "evidence": {"turn_id": "t1"},
    }
    first: Message = {
        "type": "suggestion_update",
        "id": "s1",
        "source": "claude",
        "model": "wanted",
    }
    last = {**first, "model": model}
    seen = caller(words(1.0, 500, 0.2, final=True), (1.0, card), (1.620, first), (1.800, last))
    assert [round(own_ms, 3) for own_ms in model_cards_of(seen)] == [20]


def test_frames_without_an_answer_are_lost() -> None:
    acked: list[tuple[float, Message]] = [
        (1.0, {"type": "audio_ack", "channel": channel, "seq": 17}) for channel in (0, 1)
    ]
    assert unacknowledged(caller(*acked)) == 4
    assert unacknowledged(caller()) == 40


def test_percentiles_are_values_that_occurred() -> None:
    assert percentiles(range(1, 101)) == {"p50": 50, "p95": 95, "p99": 99}
    assert percentiles([7.04]) == {"p50": 7.0, "p95": 7.0, "p99": 7.0}
    assert percentiles([]) == {"p50": None, "p95": None, "p99": None}


@pytest.mark.parametrize("held_s", [0.0, 0.25, 0.9])
def test_the_vendors_own_time_comes_through(held_s: float) -> None:
    assert speech_vendor.held_s(speech_vendor.confidence(held_s)) == pytest.approx(held_s)
    assert 0 <= speech_vendor.confidence(held_s) <= 1
    assert model_vendor.held_s(model_vendor.model_name(held_s)) == pytest.approx(held_s)
    assert model_vendor.held_s("claude-haiku-5-5") is None


def test_the_sound_has_frames_of_the_page_s_size_and_words_differ() -> None:
    sound = voices()
    assert {len(sound.frame(channel, 7)) for channel in (0, 1)} == {2 * ms_to_samples(FRAME_MS)}
    assert sound.frame(0, 10) != sound.frame(1, 10)
    assert len({line(True, number) for number in range(500)}) == 500
