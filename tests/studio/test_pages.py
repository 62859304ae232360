"""Pages as a browser without scripts gets them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from reelwright.app.platform import Platform
from reelwright.database.tables import Job, Template, User, Video
from reelwright.studio.static_file import address_of, contents
from reelwright.workflows.jobs.lifecycle import fail_job
from tests.studio.site import ADDRESS, PASSWORD, browser, made_video, register, site

_HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
PAGES = (
    "/dashboard", "/videos", "/videos?view=list", "/new", "/new?example", "/jobs", "/jobs?status=FAILED", "/templates", "/templates/import",
    "/projects", "/projects?archived=1", "/projects/new", "/assets", "/voices", "/voices?favourites=1&language=", "/dubs", "/dubs/new", "/batches",
    "/settings", "/settings/defaults", "/settings/tokens", "/settings/providers", "/settings/webhooks",
    "/settings/channels", "/tools", "/tools/presenter", "/tools/presenter?example", "/tools/podcast", "/tools/podcast?example", "/tools/music",
    "/tools/clip", "/voices/mine",
)  # fmt: skip
_ON_EVERY_PAGE = (
    "studio.css", "studio.js", "live.js", "drafts.js", "session.js", "regions.js", "theme.js", "toast.js", "icons.svg", "icon.svg",
)  # fmt: skip


class _Links(HTMLParser):
    """What a page leads to here, and whether anything in it would run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.runs: list[str] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.runs += [name for name in told if name.startswith("on") or name == "style"]
        if tag == "style" or (tag == "script" and "src" not in told):
            self.runs.append(tag)
        if "id" in told:
            self.ids.append(told["id"] or "")
        for name in ("href", "src"):
            if (told.get(name) or "").startswith("/"):
                self.links.add((told[name] or "").partition("#")[0])


@pytest.fixture
def local(tmp_path: Path) -> Iterator[tuple[Platform, TestClient]]:
    with site(tmp_path, accounts=False) as here:
        yield here


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[tuple[Platform, TestClient]]:
    with site(tmp_path) as here:
        yield here


def _owner(platform: Platform, email: str) -> uuid.UUID:
    with platform.database.system_reader() as session:
        return session.scalars(select(User.id).where(User.email == email)).one()


def test_every_page_answers_and_all_its_links_lead_somewhere(local: tuple[Platform, TestClient]) -> None:
    platform, client = local
    video = made_video(platform, platform.local_owner(), "A river")
    followed: set[str] = set()
    here = f"/videos/{video.id}"
    for path in (*PAGES, here, f"{here}/thumbnails", f"{here}/publish", "/?stay"):
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.text[:300])
        page = _Links(answer.text)
        assert not page.runs, (path, page.runs)
        assert len(page.ids) == len(set(page.ids)), (path, page.ids)
        for link in page.links - followed:
            assert client.get(link).status_code in (200, 303, 307), (path, link)
        followed |= page.links
    assert len(followed) > 20


def test_pages_let_nothing_run_but_our_own_files(local: tuple[Platform, TestClient]) -> None:
    policy = local[1].get("/dashboard").headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_a_hostile_title_is_shown_and_not_obeyed(local: tuple[Platform, TestClient]) -> None:
    platform, client = local
    video = made_video(platform, platform.local_owner(), _HOSTILE)
    for path in ("/dashboard", "/videos", "/videos?view=list", f"/videos/{video.id}"):
        text = client.get(path).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "&lt;script&gt;alert(1)" in text


def test_a_form_keeps_what_was_typed_and_says_what_is_wrong(local: tuple[Platform, TestClient]) -> None:
    sent = {
        "source": "script",
        "text": f"Hello {_HOSTILE}",
        "speed": "9",
        "title": "Mine",
        "do": "make",
        "approve": "script",
    }
    answer = local[1].post("/new", data=sent)
    assert answer.status_code == 422
    assert "Hello &lt;script&gt;" in answer.text
    assert 'value="Mine"' in answer.text
    assert 'id="fault-speed"' in answer.text
    assert 'value="script" checked' in answer.text.replace("\n", " ")


def test_a_text_is_estimated_without_starting_anything(local: tuple[Platform, TestClient]) -> None:
    platform, client = local
    answer = client.post("/new", data={"source": "article", "text": "word " * 150, "do": "estimate"})
    assert answer.status_code == 200
    assert "about 1:00" in answer.text
    with platform.database.reader_of(platform.local_owner()) as session:
        assert session.scalar(select(Job)) is None


def test_a_video_is_started_followed_stopped_and_tried_again(local: tuple[Platform, TestClient]) -> None:
    platform, client = local
    started = client.post("/new", data={"source": "article", "text": "Rice grows.", "do": "make", "approve": "script"})
    assert started.status_code == 303
    place = started.headers["location"].partition("?")[0]
    assert "Your video is being made" in client.get(started.headers["location"]).text
    assert "data-live-progress" in client.get(place).text
    assert client.post(f"{place}/cancel").status_code == 303
    assert "Try again from where it stopped" in client.get(place).text
    assert client.post(f"{place}/retry").status_code == 303
    with platform.database.session_of(platform.local_owner()) as session:
        job = session.scalars(select(Job)).one()
        assert job.gates == ["script"]
        fail_job(session, job, {"message": "no room <b>left</b>", "hint": "make some"})
    failed = client.get(place).text
    assert "No room &lt;b&gt;left" in failed
    assert "Make some" in failed


