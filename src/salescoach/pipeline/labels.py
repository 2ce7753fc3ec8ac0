"""What an utterance can mean for the sale, as the heads and the example bank name it."""

from salescoach.domain.playbook import Category
from salescoach.domain.signal import ObjectionType, SignalKind

Label = str
"""``objection:<type>``, ``buying_signal``, ``question`` or ``none``."""

QUESTION = "question"
BUYING_SIGNAL = "buying_signal"
NONE = "none"
OBJECTIONS = tuple(f"objection:{kind.value}" for kind in ObjectionType)
LABELS = (*OBJECTIONS, BUYING_SIGNAL, QUESTION, NONE)


def label_of(category: Category) -> Label | None:
    if category.signal is SignalKind.OBJECTION and category.objection_type is not None:
        return f"objection:{category.objection_type.value}"
    if category.signal is SignalKind.BUYING_SIGNAL:
        return BUYING_SIGNAL
    return None
