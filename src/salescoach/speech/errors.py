"""What can go wrong with a speech engine, and whether trying again can help."""

from salescoach.kit.errors import SalesCoachError


class SpeechError(SalesCoachError):
    """``retryable``: the same engine may work if it is opened again."""

    code = "speech_failed"

    def __init__(self, message: str, *, code: str | None = None, retryable: bool = True) -> None:
        super().__init__(message, code=code)
        self.retryable = retryable
