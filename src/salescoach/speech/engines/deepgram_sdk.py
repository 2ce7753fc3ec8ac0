"""The vendor's client, imported in this one place: it stands on names that `websockets` calls
deprecated and says so at import, which is nothing a user could mend."""

import warnings
from importlib import import_module

import httpx

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
    "deepgram_client",
]


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
