"""Models from a hub and from plain addresses: whole or not at all, proved, and on from where it broke."""

from __future__ import annotations

import hashlib
import os
from collections import namedtuple
from pathlib import Path

import httpx2
import pytest

from reelwright.app.models import fetching
from reelwright.app.models.fetching import add, fetch, remove
from reelwright.app.models.hub import Hub
from reelwright.app.models.wishes import Wish, name_of, this_hub, wanted
from reelwright.errors import FetchFailed, FetchRefused, InvalidInput, NotFound, OutputUnwritable, ProviderNeeded
from reelwright.http.client import provider_client
from reelwright.providers.models import KnownModel, ModelStore, StoredModel
from tests.app.models.hub_server import COMMIT, HubServer, hub_server
from tests.vendors.vendor_server import Reply, VendorServer

BIG = os.urandom(300_000)
FILES = {
    "onnx/model.onnx": BIG,
    "voices/af_a.bin": os.urandom(5000),
    "voices/bf_b.bin": os.urandom(5000),
    "config.json": b"{}",
}
ALL = ("onnx/model.onnx", "voices/*.bin", "config.json")


@pytest.fixture
def client() -> httpx2.Client:
    return provider_client(timeout_seconds=5)


def get(server: HubServer, store: ModelStore, client: httpx2.Client, *files: str, **how: object) -> StoredModel:
    wish = Wish("me/model", files or ALL, **how)  # type: ignore[arg-type]
    shown: list[tuple[str, int, int]] = []
    model = fetch(store, wanted(wish, client, Hub(server.url, server.token)), client, lambda *row: shown.append(row))
    if server.has_ranges:
        assert [done for _, done, _ in shown] == sorted(done for _, done, _ in shown)
    assert shown[-1][1] == model.size - (model.path / "model.json").stat().st_size
    return model


def test_a_model_comes_whole_with_its_checksums_written_beside_it(tmp_path: Path, client: httpx2.Client) -> None:
    store = ModelStore(tmp_path)
    with hub_server(dict(FILES)) as server:
        model = get(server, store, client)
        asked = server.storage.count("GET")
        assert get_again(server, store, client) == model
        assert server.storage.count("GET") == asked
    assert {path.relative_to(model.path).as_posix() for path in model.path.rglob("*") if path.is_file()} == {
        *FILES,
        "model.json",
    }
    assert all((model.path / path).read_bytes() == data for path, data in FILES.items())
    row = model.record["files"]["onnx/model.onnx"]
    assert (row["sha256"], row["size"], row["checked"]) == (hashlib.sha256(BIG).hexdigest(), len(BIG), "hub")
    assert model.record["commit"] == COMMIT
    assert not list((tmp_path / ".partial").glob("*"))
    assert store.models() == (model,)
    assert store.find("model") == model.path


def get_again(server: HubServer, store: ModelStore, client: httpx2.Client) -> StoredModel:
    return fetch(store, wanted(Wish("me/model", ALL), client, Hub(server.url)), client, lambda *_: None)


def test_a_broken_transfer_is_taken_up_where_it_stopped(tmp_path: Path, client: httpx2.Client) -> None:
    with hub_server(dict(FILES), breaks=2) as server:
        model = get(server, ModelStore(tmp_path), client, "onnx/model.onnx")
        ranges = [asked.headers["range"] for asked in server.storage.asked if "range" in asked.headers]
    assert (model.path / "onnx/model.onnx").read_bytes() == BIG
    assert len(ranges) == 2
    assert 0 < int(ranges[0][6:-1]) < int(ranges[1][6:-1])


def test_what_was_fetched_before_a_break_counts_in_the_next_run(tmp_path: Path, client: httpx2.Client) -> None:
    store = ModelStore(tmp_path)
    with hub_server(dict(FILES), breaks=100) as server:
        with pytest.raises(FetchFailed, match="broke off"):
            get(server, store, client, "onnx/model.onnx")
        assert store.models() == ()
        with pytest.raises(ProviderNeeded):
            store.find("model")
        server.breaks, sent = 0, len(server.storage.asked)
        get(server, store, client, "onnx/model.onnx")
        assert "range" in server.storage.asked[sent].headers
    assert (store.find("model") / "onnx/model.onnx").read_bytes() == BIG


