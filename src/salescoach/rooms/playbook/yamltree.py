"""YAML read into plain mappings, lists and strings that remember their lines.

Every scalar stays the text that was written ("79", "yes", "1.10"): the schema decides what it
is. Anchors, tags and keys that are no text are refused, a key left empty counts as not given.
"""

from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from salescoach.rooms.playbook.open_quotes import open_quote

Path = tuple[str | int, ...]
_CORE = "tag:yaml.org,2002:"
_NULL = f"{_CORE}null"
_TAGS = {
    f"{_CORE}{name}"
    for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq", "merge", "value")
}


class YamlProblem(Exception):
    """``line`` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass(frozen=True, slots=True)
class YamlTree:
    value: Any
    lines: dict[Path, int]

    def line(self, path: Path) -> int:
        """The line of ``path``, or of the nearest thing around it that is there."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(text: str) -> YamlTree:
    """Raises ``YamlProblem``."""
    try:
        root = YAML(typ="safe", pure=True).compose(text)
        if root is None:
            raise YamlProblem(1, "the file is empty: start from the default playbook")
        reader = _Reader()
        return YamlTree(reader.read(root, ()), reader.lines)
    except MarkedYAMLError as error:
        line = open_quote(text)
        if line is not None:
            message = "the quote that begins here is not closed: close it at the end of the text"
            raise YamlProblem(line, message) from None
        mark = error.problem_mark or error.context_mark
        raise YamlProblem(mark.line + 1 if mark else 1, _reason(error)) from None
    except YAMLError as error:
        raise YamlProblem(1, f"not readable as YAML: {error}") from None
    except RecursionError:
        raise YamlProblem(1, "nested too deep: keep to the shape of the default playbook") from None


def _reason(error: MarkedYAMLError) -> str:
    return (
        f"not readable as YAML: {error.problem or error.context}; check the indentation, "
        "and put quotes around a text that holds ': ' or ' #', or begins with a sign"
    )


class _Reader:
    def __init__(self) -> None:
        self.lines: dict[Path, int] = {}

    def read(self, node: Node, path: Path) -> Any:
        line = node.start_mark.line + 1
        self.lines.setdefault(path, line)
        if node.anchor:
            raise YamlProblem(line, "anchors and aliases are not supported: write the text out")
        if str(node.tag) not in _TAGS:
            raise YamlProblem(line, f"the tag {node.tag} is not supported: remove it")
        if isinstance(node, ScalarNode):
            return None if node.tag == _NULL else node.value
        if isinstance(node, SequenceNode):
            return [self.read(item, (*path, i)) for i, item in enumerate(node.value)]
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        raise YamlProblem(line, "neither a text nor a list nor keys with values")

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, ScalarNode):
                raise YamlProblem(line, "a key must be a word")
            key = key_node.value
            if key in result:
                raise YamlProblem(line, f"the key '{key}' is there twice: keep one")
            self.lines[(*path, key)] = line
            result[key] = self.read(value_node, (*path, key))
        return {key: value for key, value in result.items() if value is not None}
