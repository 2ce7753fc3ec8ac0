"""A call as spans: how long things took, and never what was said."""

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from salescoach.app.observe.traces import open_traces, traced
from salescoach.domain.events import CallEnded, SuggestionShown, Transcription
from salescoach.infra.configuration import load_settings
from tests.app.observe.golden import golden_call


def spans_of_the_golden_call() -> list[ReadableSpan]:
    kept = InMemorySpanExporter()
    watcher, close = traced(SimpleSpanProcessor(kept), "1")
    for event in golden_call():
        watcher(event)
    close()
    return list(kept.get_finished_spans())


def test_a_card_hangs_on_its_words_and_they_on_their_call() -> None:
    spans = spans_of_the_golden_call()
    [call] = [span for span in spans if span.name == "call"]
    words = {span.context.span_id: span for span in spans if span.name == "words"}
    cards = [span for span in spans if span.name == "card"]
    finals = [e for e in golden_call() if isinstance(e, Transcription) and e.is_final]
    shown = [e for e in golden_call() if isinstance(e, SuggestionShown)]
    assert (len(words), len(cards)) == (len(finals), len(shown))
    for card, event in zip(cards, shown, strict=True):
        assert card.parent is not None
        above = words[card.parent.span_id]
        assert above.parent is not None
        assert above.parent.span_id == call.context.span_id
        assert above.attributes is not None
        assert above.attributes["turn.id"] == event.evidence.turn_id
        assert card.start_time is not None
        assert card.end_time is not None
        assert (card.end_time - card.start_time) // 1_000_000 == event.latency_ms


def test_no_word_is_in_a_span() -> None:
    text = "".join(span.to_json() for span in spans_of_the_golden_call())
    said = [e.text for e in golden_call() if isinstance(e, Transcription)]
    cards = [e.primary_suggestion.text for e in golden_call() if isinstance(e, SuggestionShown)]
    for words in (*said, *cards, "Dana", "Harbor"):
        assert words not in text


def test_calls_that_never_end_are_let_go_of() -> None:
    kept = InMemorySpanExporter()
    watcher, close = traced(SimpleSpanProcessor(kept), "1")
    for event in golden_call():
        if not isinstance(event, CallEnded):
            watcher(event)
    watcher(CallEnded(call_id="unknown", duration_s=1.0))
    close()
    assert "call" not in [span.name for span in kept.get_finished_spans()]


def test_off_unless_asked_for() -> None:
    assert open_traces(load_settings(None), "1") is None
    settings = load_settings(None, otel_exporter_otlp_endpoint="http://127.0.0.1:9")
    opened = open_traces(settings, "1")
    assert opened is not None
    opened[1]()
