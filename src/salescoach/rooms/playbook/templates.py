"""What a new playbook can start from: the demo, and playbooks that sell nothing of their own.

Of a trade only what is its own is written down; the rest is what holds in every trade, and worries
about AI where the trade meets any.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from salescoach.domain.playbook import Playbook
from salescoach.rooms.playbook.errors import template_not_found
from salescoach.rooms.playbook.layers import laid_over
from salescoach.rooms.playbook.loader import load_default, load_file, parse_draft
from salescoach.rooms.playbook.yamltree import read_yaml

_HERE = Path(__file__).parent
_FOLDER = _HERE / "templates"
_TRADES = _FOLDER / "trades"
_EVERY_TRADE = _TRADES / "base.yaml"
_ABOUT_AI = _TRADES / "ai.yaml"
_MEET_AI = frozenset({"agency", "recruiting", "education"})
_EXAMPLES = _HERE / "examples" / "trades.yaml"


@dataclass(frozen=True, slots=True)
class Examples:
    """What somebody of the trade might answer in the first run."""

    product: str
    pitch: str
    price: str
    ideal_customer: str
    facts: tuple[str, ...]
    competitor: str
    say: str


@dataclass(frozen=True, slots=True)
class Template:
    """``generic``: every word in it fits whatever product its slots name. ``examples`` None: nobody
    is asked to begin with it."""

    playbook: Playbook
    summary: str
    generic: bool
    examples: Examples | None = None

    @property
    def id(self) -> str:
        return self.playbook.id


_examples_form = TypeAdapter(dict[str, Examples])
_SUMMARIES = {
    "b2b_software": "Several people decide, and it has to fit what they have.",
    "local_services": "Trades, cleaning, care, beauty and repair nearby.",
    "agency": "Marketing, design, IT: a goal, a proposal, and people.",
    "recruiting": "An empty seat, a fee, and profiles that have to fit.",
    "insurance_finance": "Insurance, pensions, loans: what is covered, and trust.",
    "real_estate": "Owners and buyers: commission, viewings, and the bank.",
    "education": "Courses and tutoring: a goal, the hours, and who pays.",
    "default": "The demo's, all filled in to read and learn from.",
}


@cache
def templates() -> tuple[Template, ...]:
    """The generic ones first, software among them, then the trades."""
    generic = [load_file(path) for path in sorted(_FOLDER.glob("*.yaml"))]
    examples = _examples_form.validate_python(_read(_EXAMPLES))
    every = _read(_EVERY_TRADE)
    with_ai = laid_over(every, _read(_ABOUT_AI))
    trades = {path.stem: path for path in _TRADES.glob("*.yaml")}
    generic += [
        parse_draft(
            laid_over(with_ai if name in _MEET_AI else every, _read(trades[name])),
            source=trades[name].name,
        )
        for name in _SUMMARIES
        if name in trades
    ]
    return (
        *(Template(each, _SUMMARIES[each.id], True, examples[each.id]) for each in generic),
        Template(load_default(), _SUMMARIES["default"], False),
    )


def _read(path: Path) -> Mapping[str, Any]:
    read: Mapping[str, Any] = read_yaml(path.read_text("utf-8")).value
    return read


def template(template_id: str) -> Template:
    """Raises ``NotFound`` (``template_not_found``)."""
    for each in templates():
        if each.id == template_id:
            return each
    raise template_not_found(template_id, [each.id for each in templates()])
