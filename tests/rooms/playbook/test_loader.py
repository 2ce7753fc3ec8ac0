import dataclasses
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from salescoach.domain import playbook as domain
from salescoach.domain.audio import Speaker
from salescoach.domain.signal import ObjectionType, SignalKind, Stage
from salescoach.rooms.playbook import schema
from salescoach.rooms.playbook.loader import (
    MAX_BYTES,
    PlaybookInvalid,
    Problem,
    dump,
    load_default,
    load_file,
    parse,
)
from tests.rooms.playbook.builders import MINIMAL, line_of


def problems(content: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(PlaybookInvalid) as caught:
        parse(content, source="own.yaml")
    assert caught.value.code == "playbook_invalid"
    assert caught.value.message.startswith(f"own.yaml, line {caught.value.problems[0].line}")
    return caught.value.problems


def test_minimal_playbook() -> None:
    playbook = parse(MINIMAL)
    assert playbook.version == 1
    assert playbook.categories[0].objection_type is ObjectionType.PRICE
    assert playbook.stages[4].stage is Stage.CLOSE


def test_numbers_and_words_stay_as_written() -> None:
    playbook = parse(MINIMAL.replace("Own", "1.10").replace("That's a lot.", "no"))
    assert playbook.name == "1.10"
    assert playbook.categories[0].scripts[0].triggers == ("no",)


def test_a_key_left_empty_counts_as_not_given() -> None:
    assert parse(MINIMAL + "objectives:\n").objectives == ()


@pytest.mark.parametrize(
    ("old", "new", "path", "message"),
    [
        ("  price: $5 a month\n", "", "product.price", "missing: add it"),
        ("triggers:", "trigers:", "categories[0].scripts[0].trigers", "did you mean triggers?"),
        ("stage: pitch", "stage: demo", "stages[2].stage", "must be one of"),
        ("id: too_much", "id: Too Much", "categories[0].scripts[0].id", "must be small letters"),
        ("name: Widget", "name: ''", "product.name", "empty"),
        ("name: Widget", "name: " + "w" * 101, "product.name", "longer than 100 characters"),
        ("[That's a lot.]", "That's a lot.", "categories[0].scripts[0].triggers", "must be a list"),
        ("{product} dear", "{prodct} dear", "categories[0].scripts[0].when_to_use", "unknown slot"),
        (
            "{customer_name}?",
            "{customer_name} says?",
            "categories[0].scripts[0].text",
            "may only address the customer",
        ),
        ("name: Widget", "name: A {price} widget", "product.name", "can't hold one itself"),
        ("    objection_type: price\n", "", "categories[0].signal", "needs its objection_type"),
        ("    signal: objection\n", "", "categories[0].objection_type", "signal: objection"),
        ("stage: pitch", "stage: close", "stages[4].stage", "there twice"),
        ("name: Own", 'name: "a\\x01b"', "name", "control character"),
        ("name: Own\n", "name: Own\nversion: soon\n", "version", "integer"),
    ],
)
def test_a_mistake_names_its_line_and_its_mend(old: str, new: str, path: str, message: str) -> None:
    text = MINIMAL.replace(old, new, 1)
    found = next(p for p in problems(text) if p.path == path)
    assert message in found.message
    if new:
        last = path.rsplit(".")[-1].split("[")[0]
        assert found.line is not None
        written = text.splitlines()[found.line - 1]
        assert last in written


def test_a_missing_key_names_the_line_of_its_owner() -> None:
    text = MINIMAL.replace("        name: Too much\n", "")
    (found,) = problems(text)
    assert found.line == line_of(text, "id: too_much")


def test_ids_are_unique_over_the_playbook() -> None:
    start, end = MINIMAL.index("  - id: price"), MINIMAL.index("stages:")
    second = (
        MINIMAL[start:end].replace("id: price", "id: money").replace("type: price", "type: need")
    )
    text = MINIMAL[:end] + second + MINIMAL[end:]
    (found,) = problems(text)
    assert found.path == "categories[1].scripts[0].id"
    assert "'too_much' is there twice" in found.message


def test_one_signal_opens_one_category() -> None:
    start, end = MINIMAL.index("  - id: price"), MINIMAL.index("stages:")
    second = MINIMAL[start:end].replace("id: price", "id: money").replace("too_much", "too_dear")
    (found,) = problems(MINIMAL[:end] + second + MINIMAL[end:])
    assert (found.path, "same signal" in found.message) == ("categories[1].signal", True)


def test_triggers_need_a_signal() -> None:
    text = MINIMAL.replace("    signal: objection\n    objection_type: price\n", "")
    (found,) = problems(text)
    assert found.line == line_of(text, "triggers:")
    assert "give the category its signal" in found.message


def test_every_stage_needs_its_guide() -> None:
    text = "\n".join(line for line in MINIMAL.splitlines() if "stage: close" not in line)
    (found,) = problems(text)
    assert (found.line, found.message) == (
        line_of(text, "stages:"),
        "no guide for close: add one for each",
    )


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("", 1, "empty"),
        ("- a\n- b\n", 1, "must be keys with values"),
        ("id: own\nname: a: b\n", 2, "check the indentation"),
        ("id: own\n\tname: b\n", 2, "check the indentation"),
        ("id: own\nname: [a\n", 3, "not readable as YAML"),
        ("id: own\nid: other\n", 2, "the key 'id' is there twice"),
        ("id: own\nname: &n x\nnever_say: [*n]\n", 2, "anchors"),
        ("id: own\nname: !!python/object:os.system x\n", 2, "python/object"),
        ("id: own\nname: !run x\n", 2, "tag !run"),
        ("id: own\n? [a]\n: b\n", 2, "a key must be a word"),
        ("a: 1\n---\nb: 2\n", 2, "not readable as YAML"),
        ("[" * 500, 1, "nested too deep"),
        (b"id: own\nname: \xff\n", 2, "not UTF-8"),
        (b"id: own\nname: \x00\n", 1, "not readable as YAML"),
        (b"#" * (MAX_BYTES + 1), 1, "larger than 500 kB"),
    ],
)
def test_what_is_no_playbook(content: str | bytes, line: int, message: str) -> None:
    found = problems(content)[0]
    assert message in found.message
    assert found.line == line


