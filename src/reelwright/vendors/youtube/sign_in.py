"""Google's OAuth 2 for YouTube: the code flow with PKCE (RFC 7636), codes for other devices (RFC 8628), refresh and revocation."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from reelwright.errors import OutcomeUnknown, ProviderFailed, ProviderRefused, ProviderUnavailable
from reelwright.http.vendor import VendorHttp

SCOPE = "https://www.googleapis.com/auth/youtube.force-ssl"
"""Uploads, playlists, thumbnails and captions; the only scope besides partners' that captions may be uploaded with."""
DEVICE_SCOPE = "https://www.googleapis.com/auth/youtube"
"""The widest that Google gives to codes for other devices: everything but captions."""
_PAGE = "https://accounts.google.com/o/oauth2/v2/auth"
_SERVICE = "https://oauth2.googleapis.com"
_DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"


@dataclass(frozen=True, slots=True)
class Granted:
    """Tokens. ``refresh`` is empty when an earlier one stays good; ``seconds`` is how long ``access`` is."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    seconds: int
    scopes: str


@dataclass(frozen=True, slots=True)
class Begun:
    """``address`` is where to send the browser; the other two are kept until it comes back."""

    address: str
    state: str
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """A person types ``user_code`` at ``address``; we ask every ``interval`` seconds, for ``seconds`` at most."""

    device: str = field(repr=False)
    user_code: str
    address: str
    interval: int
    seconds: int


@dataclass(frozen=True)
class SignIn:
    """The server's OAuth client. ``address`` is Google's OAuth service when it is not the usual one."""

    client_id: str
    client_secret: str = field(repr=False)
    address: str = ""

    def begin(self, redirect: str) -> Begun:
        """``prompt=consent`` has Google give a refresh token even to who connected before."""
        state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
        digest = hashlib.sha256(verifier.encode()).digest()
        asked = {
            "client_id": self.client_id, "redirect_uri": redirect, "response_type": "code", "scope": SCOPE, "state": state,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(), "code_challenge_method": "S256",
            "access_type": "offline", "prompt": "consent", "include_granted_scopes": "true",
        }  # fmt: skip
        page = f"{self.address.rstrip('/')}/auth" if self.address else _PAGE
        return Begun(f"{page}?{urlencode(asked)}", state, verifier)

    def finish(self, code: str, verifier: str, redirect: str) -> Granted:
        """Raises ``ProviderRefused`` when the code is not good, ``ProviderUnavailable``."""
        told = self._asked(
            "/token", grant_type="authorization_code", code=code, code_verifier=verifier, redirect_uri=redirect
        )
        found = _granted(told)
        if not found.refresh:
            raise ProviderRefused(
                "Google gave no lasting permission", hint="take the app away at myaccount.google.com/permissions, then connect again"
            )  # fmt: skip
        return found

    def refreshed(self, refresh: str) -> Granted:
        """Raises ``ProviderRefused`` when the permission was taken back, ``ProviderUnavailable``."""
        return _granted(self._asked("/token", grant_type="refresh_token", refresh_token=refresh))

    def revoke(self, token: str) -> None:
        """Give the permission back; one that is gone already is no error."""
        try:
            self._http().call("POST", "/revoke", data={"token": token}, most_bytes=64_000)
        except ProviderFailed as error:
            if error.status not in (400, 401, 404):
                raise ProviderUnavailable("Google could not be told", hint="try it again") from None

    def device_code(self) -> DeviceCode:
        told = self._http().json("POST", "/device/code", data={"client_id": self.client_id, "scope": DEVICE_SCOPE})
        return DeviceCode(
            str(told["device_code"]), str(told["user_code"]), str(told.get("verification_url") or told.get("verification_uri")),
            int(told.get("interval", 5)), int(told.get("expires_in", 1800)),
        )  # fmt: skip

    def device_granted(self, code: DeviceCode) -> Granted | None:
        """``None`` while the person has not decided. Raises ``ProviderRefused``."""
        try:
            return _granted(self._asked("/token", grant_type=_DEVICE_GRANT, device_code=code.device))
        except ProviderFailed as error:
            if any(word in error.message for word in ("authorization_pending", "slow_down")):
                return None
            raise

    def _asked(self, path: str, **asked: str) -> Any:
        form = {"client_id": self.client_id, "client_secret": self.client_secret, **asked}
        try:
            return self._http().json("POST", path, data=form, most_bytes=1_000_000)
        except OutcomeUnknown as error:
            raise ProviderUnavailable(error.message, hint="try it again") from None
        except ProviderFailed as error:
            if error.status in (400, 401, 403) and not isinstance(error, ProviderRefused):
                raise _refused(error) from None
            raise

    def _http(self) -> VendorHttp:
        return VendorHttp(
            "Google", self.address or _SERVICE, timeout_seconds=30.0, reason=_reason,
            key_hint="connect the channel again; the operator checks REELWRIGHT_YOUTUBE_CLIENT_ID and …_SECRET",
        )  # fmt: skip


def _refused(error: ProviderFailed) -> ProviderRefused:
    found = ProviderRefused(error.message, hint="connect the channel again")
    found.status = error.status
    return found


def _reason(_status: int, body: Any) -> str:
    if not isinstance(body, dict):
        return ""
    told = (str(body.get(name, "")) for name in ("error", "error_description"))
    return ": ".join(part for part in told if part)


def _granted(told: Any) -> Granted:
    access = told.get("access_token") if isinstance(told, dict) else None
    if not isinstance(access, str) or not access:
        raise ProviderUnavailable("Google gave no token", hint="try it again")
    return Granted(
        access, str(told.get("refresh_token") or ""), int(told.get("expires_in", 3600)), str(told.get("scope", ""))
    )
