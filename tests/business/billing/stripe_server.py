"""A server that speaks the part of Stripe's API we use, and signs messages as Stripe does."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

_SUBSCRIPTIONS = "/v1/subscriptions/"
KEY, SECRET = "sk_test_reelwright", "whsec_reelwright_test"


@dataclass
class StripeServer:
    """``asked`` are the calls that came: path, fields and idempotency key. ``fails`` answers the next calls with that status.

    ``subscriptions`` are those it knows by id, with what they say of themselves.
    """

    url: str = ""
    asked: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    fails: list[int] = field(default_factory=list)
    subscriptions: dict[str, dict[str, Any]] = field(default_factory=dict)
    _replies: dict[str, dict[str, Any]] = field(default_factory=dict)

    def answer(self, path: str, told: dict[str, str], once: str) -> dict[str, Any]:
        self.asked.append((path, told, once))
        if once and once in self._replies:
            return self._replies[once]
        number = len(self.asked)
        made: dict[str, dict[str, Any]] = {
            "/v1/customers": {"id": f"cus_{number}", "object": "customer", "email": told.get("email")},
            "/v1/checkout/sessions": {
                "id": f"cs_test_{number}", "object": "checkout.session", "url": f"https://checkout.stripe.com/c/pay/cs_test_{number}",
            },
            "/v1/billing_portal/sessions": {
                "id": f"bps_{number}", "object": "billing_portal.session", "url": "https://billing.stripe.com/p/session/x",
            },
        }  # fmt: skip
        self._replies[once] = made[path]
        return made[path]

    def subscribe(self, reference: str, **told: Any) -> dict[str, Any]:
        """A subscription that is paid for."""
        row = {"id": reference, "object": "subscription", "status": "active", "cancel_at_period_end": False} | told
        self.subscriptions[reference] = row
        return row

    def changed(self, method: str, reference: str, told: dict[str, str]) -> dict[str, Any] | None:
        """What a call does to a subscription; ``None`` for one that is not there, or is over."""
        self.asked.append((f"{method} {reference}", told, ""))
        row = self.subscriptions.get(reference)
        if row is None or row["status"] == "canceled":
            return None
        if method == "DELETE":
            row["status"] = "canceled"
        elif "cancel_at_period_end" in told:
            row["cancel_at_period_end"] = told["cancel_at_period_end"].lower() == "true"
        return row


@contextmanager
def stripe_server() -> Iterator[StripeServer]:
    here = StripeServer()

    class Handler(BaseHTTPRequestHandler):
        def do_DELETE(self) -> None:
            self.do_POST()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            status, told = 200, {}
            if self.headers.get("Authorization") != f"Bearer {KEY}":
                status, told = 401, {"error": {"type": "invalid_request_error", "message": "Invalid API Key provided"}}
            elif here.fails:
                status = here.fails.pop(0)
                told = {
                    "error": {
                        "type": "card_error" if status < 500 else "api_error",
                        "message": "Something is wrong with it",
                    }
                }
            elif self.path.startswith(_SUBSCRIPTIONS):
                reference = self.path.removeprefix(_SUBSCRIPTIONS).partition("?")[0]
                found = here.changed(self.command, reference, dict(parse_qsl(body)))
                missing = {
                    "type": "invalid_request_error",
                    "code": "resource_missing",
                    "message": f"No such subscription: '{reference}'",
                }
                status, told = (404, {"error": missing}) if found is None else (200, found)
            else:
                told = here.answer(self.path, dict(parse_qsl(body)), self.headers.get("Idempotency-Key") or "")
            answer = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: Any) -> None:
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()


def message(kind: str, thing: dict[str, Any], *, id: str, created: float | None = None) -> dict[str, Any]:
    """A message about a thing, as Stripe writes it."""
    return {
        "id": id,
        "object": "event",
        "type": kind,
        "created": int(created or time.time()),
        "data": {"object": thing},
    }


def signed(told: dict[str, Any], *, secret: str = SECRET, at: float | None = None) -> tuple[bytes, str]:
    """Body and ``Stripe-Signature``: HMAC-SHA256 of the moment and the body (https://docs.stripe.com/webhooks#verify-manually)."""
    body, moment = json.dumps(told).encode(), int(at or time.time())
    proof = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return body, f"t={moment},v1={proof}"
