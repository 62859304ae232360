"""What a ComfyUI server offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor, base_url

VENDOR = Vendor(
    "comfyui", "ComfyUI",
    (
        base_url("", "COMFYUI_URL"),
        Option(
            "image_workflow", "a workflow file, saved in ComfyUI by 'Export (API)', "
            "with {prompt}, {avoid}, {width}, {height}, {seed}, {reference} where they belong",
            is_required=True,
        ),
        Option("image_sides", "the least and most pixels of a side, and the step between", "256-2048/8"),
    ),
    site="https://docs.comfy.org",
    check="reelwright.vendors.comfyui.api:check",
)  # fmt: skip

OFFERS = (
    Offer(
        VENDOR, "images", "reelwright.vendors.comfyui.images:connect", 55,
        abilities=frozenset({"references", "seed"}),
        terms="a server on this machine or in a private network counts as local: its calls cost nothing and may be repeated",
    ),
)  # fmt: skip
