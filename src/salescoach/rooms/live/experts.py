"""What the brain has to know before a call: the playbook, its slots filled, by meaning."""

from salescoach.domain.events import Customer
from salescoach.domain.playbook import Playbook
from salescoach.embedding.contract import Embedder
from salescoach.pipeline.brain import Expertise
from salescoach.pipeline.coach import LocalCoach
from salescoach.pipeline.index import build_index, lines_of
from salescoach.pipeline.signals import Classifier
from salescoach.rooms.playbook.service import PlaybookService


async def expertise_for(
    playbook: Playbook, embedder: Embedder, classifier: Classifier | None
) -> Expertise:
    """What a call with ``playbook`` gets, whose slots are filled already."""
    index = await build_index(playbook, embedder)
    return Expertise(playbook, index, embedder, LocalCoach(index), classifier)


class Experts:
    def __init__(
        self,
        playbooks: PlaybookService,
        embedder: Embedder,
        classifier: Classifier | None = None,
    ) -> None:
        self._playbooks = playbooks
        self._embedder = embedder
        self._classifier = classifier

    async def __call__(self, playbook_id: str | None, customer: Customer | None) -> Expertise:
        """Raises ``NotFound`` (``playbook_not_found``). Lines that were embedded before come from
        the embedder's memory, so only the first call with a playbook takes time."""
        name = customer.name if customer else None
        playbook = self._playbooks.for_call(playbook_id, name)
        return await expertise_for(playbook, self._embedder, self._classifier)

    async def warm_up(self) -> None:
        """Embeds every playbook once, so that the first call starts at once."""
        lines: list[str] = []
        for playbook in self._playbooks.list():
            expertise = await self(playbook.id, None)
            lines += lines_of(expertise.index)
        await self._embedder.keep(lines)
