"""Who in a file is the salesperson: as far as it is proven, and with what proves it.

Nobody is named on a guess: a wrong name turns every figure of a call upside down.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from salescoach.domain.audio import Speaker
from salescoach.domain.events import Customer
from salescoach.kit.errors import InvalidInput
from salescoach.rooms.imports.job import FoundFile, FoundSpeaker, ImportJob, named
from salescoach.speech.apart.reading import Look
from salescoach.speech.transcripts.lines import NamedLine
from salescoach.speech.voices import Voices
from salescoach.speech.written import role_by_name

LEFT, RIGHT, BOTH = "left", "right", "both"
NOBODY = ""
"""Lines without a name."""

MOST_SPEAKERS = 50
_SAMPLES = 3
_SAMPLE_WORDS = 4
_SAMPLE_LENGTH = 160

_ADDED = re.compile(r"\s*\([^)]*\)\s*$")
"""As in "Sam Ortiz (host)"."""
_PERSON = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-])*(?: (?:[^\W\d_]|['’.-])+){0,3}")
_NO_PERSON = re.compile(
    r"\b(?:you|me|myself|us|we|them|they|him|her|others?|owner|contact|remote|patient|left|right|both|speaker|participant|unknown|user|caller|callee|rep|host|"
    r"representative|sales\w*|seller|agent|advisor|consultant|manager|director|executive|officer|"
    r"admin|administrator|interviewer|interviewee|moderator|organi[sz]er|presenter|attendee|team|"
    r"support|service|operator|bot|assistant|notetaker|customer|client|prospect|buyer|lead|guest|"
    r"channel|voice|person|male|female|room|office|desk|reception|conference|meeting|phone|mobile|"
    r"iphone|ipad|android|galaxy|pixel|macbook|laptop|tablet|desktop|computer|pc)\b",
    re.IGNORECASE,
)

BY_CHANNEL = "channel"
BY_NAME = "name"
BY_OTHER = "other"
BY_WORDS = "words"
"""What proves a role: where a recording has the salesperson by custom, a name that is a role, the
other side of such a name, or how they speak."""


def found_file(look: Look) -> FoundFile:
    """Raises ``InvalidInput`` (``too_many_speakers``)."""
    speakers = _of_recording(look) if look.kind == "recording" else _of_transcript(look.lines)
    return FoundFile(
        kind=look.kind,
        format=look.format,
        duration_ms=look.duration_ms,
        channels=look.channels,
        mixed=look.mixed or look.channels == 1,
        speakers=speakers,
        began_at=look.began_at,
        timing=look.timing,
    )


def has_to_ask(found: FoundFile) -> bool:
    """Whether somebody who was there should say who is who."""
    named = [speaker for speaker in found.speakers if speaker.id != NOBODY]
    return found.kind == "transcript" and any(
        speaker.why not in (BY_NAME, BY_OTHER) for speaker in named
    )


def roles_of(found: FoundFile, wished: Mapping[str, Speaker] | None) -> dict[str, Speaker]:
    """For each speaker. What the user says outweighs what the file proves."""
    if wished is None:
        return {speaker.id: speaker.suggested for speaker in found.speakers}
    return {speaker.id: wished.get(speaker.id, Speaker.UNKNOWN) for speaker in found.speakers}


def with_salesperson(found: FoundFile, salesperson: str) -> dict[str, Speaker]:
    """Roles when one speaker is known to sell, by name or side: everybody else is a customer.
    Raises ``InvalidInput`` (``no_such_speaker``)."""
    wanted = salesperson.strip().casefold()
    seller = next((each.id for each in found.speakers if each.id.casefold() == wanted), None)
    if seller is None or seller in (NOBODY, BOTH):
        there = ", ".join(each.id for each in found.speakers if each.id not in (NOBODY, BOTH))
        raise InvalidInput(
            f"There is no {salesperson!r} in the file. "
            + (f"It has: {there}." if there else "Its speakers are not told apart."),
            code="no_such_speaker",
        )
    return {
        each.id: Speaker.SALESPERSON
        if each.id == seller
        else (Speaker.UNKNOWN if each.id == NOBODY else Speaker.CUSTOMER)
        for each in found.speakers
    }


def person_in(roles: Mapping[str, Speaker], side: Speaker) -> str | None:
    """The name of the one on ``side``; None where nobody or more than one is, or where what the
    file calls them is no person's name."""
    there = [name for name, role in roles.items() if role is side]
    name = _ADDED.sub("", there[0]).strip() if len(there) == 1 else ""
    is_name = _PERSON.fullmatch(name) is not None and _NO_PERSON.search(name) is None
    return name if is_name and not name[0].islower() else None


