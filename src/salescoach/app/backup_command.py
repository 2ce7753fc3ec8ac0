"""`salescoach backup`: everything of this workspace in one file, also while the server runs."""

import json
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from salescoach.app.version import version
from salescoach.infra.backup.manifest import FOLDERS, SECRET
from salescoach.infra.backup.proving import NoRoom
from salescoach.infra.backup.shelf import place_for
from salescoach.infra.backup.writing import Source, write_backup
from salescoach.infra.config import Settings
from salescoach.infra.configuration import read_configuration
from salescoach.kit.errors import InvalidInput, NotFound, Unavailable

SPARE_BYTES = 64 << 20


def command(
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The file; a new one in BACKUP_DIR when not given"),
    ] = None,
    recordings: Annotated[
        bool, typer.Option(help="Take recordings and audio that is not heard yet along")
    ] = True,
    with_key: Annotated[
        bool,
        typer.Option(
            "--with-key",
            help="Take the generated key along that opens the stored keys of engines. Whoever has "
            "the file has them then",
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="What was made as JSON")] = False,
) -> None:
    """Writes the database and the recordings to one verified file, online. A file that is there is
    not replaced."""
    settings = read_configuration().settings
    if not settings.database_file.is_file():
        raise NotFound(f"There is no database at {settings.database_file}.", code="no_database")
    now = datetime.now(UTC)
    target = output or place_for(settings.backups_dir, "manual", now)
    source = source_of(settings, recordings=recordings, with_key=with_key)
    _check_target(target, source)
    try:
        manifest = write_backup(source, target, version=version(), now=now)
    except OSError as error:
        raise Unavailable(f"{target} could not be written: {error.strerror}.") from None
    except sqlite3.Error as error:
        raise Unavailable(f"The database could not be read ({type(error).__name__}).") from None
    if as_json:
        told = {
            "file": str(target),
            "bytes": target.stat().st_size,
            "files": len(manifest.files),
            "rows": manifest.rows,
            "revision": manifest.revision,
            "made_at": manifest.made_at.isoformat(),
        }
        typer.echo(json.dumps(told, indent=2))
        return
    size = target.stat().st_size / (1 << 20)
    noun = "call" if manifest.calls == 1 else "calls"
    typer.echo(f"{target}: {manifest.calls} {noun}, {size:.1f} MB, verified")


def source_of(settings: Settings, *, recordings: bool, with_key: bool) -> Source:
    folders = {name: settings.data_dir / name for name in (FOLDERS if recordings else ())}
    return Source(
        settings.database_file,
        {name: folder for name, folder in folders.items() if folder.is_dir()},
        settings.data_dir / SECRET if with_key else None,
    )


def _check_target(target: Path, source: Source) -> None:
    if target.exists():
        raise InvalidInput(f"{target} is there already.", code="already_there")
    if not target.parent.is_dir():
        raise InvalidInput(f"There is no directory {target.parent}.", code="not_writable")
    needed = 2 * source.size() + SPARE_BYTES
    if shutil.disk_usage(target.parent).free < needed:
        raise NoRoom(f"The backup may take {needed >> 20} MB, more than there is at {target}.")
