"""Codes to HTTP statuses and WebSocket close codes: the one place that knows both.

A code that is not listed takes the status of the kind of error it belongs to.
"""

import asyncio
import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from loguru import logger
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from salescoach.infra.log_context import request_id
from salescoach.kit.errors import (
    Conflict,
    InvalidInput,
    NotFound,
    SalesCoachError,
    TooMany,
    Unavailable,
)

_KINDS: tuple[tuple[type[SalesCoachError], int, int], ...] = (
    (NotFound, 404, 4404),
    (InvalidInput, 422, 4400),
    (Conflict, 409, 4409),
    (Unavailable, 503, 1013),
    (TooMany, 429, 1013),
)
_HTTP: Mapping[str, int] = {
    "speech_failed": 503,
    "speech_model_missing": 503,
    "wrong_token": 401,
}
_CLOSE: Mapping[str, int] = {
    "superseded": 4409,
    "frame_too_large": 1009,
    "speech_failed": 1013,
    "speech_model_missing": 1013,
}
_INTERNAL_ERROR = 1011
_REFUSED_CLOSE: Mapping[int, int] = {401: 4401, 403: 4403, 429: 4429}
_HTTP_CODES: Mapping[int, str] = {
    400: "invalid_input",
    401: "login_required",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    408: "too_slow",
    413: "too_large",
    415: "unsupported_media_type",
    422: "invalid_input",
    500: "internal_error",
    503: "unavailable",
}
_HTTP_MESSAGES: Mapping[int, str] = {
    400: "The request's body cannot be read. JSON has to be whole and in UTF-8.",
    404: "There is nothing at this address.",
    405: "This address does not take that method.",
    408: "The request came too slowly. Send it again over a better line.",
    413: "The request is larger than the server takes.",
}
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,60}")
_ECHOING = frozenset({"value_error", "assertion_error"})
"""Kinds of validation errors whose messages are free text and may repeat the value."""


class FieldProblem(BaseModel):
    """``path`` says where, as in ``categories[2].scripts[0].text``; ``line`` counts from 1 when a
    text was sent."""

    path: str
    message: str
    line: int | None = None


class ErrorDetail(BaseModel):
    """``code`` is stable; ``message`` is for people. ``problems`` come with content that was
    refused, ``current_version`` when somebody else has saved meanwhile."""

    code: str
    message: str
    request_id: str
    problems: list[FieldProblem] | None = None
    current_version: int | None = None


class ErrorBody(BaseModel):
    error: ErrorDetail


def http_status(error: SalesCoachError) -> int:
    kind = next((status for kind, status, _ in _KINDS if isinstance(error, kind)), 500)
    return _HTTP.get(error.code, kind)


def close_code(error: SalesCoachError) -> int:
    """The WebSocket close code when ``error`` ends a connection."""
    kind = next((code for kind, _, code in _KINDS if isinstance(error, kind)), _INTERNAL_ERROR)
    return _CLOSE.get(error.code, kind)


def error_response(
    status: int,
    code: str,
    message: str,
    headers: Mapping[str, str] | None = None,
    details: Mapping[str, Any] | None = None,
) -> JSONResponse:
    """``details``: the further fields of ``ErrorDetail``; those that are None are not sent."""
    detail = ErrorDetail(code=code, message=message, request_id=request_id.get(), **details or {})
    return JSONResponse(
        ErrorBody(error=detail).model_dump(exclude_none=True),
        status_code=status,
        headers=dict(headers) if headers else None,
    )


async def refuse(
    scope: Scope,
    receive: Receive,
    send: Send,
    status: int,
    code: str,
    message: str,
    headers: Mapping[str, str] | None = None,
) -> None:
    """Answers a request, or the handshake of a socket, that goes no further."""
    if scope["type"] == "http":
        await error_response(status, code, message, headers)(scope, receive, send)
    elif "websocket.http.response" in scope.get("extensions", {}):
        answer = error_response(status, code, message, headers)
        await send(
            {
                "type": "websocket.http.response.start",
                "status": answer.status_code,
                "headers": answer.raw_headers,
            }
        )
        await send({"type": "websocket.http.response.body", "body": bytes(answer.body)})
        # The server takes a refused handshake for unfinished, and says so in its log, until its
        # connection is gone: one turn of the loop later.
        await asyncio.sleep(0)
    else:
        await send({"type": "websocket.close", "code": _REFUSED_CLOSE.get(status, 4403)})


def internal_error() -> JSONResponse:
    """What a client hears of a failure that nobody foresaw: nothing but how to ask about it."""
    return error_response(
        500, "internal_error", "The server failed. Its log says more under this request id."
    )


def add_error_handlers(app: FastAPI) -> None:
    app.add_exception_handler(SalesCoachError, _product_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)


async def _product_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, SalesCoachError)
    status = http_status(error)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        logger.opt(exception=error).error("Request failed with {}", error.code)
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return internal_error()
    headers = {"Retry-After": "5"} if status == HTTPStatus.SERVICE_UNAVAILABLE else None
    if isinstance(error, TooMany):
        headers = {"Retry-After": str(error.retry_after_s)}
    return error_response(status, error.code, error.message, headers, error.details)


async def _validation_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return error_response(422, "invalid_input", wrong_fields(error.errors()))


async def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    if isinstance(error.__cause__, RecursionError):
        return error_response(status, "nested_too_deep", "The JSON is nested too deep: flatten it.")
    code = _HTTP_CODES.get(status, status.phrase.lower().replace(" ", "_"))
    message = _HTTP_MESSAGES.get(status, f"{status.phrase}.")
    return error_response(status, code, message, error.headers)


def wrong_fields(errors: Sequence[Mapping[str, Any]]) -> str:
    """Which fields are wrong and why, without what was sent in them."""
    told = []
    for details in errors:
        where = ".".join(
            str(part) if isinstance(part, int) or _IDENTIFIER.fullmatch(str(part)) else "?"
            for part in details["loc"]
        )
        why = "is not valid" if details["type"] in _ECHOING else details["msg"]
        told.append(f"{where}: {why}")
    return "; ".join(told) or "The request is not valid."
