"""The live socket's messages as OpenAPI components.

OpenAPI knows no WebSockets, so the messages are added beside the REST schemas: one document then
gives the page all its types. What the server sends is described as it is serialised (a field with
a default is always there), what a client sends as it is validated.
"""

from typing import Annotated, Any

from pydantic import Field, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from salescoach.domain.events import CallEvent
from salescoach.rooms.live.wire import ClientMessage, ConnectionMessage

REF_TEMPLATE = "#/components/schemas/{model}"

JsonSchema = dict[str, Any]

_UNIONS: tuple[tuple[str, Any], ...] = (
    ("CallEvent", TypeAdapter(Annotated[CallEvent, Field(discriminator="type")])),
    ("ConnectionMessage", TypeAdapter(Annotated[ConnectionMessage, Field(discriminator="type")])),
    (
        "ServerMessage",
        TypeAdapter(Annotated[CallEvent | ConnectionMessage, Field(discriminator="type")]),
    ),
)
_CLIENT: TypeAdapter[ClientMessage] = TypeAdapter(
    Annotated[ClientMessage, Field(discriminator="type")]
)


class _WireSchema(GenerateJsonSchema):
    """Titles that only repeat a name are left out; a sent field counts as required."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def field_is_required(
        self,
        field: core_schema.ModelField | core_schema.DataclassField | core_schema.TypedDictField,
        total: bool,
    ) -> bool:
        if self.mode == "serialization":
            return not field.get("serialization_exclude")
        return super().field_is_required(field, total)


def wire_components() -> dict[str, JsonSchema]:
    """Schemas by component name: every message and what it is made of, and the unions
    ``ClientMessage``, ``CallEvent``, ``ConnectionMessage`` and ``ServerMessage``."""
    references, definitions = TypeAdapter.json_schemas(
        [("ClientMessage", "validation", _CLIENT)]
        + [(name, "serialization", adapter) for name, adapter in _UNIONS],
        ref_template=REF_TEMPLATE,
        schema_generator=_WireSchema,
    )
    components: dict[str, JsonSchema] = dict(definitions["$defs"])
    unions = {name: schema for (name, _mode), schema in references.items()}
    for name in _members(unions["ClientMessage"]):
        _require_type(components[name])
    for name in _members(unions["ServerMessage"]):
        _drop_defaults(components[name])
    for name in _members(unions["CallEvent"]):
        _sent_seq(components[name])
    return components | unions


def _members(union: JsonSchema) -> list[str]:
    return [option["$ref"].rpartition("/")[2] for option in union["oneOf"]]


def _require_type(schema: JsonSchema) -> None:
    """The type tells one message from another, so it has to be sent although it has a default."""
    schema["properties"]["type"].pop("default", None)
    schema["required"] = sorted({*schema.get("required", ()), "type"})


def _drop_defaults(schema: JsonSchema) -> None:
    for field in schema["properties"].values():
        field.pop("default", None)


def _sent_seq(schema: JsonSchema) -> None:
    """On the wire ``seq`` is a number or absent, and absent only from an interim transcription."""
    schema["properties"]["seq"] = {"type": "integer"}
    if schema["properties"]["type"]["const"] == "transcription":
        schema["required"] = [name for name in schema["required"] if name != "seq"]
