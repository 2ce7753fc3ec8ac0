"""What Deepgram's refusals and lost connections mean for a call, in words that say what to do.

The words are our own: what the service writes may quote the request, and with it the key.
"""

from salescoach.speech.errors import SpeechError

_TIMED_OUT = 408

_REFUSALS = {
    400: (
        "deepgram_request_refused",
        "Deepgram refuses the settings: DEEPGRAM_MODEL does not hear SPEECH_LANGUAGE, or one of "
        "the two is misspelt.",
        False,
    ),
    401: (
        "deepgram_key_refused",
        "Deepgram does not know the key: copy DEEPGRAM_API_KEY again from console.deepgram.com.",
        False,
    ),
    402: (
        "deepgram_out_of_credit",
        "Deepgram's credit is used up: add some at console.deepgram.com.",
        True,
    ),
    403: (
        "deepgram_not_allowed",
        "The Deepgram key may not use this model: choose another DEEPGRAM_MODEL or another key.",
        False,
    ),
    404: (
        "deepgram_not_found",
        "There is no Deepgram at DEEPGRAM_BASE_URL, or it does not offer this model.",
        False,
    ),
    429: (
        "deepgram_busy",
        "Deepgram takes no further stream for this project: wait, or raise the plan's limit.",
        True,
    ),
}


def refused(status: int | None, retry_after_s: float | None = None) -> SpeechError:
    """For an HTTP status that came instead of a connection or of an answer."""
    message = f"Deepgram is out of order (status {status})."
    code, retryable = "deepgram_down", True
    if status in _REFUSALS:
        code, message, retryable = _REFUSALS[status]
    elif status is not None and 400 <= status < 500 and status != _TIMED_OUT:
        message = f"Deepgram refuses the request (status {status})."
        code, retryable = "deepgram_request_refused", False
    return SpeechError(message, code=code, retryable=retryable, retry_after_s=retry_after_s)


def slow() -> SpeechError:
    return SpeechError("Deepgram did not answer in time.", code="deepgram_slow")


def unreadable() -> SpeechError:
    return SpeechError("Deepgram's answer cannot be read.", code="deepgram_unreadable")


def unreachable(cause: BaseException) -> SpeechError:
    """No connection came about."""
    return SpeechError(
        f"Deepgram cannot be reached ({type(cause).__name__}): look at the network.",
        code="deepgram_unreachable",
    )


def closed(close_code: int | None, reason: str) -> SpeechError:
    """The service ended a connection that still had work. ``reason`` is only searched for the
    codes Deepgram documents; ``close_code`` None means that it did not even say goodbye."""
    reason = reason.upper().replace("-", "")
    if "NET0001" in reason:
        return SpeechError(
            "Deepgram closed a stream that brought it no audio.", code="deepgram_idle"
        )
    if "NET0000" in reason:
        return slow()
    if "DATA0000" in reason or close_code == 1008:
        return SpeechError("Deepgram cannot read the audio.", code="deepgram_audio_refused")
    if close_code == 1011:
        return SpeechError("Deepgram had an error of its own.", code="deepgram_down")
    told = "without a word" if close_code is None else f"with code {close_code}"
    return SpeechError(f"The connection to Deepgram ended {told}.", code="deepgram_cut")


def fatal(code: str) -> SpeechError:
    """Flux says so before it closes. Its codes are in capitals with underscores."""
    told = code if code.replace("_", "").isalnum() and len(code) <= 60 else "unknown"
    return SpeechError(f"Deepgram gave up: {told}.", code="deepgram_down")


def hangs() -> SpeechError:
    return SpeechError(
        "Deepgram takes audio and says nothing.", code="deepgram_hangs", at_once=True
    )
