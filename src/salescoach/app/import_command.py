"""`salescoach import`: recordings and transcripts of this machine into the history."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from salescoach.app.chosen_engines import ChosenModel
from salescoach.app.import_house import import_house
from salescoach.app.import_one import Imported, OneFile, somebody_talks
from salescoach.app.import_report import Line, failed, imported, no_sound, plain
from salescoach.app.spent_today import spent_today
from salescoach.app.storage_house import open_storage
from salescoach.infra.config import Settings
from salescoach.infra.configuration import create_directories, read_configuration
from salescoach.infra.data_lock import importing, is_served
from salescoach.infra.logging import configure_logging, stop_logging
from salescoach.infra.secrets import open_vault
from salescoach.kit.clock import SystemClock
from salescoach.kit.errors import InvalidInput, SalesCoachError
from salescoach.rooms.calls.ended import EndedCalls
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.imports.job import Wishes, agreed, checked
from salescoach.rooms.imports.looking import SOUNDS
from salescoach.rooms.playbook.service import PlaybookService
from salescoach.rooms.playbook.shelf import open_shelf
from salescoach.rooms.review.material import Material
from salescoach.rooms.review.refiner import Refiner
from salescoach.rooms.review.service import ReviewService
from salescoach.rooms.review.views import ReadyAnalysisView, analysis_view
from salescoach.rooms.review.worker import ReviewWorker
from salescoach.rooms.settings.engines import EngineService
from salescoach.rooms.settings.privacy import PrivacyService

SUFFIXES = frozenset((*SOUNDS, ".aac", ".vtt", ".srt", ".txt", ".json"))
"""Of a folder, other files are passed over."""


def command(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...",
            help="Files or folders: recordings (wav, mp3, m4a, mp4, ogg, webm, flac) and "
            "transcripts (VTT, SRT, Zoom, Teams, Deepgram, AssemblyAI, 'Name: text', exported "
            "JSON)",
        ),
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a file, when it is done")
    ] = False,
    wait: Annotated[
        bool,
        typer.Option("--wait/--no-wait", help="Return when the review is stored, or the call"),
    ] = True,
    salesperson: Annotated[
        str | None,
        typer.Option(
            metavar="left|right|NAME",
            help="Who sells: a side of a stereo recording (left, unless you say otherwise), a name "
            "of a transcript",
        ),
    ] = None,
    customer: Annotated[str | None, typer.Option(help="The customer's name")] = None,
    company: Annotated[str | None, typer.Option(help="The customer's company")] = None,
    playbook: Annotated[
        str | None, typer.Option(metavar="ID", help="The playbook of the call")
    ] = None,
    date: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
            help="When the call took place, in local time; else as the file tells",
        ),
    ] = None,
    tag: Annotated[list[str] | None, typer.Option(help="A tag; may be given again")] = None,
    consent: Annotated[
        bool | None,
        typer.Option(
            "--consent/--no-consent",
            help="The customer agreed to be recorded; else as IMPORT_AGREEMENT says",
        ),
    ] = None,
    sound: Annotated[
        bool | None,
        typer.Option(
            "--sound/--no-sound",
            help="With consent: the sound is kept and can be heard again; else as "
            "IMPORT_AGREEMENT says. --consent alone keeps none",
        ),
    ] = None,
) -> None:
    """Brings calls that took place elsewhere into the history, through the same pipeline as a live
    call, and reviews them. A server may be running; while somebody talks there, this rests.

    With --json each object has: file, status (imported, duplicate, failed), call_id, code and
    message (why it failed, or what of an imported call is still to come), kind, format, speakers
    (who was taken for whom), started_at, started_at_from (user; or a guess: name, file and modified
    for the file's name, what it says of itself and its last change; null: nobody says, so that the
    call counts from its import, or it was exported and has its own), duration_s, turns, wall_s (of
    work), cpu_s, speed (times as fast as it was spoken), peak_rss_mb, damaged, and review: status
    (ready, pending), score (0-10), outcome, and how many what_worked, missed_opportunities,
    improvement_tips, objections and next_steps it has. Exit code 1 if any file failed.
    """
    files = list(_files(paths))
    if not files:
        raise InvalidInput("There is nothing to import at that place.", code="nothing_to_import")
    settings = read_configuration().settings
    if sound and consent is False:
        raise InvalidInput("Sound is kept with consent only.", code="sound_without_consent")
    consented, recorded = agreed(consent, sound, settings.import_agreement)
    wishes = Wishes(
        customer=customer,
        company=company,
        playbook_id=playbook,
        tags=tuple(tag or ()),
        began_at=None if date is None else date.astimezone(UTC),
        consent=consented,
        record_audio=recorded,
    )
    wishes = checked(wishes, SystemClock().utc())
    if consent and not recorded and sound is None and (told := no_sound(files)) is not None:
        sys.stderr.write(told + "\n")
    create_directories(settings)
    configure_logging(settings.model_copy(update={"log_level": "WARNING"}))
    try:
        fine = asyncio.run(_import(settings, files, wishes, salesperson, wait, as_json))
    finally:
        stop_logging()
    if not fine:
        raise typer.Exit(1)


async def _import(
    settings: Settings,
    files: list[Path],
    wishes: Wishes,
    salesperson: str | None,
    wait: bool,
    as_json: bool,
) -> bool:
    fine = True
    with importing(settings.data_dir):
        async with _opened(settings) as (one, reviews):
            for file in files:
                line = await _line(one, reviews, file, wishes, salesperson, wait, as_json)
                fine = fine and line["status"] != "failed"
                _print(json.dumps(line, ensure_ascii=False) if as_json else plain(line))
    return fine


async def _line(
    one: OneFile,
    reviews: ReviewService,
    file: Path,
    wishes: Wishes,
    salesperson: str | None,
    wait: bool,
    quiet: bool,
) -> Line:
    try:
        done = await one.bring_in(file, wishes, salesperson, _progress(file, quiet))
        if wait and done.job.call_id is not None:
            await one.reviewed(done.job.call_id)
        return await _told(file, done, reviews)
    except SalesCoachError as error:
        return failed(file, error)


async def _told(file: Path, done: Imported, reviews: ReviewService) -> Line:
    call_id = done.job.call_id
    review: ReadyAnalysisView | None = None
    if call_id is not None and (analysis := await reviews.made(call_id)) is not None:
        view = analysis_view(analysis)
        review = view if isinstance(view, ReadyAnalysisView) else None
    return imported(file, done, review)


def _progress(file: Path, quiet: bool) -> Any:
    if quiet or not sys.stderr.isatty():
        return lambda share: None

    def show(share: float) -> None:
        sys.stderr.write(f"\r{file.name}  {share:4.0%}\r")
        sys.stderr.flush()

    return show


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[tuple[OneFile, ReviewService]]:
    clock = SystemClock()
    async with AsyncExitStack() as opening:
        database = await open_storage(settings, opening)
        calls = CallService(database)
        playbooks = PlaybookService(database, open_shelf(settings.playbook), clock)

        def talking() -> bool:
            return somebody_talks(settings.spool_dir)

        material = Material(calls, playbooks)
        engines = EngineService(database, settings, clock, partial(open_vault, settings))
        privacy, spent = PrivacyService(database, clock).get, partial(spent_today, database, clock)
        models = ChosenModel(engines.in_force, privacy, spent, clock, lambda: True)
        opening.push_async_callback(models.aclose)
        refiner = Refiner(database, material, models, clock)
        worker = ReviewWorker(
            database,
            EndedCalls(database),
            material,
            clock,
            calls.history.note_review,
            refiner=refiner,
        )

        async def review(call_id: str) -> None:
            if not is_served(settings.data_dir):
                await worker.work_on(call_id)
                await refiner.work_on(call_id)

        house = import_house(settings, database, calls, clock, talking=talking)
        yield OneFile(settings, house, review), ReviewService(database, calls, clock)


def _files(paths: list[Path]) -> Iterator[Path]:
    """Files as they are named; of folders what may be a call, in the order of their names."""
    for path in paths:
        if path.is_dir():
            yield from sorted(
                file
                for file in path.rglob("*")
                if file.is_file()
                and file.suffix.lower() in SUFFIXES
                and not any(part.startswith(".") for part in file.relative_to(path).parts)
            )
        else:
            yield path


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
