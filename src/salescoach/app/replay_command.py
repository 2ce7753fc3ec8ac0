"""`salescoach replay`: a recording or a transcript through the very same pipeline, on the command
line, with the figures that tell how good it was."""

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from loguru import logger

from salescoach.app.replay_report import Report, read_reference
from salescoach.app.replay_source import Source, open_source
from salescoach.app.wiring import replay_desk
from salescoach.domain.events import CallEvent, Transcription
from salescoach.infra.codec import encode_event
from salescoach.infra.configuration import create_directories, read_configuration
from salescoach.infra.logging import configure_logging, stop_logging
from salescoach.kit.errors import InvalidInput
from salescoach.rooms.live.desk import OpenCall
from salescoach.rooms.live.replay import Replayed, replay


def command(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="wav, mp3, m4a, webm, ogg (left salesperson, right customer); or json, vtt, srt, txt"
        ),
    ] = None,
    salesperson: Annotated[
        Path | None, typer.Option(help="Recording of the salesperson alone")
    ] = None,
    customer: Annotated[Path | None, typer.Option(help="Recording of the customer alone")] = None,
    realtime: Annotated[bool, typer.Option(help="As fast as it was spoken")] = False,
    speed: Annotated[float | None, typer.Option(min=0.1, max=50, help="Times real time")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The events as JSON lines")] = False,
    save: Annotated[bool, typer.Option(help="Keep the call in the history")] = False,
    playbook: Annotated[str | None, typer.Option(help="Id of a playbook")] = None,
    reference: Annotated[
        Path | None,
        typer.Option(
            help="JSON with the true turns: adds word errors and latencies to the summary"
        ),
    ] = None,
    runs: Annotated[int, typer.Option(min=1, max=50, help="Repeat; the figures are pooled")] = 1,
) -> None:
    """A recording or a transcript through the very same pipeline."""
    source = open_source(file, salesperson, customer)
    pace = 1.0 if realtime else speed
    report = Report(read_reference(reference) if reference else None, in_time=pace is not None)
    show = _print_json if as_json else _print_text
    for _ in range(runs):
        asyncio.run(_replay(source, pace, save, playbook, report, show))
    summary = report.summary()
    print(json.dumps(summary) if as_json else _plain(summary), flush=True)  # noqa: T201


async def _replay(
    source: Source, pace: float | None, save: bool, playbook: str | None, report: Report, show
) -> None:
    pass
