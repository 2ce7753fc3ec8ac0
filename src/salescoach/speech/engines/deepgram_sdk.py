"""The vendor's client, imported in this one place: it stands on names that `websockets` calls
deprecated and says so at import, which is nothing a user could mend."""

import warnings
from collections.abc import Mapping
from importlib import import_module

import httpx
from websockets.datastructures import Headers

from salescoach.kit.retry_after import retry_after_s

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    # The client loads these when they are first used: too late for this filter.
    import_module("deepgram.listen.v1.client")
    import_module("deepgram.listen.v1.media.client")
    import_module("deepgram.listen.v2.client")
    from deepgram import AsyncDeepgramClient
    from deepgram.core.api_error import ApiError
    from deepgram.environment import DeepgramClientEnvironment
    from deepgram.listen.v1.socket_client import AsyncV1SocketClient
    from deepgram.listen.v1.types import ListenV1Error, ListenV1Results, ListenV1UtteranceEnd
    from deepgram.listen.v2.socket_client import AsyncV2SocketClient
    from deepgram.listen.v2.types import ListenV2FatalError, ListenV2TurnInfo
    from deepgram.types import ListenV1Response
    from deepgram.types import (
        ListenV1ResponseResultsChannelsItemAlternativesItemWordsItem as RecordedWord,
    )

__all__ = [
    "ApiError",
    "AsyncDeepgramClient",
    "AsyncV1SocketClient",
    "AsyncV2SocketClient",
    "ListenV1Error",
    "ListenV1Response",
    "ListenV1Results",
    "ListenV1UtteranceEnd",
    "ListenV2FatalError",
    "ListenV2TurnInfo",
    "RecordedWord",
    "asked_to_wait_s",
    "deepgram_client",
]


def asked_to_wait_s(error: ApiError) -> float | None:
    """How long the service asks to be left alone, None when it does not say. Of a socket that was
    refused the client's error has the headers of the question; those of the answer are in what
    made it fail."""
    cause = error.__context__
    answer: Mapping[str, str] | None = getattr(getattr(cause, "response", cause), "headers", None)
    headers = (error.headers if answer is None else answer) or {}
    # Those of a socket raise when they are asked for the value of a name that comes twice.
    pairs = headers.raw_items() if isinstance(headers, Headers) else headers.items()
    return retry_after_s({name.lower(): str(value) for name, value in pairs})


def deepgram_client(api_key: str, base_url: str, http: httpx.AsyncClient) -> AsyncDeepgramClient:
    """``base_url`` with http or https. Whoever gives ``http`` closes it."""
    sockets = "ws" + base_url.rstrip("/").removeprefix("http")
    return AsyncDeepgramClient(
        api_key=api_key,
        environment=DeepgramClientEnvironment(
            base=base_url, production=sockets, agent=sockets, agent_rest=base_url
        ),
        httpx_client=http,
    )