def customer_of(job: ImportJob) -> Customer | None:
    """With whom the call was: as the user says, else whom the file names as the one customer."""
    found, wishes = job.found, job.wishes
    name = wishes.customer
    if name is None and found is not None:
        name = person_in(roles_of(found, wishes.roles), Speaker.CUSTOMER)
    return named(name, wishes.company)


def _of_recording(look: Look) -> tuple[FoundSpeaker, ...]:
    if look.channels != 2 or look.mixed:
        return (FoundSpeaker(BOTH),)
    return (
        FoundSpeaker(LEFT, Speaker.SALESPERSON, BY_CHANNEL),
        FoundSpeaker(RIGHT, Speaker.CUSTOMER, BY_CHANNEL),
    )


def _of_transcript(lines: Sequence[NamedLine]) -> tuple[FoundSpeaker, ...]:
    said: dict[str, list[str]] = {}
    for line in lines:
        said.setdefault(line.name, []).append(line.text)
    if len(said) > MOST_SPEAKERS:
        raise InvalidInput(
            f"More than {MOST_SPEAKERS} people are named in this transcript, which is no call.",
            code="too_many_speakers",
        )
    speakers = [FoundSpeaker(name, samples=_samples(texts), lines=len(texts))
                for name, texts in said.items()]  # fmt: skip
    return tuple(_by_words(_by_other(_by_name(speakers)), lines))


def _by_name(speakers: Sequence[FoundSpeaker]) -> list[FoundSpeaker]:
    told = ((each, role_by_name(each.id)) for each in speakers)
    return [
        each if role is Speaker.UNKNOWN else replace(each, suggested=role, why=BY_NAME)
        for each, role in told
    ]


def _by_other(speakers: Sequence[FoundSpeaker]) -> list[FoundSpeaker]:
    """Whoever is not the one salesperson is a customer; the other one of a customer sells."""
    open_ones = [each for each in speakers if each.id != NOBODY and not each.why]
    roles = [each.suggested for each in speakers]
    if Speaker.SALESPERSON in roles:
        role = Speaker.CUSTOMER
    elif Speaker.CUSTOMER in roles and len(open_ones) == 1:
        role = Speaker.SALESPERSON
    else:
        return list(speakers)
    return [
        replace(each, suggested=role, why=BY_OTHER) if each in open_ones else each
        for each in speakers
    ]


def _by_words(speakers: Sequence[FoundSpeaker], lines: Sequence[NamedLine]) -> list[FoundSpeaker]:
    if any(each.why for each in speakers):
        return list(speakers)
    numbers = {each.id: number for number, each in enumerate(speakers) if each.id != NOBODY}
    voices = Voices()
    for line in lines:
        if line.name in numbers:
            voices.hear(numbers[line.name], line.text)
    roles = {name: voices.role_of(number) for name, number in numbers.items()}
    return [
        replace(each, suggested=roles[each.id], why=BY_WORDS)
        if roles.get(each.id, Speaker.UNKNOWN) is not Speaker.UNKNOWN
        else each
        for each in speakers
    ]


def _samples(texts: Sequence[str]) -> tuple[str, ...]:
    telling = [text for text in texts if len(text.split()) >= _SAMPLE_WORDS] or list(texts)
    return tuple(
        text if len(text) <= _SAMPLE_LENGTH else text[: _SAMPLE_LENGTH - 1].rstrip() + "…"
        for text in telling[:_SAMPLES]
    )
