"""What is wrong with the configuration, said so that it can be mended without reading code.

All problems are found in one go: the value (masked when it is a secret), the rule it breaks, and
how to mend it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from salescoach.kit.errors import SalesCoachError

_BOUNDS = {"ge": "from", "gt": "above", "le": "to", "lt": "below"}
_URL_PASSWORD = re.compile(r"(://[^:/@\s]*:)[^@/\s]+@")


@dataclass(frozen=True, slots=True)
class Problem:
    """``value`` is ready to be shown; ``origin`` says where it was set."""

    name: str
    value: str
    rule: str
    mend: str
    origin: str

    def __str__(self) -> str:
        return (
            f"{self.name} = {self.value} (from {self.origin})\n"
            f"    rule: {self.rule}\n"
            f"    mend: {self.mend}"
        )


class ConfigurationInvalid(SalesCoachError):
    """Every problem found, in the order of the settings."""

    code = "configuration_invalid"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        count = "One setting needs" if len(problems) == 1 else f"{len(problems)} settings need"
        lines = "\n".join(f"  {problem}" for problem in problems)
        super().__init__(f"{count} mending:\n{lines}")
        self.problems = problems


def mask(secret: str) -> str:
    """Nothing of a secret is shown but its length."""
    return f"******** ({len(secret)} characters)" if secret else "(empty)"


def shown(name: str, value: object, *, secret: bool) -> str:
    """A value as it may be printed: secrets and passwords inside URLs are masked."""
    if value is None or value == "" or value == ():
        return "(not set)"
    if secret:
        return mask(str(value))
    if isinstance(value, bool):
        return str(value).lower()
    text = ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return _URL_PASSWORD.sub(r"\1********@", text)


def problems_in(
    error: ValidationError,
    *,
    fields: Mapping[str, FieldInfo],
    secrets: frozenset[str],
    origins: Mapping[str, str],
) -> tuple[Problem, ...]:
    """One problem a setting. ``fields``, ``secrets`` and ``origins`` go by field name."""
    first: dict[str, ErrorDetails] = {}
    for details in error.errors(include_url=False):
        first.setdefault(str(details["loc"][0]), details)
    order = {name: place for place, name in enumerate(fields)}
    return tuple(
        _problem(name, first[name], fields[name], name in secrets, origins.get(name, "default"))
        for name in sorted(first, key=order.__getitem__)
    )


def _problem(
    name: str, details: ErrorDetails, field: FieldInfo, secret: bool, origin: str
) -> Problem:
    context = details.get("ctx", {})
    rule = details["msg"] if details["type"] == "rule" else _rule(field, details)
    mend = context.get("mend") or _mend(name, field)
    value = details["input"]
    if hasattr(value, "get_secret_value"):
        value = value.get_secret_value()
    return Problem(name.upper(), shown(name, value, secret=secret), rule, mend, origin)


def _rule(field: FieldInfo, details: ErrorDetails) -> str:
    """The rule in the words of the setting rather than of the parser."""
    annotation = field.annotation
    bounds = [
        f"{words} {getattr(constraint, sign)}"
        for constraint in field.metadata
        for sign, words in _BOUNDS.items()
        if getattr(constraint, sign, None) is not None
    ]
    if annotation is bool:
        return "must be true or false"
    if annotation in (int, float):
        kind = "a whole number" if annotation is int else "a number"
        return " ".join(["must be", kind, *bounds])
    if details["type"] == "literal_error":
        return f"must be one of {details['ctx']['expected']}".replace("'", "")
    return details["msg"]


def _mend(name: str, field: FieldInfo) -> str:
    default = field.default
    if default is None or default == "" or hasattr(default, "get_secret_value"):
        return f"set {name.upper()} to such a value, or remove the line"
    return f"set {name.upper()} to such a value, or remove the line to get {default}"
