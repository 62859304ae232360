"""What Wav2Lip on this machine offers. Its weights are never fetched: their licence forbids commercial use."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor

VENDOR = Vendor(
    "wav2lip", "Wav2Lip on this machine",
    (
        Option("model", "path or stored name of a Wav2Lip model in ONNX, which you bring: research and personal use only", is_required=True),
        Option("faces", "path of a YuNet model (ONNX) that finds faces; without it OpenCV's own cascade does"),
        Option("device", "auto (a GPU where onnxruntime has one) or cpu", "auto"),
        Option("batch", "faces at a time", "16"),
        Option("threads", "threads; 0: as many as there are processors, four at most", "0"),
    ),
    site="https://github.com/Rudrabha/Wav2Lip",
)  # fmt: skip
OFFERS = (
    Offer(
        VENDOR, "lip-sync", "reelwright.vendors.wav2lip.lip_sync:connect", 40, module="onnxruntime", extra="local-voices",
        is_local=True,
        terms="the published weights are for research and personal use only (trained on LRS2, no commercial use); models trained elsewhere "
        "have their own licence",
    ),
)  # fmt: skip
