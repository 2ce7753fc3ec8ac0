"""What nobody types is taken out of what comes in, wherever it stands."""

import json

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from salescoach.infra.taken import MOST_PARTS, MOST_UNKNOWN, Moment, OneLine, Taken, cleaned


class Person(Taken):
    name: str
    also: list[str] = Field(default=[])
    more: dict[str, str] = Field(default={})


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Ada\x00 Lovelace", "Ada Lovelace"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\tb\nc", "a\tb\nc"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("\ufeffstart\u2066mid\u2069", "startmid"),
        ("half \ud83d of it", "half  of it"),
        ("Zoë 👩‍👩‍👧 मनीष ‌", "Zoë 👩‍👩‍👧 मनीष ‌"),
    ],
)
def test_a_text_is_cleaned(sent: str, kept: str) -> None:
    person = Person.model_validate({"name": sent, "also": [sent], "more": {sent: sent}})
    assert (person.name, person.also, person.more) == (kept, [kept], {kept: kept})
    json.dumps(person.model_dump()).encode()


def test_what_is_no_text_is_left_alone() -> None:
    assert cleaned({"a": [1, None, True, 2.5]}) == {"a": [1, None, True, 2.5]}


def test_a_field_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValidationError):
        Person.model_validate({"name": "Ada", "role": "admin"})


@pytest.mark.parametrize(
    "sent",
    [
        {"name": "Ada", **{f"f{number}": 1 for number in range(MOST_UNKNOWN + 5)}},
        {"name": "Ada", "also": ["x"] * MOST_PARTS},
        {"name": "Ada", "more": {str(number): "x" for number in range(MOST_PARTS // 2)}},
        {"name": [[[]]] * (MOST_PARTS // 3)},
    ],
    ids=["fields", "list", "mapping", "nested"],
)
def test_what_has_no_end_is_one_complaint(sent: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as refused:
        Person.model_validate(sent)
    assert refused.value.error_count() == 1


def test_a_name_is_one_line() -> None:
    assert OneLine.func("  Ada \n\t Lovelace ") == "Ada Lovelace"  # type: ignore[call-arg]  # pydantic knows two shapes of a validator; this is the plain one


@pytest.mark.parametrize(
    "sent", ["2026-03-01T10:00:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "today"]
)
def test_a_moment_is_of_our_times_and_knows_its_offset(sent: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Moment).validate_python(sent)
    assert TypeAdapter(Moment).validate_python("2026-03-01T10:00:00+05:30").year == 2026
