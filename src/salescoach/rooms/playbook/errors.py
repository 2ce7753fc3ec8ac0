"""What can be wrong with a request about playbooks, beside a content that is refused."""

from collections.abc import Mapping
from typing import Any

from salescoach.kit.errors import Conflict, NotFound


class PlaybookNotFound(NotFound):
    code = "playbook_not_found"


class PlaybookChanged(Conflict):
    """Somebody saved since the page read it. ``current_version`` is what there is now."""

    code = "playbook_changed"

    def __init__(self, current_version: int) -> None:
        super().__init__(
            "This playbook was saved elsewhere in the meantime. Read it again, then save."
        )
        self.current_version = current_version

    @property
    def details(self) -> Mapping[str, Any]:
        return {"current_version": self.current_version}


def version_not_found(playbook_id: str, version: int) -> NotFound:
    return NotFound(
        f"The playbook {playbook_id} has no version {version}.", code="playbook_version_not_found"
    )


def template_not_found(template_id: str, known: list[str]) -> NotFound:
    return NotFound(
        f"There is no template {template_id}; there are: {', '.join(known)}.",
        code="template_not_found",
    )


def read_only(playbook_id: str) -> Conflict:
    return Conflict(
        f"The playbook {playbook_id} comes from the file that PLAYBOOK names. "
        "Make a copy to edit it here.",
        code="playbook_read_only",
    )


def demo_stays() -> Conflict:
    return Conflict(
        "The demo playbook belongs to the product and cannot be deleted.", code="demo_playbook"
    )


def last_playbook() -> Conflict:
    return Conflict(
        "This is your last playbook. Make another one before you delete it.", code="last_playbook"
    )
