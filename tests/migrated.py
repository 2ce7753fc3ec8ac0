"""A new server's database, copied: to make each one anew would take longer than most tests."""

from pathlib import Path

from salescoach.infra.database import migrate

_NEW: list[bytes] = []


async def migrated(path: Path) -> str:
    """The URL of the database at ``path``, which is made unless it is there."""
    if not _NEW:
        made = path.with_name("new.db")
        await migrate(f"sqlite:///{made}")
        _NEW.append(made.read_bytes())
    _copy_to(path)
    return f"sqlite:///{path}"


def _copy_to(path: Path) -> None:
    if not path.exists():
        path.write_bytes(_NEW[0])
