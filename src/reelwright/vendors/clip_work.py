"""Work of minutes at a vendor: submitted once, waited for, fetched, checked; taken up again by its reference after any break."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, Protocol

from reelwright.errors import (
    Cancelled,
    ContentRefused,
    InvalidInput,
    MediaUnusable,
    NotFound,
    OutcomeUnknown,
    ProviderFailed,
    ProviderUnavailable,
)
from reelwright.http.vendor import VendorHttp
from reelwright.media.probe import probe
from reelwright.providers.access import Access
from reelwright.providers.clips import Clip, ClipRequest, OnWait
from reelwright.providers.payments import Call, Paid
from reelwright.vendors.clip_pictures import Sent, fingerprint

_MISSES = 6
"""So often in a row a vendor may leave a question after the work unanswered."""
_GONE = frozenset({404, 410})
_FETCHES = 3
_CONTENT_WORDS = (
    "moderat", "safety", "content policy", "content_policy", "policy violation", "usage polic", "prohibited", "sensitive", "nsfw",
    "inappropriate", "risk control", "responsible ai", "blocked by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Order:
    """What is sent to begin the work: ``body`` is JSON. ``usage`` is what it takes, in units of the offer's prices."""

    path: str
    body: dict[str, Any]
    usage: dict[str, int]


@dataclass(frozen=True, slots=True)
class Look:
    """How the work is. When it is done, ``link`` says where the file is, or ``content`` is the file."""

    phase: Literal["queued", "working", "done"]
    part: float | None = None
    link: str = ""
    content: bytes = b""


Picture = Callable[[Path], Sent]
"""A picture as it is sent, or as it is booked (by its SHA-256)."""


class ClipMaker(Protocol):
    """A vendor's protocol."""

    @property
    def title(self) -> str: ...

    @property
    def version(self) -> str:
        """The model."""
        ...

    def order(self, request: ClipRequest, picture: Picture) -> Order:
        """Pure but for what ``picture`` reads. Raises ``ProviderFailed`` for what the model cannot do: another may."""
        ...

    def picture(self, path: Path) -> Sent:
        """A picture as this vendor takes it."""
        ...

    def submit(self, order: Order) -> str:
        """Begin; the answer is the work's reference."""
        ...

    def look(self, reference: str) -> Look:
        """Raises ``ContentRefused`` or ``ProviderFailed`` for work that failed there, and what ``asked`` raises."""
        ...

    def cancel(self, reference: str) -> bool:
        """Whether the vendor stops the work; no for one that cannot."""
        ...

    def fetch(self, link: str, target: Path) -> None: ...


@dataclass(frozen=True)
class ClipWork:
    """The clip port over a vendor's protocol. ``poll_seconds`` lie between two looks, ``patience_seconds`` bound the wait."""

    access: Access
    maker: ClipMaker
    poll_seconds: float
    patience_seconds: float

    @property
    def name(self) -> str:
        return self.access.name

    @property
    def version(self) -> str:
        return self.maker.version

    def cost_micros(self, request: ClipRequest) -> int:
        """See ``providers.clips.ClipGeneration``."""
        return self.access.cost_micros(self.maker.order(request, fingerprint).usage)

    def generate(self, request: ClipRequest, on_wait: OnWait = lambda state, part: None) -> Clip:
        """See ``providers.clips.ClipGeneration``."""
        if not request.prompt.strip() and not request.first:
            raise InvalidInput("a clip needs a description, or a picture to begin with")
        booked = self.maker.order(request, fingerprint)
        run = _Run(self, request, on_wait, booked.usage)
        told = {"path": booked.path, "body": booked.body, "seed": request.seed}
        try:
            paid = self.access.pay("clip", told, booked.usage, run.perform)
        except _Stopped as stopped:
            raise Cancelled(stopped.message, hint=stopped.hint) from None
        name = str(paid.result["files"][0])
        try:
            return Clip(self.access.shelf.path(name), paid.provider_ref)
        except NotFound:
            return Clip(self.access.shelf.path(run.fetched(paid.provider_ref)), paid.provider_ref)


def clip_port(access: Access, maker: ClipMaker) -> ClipWork:
    """The clip port over a vendor's protocol, with the waits of its options. Raises ``InvalidInput``."""
    minutes, poll = access.number("wait_minutes"), access.number("poll_seconds")
    if not 0 < minutes <= 24 * 60:
        raise InvalidInput(f"{access.offer.vendor.variable('wait_minutes')} is not between 0 and 1440 minutes")
    if not 0.1 <= poll <= 600:
        raise InvalidInput(f"{access.offer.vendor.variable('poll_seconds')} is not between 0.1 and 600 seconds")
    return ClipWork(access, maker, poll, minutes * 60)


def described(request: ClipRequest) -> str:
    """What to see, and how."""
    return ". ".join(part.strip().rstrip(".") for part in (request.prompt, request.style) if part.strip())


def description(request: ClipRequest, title: str, most: int) -> str:
    """``described``, whole. Raises ``ProviderFailed`` for one longer than ``most`` characters."""
    text = described(request)
    if len(text) > most:
        raise ProviderFailed(f"{title} takes descriptions of up to {most} characters", hint="say it in fewer words")
    return text


