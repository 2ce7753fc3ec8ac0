"""Is everything there that a call needs? One finding a line, each with how to mend it.

Nothing is changed: directories are not created, the database is not migrated. Later findings do
not depend on earlier ones, except that without a configuration there is nothing else to look at.
"""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from salescoach.app.checks import disk_state
from salescoach.app.page import is_built
from salescoach.app.serve import network_note
from salescoach.infra.config import Settings
from salescoach.infra.config_problems import ConfigurationInvalid
from salescoach.infra.configuration import Configuration, read_configuration
from salescoach.kit.errors import SalesCoachError

Verdict = Literal["ok", "warn", "fail"]
_OLDEST_PYTHON = (3, 11)
_SPEECH_WITHIN_S = 90
LOOK_WITHIN_S = 20.0
OLD_BACKUP = timedelta(days=3)
_KEY_SHAPES = {
    "anthropic_api_key": (re.compile(r"sk-ant-[\w-]{20,}"), "begins with sk-ant-"),
    "deepgram_api_key": (re.compile(r"[0-9a-f]{40}"), "has 40 hexadecimal digits"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """``mend`` is empty when there is nothing to do."""

    verdict: Verdict
    name: str
    detail: str
    mend: str = ""

    def __str__(self) -> str:
        mend = f" -> {self.mend}" if self.mend else ""
        return f"{self.verdict:<4}  {self.name}: {self.detail}{mend}"


def examine() -> Iterator[Finding]:
    """Findings as they come; the slow ones last."""
    yield python_version()
    try:
        configuration = read_configuration()
    except ConfigurationInvalid as error:
        for problem in error.problems:
            yield Finding(
                "fail",
                "configuration",
                f"{problem.name} = {problem.value} {problem.rule} (from {problem.origin})",
                problem.mend,
            )
        return
    yield from configuration_findings(configuration)
    settings = configuration.settings
    steps: tuple[Callable[[Settings], Finding], ...] = (
        data_directory,
        disk_room,
        database,
        backups,
        _port,
        playbook,
        embedding_model,
        speech_engine,
    )
    yield page()
    yield from network(settings)
    yield from keys(settings)
    yield from _choices(settings)
    for step in steps:
        yield step(settings)


def python_version(version: tuple[int, ...] = sys.version_info[:3]) -> Finding:
    shown = ".".join(map(str, version))
    if version[:2] < _OLDEST_PYTHON:
        return Finding("fail", "python", shown, "install Python 3.11 or newer, then make setup")
    return Finding("ok", "python", shown)


def configuration_findings(configuration: Configuration) -> Iterator[Finding]:
    given = sum(origin != "default" for origin in configuration.origins.values())
    yield Finding("ok", "configuration", f"{given} settings given, the rest are defaults")
    for warning in configuration.warnings:
        yield Finding("warn", "configuration", warning, "mend the name in .env or remove the line")


def data_directory(settings: Settings) -> Finding:
    directory = settings.data_dir
    existing = directory if directory.exists() else _nearest_existing(directory)
    if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
        return Finding(
            "fail",
            "data directory",
            f"{directory} cannot be written to",
            "mend its permissions or choose another DATA_DIR",
        )
    if existing is not directory:
        return Finding("ok", "data directory", f"{directory} will be created")
    return Finding("ok", "data directory", str(directory))


def disk_room(settings: Settings) -> Finding:
    state = disk_state(_nearest_existing(settings.data_dir))
    verdict: dict[str, Verdict] = {"ok": "ok", "degraded": "warn", "down": "fail"}
    mend = "" if state.status == "ok" else "free some space: a call of an hour needs about 250 MB"
    return Finding(verdict[state.status], "disk", state.detail, mend)


def database(settings: Settings) -> Finding:
    from salescoach.infra.backup.snapshot import DatabaseDamaged, look_quickly
    from salescoach.infra.database import Database, newest_revision

    if not settings.database_file.exists():
        return Finding("ok", "database", "will be created at the first start")
    try:
        look_quickly(settings.database_file, LOOK_WITHIN_S)
    except DatabaseDamaged as error:
        return Finding("fail", "database", error.message, "salescoach restore --newest")

    async def ask() -> str | None:
        opened = Database(settings.database_url)
        try:
            return await opened.revision()
        finally:
            await opened.aclose()

    try:
        found = asyncio.run(ask())
    except SalesCoachError as error:
        return Finding(
            "fail",
            "database",
            error.message,
            "end what else uses the file, or restore it from a backup",
        )
    newest = newest_revision()
    if found == newest:
        return Finding("ok", "database", f"opens, migration {found}")
    if found is not None and found > newest:
        return Finding(
            "fail",
            "database",
            f"written by a newer version (migration {found}, this one knows {newest})",
            "install that version or choose another DATA_DIR",
        )
    return Finding("ok", "database", f"opens, will be migrated to {newest} at the next start")


def backups(settings: Settings) -> Finding:
    """Whether there is a recent one; `salescoach restore FILE --check` proves it."""
    from salescoach.infra.backup.shelf import made_until

    now = datetime.now(UTC)
    kept = made_until(now, settings.backups_dir)
    if not kept and not settings.database_file.exists():
        return Finding("ok", "backups", "begin with the first call")
    if not kept:
        return Finding("warn", "backups", "there is none yet", "run salescoach backup")
    age = now - kept[0].made_at
    told = f"{len(kept)}, the newest of {kept[0].made_at:%Y-%m-%d %H:%M} UTC"
    if age > OLD_BACKUP:
        return Finding("warn", "backups", told, "run salescoach backup, or let the server run")
    return Finding("ok", "backups", told)


def _port(settings: Settings) -> Finding:
    from salescoach.app.doctor_port import port

    return port(settings)


def page() -> Finding:
    if is_built():
        return Finding("ok", "page", "built")
    return Finding("fail", "page", "not built", "run make run, or npm run build in frontend/")


def network(settings: Settings) -> Iterator[Finding]:
    note = network_note(settings)
    if note is None:
        yield Finding("ok", "network", f"only this machine reaches {settings.host}")
        return
    yield Finding("warn", "network", note, "see SECURITY.md, Opening it to a network")


def keys(settings: Settings) -> Iterator[Finding]:
    """Shapes only; no key is sent anywhere."""
    given = False
    for name, (shape, rule) in _KEY_SHAPES.items():
        key = getattr(settings, name)
        if key is None:
            continue
        given = True
        if shape.fullmatch(key.get_secret_value()):
            use = _use_of_key(name, settings) or "not used by the engines in force"
            yield Finding("ok", name.upper(), f"has the usual shape; {use}")
        else:
            yield Finding("warn", name.upper(), f"a usual key {rule}", "copy the whole key again")
    if not given:
        yield Finding("ok", "keys", "none given and none required: the embedded engines serve")


def _choices(settings: Settings) -> Iterator[Finding]:
    from salescoach.app.doctor_choices import choices

    yield from choices(settings)


def _use_of_key(name: str, settings: Settings) -> str | None:
    if name == "deepgram_api_key" and settings.stt_engine == "deepgram":
        return "used for speech"
    if name == "anthropic_api_key" and settings.coach_engine == "claude":
        return "used for cards"
    return None


def playbook(settings: Settings) -> Finding:
    from salescoach.rooms.playbook.shelf import open_shelf

    try:
        shelf = open_shelf(settings.playbook)
    except SalesCoachError as error:
        return Finding("fail", "playbook", error.message, "mend the file that PLAYBOOK names")
    if shelf.named is not None:
        return Finding("ok", "playbook", f"the stored playbook {shelf.named}")
    loaded = shelf.file or shelf.demo
    return Finding("ok", "playbook", f"{loaded.id}, {len(loaded.categories)} categories")


def embedding_model(settings: Settings) -> Finding:
    try:
        from salescoach.embedding.model import SentenceModel

        SentenceModel().encode("ready")
    except Exception as error:  # noqa: BLE001 - native code and package data fail in many ways
        return Finding(
            "fail", "embedding model", f"does not load ({type(error).__name__})", "run make setup"
        )
    return Finding("ok", "embedding model", "loads")


def speech_engine(settings: Settings) -> Finding:
    """In a process of its own: native code that crashes must not end the examination."""
    try:
        tried = subprocess.run(
            [sys.executable, "-m", "salescoach.app.try_speech"],
            capture_output=True,
            text=True,
            timeout=_SPEECH_WITHIN_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Finding(
            "fail", "speech engine", f"did not load within {_SPEECH_WITHIN_S} s", "run make setup"
        )
    told = tried.stdout.strip().splitlines()
    detail = told[-1] if told else f"ended with code {tried.returncode}"
    if tried.returncode == 0:
        return Finding("ok", "speech engine", detail)
    if settings.stt_engine == "deepgram":
        mend = "mend it; until then the embedded engine hears English calls"
        return Finding("warn", "speech engine", detail, mend)
    mend = "run make setup"
    if sys.platform == "darwin":
        mend += "; on macOS the engine is Whisper tiny.en"
    return Finding("fail", "speech engine", detail, mend)


def _nearest_existing(path: Path) -> Path:
    path = path.absolute()
    while not path.exists():
        path = path.parent
    return path
