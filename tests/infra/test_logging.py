"""What may be written, at every sink: no secret in any shape, no word that was said."""

import asyncio
import io
import json
import logging
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from loguru import logger
from pydantic import BaseModel, ConfigDict

from salescoach.infra.config import Settings
from salescoach.infra.configuration import load_settings
from salescoach.infra.log_context import call_context, request_id
from salescoach.infra.logging import configure_logging, stop_logging
from salescoach.infra.performance import log_performance
from salescoach.kit.errors import Unavailable

pytestmark = pytest.mark.usefixtures("logging_restored")

SECRETS = {
    "secret_key": 'Pq8"vN2#xK5&mB9/tR3 wY7+zL1=cF6%hJ4',
    "anthropic_api_key": "sk-ant-api03-Zx9Kq2Lm5Np8Rt1Vw4Yb7",
    "deepgram_api_key": "9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c",
    "openai_api_key": "plainlookingkeywithoutanyshape",
}
SHAPES = {
    "Authorization: Bearer abcDEF123456": "abcDEF123456",
    "resume_token=tok4711abc in a message": "tok4711abc",
    '{"api_key": "k-9911-zzz"}': "k-9911-zzz",
    "password: 'open sesame 42'": "sesame",
    "PASSWORD=hunter2hunter2": "hunter2hunter2",
    "opened postgresql://coach:pa55w0rd@db/calls": "pa55w0rd",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl": "c2lnbmF0dXJl",
    "used sk-proj-unknown4711key": "unknown4711key",
    "resumed with pYk3J8aXv0Qm5-Lr2Tn9_Bw7Zc1Fh6Ds4Gu8Ei0Wx3o": "pYk3J8aXv0Qm5",
    "Authorization: Token 9f8e7d6c5b4a": "9f8e7d6c5b4a",
}
SAID = "our budget is forty thousand euros"


@dataclass
class Sinks:
    settings: Settings
    console: io.StringIO

    def written(self) -> dict[str, str]:
        stop_logging()
        files = {path.name: path.read_text() for path in self.settings.logs_dir.iterdir()}
        return {"console": self.console.getvalue(), **files}


@pytest.fixture(params=[False, True], ids=["text", "json"])
def sinks(request: pytest.FixtureRequest, tmp_path: Path) -> Sinks:
    return open_sinks(tmp_path, log_json=request.param)


def open_sinks(tmp_path: Path, **overrides: object) -> Sinks:
    settings = load_settings(None, data_dir=tmp_path, log_level="TRACE", **SECRETS, **overrides)
    console = io.StringIO()
    configure_logging(settings, console=console)
    return Sinks(settings, console)


def spellings(secret: str) -> set[str]:
    return {secret, repr(secret)[1:-1], json.dumps(secret)[1:-1]}


def throw(text: str) -> None:
    """One secret by every way into a log."""
    logger.info(text)
    logger.error("told {}", text)
    logger.bind(detail=text, nested={"deep": [text], text: 1}, password=text).warning("bound")
    logging.getLogger("uvicorn.error").error("foreign %s", text)
    try:
        try:
            raise OSError(text)
        except OSError as error:
            raise RuntimeError(f"outer {text}") from error
    except RuntimeError:
        logger.exception("failed with {}", text)
    try:
        raise ExceptionGroup(text, [OSError(text), Unavailable(text)])
    except ExceptionGroup:
        logging.getLogger("third.party").exception("group %s", text)
    logger.critical(json.dumps({"payload": text}))
    with log_performance(text):
        logger.trace(text)


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
def test_no_sink_writes_a_secret_of_the_settings(sinks: Sinks, secret: str) -> None:
    throw(f"before {secret} after")
    written = sinks.written()
    assert {name.partition("_")[0] for name in written} == {
        "console", "sales", "errors.log", "performance.log"
    }  # fmt: skip
    for name, text in written.items():
        assert not any(spelling in text for spelling in spellings(secret)), name
        assert "before" in text, name


@pytest.mark.parametrize("told", SHAPES)
def test_no_sink_writes_what_is_shaped_like_a_credential(sinks: Sinks, told: str) -> None:
    throw(told)
    for name, text in sinks.written().items():
        assert SHAPES[told] not in text, name


def test_ordinary_lines_are_left_alone(tmp_path: Path) -> None:
    sinks = open_sinks(tmp_path)
    line = "Call 01hzy3k5tq8w2m4n6p7r9s0v1x ended: 42 turns, tokenizer loaded, GET /api/v1/calls/01"
    logger.info(line)
    assert line in sinks.written()["console"]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")
    seconds: int


def echo_value() -> None:
    raise ValueError(SAID)


def echo_key() -> None:
    {"a": 1}[SAID]


def echo_model() -> None:
    Strict.model_validate({"seconds": SAID, SAID: 1})


def echo_decode() -> None:
    SAID.encode().decode("utf-16-be", "strict").encode("ascii")


def echo_group() -> None:
    raise ExceptionGroup(SAID, [ValueError(SAID), KeyError(SAID)])


def echo_cause() -> None:
    try:
        raise ValueError(SAID)
    except ValueError as error:
        raise Unavailable("The coach is down.") from error


def echo_note() -> None:
    error = ValueError(SAID)
    error.add_note(SAID)
    raise error


