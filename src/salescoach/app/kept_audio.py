"""What a call keeps outside the database: its spool and, with consent, its recording."""

import asyncio

from salescoach.infra.config import Settings
from salescoach.kit.errors import InvalidInput
from salescoach.rooms.live.spool import remove_folder


class KeptAudio:
    def __init__(self, settings: Settings) -> None:
        self._folders = (settings.spool_dir, settings.audio_dir)

    async def delete(self, call_id: str) -> int:
        """How many bytes there were; nothing to delete is fine. Raises ``OSError`` when something
        stays."""
        if not call_id.replace("-", "").replace("_", "").isalnum():
            raise InvalidInput("That is no id of a call.")
        return await asyncio.to_thread(self._remove, call_id)

    def _remove(self, call_id: str) -> int:
        kept = [folder / call_id for folder in self._folders]
        files = [file for folder in kept for file in folder.rglob("*") if file.is_file()]
        size = sum(file.stat().st_size for file in files)
        for folder in kept:
            remove_folder(folder)
        return size
