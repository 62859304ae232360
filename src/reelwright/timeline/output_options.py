"""Encoder options a document may set beyond quality, crf, preset and bitrate: names and values that can do no harm.

An encoder's free-form parameter strings are not among them: they can name files, and change the number of threads.
"""

from __future__ import annotations

import re

from reelwright.timeline.strict import suggestion

_WHOLE = r"\d{1,5}"
_NUMBER = r"-?\d{1,4}(\.\d{1,4})?"
_RATE = r"\d{1,6}[kM]?"
_TO_8000 = r"[1-7]?\d{1,3}"
_LEVEL = r"\d(\.\d)?"

OPTIONS: dict[str, dict[str, str]] = {
    "h264": {
        "tune": "film|animation|grain|stillimage|fastdecode|psnr|ssim",
        "profile": "baseline|main|high",
        "level": _LEVEL,
        "maxrate": _RATE,
        "bufsize": _RATE,
        "g": _WHOLE,
        "bf": r"[0-9]|1[0-6]",
        "refs": r"[1-9]|1[0-6]",
        "aq-mode": "[0-3]",
        "aq-strength": _NUMBER,
        "psy-rd": rf"{_NUMBER}:{_NUMBER}",
        "rc-lookahead": _WHOLE,
        "me_range": _WHOLE,
        "sc_threshold": _WHOLE,
    },
    "h265": {
        "tune": "psnr|ssim|grain|fastdecode|animation",
        "profile": "main",
        "maxrate": _RATE,
        "bufsize": _RATE,
        "g": _WHOLE,
        "bf": r"[0-9]|1[0-6]",
    },
    "vp9": {"deadline": "good|realtime", "aq-mode": "[0-4]", "g": _WHOLE, "sharpness": "[0-7]"},
    "av1": {"g": _WHOLE},
    "prores": {"bits_per_mb": _TO_8000, "quant_mat": "auto|proxy|lt|standard|hq|default"},
    "prores4444": {"bits_per_mb": _TO_8000, "alpha_bits": "8|16"},
}
"""For each codec the options and a pattern of the values they may have."""


def checked_option(codec: str, name: str, value: str) -> tuple[str, str]:
    """The option as text. Raises ``ValueError`` for a name that is not known or a value that does not fit."""
    known = OPTIONS.get(codec, {})
    if name not in known:
        if not known:
            raise ValueError(f"{codec} has no options")
        raise ValueError(f"{name!r} is not an option of {codec} a document may set; {suggestion(name, sorted(known))}")
    if not re.fullmatch(known[name], value):
        raise ValueError(f"{value!r} is not a value of {codec}'s option {name}; it fits the pattern {known[name]}")
    return name, value
