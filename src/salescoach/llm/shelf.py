"""Who is the model for this call: asked once, when a call begins or is taken up again.

Whatever knows the answer (the environment, settings with stored keys) keeps ``ModelShelf``; a call
knows nothing of keys and addresses. What is chosen stays for the whole call.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from salescoach.domain.suggestion import Source
from salescoach.kit.masking import Masker
from salescoach.llm.failure import GuardedModel

CONTEXT_TOKENS = 16_000

Mask = Callable[[str], str]
"""Takes out of a text what must not leave the machine."""


def default_mask() -> Mask:
    """Card, account, identity and phone numbers and e-mail addresses."""
    masker = Masker()
    return lambda text: masker.mask(text).text


@dataclass(frozen=True, slots=True)
class LiveModel:
    """A model for one call. Calls may share ``guarded``, and with it breaker and budget: whoever
    lends it closes it. Every text that it is given goes through ``mask`` first.
    ``context_tokens``: the most of playbook and call in one request."""

    guarded: GuardedModel
    mask: Mask = field(default_factory=default_mask)
    context_tokens: int = CONTEXT_TOKENS

    @property
    def source(self) -> Source:
        """As a card names its engine."""
        return Source(self.guarded.engine.name)


class ModelShelf(Protocol):
    """Gives a call its model.

    ``for_call`` returns None when the embedded coach advises alone: because it was chosen, or
    because what a model needs is missing, which whoever keeps the shelf says where settings are
    shown. It never raises and never asks the network: a call begins with or without a model.
    Asked on the event loop of live calls, so that what takes long runs in a thread.
    """

    async def for_call(self) -> LiveModel | None: ...


class EmbeddedOnly:
    """No model."""

    async def for_call(self) -> LiveModel | None:
        return None