@pytest.mark.parametrize(
    "fail", [echo_value, echo_key, echo_model, echo_decode, echo_group, echo_cause, echo_note]
)
def test_an_exception_never_tells_what_was_said(sinks: Sinks, fail: Callable[[], None]) -> None:
    try:
        fail()
    except Exception:  # noqa: BLE001 - each of them fails in its own way
        logger.exception("Failed")
    written = sinks.written()
    for name, text in written.items():
        assert SAID not in text, name
        assert "forty" not in text, name
    assert fail.__name__ in written["errors.log"], "the stack says where"


def test_local_variables_are_not_shown(sinks: Sinks) -> None:
    heard = SAID
    try:
        raise OSError(len(heard))
    except OSError:
        logger.exception("Failed")
    assert all(SAID not in text for text in sinks.written().values())


def test_fields_that_carry_words_show_their_length(sinks: Sinks) -> None:
    logger.bind(text=SAID, quote=SAID, turn_id="t1").info("Turn")
    written = sinks.written()["console"]
    assert SAID not in written
    assert f"({len(SAID)} characters)" in written
    assert "t1" in written


async def test_a_forgotten_task_does_not_tell_its_exception(sinks: Sinks) -> None:
    async def fail() -> None:
        raise ValueError(SAID)

    task = asyncio.create_task(fail())
    await asyncio.sleep(0)
    del task
    await asyncio.sleep(0)
    written = sinks.written()
    assert "never retrieved" in written["errors.log"]
    assert all(SAID not in text for text in written.values())


def test_a_failing_thread_is_told_without_its_words(sinks: Sinks) -> None:
    # Called as the interpreter would: pytest keeps the hook of a real thread for itself.
    error = ValueError(SAID)
    threading.excepthook(
        threading.ExceptHookArgs((ValueError, error, None, threading.current_thread()))
    )
    written = sinks.written()
    assert "Thread MainThread failed" in written["errors.log"]
    assert all(SAID not in text for text in written.values())


def test_libraries_below_info_are_not_heard(sinks: Sinks) -> None:
    logging.getLogger("websockets.server").debug("< TEXT %s", SAID)
    logging.getLogger("uvicorn.error").debug("< TEXT %s", SAID)
    logging.getLogger("sqlalchemy.engine").info("INSERT %s", SAID)
    logging.getLogger("alembic.runtime.plugins").warning("heard")
    written = sinks.written()
    assert "heard" in written["console"]
    assert all(SAID not in text for text in written.values())


def test_the_steps_of_a_migration_stand_in_the_file_alone(tmp_path: Path) -> None:
    settings = load_settings(None, data_dir=tmp_path)
    console = io.StringIO()
    configure_logging(settings, console=console)
    logging.getLogger("alembic.runtime.migration").info("a step")
    logging.getLogger("alembic.runtime.migration").warning("trouble")
    written = Sinks(settings, console).written()
    assert "a step" not in written["console"]
    assert "trouble" in written["console"]
    assert any("a step" in text for text in written.values())


def test_levels_and_files(tmp_path: Path) -> None:
    settings = load_settings(None, data_dir=tmp_path, log_level="WARNING")
    console = io.StringIO()
    configure_logging(settings, console=console)
    logger.trace("a trace")
    logger.debug("a detail")
    logger.info("some news")
    logger.error("a failure")
    written = Sinks(settings, console).written()
    today = written[f"sales_coach_{datetime.now():%Y%m%d}.log"]  # noqa: DTZ005 - files go by local days
    assert "a trace" not in today
    assert all(told in today for told in ("a detail", "some news", "a failure"))
    assert "some news" not in written["console"]
    assert "a failure" in written["console"]
    assert "a failure" in written["errors.log"]
    assert "some news" not in written["errors.log"]


def test_trace_reaches_the_file_when_asked(tmp_path: Path) -> None:
    sinks = open_sinks(tmp_path)
    logger.trace("a trace")
    written = sinks.written()
    assert all("a trace" in written[name] for name in written if "coach" in name)


def test_a_line_carries_request_and_call(sinks: Sinks) -> None:
    token = request_id.set("req-4711")
    with call_context("call-42"):
        logger.info("inside")
    request_id.reset(token)
    logger.info("outside")
    inside, outside = sinks.written()["console"].splitlines()
    assert "req-4711" in inside
    assert "call-42" in inside
    assert "req-4711" not in outside
    assert "call-42" not in outside


def test_json_lines_are_json(tmp_path: Path) -> None:
    sinks = open_sinks(tmp_path, log_json=True)
    try:
        raise OSError("disk")
    except OSError:
        logger.bind(calls=3).exception('Two\nlines with "quotes" and {braces}')
    written = sinks.written()
    for name in ("console", "errors.log"):
        (line,) = written[name].splitlines()
        fields = json.loads(line)
        assert fields["message"] == 'Two\nlines with "quotes" and {braces}'
        assert fields["calls"] == 3
        assert fields["level"] == "ERROR"
        assert fields["exception"].endswith("OSError: disk\n")


def test_a_message_cannot_pose_as_another_line(tmp_path: Path) -> None:
    sinks = open_sinks(tmp_path)
    logger.info("one\n2026-01-01 00:00:00.000 | CRITICAL | forged")
    assert len(sinks.written()["console"].splitlines()) == 1


def test_colour_is_for_terminals(tmp_path: Path) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    settings = load_settings(None, data_dir=tmp_path)
    for stream, coloured in ((Terminal(), True), (io.StringIO(), False)):
        configure_logging(settings, console=stream)
        logger.warning("a <red>word</red> as it is")
        stop_logging()
        assert ("\x1b[" in stream.getvalue()) is coloured
        assert "<red>word</red>" in re.sub(r"\x1b\[\d+m", "", stream.getvalue())
