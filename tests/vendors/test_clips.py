"""Every vendor of generated clips keeps the same promises: submit once, wait, fetch, check, go on after a break, stop when told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reelwright.app.providers.choosing import loaded
from reelwright.errors import (
    Cancelled,
    ContentRefused,
    OutcomeUnknown,
    ProviderFailed,
    RateLimited,
)
from reelwright.http.guard import Guard
from reelwright.media.probe import probe
from reelwright.providers.clips import ClipRequest
from reelwright.vendors.clip_work import ClipWork
from tests.vendors.clip_files import tiny_video, write_photo
from tests.vendors.clip_services import CASES, FAULT, REFUSAL, Case, Service
from tests.vendors.faults import FAULTS, Fault, access_to, check_fault, states
from tests.vendors.vendor_server import Asked, Reply, VendorServer

REQUEST = ClipRequest("A paper boat on a river", seconds=5, style="watercolour", height=720)


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> Case:
    return request.param


@pytest.fixture
def service() -> Service:
    return Service(tiny_video())


@pytest.fixture
def server(case: Case, service: Service) -> Iterator[VendorServer]:
    with case.serve(service) as server:
        yield server


def connected(case: Case, url: str, folder: Path, **options: str) -> ClipWork:
    access = access_to(url, case.offer, folder, **case.options, **options)
    return loaded(case.offer.connect)(access)


def impatient(work: ClipWork) -> ClipWork:
    """With a silence limit below two seconds."""
    maker: Any = work.maker
    if hasattr(maker, "queue"):
        return replace(work, maker=replace(maker, queue=replace(maker.queue, http=_hasty(maker.queue.http))))
    if hasattr(maker, "predictions"):
        return replace(
            work, maker=replace(maker, predictions=replace(maker.predictions, http=_hasty(maker.predictions.http)))
        )
    if hasattr(maker, "access"):  # its calls are made anew for each token
        kind = type(maker)
        hasty = type("Hasty", (kind,), {"http": property(lambda self: _hasty(kind.http.fget(self)))})
        return replace(work, maker=hasty(maker.access, maker.model, maker.mode))
    return replace(work, maker=replace(maker, http=_hasty(maker.http)))


def _hasty(http: Any) -> Any:
    return replace(http, timeout_seconds=1.0)


def test_a_clip_is_submitted_waited_for_and_fetched(case: Case, server: VendorServer, tmp_path: Path) -> None:
    told: list[tuple[str, float | None]] = []
    clip = connected(case, server.url, tmp_path).generate(REQUEST, lambda state, part: told.append((state, part)))
    info = probe(clip.path)
    assert info.video is not None
    assert (info.video.width, info.video.height) == (64, 48)
    assert clip.reference
    assert server.count(*case.submit) == 1
    assert next(state for state, _ in told) == "sending"
    assert [state for state, _ in told][-1] == "done"
    assert "working" in [state for state, _ in told]
    assert states(tmp_path) == ["done"]


def test_the_same_again_comes_from_the_books(case: Case, server: VendorServer, tmp_path: Path) -> None:
    first = connected(case, server.url, tmp_path).generate(REQUEST)
    calls = len(server.asked)
    again = connected(case, server.url, tmp_path).generate(REQUEST)
    assert (again, len(server.asked)) == (first, calls)
    row = json.loads(next((tmp_path / "books").glob("*.json")).read_text())
    assert row["cost_micros"] > 0
    connected(case, server.url, tmp_path).generate(replace(REQUEST, seed=3))
    assert server.count(*case.submit) == 2


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_way_the_submission_can_break(case: Case, fault: Fault, server: VendorServer, tmp_path: Path) -> None:
    def ask(url: str) -> object:
        return impatient(connected(case, url, tmp_path)).generate(REQUEST)

    check_fault(fault, server, tmp_path, ask, case.submit)


def test_work_that_was_broken_off_is_gone_on_with_and_not_submitted_again(
    case: Case, server: VendorServer, tmp_path: Path
) -> None:
    def killed(state: str, part: float | None) -> None:
        if state != "sending":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        connected(case, server.url, tmp_path).generate(REQUEST, killed)
    assert states(tmp_path) == ["submitted"]
    clip = connected(case, server.url, tmp_path).generate(REQUEST)
    assert clip.path.is_file()
    assert server.count(*case.submit) == 1
    assert states(tmp_path) == ["done"]


def test_told_to_stop_it_stops_the_work_there(
    case: Case, service: Service, server: VendorServer, tmp_path: Path
) -> None:
    def stopped(state: str, part: float | None) -> None:
        if state == "working":
            raise Cancelled("enough")

    with pytest.raises(Cancelled) as caught:
        connected(case, server.url, tmp_path).generate(REQUEST, stopped)
    if case.cancel is None:  # it cannot: the work goes on, and is fetched later
        assert "goes on" in caught.value.message
        assert states(tmp_path) == ["submitted"]
        connected(case, server.url, tmp_path).generate(REQUEST)
        assert server.count(*case.submit) == 1
        return
    assert "stops the work" in caught.value.message
    assert server.count(*case.cancel) == 1
    assert states(tmp_path) == ["failed"]
    service.cancelled.clear()
    service.seen = 0
    connected(case, server.url, tmp_path).generate(REQUEST)
    assert server.count(*case.submit) == 2


def test_stopped_before_it_began_nothing_is_sent(case: Case, server: VendorServer, tmp_path: Path) -> None:
    def stopped(state: str, part: float | None) -> None:
        raise Cancelled("no")

    with pytest.raises(Cancelled, match="nothing was begun"):
        connected(case, server.url, tmp_path).generate(REQUEST, stopped)
    assert server.asked == []
    assert states(tmp_path) == ["failed"]


@pytest.mark.parametrize(
    ("ending", "error", "said"), [("failed", ProviderFailed, FAULT), ("refused", ContentRefused, REFUSAL)]
)
def test_work_that_fails_there_says_why(
    case: Case,
    service: Service,
    server: VendorServer,
    tmp_path: Path,
    ending: str,
    error: type[ProviderFailed],
    said: str,
) -> None:
    service.ending = ending
    with pytest.raises(ProviderFailed) as caught:
        connected(case, server.url, tmp_path).generate(REQUEST)
    assert type(caught.value) is error
    assert said in caught.value.message
    assert states(tmp_path) == ["failed"]


def test_an_expired_link_is_asked_for_again(case: Case, service: Service, server: VendorServer, tmp_path: Path) -> None:
    service.links_expire = 1
    connected(case, server.url, tmp_path).generate(REQUEST)
    assert server.count(*case.submit) == 1
    assert service.link_number == 2


def test_a_file_that_cannot_be_fetched_leaves_the_work_open(
    case: Case, service: Service, server: VendorServer, tmp_path: Path
) -> None:
    service.links_expire = 1000
    with pytest.raises(OutcomeUnknown, match="expired"):
        connected(case, server.url, tmp_path).generate(REQUEST)
    assert states(tmp_path) == ["submitted"]
    service.links_expire = 0
    connected(case, server.url, tmp_path).generate(REQUEST)
    assert server.count(*case.submit) == 1


@pytest.mark.parametrize("content", [b"<html>no video</html>", b""])
def test_what_is_no_video_is_not_kept(
    case: Case, service: Service, server: VendorServer, tmp_path: Path, content: bytes
) -> None:
    service.video = content
    with pytest.raises(ProviderFailed, match="delivered"):
        connected(case, server.url, tmp_path).generate(REQUEST)
    assert not list((tmp_path / "shelf").glob("*"))


def test_the_wait_has_an_end_after_which_the_work_is_still_known(
    case: Case, service: Service, server: VendorServer, tmp_path: Path
) -> None:
    service.looks = 1000
    with pytest.raises(OutcomeUnknown, match="more than 1 minute") as caught:
        connected(case, server.url, tmp_path, wait_minutes="1").generate(REQUEST)
    assert "does not pay a second time" in caught.value.hint
    assert states(tmp_path) == ["submitted"]


@pytest.mark.parametrize("status", [401, 429, 500, 503])
def test_a_question_that_is_refused_for_a_while_breaks_nothing(
    case: Case, server: VendorServer, tmp_path: Path, status: int
) -> None:
    server.fault, server.fault_on, server.faults_left = Reply({"message": "not now"}, status), ("GET", ".*"), 3
    connected(case, server.url, tmp_path).generate(REQUEST)
    assert server.count(*case.submit) == 1


def test_a_vendor_that_answers_no_question_keeps_the_work_known(
    case: Case, server: VendorServer, tmp_path: Path
) -> None:
    server.fault, server.fault_on = Reply({"message": "the key is gone"}, 401), ("GET", ".*")
    with pytest.raises(OutcomeUnknown, match="the key is gone"):
        connected(case, server.url, tmp_path).generate(REQUEST)
    assert states(tmp_path) == ["submitted"]


def test_work_the_vendor_forgot_may_be_made_anew(case: Case, server: VendorServer, tmp_path: Path) -> None:
    server.fault, server.fault_on = Reply({"message": "no such thing"}, 404), ("GET", ".*")
    with pytest.raises(ProviderFailed, match="does not know the work"):
        connected(case, server.url, tmp_path).generate(REQUEST)
    assert states(tmp_path) == ["failed"]


def test_a_first_picture_is_sent_along_and_booked_by_its_content(
    case: Case, server: VendorServer, tmp_path: Path
) -> None:
    photo = write_photo(tmp_path / "boat.jpg")
    connected(case, server.url, tmp_path).generate(replace(REQUEST, first=photo))
    (tmp_path / "elsewhere").mkdir()
    moved = photo.rename(tmp_path / "elsewhere" / "other.jpg")
    calls = len(server.asked)
    connected(case, server.url, tmp_path).generate(replace(REQUEST, first=moved))
    assert len(server.asked) == calls
    sent = next(asked for asked in server.asked if asked.method == "POST").body
    assert b"/9j/" in sent  # a JPEG in base64


def test_files_of_other_hosts_are_fetched_without_the_key(tmp_path: Path) -> None:
    case = next(case for case in CASES if case.name == "runway")
    service = Service(tiny_video())
    given: list[Asked] = []

    def deliver(asked: Asked) -> Reply:
        given.append(asked)
        return Reply(service.video)

    with VendorServer([("GET", "/clip.mp4", deliver)]) as files, case.serve(service) as server:
        service.link = lambda: f"{files.url}/clip.mp4"  # type: ignore[method-assign]
        work = connected(case, server.url, tmp_path)
        with pytest.raises(OutcomeUnknown):  # an address that is not public is not asked
            work.generate(REQUEST)
        assert given == []
        from ipaddress import ip_network

        guard = Guard(allowed_networks=(ip_network("127.0.0.0/8"),), ports=frozenset({files.server_address[1]}))
        maker: Any = work.maker
        work = replace(work, maker=replace(maker, http=replace(maker.http, guard=guard)))
        assert work.generate(REQUEST).path.is_file()
        assert "authorization" not in given[0].headers
        assert server.count(*case.submit) == 1


def test_google_leads_on_to_where_it_keeps_files_and_the_key_does_not_go_along(tmp_path: Path) -> None:
    case = next(case for case in CASES if case.name == "google-veo")
    service = Service(tiny_video())
    given: list[Asked] = []

    def deliver(asked: Asked) -> Reply:
        given.append(asked)
        return Reply(service.video)

    with VendorServer([("GET", "/stored", deliver)]) as files, case.serve(service) as server:
        server.fault = Reply(b"", 302, {"Location": f"{files.url}/stored"})
        server.fault_on = ("GET", "/files/.*")
        from ipaddress import ip_network

        guard = Guard(allowed_networks=(ip_network("127.0.0.0/8"),), ports=frozenset({files.server_address[1]}))
        work = connected(case, server.url, tmp_path)
        maker: Any = work.maker
        replace(work, maker=replace(maker, http=replace(maker.http, guard=guard))).generate(REQUEST)
    assert len(given) == 1
    assert "x-goog-api-key" not in given[0].headers


def test_an_empty_kling_account_is_told_from_too_many_calls(tmp_path: Path) -> None:
    from reelwright.errors import NoBalance

    case = next(case for case in CASES if case.name == "kling")
    with case.serve(Service(tiny_video())) as server:
        server.fault, server.fault_on = Reply({"code": 1102, "message": "Resource pack depleted"}, 429), ("POST", ".*")
        with pytest.raises(NoBalance):
            connected(case, server.url, tmp_path).generate(REQUEST)
        server.fault = Reply({"code": 1302, "message": "too fast"}, 429)
        with pytest.raises(RateLimited):
            connected(case, server.url, tmp_path).generate(REQUEST)


def test_a_lost_file_of_paid_work_is_fetched_again(case: Case, server: VendorServer, tmp_path: Path) -> None:
    clip = connected(case, server.url, tmp_path).generate(REQUEST)
    clip.path.unlink()
    assert connected(case, server.url, tmp_path).generate(REQUEST).path.is_file()
    assert server.count(*case.submit) == 1
