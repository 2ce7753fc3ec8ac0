"""A backup as one file: a ZIP with a manifest, which any system opens without this product.

It is written beside its place and takes it once it is whole, read back and on disk.
"""

import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from salescoach.infra.backup.manifest import (
    DATABASE,
    FOLDERS,
    MANIFEST,
    SECRET,
    Folder,
    Manifest,
    StoredFile,
    safe_path,
)
from salescoach.infra.backup.private import new_file
from salescoach.infra.backup.reading import CHUNK, open_backup
from salescoach.infra.backup.snapshot import BackupStopped, copy_database, examine

_LONG_AGO = (2026, 1, 1, 0, 0, 0)
"""The time of every file in it; the manifest tells when the backup was made."""

_OWN_FILE = 0o100600 << 16
Stopped = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Source:
    """What is backed up. ``folders`` by their names in the backup; ``secret``: the file with the
    generated key, None to leave it out."""

    database: Path
    folders: Mapping[Folder, Path]
    secret: Path | None = None

    def size(self) -> int:
        """Bytes on disk, about."""
        files = [file for folder in self.folders.values() for file in _files_in(folder)]
        beside = self.database.with_name(f"{self.database.name}-wal")
        return sum(_size_of(file) for file in (self.database, beside, *files))


def write_backup(
    source: Source,
    target: Path,
    *,
    version: str,
    now: datetime,
    stopped: Stopped = lambda: False,
) -> Manifest:
    """Raises ``DatabaseDamaged``, ``BackupStopped``, ``OSError`` or ``sqlite3.Error``; ``target``
    is then as it was."""
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    snapshot = partial.with_suffix(".db")
    try:
        with new_file(partial) as file, zipfile.ZipFile(file, "w", allowZip64=True) as archive:
            writing = _Writing(archive, stopped)
            # Audio goes before the database: text that is newer than its audio is whole, audio
            # without its text would have to be heard again.
            for name, folder in sorted(source.folders.items()):
                for path in _files_in(folder):
                    writing.add(path, f"{name}/{path.relative_to(folder).as_posix()}")
            copy_database(source.database, snapshot, stopped=stopped)
            facts = examine(snapshot)
            if not writing.add(snapshot, DATABASE, zipfile.ZIP_DEFLATED):
                raise FileNotFoundError(snapshot)
            if source.secret is not None:
                writing.add(source.secret, SECRET)
            manifest = Manifest(
                made_at=now,
                version=version,
                revision=facts.revision,
                rows=facts.rows,
                folders=tuple(name for name in FOLDERS if name in source.folders),
                files=tuple(writing.stored),
            )
            archive.writestr(_member(MANIFEST), manifest.model_dump_json(indent=1))
        with open_backup(partial) as backup:
            backup.check(stopped)
        _to_disk(partial)
        partial.replace(target)
    finally:
        for left in (partial, snapshot, Path(f"{snapshot}-journal")):
            with suppress(OSError):
                left.unlink(missing_ok=True)
    return manifest


class _Writing:
    def __init__(self, archive: zipfile.ZipFile, stopped: Stopped) -> None:
        self.stored: list[StoredFile] = []
        self._archive = archive
        self._stopped = stopped

    def add(self, path: Path, inside: str, how: int = zipfile.ZIP_STORED) -> bool:
        """As far as it is long now: audio of a live call goes on growing. False when it has gone,
        or has a name that no part of this product gives."""
        try:
            safe_path(inside)
            with path.open("rb") as content:
                left = size = os.fstat(content.fileno()).st_size
                digest = hashlib.sha256()
                member = _member(inside, how)
                member.file_size = size
                with self._archive.open(member, "w", force_zip64=size > 1 << 30) as out:
                    while left and (chunk := content.read(min(CHUNK, left))):
                        if self._stopped():
                            raise BackupStopped("The backup was stopped.")
                        left -= len(chunk)
                        digest.update(chunk)
                        out.write(chunk)
        except (FileNotFoundError, ValueError):
            return False
        self.stored.append(StoredFile(path=inside, size=size - left, sha256=digest.hexdigest()))
        return True


def _member(name: str, how: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _LONG_AGO)
    member.compress_type = how
    member.external_attr = _OWN_FILE
    return member


def _files_in(folder: Path) -> Iterator[Path]:
    """Of a folder that others change meanwhile; links are not followed."""
    for place, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            path = Path(place, name)
            if not path.is_symlink():
                yield path


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
