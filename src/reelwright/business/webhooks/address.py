"""Whether an address can be a webhook's."""

from __future__ import annotations

import re

import httpx2

from reelwright.errors import InvalidInput

_LONGEST = 2000
_HINT = "give one such as https://example.com/hooks/reelwright"
_UNFIT = re.compile(r"[\s\x00-\x1f\x7f\\\ud800-\udfff]")


def checked_address(url: str) -> str:
    """The address as it is kept. Raises ``InvalidInput`` unless it is http or https, has a host, and holds no user name.

    Whether its host may be reached is judged at every delivery: what a name leads to changes.
    """
    if len(url) > _LONGEST:
        raise InvalidInput(f"the address of a webhook has at most {_LONGEST} characters", hint=_HINT)
    try:
        parsed = httpx2.URL(url)
    except (httpx2.InvalidURL, ValueError):
        raise InvalidInput("the webhook's address cannot be read", hint=_HINT) from None
    if _UNFIT.search(url) or parsed.scheme not in ("http", "https") or not parsed.host:
        raise InvalidInput("the address of a webhook is http:// or https:// and a host", hint=_HINT)
    if parsed.port is not None and not 0 < parsed.port < 65_536:
        raise InvalidInput("the port of a webhook's address is between 1 and 65535", hint=_HINT)
    if parsed.userinfo:
        raise InvalidInput(
            "the address of a webhook holds no user name or password",
            hint="every delivery is signed: check the signature instead",
        )
    kept = str(parsed.copy_with(fragment=None))
    if len(kept) > _LONGEST:
        raise InvalidInput(f"the address of a webhook has at most {_LONGEST} characters", hint=_HINT)
    return kept
