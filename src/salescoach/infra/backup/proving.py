"""Whether a backup may take the place of what is there: whole, of this product, not of a newer
version, and with nothing in its database that no version of ours puts there.
"""

import shutil
import sqlite3
from pathlib import Path

from salescoach.infra.backup.manifest import DATABASE
from salescoach.infra.backup.reading import Backup, BackupUnusable
from salescoach.infra.backup.shape import strange_in
from salescoach.infra.backup.snapshot import examine, revision_of
from salescoach.infra.database import revisions
from salescoach.kit.errors import Unavailable

SPARE_BYTES = 64 << 20
_NAME_SHOWN = 60


class NoRoom(Unavailable):
    """The disk is too full for what was asked."""

    code = "disk_full"


def prove(backup: Backup, folder: Path) -> None:
    """Unpacks into ``folder``, which is new, and looks at all of it. Raises ``BackupUnusable``
    (also with ``database_too_new``, ``database_unknown`` and ``database_changed``),
    ``DatabaseDamaged``, ``NoRoom`` or ``OSError``."""
    revision = known_revision(backup)
    folder.mkdir(mode=0o700)
    if shutil.disk_usage(folder).free < backup.manifest.size + SPARE_BYTES:
        raise NoRoom(
            f"Unpacking this backup takes {backup.manifest.size >> 20} MB, more than there is. "
            "Make room on the disk of DATA_DIR."
        )
    backup.unpack(folder)
    try:
        _prove_database(backup, folder / DATABASE, revision)
    except sqlite3.Error as error:
        raise BackupUnusable("Its database cannot be read.") from error


def known_revision(backup: Backup) -> str:
    """The migration that its manifest names. Raises ``BackupUnusable`` unless it is one of ours."""
    named, known = backup.manifest.revision or "", revisions()
    if named in known:
        return named
    if named.isascii() and named.isdigit() and len(named) == len(known[-1]) and named > known[-1]:
        raise BackupUnusable(
            "A newer version of Sales Coach AI made this backup. Install that version first.",
            code="database_too_new",
        )
    raise BackupUnusable(
        f"The database of this backup is of no version of Sales Coach AI: it says {_shown(named)} "
        "where its version stands. Something else made or changed it.",
        code="database_unknown",
    )


def _prove_database(backup: Backup, database: Path, revision: str) -> None:
    if revision_of(database) != revision:
        raise BackupUnusable("Its database does not hold what its manifest says.")
    if (strange := strange_in(database, revision)) is not None:
        raise BackupUnusable(
            f"The database of this backup was changed: no version of Sales Coach AI makes its "
            f"{_shown(strange)} as it is there.",
            code="database_changed",
        )
    if examine(database).rows != backup.manifest.rows:
        raise BackupUnusable("Its database does not hold what its manifest says.")


def _shown(name: str) -> str:
    return ascii(name[:_NAME_SHOWN])