def test_many_problems_are_counted() -> None:
    text = MINIMAL + "never_say:\n" + "  - ''\n" * 30
    with pytest.raises(PlaybookInvalid) as caught:
        parse(text)
    assert len(caught.value.problems) == 30
    assert caught.value.message.endswith("and 20 more")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PlaybookInvalid, match="check the path in PLAYBOOK"):
        load_file(tmp_path / "none.yaml")


def test_a_file_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + MINIMAL.encode())
    assert load_file(path).id == "own"


def test_the_schema_has_the_fields_of_the_domain() -> None:
    pairs: list[tuple[type[BaseModel], type[Any]]] = [
        (schema.PlaybookFile, domain.Playbook),
        (schema.ProductFile, domain.Product),
        (schema.FactFile, domain.Fact),
        (schema.CategoryFile, domain.Category),
        (schema.ScriptFile, domain.Script),
        (schema.ObjectiveFile, domain.Objective),
        (schema.QuestionFile, domain.DiscoveryQuestion),
        (schema.StageFile, domain.StageGuide),
        (schema.CompetitorFile, domain.Competitor),
        (schema.TermFile, domain.Term),
    ]
    for part, noun in pairs:
        assert set(part.model_fields) == {f.name for f in dataclasses.fields(noun)}


def test_the_default_playbook_survives_a_round_trip() -> None:
    playbook = load_default()
    assert parse(dump(playbook)) == playbook


_word = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"], exclude_characters="{}"),
    min_size=1,
    max_size=12,
).filter(lambda w: w == " ".join(w.split()))
_line = st.lists(_word, min_size=1, max_size=5).map(" ".join)
_lines = st.lists(_line, max_size=3).map(tuple)
_some = st.lists(_line, min_size=1, max_size=3).map(tuple)
# What is never to be said may stand in no other text.
_forbidden = _lines.map(lambda lines: tuple(f"forbidden {line}" for line in lines))
_id = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)


def _unique(parts: st.SearchStrategy[Any], key: str = "id") -> st.SearchStrategy[Any]:
    return st.lists(parts, max_size=3, unique_by=lambda p: getattr(p, key)).map(tuple)


_product = st.builds(
    domain.Product,
    name=_line,
    pitch=_line,
    price=_line,
    facts=_unique(st.builds(domain.Fact, id=_id, text=_line, asks=_lines)),
    ideal_customer=st.just("") | _line,
)


@st.composite
def _categories(draw: st.DrawFn) -> tuple[domain.Category, ...]:
    ids = draw(st.lists(_id, min_size=1, max_size=3, unique=True))
    kinds = draw(st.permutations([None, *ObjectionType]))
    result = []
    for category_id, kind in zip(ids, kinds, strict=False):
        triggers = draw(_lines) if kind else ()
        script = domain.Script(f"{category_id}_1", draw(_line), draw(_line), draw(_line), triggers)
        signal = SignalKind.OBJECTION if kind else None
        result.append(domain.Category(category_id, draw(_line), (script,), signal, kind))
    return tuple(result)


_playbooks = st.builds(
    domain.Playbook,
    id=_id,
    name=_line,
    version=st.integers(1, 1000),
    product=_product,
    categories=_categories(),
    objectives=_unique(
        st.builds(
            domain.Objective,
            id=_id,
            stage=st.sampled_from(Stage),
            text=_line,
            done_when=_some,
            said_by=st.sampled_from([None, Speaker.CUSTOMER, Speaker.SALESPERSON]),
        )
    ),
    questions=st.lists(
        st.builds(
            domain.DiscoveryQuestion,
            question=_line,
            alternatives=_lines,
            when_to_use=_line,
            stage=st.sampled_from(Stage),
        ),
        max_size=2,
    ).map(tuple),
    stages=st.tuples(
        *(
            st.builds(
                domain.StageGuide,
                stage=st.just(stage),
                direction=_line,
                why=_line,
                sounds_like=_some,
                talking_points=_lines,
            )
            for stage in Stage
        )
    ),
    competitors=st.lists(
        st.builds(domain.Competitor, name=_line, say=_line, also_called=_lines), max_size=2
    ).map(tuple),
    vocabulary=_unique(st.builds(domain.Term, term=_line, sounds_like=_lines), "term"),
    never_say=_forbidden,
)


@settings(max_examples=25, deadline=None)
@given(_playbooks)
def test_any_playbook_survives_a_round_trip(playbook: domain.Playbook) -> None:
    assert parse(dump(playbook)) == playbook


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200))
def test_any_input_is_read_or_refused(content: bytes | str) -> None:
    with pytest.raises(PlaybookInvalid):
        parse(content)
