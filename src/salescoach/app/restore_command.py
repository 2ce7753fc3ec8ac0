"""`salescoach restore`: a backup in the place of what is there, once it is proven whole."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from salescoach.infra.backup.manifest import FOLDERS, Manifest
from salescoach.infra.backup.proving import known_revision, prove
from salescoach.infra.backup.reading import open_backup
from salescoach.infra.backup.restoring import restore
from salescoach.infra.backup.shelf import checked
from salescoach.infra.backup.unfinished import Places
from salescoach.infra.config import Settings
from salescoach.infra.configuration import create_directories, read_configuration
from salescoach.infra.data_lock import alone
from salescoach.kit.errors import InvalidInput, NotFound, Unavailable


def command(
    file: Annotated[Path | None, typer.Argument(help="A file that backup made")] = None,
    newest: Annotated[
        bool, typer.Option("--newest", help="The newest good one in BACKUP_DIR")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Only prove that the file could be restored")
    ] = False,
) -> None:
    """Replaces the data of this workspace. The server has to be stopped; what is replaced is moved
    to DATA_DIR/replaced."""
    if (file is None) != newest:
        raise InvalidInput("Name a file, or say --newest.", code="invalid_input")
    settings = read_configuration().settings
    chosen = file or _newest(settings)
    try:
        if check:
            _prove(chosen)
        else:
            _restore(chosen, settings)
    except OSError as error:
        raise Unavailable(f"The backup could not be restored: {error.strerror}.") from None


def _newest(settings: Settings) -> Path:
    for path, unusable in checked(settings.backups_dir, datetime.now(UTC)):
        if unusable is None:
            return path
        typer.echo(f"Left out: {unusable.message}", err=True)
    raise NotFound(f"There is no good backup in {settings.backups_dir}.", code="no_backup")


def _prove(path: Path) -> None:
    with open_backup(path) as backup, tempfile.TemporaryDirectory(dir=path.parent) as folder:
        prove(backup, Path(folder) / "unpacked")
        typer.echo(f"{_told(backup.manifest)} can be restored")


def _restore(path: Path, settings: Settings) -> None:
    places = Places(settings.data_dir, settings.database_file)
    with open_backup(path) as backup:
        # Nobody should stop a server for a file that cannot be restored.
        known_revision(backup)
        create_directories(settings)
        with alone(settings.data_dir, settings.database_file.parent):
            done = restore(backup, places, datetime.now(UTC))
    typer.echo(f"{_told(done.manifest)} is restored")
    if done.aside is not None:
        typer.echo(f"What was there before is in {done.aside}")
    if done.came_in is not None:
        typer.echo(f"What the restore that was interrupted had brought in is in {done.came_in}")
    if not done.manifest.folders:
        kept = any(any((settings.data_dir / name).glob("*")) for name in FOLDERS)
        typer.echo("It holds no recordings" + (": those that are here stay" if kept else ""))
    typer.echo("Start the server again")


def _told(manifest: Manifest) -> str:
    noun = "call" if manifest.calls == 1 else "calls"
    return f"The backup of {manifest.made_at:%Y-%m-%d %H:%M} UTC with {manifest.calls} {noun}"
