"""Calls as traces, for whoever collects them: a span for a call, one for each turn, one for a card.

They are made of the events that the page gets too, each with the time it really took, so that
tracing adds nothing to the path of a call. Spans hold ids, kinds and durations, never words.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import TYPE_CHECKING

from loguru import logger

from salescoach.domain.events import (
    CallEnded,
    CallEvent,
    CallStarted,
    SuggestionShown,
    Transcription,
)
from salescoach.infra.config import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
    from opentelemetry.trace import Span

MOST_CALLS = 1_000
MOST_TURNS = 20
"""A card rests on one of the latest turns."""

FLUSH_WITHIN_MS = 3_000
_NS = 1_000_000


class CallTraces:
    """A watcher of the bus. ``now`` gives nanoseconds since the epoch."""

    def __init__(self, provider: TracerProvider, now: Callable[[], int] = time.time_ns) -> None:
        self._tracer = provider.get_tracer("salescoach")
        self._now = now
        self._calls: OrderedDict[str, Span] = OrderedDict()
        self._turns: OrderedDict[tuple[str, str], Span] = OrderedDict()

    def __call__(self, event: CallEvent) -> None:
        match event:
            case CallStarted():
                self._begin(event)
            case Transcription(is_final=True):
                self._turn(event)
            case SuggestionShown():
                self._card(event)
            case CallEnded():
                self._end(event)
            case _:
                pass

    def _begin(self, event: CallStarted) -> None:
        engines = {"speech": event.stt_engine, "coach": event.coach_engine}
        names = {"call.id": event.call_id, **{f"engine.{k}": v for k, v in engines.items()}}
        span = self._tracer.start_span("call", attributes=names, start_time=self._now())
        self._calls[event.call_id] = span
        while len(self._calls) > MOST_CALLS:
            self._calls.popitem(last=False)[1].end(self._now())

    def _turn(self, event: Transcription) -> None:
        call = self._calls.get(event.call_id)
        if call is None:
            return
        facts = {"turn.id": event.turn_id, "turn.speaker": event.speaker.value}
        span = self._span("words", call, facts, max(0, event.at_ms - event.end_ms))
        self._turns[event.call_id, event.turn_id] = span
        while len(self._turns) > MOST_TURNS * max(1, len(self._calls)):
            self._turns.popitem(last=False)

    def _card(self, event: SuggestionShown) -> None:
        parent = self._turns.get((event.call_id, event.evidence.turn_id))
        parent = parent or self._calls.get(event.call_id)
        if parent is None:
            return
        objection = event.context.objection_type
        facts = {
            "card.source": event.source.value,
            "card.early": event.early,
            "card.objection": objection.value if objection else "none",
        }
        self._span("card", parent, facts, event.latency_ms)

    def _end(self, event: CallEnded) -> None:
        span = self._calls.pop(event.call_id, None)
        for key in [key for key in self._turns if key[0] == event.call_id]:
            del self._turns[key]
        if span is not None:
            span.set_attribute("call.reason", event.reason)
            span.end(self._now())

    def _span(self, name: str, parent: Span, facts: Mapping[str, str | bool], took_ms: int) -> Span:
        """One that is over: it took so long, and ends now."""
        from opentelemetry.trace import set_span_in_context

        now = self._now()
        span = self._tracer.start_span(
            name,
            context=set_span_in_context(parent),
            attributes=facts,
            start_time=now - took_ms * _NS,
        )
        span.end(now)
        return span


def open_traces(settings: Settings, version: str) -> tuple[CallTraces, Callable[[], None]] | None:
    """What watches, and what closes it; None when no address is configured, or what speaks to it
    is not installed."""
    address = settings.otel_exporter_otlp_endpoint
    if not address:
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        logger.warning(
            "Traces need a part that is not here: pip install 'salescoach[observability]'"
        )
        return None
    exporter = OTLPSpanExporter(endpoint=f"{address.rstrip('/')}/v1/traces")
    return traced(BatchSpanProcessor(exporter), version)


def traced(processor: SpanProcessor, version: str) -> tuple[CallTraces, Callable[[], None]]:
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider

    resource = Resource.create({"service.name": "salescoach", "service.version": version})
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    provider.add_span_processor(processor)

    def close() -> None:
        provider.force_flush(FLUSH_WITHIN_MS)
        provider.shutdown()

    return CallTraces(provider), close
