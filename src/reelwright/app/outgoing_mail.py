"""How this platform sends mail."""

from __future__ import annotations

from reelwright.app.server_settings import ServerSettings
from reelwright.business.mail import MailSettings, check_mail_settings


def outgoing_mail(settings: ServerSettings) -> MailSettings:
    """Raises ``InvalidInput`` for settings no mail can be sent with."""
    mail = MailSettings(settings.mail_from, settings.data / "mail", settings.smtp_url)
    check_mail_settings(mail)
    return mail
