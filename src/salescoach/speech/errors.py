"""What can go wrong with a speech engine, and whether trying again can help."""

from salescoach.kit.errors import SalesCoachError


class SpeechError(SalesCoachError):
    """``retryable``: the same engine may work if it is opened again. ``at_once``: every further try
    costs so long a wait for words that whoever has another engine takes it now. ``retry_after_s``:
    how long the service asks to be left alone, None when it does not say."""

    code = "speech_failed"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        retryable: bool = True,
        at_once: bool = False,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(message, code=code)
        self.retryable = retryable
        self.at_once = at_once
        self.retry_after_s = retry_after_s
