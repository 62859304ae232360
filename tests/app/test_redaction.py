"""No secret comes through, however deep it lies and however its name is spelt."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.app.redaction import GONE, redact, redact_text

SECRET = "S3cr3tValue42"
NAMES = st.sampled_from(
    [
        "password", "PASSWORD", "db_password", "passwd", "secret", "client_secret", "Secret-Key", "token", "access_token", "refreshToken",
        "Authorization", "authorization", "proxy-authorization", "api_key", "api-key", "apiKey", "X-API-Key", "openai.api.key", "Cookie",
        "set-cookie", "cookies", "dsn", "SENTRY_DSN", "database dsn", "credentials", "aws_access_key", "private_key", "webhook-signature",
    ]
)  # fmt: skip
PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
SECRETS: st.SearchStrategy[Any] = st.sampled_from(
    [SECRET, [SECRET], {"value": SECRET}, SECRET.encode(), {"a": [{"b": SECRET}]}, (SECRET, 1), [["x", SECRET]]]
)


def _around(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return (
        st.lists(inner | PLAIN, max_size=4)
        | st.tuples(inner, PLAIN)
        | st.dictionaries(st.text(max_size=8), inner | PLAIN, max_size=4)
    )


HELD = st.dictionaries(NAMES, SECRETS, min_size=1, max_size=2) | st.tuples(NAMES, SECRETS).map(lambda pair: [pair])


@given(st.recursive(HELD, _around, max_leaves=12))
def test_what_is_named_like_a_secret_is_redacted_at_any_depth(value: Any) -> None:
    assert SECRET not in json.dumps(redact(value))


@given(
    name=NAMES.filter(lambda name: " " not in name and "." not in name),
    shape=st.sampled_from(["{n}={s}", "{n}: {s}", '"{n}": "{s}"', "{{'{n}': '{s}'}}", "{n}='a {s} b'", '{{\\"{n}\\": \\"{s}\\"}}', "{n} => {s}"]),
    before=st.text(alphabet="abc .,;:/", max_size=10),
)  # fmt: skip
def test_values_after_a_secrets_name_in_a_sentence_are_redacted(name: str, shape: str, before: str) -> None:
    assert SECRET not in redact_text(f"{before} {shape.format(n=name, s=SECRET)} and so on")


@pytest.mark.parametrize(
    "text",
    [
        f"GET /ws?token={SECRET} HTTP/1.1",
        f'127.0.0.1:1 - "WebSocket /ws?a="&x={SECRET}" [accepted]',
        f"https://example.com/a/b?X-Amz-Signature={SECRET}&b=1",
        f"postgresql://reel:{SECRET}@db.example/reel",
        f"postgresql://reel:p@{SECRET}@db.example/reel",
        f"could not connect to redis://:{SECRET}@cache:6379/0",
        f"Authorization: Bearer {SECRET}",
        f"authorization=Basic {SECRET}==",
        f"the header was bearer {SECRET}",
        f"[(b'authorization', b'Bearer {SECRET}')]",
        f"password={SECRET}, user=ann",
    ],
)
def test_addresses_and_headers_in_a_sentence_lose_their_secrets(text: str) -> None:
    assert SECRET not in redact_text(text)


def test_what_is_no_secret_stays() -> None:
    kept = {
        "job": "7",
        "seconds": 1.5,
        "ok": True,
        "none": None,
        "tokens": 312,
        "path": "/api/jobs/{job_id}",
        "list": ["a", 1],
    }
    assert redact(kept) == kept
    assert redact({"why": "is that so? yes"}) == {"why": "is that so? yes"}
    assert redact({"tokens": "abc", "password": None}) == {"tokens": GONE, "password": None}
    assert redact_text("stage speech failed: no voice") == "stage speech failed: no voice"


@given(st.recursive(PLAIN | st.binary(max_size=5) | st.floats(), _around, max_leaves=20))
def test_anything_can_be_redacted_and_written(value: Any) -> None:
    json.dumps(redact(value))


def test_what_cannot_be_described_and_what_holds_itself_break_nothing() -> None:
    class Rude:
        def __repr__(self) -> str:
            raise RuntimeError("no")

    loop: list[Any] = []
    loop.append(loop)
    assert redact(Rude()) == "[Rude]"
    assert "too deep" in json.dumps(redact(loop))
