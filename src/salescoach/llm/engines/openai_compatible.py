"""Any server that speaks OpenAI's chat completions: OpenAI, vLLM, Ollama, llama.cpp and others.

They differ in what they take, so a request asks for structured output, usage and a temperature
until the server says it does not know them; then the schema is told in words and checked here.
"""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx2
import openai
from openai import AsyncOpenAI, AsyncStream
from openai.types import CompletionUsage
from openai.types.chat import ChatCompletionChunk

from salescoach.kit.retry_after import retry_after_s
from salescoach.llm.engines.connection import pooled_client, quiet
from salescoach.llm.engines.dialect import Dialect
from salescoach.llm.faults import Fault, ModelError
from salescoach.llm.model import Answer, Ask, Partial, Purpose, T, Usage
from salescoach.llm.structured import Unusable, instruction, so_far, strict_schema, whole
from salescoach.llm.tokens import estimate

DEFAULT_URL = "https://api.openai.com/v1"
TEMPERATURE = 0.3

_FEATURES = {
    "usage": ("stream_options", "include_usage"),
    "temperature": ("temperature",),
    "format": ("response_format", "json_schema", "json schema", "grammar", "structured output"),
    "limit": ("max_tokens", "max_completion_tokens"),
}
_BY_CODE = {
    "insufficient_quota": Fault.NO_CREDIT,
    "context_length_exceeded": Fault.TOO_LONG,
    "model_not_found": Fault.RETIRED,
    "invalid_api_key": Fault.UNAUTHORIZED,
    "rate_limit_exceeded": Fault.RATE_LIMITED,
    "content_filter": Fault.REFUSED,
    "server_error": Fault.SERVER_ERROR,
}
_BY_STATUS = {
    401: Fault.UNAUTHORIZED,
    402: Fault.NO_CREDIT,
    403: Fault.FORBIDDEN,
    408: Fault.TIMEOUT,
    413: Fault.TOO_LONG,
    429: Fault.RATE_LIMITED,
    503: Fault.OVERLOADED,
    504: Fault.TIMEOUT,
}
_BY_FINISH = {"length": Fault.TRUNCATED, "content_filter": Fault.REFUSED}
_UNREADABLE = (ValueError, AttributeError, TypeError, KeyError, IndexError)
"""What the client's own reading raises when an event has not the shape it should have."""


@dataclass(slots=True)
class _Reading:
    """What an answer under way has said. Usage may come with the last words or after them."""

    model: str
    prompt: int
    text: str = ""
    told: Usage | None = None
    finish: str | None = None
    refused: bool = False
    begun: bool = False

    def take(self, chunk: ChatCompletionChunk) -> bool:
        """True when words came."""
        self.begun = True
        self.model = chunk.model or self.model
        if chunk.usage is not None:
            self.told = _usage(chunk.usage)
        if not chunk.choices:
            return False
        choice = chunk.choices[0]
        self.finish = choice.finish_reason or self.finish
        self.refused = self.refused or bool(choice.delta.refusal)
        self.text += choice.delta.content or ""
        return bool(choice.delta.content)

    @property
    def spent(self) -> Usage:
        if self.told is not None:
            return self.told
        if not self.begun:
            return Usage()
        return Usage(self.prompt, output=estimate(self.text), estimated=True)


