"""The way to a ComfyUI server, whether it is there, and whether it is one's own."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.vendors.comfyui.manifest import VENDOR


def api(access: Access, timeout_seconds: float = 120.0) -> VendorHttp:
    """Calls to the server; it asks for no key."""
    return VendorHttp(
        VENDOR.title, access.option("base_url"), {}, timeout_seconds, reason=_reason,
        key_hint=f"check {VENDOR.variable('base_url')}",
    )  # fmt: skip


def check(access: Access) -> str:
    """See ``providers.manifest.Vendor``."""
    told = api(access, 20).json("GET", "system_stats")
    version = (told.get("system") or {}).get("comfyui_version") if isinstance(told, dict) else None
    return f"ComfyUI {version}" if version else "it answers"


def is_own(address: str) -> bool:
    """Whether an address is on this machine or in a private network, as far as it says so itself; no name is looked up."""
    host = urlsplit(address).hostname or ""
    if host == "localhost" or host.endswith((".localhost", ".local", ".lan", ".internal")):
        return True
    try:
        return ip_address(host).is_private
    except ValueError:
        return False


def _reason(status: int, body: Any) -> str:
    """The error of a workflow that cannot run, with what its nodes say."""
    if not isinstance(body, dict) or not isinstance(body.get("error"), dict):
        return ""
    error = body["error"]
    said = [str(error.get("message") or ""), str(error.get("details") or "")]
    for number, node in (body.get("node_errors") or {}).items():
        kind = f"node {number} ({node.get('class_type')})"
        said += [f"{kind}: {fault.get('message')}: {fault.get('details')}" for fault in node.get("errors") or []]
    return "; ".join(part for part in said if part)
