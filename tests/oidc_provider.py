"""A small OpenID provider on loopback that keeps to the protocol: discovery, keys, codes with PKCE, signed ID tokens."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

CLIENT_ID, CLIENT_SECRET = "reel", "s3cret:with/signs"


class Provider:
    """Its settings may be changed by a test before a login."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.claimed_issuer = issuer
        self.keys: list[RSAKey | ECKey] = [RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})]
        self.person: dict[str, Any] = {
            "sub": "person-1",
            "email": "Pat@example.com",
            "email_verified": True,
            "name": "Pat",
        }
        self.userinfo: dict[str, Any] = {}
        self.more_claims: dict[str, Any] = {}
        """Put over the ID token's own, to make a wrong one."""
        self.key_facts: dict[str, str] = {}
        """Published of every key, over its own."""
        self.auth_methods = ["client_secret_basic"]
        self.is_down = False
        self.asked: list[str] = []
        self._codes: dict[str, dict[str, str]] = {}

    def sign(self, claims: dict[str, Any], key: RSAKey | ECKey | None = None, **header: str) -> str:
        key = key or self.keys[-1]
        algorithm = "RS256" if isinstance(key, RSAKey) else "ES256"
        return jwt.encode({"alg": algorithm, "kid": key.kid} | header, claims, key, algorithms=[algorithm])

    def token(self, audience: str, **claims: Any) -> str:
        """A token for an API, as such a provider gives it to programs."""
        moment = int(time.time())
        facts = {"iss": self.issuer, "aud": audience, "sub": "program-1", "iat": moment, "exp": moment + 300}
        return self.sign({name: value for name, value in (facts | claims).items() if value is not None})

    def authorize(self, url: str) -> str:
        """What a person who agrees at the provider's page is sent back to."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert query["client_id"] == CLIENT_ID
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        assert "openid" in query["scope"].split()
        code = secrets.token_urlsafe(8)
        self._codes[code] = query
        return query["redirect_uri"] + "?" + urlencode({"code": code, "state": query["state"], "iss": self.issuer})

    def answer(self, method: str, path: str, headers: Any, body: str) -> tuple[int, dict[str, Any]]:
        self.asked.append(path)
        if self.is_down:
            return 503, {}
        if path == "/.well-known/openid-configuration":
            return 200, {
                "issuer": self.claimed_issuer, "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/keys",
                "userinfo_endpoint": f"{self.issuer}/userinfo", "token_endpoint_auth_methods_supported": self.auth_methods,
            }  # fmt: skip
        if path == "/keys":
            return 200, {"keys": [key.as_dict(private=False) | self.key_facts for key in self.keys]}
        if path == "/userinfo" and headers["Authorization"] == "Bearer at":
            return 200, self.userinfo
        if path == "/token" and method == "POST":
            return self._exchange(headers, {name: values[0] for name, values in parse_qs(body).items()})
        return 404, {}

    def _exchange(self, headers: Any, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if self.auth_methods == ["client_secret_basic"]:
            pair = base64.b64decode(headers["Authorization"].removeprefix("Basic ")).decode().split(":")
            client = tuple(unquote(part) for part in pair)
        else:
            client = (form.get("client_id"), form.get("client_secret"))
        asked = self._codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            client != (CLIENT_ID, CLIENT_SECRET)
            or asked is None
            or asked["redirect_uri"] != form.get("redirect_uri")
            or asked["code_challenge"] != challenge
            or form.get("grant_type") != "authorization_code"
        ):
            return 400, {"error": "invalid_grant"}
        moment = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "iat": moment, "exp": moment + 300, "nonce": asked["nonce"]}
        return 200, {
            "access_token": "at",
            "token_type": "Bearer",
            "id_token": self.sign(claims | self.person | self.more_claims),
        }


@contextmanager
def oidc_provider() -> Iterator[Provider]:
    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            status, document = provider.answer(self.command, urlsplit(self.path).path, self.headers, body)
            content = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _serve

        def log_message(self, format: str, *args: Any) -> None:
            pass

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = Provider(f"http://127.0.0.1:{listener.server_port}")
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join()
