"""What a server turns out not to understand.

Servers that speak the same protocol differ in what they take. A request asks for everything; when
one is refused for a feature by name, the feature is left out from then on.
"""

from collections.abc import Mapping


class Dialect:
    """``features``: by name, the words with which a refusal speaks of it."""

    def __init__(self, features: Mapping[str, tuple[str, ...]]) -> None:
        self._features = features
        self._unknown: dict[str, set[str]] = {}

    def knows(self, model: str, feature: str) -> bool:
        return feature not in self._unknown.get(model, set())

    def unlearn(self, model: str, complaint: str) -> bool:
        """True when the complaint is about a feature that was still asked for: the request may be
        sent again, without it."""
        complaint = complaint.lower()
        for feature, words in self._features.items():
            if self.knows(model, feature) and any(word in complaint for word in words):
                self._unknown.setdefault(model, set()).add(feature)
                return True
        return False
