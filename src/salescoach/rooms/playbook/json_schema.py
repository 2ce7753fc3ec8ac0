"""JSON Schema of a playbook file, so that an editor completes keys and shows mistakes."""

from typing import Any

from salescoach.rooms.playbook.schema import PlaybookFile

TITLE = "Sales Coach playbook"


def schema_hint(address: str) -> str:
    """The first line of a file by which editors find the schema."""
    return f"# yaml-language-server: $schema={address}\n"


def json_schema() -> dict[str, Any]:
    """Draft 2020-12. A file may name it in its first line for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **PlaybookFile.model_json_schema(),
        "title": TITLE,
    }
