"""What a new playbook can start from: the demo, and playbooks that sell nothing of their own."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from salescoach.domain.playbook import Playbook
from salescoach.rooms.playbook.errors import template_not_found
from salescoach.rooms.playbook.loader import load_default, load_file

_FOLDER = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Template:
    """``generic``: every word in it fits whatever product its slots name."""

    playbook: Playbook
    summary: str
    generic: bool

    @property
    def id(self) -> str:
        return self.playbook.id


_SUMMARIES = {
    "b2b_software": "Software sold to companies: several people decide, it has to fit what they "
    "have, and the price is compared.",
    "default": "The demo's: an AI phone assistant for small businesses, with everything filled in "
    "to read and learn from.",
}


@cache
def templates() -> tuple[Template, ...]:
    """The generic ones first."""
    generic = [load_file(path) for path in sorted(_FOLDER.glob("*.yaml"))]
    return (
        *(Template(each, _SUMMARIES[each.id], True) for each in generic),
        Template(load_default(), _SUMMARIES["default"], False),
    )


def template(template_id: str) -> Template:
    """Raises ``NotFound`` (``template_not_found``)."""
    for each in templates():
        if each.id == template_id:
            return each
    raise template_not_found(template_id, [each.id for each in templates()])
