"""`salescoach replay`: a recording or a transcript through the very same pipeline, on the command
line, with the figures that tell how good it was."""

import asyncio
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from salescoach.app.replay_desk import open_replay_desk
from salescoach.app.replay_report import Report, read_reference, to_json
from salescoach.app.replay_source import Source, open_source
from salescoach.domain.events import (
    CallEvent,
    Degraded,
    SuggestionShown,
    Transcription,
)
from salescoach.infra.codec import encode_event
from salescoach.infra.config import Settings
from salescoach.infra.configuration import create_directories, read_configuration
from salescoach.infra.logging import configure_logging, stop_logging
from salescoach.rooms.live.desk import OpenCall
from salescoach.rooms.live.replay import replay

Show = Callable[[CallEvent], None]


def command(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="wav, mp3, m4a, webm or ogg (left salesperson, right customer), or a transcript: "
            "json, vtt, srt, txt"
        ),
    ] = None,
    salesperson: Annotated[
        Path | None, typer.Option(help="Recording of the salesperson alone")
    ] = None,
    customer: Annotated[Path | None, typer.Option(help="Recording of the customer alone")] = None,
    seller: Annotated[
        str | None, typer.Option(help="The salesperson's name in a transcript")
    ] = None,
    realtime: Annotated[bool, typer.Option("--realtime", help="As fast as it was spoken")] = False,
    speed: Annotated[
        float | None, typer.Option(min=0.1, max=50, help="Times as fast as it was spoken")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The events as JSON lines")] = False,
    save: Annotated[bool, typer.Option("--save", help="Keep the call in the history")] = False,
    playbook: Annotated[str | None, typer.Option(help="Id of the playbook")] = None,
    reference: Annotated[
        Path | None,
        typer.Option(help="JSON with the true turns: the summary then tells how right it was"),
    ] = None,
    runs: Annotated[int, typer.Option(min=1, max=50, help="Repeat, and pool the figures")] = 1,
) -> None:
    """A recording or a transcript through the very same pipeline as a live call."""
    settings = read_configuration().settings
    source = open_source(file, salesperson, customer, seller)
    pace = 1.0 if realtime else speed
    report = Report(read_reference(reference) if reference else None, in_time=pace == 1.0)
    create_directories(settings)
    configure_logging(settings.model_copy(update={"log_level": "WARNING"}))
    try:
        for _ in range(runs):
            show = _print_json if as_json else _print_text
            asyncio.run(_run(settings, source, pace, save, playbook, report, show))
    finally:
        stop_logging()
    _print(to_json(report.summary()) if as_json else _plain(report.summary()))


async def _run(
    settings: Settings,
    source: Source,
    pace: float | None,
    save: bool,
    playbook: str | None,
    report: Report,
    show: Show,
) -> None:
    seen: list[CallEvent] = []

    def take(event: CallEvent) -> None:
        seen.append(event)
        show(event)

    with tempfile.TemporaryDirectory(prefix="salescoach-replay-") as folder:
        async with open_replay_desk(settings, source, Path(folder), pace, save) as desk:
            request = OpenCall(channels=source.channels, consent=True, playbook_id=playbook)
            done = await replay(desk, request, source.frames(), take, pace)
    report.add(seen, done.audio_s, done.wall_s)


def _print_json(event: CallEvent) -> None:
    _print(encode_event(event).decode())


def _print_text(event: CallEvent) -> None:
    match event:
        case Transcription(is_final=True):
            _print(f"{_time(event.start_ms)}  {event.speaker.value:<12} {event.text}")
        case SuggestionShown():
            main = event.primary_suggestion
            _print(f"{_time(event.evidence.end_ms)}  {'card':<12} {main.text}")
        case Degraded():
            _print(f"{_time(event.at_ms)}  {'degraded':<12} {event.component}: {event.reason}")
        case _:
            pass


def _time(ms: int) -> str:
    return f"{ms // 60000:>3}:{ms // 1000 % 60:02d}"


def _plain(summary: dict[str, object]) -> str:
    rows = [(name, value) for name, value in summary.items() if name != "type"]
    return "\n".join(f"{name:<24}{value if value is not None else '-'}" for name, value in rows)


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
