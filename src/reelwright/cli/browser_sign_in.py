"""Connecting a channel from a terminal: by the browser of this machine (RFC 8252), or by a code typed on any other device."""

from __future__ import annotations

import hmac
import time
import webbrowser
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

from reelwright.errors import InvalidInput
from reelwright.vendors.youtube.sign_in import DeviceCode, Granted, SignIn

_WAIT_SECONDS = 600
_DONE = (
    b"<!doctype html><meta charset=utf-8><title>Reelwright</title><p>The channel is connected. You can close this page."
)
_REFUSED = b"<!doctype html><meta charset=utf-8><title>Reelwright</title><p>This is not the sign-in that waits here."


def by_browser(
    google: SignIn, tell: Callable[[str], None], opened: Callable[[str], object] = webbrowser.open
) -> Granted:
    """``tell`` gets the address to go to, which ``opened`` tries to open. Raises ``InvalidInput`` when nobody comes back."""
    back = _Loopback(("127.0.0.1", 0), _Answer)
    redirect = f"http://127.0.0.1:{back.server_address[1]}/"
    begun = google.begin(redirect)
    back.state, back.timeout = begun.state, 1.0
    tell(f"Open this address in a browser on this machine and allow the access:\n\n  {begun.address}\n")
    opened(begun.address)
    deadline = time.monotonic() + _WAIT_SECONDS
    try:
        while not back.told:
            if time.monotonic() > deadline:
                raise InvalidInput("nobody came back from Google", hint="begin again, or use --device")
            back.handle_request()
    finally:
        back.server_close()
    code = back.told.get("code", "")
    if not code:
        raise InvalidInput("the channel was not connected: Google was told no", hint="begin again and allow it")
    return google.finish(code, begun.verifier, redirect)


def by_device(google: SignIn, tell: Callable[[str], None], pause: Callable[[float], None] = time.sleep) -> Granted:
    """For machines without a browser. Raises ``InvalidInput`` when the code was not typed in time."""
    code: DeviceCode = google.device_code()
    tell(f"Go to {code.address} on any device and type the code  {code.user_code}")
    tell("note: this way allows everything but captions; use the browser of this machine for those")
    waited = 0
    while waited < code.seconds:
        pause(code.interval)
        waited += max(1, code.interval)
        if (granted := google.device_granted(code)) is not None:
            return granted
    raise InvalidInput("the code was not typed in time", hint="begin again")


class _Loopback(HTTPServer):
    state = ""

    def __init__(self, *given: object) -> None:
        self.told: dict[str, str] = {}
        super().__init__(*given)  # type: ignore[arg-type]


class _Answer(BaseHTTPRequestHandler):
    server: _Loopback  # pyright: ignore[reportIncompatibleVariableOverride]

    def do_GET(self) -> None:
        told = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        is_ours = hmac.compare_digest(told.get("state", "").encode(), self.server.state.encode())
        if is_ours:
            self.server.told = told
        body = _DONE if is_ours else _REFUSED
        self.send_response(200 if is_ours else 400)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the code in the address is a secret."""
