"""Which faults a run goes through, drawn from its seed: the same seed gives the same faults."""

import random
from dataclasses import dataclass

TALK_BEFORE_S = 1.5
TALK_AFTER_S = 1.5

_SHORTEST_AND_LONGEST_S = {
    "kill": (0.0, 0.6),
    "killed_while_coming_back": (0.05, 1.0),
    "restart": (0.0, 0.3),
    "clock_jump": (0.0, 0.3),
    "cut": (0.1, 3.0),
    "flapping": (0.05, 0.4),
    "half_open": (0.5, 3.0),
    "slow_line": (1.0, 3.0),
    "slow_page": (1.5, 4.0),
    "stuck_engine": (0.5, 4.0),
    "dead_engine": (0.0, 0.0),
    "full_disk": (0.5, 3.0),
    "locked_database": (0.5, 3.0),
    "reload": (0.2, 1.5),
    "crashed_tab": (0.2, 1.5),
    "second_tab": (0.2, 1.0),
}
KINDS = tuple(_SHORTEST_AND_LONGEST_S)
_WITH_OTHERS = ("stuck_engine", "full_disk", "locked_database", "slow_line")
_WITHIN = ("kill", "cut", "half_open", "reload", "crashed_tab", "dead_engine")


@dataclass(frozen=True, slots=True)
class Fault:
    """``after_s``: talk since the fault before was over. ``within``: it begins while the one
    before still lasts."""

    kind: str
    after_s: float
    lasts_s: float
    within: bool = False

    def __str__(self) -> str:
        return f"{'+' if self.within else ''}{self.kind} {self.lasts_s:.2f}s"


@dataclass(frozen=True, slots=True)
class Plan:
    """``ends_in_trouble``: the call is ended while the last fault goes on. ``database_lost``: it is
    destroyed after the call, and its backup restored."""

    seed: int
    number: int
    faults: tuple[Fault, ...]
    recorded: bool
    ends_in_trouble: bool
    page_clock_jumps: bool
    database_lost: bool

    def __str__(self) -> str:
        notes = [str(fault) for fault in self.faults]
        notes += ["ended in trouble"] * self.ends_in_trouble
        notes += ["then database_lost"] * self.database_lost
        notes += ["page's clock jumps"] * self.page_clock_jumps
        return ", ".join(notes)


QUIET = Plan(
    seed=0,
    number=0,
    faults=(),
    recorded=True,
    ends_in_trouble=False,
    page_clock_jumps=False,
    database_lost=False,
)
"""Nothing happens: what the others are compared with."""


def draw(seed: int, number: int) -> Plan:
    chance = random.Random(f"{seed}/{number}")
    faults: list[Fault] = []
    # Every kind has its turn, whatever the seed.
    kinds = random.Random(seed).sample(KINDS, len(KINDS))
    for place in range(chance.randint(2, 3)):
        kind = kinds[number % len(kinds)] if place == 0 else chance.choice(KINDS)
        faults.append(_fault(kind, chance))
        if kind in _WITH_OTHERS and chance.random() < 0.5:
            faults.append(_fault(chance.choice(_WITHIN), chance, within=True))
    return Plan(
        seed=seed,
        number=number,
        faults=tuple(faults),
        recorded=chance.random() < 0.5,
        ends_in_trouble=chance.random() < 0.3,
        page_clock_jumps=chance.random() < 0.2,
        database_lost=number % 7 == 3,
    )


def _fault(kind: str, chance: random.Random, within: bool = False) -> Fault:
    shortest, longest = _SHORTEST_AND_LONGEST_S[kind]
    return Fault(kind, chance.uniform(0.3, 2.0), chance.uniform(shortest, longest), within)
