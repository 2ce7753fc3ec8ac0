"""Every figure the server gives to Prometheus, in one place, so that dashboards can be held to it.

Labels are names out of the code: routes' templates, engines, reasons. Never an id, a name or a word
of anybody: such a label would be personal data, and would grow without end.
"""

import re
from collections.abc import Iterable

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.registry import Collector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
OTHER = "other"

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_WORDS_S = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 30.0)
_CARDS_S = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.5, 2.0, 3.0, 5.0)
_ACKS_S = (0.05, 0.1, 0.2, 0.25, 0.3, 0.5, 1.0, 2.0, 5.0, 15.0)
_HTTP_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_MODEL_S = (0.2, 0.4, 0.6, 0.8, 1.0, 1.5, 2.0, 2.5, 4.0, 8.0, 30.0)


class FewNames:
    """Lets the first ``most`` names through, when they look like names of this code; the rest is
    ``other``. What would grow without end does not."""

    def __init__(self, most: int = 40) -> None:
        self._most = most
        self._known: set[str] = set()

    def __call__(self, name: str | None) -> str:
        if name is None or not _NAME.fullmatch(name):
            return OTHER
        if name not in self._known:
            if len(self._known) >= self._most:
                return OTHER
            self._known.add(name)
        return name


class Metrics:
    """The figures of one server. Times are in seconds, money in dollars."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self.build = Gauge(
            "salescoach_build_info", "The version that runs.", ["version"], registry=registry
        )
        self.calls_opened = Counter(
            "salescoach_calls_opened", "Calls begun.", ["speech", "coach"], registry=registry
        )
        self.calls_ended = Counter(
            "salescoach_calls_ended", "Calls ended, by why.", ["reason"], registry=registry
        )
        self.call_seconds = Counter(
            "salescoach_call_seconds", "Length of the calls that ended.", registry=registry
        )
        self.events = Counter(
            "salescoach_events", "Events of calls, by type.", ["type"], registry=registry
        )
        self.words_latency = Histogram(
            "salescoach_words_latency_seconds",
            "From the end of what was said to its final words.",
            ["role"],
            buckets=_WORDS_S,
            registry=registry,
        )
        self.card_latency = Histogram(
            "salescoach_card_latency_seconds",
            "From the end of the words to their card; 0 for one that came before.",
            ["source"],
            buckets=_CARDS_S,
            registry=registry,
        )
        self.ack_latency = Histogram(
            "salescoach_ack_latency_seconds",
            "From a frame's arrival to the word that it is safe.",
            buckets=_ACKS_S,
            registry=registry,
        )
        self.degraded = Counter(
            "salescoach_degraded",
            "Times a part failed and another took its place.",
            ["component", "reason"],
            registry=registry,
        )
        self.recovered = Counter(
            "salescoach_recovered", "Times a part came back.", ["component"], registry=registry
        )
        self.audio_missing = Counter(
            "salescoach_audio_missing_seconds",
            "Audio that nobody has, by why.",
            ["reason"],
            registry=registry,
        )
        self.model_answers = Counter(
            "salescoach_model_answers",
            "Answers of language models, by what became of them.",
            ["source", "outcome"],
            registry=registry,
        )
        self.model_first_words = Histogram(
            "salescoach_model_first_words_seconds",
            "From the question to a language model's first words.",
            ["source"],
            buckets=_MODEL_S,
            registry=registry,
        )
        self.model_tokens = Counter(
            "salescoach_model_tokens",
            "Tokens of language models in live calls.",
            ["source", "kind"],
            registry=registry,
        )
        self.model_cost = Counter(
            "salescoach_model_cost_usd",
            "What language models cost in live calls.",
            ["source"],
            registry=registry,
        )
        self.http = Histogram(
            "salescoach_http_request_seconds",
            "Requests, by the template of their route.",
            ["method", "route", "status"],
            buckets=_HTTP_S,
            registry=registry,
        )
        self.refused = Counter(
            "salescoach_refused",
            "Requests and connections that went no further.",
            ["reason"],
            registry=registry,
        )
        self.sockets_open = Gauge(
            "salescoach_sockets_open", "Connected pages and phones.", registry=registry
        )
        self.sockets_closed = Counter(
            "salescoach_sockets_closed",
            "Connections that ended, by code; client: the other side left.",
            ["code"],
            registry=registry,
        )
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=registry)

    def add(self, collector: Collector) -> None:
        """Figures that are read when they are asked for."""
        self.registry.register(collector)

    def text(self) -> bytes:
        """All figures as Prometheus reads them."""
        return generate_latest(self.registry)

    def names(self) -> frozenset[str]:
        """Of every series that can come, as queries name them."""
        return frozenset(_series(self.registry.collect()))


def _series(families: Iterable[object]) -> Iterable[str]:
    suffixes = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum")}
    for family in families:
        name, kind = getattr(family, "name", ""), getattr(family, "type", "")
        for suffix in suffixes.get(kind, ("",)):
            yield f"{name}{suffix}"
