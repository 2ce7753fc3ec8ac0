"""The playbook that somebody names on the command line: a file, or the id of one that is kept."""

from contextlib import AsyncExitStack
from pathlib import Path

from salescoach.app.storage_house import open_storage
from salescoach.domain.playbook import Playbook
from salescoach.infra.config import Settings
from salescoach.infra.configuration import create_directories
from salescoach.kit.clock import SystemClock
from salescoach.rooms.playbook.loader import load_file
from salescoach.rooms.playbook.service import PlaybookService
from salescoach.rooms.playbook.shelf import open_shelf

FILES = frozenset({".yaml", ".yml"})


async def named_playbook(name: str | None, settings: Settings) -> Playbook:
    """As written, slots and all; None names the one that a call gets when it asks for none.
    Raises ``PlaybookInvalid`` or ``PlaybookNotFound``."""
    file = _file(name) if name is not None else None
    if file is not None:
        return load_file(file)
    create_directories(settings)
    async with AsyncExitStack() as opening:
        database = await open_storage(settings, opening)
        service = PlaybookService(database, open_shelf(settings.playbook), SystemClock())
        return (await service.get(name)).playbook


def _file(name: str) -> Path | None:
    path = Path(name).expanduser()
    return path if path.suffix.lower() in FILES or path.is_file() else None
