"""`salescoach replay`: a recording or a transcript through the very same pipeline, on the command
line, with the figures that tell how good it was."""

import asyncio
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from salescoach.app import replay_compare
from salescoach.app.named_playbook import named_playbook
from salescoach.app.replay_desk import open_replay_desk
from salescoach.app.replay_report import Report, read_reference, to_json
from salescoach.app.replay_source import Source, open_source
from salescoach.domain.events import (
    CallEvent,
    Degraded,
    SuggestionShown,
    SuggestionUpdated,
    Transcription,
)
from salescoach.domain.suggestion import PrimarySuggestion
from salescoach.infra.codec import encode_event
from salescoach.infra.config import Settings
from salescoach.infra.configuration import create_directories, read_configuration
from salescoach.infra.logging import configure_logging, stop_logging
from salescoach.kit.errors import InvalidInput
from salescoach.rooms.live.opening import OpenCall
from salescoach.rooms.live.replay import replay

Show = Callable[[CallEvent], None]


def command(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="CALL...",
            help="wav, mp3, m4a, webm or ogg (left salesperson, right customer), or a transcript: "
            "json, vtt, srt, txt. One; several with --compare",
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
    playbook: Annotated[
        str | None, typer.Option(metavar="FILE_OR_ID", help="Play with this playbook")
    ] = None,
    compare: Annotated[
        str | None,
        typer.Option(
            metavar="FILE_OR_ID",
            help="Show which cards and ticks --playbook would change, compared with this one",
        ),
    ] = None,
    fail_on_change: Annotated[
        bool, typer.Option("--fail-on-change", help="With --compare: exit code 1 if any changes")
    ] = False,
    reference: Annotated[
        Path | None,
        typer.Option(help="JSON with the true turns: the summary then tells how right it was"),
    ] = None,
    runs: Annotated[int, typer.Option(min=1, max=50, help="Repeat, and pool the figures")] = 1,
) -> None:
    """A recording or a transcript through the very same pipeline as a live call.

    With --compare nothing is played: every call is read with both playbooks, and what would change
    is shown, a regression test for a playbook. A recording is transcribed once. A card has changed
    when it comes (added), does not come (removed), reads differently (words) or rests on another
    moment (moved); so has the tick of an objective.
    """
    settings = read_configuration().settings
    given = files or []
    if compare is not None:
        unfit = (salesperson, customer, realtime, speed, save, reference, runs != 1)
        if not given or any(unfit):
            raise InvalidInput(
                "--compare takes calls, --playbook, --seller, --json and --fail-on-change.",
                code="compare_alone",
            )
        _compare(settings, given, playbook, compare, seller, as_json, fail_on_change)
        return
    if len(given) > 1:
        raise InvalidInput("Give one call, or --compare.", code="two_sources")
    source = open_source(given[0] if given else None, salesperson, customer, seller)
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


def _compare(
    settings: Settings,
    files: list[Path],
    new: str | None,
    old: str,
    seller: str | None,
    as_json: bool,
    fail_on_change: bool,
) -> None:
    create_directories(settings)
    configure_logging(settings.model_copy(update={"log_level": "WARNING"}))
    try:
        compared = asyncio.run(replay_compare.compare_calls(settings, files, new, old, seller))
    finally:
        stop_logging()
    _print(replay_compare.as_json(compared) if as_json else replay_compare.as_text(compared))
    if fail_on_change and compared.changed:
        raise typer.Exit(1)


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

    named = await named_playbook(playbook, settings) if playbook is not None else None
    with tempfile.TemporaryDirectory(prefix="salescoach-replay-") as folder:
        async with open_replay_desk(settings, source, Path(folder), pace, save, named) as desk:
            request = OpenCall(channels=source.channels, consent=True)
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
        case SuggestionUpdated(
            model=str(), next_move=str(), primary_suggestion=PrimarySuggestion() as main
        ):
            _print(f"{_time(event.at_ms)}  {'card now':<12} {main.text}")
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
