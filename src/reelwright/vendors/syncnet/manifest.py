"""What scores by SyncNet offer."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor

VENDOR = Vendor(
    "syncnet", "SyncNet on this machine",
    (
        Option("model", "path or stored name of a SyncNet model in ONNX, which you bring", is_required=True),
        Option("faces", "path of a YuNet model (ONNX) that finds faces; without it OpenCV's own cascade does"),
        Option("seconds", "how much speech is listened to", "60"),
        Option("device", "auto (a GPU where onnxruntime has one) or cpu", "auto"),
    ),
    site="https://github.com/joonson/syncnet_python",
)  # fmt: skip
OFFERS = (
    Offer(
        VENDOR, "sync-score", "reelwright.vendors.syncnet.scorer:connect", 40, module="onnxruntime", extra="local-voices",
        is_local=True, terms="the published weights carry their own licence",
    ),
)  # fmt: skip
