"""What becomes of personal numbers and addresses that are said in a call: a value that is handed to
the call before it begins."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from salescoach.kit.masking import Kind, Masker

Handling = Literal["left", "not_sent", "not_kept"]
"""``left``: nothing is done. ``not_sent``: it is kept on this machine and masked in whatever is
sent elsewhere. ``not_kept``: it is masked before anything is stored, and so before it is sent."""

DEFAULT_HANDLING: Mapping[Kind, Handling] = {
    Kind.CARD: "not_kept",
    Kind.ACCOUNT: "not_kept",
    Kind.IDENTITY: "not_kept",
    Kind.EMAIL: "not_sent",
    Kind.PHONE: "not_sent",
    Kind.WORD: "not_kept",
}
"""A salesperson needs the customer's number and address; nobody needs their card."""


@dataclass(frozen=True, slots=True)
class Privacy:
    """``words`` are the user's own list. ``keep_audio`` False: no recording is kept, whatever was
    agreed to in a call."""

    handling: Mapping[Kind, Handling] = field(default_factory=lambda: DEFAULT_HANDLING)
    words: tuple[str, ...] = ()
    keep_audio: bool = True

    def before_storage(self) -> Masker:
        return Masker(self._handled("not_kept"), self.words)

    def before_sending(self) -> Masker:
        return Masker(self._handled("not_kept", "not_sent"), self.words)

    def _handled(self, *wanted: Handling) -> frozenset[Kind]:
        return frozenset(kind for kind in Kind if self.handling.get(kind, "left") in wanted)


OPEN = Privacy(dict.fromkeys(Kind, "left"))
"""Nothing is masked: for replays and rehearsals of what is stored already."""
