"""Why somebody is not let in, or a change of an account is not made."""

from __future__ import annotations

from reelwright.errors import ReelwrightError


class SignInRefused(ReelwrightError):
    """Credentials are wrong, expired or revoked: sign in again. Says no more, so that nobody learns which accounts exist."""

    code = "UNAUTHENTICATED"
    exit_code = 3


class NotAllowed(ReelwrightError):
    """The server's rules do not allow it: ask an administrator."""

    code = "FORBIDDEN"
    exit_code = 3


class AccountTaken(ReelwrightError):
    """The address belongs to an account already: sign in there, or use another."""

    code = "CONFLICT"
    exit_code = 3


class NotThere(ReelwrightError):
    """There is no such thing, or it is another user's."""

    code = "NOT_FOUND"
    exit_code = 3


class IssuerUnavailable(ReelwrightError):
    """A sign-in service does not answer as it should: wait, or look at its configuration."""

    code = "UNAVAILABLE"
    exit_code = 5
