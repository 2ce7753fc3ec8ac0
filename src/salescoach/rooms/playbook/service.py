"""Which playbooks there are, and the one a call gets."""

from collections.abc import Sequence
from pathlib import Path

from salescoach.domain.playbook import Playbook
from salescoach.domain.slots import filled
from salescoach.kit.errors import NotFound
from salescoach.rooms.playbook.loader import load_default, load_file


class PlaybookNotFound(NotFound):
    code = "playbook_not_found"


class PlaybookService:
    """Playbooks by id; the first one serves a call that asks for none."""

    def __init__(self, playbooks: Sequence[Playbook]) -> None:
        if not playbooks:
            raise ValueError("at least one playbook is needed")
        self._playbooks: dict[str, Playbook] = {}
        for playbook in playbooks:
            self._playbooks.setdefault(playbook.id, playbook)
        self._first = playbooks[0]

    @classmethod
    def load(cls, playbook: str = "default") -> "PlaybookService":
        """``playbook`` is the setting PLAYBOOK: the id of the shipped playbook or the path of an
        own one. An own one comes first, and replaces the shipped one when it kept that id.
        Raises ``PlaybookInvalid``."""
        shipped = load_default()
        if playbook == shipped.id:
            return cls([shipped])
        return cls([load_file(Path(playbook).expanduser()), shipped])

    def get(self, playbook_id: str | None = None) -> Playbook:
        """The playbook as written, slots and all. Raises ``PlaybookNotFound``."""
        if playbook_id is None:
            return self._first
        try:
            return self._playbooks[playbook_id]
        except KeyError:
            known = ", ".join(self._playbooks)
            raise PlaybookNotFound(f"there is no such playbook; there are: {known}") from None

    def for_call(
        self, playbook_id: str | None = None, customer_name: str | None = None
    ) -> Playbook:
        """The playbook with its slots filled, ready for the brain. Raises ``PlaybookNotFound``."""
        return filled(self.get(playbook_id), customer_name)

    def list(self) -> tuple[Playbook, ...]:
        return tuple(self._playbooks.values())
