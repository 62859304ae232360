"""A mail address as an account's name: one spelling each."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email

from reelwright.errors import InvalidInput


def account_address(typed: str) -> str:
    """The address in lower case, Unicode composed. Addresses within an intranet are fine. Raises ``InvalidInput``."""
    try:
        found = validate_email(typed.strip(), check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError as error:
        raise InvalidInput(f"this is not a mail address: {error}", hint="for example ann@example.com") from None
    return found.normalized.lower()
