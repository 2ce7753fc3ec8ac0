"""Claude by Anthropic's Messages API: streamed, structured by schema, the playbook kept in the
vendor's cache."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

import anthropic
import httpx2
from anthropic import AsyncAnthropic, Omit, omit
from anthropic.types import (
    Message,
    OutputConfigParam,
    RawMessageStreamEvent,
    TextBlockParam,
    ThinkingConfigParam,
)

from salescoach.kit.retry_after import retry_after_s
from salescoach.llm.engines.connection import pooled_client, quiet
from salescoach.llm.engines.dialect import Dialect
from salescoach.llm.faults import Fault, ModelError
from salescoach.llm.model import Answer, Ask, Partial, Purpose, T, Usage
from salescoach.llm.structured import Unusable, instruction, so_far, strict_schema, whole
from salescoach.llm.tokens import estimate

DEFAULT_URL = "https://api.anthropic.com"
LABEL = "Claude"
NEXT_BEST = {
    Purpose.LIVE: ("claude-haiku-5-5", "claude-haiku-4-5"),
    Purpose.REVIEW: ("claude-sonnet-5-5", "claude-sonnet-5"),
}

_FEATURES = {
    "thinking": ("thinking",),
    "format": ("output_config", "output format", "structured output", "json_schema"),
}
_BY_TYPE = {
    "authentication_error": Fault.UNAUTHORIZED,
    "billing_error": Fault.NO_CREDIT,
    "permission_error": Fault.FORBIDDEN,
    "not_found_error": Fault.RETIRED,
    "rate_limit_error": Fault.RATE_LIMITED,
    "overloaded_error": Fault.OVERLOADED,
    "timeout_error": Fault.TIMEOUT,
    "api_error": Fault.SERVER_ERROR,
}
_BY_STATUS = {
    401: Fault.UNAUTHORIZED,
    402: Fault.NO_CREDIT,
    403: Fault.FORBIDDEN,
    404: Fault.RETIRED,
    408: Fault.TIMEOUT,
    413: Fault.TOO_LONG,
    429: Fault.RATE_LIMITED,
    503: Fault.OVERLOADED,
    504: Fault.TIMEOUT,
    529: Fault.OVERLOADED,
}
_BY_STOP = {
    "max_tokens": Fault.TRUNCATED,
    "model_context_window_exceeded": Fault.TOO_LONG,
    "refusal": Fault.REFUSED,
}
_NO_THINKING: ThinkingConfigParam = {"type": "disabled"}
_UNREADABLE = (ValueError, AttributeError, TypeError, KeyError, IndexError)
"""What the client's own reading raises when an event has not the shape it should have."""


@dataclass(slots=True)
class _Reading:
    """What an answer under way has said."""

    model: str
    text: str = ""
    usage: Usage = field(default_factory=Usage)
    stop: str | None = None
    over: bool = False

    def take(self, event: RawMessageStreamEvent) -> bool:
        """True when words came."""
        if event.type == "message_start":
            self.model = event.message.model
            self.usage = _usage(event.message)
        elif event.type == "content_block_delta" and event.delta.type == "text_delta":
            self.text += event.delta.text
            return True
        elif event.type == "message_delta":
            self.stop = event.delta.stop_reason or self.stop
            told = event.usage
            self.usage = Usage(
                _told(told.input_tokens, self.usage.input),
                _told(told.cache_read_input_tokens, self.usage.cache_read),
                _told(told.cache_creation_input_tokens, self.usage.cache_write),
                told.output_tokens,
            )
        elif event.type == "message_stop":
            self.over = True
        return False

    @property
    def spent(self) -> Usage:
        """The vendor tells what it wrote only at the end."""
        if self.stop is not None or not self.text:
            return self.usage
        told = self.usage
        written = max(told.output, estimate(self.text))
        return Usage(told.input, told.cache_read, told.cache_write, written, estimated=True)


