"""Every error a user can meet, named by its remedy.

Each family has a stable ``code`` (for machines) and an ``exit_code`` (for shells). Doors translate these once; rooms raise them.
"""

from __future__ import annotations


class ReelwrightError(Exception):
    """Base of all expected failures.

    ``message`` says what is wrong in one sentence, ``hint`` what to do about it, ``pointer`` is an RFC 6901
    JSON pointer when the fault lies in a document.
    """

    code = "ERROR"
    exit_code = 1

    def __init__(self, message: str, *, hint: str = "", pointer: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.pointer = pointer

    def __str__(self) -> str:
        return self.message


class InvalidInput(ReelwrightError):
    """Something the user typed or handed over cannot be used: change the input."""

    code = "INVALID_INPUT"
    exit_code = 3


class FetchRefused(InvalidInput):
    """An address is not one that may be fetched, or what it leads to is over a limit: give another address."""

    code = "FETCH_REFUSED"


class NotFound(InvalidInput):
    """There is no such thing, or it belongs to somebody else: check the name."""

    code = "NOT_FOUND"


class ConsentNeeded(InvalidInput):
    """Somebody's voice is wanted, and nobody said that they agreed: get their consent, and say so."""

    code = "CONSENT_NEEDED"


class InvalidDocument(InvalidInput):
    """A timeline document does not say something renderable: fix the place ``pointer`` names."""

    code = "INVALID_DOCUMENT"

    def __init__(
        self, message: str, *, pointer: str = "", hint: str = "", more: tuple[InvalidDocument, ...] = ()
    ) -> None:
        super().__init__(message, hint=hint, pointer=pointer)
        self.more = more
        """Further faults found in the same reading, in document order."""


class MediaUnusable(ReelwrightError):
    """A media file is missing, corrupt, empty or over a limit: replace the file."""

    code = "MEDIA_UNUSABLE"
    exit_code = 4


class FetchFailed(ReelwrightError):
    """An address could not be fetched (no answer, a refusal, a broken transfer): try again, or give another address."""

    code = "FETCH_FAILED"
    exit_code = 4


class ProviderFailed(ReelwrightError):
    """A speech, text, music or picture provider could not deliver: configure or choose another."""

    code = "PROVIDER_FAILED"
    exit_code = 5
    status = 0
    """The HTTP status the provider answered with, where it did."""


class ProviderNeeded(ProviderFailed):
    """The wish needs a provider that is not configured: configure one, or ask for something else."""

    code = "PROVIDER_NEEDED"


class ProviderRefused(ProviderFailed):
    """A provider does not accept the key, or the key may not do this: correct the key."""

    code = "PROVIDER_REFUSED"


class NoBalance(ProviderFailed):
    """The account at a provider is empty or its plan does not allow the call: top it up."""

    code = "PROVIDER_NO_BALANCE"


class ContentRefused(ProviderFailed):
    """A provider (or our own moderation) does not take the words or pictures: change them."""

    code = "CONTENT_REFUSED"


class ProviderUnavailable(ProviderFailed):
    """A provider did not take the call (nobody there, overloaded): nothing was charged, try again."""

    code = "PROVIDER_UNAVAILABLE"


class RateLimited(ProviderUnavailable):
    """A provider takes no more calls for now: wait ``retry_after`` seconds (``None``: it did not say)."""

    code = "PROVIDER_RATE_LIMITED"

    def __init__(self, message: str, *, hint: str = "", retry_after: float | None = None) -> None:
        super().__init__(message, hint=hint)
        self.retry_after = retry_after


class OutcomeUnknown(ProviderFailed):
    """A provider was asked and did not answer: it may have done, and charged for, the work."""

    code = "OUTCOME_UNKNOWN"


class UnclearPayment(ProviderFailed):
    """An earlier call may have been paid for, and nobody knows: look it up at the provider, then say so."""

    code = "UNCLEAR_PAYMENT"


class QuotaExceeded(ReelwrightError):
    """A budget or a quota is used up: raise it, or ask for less."""

    code = "QUOTA_EXCEEDED"
    exit_code = 8


class NotReady(ReelwrightError):
    """Something stands in the way of work that has not begun: mend what the message names."""

    code = "NOT_READY"
    exit_code = 3


class OutputUnwritable(ReelwrightError):
    """The result cannot be stored (permission, missing folder, full disk): free or change the place."""

    code = "OUTPUT_UNWRITABLE"
    exit_code = 6


class FontMissing(ReelwrightError):
    """No available font has glyphs for the text: add a font."""

    code = "FONT_MISSING"
    exit_code = 7


class LimitExceeded(ReelwrightError):
    """The work needed more memory, time or room than it was allowed: allow more, or ask for less."""

    code = "LIMIT_EXCEEDED"
    exit_code = 8


class RenderCrashed(ReelwrightError):
    """A library crashed while rendering in a process of its own: replace the file that did it."""

    code = "RENDER_CRASHED"
    exit_code = 9


class Cancelled(ReelwrightError):
    """The user stopped the work; what was finished is kept."""

    code = "CANCELLED"
    exit_code = 130


def error_named(code: str) -> type[ReelwrightError]:
    """The class of a code; the base class for one that is not known."""
    waiting: list[type[ReelwrightError]] = [ReelwrightError]
    while waiting:
        kind = waiting.pop()
        if kind.code == code:
            return kind
        waiting += kind.__subclasses__()
    return ReelwrightError
