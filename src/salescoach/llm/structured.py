"""From a Pydantic model to the schema a vendor takes, and from its text back to a value.

Vendors understand a part of JSON Schema only: rules they do not keep are told as words and checked
here. While an answer is being written, what stands so far is read as far as it goes.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from salescoach.llm.model import T

_KEPT = frozenset({"type", "enum", "const", "$ref", "description", "anyOf", "items"})
_DROPPED = frozenset(
    {"title", "default", "additionalProperties", "required", "properties", "$defs"}
)
_FENCE = re.compile(r"\A```(?:json)?[ \t]*\n(.*?)(?:\n```\s*)?\Z", re.DOTALL)
_THOUGHT = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)


class Unusable(ValueError):
    """The text is not a value of the schema. Holds none of it."""


@cache
def strict_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Every object closed, every field required, only keywords that all vendors take. The result
    is shared: it must not be changed."""
    return _strict(model.model_json_schema())


def instruction(model: type[BaseModel]) -> str:
    """For a server without structured output."""
    return (
        "Answer with one JSON object and nothing else: no words before or after it, no code fence. "
        "It must match this JSON Schema exactly:\n"
        + json.dumps(strict_schema(model), separators=(",", ":"))
    )


def so_far(text: str) -> Mapping[str, object] | None:
    """What can be read of an unfinished object; None while that is nothing."""
    try:
        value = from_json(bare(text), allow_partial="trailing-strings")
    except ValueError:
        return None
    return value if isinstance(value, dict) and value else None


def whole(text: str, model: type[T]) -> T:
    """Raises ``Unusable``, which names the place and the rule, never the text."""
    try:
        return model.model_validate_json(bare(text))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(part for part in map(str, first["loc"]) if part.isidentifier())
        raise Unusable(f"{first['type']} at {place or 'top'}") from None


def bare(text: str) -> str:
    """Without the wrapping that local models put around JSON although told not to: one code
    fence, or their thoughts. JSON inside other prose is not looked for."""
    text = _THOUGHT.sub("", text, count=1).strip()
    fenced = _FENCE.match(text)
    return fenced[1] if fenced else text


def _strict(schema: Mapping[str, Any]) -> dict[str, Any]:
    strict: dict[str, Any] = {}
    rules: list[str] = []
    for key, value in schema.items():
        if key in ("anyOf", "oneOf"):
            strict["anyOf"] = [_strict(each) for each in value]
        elif key == "items":
            strict[key] = _strict(value)
        elif key == "$defs":
            strict[key] = {name: _strict(each) for name, each in value.items()}
        elif key in _KEPT:
            strict[key] = value
        elif key not in _DROPPED:
            rules.append(f"{key} {value}")
    if schema.get("type") == "object":
        properties = schema.get("properties", {})
        strict["properties"] = {name: _strict(each) for name, each in properties.items()}
        strict["required"] = list(properties)
        strict["additionalProperties"] = False
    if rules:
        said = strict.get("description")
        strict["description"] = f"{said} " * bool(said) + f"({', '.join(rules)})"
    return strict