class ClaudeEngine:
    name = "claude"
    label = LABEL

    def __init__(
        self, key: str, *, live_model: str, review_model: str, base_url: str = DEFAULT_URL
    ) -> None:
        quiet("anthropic", "httpx2", "httpcore2")
        # Trying again is the failure policy's decision alone.
        self._client = AsyncAnthropic(
            api_key=key, base_url=base_url, http_client=pooled_client(), max_retries=0
        )
        # Reading it loads most of the library, which must not wait for the first card.
        self._messages = self._client.messages
        self._wanted = {Purpose.LIVE: live_model, Purpose.REVIEW: review_model}
        self._dialect = Dialect(_FEATURES)

    @property
    def host(self) -> str:
        return self._client.base_url.host

    def candidates(self, purpose: Purpose) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self._wanted[purpose], *NEXT_BEST[purpose])))

    async def attempt(self, ask: Ask[T], model: str) -> AsyncGenerator[Partial | Answer[T], None]:
        reading = _Reading(model)
        try:
            async with await self._open(ask, model) as events:
                shown = None
                async for event in events:
                    if reading.take(event):
                        value = so_far(reading.text)
                        if value and value != shown:
                            shown = value
                            yield Partial(value, reading.model, reading.spent)
        except anthropic.APIStatusError as error:
            raise _status_error(error, model, reading.spent) from None
        except (anthropic.APITimeoutError, httpx2.TimeoutException):
            raise ModelError(Fault.TIMEOUT, LABEL, model=model, usage=reading.spent) from None
        except (anthropic.APIConnectionError, httpx2.HTTPError):
            fault = Fault.CUT if reading.usage.total else Fault.UNREACHABLE
            raise ModelError(fault, LABEL, model=model, usage=reading.spent) from None
        except _UNREADABLE:
            raise ModelError(Fault.MALFORMED, LABEL, model=model, usage=reading.spent) from None
        yield _answer(ask, reading)

    async def offered(self) -> tuple[str, ...]:
        try:
            return tuple([model.id async for model in self._client.models.list(limit=100)])
        except anthropic.APIStatusError as error:
            raise _status_error(error, "", Usage()) from None
        except anthropic.APITimeoutError:
            raise ModelError(Fault.TIMEOUT, LABEL) from None
        except (anthropic.APIConnectionError, httpx2.HTTPError):
            raise ModelError(Fault.UNREACHABLE, LABEL) from None
        except _UNREADABLE:
            raise ModelError(Fault.MALFORMED, LABEL) from None

    async def aclose(self) -> None:
        await self._client.close()

    async def _open(self, ask: Ask[T], model: str) -> anthropic.AsyncStream[RawMessageStreamEvent]:
        while True:
            fixed = ask.prompt.fixed
            config: OutputConfigParam | Omit = omit
            if self._dialect.knows(model, "format"):
                config = _format(ask)
            else:
                fixed = f"{fixed}\n\n{instruction(ask.schema)}"
            # A live card has no time to be thought about.
            hasty = ask.purpose is Purpose.LIVE and self._dialect.knows(model, "thinking")
            try:
                return await self._messages.create(
                    model=model,
                    max_tokens=ask.max_output_tokens,
                    system=[_kept(fixed)],
                    messages=[{"role": "user", "content": ask.prompt.asked}],
                    output_config=config,
                    thinking=_NO_THINKING if hasty else omit,
                    stream=True,
                )
            except anthropic.BadRequestError as error:
                if not self._dialect.unlearn(model, error.api_message or ""):
                    raise


def _format(ask: Ask[T]) -> OutputConfigParam:
    return {"format": {"type": "json_schema", "schema": strict_schema(ask.schema)}}


def _kept(text: str) -> TextBlockParam:
    """The vendor keeps everything up to the end of this block for some minutes."""
    return {"type": "text", "text": text, "cache_control": {"type": "ephemeral"}}


def _answer(ask: Ask[T], reading: _Reading) -> Answer[T]:
    usage, model = reading.spent, reading.model
    if not reading.over or reading.stop is None:
        # A page of something in between is a stream without a single event.
        fault = Fault.CUT if usage.total else Fault.MALFORMED
        raise ModelError(fault, LABEL, model=model, usage=usage)
    if reading.stop in _BY_STOP:
        raise ModelError(_BY_STOP[reading.stop], LABEL, model=model, usage=usage)
    try:
        return Answer(whole(reading.text, ask.schema), model, usage)
    except Unusable:
        raise ModelError(Fault.MALFORMED, LABEL, model=model, usage=usage) from None


def _status_error(error: anthropic.APIStatusError, model: str, usage: Usage) -> ModelError:
    """An error inside a stream has the status 200 and its kind in the body."""
    told = (error.api_message or "").lower()
    if "prompt is too long" in told or "context window" in told:
        fault = Fault.TOO_LONG
    elif "credit balance" in told:
        fault = Fault.NO_CREDIT
    elif str(error.type) in _BY_TYPE:
        fault = _BY_TYPE[str(error.type)]
    elif error.status_code in _BY_STATUS:
        fault = _BY_STATUS[error.status_code]
    else:
        fault = Fault.SERVER_ERROR if error.status_code >= 500 else Fault.INVALID
    after = retry_after_s(error.response.headers)
    return ModelError(fault, LABEL, model=model, retry_after_s=after, usage=usage)


def _usage(message: Message) -> Usage:
    told = message.usage
    return Usage(
        told.input_tokens,
        told.cache_read_input_tokens or 0,
        told.cache_creation_input_tokens or 0,
        told.output_tokens,
    )


def _told(now: int | None, before: int) -> int:
    return before if now is None else now
