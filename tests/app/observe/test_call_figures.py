"""What a call leaves in the figures, and what it must not."""

import re
from dataclasses import replace

from prometheus_client.parser import text_string_to_metric_families

from salescoach.app.observe.call_figures import CallFigures
from salescoach.domain.events import CallStarted, Degraded, Gap, ModelUsed, SuggestionShown
from salescoach.domain.suggestion import Source
from salescoach.infra.metrics import OTHER, FewNames, Metrics
from tests.app.observe.golden import golden_call


def counted(metrics: Metrics) -> dict[str, float]:
    """By name and the values of its labels, in the order of their names."""
    return {
        f"{sample.name}{{{','.join(sample.labels.values())}}}": sample.value
        for family in text_string_to_metric_families(metrics.text().decode())
        for sample in family.samples
        if sample.name.startswith("salescoach_")
    }


def test_a_call_is_counted() -> None:
    metrics = Metrics()
    figures = CallFigures(metrics)
    events = golden_call()
    for event in events:
        figures(event)
    found = counted(metrics)
    assert found["salescoach_calls_opened_total{local,local}"] == 1
    assert found["salescoach_calls_ended_total{ended}"] == 1
    cards = [event for event in events if isinstance(event, SuggestionShown)]
    assert found["salescoach_card_latency_seconds_count{local}"] == len(cards)
    spent = sum(card.latency_ms for card in cards) / 1000
    assert found["salescoach_card_latency_seconds_sum{local}"] == spent
    # 2600 ms when it came, 2180 ms when it was over: the first line of the salesperson.
    assert found["salescoach_words_latency_seconds_count{salesperson}"] >= 1
    assert found["salescoach_words_latency_seconds_sum{salesperson}"] >= 0.42


def test_troubles_and_costs_are_counted() -> None:
    metrics = Metrics()
    figures = CallFigures(metrics)
    used = ModelUsed(
        turn_id="t1",
        source=Source.CLAUDE,
        wanted="a",
        model="b",
        outcome="shown",
        first_words_ms=700,
        prompt_tokens=1000,
        output_tokens=50,
        usd=0.002,
    )
    for event in (
        used,
        used,
        Degraded(component="coach_service", reason="overloaded"),
        Gap(channel=0, start_ms=1000, end_ms=4000, reason="lost"),
        Gap(channel=0, start_ms=1000, end_ms=4000, reason="paused"),
    ):
        figures(event)
    found = counted(metrics)
    assert found["salescoach_model_tokens_total{prompt,claude}"] == 2000
    assert found["salescoach_model_cost_usd_total{claude}"] == 0.004
    assert found["salescoach_model_first_words_seconds_count{claude}"] == 2
    assert found["salescoach_degraded_total{coach_service,overloaded}"] == 1
    assert found["salescoach_audio_missing_seconds_total{lost}"] == 3
    assert "salescoach_audio_missing_seconds_total{paused}" not in found


def test_a_thousand_calls_make_no_more_series_than_one_and_name_nobody() -> None:
    metrics = Metrics()
    figures = CallFigures(metrics)
    for event in golden_call():
        figures(event)
    once = set(counted(metrics))
    for number in range(1_000):
        for event in golden_call()[:6]:
            figures(replace(event, call_id=f"call_{number}"))
    assert set(counted(metrics)) == once
    text = metrics.text().decode()
    [start] = [event for event in golden_call() if isinstance(event, CallStarted)]
    assert start.customer is not None
    for word in (start.customer.name, start.customer.company, "call_golden", "expensive"):
        assert word
        assert word not in text


def test_what_comes_from_elsewhere_cannot_become_a_label() -> None:
    metrics = Metrics()
    figures = CallFigures(metrics)
    for number in range(200):
        figures(Degraded(component="coach", reason=f"reason_{number}"))
    figures(Degraded(component="coach", reason="Ada Lovelace said no"))
    reasons = [name for name in counted(metrics) if name.startswith("salescoach_degraded_total")]
    assert len(reasons) == 41
    assert counted(metrics)[f"salescoach_degraded_total{{coach,{OTHER}}}"] == 161
    few = FewNames(1)
    assert [few("one"), few("two"), few(None), few("one")] == ["one", OTHER, OTHER, "one"]


def test_every_figure_is_named_and_told_about() -> None:
    own = [f for f in Metrics().registry.collect() if f.name.startswith("salescoach")]
    assert len(own) > 15
    for family in own:
        assert family.documentation.endswith("."), family.name
        assert re.fullmatch(r"salescoach(_[a-z0-9]+)+", family.name)
