"""Nothing that comes in is endless: a walk over all that the API takes, today's and tomorrow's."""

from collections.abc import Iterator
from typing import Any

import pytest

from salescoach.app.main import create_app
from salescoach.app.wiring import outline_house
from salescoach.infra.configuration import load_settings
from salescoach.infra.taken import Taken
from salescoach.rooms.live.wire import client_message

Schema = dict[str, Any]
BOUNDED_FORMATS = frozenset({"date-time", "date", "time", "uuid", "binary"})
"""Binary content is as long as the body of a request may be."""


@pytest.fixture(scope="module")
def document() -> Schema:
    return create_app(outline_house(load_settings(None))).openapi()


def taken(document: Schema) -> Iterator[tuple[str, Schema]]:
    """Every parameter and body, with the name of the request."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            where = f"{method.upper()} {path}"
            for each in operation.get("parameters", ()):
                yield f"{where} ?{each['name']}", each["schema"]
            for kind, content in operation.get("requestBody", {}).get("content", {}).items():
                yield f"{where} {kind}", content["schema"]


def unbounded(schema: Schema, names: Schema, where: str, seen: frozenset[str]) -> Iterator[str]:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name not in seen:
            yield from unbounded(names[name], names, f"{where} > {name}", seen | {name})
        return
    for several in ("anyOf", "oneOf", "allOf"):
        for each in schema.get(several, ()):
            yield from unbounded(each, names, where, seen)
    if "enum" in schema or "const" in schema:
        return
    match schema.get("type"):
        case "string":
            if schema.get("format") not in BOUNDED_FORMATS and "maxLength" not in schema:
                yield f"{where}: a text without maxLength"
        case "integer" | "number":
            low = "minimum" in schema or "exclusiveMinimum" in schema
            high = "maximum" in schema or "exclusiveMaximum" in schema
            if not (low and high):
                yield f"{where}: a number without bounds"
        case "array":
            if "maxItems" not in schema:
                yield f"{where}: a list without maxItems"
            yield from unbounded(schema["items"], names, f"{where}[]", seen)
        case "object":
            for name, each in schema.get("properties", {}).items():
                yield from unbounded(each, names, f"{where}.{name}", seen)
            if isinstance(more := schema.get("additionalProperties"), dict):
                if "maxProperties" not in schema:
                    yield f"{where}: an object without maxProperties"
                yield from unbounded(more, names, f"{where}.*", seen)
        case None if not {"anyOf", "oneOf", "allOf"} & schema.keys():
            yield f"{where}: anything"
        case _:
            pass


def test_every_text_list_and_number_of_the_api_has_bounds(document: Schema) -> None:
    names = document["components"]["schemas"]
    found = [
        each
        for where, schema in taken(document)
        for each in unbounded(schema, names, where, frozenset())
    ]
    assert found == []


def test_every_body_is_cleaned_where_it_is_taken(document: Schema) -> None:
    """By the name of its model: one that is not ``Taken`` keeps its control characters."""
    clean = {each.__name__ for each in descendants(Taken)}
    bodies = {
        schema["$ref"].rpartition("/")[2]
        for _, schema in taken(document)
        if "$ref" in schema
        and "properties" in document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    }
    assert len(bodies) > 15
    assert {each.removesuffix("-Input") for each in bodies} - clean == set()


def descendants(kind: type[Taken]) -> Iterator[type[Taken]]:
    for each in kind.__subclasses__():
        yield each
        yield from descendants(each)


def test_every_text_list_and_number_of_the_socket_has_bounds() -> None:
    document = client_message.json_schema()
    found = list(unbounded(document, document["$defs"], "socket", frozenset()))
    assert found == []


@pytest.mark.parametrize(
    ("schema", "count"),
    [
        ({"type": "string"}, 1),
        ({"type": "string", "maxLength": 3}, 0),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, 1),
        ({"type": "integer", "minimum": 0}, 1),
        ({"type": "array", "items": {"type": "string"}}, 2),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, 2),
        ({}, 1),
        ({"$ref": "#/x/Name"}, 1),
    ],
)
def test_the_walk_finds_what_is_endless(schema: Schema, count: int) -> None:
    names = {"Name": {"type": "object", "properties": {"a": {"type": "string"}}}}
    assert len(list(unbounded(schema, names, "x", frozenset()))) == count
