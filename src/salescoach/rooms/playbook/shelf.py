"""Playbooks that need no database: the demo that comes with the product, and the file that PLAYBOOK
names."""

import re
from dataclasses import dataclass
from pathlib import Path

from salescoach.domain.playbook import Playbook
from salescoach.rooms.playbook.loader import load_default, load_file

_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True, slots=True)
class Shelf:
    """``setting`` is PLAYBOOK as given. It names ``file``, or a stored playbook by ``named``, or
    nothing but the demo."""

    demo: Playbook
    file: Playbook | None = None
    named: str | None = None
    setting: str = "default"


def open_shelf(setting: str = "default") -> Shelf:
    """``setting`` is an id or the path of a file. Raises ``PlaybookInvalid``."""
    demo = load_default()
    if setting == demo.id:
        return Shelf(demo)
    path = Path(setting).expanduser()
    if _ID.fullmatch(setting) and not path.exists():
        return Shelf(demo, named=setting, setting=setting)
    return Shelf(demo, load_file(path), setting=setting)
