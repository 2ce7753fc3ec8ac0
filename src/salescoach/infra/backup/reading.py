"""A backup, read without trusting it.

Nothing is believed but the manifest, and that only as far as it is sound: a file that it does not
name, that is longer or other than it says, or that would leave the folder, makes all of it useless.
"""

import hashlib
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from salescoach.infra.backup.manifest import (
    DATABASE,
    MANIFEST,
    MAX_FILES,
    MAX_MANIFEST_BYTES,
    Manifest,
    StoredFile,
)
from salescoach.infra.backup.private import new_file
from salescoach.infra.backup.snapshot import BackupStopped
from salescoach.kit.errors import SalesCoachError

CHUNK = 1 << 20
_REGULAR = 0o10
_PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""How we write. Others reserve the memory that the file asks for, some gigabytes."""

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError)
"""What reading a damaged or hostile ZIP raises."""


class BackupUnusable(SalesCoachError):
    """The file is no whole backup of this product."""

    code = "backup_unusable"


class Backup:
    """An opened one. ``manifest`` is sound in itself; whether the files are what it says,
    ``check`` tells."""

    def __init__(self, archive: zipfile.ZipFile, path: Path) -> None:
        self._archive = archive
        self._path = path
        members = archive.infolist()
        if len(members) > MAX_FILES + 1:
            raise self._unusable("it holds too many files")
        if any(member.compress_type not in _PACKED for member in members):
            raise self._unusable("its files are packed as none of this product's are")
        self._members = {member.filename: member for member in members}
        self.manifest = self._read_manifest()
        named = {file.path for file in self.manifest.files}
        if len(self._members) != len(members) or len(named) != len(self.manifest.files):
            raise self._unusable("a file is in it twice")
        if set(self._members) != named | {MANIFEST} or DATABASE not in named:
            raise self._unusable("its files are not those of its manifest")

    def check(self, stopped: Callable[[], bool] = lambda: False) -> None:
        """Reads every file. Raises ``BackupUnusable`` or ``BackupStopped``."""
        for file in self.manifest.files:
            for _ in self._chunks(file):
                if stopped():
                    raise BackupStopped("The backup was stopped.")

    def unpack(self, folder: Path) -> None:
        """Every file to its path under ``folder``, which is new. Raises ``BackupUnusable`` or
        ``OSError``; what was unpacked until then stays there."""
        for file in self.manifest.files:
            target = folder / file.path
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with new_file(target) as out:
                for chunk in self._chunks(file):
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())

    def _chunks(self, file: StoredFile) -> Iterator[bytes]:
        member = self._members[file.path]
        if member.file_size != file.size or member.external_attr >> 28 not in (0, _REGULAR):
            raise self._unusable(f"{file.path} is not what its manifest says")
        digest, left = hashlib.sha256(), file.size
        try:
            with self._archive.open(member) as content:
                while chunk := content.read(min(CHUNK, left + 1)):
                    left -= len(chunk)
                    if left < 0:
                        raise self._unusable(f"{file.path} is longer than its manifest says")
                    digest.update(chunk)
                    yield chunk
        except _BROKEN as error:
            raise self._unusable(f"{file.path} cannot be read") from error
        if left or digest.hexdigest() != file.sha256:
            raise self._unusable(f"{file.path} is not what its manifest says")

    def _read_manifest(self) -> Manifest:
        member = self._members.get(MANIFEST)
        if member is None or member.file_size > MAX_MANIFEST_BYTES:
            raise self._unusable("it has no manifest")
        try:
            with self._archive.open(member) as file:
                return Manifest.model_validate_json(file.read(MAX_MANIFEST_BYTES))
        except ValidationError:
            raise self._unusable("its manifest is not one of this product") from None
        except _BROKEN:
            raise self._unusable("its manifest cannot be read") from None

    def _unusable(self, why: str) -> BackupUnusable:
        return BackupUnusable(f"{self._path} is no usable backup: {why}.")


@contextmanager
def open_backup(path: Path) -> Iterator[Backup]:
    """Raises ``BackupUnusable``."""
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is no ZIP file, or not all of one"
        raise BackupUnusable(f"{path} is no usable backup: {why}.") from error
    with archive:
        yield Backup(archive, path)