def test_a_storage_without_ranges_starts_again(tmp_path: Path, client: httpx2.Client) -> None:
    with hub_server(dict(FILES), breaks=1, has_ranges=False) as server:
        model = get(server, ModelStore(tmp_path), client, "onnx/model.onnx")
    assert (model.path / "onnx/model.onnx").read_bytes() == BIG


@pytest.mark.parametrize("path", ["onnx/model.onnx", "config.json"])
def test_other_bytes_than_the_hub_announced_are_refused_and_deleted(
    tmp_path: Path, client: httpx2.Client, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hub_server(dict(FILES)) as server:
        found = wanted(Wish("me/model", (path,)), client, Hub(server.url))
        server.files[path] = bytes(len(FILES[path]))
        with pytest.raises(FetchRefused, match="is not the file it should be"):
            fetch(ModelStore(tmp_path), found, client, lambda *_: None)
    assert not list(tmp_path.rglob("*.part"))
    assert ModelStore(tmp_path).models() == ()


def test_a_pinned_checksum_counts_more_than_the_hubs(
    tmp_path: Path, client: httpx2.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = hashlib.sha256(BIG).hexdigest()
    for digest, is_right in ((right, True), ("0" * 64, False)):
        known = KnownModel("ours", "Ours", "me/model", ("onnx/model.onnx",), "MIT", sha256={"onnx/model.onnx": digest})
        monkeypatch.setattr("reelwright.app.models.wishes.known_model", lambda name, known=known: known)
        store = ModelStore(tmp_path / digest[:4])
        with hub_server(dict(FILES)) as server:
            found = wanted(Wish("ours"), client, Hub(server.url))
            if is_right:
                model = fetch(store, found, client, lambda *_: None)
                assert model.record["files"]["onnx/model.onnx"]["checked"] == "pinned"
            else:
                with pytest.raises(FetchRefused):
                    fetch(store, found, client, lambda *_: None)


def test_a_token_goes_to_the_hub_alone(tmp_path: Path, client: httpx2.Client) -> None:
    with hub_server(dict(FILES), token="hf_secret") as server:
        get(server, ModelStore(tmp_path), client, "onnx/model.onnx")
        assert all("authorization" not in asked.headers for asked in server.storage.asked)
        with pytest.raises(FetchFailed, match="not open to everybody") as caught:
            wanted(Wish("me/model", ("config.json",)), client, Hub(server.url))
    assert "HF_TOKEN" in caught.value.hint
    assert "hf_secret" not in repr(Hub("x", "hf_secret"))


def test_what_is_not_there_is_said(tmp_path: Path, client: httpx2.Client) -> None:
    with hub_server(dict(FILES)) as server:
        hub = Hub(server.url)
        with pytest.raises(NotFound, match="there is nothing at"):
            wanted(Wish("me/model", ("nothing.onnx",)), client, hub)
        with pytest.raises(NotFound, match="has no files"):
            wanted(Wish("me/model", ("voices/*.wav",)), client, hub)
        with pytest.raises(InvalidInput, match="say which files"):
            wanted(Wish("me/model"), client, hub)
        for path in ("../up", "/etc/passwd", "a\\..\\b"):
            with pytest.raises(InvalidInput, match="no path"):
                wanted(Wish("me/model", (path,)), client, hub)
    with pytest.raises(FetchFailed, match="cannot be reached"):
        wanted(Wish("me/model", ("a",)), client, Hub("http://127.0.0.1:9"))
    with pytest.raises(InvalidInput, match="we know no model 'nonsense'"):
        name_of(Wish("nonsense"))


def test_a_full_disk_is_told_before_anything_is_fetched(
    tmp_path: Path, client: httpx2.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(fetching.shutil, "disk_usage", lambda path: usage(10**12, 10**12 - 1000, 1000))
    with hub_server(dict(FILES)) as server:
        with pytest.raises(OutputUnwritable, match="are to be fetched") as caught:
            get(server, ModelStore(tmp_path), client)
        assert server.storage.count("GET") == 0
    assert "REELWRIGHT_MODELS" in caught.value.hint


def test_an_address_without_a_checksum_wants_one_or_trust_and_is_held_to_it(
    tmp_path: Path, client: httpx2.Client
) -> None:
    store = ModelStore(tmp_path)
    content = [b"first" * 100]
    with VendorServer([("GET", r"/m\.onnx", lambda asked: Reply(content[0]))]) as server:
        url, hub = f"{server.url}/m.onnx", this_hub({})
        with pytest.raises(FetchRefused, match="nobody tells the checksum") as caught:
            fetch(store, wanted(Wish(url), client, hub), client, lambda *_: None)
        assert "--sha256" in caught.value.hint
        with pytest.raises(FetchRefused, match="is not the file it should be"):
            fetch(store, wanted(Wish(url, sha256="a" * 64), client, hub), client, lambda *_: None)
        digest = hashlib.sha256(content[0]).hexdigest()
        asked = fetch(
            store, wanted(Wish(url, name="asked", sha256=digest.upper()), client, hub), client, lambda *_: None
        )
        assert asked.record["files"]["m.onnx"]["checked"] == "asked"
        trusted = fetch(store, wanted(Wish(url, trusts=True), client, hub), client, lambda *_: None)
        assert trusted.name == "m"
        assert trusted.record["files"]["m.onnx"] == {"size": 500, "sha256": digest, "from": url, "checked": "first use"}
        remove(store, "m")
        content[0] = b"other" * 100
        with pytest.raises(FetchRefused, match="is not the file it should be"):
            fetch(store, wanted(Wish(url, trusts=True), client, hub), client, lambda *_: None)


def test_only_encrypted_addresses_are_fetched_from_elsewhere(tmp_path: Path, client: httpx2.Client) -> None:
    with pytest.raises(FetchRefused, match="https only"):
        wanted(Wish("http://models.example/m.onnx"), client, this_hub({}))
    away = Reply(b"", 302, {"Location": "http://models.example/m.onnx"})
    with VendorServer([("GET", "/m", lambda asked: away)]) as server, pytest.raises(FetchRefused, match="https only"):
        wanted(Wish(f"{server.url}/m"), client, this_hub({}))


def test_a_name_of_ones_own_file_is_known_and_forgotten_while_the_file_stays(tmp_path: Path) -> None:
    store = ModelStore(tmp_path / "store")
    mine = tmp_path / "mine.onnx"
    mine.write_bytes(b"x")
    assert add(store, mine, "mine").path == mine
    assert store.find("mine") == mine
    with pytest.raises(InvalidInput, match="already"):
        add(store, mine, "mine")
    with pytest.raises(InvalidInput, match="no name for a model"):
        add(store, mine, "../mine")
    remove(store, "mine")
    assert mine.exists()
    with pytest.raises(InvalidInput, match="is not here"):
        remove(store, "mine")
    with pytest.raises(InvalidInput, match="no file or folder"):
        add(store, tmp_path / "nothing", "n")
    assert store.find(str(mine)) == mine


def test_two_fetch_not_the_same_model_at_once(tmp_path: Path, client: httpx2.Client) -> None:
    store = ModelStore(tmp_path)
    with hub_server(dict(FILES)) as server:
        found = wanted(Wish("me/model", ALL), client, Hub(server.url))

        def second(*_: object) -> None:
            with pytest.raises(InvalidInput, match="another process"):
                fetch(store, found, client, lambda *_: None)

        fetch(store, found, client, second)


def test_other_content_under_the_same_name_is_not_mixed_with_what_was_begun(
    tmp_path: Path, client: httpx2.Client
) -> None:
    store = ModelStore(tmp_path)
    with hub_server(dict(FILES), breaks=100) as server:
        with pytest.raises(FetchFailed):
            get(server, store, client, "onnx/model.onnx")
        server.breaks, server.files["onnx/model.onnx"] = 0, bytes(reversed(BIG))
        model = get(server, store, client, "onnx/model.onnx")
    assert (model.path / "onnx/model.onnx").read_bytes() == bytes(reversed(BIG))


def test_the_hub_may_be_a_mirror() -> None:
    assert this_hub({"HF_ENDPOINT": "https://mirror.example/"}).base == "https://mirror.example"
    assert this_hub({"REELWRIGHT_MODEL_HUB": "https://ours.example", "HF_ENDPOINT": "x"}).base == "https://ours.example"
