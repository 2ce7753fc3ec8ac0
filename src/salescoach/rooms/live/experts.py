"""What the brain has to know before a call: the playbook, its slots filled, by meaning."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Protocol

from salescoach.domain.blanks import without_blanks
from salescoach.domain.coaching import Coaching
from salescoach.domain.events import Customer
from salescoach.domain.playbook import Playbook
from salescoach.domain.slots import filled, naming_texts
from salescoach.embedding.contract import Embedder
from salescoach.kit.spare_time import SpareTime
from salescoach.pipeline.brain import Expertise
from salescoach.pipeline.coach import LocalCoach
from salescoach.pipeline.competitors import with_names_to_hear
from salescoach.pipeline.index import build_index, lines_of
from salescoach.pipeline.signals import Classifier
from salescoach.pipeline.small_heads import load_small_heads
from salescoach.pipeline.stage_heads import load_stage_heads

CoachingFor = Callable[[str], Awaitable[Coaching]]
"""For the id of a playbook, how the user wants to be coached with it."""


class Playbooks(Protocol):
    """Where playbooks come from, as written. ``version`` None: the newest."""

    async def for_call(self, playbook_id: str | None, version: int | None) -> Playbook: ...

    async def every(self) -> Sequence[Playbook]: ...


class Experts:
    def __init__(
        self,
        playbooks: Playbooks,
        embedder: Embedder,
        classifier: Classifier | None = None,
        coaching: CoachingFor | None = None,
        spare: SpareTime | None = None,
    ) -> None:
        """``coaching``: how the user wants to be coached with a playbook, asked at the start of a
        call; as it comes when left out. ``spare``: when unfinished words are read; at once when
        left out."""
        self._spare = spare
        self._playbooks = playbooks
        self._embedder = embedder
        self._classifier = classifier
        self._stage_heads = load_stage_heads()
        self._small_heads = load_small_heads() if classifier is not None else None
        self._coaching = coaching

    async def __call__(
        self, playbook_id: str | None, customer: Customer | None, version: int | None = None
    ) -> Expertise:
        """``version`` is what a call that goes on began with, None for the newest. Raises
        ``NotFound`` (``playbook_not_found``). Lines that were embedded before come from the
        embedder's memory, so only the first call with a playbook takes time."""
        written = await self._playbooks.for_call(playbook_id, version)
        expertise = await self.learn(written, customer)
        if self._coaching is None:
            return expertise
        return replace(expertise, coaching=await self._coaching(written.id))

    async def learn(self, written: Playbook, customer: Customer | None = None) -> Expertise:
        """What there is to know of a playbook as written, also of one that is nowhere kept."""
        known = (customer.name, customer.company) if customer else (None, None)
        playbook = with_names_to_hear(without_blanks(filled(written, *known)))
        index = replace(
            await build_index(playbook, self._embedder), naming=naming_texts(written, *known)
        )
        return Expertise(
            playbook,
            index,
            self._embedder,
            LocalCoach(index),
            self._classifier,
            stage_heads=self._stage_heads,
            small_heads=self._small_heads,
            spare=self._spare,
        )

    async def warm_up(self) -> None:
        """Embeds every playbook once, so that the next call starts at once."""
        lines: list[str] = []
        for playbook in await self._playbooks.every():
            ready = without_blanks(filled(playbook))
            lines += lines_of(await build_index(ready, self._embedder))
        await self._embedder.keep(lines)
