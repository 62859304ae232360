"""What separation by models of one's own offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor

VENDOR = Vendor(
    "onnx-separation", "A separation model of your own",
    (
        Option("vocals", "path of a Spleeter model for the voices, in ONNX", is_required=True),
        Option("accompaniment", "path of its model for everything else", is_required=True),
        Option("threads", "threads; 0: as many as there are processors, four at most", "0"),
    ),
    site="https://k2-fsa.github.io/sherpa/onnx/source-separation/models.html",
)  # fmt: skip
OFFERS = (
    Offer(
        VENDOR, "separation", "reelwright.vendors.onnx_separation.separator:connect", 40, module="onnxruntime", extra="local-voices",
        is_local=True, terms="each model has its own licence",
    ),
)  # fmt: skip