def test_a_video_is_renamed_shared_saved_and_removed(local: tuple[Platform, TestClient]) -> None:
    platform, client = local
    video = made_video(
        platform, platform.local_owner(), "A river", facts={"duration": 65, "width": 1920, "height": 1080}
    )
    place = f"/videos/{video.id}"
    shown = client.get(place).text
    assert "1:05" in shown
    assert f"{ADDRESS}/files/" not in shown, "links must stay on the name the browser came by"
    save = next(link for link in _Links(shown).links if link.startswith("/files/") and "video.srt" in link)
    assert client.get(save).content == b"A river video.srt"
    assert client.post(f"{place}/rename", data={"title": " "}).status_code == 422
    client.post(f"{place}/rename", data={"title": "A sea"})
    shared = client.post(f"{place}/share", data={"days": "1"}).text
    link = next(line for line in shared.split('"') if line.startswith(f"{ADDRESS}/s/"))
    assert client.get(link).status_code == 307
    assert client.post(f"{place}/remove").headers["location"].startswith("/videos")
    assert client.get(place).status_code == 404
    assert client.get(link).status_code == 404


def test_the_list_is_searched_sorted_and_turned(local: tuple[Platform, TestClient]) -> None:
    platform, client = local
    for number in range(30):
        made_video(platform, platform.local_owner(), f"Film {number:02}")
    assert "Page 1 of 2" in client.get("/videos").text
    second = client.get("/videos?order=title&page=2").text
    assert "Film 29" in second
    assert "Film 00" not in second
    found = client.get("/videos?search=film+07").text
    assert found.count('class="video-card"') == 1
    assert "Nothing fits" in client.get("/videos?search=%25").text
    assert client.get("/videos?order=nonsense&page=-4&status=zzz").status_code == 200


def test_a_template_asks_for_its_variables(local: tuple[Platform, TestClient]) -> None:
    platform, client = local
    document = {
        "version": 1,
        "variables": {
            "headline": {"type": "text", "max_length": 20},
            "price": {"type": "number", "default": 12},
            "is_new": {"type": "boolean", "default": True},
            "tone": {"type": "text", "choices": ["calm", "loud"], "default": "calm"},
        },
        "tracks": [{"clips": [{"type": "text", "text": "{{headline}} {{price}}", "start": 0, "duration": 1}]}],
    }
    made = client.post("/api/templates", json={"name": "Offer", "document": document}).json()["data"]
    place = f"/templates/{made['id']}"
    assert "Offer" in client.get("/templates").text
    form = client.get(place).text
    assert 'name="data.headline"' in form
    assert 'value="12"' in form
    wrong = client.post(f"{place}/render", data={"data.price": "cheap"})
    assert wrong.status_code == 422
    assert "Write a number." in wrong.text
    assert 'id="fault-data.headline"' in wrong.text
    started = client.post(f"{place}/render", data={"data.headline": "Bread", "data.price": "3.5", "data.tone": "loud"})
    assert started.status_code == 303
    with platform.database.reader_of(platform.local_owner()) as session:
        request = session.scalars(select(Job)).one().request
        assert session.scalars(select(Template)).one().name == "Offer"
    assert request["data"] == {"headline": "Bread", "price": 3.5, "is_new": False, "tone": "loud"}


def test_nobody_sees_another_users_things(accounts: tuple[Platform, TestClient]) -> None:
    platform, ann = accounts
    register(ann, "ann@example.com")
    video = made_video(platform, _owner(platform, "ann@example.com"), "Secret river")
    bob = browser(ann.app)
    register(bob, "bob@example.com")
    place = f"/videos/{video.id}"
    assert ann.get(place).status_code == 200
    for path in (place, f"{place}/document.json", f"{place}/edit"):
        answer = bob.get(path)
        assert answer.status_code == 404
        assert "There is nothing here" in answer.text
        assert "Secret" not in answer.text
    for path in ("draft", "draft/frame", "draft/layout", "draft/plan", "versions", "export/srt", "peaks?source=a.wav"):
        assert bob.get(f"/api{place}/{path}").status_code == 404, path
    for action in ("rename", "remove", "cancel", "retry", "approve", "share"):
        assert bob.post(f"{place}/{action}", data={"title": "x", "stage": "script"}).status_code == 404, action
    assert "Secret" not in bob.get("/videos").text + bob.get("/dashboard").text
    with platform.database.system_reader() as session:
        assert session.scalars(select(Video)).one().title == "Secret river"


