"""From the events of calls to figures: what is on the page is what is counted."""

from salescoach.domain.events import (
    CallEnded,
    CallEvent,
    CallStarted,
    Degraded,
    Gap,
    ModelUsed,
    Recovered,
    SuggestionShown,
    Transcription,
)
from salescoach.infra.metrics import FewNames, Metrics


class CallFigures:
    """A watcher of the bus."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._reasons = FewNames()
        self._engines = FewNames(10)

    def __call__(self, event: CallEvent) -> None:
        metrics = self._metrics
        metrics.events.labels(event.type).inc()
        match event:
            case CallStarted():
                speech, coach = self._engines(event.stt_engine), self._engines(event.coach_engine)
                metrics.calls_opened.labels(speech, coach).inc()
            case Transcription(is_final=True):
                late_ms = max(0, event.at_ms - event.end_ms)
                metrics.words_latency.labels(event.speaker.value).observe(late_ms / 1000)
            case SuggestionShown():
                metrics.card_latency.labels(event.source.value).observe(event.latency_ms / 1000)
            case ModelUsed():
                self._count_model(event)
            case Degraded():
                metrics.degraded.labels(event.component, self._reasons(event.reason)).inc()
            case Recovered():
                metrics.recovered.labels(event.component).inc()
            case Gap() if event.reason != "paused":
                seconds = max(0, event.end_ms - event.start_ms) / 1000
                metrics.audio_missing.labels(event.reason).inc(seconds)
            case CallEnded():
                metrics.calls_ended.labels(event.reason).inc()
                metrics.call_seconds.inc(max(0.0, event.duration_s))
            case _:
                pass

    def _count_model(self, event: ModelUsed) -> None:
        metrics, source = self._metrics, event.source.value
        metrics.model_answers.labels(source, event.outcome).inc()
        if event.first_words_ms is not None:
            metrics.model_first_words.labels(source).observe(event.first_words_ms / 1000)
        for kind, tokens in (
            ("prompt", event.prompt_tokens),
            ("cached", event.cached_tokens),
            ("cache_write", event.cache_write_tokens),
            ("output", event.output_tokens),
        ):
            metrics.model_tokens.labels(source, kind).inc(tokens)
        metrics.model_cost.labels(source).inc(event.usd)