def failure(title: str, reason: str, code: str = "") -> ProviderFailed:
    """The error of work that failed at the vendor, in its own words."""
    told = f"{title} could not make the clip: {reason or code or 'it did not say why'}"
    if any(word in f"{reason} {code}".lower() for word in _CONTENT_WORDS):
        return ContentRefused(told, hint="change the words or the pictures")
    return ProviderFailed(told, hint="try again, change the description, or choose another provider")


def asked(http: VendorHttp, path: str, **sent: Any) -> Any:
    """The answer to a question after the work. A refusal of the question tells nothing about the work: ``ProviderUnavailable``."""
    try:
        return http.json("GET", path, **sent)
    except ProviderFailed as error:
        raise unanswered(error) from None


def unanswered(error: ProviderFailed) -> ProviderUnavailable:
    """A refused question after the work as what it is: no answer."""
    unavailable = ProviderUnavailable(error.message, hint=error.hint)
    unavailable.status = error.status
    return unavailable


class _Stopped(ProviderFailed):
    """Nothing goes on at the vendor: the books may forget the call."""


@dataclass
class _Run:
    """One ``generate``, from wherever an earlier one was broken off."""

    work: ClipWork
    request: ClipRequest
    on_wait: OnWait
    usage: dict[str, int]
    _waited: float = field(default=0.0, init=False)

    def perform(self, call: Call) -> Paid:
        reference = call.reference or self._submitted(call)
        return Paid({"files": [self.fetched(reference)]}, usage=self.usage, provider_ref=reference)

    def _submitted(self, call: Call) -> str:
        maker = self.work.maker
        try:
            self.on_wait("sending", None)
        except Cancelled:
            raise _Stopped(f"nothing was begun at {maker.title}") from None
        reference = maker.submit(maker.order(self.request, maker.picture))
        call.accepted(reference)
        return reference

    def fetched(self, reference: str) -> str:
        """The file on the shelf. A link that has expired is asked for again."""
        failed: ProviderFailed | None = None
        for again in range(_FETCHES):
            if again:
                self.work.access.sleep(self.work.poll_seconds)
            look = self._awaited(reference)
            try:
                return self._kept(look)
            except ProviderFailed as error:
                failed = error
        assert failed is not None
        if isinstance(failed, _NoVideo):
            raise failed
        raise OutcomeUnknown(failed.message, hint=self._goes_on(reference)) from None

    def _awaited(self, reference: str) -> Look:
        misses = 0
        while True:
            try:
                look = self.work.maker.look(reference)
                misses = 0
            except ProviderUnavailable as error:
                misses += 1
                if misses >= _MISSES:
                    raise self._lost(reference, error) from None
                self._pause(reference, misses)
                continue
            try:
                self.on_wait(look.phase, look.part)
            except Cancelled:
                if look.phase != "done":
                    self._stop(reference)
            if look.phase == "done":
                return look
            self._pause(reference, 1)

    def _pause(self, reference: str, times: int) -> None:
        """Wait. Raises ``OutcomeUnknown`` when the patience is over; the work goes on."""
        if self._waited >= self.work.patience_seconds:
            raise OutcomeUnknown(
                f"{self.work.maker.title} is at work for more than {self.work.patience_seconds / 60:g} minutes",
                hint=self._goes_on(reference),
            )
        seconds = self.work.poll_seconds * times
        self._waited += seconds
        self.work.access.sleep(seconds)

    def _lost(self, reference: str, error: ProviderFailed) -> ProviderFailed:
        if error.status in _GONE:
            return ProviderFailed(
                f"{self.work.maker.title} does not know the work {reference} any more: {error.message}",
                hint="the same again makes it anew",
            )
        return OutcomeUnknown(error.message, hint=self._goes_on(reference))

    def _stop(self, reference: str) -> None:
        title = self.work.maker.title
        try:
            is_stopped, reason = self.work.maker.cancel(reference), "its work cannot be stopped"
        except ProviderFailed as error:
            is_stopped, reason = False, error.message
        if is_stopped:
            raise _Stopped(f"{title} stops the work {reference}", hint="what it did until then may be charged for")
        raise Cancelled(f"{title} goes on with the work {reference}: {reason}", hint=self._goes_on(reference))

    def _goes_on(self, reference: str) -> str:
        return f"the same again goes on with the work {reference}, and does not pay a second time"

    def _kept(self, look: Look) -> str:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "clip.mp4"
            if look.content:
                path.write_bytes(look.content)
            else:
                self.work.maker.fetch(look.link, path)
            return self.work.access.shelf.put(path, self._suffix(path))

    def _suffix(self, path: Path) -> str:
        try:
            info = probe(path)
        except MediaUnusable as error:
            reason = error.message.replace(str(path), "the file")
            raise _NoVideo(f"what {self.work.maker.title} delivered cannot be used: {reason}") from None
        if info.video is None or info.duration is None:
            raise _NoVideo(f"what {self.work.maker.title} delivered is no video")
        return ".webm" if "webm" in info.format else ".mp4"


class _NoVideo(ProviderFailed):
    """The delivered file is none that plays."""