def test_a_page_waits_behind_the_sign_in_and_comes_back(accounts: tuple[Platform, TestClient]) -> None:
    _, client = accounts
    register(client, "ann@example.com")
    new = browser(client.app)
    away = new.get("/videos?search=a")
    assert away.headers["location"] == "/api/auth/continue?next=%2Fvideos%3Fsearch%3Da"
    form = new.get(away.headers["location"])
    assert form.headers["location"] == "/login?next=%2Fvideos%3Fsearch%3Da"
    refused = new.post("/login", data={"email": "ann@example.com", "password": "wrong", "next": "/videos?search=a"})
    assert refused.status_code == 422
    assert 'value="ann@example.com"' in refused.text
    assert "wrong" not in refused.text.split("<form", 1)[1].split("</form", 1)[0]
    signed_in = new.post("/login", data={"email": "ann@example.com", "password": PASSWORD, "next": "/videos?search=a"})
    assert signed_in.headers["location"] == "/videos?search=a"
    assert new.get("/dashboard").status_code == 200
    elsewhere = browser(client.app).post(
        "/login", data={"email": "ann@example.com", "password": PASSWORD, "next": "//evil.example/"}
    )
    assert elsewhere.headers["location"] == "/dashboard"


def test_a_browser_whose_access_token_ended_goes_on_by_its_refresh_token(accounts: tuple[Platform, TestClient]) -> None:
    _, client = accounts
    register(client, "ann@example.com")
    client.cookies.delete("reelwright_access")
    waiting = client.get(client.get("/jobs").headers["location"])
    assert 'data-continue="/jobs"' in waiting.text
    assert client.post("/api/auth/continue-form", data={"next": "/jobs"}).headers["location"] == "/jobs"
    assert client.get("/jobs").status_code == 200
    assert client.post("/api/auth/logout-form").status_code == 303
    assert client.get("/jobs").status_code == 303


def test_other_sites_cannot_send_our_forms(accounts: tuple[Platform, TestClient]) -> None:
    platform, client = accounts
    register(client, "ann@example.com")
    video = made_video(platform, _owner(platform, "ann@example.com"), "Mine")
    foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert client.post(f"/videos/{video.id}/remove", headers=foreign).status_code == 403
    assert client.post("/login", data={"email": "a@b.c", "password": "x"}, headers=foreign).status_code == 403
    assert client.get(f"/videos/{video.id}").status_code == 200


def test_guessing_a_password_by_the_form_is_limited(accounts: tuple[Platform, TestClient]) -> None:
    _, client = accounts
    answers = [client.post("/login", data={"email": "a@example.com", "password": "x"}).status_code for _ in range(14)]
    assert answers[0] == 422
    assert answers[-1] == 429


def test_settings_make_and_remove_tokens_keys_and_webhooks(accounts: tuple[Platform, TestClient]) -> None:
    _, client = accounts
    register(client, "ann@example.com")
    made = client.post("/settings/tokens", data={"name": "Import", "scopes": ["read"], "expiresInDays": "30"})
    token = made.text.split('id="secret" class="mono grow" readonly value="')[1].split('"')[0]
    assert client.get("/api/videos", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    assert client.get("/videos", headers={"Authorization": f"Bearer {token}"}).status_code == 403
    page = client.get("/settings/tokens").text
    assert token not in page
    client.post(_remove(page))
    assert "Import" not in client.get("/settings/tokens").text
    assert client.post("/settings/tokens", data={"name": "Import"}).status_code == 422
    kept = client.post("/settings/providers", data={"provider": "openai", "key": "sk-very-secret-1234"})
    assert kept.status_code == 303
    keys = client.get("/settings/providers").text
    assert "very-secret" not in keys
    client.post(_remove(keys))
    assert "…1234" not in client.get("/settings/providers").text
    assert client.post("/settings/webhooks", data={"url": "ftp://files.example/x"}).status_code == 422
    hook = client.post("/settings/webhooks", data={"url": "https://hooks.example/x"})
    assert "whsec_" in hook.text
    assert "whsec_" not in client.get("/settings/webhooks").text
    assert client.post("/settings/profile", data={"name": "Ann <b>"}).status_code == 303
    assert "Ann &lt;b&gt;" in client.get("/settings").text


def test_programs_keep_the_api_s_errors(accounts: tuple[Platform, TestClient]) -> None:
    _, client = accounts
    assert client.get("/api/nothing").json()["error"]["code"] == "NOT_FOUND"
    assert client.get("/nothing", headers={"Accept": "*/*"}).json()["error"]["code"] == "NOT_FOUND"
    page = client.get("/nothing")
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")


def test_a_fault_of_ours_is_a_page_that_tells_nothing(
    local: tuple[Platform, TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr("reelwright.studio.routes.dashboard.usage", broken)
    answer = local[1].get("/dashboard")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "secret detail" not in answer.text


def test_the_whole_studio_is_light() -> None:
    sizes = {name: len(content) for name, content in contents().items()}
    assert sum(sizes[name] for name in _ON_EVERY_PAGE) < 60_000
    assert sum(sizes.values()) < 400_000, "page by page, test_every_page.py weighs"
    with pytest.raises(KeyError):
        address_of("nothing.js")


def _remove(page: str) -> str:
    return next(part.split('"')[0] for part in page.split('action="')[1:] if part.split('"')[0].endswith("/remove"))
