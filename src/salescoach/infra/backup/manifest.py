"""What a backup says about itself: which files it holds, how long they are, and what they hash to.

Nothing of a backup is believed that its manifest does not name.
"""

import re
from datetime import datetime
from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

MANIFEST = "manifest.json"
DATABASE = "salescoach.db"
SECRET = "secret.key"  # noqa: S105 - the name of a file
Folder = Literal["audio", "recordings", "spool"]
FOLDERS: tuple[Folder, ...] = ("audio", "recordings", "spool")
"""Folders of DATA_DIR that hold customers' voices, as far as they are there."""

MAX_FILES = 400_000
MAX_MANIFEST_BYTES = 128 << 20
MAX_DEPTH = 6
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,150}")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def safe_path(path: str) -> str:
    """A path that stays inside the folder it is unpacked to, on every system."""
    parts = path.split("/")
    sound = len(parts) <= MAX_DEPTH and all(
        _NAME.fullmatch(part) and not part.endswith(".") and not _RESERVED.fullmatch(part)
        for part in parts
    )
    known = path in (DATABASE, SECRET) or (len(parts) > 1 and parts[0] in FOLDERS)
    if not (sound and known):
        raise ValueError("is no path of a backup")
    return path


class Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StoredFile(Strict):
    """``size`` in bytes."""

    path: Annotated[str, AfterValidator(safe_path)]
    size: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Manifest(Strict):
    """``version`` of the product that made it; ``revision``: the migration of its database;
    ``rows`` of each table. ``folders``: those it took along, also when they were empty."""

    format: Literal[1] = 1
    product: Literal["salescoach"] = "salescoach"
    made_at: datetime
    version: str = Field(max_length=60)
    revision: str | None
    rows: dict[str, int]
    folders: tuple[Folder, ...] = ()
    files: tuple[StoredFile, ...] = Field(max_length=MAX_FILES)

    @property
    def size(self) -> int:
        """Of everything once it is unpacked, in bytes."""
        return sum(file.size for file in self.files)

    @property
    def calls(self) -> int:
        return self.rows.get("calls", 0)

    @property
    def has_secret(self) -> bool:
        return any(file.path == SECRET for file in self.files)


def folder_of(path: str) -> str:
    """The first part of the path of a stored file."""
    return PurePosixPath(path).parts[0]
