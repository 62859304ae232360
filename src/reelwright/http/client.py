"""The HTTP clients: a guarded one for addresses that users give, a plain one for servers the operator configured."""

from __future__ import annotations

import httpx2

from reelwright import __version__
from reelwright.http.bounded_body import bound_transfer
from reelwright.http.guard import Guard
from reelwright.http.guarded import GuardedTransport
from reelwright.http.quiet_log import keep_log_quiet

_HEADERS = {"User-Agent": f"reelwright/{__version__}", "Accept-Encoding": "identity"}


def public_client(
    guard: Guard, *, connect_seconds: float = 10.0, total_seconds: float = 30.0, most_bytes: int = 1_000_000
) -> httpx2.Client:
    """For users' URLs and webhooks; safe to share between threads.

    A request lasts ``total_seconds`` at most, redirects are not followed, nothing of the environment (proxies, .netrc)
    is used. Answers over ``most_bytes`` raise ``FetchRefused``, and are not unpacked. Raises ``FetchRefused`` for an
    address that ``guard`` does not permit, otherwise httpx2's errors.
    """

    def bound(response: httpx2.Response) -> None:
        response.headers.pop("content-encoding", None)  # a megabyte of gzip may hold a gigabyte
        bound_transfer(response, most_bytes)

    client = guarded_client(guard, connect_seconds=connect_seconds, total_seconds=total_seconds)
    client.event_hooks = {"response": [bound]}
    return client


def guarded_client(guard: Guard, *, connect_seconds: float, total_seconds: float) -> httpx2.Client:
    """As ``public_client``, for a caller who streams the answer and bounds it with ``bounded_chunks``."""
    keep_log_quiet()
    return httpx2.Client(
        transport=GuardedTransport(guard, total_seconds=total_seconds),
        timeout=httpx2.Timeout(total_seconds, connect=connect_seconds),
        headers={**_HEADERS, "Connection": "close"},
        follow_redirects=False,
        trust_env=False,
    )


def provider_client(*, timeout_seconds: float, connect_seconds: float = 10.0, connections: int = 10) -> httpx2.Client:
    """For servers the operator names, which may be on this machine; safe to share between threads.

    ``timeout_seconds`` is the longest silence. Redirects are not followed, so a key goes to no other server.
    """
    keep_log_quiet()
    return httpx2.Client(
        timeout=httpx2.Timeout(timeout_seconds, connect=min(connect_seconds, timeout_seconds)),
        limits=httpx2.Limits(max_connections=connections, max_keepalive_connections=connections),
        headers={"User-Agent": _HEADERS["User-Agent"]},
        follow_redirects=False,
        trust_env=True,  # the operator's proxy is meant for the operator's servers
    )
