"""Who is who: what the file proves, and nothing on a guess."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from salescoach.domain.audio import Speaker
from salescoach.domain.events import Customer
from salescoach.kit.errors import InvalidInput
from salescoach.rooms.imports.job import ImportJob, Wishes
from salescoach.rooms.imports.roles import (
    customer_of,
    found_file,
    has_to_ask,
    person_in,
    roles_of,
    with_salesperson,
)
from salescoach.speech.apart.reading import Look
from salescoach.speech.transcripts.lines import NamedLine

SELLS, BUYS, OPEN = Speaker.SALESPERSON, Speaker.CUSTOMER, Speaker.UNKNOWN
NOW = datetime(2026, 3, 1, 10, tzinfo=UTC)

SELLERS = (
    "How do you handle missed calls today?",
    "What does that cost you in a month, would you say?",
    "Most of our clients win the price back with two patients a month.",
    "Would it help if I showed you how that works in your calendar?",
)
CUSTOMERS = (
    "Honestly, we let them go to voicemail, we have no time for it.",
    "I don't know, I never counted. We are a small clinic.",
    "That sounds expensive for us, how much is it?",
    "I need to talk to my partner first, can you send me something?",
)


def transcript(*said: tuple[str, str]) -> Look:
    lines = tuple(
        NamedLine(name, text, at * 5_000, at * 5_000 + 4_000)
        for at, (name, text) in enumerate(said)
    )
    return Look("transcript", "text", duration_ms=60_000, lines=lines)


def roles(look: Look) -> dict[str, Speaker]:
    return {speaker.id: speaker.suggested for speaker in found_file(look).speakers}


def test_a_stereo_recording_has_the_salesperson_left_and_nobody_is_asked() -> None:
    found = found_file(Look("recording", "wav", 60_000, channels=2))
    assert roles_of(found, None) == {"left": SELLS, "right": BUYS}
    assert not has_to_ask(found)
    assert with_salesperson(found, "Right") == {"left": BUYS, "right": SELLS}


@pytest.mark.parametrize(
    "look",
    [
        Look("recording", "wav", 60_000, channels=1),
        Look("recording", "wav", 60_000, channels=2, mixed=True),
    ],
    ids=["mono", "the same on both"],
)
def test_nobody_is_named_where_both_sides_are_on_one_channel(look: Look) -> None:
    found = found_file(look)
    assert found.mixed
    assert roles_of(found, None) == {"both": OPEN}
    with pytest.raises(InvalidInput) as refused:
        with_salesperson(found, "left")
    assert refused.value.code == "no_such_speaker"


def test_names_that_are_roles_are_proof_and_the_others_follow() -> None:
    look = transcript(("Rep", "Hi."), ("Dana Reed", "Hello."), ("Lee", "Hi."), ("", "Noise."))
    assert roles(look) == {"Rep": SELLS, "Dana Reed": BUYS, "Lee": BUYS, "": OPEN}
    assert not has_to_ask(found_file(look))
    assert roles(transcript(("Sam", "Hi."), ("Customer", "Hello."))) == {
        "Sam": SELLS,
        "Customer": BUYS,
    }


def test_beside_a_customer_two_others_stay_open() -> None:
    look = transcript(("Customer", "Hello."), ("Sam", "Hi."), ("Lee", "Hi."))
    assert roles(look) == {"Customer": BUYS, "Sam": OPEN, "Lee": OPEN}


def test_how_two_people_speak_is_a_suggestion_to_be_asked_about() -> None:
    turns = [
        turn
        for sold, bought in zip(SELLERS, CUSTOMERS, strict=True)
        for turn in (("Sam", sold), ("Dana", bought))
    ]
    found = found_file(transcript(*turns))
    assert {each.id: each.suggested for each in found.speakers} == {"Sam": SELLS, "Dana": BUYS}
    assert {each.why for each in found.speakers} == {"words"}
    assert has_to_ask(found)


def test_who_has_said_little_is_nobody() -> None:
    found = found_file(transcript(("Sam", "Hi."), ("Dana", "Hello.")))
    assert {each.suggested for each in found.speakers} == {OPEN}
    assert has_to_ask(found)


def test_the_users_word_outweighs_everything() -> None:
    found = found_file(transcript(("Rep", "Hi."), ("Dana", "Hello.")))
    assert roles_of(found, {"Dana": SELLS}) == {"Rep": OPEN, "Dana": SELLS}
    assert with_salesperson(found, "dana") == {"Rep": BUYS, "Dana": SELLS}


def test_samples_are_telling_and_short() -> None:
    turns = [("Sam", "Hi."), *(("Sam", text) for text in SELLERS), ("Sam", "word " * 100)]
    (sam,) = found_file(transcript(*turns)).speakers
    assert sam.samples == SELLERS[:3]
    assert sam.lines == 6


def test_a_crowd_is_no_call() -> None:
    with pytest.raises(InvalidInput) as refused:
        found_file(transcript(*((f"N{number}", "Hi.") for number in range(51))))
    assert refused.value.code == "too_many_speakers"


@pytest.mark.parametrize(
    "name", ["Sam Ortiz", "Zoë", "Jean-Luc O'Neill", "Ludwig van Beek", "李雷"]
)
def test_the_one_who_sells_is_known_by_name(name: str) -> None:
    assert person_in({name: SELLS, "Dana": BUYS}, SELLS) == name
    assert person_in({f"{name} (host)": SELLS, "Dana": BUYS}, SELLS) == name


@pytest.mark.parametrize(
    "name",
    ["Speaker 1", "Speaker", "You", "Agent", "Sales Rep", "left", "both", "sam@fernbell.example",
     "+1 555 0100", "sam_o", "John's iPhone", "Kitchen iPad", "Account Manager", "Admin",
     "Conference Room", "Interviewer", "Them", "Other", "Patient", ""],
)  # fmt: skip
def test_what_is_no_name_signs_nothing(name: str) -> None:
    assert person_in({name: SELLS, "Dana": BUYS}, SELLS) is None


def test_two_who_sell_sign_nothing() -> None:
    assert person_in({"Sam": SELLS, "Priya": SELLS}, SELLS) is None
    assert person_in({"Sam": OPEN}, SELLS) is None


@pytest.mark.parametrize(
    ("names", "wishes", "customer"),
    [
        (("Anna Berg", "Tom Hoffmann"), Wishes(), Customer("Tom Hoffmann")),
        (
            ("Anna Berg", "Tom Hoffmann"),
            Wishes(company="Fernbell"),
            Customer("Tom Hoffmann", "Fernbell"),
        ),
        (("Anna Berg", "Tom Hoffmann"), Wishes(customer="Tom H."), Customer("Tom H.")),
        (("Anna Berg", "Speaker 2"), Wishes(), None),
        (("Anna Berg", "Tom Hoffmann", "Lee Wong"), Wishes(), None),
    ],
)
def test_the_only_other_speaker_is_the_customer(
    names: tuple[str, ...], wishes: Wishes, customer: Customer | None
) -> None:
    seller, *others = names
    told = replace(wishes, roles={seller: SELLS, **dict.fromkeys(others, BUYS)})
    found = found_file(transcript(*((name, "Good morning.") for name in names)))
    job = ImportJob("imp", "call.txt", 1, "queued", NOW, NOW, wishes=told, found=found)

    assert customer_of(job) == customer
    assert customer_of(replace(job, found=None, wishes=Wishes())) is None
