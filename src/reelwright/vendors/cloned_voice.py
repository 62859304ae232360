"""What vendors of clones share: names that tell which act of cloning made them, and what an act is known by."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from reelwright.providers.cloning import CloneRequest


def key_tag(request: CloneRequest) -> str:
    """Twelve hexadecimal digits of the act of cloning."""
    return hashlib.sha256(request.key.encode()).hexdigest()[:12]


def name_with_key(request: CloneRequest, most: int) -> str:
    """A name of at most ``most`` characters that a person reads and that no other act of cloning gives."""
    tag = f" [{key_tag(request)}]"
    plain = " ".join("".join(sign for sign in request.name if sign.isprintable()).split()) or "voice"
    return plain[: most - len(tag)].rstrip() + tag


def plain_name_with_key(request: CloneRequest) -> str:
    """The same for servers whose voices are named like files: letters, digits, ``_`` and ``-``."""
    plain = re.sub(r"[^A-Za-z0-9]+", "-", request.name).strip("-")[:40].strip("-")
    return f"reel-{plain}-{key_tag(request)}"


def asked_of(request: CloneRequest) -> dict[str, Any]:
    """What an act of cloning is known by in the books."""
    return {"key": request.key, "language": request.language}
