"""Playbooks out of YAML and back into it.

A playbook is written by hand, so every refusal names the file and the line and says the mend.
"""

import dataclasses
import difflib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML

from salescoach.domain.playbook import Playbook
from salescoach.kit.errors import InvalidInput
from salescoach.rooms.playbook.rules import findings
from salescoach.rooms.playbook.schema import KEYS, PlaybookFile
from salescoach.rooms.playbook.yamltree import YamlProblem, YamlTree, read_yaml

MAX_BYTES = 500_000
_SHOWN = 10
_TOLD = 500
_content = TypeAdapter(Playbook)
_SHIPPED = Path(__file__).parent / "playbooks" / "default.yaml"


@dataclass(frozen=True, slots=True)
class Problem:
    """``line`` counts from 1, None when there is no text; ``path`` is where in the playbook, as in
    ``categories[2].name``."""

    line: int | None
    path: str
    message: str

    def __str__(self) -> str:
        where = [f"line {self.line}"] if self.line is not None else []
        where += [self.path] if self.path else []
        return f"{', '.join(where) or 'as a whole'}: {self.message}"


class PlaybookInvalid(InvalidInput):
    """Holds all ``problems``; the message shows the first ones."""

    code = "playbook_invalid"

    def __init__(self, source: str, problems: tuple[Problem, ...]) -> None:
        shown = [f"{source}, {problem}" for problem in problems[:_SHOWN]]
        if len(problems) > _SHOWN:
            shown.append(f"and {len(problems) - _SHOWN} more")
        super().__init__("\n".join(shown))
        self.problems = problems

    @property
    def details(self) -> Mapping[str, Any]:
        return {"problems": [dataclasses.asdict(problem) for problem in self.problems[:_TOLD]]}


@cache
def load_default() -> Playbook:
    """The playbook that comes with the product; read once, since it cannot change."""
    return load_file(_SHIPPED)


def load_file(path: Path) -> Playbook:
    """Raises ``PlaybookInvalid``, also when the file can't be read."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        problem = Problem(1, "", f"can't be read ({reason}): check the path in PLAYBOOK")
        raise PlaybookInvalid(str(path), (problem,)) from None
    return parse(content, source=path.name)


def parse(content: bytes | str, source: str = "playbook") -> Playbook:
    """``source`` names the playbook in errors. Raises ``PlaybookInvalid``."""
    try:
        tree = read_yaml(_decode(content))
    except YamlProblem as problem:
        found = (Problem(problem.line, "", problem.message),)
        raise PlaybookInvalid(source, found) from None
    return _read(tree.value, tree, source)


def parse_draft(value: Mapping[str, Any], source: str = "playbook") -> Playbook:
    """A playbook in the shape of a file, but out of no text: its problems have no line. Raises
    ``PlaybookInvalid``."""
    return _read(value, None, source)


def as_file(playbook: Playbook) -> PlaybookFile:
    """The playbook in the shape of a file, every key there."""
    return PlaybookFile.model_validate(_content.dump_python(playbook, mode="json"))


def _read(value: object, tree: YamlTree | None, source: str) -> Playbook:
    def problem(at: tuple[str | int, ...], message: str) -> Problem:
        return Problem(None if tree is None else tree.line(at), _dotted(at), message)

    try:
        file = PlaybookFile.model_validate(value)
    except ValidationError as error:
        # To say what was meant by an unknown key takes time.
        found = tuple(problem(each["loc"], _mend(each)) for each in error.errors()[:_TOLD])
        raise PlaybookInvalid(source, found) from None
    broken = tuple(problem(at, message) for at, message in findings(file))
    if broken:
        raise PlaybookInvalid(source, broken)
    return file.to_domain()


def dump(playbook: Playbook) -> str:
    """YAML that ``parse`` reads back as an equal playbook."""
    yaml = YAML()
    yaml.width = 100
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    yaml.dump(_plain(playbook), out)
    return out.getvalue()


def _decode(content: bytes | str) -> str:
    size = len(content) if isinstance(content, bytes) else len(content.encode(errors="replace"))
    if size > MAX_BYTES:
        raise YamlProblem(1, f"larger than {MAX_BYTES // 1000} kB: split it into several playbooks")
    if isinstance(content, str):
        return content
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise YamlProblem(line, "not UTF-8 text: save the file as UTF-8") from None


def _mend(error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    match error["type"]:
        case "missing":
            return "missing: add it"
        case "extra_forbidden":
            close = difflib.get_close_matches(str(error["loc"][-1]), KEYS, n=1)
            return f"unknown key: {f'did you mean {close[0]}?' if close else 'remove it'}"
        case "string_too_short":
            return "empty: write something or remove it"
        case "string_too_long":
            return f"longer than {context['max_length']} characters: shorten it"
        case "too_short":
            return f"needs at least {context['min_length']}: add one"
        case "too_long":
            return f"more than {context['max_length']} entries: remove some"
        case "string_pattern_mismatch":
            return "must be small letters, digits and underscores, beginning with a letter"
        case "enum" | "literal_error":
            return f"must be one of {context['expected']}"
        case "string_type":
            return "must be text"
        case "list_type":
            return "must be a list: begin each entry with '- '"
        case "model_type" | "dict_type" | "model_attributes_type":
            return "must be keys with values, as in 'name: Fernbell'"
        case _:
            return error["msg"].removeprefix("Value error, ")


def _dotted(path: tuple[str | int, ...]) -> str:
    return "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path).removeprefix(".")


def _plain(value: Any) -> Any:
    """Plain values for YAML; what is empty or None is left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        pairs = ((f.name, getattr(value, f.name)) for f in dataclasses.fields(value))
        return {name: _plain(item) for name, item in pairs if item not in (None, (), "")}
    if isinstance(value, Enum):
        return value.value
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