class OpenAICompatibleEngine:
    name = "openai_compatible"

    def __init__(self, *, base_url: str = DEFAULT_URL, key: str = "", model: str = "") -> None:
        """``model`` empty: the first one that the server has."""
        quiet("openai", "httpx2", "httpcore2")
        # Trying again is the failure policy's decision alone. Servers at home ask for no key.
        self._client = AsyncOpenAI(
            api_key=key or "none", base_url=base_url, http_client=pooled_client(), max_retries=0
        )
        # Reading it loads most of the library, which must not wait for the first card.
        self._completions = self._client.chat.completions
        self.host = urlsplit(base_url).hostname or base_url
        is_openai = self.host.endswith("openai.com")
        self.label = "OpenAI" if is_openai else "Your model server"
        limits = ("max_tokens", "max_completion_tokens")
        self._limits = limits[::-1] if is_openai else limits
        self._model = model
        self._dialect = Dialect(_FEATURES)

    def candidates(self, purpose: Purpose) -> tuple[str, ...]:
        return (self._model,)

    async def attempt(self, ask: Ask[T], model: str) -> AsyncGenerator[Partial | Answer[T], None]:
        prompt = estimate(ask.prompt.fixed) + estimate(ask.prompt.asked)
        reading = _Reading(model, prompt)
        try:
            model = reading.model = model or await self._first_offered()
            async with await self._open(ask, model) as chunks:
                shown = None
                async for chunk in chunks:
                    if reading.take(chunk):
                        value = so_far(reading.text)
                        if value and value != shown:
                            shown = value
                            yield Partial(value, reading.model, reading.spent)
        except (openai.OpenAIError, httpx2.HTTPError, *_UNREADABLE) as error:
            raise self._error(error, reading) from None
        yield self._answer(ask, reading)

    async def offered(self) -> tuple[str, ...]:
        try:
            return tuple([model.id async for model in self._client.models.list()])
        except (openai.OpenAIError, httpx2.HTTPError, *_UNREADABLE) as error:
            raise self._error(error, _Reading("", 0)) from None

    async def aclose(self) -> None:
        await self._client.close()

    async def _first_offered(self) -> str:
        offered = await self.offered()
        if not offered:
            raise ModelError(Fault.RETIRED, self.label, detail="It offers no model.")
        self._model = offered[0]
        return self._model

    async def _open(self, ask: Ask[T], model: str) -> AsyncStream[ChatCompletionChunk]:
        while True:
            try:
                body = self._body(ask, model)
                stream: AsyncStream[ChatCompletionChunk]
                stream = await self._completions.create(**body, stream=True)
                return stream
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                if not self._dialect.unlearn(model, f"{error.param} {error.message} {error.body}"):
                    raise

    def _body(self, ask: Ask[T], model: str) -> dict[str, Any]:
        knows = self._dialect.knows
        fixed = ask.prompt.fixed
        said: dict[str, Any] = {"model": model}
        if knows(model, "usage"):
            said["stream_options"] = {"include_usage": True}
        if knows(model, "temperature"):
            said["temperature"] = TEMPERATURE
        usual, other = self._limits
        said[usual if knows(model, "limit") else other] = ask.max_output_tokens
        if knows(model, "format"):
            said["response_format"] = {
                "type": "json_schema",
                "json_schema": {
                    "name": ask.schema.__name__,
                    "schema": strict_schema(ask.schema),
                    "strict": True,
                },
            }
        else:
            fixed = f"{fixed}\n\n{instruction(ask.schema)}"
        said["messages"] = [
            {"role": "system", "content": fixed},
            {"role": "user", "content": ask.prompt.asked},
        ]
        return said

    def _answer(self, ask: Ask[T], reading: _Reading) -> Answer[T]:
        usage, model = reading.spent, reading.model
        if reading.refused or reading.finish in _BY_FINISH:
            fault = Fault.REFUSED if reading.refused else _BY_FINISH[str(reading.finish)]
            raise ModelError(fault, self.label, model=model, usage=usage)
        if reading.finish is None:
            # A page of something in between is a stream without a single event.
            fault = Fault.CUT if reading.begun else Fault.MALFORMED
            raise ModelError(fault, self.label, model=model, usage=usage)
        try:
            return Answer(whole(reading.text, ask.schema), model, usage)
        except Unusable:
            raise ModelError(Fault.MALFORMED, self.label, model=model, usage=usage) from None

    def _error(self, error: Exception, reading: _Reading) -> ModelError:
        after, detail = None, ""
        if isinstance(error, openai.APITimeoutError | httpx2.TimeoutException):
            fault = Fault.TIMEOUT
        elif isinstance(error, openai.APIConnectionError | httpx2.HTTPError):
            fault = Fault.CUT if reading.begun else Fault.UNREACHABLE
        elif isinstance(error, openai.APIStatusError):
            fault, detail = _of_status(error)
            after = retry_after_s(error.response.headers)
        elif isinstance(error, openai.APIError):
            fault = _of_body(error) or Fault.SERVER_ERROR
        else:
            fault = Fault.MALFORMED
        return ModelError(
            fault,
            self.label,
            model=reading.model,
            detail=detail,
            retry_after_s=after,
            usage=reading.spent,
        )


def _of_status(error: openai.APIStatusError) -> tuple[Fault, str]:
    known = _of_body(error)
    if known is not None:
        return known, ""
    if error.status_code == 404:
        if "model" in error.message.lower():
            return Fault.RETIRED, ""
        return Fault.INVALID, "Check OPENAI_BASE_URL; it usually ends in /v1."
    if error.status_code in _BY_STATUS:
        return _BY_STATUS[error.status_code], ""
    return (Fault.SERVER_ERROR if error.status_code >= 500 else Fault.INVALID), ""


def _of_body(error: openai.APIError) -> Fault | None:
    if "context length" in error.message.lower() or "context size" in error.message.lower():
        return Fault.TOO_LONG
    if "overloaded" in error.message.lower():
        return Fault.OVERLOADED
    return _BY_CODE.get(error.code or "") or _BY_CODE.get(error.type or "")


def _usage(told: CompletionUsage) -> Usage:
    details = told.prompt_tokens_details
    cached = (details.cached_tokens if details else None) or 0
    return Usage(told.prompt_tokens - cached, cache_read=cached, output=told.completion_tokens)
