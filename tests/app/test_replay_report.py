import json
from dataclasses import replace
from pathlib import Path

import pytest

from salescoach.app.replay_report import (
    Reference,
    ReferenceTurn,
    Report,
    peak_rss_mb,
    percentiles,
    read_reference,
    to_json,
)
from salescoach.domain.audio import Speaker
from salescoach.domain.events import CallEvent, ModelUsed
from salescoach.domain.suggestion import Source
from salescoach.kit.errors import InvalidInput, NotFound
from tests.pipeline.events import card, said, shown

S, C = Speaker.SALESPERSON, Speaker.CUSTOMER
REFERENCE = Reference(
    turns=[
        ReferenceTurn(speaker=S, text="We answer your phone.", start=0.5, end=2.0),
        ReferenceTurn(speaker=C, text="What does it cost?", start=2.5, end=4.0),
    ]
)


def at(event: CallEvent, at_ms: int) -> CallEvent:
    return replace(event, at_ms=at_ms)


def heard(
    rep: str = "We answer your phone.", customer: str = "What does it cost?"
) -> list[CallEvent]:
    return [
        at(said("t1", 500, 1_900, rep, S), 2_300),
        at(said("t2", 2_500, 3_900, customer, C), 4_500),
        at(shown(card(end_ms=3_900, turn_id="t2")), 4_600),
    ]


@pytest.mark.parametrize(
    ("values", "p50", "p95"),
    [
        ([7], 7, 7),
        ([2, 1], 1, 2),
        ([3, 1, 2], 2, 3),
        (range(1, 21), 10, 19),
        (range(1, 101), 50, 95),
    ],
)
def test_percentiles_are_the_nearest_rank(values: list[float], p50: int, p95: int) -> None:
    assert percentiles(list(values)) == {"p50": p50, "p95": p95}


def test_there_is_no_percentile_of_nothing() -> None:
    assert percentiles([]) is None


def test_lateness_counts_from_the_references_end() -> None:
    report = Report(REFERENCE, in_time=True)

    report.add(heard(), audio_s=5.0, wall_s=5.5)

    figures = report.summary()
    assert figures["final_latency_ms"] == {"p50": 300, "p95": 500}
    assert figures["card_latency_ms"] == {"p50": 600, "p95": 600}
    assert figures["word_error_rate"] == 0
    assert figures["turns_of_wrong_speaker"] == 0
    assert (figures["turns"], figures["cards"], figures["audio_s"], figures["rtf"]) == (
        2,
        1,
        5,
        1.1,
    )
    assert "runs" not in figures
    assert json.loads(to_json(figures))["type"] == "summary"


def test_without_a_reference_lateness_counts_from_the_engines_end() -> None:
    report = Report(None, in_time=True)

    report.add(heard(), 5.0, 5.0)

    assert report.summary()["final_latency_ms"] == {"p50": 400, "p95": 600}
    assert "word_error_rate" not in report.summary()


def test_audio_that_does_not_come_in_time_has_no_lateness() -> None:
    report = Report(None, in_time=False)

    report.add(heard(), 5.0, 0.5)

    assert report.summary()["final_latency_ms"] is None
    assert report.summary()["rtf"] == 0.1


def test_several_runs_are_pooled() -> None:
    report = Report(REFERENCE, in_time=True)
    report.add(heard(), 5.0, 5.0)
    report.add(heard(customer="What does cost?"), 5.0, 7.0)

    figures = report.summary()
    assert (figures["runs"], figures["turns"], figures["audio_s"]) == (2, 2, 5)
    assert figures["word_error_rate"] == round(1 / 16, 4)


def test_a_turn_on_the_wrong_side_is_counted() -> None:
    report = Report(REFERENCE, in_time=True)

    report.add([*heard()[:1], said("t2", 2_500, 3_900, "What does it cost?", S)], 5.0, 5.0)

    assert report.summary()["turns_of_wrong_speaker"] == 1


def test_what_is_kept_of_words_spoken_over_the_customer() -> None:
    over = Reference(
        turns=[
            ReferenceTurn(speaker=C, text="That is a lot of money for us.", start=0, end=3),
            ReferenceTurn(speaker=S, text="I hear you, really.", start=1, end=2.5),
        ]
    )
    report = Report(over, in_time=True)

    report.add([said("t1", 1_000, 2_400, "I hear you.", S)], 5.0, 5.0)

    assert report.summary()["spoken_over_kept"] == 0.75


def test_nothing_happened() -> None:
    figures = Report(None, in_time=True).summary()

    assert (figures["turns"], figures["rtf"], figures["final_latency_ms"]) == (0, None, None)


def test_memory_is_told_in_megabytes() -> None:
    used = peak_rss_mb()

    assert used is not None
    assert 20 < used < 20_000


def test_a_reference_is_read_or_refused_with_a_code(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(REFERENCE.model_dump_json(), encoding="utf-8")
    bad.write_text('{"turns": [{"speaker": "nobody"}]}', encoding="utf-8")

    assert read_reference(good) == REFERENCE
    with pytest.raises(InvalidInput) as wrong:
        read_reference(bad)
    with pytest.raises(NotFound) as missing:
        read_reference(tmp_path / "none.json")
    assert (wrong.value.code, missing.value.code) == ("invalid_reference", "file_not_found")


def test_what_a_model_did_and_cost_is_told_only_of_a_call_that_had_one() -> None:
    report = Report(None, in_time=True)
    report.add(heard(), 5.0, 1.0)
    assert "model_usd" not in report.summary()
    used = ModelUsed(
        turn_id="t2",
        source=Source.CLAUDE,
        wanted="claude-haiku-5-5",
        model="claude-haiku-5-5",
        outcome="shown",
        first_words_ms=640,
        usd=0.002,
    )
    report.add([*heard(), used, replace(used, outcome="failed", first_words_ms=None)], 5.0, 1.0)
    summary = report.summary()
    assert summary["first_words_ms"] == {"p50": 640, "p95": 640}
    assert summary["model_usd"] == 0.002
