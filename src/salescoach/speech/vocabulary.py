"""Names that a recogniser garbles, mended with the playbook's own."""

from collections.abc import Sequence

from salescoach.domain.playbook import Term


class Mender:
    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = tuple(terms)

    def mend(self, text: str) -> str:
        return text
