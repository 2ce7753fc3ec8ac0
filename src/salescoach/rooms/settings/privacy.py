"""What the user wants masked before it is kept or sent, and whether recordings are kept at all."""

from collections.abc import Mapping

from salescoach.domain.privacy import Handling, Privacy
from salescoach.infra.changeable import WrongSetting
from salescoach.infra.database import Database
from salescoach.kit.clock import Clock
from salescoach.kit.masking import Kind
from salescoach.rooms.settings import chosen_store
from salescoach.rooms.settings.service import OWNER

MOST_WORDS = 200
LONGEST_WORD = 80
SHORTEST_WORD = 2


class PrivacyService:
    """Every method raises ``StorageTrouble`` when the database cannot be used just now."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def get(self) -> Privacy:
        """For the next call."""
        async with self._database.read() as connection:
            return await chosen_store.privacy(connection, OWNER)

    async def put(
        self, handling: Mapping[Kind, Handling], words: tuple[str, ...], keep_audio: bool
    ) -> Privacy:
        """Raises ``WrongSetting``. Kinds that are missing are as they come."""
        tidied = tuple(dict.fromkeys(" ".join(word.split()) for word in words if word.strip()))
        if len(tidied) > MOST_WORDS:
            raise WrongSetting("words", f"At most {MOST_WORDS} words or phrases.")
        if any(not SHORTEST_WORD <= len(word) <= LONGEST_WORD for word in tidied):
            raise WrongSetting(
                "words", f"Each between {SHORTEST_WORD} and {LONGEST_WORD} characters."
            )
        chosen = Privacy({**Privacy().handling, **handling}, tidied, keep_audio)
        async with self._database.write() as connection:
            await chosen_store.save_privacy(connection, OWNER, chosen, self._clock.utc())
        return chosen
