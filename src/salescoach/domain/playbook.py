"""The playbook: everything the coach may say, as the user wrote it.

It is a value handed to the brain for one call; the brain never looks one up.
"""

from dataclasses import dataclass

from salescoach.domain.audio import Speaker
from salescoach.domain.signal import ObjectionType, SignalKind, Stage


@dataclass(frozen=True, slots=True)
class Fact:
    """Something true of the product. ``asks`` are customer questions that it answers."""

    id: str
    text: str
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Product:
    name: str
    pitch: str
    price: str
    facts: tuple[Fact, ...]
    ideal_customer: str = ""


@dataclass(frozen=True, slots=True)
class Competitor:
    """``also_called`` are the words customers use for it."""

    name: str
    say: str
    also_called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """A name speech engines garble, and how it tends to come out."""

    term: str
    sounds_like: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """Words to say. ``triggers`` are things a customer says that call for it."""

    id: str
    name: str
    text: str
    when_to_use: str
    triggers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Category:
    """A drawer of the toolkit. ``signal`` and ``objection_type`` say what its triggers mean;
    both None for a drawer that no signal opens."""

    id: str
    name: str
    scripts: tuple[Script, ...]
    signal: SignalKind | None = None
    objection_type: ObjectionType | None = None


@dataclass(frozen=True, slots=True)
class Objective:
    """``done_when`` are lines that show the objective is reached; ``said_by`` is who has to say
    them, None for either side. ``asks`` are questions whose answer reaches it."""

    id: str
    stage: Stage
    text: str
    done_when: tuple[str, ...]
    said_by: Speaker | None = None
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DiscoveryQuestion:
    question: str
    alternatives: tuple[str, ...]
    when_to_use: str
    stage: Stage = Stage.DISCOVERY


@dataclass(frozen=True, slots=True)
class StageGuide:
    """How a stage sounds (``sounds_like``: lines typical of it, by either side), what to do in it
    and what to talk about."""

    stage: Stage
    direction: str
    why: str
    sounds_like: tuple[str, ...]
    talking_points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Playbook:
    id: str
    name: str
    version: int
    product: Product
    categories: tuple[Category, ...]
    objectives: tuple[Objective, ...]
    questions: tuple[DiscoveryQuestion, ...]
    stages: tuple[StageGuide, ...]
    competitors: tuple[Competitor, ...] = ()
    vocabulary: tuple[Term, ...] = ()
    never_say: tuple[str, ...] = ()

    def category(self, category_id: str) -> Category | None:
        return next((c for c in self.categories if c.id == category_id), None)
