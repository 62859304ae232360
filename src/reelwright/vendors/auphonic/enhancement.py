"""Recordings through Auphonic: a production is created, its recording uploaded, started, looked after and fetched.

https://auphonic.com/help/api/complex.html
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reelwright.errors import OutcomeUnknown, ProviderFailed
from reelwright.providers.access import Access
from reelwright.providers.enhancement import EnhancementRequest
from reelwright.providers.payments import Call, Paid
from reelwright.vendors.auphonic.api import api, data_of
from reelwright.vendors.made_sound import checked_sound, keep_as_long
from reelwright.vendors.sent_recording import SentRecording, sent_recording
from reelwright.vendors.slow_work import named, stopped_there, wait_for

_REDUCTION_DB = {"light": 12, "normal": 18, "strong": 30}
_ERROR, _DONE, _INCOMPLETE, _NOT_STARTED = 2, 3, 9, 10
"""Of the numbers a production's status may have (https://auphonic.com/api/info/production_status.json)."""


class AuphonicEnhancement:
    """Loudness is left as it is: it is set where the recording is used."""

    version = "1"

    def __init__(self, access: Access, timeout_seconds: float = 600.0, most_bytes: int = 2_000_000_000) -> None:
        self._access = access
        self._http = api(access, timeout_seconds)
        self._most_bytes = most_bytes

    @property
    def name(self) -> str:
        return self._access.name

    def enhance(self, request: EnhancementRequest) -> Path:
        """See ``providers.enhancement.AudioEnhancement``."""
        sent = sent_recording(request.sound, request.folder)
        settings = {
            "filtering": True, "leveler": request.strength != "light", "normloudness": False, "denoise": True,
            "denoisemethod": "speech_isolation" if request.keep == "voice-only" else "dynamic",
            "denoiseamount": _REDUCTION_DB[request.strength],
        }  # fmt: skip

        def perform(call: Call) -> Paid:
            production = call.reference or self._created(call, settings)
            path = request.folder / "enhanced"
            self._http.download(self._finished(production, sent), path, most_bytes=self._most_bytes)
            kept = keep_as_long(checked_sound(path, self._http.title), sent.seconds, request.folder, self._access.shelf)
            return Paid({"files": [kept]}, usage={"seconds": round(sent.seconds)})

        told = {"recording": sent.sha256, "settings": settings}
        paid = self._access.pay("production", told, {"seconds": sent.seconds}, perform)
        return self._access.shelf.path(paid.result["files"][0])

    def _created(self, call: Call, settings: dict[str, Any]) -> str:
        body = {"metadata": {"title": "Reelwright"}, "output_files": [{"format": "flac"}], "algorithms": settings}
        uuid = named(self._http.title, data_of(self._http, "POST", "api/productions.json", json=body), "uuid")
        call.accepted(uuid)
        return uuid

    def _finished(self, production: str, sent: SentRecording) -> str:
        """The address of the result; the production is uploaded to and started if that has not happened yet."""
        at = f"api/production/{production}"
        if self._state(at) in (_INCOMPLETE, _NOT_STARTED):
            with sent.path.open("rb") as file:
                self._http.json("POST", f"{at}/upload.json", files={"input_file": (sent.name, file, sent.content_type)})
            self._http.json("POST", f"{at}/start.json")
        with stopped_there(lambda: self._http.call("POST", f"{at}/stop.json")):
            wait_for(
                lambda: self._state(at) == _DONE or None, self._access.sleep, self._http.title,
                most_seconds=6 * 3600, first_pause=3.0,
            )  # fmt: skip
        files = data_of(self._http, "GET", f"{at}.json").get("output_files") or [{}]
        if not files[0].get("download_url"):
            raise OutcomeUnknown("Auphonic is done and names no file", hint="look at its own list of productions")
        return str(files[0]["download_url"])

    def _state(self, at: str) -> int:
        told = data_of(self._http, "GET", f"{at}/status.json")
        if told.get("status") == _ERROR:
            told = data_of(self._http, "GET", f"{at}.json")
            reason = told.get("error_message") or told.get("status_string") or "it gave no reason"
            raise ProviderFailed(f"Auphonic could not do it: {str(reason)[:300]}")
        return int(told.get("status") or 0)


def connect(access: Access) -> AuphonicEnhancement:
    """See ``providers.manifest.Offer``."""
    return AuphonicEnhancement(access)
