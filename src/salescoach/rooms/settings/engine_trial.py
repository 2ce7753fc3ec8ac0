"""Does an engine work with what is set? One real request through the vendor's own client, the
smallest there is: a list of models, or a line that is opened and put down. Neither costs anything.
"""

import asyncio
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz import process

from salescoach.domain.audio import Channel, Speaker
from salescoach.infra.config import Settings
from salescoach.kit.clock import Clock
from salescoach.kit.errors import NotFound
from salescoach.llm.faults import Fault, ModelError
from salescoach.llm.model import Engine, Purpose
from salescoach.llm.model_names import has_model
from salescoach.llm.registry import ModelUnset, create_model
from salescoach.rooms.settings.engines import InForce, KeyStanding
from salescoach.rooms.settings.vendor_options import deepgram_options, model_settings
from salescoach.speech.engines.deepgram_options import DeepgramOptions
from salescoach.speech.errors import SpeechError
from salescoach.speech.transcriber import TranscribeOptions, Transcriber

WITHIN_S = 8.0
"""For the answer alone: a vendor's library takes seconds to load the first time."""


class Outcome(StrEnum):
    WORKS = "works"
    KEY_MISSING = "key_missing"
    KEY_REFUSED = "key_refused"
    UNREACHABLE = "unreachable"
    MODEL_UNKNOWN = "model_unknown"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Instead:
    """The next best model, and the setting that is to name it."""

    setting: str
    model: str


@dataclass(frozen=True, slots=True)
class Tried:
    """``message`` is for people and holds nothing of a key."""

    outcome: Outcome
    message: str
    instead: Instead | None = None


_BY_FAULT = {
    Fault.UNAUTHORIZED: Outcome.KEY_REFUSED,
    Fault.FORBIDDEN: Outcome.KEY_REFUSED,
    Fault.UNREACHABLE: Outcome.UNREACHABLE,
    Fault.TIMEOUT: Outcome.UNREACHABLE,
    Fault.CUT: Outcome.UNREACHABLE,
    Fault.RETIRED: Outcome.MODEL_UNKNOWN,
}
_BY_CODE = {
    "deepgram_key_refused": Outcome.KEY_REFUSED,
    "deepgram_not_allowed": Outcome.KEY_REFUSED,
    "deepgram_request_refused": Outcome.MODEL_UNKNOWN,
    "deepgram_not_found": Outcome.MODEL_UNKNOWN,
    "deepgram_unreachable": Outcome.UNREACHABLE,
}
_SENTENCES = {
    "deepgram_key_refused": "Deepgram does not accept the key. Copy the whole key from "
    "console.deepgram.com.",
    "deepgram_not_allowed": "This key may not use this model of Deepgram.",
    "deepgram_request_refused": "Deepgram does not know this model, or the model does not hear "
    "this language.",
    "deepgram_not_found": "Deepgram has no such model.",
    "deepgram_unreachable": "Deepgram cannot be reached from this machine.",
}
_OUT_OF_REACH = {
    "deepgram": "Check this machine's connection to the internet. Until it answers the embedded "
    "recognition hears your calls.",
    "claude": "Check this machine's connection to the internet. Until it answers the embedded "
    "coach advises alone.",
    "openai_compatible": "Check the address of the server, that it runs, and the connection to it. "
    "Until it answers the embedded coach advises alone.",
}
"""What to do about an engine that does not answer, and what serves meanwhile."""

NEXT_BEST_DEEPGRAM = "nova-3"


async def try_engine(engine: str, known: InForce, clock: Clock) -> Tried:
    """``engine`` need not be the chosen one. Raises ``NotFound`` (``unknown_engine``)."""
    if engine not in known.keys:
        raise NotFound("There is no such engine.", code="unknown_engine")
    key = known.keys[engine]
    if key.state == "unreadable":
        return Tried(Outcome.KEY_MISSING, key.problem)
    # What is chosen is tried, also while it lacks what it needs to be at work.
    settings = known.settings.model_copy(update=dict(known.chosen))
    try:
        if engine == "deepgram":
            tried = await _try_deepgram(settings)
        else:
            tried = await _try_model(engine, settings, key, clock)
    except TimeoutError:
        tried = Tried(Outcome.UNREACHABLE, f"No answer came within {WITHIN_S:g} seconds.")
    if tried.outcome is Outcome.UNREACHABLE:
        return replace(tried, message=f"{tried.message} {_OUT_OF_REACH[engine]}")
    return tried


async def _try_deepgram(settings: Settings) -> Tried:
    options = deepgram_options(settings)
    if options is None:
        return Tried(Outcome.KEY_MISSING, "Save a key of Deepgram first, then test it.")
    # Its library takes seconds to load, which live calls must not wait for.
    transcriber = await asyncio.to_thread(_deepgram, options)
    try:
        async with asyncio.timeout(WITHIN_S):
            line = await transcriber.open(TranscribeOptions((Channel(0, Speaker.CUSTOMER),)))
        await line.aclose()
    except SpeechError as error:
        outcome = _BY_CODE.get(error.code, Outcome.FAILED)
        instead = None
        if outcome is Outcome.MODEL_UNKNOWN and options.model != NEXT_BEST_DEEPGRAM:
            instead = Instead("deepgram_model", NEXT_BEST_DEEPGRAM)
        return Tried(outcome, _SENTENCES.get(error.code, error.message), instead)
    finally:
        await transcriber.aclose()
    return Tried(Outcome.WORKS, f"Deepgram answers and takes the key for {options.model}.")


async def _try_model(engine: str, settings: Settings, key: KeyStanding, clock: Clock) -> Tried:
    try:
        guarded = await asyncio.to_thread(create_model, engine, model_settings(settings), clock)
    except ModelUnset:
        if engine == "claude":
            return Tried(Outcome.KEY_MISSING, "Save a key of Claude first, then test it.")
        if key.state == "none":
            return Tried(Outcome.KEY_MISSING, "Enter the address of your server first.")
        return Tried(Outcome.MODEL_UNKNOWN, "Name the model to ask first.")
    try:
        async with asyncio.timeout(WITHIN_S):
            offered = await guarded.engine.offered()
        return _judged(guarded.engine, offered)
    except ModelError as error:
        return Tried(_BY_FAULT.get(error.fault, Outcome.FAILED), error.message)
    finally:
        await guarded.aclose()


def _judged(engine: Engine, offered: tuple[str, ...]) -> Tried:
    if not offered:
        return Tried(Outcome.MODEL_UNKNOWN, f"{engine.label} answers but offers no model.")
    for purpose in Purpose:
        wanted, *others = engine.candidates(purpose)
        if has_model(wanted, offered):
            continue
        named = (each for each in others if has_model(each, offered))
        instead = next(named, process.extractOne(wanted, offered)[0])
        message = f"{engine.label} answers and takes the key, but has no model {wanted}."
        better = Instead(_setting_of(engine, purpose), instead)
        return Tried(Outcome.MODEL_UNKNOWN, message, better)
    models = dict.fromkeys(engine.candidates(purpose)[0] or offered[0] for purpose in Purpose)
    return Tried(Outcome.WORKS, f"{engine.label} answers and has {' and '.join(models)}.")


def _setting_of(engine: Engine, purpose: Purpose) -> str:
    if engine.name == "openai_compatible":
        return "openai_model"
    return "claude_model" if purpose is Purpose.LIVE else "claude_analysis_model"


def _deepgram(options: DeepgramOptions) -> Transcriber:
    from salescoach.speech.engines.deepgram import DeepgramTranscriber

    return DeepgramTranscriber(options)
