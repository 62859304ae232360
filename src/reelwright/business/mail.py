"""Sending a mail: by SMTP, or, where none is configured, into a folder a person can read."""

from __future__ import annotations

import os
import smtplib
import ssl
import uuid
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from reelwright.errors import InvalidInput, ReelwrightError

_SECONDS = 20
_PORTS = {"smtp": 25, "starttls": 587, "smtps": 465}


class MailFailed(ReelwrightError):
    """The mail could not be handed over: look at the mail server."""

    code = "MAIL_FAILED"


@dataclass(frozen=True)
class MailSettings:
    """``smtp_url`` is ``smtps://user:password@host:465``, ``starttls://…:587`` (encrypted or not at all) or ``smtp://…``

    (encrypted when the server offers it; a password is never sent in the clear beyond this machine). Empty: mails become files.
    """

    sender: str
    folder: Path
    smtp_url: str = field(default="", repr=False)


def check_mail_settings(settings: MailSettings) -> None:
    """Raises ``InvalidInput`` that says what cannot be used; sends nothing."""
    if not parseaddr(settings.sender)[1] or "\n" in settings.sender:
        raise InvalidInput("REELWRIGHT_MAIL_FROM is not a mail address", hint="Name <name@example.com>")
    if settings.smtp_url:
        _parts(settings.smtp_url)


def send_mail(settings: MailSettings, to: str, subject: str, text: str, html: str = "") -> None:
    """Hand one mail over: plain text, and HTML beside it where there is some. Raises ``MailFailed``."""
    message = EmailMessage()
    try:
        message["From"], message["To"], message["Subject"] = settings.sender, to, subject
    except ValueError as error:
        raise MailFailed(f"the mail cannot be addressed: {error}") from None
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=parseaddr(settings.sender)[1].rpartition("@")[2] or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    try:
        if settings.smtp_url:
            _deliver(_parts(settings.smtp_url), message)
        else:
            _keep(settings.folder, message)
    except (OSError, smtplib.SMTPException) as error:
        raise MailFailed(f"the mail could not be sent: {error}", hint="check REELWRIGHT_SMTP_URL") from error


def _deliver(url: SplitResult, message: EmailMessage) -> None:
    host, port = url.hostname or "", url.port or _PORTS[url.scheme]
    context = ssl.create_default_context()
    if url.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=_SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=_SECONDS)
    with server:
        is_encrypted = url.scheme == "smtps"
        server.ehlo()
        if not is_encrypted and (url.scheme == "starttls" or server.has_extn("starttls")):
            server.starttls(context=context)
            server.ehlo()
            is_encrypted = True
        if url.username:
            if not is_encrypted and not _is_here(host):
                raise smtplib.SMTPException("the server offers no encryption, and a password is not sent in the clear")
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(message)


def _keep(folder: Path, message: EmailMessage) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder / f"{uuid.uuid4().hex}.eml", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(message.as_bytes())


def _parts(smtp_url: str) -> SplitResult:
    try:
        url = urlsplit(smtp_url)
        is_usable = url.scheme in _PORTS and bool(url.hostname) and url.port != 0
    except ValueError:
        is_usable = False
    if not is_usable:
        raise InvalidInput(
            "REELWRIGHT_SMTP_URL cannot be read", hint="smtps://user:password@host:465, starttls://… or smtp://…"
        )
    return url  # pyright: ignore[reportPossiblyUnboundVariable]


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
